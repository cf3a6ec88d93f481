"""Detection of most-read lists; it begins at `find`. A reader of one site may use parts of it."""
