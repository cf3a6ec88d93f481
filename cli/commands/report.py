"""`tracker report`: one page to look at and to send."""

import sys
from typing import TYPE_CHECKING

import click

from cli.terminal import options, output_file, selection, times
from cli.terminal.context import zone_of
from cli.terminal.options import Settings
from cli.terminal.times import DAY, check_period, parse_time
from cli.words import Words
from store import Choice, ListRow, SiteRow, Store, open_store

if TYPE_CHECKING:
    from cli.documents.report.overview import Listed
    from cli.documents.subject import Subject

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
@options.option(
    "--since", metavar="TIME", help="From then on [30 days before the newest; of one site]."
)
@options.option("--until", metavar="TIME", help="Up to then, and as it was known then.")
@options.option(
    "-o",
    "output",
    metavar="FILE.html",
    type=options.path,
    help="Write to FILE, whole or not at all.",
)
@selection.articles()
@options.lang()
def command(
    settings: Settings,
    *,
    windows: tuple[str, ...],
    since: str | None,
    until: str | None,
    output: str | None,
    choice: Choice,
) -> None:
    """Make one page to look at and to send: what moved, the lists, and their ranks over time.

    Examples:
      tracker report -o today.html       all lists of the site, the last 30 days
      tracker report -o all.html         of several sites an overview
      tracker report -o navy.html --match '海自 -人事'
      tracker report -o week.html --since 7d -w day
      tracker report -o jan.html --since 2026-01 --until 2026-01 --lang ja

    The page is one file that loads nothing: it can be mailed, printed and kept. With several sites
    and no --site it has each list's first five, the largest climb, and what came and left.
    """
    _refuse(settings, output)
    with open_store(settings.store) as store:
        sites = selection.sites(store, settings, choice) or [store.site(settings.site)]
        lists = selection.lists(store, sites, choice, windows)
        from cli.documents.rendering import is_ours
        from cli.documents.report import overview, page

        only = _only(settings.words(store.lang), choice)
        listed = [_listed(settings, store, site, lists, until, choice) for site in sites]
        if len(listed) == 1:
            subject, site_lists = listed[0]
            document = page.report(subject, site_lists, _begin(subject, since, until), only)
        elif since:
            raise click.UsageError("--since is for one site; say --site NAME")
        else:
            document = overview.overview(listed, only)
    output_file.write_document(document, output, is_ours)


def _listed(
    settings: Settings,
    store: Store,
    site: SiteRow,
    lists: list[ListRow],
    until: str | None,
    choice: Choice,
) -> "Listed":
    """What there is to say of a site, up to a time."""
    from cli.documents.report.overview import Listed
    from cli.documents.subject import Subject, everything

    now = times.now()
    at = min(now, parse_time(until, now, zone_of(store, site), "end")) if until else now
    site_lists = [ranking_list for ranking_list in lists if ranking_list.site == site.id]
    newest = store.history.newest_time(site_lists, at) or at
    keep = store.filter(choice) if choice.match or choice.categories else everything
    words = settings.words(store.lang)
    return Listed(Subject(store, site, at, newest, now, words, keep), site_lists)


def _begin(subject: "Subject", since: str | None, until: str | None) -> int:
    """Where a report begins: at a time, else some days before the newest observation."""
    if since is None:
        return subject.newest - DAYS * DAY
    begin = parse_time(since, subject.at, zone_of(subject.store, subject.site), "start")
    check_period(begin, subject.at, since, until)
    return begin


def _only(words: Words, choice: Choice) -> str:
    """Which articles alone are told; nothing if all are."""
    parts = [words.text("only titles with {words}", words=choice.match)] if choice.match else []
    if choice.categories:
        names = words.join(list(choice.categories))
        parts.append(words.text("only the category {names}", names=names))
    return words.join(parts)


def _refuse(settings: Settings, output: str | None) -> None:
    """Raise an error for a terminal, a file of another kind, or a file of the program's own."""
    if output is None:
        if sys.stdout.isatty():
            raise click.UsageError("a page is no text for a terminal; say -o FILE.html")
        return
    wish = "a report is a page; name it FILE.html"
    output_file.ending_of(output, settings.own_files(), (".html", ".htm"), wish)
