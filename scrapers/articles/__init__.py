"""An article's page: its headline, dates, authors and text."""
