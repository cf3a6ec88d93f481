"""What each reading command's question takes, on a long history.

    python benchmarks/make_history.py h.db            once: five years, a visit each ten minutes
    python benchmarks/queries.py h.db

Prints a table: milliseconds for each question (median of 20, the file warm, opening not
counted) on each list. The store is only read.
"""

import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from math import nan
from sqlite3 import Connection
from statistics import median

from store.db.connect import reading
from store.errors import NotFound
from store.history import observations
from store.history.sites import ListRow, SiteRow, lists, sites
from store.queries.articles import lookup
from store.queries.articles.article import dossier, evidence
from store.queries.articles.rank_path import path
from store.queries.articles.search import search
from store.queries.events.events import events
from store.queries.lists import charts
from store.queries.lists.leaders import LEADER_ORDERS, leaders
from store.queries.lists.movement import Versus
from store.queries.lists.movers import movers
from store.queries.lists.top import top
from store.queries.visits.log import log
from store.queries.visits.status import status

DAY = 86_400
ROUNDS = 20
Question = tuple[str, Callable[[], object]]


def milliseconds(ask: Callable[[], object]) -> float:
    """The median of so many rounds, after one to warm up; NaN where the history is too young."""
    try:
        ask()
    except NotFound:
        return nan
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        ask()
        spent.append(time.perf_counter() - begun)
    return median(spent) * 1e3


def of_list(db: Connection, site: SiteRow, of: ListRow, now: int) -> Iterator[Question]:
    """The questions about one list."""
    year_ago = now - 365 * DAY
    first = lookup.by_place(db, of, 1)[0].article
    stay = "SELECT article, begun, ended FROM stay WHERE list = ? AND ended IS NOT NULL "
    longest = db.execute(f"{stay} ORDER BY ended - begun DESC LIMIT 1", (of.id,)).fetchone()
    oldest = db.execute(f"{stay} ORDER BY begun LIMIT 1", (of.id,)).fetchone()[0]
    everything = charts.period(db, of)
    hours = LEADER_ORDERS["hours"][1]
    yield "top", lambda: top(db, site, of, now, Versus("lag", DAY))
    yield "top as of a year ago", lambda: top(db, site, of, year_ago, Versus("lag", DAY))
    yield "movers of a day", lambda: movers(db, of, now, Versus("lag", DAY))
    yield "movers of 7 days", lambda: movers(db, of, now, Versus("lag", 7 * DAY))
    yield "events of 7 days", lambda: events(db, [of], now - 7 * DAY)
    yield "path of one stay, the longest", lambda: path(db, of, *longest)
    yield "article on the list now", lambda: dossier(db, first)
    yield "article of the first day", lambda: dossier(db, oldest)
    yield "evidence of the article now", lambda: list(evidence(db, dossier(db, first)))
    yield "all statistics, ordered", lambda: charts.ranking(db, of, everything, hours, 20)
    yield "leaders of everything", lambda: leaders(db, of, None, now + 1, "hours", 20)
    yield "leaders of 30 days", lambda: leaders(db, of, now - 30 * DAY, now + 1, "hours", 20)
    yield (
        "leaders of the year before",
        lambda: leaders(db, of, year_ago - 365 * DAY, year_ago, "hours", 20),
    )


def of_site(db: Connection, site: SiteRow, now: int) -> Iterator[Question]:
    """The questions about all lists."""
    yield "search 海自 (thousands match)", lambda: search(db, "海自", [site], 20)
    yield "search 第123報 (few match)", lambda: search(db, "第123報", [site], 20)
    yield "status", lambda: status(db, site, now)
    yield "log, 30 lines", lambda: list(islice(log(db, [site], refused=False), 30))


def of_all_time(db: Connection, known: list[ListRow]) -> None:
    """Say how many milliseconds all events of all lists take, once."""
    begun = time.perf_counter()
    number = len(events(db, known))
    spent = (time.perf_counter() - begun) * 1e3
    print(f"{f'all {number:,} events, once':34}{spent:9.0f}", flush=True)


def main() -> None:
    """Ask everything and print the table."""
    with reading(sys.argv[1]) as db:
        site = sites(db)[0]
        known = lists(db, site.id)
        now = observations.newest(db, known[0]).observed
        print(f"{'ms':34}" + "".join(f"{of.name:>9}" for of in known))
        for same in zip(*(of_list(db, site, of, now) for of in known), strict=True):
            times = "".join(f"{milliseconds(ask):9.2f}" for _, ask in same)
            print(f"{same[0][0]:34}{times}", flush=True)
        for name, ask in of_site(db, site, now):
            print(f"{name:34}{milliseconds(ask):9.2f}", flush=True)
        of_all_time(db, known)


if __name__ == "__main__":
    main()
