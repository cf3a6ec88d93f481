"""The user's own directories for tracker: where the store and the configuration usually are."""

import os
import sys
from typing import Literal

XDG = {
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
}
"""The variable that names a directory's parent, and what it is where nothing is named."""


_OF_THE_SYSTEM = frozenset(["darwin", "win32"])
"""Platforms that say themselves where these directories are."""


def is_moved(kind: Literal["data", "config"]) -> bool:
    """Whether the environment, and not the system, says where the user's directory is."""
    return sys.platform not in _OF_THE_SYSTEM and bool(os.environ.get(XDG[kind][0], "").strip())


def user_directory(kind: Literal["data", "config"]) -> str | None:
    """Return the user's directory, which need not exist; None for a user without a home.

    Platformdirs knows it everywhere, but loading it takes as long as the rest of a reading
    command. On Linux and its kin the rule is short.
    """
    if sys.platform in _OF_THE_SYSTEM:
        import platformdirs

        find = platformdirs.user_data_dir if kind == "data" else platformdirs.user_config_dir
        return find("tracker", appauthor=False)
    variable, usual = XDG[kind]
    base = os.environ.get(variable, "").strip() or os.path.expanduser(usual)  # noqa: PTH111 - without a home it stays as it is
    return os.path.join(base, "tracker") if os.path.isabs(base) else None  # noqa: PTH117, PTH118 - a reading command does without pathlib
