"""Checks of the sites: whether the reader still gives the recorded lists, and the site answers.

The newest kept page of a site is read again, in isolation like every page. If its lists differ
from the recorded ones, the reader or the configuration has changed.
"""

import time
from collections.abc import Mapping
from contextlib import suppress

from cli import __version__
from cli.commands.doctor.finding import Finding, bad, ok, warn
from cli.exit import Exit
from cli.pipeline.list_names import known_lists, names
from cli.terminal.times import now
from scrapers import (
    Client,
    Fault,
    HostState,
    Politeness,
    Problem,
    Readers,
    Reading,
    Site,
    TrackerError,
    Visiting,
    addresses,
)
from store import SiteRow, Store, StoreError

PATIENCE = 30
"""Seconds that a site may take to answer."""


def reader(store: Store, row: SiteRow, site: Site, readers: Readers) -> Finding:
    """Whether today's reader gives the recorded lists for the newest recorded page."""
    topic = f"reader {row.name}"
    visit = store.pages.newest_recorded(row)
    if visit is None:
        return ok(topic, "no kept page to try it on")
    try:
        page = store.pages.of_visit(visit)
    except StoreError as problem:
        return bad(topic, str(problem), "tracker check", Exit.STORE)
    read = readers.read(page, site)
    if isinstance(read, Problem):
        return bad(topic, f"{read.code}: {read.text}", "tracker reread --dry-run", Exit.USAGE)
    recorded = store.history.made_by(row, visit.attempt)
    then = {name: [(r.title, r.url) for r in was.rows] for name, was in recorded.items()}
    return _compared(topic, read, then, _read(store, row, read))


Lists = Mapping[str, list[tuple[str, str]]]
"""The name of a list -> (title, address) of its rows."""


def _compared(topic: str, read: Reading, then: Lists, today: Lists) -> Finding:
    if not today:
        what = f"{read.reader} finds no list in the newest kept page, where there were {len(then)}"
        return bad(topic, what, f"see  tracker sites show {read.site}", Exit.USAGE)
    different = sorted(
        name for name in then.keys() | today.keys() if then.get(name) != today.get(name)
    )
    if different:
        what = f"{read.reader} now reads {', '.join(different)} of the newest page differently"
        return warn(topic, what, "tracker reread --dry-run")
    return ok(topic, f"{read.reader} reads the newest kept page as it was recorded")


def _read(store: Store, site: SiteRow, read: Reading) -> Lists:
    filled = [ranking for ranking in read.rankings if ranking.entries]
    called = names(filled, known_lists(store, site, now()))
    return {
        name: [(entry.title, entry.url) for entry in ranking.entries]
        for name, ranking in zip(called, filled, strict=True)
        if name is not None
    }


def answers(site: Site, visiting: Visiting, states: list[HostState]) -> Finding:
    """Whether a site's home page answers now; this visit follows the rules of every visit."""
    topic = f"network {site.name}"
    try:
        client = Client.of(visiting, Politeness(states, now), __version__, addresses(site))
        way = client.route(site.home)
    except (TrackerError, Fault) as problem:
        return bad(topic, str(problem), "mend the setting that is named", Exit.USAGE)
    patience = max(PATIENCE, 2 * visiting.silence)
    answer = client.visit(site.home, deadline=time.monotonic() + patience, at_once=True)
    if answer.code:
        what = f"{answer.code}: {answer.detail}; {way}"
        return bad(topic, what, "look at the network and the site's home address", Exit.FAILED)
    what = f"{site.home} answers {answer.status} in {answer.seconds:.1f} s, {way}"
    if delay := client.crawl_delay():
        what += f"; Crawl-delay {delay:g} s"
    return ok(topic, what)


def host_states(store: Store) -> list[HostState]:
    """The host states in the store; an empty list if they cannot be read."""
    with suppress(TypeError, ValueError, TrackerError):
        return [HostState(**state) for state in store.visits.host_states()]
    return []
