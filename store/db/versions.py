"""The numbers in a file that identify it as a tracker store and give its schema version."""

APPLICATION_ID = 0x7472_6B72
"""`trkr`: SQLite's application_id of every store."""

SCHEMA_VERSION = 9
"""The user_version that this program writes: one more with every migration after the first."""
