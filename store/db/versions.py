"""How a file says that it is a tracker store, and of which age."""

APPLICATION_ID = 0x7472_6B72
"""`trkr`: SQLite's application_id of every store."""

SCHEMA_VERSION = 4
"""The user_version that this program writes: one more with every migration after the first."""
