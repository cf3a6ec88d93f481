"""The folder of a published site: which files are ours, and which of them are still right.

A manifest in the folder has a mark for each file. A file is made only if its mark has changed, and
written only if its bytes have. What is no longer made is removed. Foreign files are left alone, and
never replaced.
"""

import json
import os
from collections.abc import Callable
from typing import BinaryIO

from cli.terminal.errors import OutputError

MANIFEST = ".tracker.json"
OURS = (
    "index.html", "style.css", "script.js", "events.atom", "events.json", "articles.atom",
    "lists", "articles", "data",
)  # fmt: skip
"""What a folder may not have before we publish there for the first time."""


class Folder:
    """A folder to publish to. `close` writes the manifest and removes what was not made again."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.written = self.removed = 0
        self._before = self._manifest()
        self._now: dict[str, str] = {}

    def is_unchanged(self, mark: str) -> bool:
        """Whether the whole site was made with this mark, and its first page is there."""
        return self._before.get("") == mark and self._exists("index.html")

    def put(self, name: str, mark: str | None, make: Callable[[], str]) -> None:
        """Have a file with what `make` returns, which is called only for a new mark, or without."""
        if mark is None or self._before.get(name) != mark or not self._exists(name):
            self._write(name, make().encode("utf-8", "backslashreplace"))
        self._now[name] = mark or ""

    def close(self, mark: str) -> None:
        """Remove files of ours that were not asked for this time, and write the manifest."""
        for name in self._before.keys() - self._now.keys() - {""}:
            self._remove(name)
        text = json.dumps({"": mark, **self._now}, indent=0, sort_keys=True)
        self._write(MANIFEST, text.encode(), ours=True)

    def _manifest(self) -> dict[str, str]:
        try:
            os.makedirs(self.path, exist_ok=True)
            with open(os.path.join(self.path, MANIFEST), encoding="utf-8") as file:
                marks = json.load(file)
        except FileNotFoundError:
            self._refuse_foreign()
            self._write(MANIFEST, b"{}", ours=True)  # a publication that is cut short can go on
            return {}
        except OSError as error:
            raise OutputError(f"cannot publish to {self.path}: {error.strerror}") from error
        except ValueError as error:
            raise OutputError(
                f"{os.path.join(self.path, MANIFEST)} is damaged; remove it and what was published"
            ) from error
        return {str(name): str(mark) for name, mark in dict(marks).items()}

    def _refuse_foreign(self) -> None:
        for name in OURS:
            if os.path.exists(os.path.join(self.path, name)):
                raise OutputError(
                    f"{os.path.join(self.path, name)} is there and was not published by tracker; "
                    "name another folder, or remove it"
                )

    def _exists(self, name: str) -> bool:
        return os.path.isfile(os.path.join(self.path, name))

    def _write(self, name: str, data: bytes, *, ours: bool = False) -> None:
        """Write a file whole or not at all, and not if it is the same already."""
        target = os.path.join(self.path, name)
        try:
            if _content(target) == data:
                return
            with _opened(f"{target}.part") as file:
                file.write(data)
            os.replace(f"{target}.part", target)
        except OSError as error:
            raise OutputError(f"cannot write {target}: {error.strerror or error}") from error
        self.written += not ours

    def _remove(self, name: str) -> None:
        path = os.path.join(self.path, name)
        if not os.path.realpath(path).startswith(os.path.join(os.path.realpath(self.path), "")):
            return  # a manifest that somebody wrote by hand
        if os.path.isfile(path):
            os.unlink(path)
            self.removed += 1
        folder = os.path.dirname(path)
        while folder != self.path and os.path.isdir(folder) and not os.listdir(folder):
            os.rmdir(folder)
            folder = os.path.dirname(folder)


def _content(path: str) -> bytes | None:
    """What a file holds; None if there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _opened(path: str) -> BinaryIO:
    """A new file, open for writing; its folder is made if it is missing."""
    try:
        return open(path, "wb")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return open(path, "wb")
