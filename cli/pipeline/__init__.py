"""The pipeline of `tracker fetch`: the one place that knows both scrapers and store."""
