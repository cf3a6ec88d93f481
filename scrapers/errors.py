"""What can go wrong that a user can mend; the store and the commands have kinds of their own."""


class TrackerError(Exception):
    """Something the user can mend; `str()` is one line that says what to do next.

    Subclasses set the exit status (see docs/exit-status.md). Anything else that escapes is a
    bug and keeps its traceback.
    """

    exit_status = 2


class ConfigError(TrackerError):
    """The configuration cannot be used; the message names file and line."""
