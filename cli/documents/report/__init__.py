"""The report: what moved, each list with its chart, and a section for each article."""
