"""`tracker export -o x.parquet`: the rows as one Parquet file, or as a set of them in a folder.

A set has a file for each site and month (UTC) that have rows, in folders named as Hive names them,
which Spark, DuckDB and Polars read as columns. A file of which no byte has changed is left alone.
Rows are written a month at a time, so that a history of any length takes constant memory.
"""

import filecmp
import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from glob import glob
from itertools import groupby
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import click

from cli.commands.export import metadata
from cli.commands.export.columns import EVENTS, OBSERVATIONS, PANEL, RANKINGS
from cli.commands.export.metadata import Export
from cli.commands.export.rankings import write_rankings
from cli.terminal import output_file
from cli.terminal.columns import Column
from cli.terminal.counting import counted
from cli.terminal.errors import say
from cli.terminal.formats import Style, write_json
from cli.terminal.output import Form
from cli.terminal.progress import Progress
from scrapers import TrackerError
from store import (
    EntryTexts,
    EventRow,
    ParquetWriter,
    Provenance,
    RankingRow,
    Store,
    Time,
    is_own_parquet,
)

MORE: tuple[Column[RankingRow], ...] = (Column("article_url", lambda row: row.article_url),)
"""What rankings have here and not in CSV, whose columns are fixed: what joins the kinds."""

COLUMNS: dict[str, tuple[Column[Any], ...]] = {
    "rankings": (*RANKINGS, *MORE),
    "observations": OBSERVATIONS,
    "panel": PANEL,
    "events": EVENTS,
}
"""Kind of export that can be Parquet -> its columns."""

TYPES = {"utc": "TIMESTAMPTZ", "number": "SMALLINT", "flag": "BOOLEAN"}
"""Kind of column -> its type; the others are text."""

SITE = "site"
"""The column that stands in the path and not in the files of a set."""

UNSAFE = frozenset("\"#%'*/:=?[\\]^{}\x7f") | frozenset(map(chr, range(32)))
"""What Hive writes as %XX in the name of a folder. Other scripts stand as they are."""


def check(kind: str, form: Form, *, local: bool) -> None:
    """Raise an error where a kind of export cannot be had as Parquet in a form."""
    path = form.file
    if form.kind not in {"csv", "parquet"} or path is None or _is_other_file(path):
        raise click.UsageError("--parquet goes with -o FILE.parquet, or with -o DIR")
    if kind not in COLUMNS:
        can = ", ".join(COLUMNS)
        raise TrackerError(f"Parquet is for {can}; the nearest for {kind} is .csv: {path}")
    if local:
        raise click.UsageError("times in Parquet are in UTC; leave --local out")


def _is_other_file(path: str) -> bool:
    """Whether a path is that of a file that is no Parquet."""
    named = os.path.isfile(path) or os.path.splitext(path)[1] != ""
    return named and not os.path.isdir(path) and not _is_one(path)


def _is_one(path: str) -> bool:
    """Whether a path asks for one file."""
    return path.lower().endswith(".parquet") and not os.path.isdir(path)


def write_parquet(store: Store, export: Export, path: str, on_progress: Progress) -> None:
    """Write one file or a set, and say how many rows it has."""
    source = store.provenance(export.scope)
    types = {column.name: TYPES.get(column.kind, "VARCHAR") for column in COLUMNS[export.kind]}
    with (
        output_file.explained(path),
        TemporaryDirectory(prefix="tracker-") as folder,
        ParquetWriter(export.kind, types, folder) as writer,
    ):
        months = _Months(store, export, writer, folder, on_progress)
        if _is_one(path):
            say(f"{path}: {counted(_write_one(months, path), 'row')}")
        else:
            say(f"{path}: {_write_set(months, path, source)}")


class _Part(NamedTuple):
    """A month of rows in a temporary Parquet file."""

    month: str
    path: str
    rows: int


class _Months:
    """The rows of an export, of one moment, as a temporary file for each month."""

    def __init__(
        self,
        store: Store,
        export: Export,
        writer: ParquetWriter,
        folder: str,
        on_progress: Progress,
    ) -> None:
        self.export, self.writer, self.folder = export, writer, folder
        self._on_progress = on_progress
        self._rows = 0
        self._frozen = store.frozen(export.kind)

    def of_site(self, site: str | None, without: Sequence[str] = ()) -> Iterator[_Part]:
        """The months of a site, or of all; the months of the next site replace them."""
        scope = self.export.scope._replace(site=site)
        texts: EntryTexts | None = None
        records: Iterator[Any]
        if self.export.kind == "rankings":
            records, texts = self._frozen.ranking_moments(scope, self.export.every)
        else:
            records = self._frozen.rows(scope, self.export.every)
        for month, group in groupby(records, key=_month):
            yield self._part(month, group, texts, without)

    def sites(self) -> list[str]:
        """The names of the sites that may have rows."""
        return self._frozen.sites(self.export.scope)

    def none(self) -> _Part:
        """A file without rows."""
        return self._part("none", (), None, ())

    def _part(
        self, month: str, records: Iterable[Any], texts: EntryTexts | None, without: Sequence[str]
    ) -> _Part:
        lines, path = (os.path.join(self.folder, name) for name in ("rows", f"{month}.parquet"))
        with open(lines, "w", encoding="utf-8", newline="") as out:
            if texts is None:
                write_json(out, COLUMNS[self.export.kind], records, lines=True)
            else:
                write_rankings(out, records, texts, Style("nl"), MORE)
        rows = self.writer.write(lines, path, without)
        self._rows += rows
        self._on_progress(self._rows)
        return _Part(month, path, rows)


def _month(record: Any) -> str:  # noqa: ANN401 - a row of any kind, or an observation with its rows
    """The month in UTC in which a record lies, such as 2026-01."""
    at = record.by if isinstance(record, EventRow) else record.observed
    return time.strftime("%Y-%m", time.gmtime(at.seconds if isinstance(at, Time) else at))


def _write_one(months: _Months, path: str) -> int:
    """Write one file of all months; returns how many rows it has."""
    parts = list(months.of_site(months.export.scope.site)) or [months.none()]
    whole = os.path.join(months.folder, "whole.parquet")
    rows = months.writer.join([part.path for part in parts], whole)
    _put(whole, path, months.export.kind)
    return rows


def _write_set(months: _Months, folder: str, source: Provenance) -> str:
    """Write a file for each site and month, and remove those without rows; in words how many."""
    kind = months.export.kind
    rows_of_file: dict[str, int] = {}
    changed = 0
    for site in months.sites():
        for part in months.of_site(site, without=[SITE]):
            name = os.path.join(
                f"{SITE}={_escaped(site)}", f"month={part.month}", f"{kind}.parquet"
            )
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            changed += _put(part.path, path, kind)
            rows_of_file[name] = part.rows
    removed = _remove_others(folder, kind, rows_of_file)
    os.makedirs(folder, exist_ok=True)
    metadata.write(folder, months.export, rows_of_file, source)
    words = [
        counted(sum(rows_of_file.values()), "row"),
        f"in {counted(len(rows_of_file), 'file')}:",
    ]
    return " ".join([*words, f"{changed} written, {removed} removed"])


def _put(part: str, path: str, kind: str) -> bool:
    """Put a file in its place unless its bytes are there already; returns whether they were not."""
    if os.path.isfile(path) and filecmp.cmp(part, path, shallow=False):
        return False
    with (
        output_file.writing_bytes(path, lambda file: is_own_parquet(file, kind)) as out,
        open(part, "rb") as source,
    ):
        shutil.copyfileobj(source, out)
    return True


def _remove_others(folder: str, kind: str, written: Collection[str]) -> int:
    """Remove the files of ours that a set no longer has, and the folders that this empties."""
    removed = 0
    for name in glob(f"{SITE}=*/month=*/{kind}.parquet", root_dir=folder):
        path = os.path.join(folder, name)
        if name in written:
            continue
        with open(path, "rb") as file:
            if not is_own_parquet(file, kind):
                continue
        os.unlink(path)
        removed += 1
        with suppress(OSError):  # something else is in them
            os.rmdir(os.path.dirname(path))
            os.rmdir(os.path.dirname(os.path.dirname(path)))
    return removed


def _escaped(site: str) -> str:
    """A site's name as Hive writes it in the name of a folder."""
    return "".join(f"%{ord(sign):02X}" if sign in UNSAFE else sign for sign in site)
