"""One run of `tracker fetch`: rankings of all sites first, then article pages.

The reader's process is started before anything else is open. The lock makes this the only
fetch on the store; it is freed by the system whatever becomes of this process.
"""

import logging
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import NamedTuple

from cli import __version__
from cli.exit import Exit
from cli.pipeline import articles as article_tasks
from cli.pipeline.local_time import zone_names
from cli.pipeline.ping import RUN, Pings, pinging
from cli.pipeline.rankings import (
    FAILED,
    PARTIAL,
    RECORDED,
    REFUSED,
    UNCHANGED,
    Outcome,
    rankings,
)
from cli.pipeline.report import Reporter
from cli.pipeline.task import Fetch, Request, Result, Task, run
from cli.terminal.times import now
from scrapers import (
    Client,
    Face,
    HostState,
    Politeness,
    Problem,
    Readers,
    Reading,
    Site,
    Visit,
    Visiting,
    addresses,
    ranking_visit,
)
from store import (
    Busy,
    DamagedPage,
    Note,
    Store,
    StoreError,
    UnderWay,
    fetch_lock,
    open_store,
)

_log = logging.getLogger(__name__)


class Wishes(NamedTuple):
    """What to fetch, and how to visit the sites."""

    sites: Sequence[Site]
    visiting: Mapping[str, Visiting]
    default: str | None
    max_articles: int
    verbosity: int
    ping: str | None = None
    lang: str | None = None


def fetch(path: str, wishes: Wishes, shared_readers: Readers | None = None) -> int:
    """Visit the sites once and record what they show; returns the exit status.

    Who fetches again and again keeps the readers from run to run.
    """
    pings = pinging(wishes.visiting, wishes.ping, wishes.verbosity)
    patience = max(wishes.visiting[site.name].deadline for site in wishes.sites)
    with (
        nullcontext(shared_readers) if shared_readers else Readers() as readers,
        _locked(path, wishes, patience, pings) as under_way,
        pings as session_pings,
        _noted(under_way, wishes.sites),
        open_store(path, write=True, create=True, patience=patience) as store,
    ):
        reporter = Reporter(verbosity=wishes.verbosity)
        session = Session(store, wishes, readers, reporter, under_way)
        try:
            outcomes = session.rankings()
            if wishes.max_articles:
                session.articles([o.site for o in outcomes if o.verdict != FAILED])
        except KeyboardInterrupt:
            session.stop()
            raise
        finally:  # also after a signal: the next run must respect a host's Retry-After
            session.keep_host_states()
        fresh = any(outcome.fresh for outcome in outcomes)
        reporter.ends(path, os.stat(path).st_size, fresh=fresh)
        session_pings.end({o.site.name: status([o]) for o in outcomes} | {RUN: status(outcomes)})
        return status(outcomes)


@contextmanager
def _locked(
    path: str, wishes: Wishes, patience: float, pings: AbstractContextManager[Pings]
) -> Iterator[UnderWay]:
    """The lock of the run. Where there can be none, the pings hear of a run that failed.

    A run beside another is none of their business: they hear of the other.
    """
    with ExitStack() as stack:
        try:
            under_way = stack.enter_context(
                fetch_lock(path, [site.name for site in wishes.sites], patience)
            )
        except Busy:
            raise
        except StoreError:
            with pings:
                raise
        yield under_way


@contextmanager
def _noted(under_way: UnderWay, sites: Iterable[Site]) -> Iterator[None]:
    """Where the store cannot be used before anything is visited, note what was to be visited.

    It may be locked for too long, or the disk be full: the next run that can write records it.
    """
    try:
        yield
    except StoreError:
        under_way.missed(Note(site.name, "ranking", site.home, now()) for site in sites)
        raise


def status(outcomes: Iterable[Outcome]) -> Exit:
    """The exit status: 0 if all rankings were recorded, 3 if some were; if none, 5 or 4.

    It is 5 if a page was refused. Article pages do not count.
    """
    verdicts = {outcome.verdict for outcome in outcomes}
    if verdicts <= {RECORDED, UNCHANGED}:
        return Exit.DONE
    if verdicts & {RECORDED, UNCHANGED, PARTIAL}:
        return Exit.PARTIAL
    return Exit.REFUSED if REFUSED in verdicts else Exit.FAILED


class Session:
    """The state that the sites of one run share."""

    def __init__(
        self,
        store: Store,
        wishes: Wishes,
        readers: Readers,
        reporter: Reporter,
        under_way: UnderWay,
    ) -> None:
        self._store = store
        self._wishes = wishes
        self._readers = readers
        self._reporter = reporter
        self._under_way = under_way
        begun = time.monotonic()
        self._ends = {
            site.name: begun + wishes.visiting[site.name].deadline for site in wishes.sites
        }
        self._settled: dict[str, float] = {}
        states = [HostState(**state) for state in store.visits.host_states()]
        self._politeness = Politeness(states, now)
        self._clients = {
            site.name: Client.of(
                wishes.visiting[site.name], self._politeness, __version__, addresses(site)
            )
            for site in wishes.sites
        }
        zones = [
            (site, zone_names(site.timezone, now()), wishes.visiting[site.name].every)
            for site in wishes.sites
        ]
        self._rows = store.visits.begin(zones, wishes.default, under_way.left, wishes.lang)

    def rankings(self) -> list[Outcome]:
        """Visit the ranking pages of all sites; each site's snapshot is committed separately."""
        trust_date = "TRACKER_NOW" not in os.environ
        tasks = [
            (self._reported(self._rankings(site, trust_date=trust_date)), fetch_page)
            for site, fetch_page in self._fetchers(self._wishes.sites, "ranking")
        ]
        return run(tasks)

    def _rankings(self, site: Site, *, trust_date: bool) -> Task[Outcome]:
        """The task for one site's rankings."""
        row = self._rows[site.name]

        def face_before(address: str) -> Face | None:
            visit = self._store.pages.newest_recorded(row)
            if visit is None or visit.asked != address:
                return None
            try:
                read = self._readers.read(self._store.pages.of_visit(visit), site, kind="ranking")
            except DamagedPage:
                return None
            return read.face if isinstance(read, Reading) else None

        return rankings(self._store, site, row, trust_date, face_before)

    def articles(self, sites: Sequence[Site]) -> None:
        """Fetch article pages of sites that answer, in the time that is left for each site.

        The time that a site waited for the rankings of other sites does not count.
        """
        for site in sites:
            self._ends[site.name] += time.monotonic() - self._settled[site.name]
        fetching = article_tasks.articles
        limit = self._wishes.max_articles
        tasks = [
            (fetching(self._store, site, self._rows[site.name], limit, self._has_time), fetch_page)
            for site, fetch_page in self._fetchers(sites, "article")
        ]
        for site, fetched in zip(sites, run(tasks), strict=True):
            self._under_way.settled(site.name)
            self._reporter.articles(site, fetched)

    def stop(self) -> None:
        """Begin no further visit, in any thread."""
        self._politeness.stop()

    def keep_host_states(self) -> None:
        """Save what was learnt about the hosts for the next run."""
        states = (state._asdict() for state in self._politeness.states())
        self._store.visits.keep_host_states(states)

    def _reported(self, task: Task[Outcome]) -> Task[Outcome]:
        """Wrap a task so that its outcome is reported as soon as it is known."""
        outcome = yield from task
        self._under_way.settled(outcome.site.name)
        self._settled[outcome.site.name] = time.monotonic()
        visits, row = self._store.visits, self._rows[outcome.site.name]
        trouble, is_due = None, False
        if outcome.verdict not in {RECORDED, UNCHANGED}:
            trouble, is_due = visits.failed(row, outcome.code or "", now())
        elif over := visits.recovered(row):
            self._reporter.recovered(outcome.site, over)
        self._reporter.outcome(outcome, trouble, is_due=is_due)
        return outcome

    def _fetchers(self, sites: Iterable[Site], kind: str) -> list[tuple[Site, Fetch]]:
        return [(site, self._fetcher(site, kind)) for site in sites]

    def _fetcher(self, site: Site, kind: str) -> Fetch:
        """A function that visits and reads the pages of one site."""
        client, deadline = self._clients[site.name], self._ends[site.name]
        visit: Visit = client.visit
        if kind == "ranking":
            visiting = self._wishes.visiting[site.name]
            visit = ranking_visit(client, visiting, self._politeness, __version__)

        def fetch_page(request: Request) -> Result:
            self._under_way.begin(Note(site.name, kind, request.address, now()))
            answer = visit(
                request.address,
                deadline=deadline,
                validators=request.validators,
                kinds=request.kinds,
            )
            if answer.code or answer.status == 304:
                return Result(answer, None)
            read = self._readers.read(answer.page, site, kind=kind)
            if isinstance(read, Problem):
                return Result(answer, None, read)
            _log_lists(read)
            return Result(answer, read)

        return fetch_page

    def _has_time(self, site: Site, read: int, queued: int) -> bool:
        seconds = self._ends[site.name] - time.monotonic()
        pages = min(queued, self._wishes.max_articles) - read
        delay = self._wishes.visiting[site.name].delay
        self._reporter.article(site, read, queued, min(seconds, pages * delay))
        return seconds > delay


def _log_lists(reading: Reading) -> None:
    """Log which lists were accepted and which were rejected; the reader's process logs nothing."""
    if not _log.isEnabledFor(logging.DEBUG):
        return
    for ranking in (*reading.rankings, *reading.rejected):
        verdict = "list" if ranking in reading.rankings else "turned down"
        evidence = "; ".join(f"{rule.text} ({rule.weight:+.2f})" for rule in ranking.evidence)
        name = " › ".join(filter(None, (ranking.heading, ranking.label)))
        _log.debug(
            "%s: %s %s, %d rows: %s", reading.url, verdict, name, len(ranking.entries), evidence
        )
