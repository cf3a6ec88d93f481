"""Exports and imports of rows."""
