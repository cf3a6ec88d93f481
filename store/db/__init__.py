"""The file: its schema, its connections and locks, copies and what may be given up."""
