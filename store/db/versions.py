"""The numbers that identify a file as a tracker store, its schema, and the SQLite that it needs."""

APPLICATION_ID = 0x7472_6B72
"""`trkr`: SQLite's application_id of every store."""

SCHEMA_VERSION = 10
"""The user_version that this program writes: one more with every migration after the first."""

OLDEST_SQLITE = (3, 37, 0)
"""The first SQLite that knows STRICT tables."""
