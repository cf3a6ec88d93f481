"""The store's file: its schema, connections, locks, backups and pruning."""
