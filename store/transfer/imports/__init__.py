"""Rows of a file that come in, and how an import is undone."""
