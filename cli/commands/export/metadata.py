"""`metadata.json` beside exports: what somebody else needs to check them.

It says which program wrote the files, from which sites, by which readers, what was joined, and the
SHA-256 of each file. It has no time of its own, so the same exports give the same bytes.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from typing import NamedTuple

from cli import __version__
from cli.terminal import output_file
from cli.terminal.errors import OutputError
from cli.terminal.times import iso
from store import FOREVER, JoinRow, Provenance, Scope

NAME = "metadata.json"
ENDINGS = {"csv": ".csv", "excel": ".csv", "tsv": ".tsv", "json": ".json", "nl": ".ndjson"}
"""The form of an export -> the ending of its file in a folder."""


class Export(NamedTuple):
    """What is exported: the kind of rows, the part of the history, and the step in seconds."""

    kind: str
    scope: Scope
    every: int | None


def file_in(folder: str, kind: str, form: str) -> str:
    """The path of an export of this kind and form in a folder, which is made if need be."""
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as problem:
        raise OutputError(f"cannot make {folder}: {problem.strerror}") from problem
    return os.path.join(folder, f"{kind}{ENDINGS[form]}")


def write(folder: str, export: Export, rows: Mapping[str, int], source: Provenance) -> None:
    """Write the metadata of an export beside its files, with those of the exports before it.

    `rows` has the files of the export by their names in the folder, with their numbers of rows.
    """
    beside = os.path.join(folder, NAME)
    known = _known(beside)
    for name, number in rows.items():
        known[name] = _entry(os.path.join(folder, name), export, number)
    content = {
        "tracker": __version__,
        "sites": [site._asdict() for site in source.sites],
        "joins": [_join(row) for row in source.joins],
        "files": {name: known[name] for name in sorted(known)},
    }
    with output_file.writing(beside, _is_ours) as out:
        out.write(f"{json.dumps(content, ensure_ascii=False, indent=1)}\n")


def _is_ours(text: str) -> bool:
    return re.match(r'\{\s*"tracker"', text) is not None


def _known(path: str) -> dict[str, object]:
    """The files of the metadata that is there, without those that are gone."""
    try:
        with open(path, encoding="utf-8") as file:
            files = json.load(file)["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    folder = os.path.dirname(path)
    return {
        name: entry for name, entry in files.items() if os.path.exists(os.path.join(folder, name))
    }


def _entry(path: str, export: Export, rows: int) -> dict[str, object]:
    scope = export.scope
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "export": export.kind,
        "rows": rows,
        "site": scope.site,
        "lists": sorted(scope.names) if scope.names else None,
        "since": iso(scope.since) if scope.since else None,
        "until": iso(scope.until) if scope.until < FOREVER else None,
        "every": export.every,
        "sha256": digest,
    }


def _join(row: JoinRow) -> dict[str, object]:
    return {
        "site": row.site,
        "url": row.url,
        "article_url": row.article_url,
        "joined": iso(row.joined.seconds),
        "evidence": row.evidence,
        "undone": iso(row.undone.seconds) if row.undone else None,
    }
