"""Where a channel's secrets come from, and how they are kept out of what is said."""

import os
import re
import stat
from urllib.parse import unquote, urlsplit

from cli.pipeline.notify.outgoing import Undelivered
from cli.terminal.printable import printable

LARGEST = 64 * 1024
HIDDEN = "***"
LONGEST = 200
"""Characters of a problem that are shown."""


def looked_up(reference: str) -> str:
    """What `env:NAME` or `file:/path` stands for; anything else is itself. Raises Undelivered."""
    kind, _, name = reference.partition(":")
    if kind == "env":
        value = os.environ.get(name, "")
        if not value.strip():
            raise Undelivered(f"the variable {name} is not set", down=True)
        return value.strip()
    return _of_file(name) if kind == "file" else reference


def _of_file(path: str) -> str:
    try:
        with open(path, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise Undelivered(f"others may read {path}; mend: chmod 600 {path}", down=True)
            value = file.read(LARGEST).decode().strip()
    except OSError as problem:
        raise Undelivered(f"{path}: {problem.strerror}", down=True) from None
    except UnicodeDecodeError:
        raise Undelivered(f"{path} is no text", down=True) from None
    if not value:
        raise Undelivered(f"{path} is empty", down=True)
    return value


def without_secrets(secrets: str, text: str) -> str:
    """A text that came from a channel, printable, on one line, and without what is secret in it.

    `secrets` is a channel's address: all of it is, and each longer part of it.
    """
    for part in sorted(_parts(secrets), key=len, reverse=True):
        text = text.replace(part, HIDDEN)
    return printable(" ".join(text.split()), LONGEST)


def _parts(address: str) -> set[str]:
    """An address, its user, password and host, and each part of its path and query."""
    parts = {address, *re.split(r"[/?&=#:@+,]", address.partition("://")[2])}
    try:
        split = urlsplit(address)
        parts |= {split.username or "", split.password or "", split.hostname or ""}
        parts |= {split.path, split.query}
    except ValueError:
        pass
    parts |= {unquote(part) for part in parts}
    return {part for part in parts if len(part) > 3}
