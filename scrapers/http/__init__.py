"""Polite requests for pages: one client per site over one guarded transport."""
