"""Takes pages that others fetched into the store: of a WARC file, saved, or of a web archive."""
