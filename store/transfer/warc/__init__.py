"""Archives of pages: WARC files, read and written."""
