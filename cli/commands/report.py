"""`tracker report`: one page to look at and to send."""

import sys

import click

from cli.terminal import options, output_file, times
from cli.terminal.context import zone_of
from cli.terminal.options import Settings
from cli.terminal.times import DAY, TimeError, parse_time
from store import ListRow, SiteRow, Store, open_store

DAYS = 30
"""The days that a report is about, if nothing else is asked for."""


@options.command("report")
@options.option(
    "--window",
    "-w",
    "windows",
    metavar="LIST",
    multiple=True,
    help="Only this list; may be repeated.",
)
@options.option("--since", metavar="TIME", help="From then on [30 days before the newest].")
@options.option("--until", metavar="TIME", help="Up to then, and as it was known then.")
@options.option(
    "-o",
    "output",
    metavar="FILE.html",
    type=options.path,
    help="Write to FILE, whole or not at all.",
)
@options.lang()
def command(
    settings: Settings,
    *,
    windows: tuple[str, ...],
    since: str | None,
    until: str | None,
    output: str | None,
) -> None:
    """Make one page to look at and to send: what moved, the lists, and their ranks over time.

    Examples:
      tracker report -o today.html       all lists of the site, the last 30 days
      tracker report -o week.html --since 7d -w day
      tracker report -o jan.html --since 2026-01 --until 2026-01 --lang ja

    The page is one file that loads nothing: it can be mailed, printed and kept.
    """
    _refuse(settings, output)
    with open_store(settings.store) as store:
        site = store.site(settings.site)
        now = times.now()
        zone = zone_of(store, site)
        at = min(now, parse_time(until, now, zone, "end")) if until else now
        lists = _lists(store, site, windows)
        newest = max(
            (o.observed for of in lists if (o := store.history.newest(of, at))), default=at
        )
        begin = parse_time(since, at, zone, "start") if since else newest - DAYS * DAY
        if begin > at:
            raise TimeError(f"no time lies between {since} and {until or 'now'}")
        from cli.documents.rendering import is_ours
        from cli.documents.report.page import report
        from cli.documents.subject import Subject

        subject = Subject(store, site, at, newest, now, settings.words(store.lang))
        page = report(subject, lists, begin)
    output_file.write_document(page, output, is_ours)


def _lists(store: Store, site: SiteRow, windows: tuple[str, ...]) -> list[ListRow]:
    return [store.one_list(site, window) for window in windows] or store.lists(site)


def _refuse(settings: Settings, output: str | None) -> None:
    """Raise an error for a terminal, a file of another kind, or a file of the program's own."""
    if output is None:
        if sys.stdout.isatty():
            raise click.UsageError("a page is no text for a terminal; say -o FILE.html")
        return
    wish = "a report is a page; name it FILE.html"
    output_file.ending_of(output, settings.own_files(), (".html", ".htm"), wish)
