"""Everything that is known about one article: titles, page, statistics, ranks, evidence."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from scrapers import drawn_by
from store.errors import NotFound
from store.history import observations
from store.history.derived.stay_table import stays_of
from store.history.derived.stays import Stay
from store.history.sites import ListRow, SiteRow, lists, sites
from store.queries.articles.rank_path import Step, path
from store.queries.articles.titles import Earlier, Title, earlier, newest, titles_of
from store.queries.events.edges import Between, came, left
from store.queries.lists import charts
from store.queries.lists.charts import Chart


class Page(NamedTuple):
    """The data of the article's page; times are ISO 8601 text, as read."""

    title: str | None
    category: str
    section: str | None
    published: str | None
    modified: str | None
    authors: str
    lead: str | None
    body: str | None

    @property
    def author_names(self) -> list[str]:
        """The authors one by one; they are stored as one text."""
        return self.authors.split("、") if self.authors else []


class OnList(NamedTuple):
    """The article's time on one list; `chart` is None if it was never on it.

    `steps` are (UTC second, rank), one where a stay begins and one for each move, rank None for
    off the list; `gaps` are the stretches that nobody measured, `newest` is the list's newest
    observation. `edges` says of each stay when it began and when it ended.
    """

    ranking_list: ListRow
    chart: Chart | None
    now: int | None
    stays: list[Stay]
    steps: list[Step]
    gaps: list[tuple[int, int]]
    newest: int
    edges: list[tuple[Between, Between]]


class Dossier(NamedTuple):
    """All of it; `fetched` and `gone` are UTC seconds or None, `titles` the wordings of all places.

    `url` is its canonical URL, which joins; `shown_url` is its address as last shown, which leads there.
    """

    site: SiteRow
    article: int
    url: str
    shown_url: str
    first_seen: int
    fetched: int | None
    gone: int | None
    titles: list[Title]
    page: Page | None
    lists: list[OnList]

    @property
    def title(self) -> str | None:
        """The newest wording of its title; None if no title is known."""
        return newest(self.titles)

    @property
    def earlier_titles(self) -> list[Earlier]:
        """The wordings of its title that were given up."""
        return earlier(self.titles)


class Evidence(NamedTuple):
    """One observation that showed the article, and its source.

    `file` and `record` say where in an archive its page stands, `rendered` which browser drew it.
    """

    observed: int
    utc_offset: int
    list: str
    rank: int
    attempt: int | None
    status: int | None
    address: str | None
    page: str | None
    reader: str
    source: str
    flags: str
    file: str | None = None
    record: str | None = None
    rendered: str | None = None


def dossier(db: sqlite3.Connection, article: int) -> Dossier:
    """The dossier of an article, by its id. Raises NotFound where there is none."""
    row = db.execute(
        "SELECT a.site, a.url, d.url, a.first_seen, a.fetched, a.gone "
        "FROM article a JOIN address d ON d.id = a.address WHERE a.id = ?",
        (article,),
    ).fetchone()
    if row is None:
        raise NotFound(f"no article {article} in the store")
    site_id, url, shown_url, first_seen, fetched, gone = row
    site = next(site for site in sites(db) if site.id == site_id)
    of_site = lists(db, site_id)
    return Dossier(
        site, article, url, shown_url, first_seen, fetched, gone, titles_of(db, of_site, article),
        _page(db, article), [_on_list(db, ranking_list, article) for ranking_list in of_site],
    )  # fmt: skip


def _page(db: sqlite3.Connection, article: int) -> Page | None:
    row = db.execute(
        "SELECT title, category, section, published, modified, authors, lead, body, fetched "
        "FROM articles WHERE article = ?",
        (article,),
    ).fetchone()
    return Page(*row[:8]) if row[8] else None


def _on_list(db: sqlite3.Connection, ranking_list: ListRow, article: int) -> OnList:
    newest = observations.newest(db, ranking_list)
    last = newest.observed if newest else 0
    chart = charts.charts(db, ranking_list, charts.period(db, ranking_list), [article]).get(article)
    if chart is None or newest is None:
        return OnList(ranking_list, None, None, [], [], [], last, [])
    stays = list(stays_of(db, ranking_list.id, [article]))
    ranks = observations.ranks_of(db, ranking_list, newest)
    return OnList(
        ranking_list, chart, ranks.get(article), stays, _steps(db, ranking_list, stays, last),
        observations.gaps(db, ranking_list, chart.first_seen), last,
        [(came(db, ranking_list, stay), left(db, ranking_list, stay)) for stay in stays],
    )  # fmt: skip


def _steps(
    db: sqlite3.Connection, ranking_list: ListRow, stays: list[Stay], last: int
) -> list[Step]:
    """The path through all stays, off the list between them."""
    steps: list[Step] = []
    for stay in stays:
        if steps and steps[-1] == (stay.begun, None):
            steps.pop()
        end = last if stay.ended is None else stay.ended
        steps += path(db, ranking_list, stay.article, stay.begun, end + 1)
        if stay.ended is not None and steps[-1][1] is not None:  # it was there when a gap began
            later = observations.following(db, ranking_list, end)
            steps.append((later.observed if later else end, None))
    return steps


def evidence(db: sqlite3.Connection, dossier: Dossier) -> Iterator[Evidence]:
    """Every observation that showed the article, newest first within each list."""
    sql = (
        "SELECT v.attempt, v.status, v.answered, v.page, r.file, r.record, m.type "
        "FROM attempts v JOIN attempt t ON t.id = v.attempt "
        "LEFT JOIN media m ON m.id = t.media LEFT JOIN archived r ON r.attempt = v.attempt "
        "WHERE v.attempt IN (SELECT value FROM json_each(?))"
    )
    for on in dossier.lists:
        showings = list(_showings(db, on))
        made_by = [o.attempt for o, _ in showings if o.attempt is not None]
        visits = {row[0]: row[1:] for row in db.execute(sql, (str(made_by),))}
        for observation, rank in reversed(showings):
            status, address, page, file, record, media = visits.get(observation.attempt, _NO_VISIT)
            yield Evidence(
                observation.observed, observation.utc_offset, on.ranking_list.name, rank,
                observation.attempt, status, address, page, observation.reader,
                observation.source, observation.flags, file, record, drawn_by(media),
            )  # fmt: skip


_NO_VISIT = (None,) * 6


def _showings(db: sqlite3.Connection, on: OnList) -> Iterator[tuple[observations.Observation, int]]:
    """The observations that showed the article, with its rank."""
    steps = list(reversed(on.steps))
    rank: int | None = None
    for stay in on.stays:
        end = on.newest if stay.ended is None else stay.ended
        for observation in observations.between(db, on.ranking_list, stay.begun, end):
            while steps and steps[-1][0] <= observation.observed:
                rank = steps.pop()[1]
            if rank is not None:
                yield observation, rank
