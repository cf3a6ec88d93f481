"""The writing side of a fetch; each method is one transaction.

A page, its attempt and its readings are therefore stored together or not at all.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from scrapers import Answer, Link, Site
from store.db.connect import transaction
from store.db.interrupted import Note
from store.history import observations
from store.history.articles import sight, want
from store.history.identity.identities import set_by_hand
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import (
    SiteRow,
    ensure_site,
    get_meta,
    in_store,
    lists,
    set_meta,
    sites,
)
from store.pages import attempts
from store.pages.attempts import Validators
from store.queries.visits import incidents
from store.queries.visits.incidents import Trouble


class RankingVisit(NamedTuple):
    """A visit to a ranking page and what is made of it.

    `problem` is reason code and detail. `links` are articles to note that the page links to;
    `readings` are the lists to record, none where the page is not accepted. `plainly`: the server
    answers conditional requests for this address badly, so that none is to be sent again. `observed`
    is the time of the observation, where an archive says that it was another than the visit's.
    """

    answer: Answer
    problem: tuple[str | None, str] = (None, "")
    links: Sequence[Link] = ()
    readings: Sequence[ListReading] = ()
    plainly: bool = False
    observed: int | None = None


class Visits:
    """The writing side of a fetch (`store.visits`)."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def begin(
        self,
        sites_: Iterable[tuple[Site, str, int | None]],
        default: str | None,
        left: Iterable[Note],
        lang: str | None = None,
    ) -> dict[str, SiteRow]:
        """Note the sites of a run, each with its zone's short names and its schedule; their rows by name.

        `default` is the site that reading commands show unasked, and `lang` their language. `left` are the visits that the
        run before was stopped in: they are recorded as interrupted.
        """
        with transaction(self._db):
            numbers = {self._noted(*site) for site in sites_}
            if default:
                set_meta(self._db, "default", default)
            if (get_meta(self._db, "lang") or None) != lang:
                set_meta(self._db, "lang", lang or "")
            rows = {row.name: row for row in sites(self._db)}
            for note in left:  # of any site: what the run before visited, this one may not
                if note.site in rows:
                    self._interrupted(rows[note.site], note)
        return {name: row for name, row in rows.items() if row.id in numbers}

    def _noted(self, site: Site, zone: str, every: int | None) -> int:
        number = ensure_site(self._db, site, zone, every)
        set_by_hand(self._db, number, site)
        return number

    def _interrupted(self, site: SiteRow, note: Note) -> None:
        answer = Answer(note.address, note.address, note.time)
        problem = ("interrupted", "the run was stopped before this visit was recorded")
        attempts.keep_attempt(self._db, site.id, note.kind, answer, problem)

    def validators(self, site: SiteRow, url: str) -> Validators | None:
        """The validators for the next request for an address, if a page of it was accepted."""
        return attempts.validators(self._db, site.id, url)

    def host_states(self) -> list[dict[str, Any]]:
        """The state of each host as the last run saved it."""
        return attempts.host_states(self._db)

    def keep_host_states(self, states: Iterable[Mapping[str, Any]]) -> None:
        """Save the state of each host for the next run; `host` is its name."""
        with transaction(self._db):
            attempts.keep_host_states(self._db, states)

    def record(self, site: SiteRow, visit: RankingVisit, offset_of: Callable[[int], int]) -> bool:
        """Keep a visit with its page and the lists read in it; whether they are the site's first.

        `offset_of` gives the site's minutes east of UTC at a time.
        """
        db, answer = self._db, visit.answer
        with transaction(db):
            kept_validators = self.validators(site, answer.asked) if answer.status == 304 else None
            same_as = kept_validators.attempt if kept_validators else None
            attempt = attempts.keep_attempt(db, site.id, "ranking", answer, visit.problem, same_as)
            fresh = not any(
                observations.newest(db, ranking_list) for ranking_list in lists(db, site.id)
            )
            if visit.readings:  # first, since the lists say what the links mean
                self._snapshot(site, attempt, visit, offset_of)
                attempts.accept(db, site.id, answer, attempt, kept_validators)
                if visit.plainly:
                    attempts.ask_plainly(db, site.id, answer.asked)
            sight(db, site.id, visit.links, answer.time)
            lists_shown = [
                r for r in visit.readings if not (kept_validators or r.ranking_list.is_placement)
            ]
            articles = [e.article for r in lists_shown for e in r.entries if e.article]
            to_fetch = (*(link.article for link in visit.links), *articles)
            want(db, site.id, to_fetch, answer.time)
        return fresh and bool(visit.readings)

    def refuse(
        self, site: SiteRow, addresses: Sequence[str], since: int, problem: tuple[str, str]
    ) -> None:
        """Count ranking pages visited since a time into the refusal of their visit."""
        with transaction(self._db):
            attempts.refuse(self._db, site.id, addresses, since, problem)

    def _snapshot(
        self,
        site: SiteRow,
        attempt: int,
        visit: RankingVisit,
        offset_of: Callable[[int], int],
    ) -> None:
        """Record the readings, later than all that was fetched before; what a clock did is flagged.

        Imports may be of the same second, which stays theirs, or later: then these are inserted.
        """
        readings = [
            r._replace(ranking_list=in_store(self._db, r.ranking_list)) for r in visit.readings
        ]
        latest = [
            o.observed for r in readings if (o := observations.newest_own(self._db, r.ranking_list))
        ]
        begun = visit.observed or visit.answer.time
        observed = max([begun, *(time + 1 for time in latest)])
        with recording(self._db) as recorder:
            observed = recorder.free_second(site.id, observed)
            if observed != visit.answer.time:
                readings = [r._replace(flags=(*r.flags, "clock")) for r in readings]
            recorder.record(Snapshot(site.id, observed, offset_of(observed), attempt, readings))

    def failed(self, site: SiteRow, code: str, now: int) -> tuple[Trouble, bool]:
        """Count a failure of a site's rankings; returns its trouble, and whether to report it."""
        with transaction(self._db):
            return incidents.failed(self._db, site.id, code, now)

    def recovered(self, site: SiteRow) -> Trouble | None:
        """End a site's trouble after a recording; returns the trouble, if there was one."""
        with transaction(self._db):
            return incidents.recovered(self._db, site.id)
