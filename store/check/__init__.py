"""Checks of a store: its pages, its history, and the data derived from it."""
