"""Rows that leave a store: rankings, panels, stays, events, gaps, joins."""
