"""Feeds for readers: what happened on the lists, and the articles that the sites published."""
