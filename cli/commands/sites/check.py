"""`tracker sites check`: does a page still read as the site's entry says? A test anybody can run."""

import os
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import click

from cli.exit import Exit, by_reason
from cli.pipeline.list_names import KnownList, known_lists, names
from cli.pipeline.page_source import Source, failed, from_file, visited
from cli.pipeline.plan import Plan
from cli.terminal import options
from cli.terminal.columns import Column
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from cli.terminal.times import now
from scrapers import (
    HTML,
    JSON,
    Problem,
    Ranking,
    Readers,
    Reading,
    Site,
    Visiting,
    addresses,
    config,
    lookup,
    reader_at,
    unreadable,
)
from store import open_store


class Compared(NamedTuple):
    """A list, and what was read of it; without a ranking `what` says what differs."""

    name: str
    ranking: Ranking | None
    what: str


COLUMNS: tuple[Column[Compared], ...] = (
    Column("", lambda row: row.name, "list"),
    Column("", lambda row: "ok" if row.ranking else "differs", "result"),
    Column("", lambda row: len(row.ranking.entries) if row.ranking else None, "items", right=True),
    Column("", lambda row: row.what, "heading and first title, or what differs", "title"),
)


@options.command("check", limited=False)
@click.argument("name", metavar="NAME")
@click.argument("file", metavar="[FILE]", required=False, type=options.path)
@options.option("--url", metavar="ADDRESS", help="Where the page in FILE is from [the home page].")
def command(settings: Settings, *, name: str, file: str | None, url: str | None) -> int:
    """Read a page with the site's reader and say for each list whether it is as expected.

    Examples:
      tracker sites check nikkan               visits the site
      tracker sites check nikkan page.html     a page that was saved

    Nothing is stored. A learnt reader expects the lists of its entry; any other expects those
    that were recorded of the site.

    Exit status: 0 all lists are as expected, 4 the visit failed, 5 some differ.
    """
    configuration = settings.load_config()
    site = lookup(name, configuration.sites)
    reader = reader_at(site, now())
    recorded = _recorded(settings.store, name)
    expected = [spec.name for spec in reader.lists] or [
        known_list.row.name for known_list in recorded
    ]
    with Readers() as readers:
        rankings: dict[str, Ranking] = {}
        problems: list[Problem] = []
        drawn: list[str] = []
        for source in _pages(readers, configuration, site, file, url):
            read = source.read(readers, site)
            if isinstance(read, Problem):
                return failed(source.page.url, read)
            named = zip(names(read.rankings, recorded), read.rankings, strict=True)
            rankings |= {called: ranking for called, ranking in named if called is not None}
            problems += read.problems
            drawn += filter(None, [source.drawn])
    return _show_result(expected, rankings, problems, drawn)


def _recorded(path: str, name: str) -> list[KnownList]:
    """The lists of the site that the store has an observation of."""
    if not os.path.exists(path):
        return []
    with open_store(path) as store:
        site = next((row for row in store.sites() if row.name == name), None)
        known = known_lists(store, site, now()) if site else []
        return [known_list for known_list in known if store.history.newest(known_list.row)]


def _pages(
    readers: Readers, configuration: config.Config, site: Site, file: str | None, url: str | None
) -> Iterator[Source]:
    """The pages to read: a file, every address of a `json` reader, or the first that shows lists."""
    plan, visiting = Plan(site, now()), configuration.visiting[site.name]
    if file is not None:
        yield from_file(file, url or (plan.endpoints or (site.home,))[0])
    elif plan.endpoints:
        yield from (visited(address, visiting, JSON, addresses(site)) for address in plan.endpoints)
    else:
        yield _first(readers, site, visiting, plan)


def _first(readers: Readers, site: Site, visiting: Visiting, plan: Plan) -> Source:
    """The first of the site's pages that shows a list, else the first of all."""
    tried: list[Source] = []
    while address := plan.next():
        source = visited(address, visiting, HTML, addresses(site))
        read = source.read(readers, site)
        if isinstance(read, Reading):
            if read.rankings:
                return source
            plan.learn(read)
        tried.append(source)
    return tried[0] if tried else visited(site.home, visiting, addresses=addresses(site))


def _show_result(
    expected: list[str], rankings: Mapping[str, Ranking], problems: list[Problem], drawn: list[str]
) -> Exit:
    rows = [
        _compared(name, rankings.get(name), problems)
        for name in dict.fromkeys([*expected, *rankings])
    ]
    other_problems = [f"{p.code}: {p.text}" for p in problems if p.ranking not in expected]
    show(
        Form(),
        COLUMNS,
        rows,
        captions=[*drawn, *(other_problems or ([] if rows else ["no list was found"]))],
    )
    if wrong := unreadable(problems):
        return by_reason(wrong.code)
    moved = any(problem.code == "layout" for problem in problems)
    well = bool(rankings) and all(name in rankings for name in expected) and not moved
    return Exit.DONE if well else Exit.REFUSED


def _compared(name: str, ranking: Ranking | None, problems: list[Problem]) -> Compared:
    if ranking is None:
        differences = (p.message for p in problems if p.ranking == name)
        return Compared(name, None, next(differences, "not in this page"))
    first = ranking.entries[0].title if ranking.entries else ""
    heading = " › ".join(filter(None, (ranking.heading, ranking.label)))
    return Compared(name, ranking, ": ".join(filter(None, (heading, first))))
