"""Kept pages, the visits that brought them, and the queue of article pages."""
