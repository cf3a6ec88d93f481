"""`tracker sites add --again`: what a known site shows now, beside what it showed until then.

The page is the newest that was refused since the site was last recorded: it was kept. The new
reader holds from the first refusal on, the old one until then, so that reading the kept pages
again fills the days between.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import click

from cli.commands.sites.lists import Offer, learned, offers_on_page, picked
from cli.exit import Exit
from cli.pipeline.list_names import KnownList, known_lists
from cli.pipeline.local_time import local_stamp, local_zone
from cli.pipeline.page_source import Source, failed, visited
from cli.terminal import errors
from cli.terminal.columns import Column
from cli.terminal.counting import counted
from cli.terminal.options import Settings
from cli.terminal.output import Form, say, show
from cli.terminal.times import Moment, date, now
from scrapers import (
    DETECT,
    Config,
    Page,
    Problem,
    Reader,
    Readers,
    Site,
    TrackerError,
    addresses,
    config,
    endpoints,
    lookup,
    reader_at,
    unreadable,
)
from store import Observed, Refused, open_store


class Before(NamedTuple):
    """What the store knows: the lists, each one's last observation, and what was refused since."""

    known: tuple[KnownList, ...] = ()
    latest: Mapping[str, Observed] = MappingProxyType({})
    refused: Refused | None = None
    body: bytes = b""

    @property
    def last(self) -> int | None:
        """When a list of the site was last observed."""
        times = (observed.observation.observed for observed in self.latest.values())
        return max(times, default=None)


def command(
    settings: Settings,
    configuration: Config,
    name: str,
    follow: str | None,
    *,
    afresh: bool,
    agreed: bool,
) -> int:
    """Show old and new, ask, and write the new reader beside the old one; the exit status."""
    site = lookup(name, configuration.sites)
    before = _before(settings.store, name)
    if endpoints(reader_at(site, before.refused.first if before.refused else 2**40)):
        raise TrackerError(
            f"the lists of {name} come from addresses of their own; change its entry by hand and "
            f"try it with  tracker sites check {name}"
        )
    with Readers() as readers:
        source = _seen_now(site, configuration) if afresh else _kept(site, before)
        page, read = source.page, source.read(readers, site._replace(readers=(DETECT,)))
        if isinstance(read, Problem):
            return failed(page.url, read)
        if wrong := unreadable(read.problems):
            return failed(page.url, wrong)
        if not read.rankings:
            errors.say(f"tracker: {page.url}: no most-read list was found; nothing was written")
            return Exit.REFUSED
        offers = offers_on_page(readers, site, page, read.rankings, before.known)
    since = before.refused.first if before.refused else page.time
    _show(site, before, page, offers)
    followed = _lists_to_follow(offers, follow, before)
    if follow is None and not (agreed or _agreed(site, since)):
        return 0
    _write(configuration, site, followed, since, before.refused)
    return 0


def _before(path: str, name: str) -> Before:
    """What the store knows of the site; nothing where there is no store or it is not in it."""
    if not os.path.exists(path):
        return Before()
    with open_store(path) as store:
        site = next((row for row in store.sites() if row.name == name), None)
        if site is None:
            return Before()
        latest = {
            ranking_list.name: observed
            for ranking_list in store.lists(site)
            if (observed := store.history.latest(ranking_list))
        }
        refused = store.pages.refused(site)
        page = refused.newest.page if refused else None
        return Before(
            tuple(known_lists(store, site, now())),
            latest,
            refused,
            store.pages.load(page) if page else b"",
        )


def _seen_now(site: Site, configuration: Config) -> Source:
    return visited(site.home, configuration.visiting[site.name], addresses=addresses(site))


def _kept(site: Site, before: Before) -> Source:
    if before.refused is None:
        raise TrackerError(
            f"no page of {site.name} was left unread since it was last recorded; to look at the site "
            f"as it is now:  tracker sites add --again {site.name} --fetch"
        )
    newest = before.refused.newest
    kind = before.refused.content_type
    return Source(Page(newest.answered, before.body, newest.time, kind, newest.asked))


class Relearnt(NamedTuple):
    """A list as it was followed and as it was found now; either may be missing."""

    name: str
    was: str
    number: int | None = None
    offer: Offer | None = None


def _show(site: Site, before: Before, page: Page, offers: Sequence[Offer]) -> None:
    """Old and new, list by list."""
    until = (
        f"until {local_stamp(site.timezone, before.last)}"
        if before.last is not None
        else "until now"
    )
    columns: list[Column[Relearnt]] = [
        Column("", lambda row: row.number, "#", right=True),
        Column("", lambda row: row.name, "list"),
        Column("", lambda row: row.was or None, until, "title"),
        Column(
            "",
            lambda row: _offer_line(row.offer, before) if row.offer else None,
            f"found in the page of {local_stamp(site.timezone, page.time)}",
            "title",
        ),
    ]
    show(Form(), columns, _relearnt(site, before, page, offers))


def _relearnt(
    site: Site, before: Before, page: Page, offers: Sequence[Offer]
) -> Iterator[Relearnt]:
    old = _headings(site, page.time)
    new = {offer.name: (n, offer) for n, offer in enumerate(offers, 1)}
    for name in dict.fromkeys([*(known_list.row.name for known_list in before.known), *old, *new]):
        observed = before.latest.get(name)
        count = counted(len(observed.rows), "item") if observed else None
        was = " · ".join(filter(None, (old.get(name), count)))
        yield Relearnt(name, was, *new.get(name, ()))


def _headings(site: Site, at: int) -> dict[str, str]:
    """What the reader of that time looked for, by list."""
    return {
        spec.name: " › ".join(filter(None, (spec.heading, spec.label)))
        for spec in reader_at(site, at).lists
        if spec.name
    }


def _offer_line(offer: Offer, before: Before) -> str:
    ranking = offer.ranking
    count = counted(len(ranking.entries), "item")
    if observed := before.latest.get(offer.name):
        articles = {entry.article for entry in ranking.entries} - {""}
        known = articles & {row.canonical for row in observed.rows}
        count += f", {len(known)} of them known"
    heading = " › ".join(filter(None, (ranking.heading, ranking.label)))
    return f"{heading} · {count}{'' if offer.learnt else ' · no selector finds it again'}"


def _lists_to_follow(offers: Sequence[Offer], follow: str | None, before: Before) -> list[Offer]:
    """The lists that were followed before; where there are none, all; or what was asked for."""
    if follow == "all":
        return list(offers)
    if follow is not None:
        return [offers[n] for n in picked(follow, len(offers))]
    followed_before = {known_list.row.name for known_list in before.known}
    return [offer for offer in offers if offer.name in followed_before] or list(offers)


def _agreed(site: Site, since: int) -> bool:
    from cli.commands.sites.add import require_terminal

    require_terminal(f"tracker sites add --again {site.name} --yes")
    return click.confirm(f"Use it from {local_stamp(site.timezone, since)} on?", err=True)


def _write(
    configuration: Config,
    site: Site,
    followed: Sequence[Offer],
    since: int,
    refused: Refused | None,
) -> None:
    successor = succeeded(site, learned(site, followed).readers[0], since)
    config.file.add_entry(configuration.path, successor, configuration.visiting[site.name])
    lines = [f"Written to {configuration.path}."]
    if refused:
        kept_pages = counted(refused.pages, "kept page")
        day = date(Moment(since, *local_zone(site.timezone, since)))
        lines[0] += f"  {kept_pages} can now be read:"
        lines.append(f"  tracker reread --site {site.name} --since {day} --dry-run")
    say(*lines)


def succeeded(site: Site, reader: Reader, since: int) -> Site:
    """The site with a reader that holds from `since` on; those before it hold until then."""
    version = 1 + max((r.version for r in site.readers if r.kind == reader.kind), default=0)
    older = (r for r in site.readers if (r.since or 0) < since)
    ended = (r if r.until and r.until <= since else r._replace(until=since) for r in older)
    return site._replace(
        readers=(*ended, reader._replace(version=version, since=since, until=None))
    )
