"""From bytes to a parsed page, its text lines, and pages that stand in for others."""
