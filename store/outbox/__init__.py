"""What is to be told by alerts and digests, and what became of it."""
