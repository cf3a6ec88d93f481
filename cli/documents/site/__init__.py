"""The published site: pages with stable addresses, and data beside them, in a folder of files."""
