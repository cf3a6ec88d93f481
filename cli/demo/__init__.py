"""The made site of `tracker demo`: its pages, its story of some days, and its loopback server."""
