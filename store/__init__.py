"""Readings to rows to movements: schema, archive of pages, queries, movement arithmetic."""
