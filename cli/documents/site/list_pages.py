"""The pages of a list: as it is now, and as it was at the end of each day, with its data beside."""

import io
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from cli.documents.rendering import render
from cli.documents.report.listing import ListPart, listing
from cli.documents.report.page import narrow
from cli.documents.site.addresses import (
    ArticleFolders,
    day_folder,
    link,
    list_folder,
    name,
    root_from,
)
from cli.documents.site.data import Data, item_list, list_data
from cli.documents.site.folder import Folder
from cli.documents.site.making import Making
from cli.terminal.formats import Style
from cli.terminal.times import DAY
from store import Day, ListRow, NotFound, Scope, SiteRow, open_store

SHOWN = 30 * DAY
"""The seconds that the page of a list is about."""
AROUND = ("date", "earlier", "later", "days", "failing")
"""What the template asks of the surroundings of a page."""
NAMED = 31
"""Days that the page of a list links to; each page of a day links to its neighbours."""


def put_list(making: Making, ranking_list: ListRow, days: list[Day]) -> None:
    """The page of a list as it is now."""
    site = making.subject.site
    here = list_folder(site, ranking_list)
    newest = [
        (day.date, link(here, day_folder(site, ranking_list, day.date))) for day in days[:-NAMED:-1]
    ]
    # What failed since is no observation, so the marks of the days do not tell.
    failing = making.subject.store.top(ranking_list).failing
    since = failing and making.subject.brief(failing.since)
    mark = f"{days[-1].mark} {since} {making.look}"
    known = making.subject._replace(at=days[-1].last, newest=days[-1].last)
    around = {"days": newest, "failing": since}
    _put(
        making._replace(subject=known),
        ranking_list,
        Place(here, mark, days[-1].last - SHOWN, around),
    )


def put_day(making: Making, ranking_list: ListRow, days: list[Day], at: int) -> None:
    """The page of a list at the end of a day, as it was known then."""
    site, day = making.subject.site, days[at]
    here = day_folder(site, ranking_list, day.date)
    beside = {
        word: (days[other].date, link(here, day_folder(site, ranking_list, days[other].date)))
        for word, other in (("earlier", at - 1), ("later", at + 1))
        if 0 <= other < len(days)
    }
    then = making.subject._replace(at=day.last, newest=day.last)
    mark = f"{day.mark} {'later' in beside} {making.look}"
    place = Place(here, mark, day.first, {"date": day.date, **beside})
    _put(making._replace(subject=then), ranking_list, place)


class Place(NamedTuple):
    """A page: its folder, its mark, what time it begins with, and what it links to around it."""

    here: str
    mark: str
    since: int
    around: Mapping[str, object]


def _put(making: Making, ranking_list: ListRow, place: Place) -> None:
    """A page and its data; what they show is asked for once, and only if a file needs it."""
    subject = making.subject

    @lru_cache
    def part() -> ListPart:
        list_part = listing(subject, ranking_list, place.since)
        if list_part is None:
            raise NotFound(f"{ranking_list.name} has changed meanwhile; publish again")
        return list_part

    @lru_cache
    def data() -> Data:
        return list_data(subject, part().top)

    put = making.folder.put
    put(f"{place.here}index.html", place.mark, lambda: _page(making, part(), place))
    put(f"{place.here}list.csv", place.mark, lambda: data().csv)
    put(f"{place.here}list.json", place.mark, lambda: data().json)


def _page(making: Making, part: ListPart, place: Place) -> str:
    subject, here = making.subject, place.here
    store, site = subject.store, subject.site
    facts = store.article_facts(part.lines.lines, subject.at)
    lists = [
        ranking_list for ranking_list in store.lists(site) if store.history.newest(ranking_list)
    ]
    return render(
        "listed.html.j2",
        subject.words,
        root=root_from(here),
        style=narrow(0, part),
        site=site,
        l=part,
        n=0,
        href=_to_article(here, making.articles),
        articles=sorted(((f.article, f.title) for f in facts.values()), reverse=True),
        others=[
            (ranking_list, link(here, list_folder(site, ranking_list))) for ranking_list in lists
        ],
        up=link(here, ""),
        whole=link(here, list_folder(site, part.ranking_list)),
        item_list=item_list(f"{site.label} · {part.ranking_list.label}", part.top),
        around={**dict.fromkeys(AROUND), **place.around},
    )


def _to_article(here: str, articles: ArticleFolders) -> Callable[[int], str]:
    def to(article: int) -> str:
        if article not in articles.by_article:
            raise NotFound("the store has changed meanwhile; publish again")
        return link(here, articles.by_article[article])

    return to


def put_months(folder: Folder, path: str, site: SiteRow, lists: list[list[Day]]) -> None:
    """The rows of `export rankings`, a file for each month of the site's clock."""
    months: dict[str, list[Day]] = defaultdict(list)
    for days in lists:
        for day in days:
            months[day.date[:7]].append(day)
    for month, days in sorted(months.items()):
        mark = " ".join(day.mark for day in days)
        span = min(day.first for day in days), max(day.last for day in days) + 1

        def rows(span: tuple[int, int] = span) -> str:
            return _rankings(path, Scope(site.name, None, *span))

        folder.put(f"data/{name(site.name)}/{month}.csv", mark, rows)


def _rankings(path: str, scope: Scope) -> str:
    from cli.commands.export.rankings import write_rankings

    out = io.StringIO()
    with open_store(path) as store:
        write_rankings(out, *store.ranking_moments(scope, None), Style("csv"))
    return out.getvalue()
