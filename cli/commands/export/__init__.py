"""`tracker export`: the stored history as flat files, for spreadsheets and notebooks."""

import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, NamedTuple

import click

from cli.commands.export import metadata
from cli.commands.export.columns import COLUMNS, RANKINGS
from cli.commands.export.metadata import Export
from cli.commands.export.pages import write_pages
from cli.terminal import options, selection, times
from cli.terminal.columns import Column
from cli.terminal.context import zone_of
from cli.terminal.counting import counted
from cli.terminal.errors import say
from cli.terminal.options import Settings
from cli.terminal.output import Form, opened, show
from cli.terminal.progress import Progress, progress
from cli.terminal.times import now
from scrapers import TrackerError
from store import Choice, ListMoment, Scope, Store, open_store

PAGES = "pages"
EXCEL_ROWS = 1_048_576
"""Rows of an Excel sheet, its line of headings included."""


@options.command("export")
@click.argument("kind", metavar="KIND", type=click.Choice([*COLUMNS, PAGES]))
@options.option("--since", metavar="TIME", help="From then on.")
@options.option("--until", metavar="TIME", help="Up to and including then.")
@options.option("--window", "-w", metavar="LIST", help="Only this list.")
@options.option("--every", metavar="SPAN", help="The observation nearest to each step: 1d, 6h.")
@options.option(
    "--hour",
    metavar="N",
    type=click.IntRange(0, 23),
    help="Steps of --every count from this hour [0].",
)
@selection.articles()
@options.option("--dense", is_flag=True, help="Of a panel all articles at all steps.")
@options.option("--warc", is_flag=True, help="Kept pages, as a WARC file.")
@options.option("--shard", metavar="SIZE", help="WARC files of about this size, into -o DIR.")
@options.option("--parquet", is_flag=True, help="Parquet; into -o DIR by site and month.")
@options.option("--local", is_flag=True, help="Times with the site's offset, not in UTC.")
@options.form("csv")
def command(
    settings: Settings,
    *,
    kind: str,
    since: str | None,
    until: str | None,
    window: str | None,
    every: str | None,
    hour: int | None,
    choice: Choice,
    dense: bool,
    warc: bool,
    shard: str | None,
    parquet: bool,
    local: bool,
    form: Form,
) -> None:
    """Write what is stored as CSV, TSV, JSON, NDJSON or Parquet: all of it, or a part.

    Examples:
      tracker export rankings -o rankings.csv
      tracker export rankings --since 2026-01 --every 1d --excel -o jan.csv
      tracker export rankings --every 1d --hour 8 --local   each morning at eight
      tracker export observations -o observations.csv   when which list was measured
      tracker export panel -w day -o panel.csv   on, off or not measured, hourly
      tracker export attempts --since 7d                 each visit, failed ones too
      tracker export rankings -o rankings.parquet   with types, for DuckDB, pandas
      tracker export rankings --parquet -o set/     a file for each site and month
      tracker export pages --warc -o pages.warc.gz  the kept pages, for others

    KIND: rankings, observations, panel, articles, attempts, titles, stays, events, gaps, joins, pages.
    A file is whole or not there; its ending chooses the form (.csv .tsv .json .nl .parquet). In a
    folder (-o DIR) metadata.json stands beside the files: versions, sites, joins, and SHA-256.
    """
    step = _step(kind, every)
    _refuse(kind, chosen=choice != Choice(), hour=hour is not None and step is None)
    if dense and (kind != "panel" or since is None):
        raise click.UsageError("--dense goes with  export panel  and --since")
    _check_warc(kind, form, warc=warc, shard=shard, narrowed=bool(window or every or local))
    if parquet or form.kind == "parquet":
        form = _as_parquet(kind, form, local=local)
    shown = form.file is not None and settings.verbosity >= 0
    with progress("rows", shown=shown) as on_progress, open_store(settings.store) as store:
        scope = _scope(store, settings, since, until, window)._replace(
            phase=(hour or 0) * times.HOUR, choice=choice, dense=dense
        )
        if kind == PAGES:
            write_pages(store, scope, form, shard, on_progress)
        else:
            _write_rows(store, Export(kind, scope, step), form, on_progress, local=local)


def _write_rows(
    store: Store, export: Export, form: Form, on_progress: Progress, *, local: bool
) -> None:
    """Write the rows of an export; how many a dense panel has is said before."""
    if export.scope.dense:
        say(f"{counted(store.panel_size(export.scope, export.every), 'row')} to write")
    if form.kind == "parquet" and form.file:
        from cli.commands.export.parquet import write_parquet

        write_parquet(store, export, form.file, on_progress)
    else:
        _write_file(store, export, form, on_progress, local=local)


def _write_file(
    store: Store, export: Export, form: Form, on_progress: Progress, *, local: bool
) -> None:
    """Write the rows of an export, say how many there were, and describe them in a folder."""
    source = store.provenance(export.scope) if form.file and _is_folder(form.file) else None
    if form.file and source:
        form = form._replace(file=metadata.file_in(form.file, export.kind, form.kind))
    number = _write(store, export, form, on_progress, local=local)
    if form.file and source:
        folder, name = os.path.split(form.file)
        metadata.write(folder, export, {name: number}, source)
    if form.file:
        say(f"{form.file}: {counted(number, 'row')}")


def _write(store: Store, export: Export, form: Form, on_progress: Progress, *, local: bool) -> int:
    """Write the rows; returns how many there were."""
    kind, scope, step = export
    if kind == "rankings" and form.kind != "excel" and not local:
        return _write_rankings(store, scope, step, form, on_progress)
    rows = store.rows(kind, scope, step)
    counter = _Counted(_fitting(rows) if form.kind == "excel" else rows, on_progress)
    show(form, [_spelt(column, local=local) for column in COLUMNS[kind]], counter)
    return counter.number


def _step(kind: str, every: str | None) -> int | None:
    """The seconds of --every; those of a panel are an hour unless it is told."""
    step = times.parse_span(every) if every else None
    if step == 0:
        raise TrackerError(f"--every {every}: a step of no length; such as 1d, 6h")
    return times.HOUR if kind == "panel" and step is None else step


def _refuse(kind: str, *, chosen: bool, hour: bool) -> None:
    """Raise an error for options that do not go with the kind, or with each other."""
    if hour:
        raise click.UsageError("--hour goes with --every, such as --every 1d")
    if chosen and kind not in {"events", "panel"}:
        raise click.UsageError(
            "--match, --category and --rule go with  export events, export panel"
        )


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) or path.endswith(os.sep)


def _check_warc(kind: str, form: Form, *, warc: bool, shard: str | None, narrowed: bool) -> None:
    """Raise a UsageError unless pages are written as WARC, and nothing else is."""
    asked = warc or shard is not None or form.kind == "warc"
    if kind == PAGES and (not asked or form.kind not in {"warc", "csv"}):
        raise click.UsageError("pages are written as WARC: --warc -o pages.warc.gz")
    if kind == PAGES and narrowed:
        raise click.UsageError("pages are chosen by --site, --since and --until only")
    if kind != PAGES and asked:
        raise click.UsageError("WARC is for pages:  tracker export pages --warc")


def _as_parquet(kind: str, form: Form, *, local: bool) -> Form:
    """The form as Parquet; raises an error where that cannot be had."""
    from cli.commands.export import parquet

    parquet.check(kind, form, local=local)
    return form._replace(kind="parquet")


def _spelt(column: Column[Any], *, local: bool) -> Column[Any]:
    """The column, with times in UTC or with the site's offset."""
    return column._replace(kind="time") if local and column.kind == "utc" else column


def _write_rankings(
    store: Store, scope: Scope, step: int | None, form: Form, on_progress: Progress
) -> int:
    """Write rankings one observation at a time, which takes seconds for a history of years."""
    from cli.commands.export.rankings import write_rankings
    from cli.terminal.formats import Style

    with opened(form, RANKINGS) as out:
        style = Style(form.kind, form.headers, form.raw, clean=out.isatty())
        moments, texts = store.ranking_moments(scope, step)
        return write_rankings(out, _followed(moments, on_progress), texts, style)


def _followed(moments: Iterator[ListMoment], on_progress: Progress) -> Iterator[ListMoment]:
    """The observations; `on_progress` is told how many rows they are."""
    rows = 0
    for moment in moments:
        rows += len(moment.entries)
        on_progress(rows)
        yield moment


def _scope(
    store: Store,
    settings: Settings,
    since: str | None,
    until: str | None,
    window: str | None,
) -> Scope:
    sites = store.sites(settings.site)
    zone = zone_of(store, sites[0]) if sites else 0
    scope = Scope(site=settings.site)
    start = times.parse_time(since, now(), zone, "start") if since else 0
    end = times.parse_time(until, now(), zone, "end") if until else now()
    times.check_period(start, end, since, until)
    if since:
        scope = scope._replace(since=start)
    if until:
        scope = scope._replace(until=end + 1)
    if window:
        lists = selection.lists(store, sites, Choice(), [window])
        scope = scope._replace(names=frozenset(ranking_list.name for ranking_list in lists))
    return scope


class _Counted:
    """An iterator over rows that counts them."""

    def __init__(self, rows: Iterable[NamedTuple], on_progress: Progress) -> None:
        self._rows = rows
        self._on_progress = on_progress
        self.number = 0

    def __iter__(self) -> Iterator[NamedTuple]:
        for row in self._rows:
            self.number += 1
            if self.number % 100 == 0:
                self._on_progress(self.number)
            yield row


def _fitting(rows: Iterator[NamedTuple]) -> Iterator[NamedTuple]:
    """The rows; raises an error if they are too many for Excel, which would silently drop some."""
    head = list(islice(rows, EXCEL_ROWS))
    if len(head) == EXCEL_ROWS:
        more = len(head) + sum(1 for _ in rows)
        raise TrackerError(
            f"that would be {more:,} rows; Excel opens {EXCEL_ROWS:,}. "
            "Take --every 1d, --since, --window, or --csv"
        )
    return chain(head, rows)
