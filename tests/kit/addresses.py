"""Address schemes of made sites, and random histories of lists whose links are spelt by them.

A scheme says how a site spells the link to an article in one row of one visit. Whatever it adds
(the row's position, a clock, a session, the name of the list), the article is the same; and
whatever the article's key is called, another key is another article.
"""

import hashlib
import random
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

SITE = "https://news.example"
LISTS = ("day", "week", "month")


class Place(NamedTuple):
    """Where a link stands: the list, the rank in it, and the number of the visit."""

    list: str
    rank: int
    visit: int


def _token(*what: object) -> str:
    """A value that looks random and is the same for the same things."""
    return hashlib.sha256(repr(what).encode()).hexdigest()[:12]


def _page(n: int) -> str:
    return f"{SITE}/docs/mod/{6000 + n:06d}.html"


def _slug(n: int) -> str:
    return f"{SITE}/{['navy', 'radar', 'galley', 'harbour'][n % 4]}-{_token(n)[:5]}"


NOISY: dict[str, Callable[[int, Place], str]] = {
    "position": lambda n, at: f"{_page(n)}?rank={at.rank}",
    "position behind a slug": lambda n, at: f"{_slug(n)}?pos={at.rank}",
    "position within a word": lambda n, at: f"{_page(n)}?n_cid=DSTPCS{at.rank:03d}",
    "position and constant": lambda n, at: f"{_page(n)}?widget=popular&position={at.rank}",
    "position twice": lambda n, at: f"{_page(n)}?itm_medium=p{at.rank}&itm_campaign=pos{at.rank}",
    "position and list": lambda n, at: f"{_page(n)}?mod=trending_{at.list}_{at.rank}",
    "clock": lambda n, at: f"{_page(n)}?_={1_767_225_600 + 3600 * at.visit}",
    "clock without a name": lambda n, at: f"{_page(n)}?{1_767_225_600 + 3600 * at.visit}",
    "clock and position": lambda n, at: f"{_page(n)}?t={at.visit}&i={at.rank}",
    "clock, position, session": lambda n, at: (
        f"{_page(n)}?t={at.visit}&i={at.rank}&k={_token(at.visit)}"
    ),
    "session in the path": lambda n, at: f"{_page(n)};jsessionid={_token(at.visit)}",
    "session in a folder": lambda n, at: (
        f"{SITE}/docs;s={_token(at.visit)}/mod/{6000 + n:06d}.html"
    ),
    "session": lambda n, at: f"{_page(n)}?PHPSESSID={_token(at.visit)}",
    "token of each row": lambda n, at: f"{_page(n)}?p1={_token(n, at)}",
    "name of the list": lambda n, at: f"{_page(n)}?list={at.list}",
    "name of the list and session": lambda n, at: f"{_page(n)}?list={at.list}&s={_token(at.visit)}",
    "now and then": lambda n, at: _page(n) + ("?hot=1" if (n + at.visit) % 2 else ""),
    "wrapped": lambda n, at: f"{SITE}/click?url={quote(f'/docs/mod/{n:06d}.html', '')}&p={at.rank}",
    "wrapped whole": lambda n, at: (
        f"{SITE}/r?u={quote(f'https://www.news.example/docs/{n:06d}.html', '')}"
        f"&sid={_token(at.visit)}"
    ),
    "wrapped with a number": lambda n, at: (
        f"{SITE}/click?url={quote(f'/article?id={n}', '')}&p={at.rank}"
    ),
    "wrapped in one list": lambda n, at: (
        f"{SITE}/click?to={quote(f'/docs/{n:06d}.html', '')}&p={at.rank}"
        if at.list == "week"
        else f"{SITE}/docs/{n:06d}.html"
    ),
    "number and position": lambda n, at: f"{SITE}/view?article={n}&place={at.rank}",
    "number and clock": lambda n, at: f"{SITE}/article.php?id={n}&_={at.visit}",
    "number, session in the path": lambda n, at: (
        f"{SITE}/read.jsp;jsessionid={_token(at.visit)}?id={n}"
    ),
    "thread and page": lambda n, at: f"{SITE}/read.php?page={1 + at.visit % 2}&tid={n}",
}
"""Schemes with noise: the same article is spelt in many ways."""

CLEAN: dict[str, Callable[[int], str]] = {
    "path": _page,
    "slug": _slug,
    "number": lambda n: f"{SITE}/?id={n}",
    "number behind a script": lambda n: f"{SITE}/article.asp?no={n}&lang=ja",
    "two numbers": lambda n: f"{SITE}/view?aid={n // 3}&cid={n % 3}",
    "number and category": lambda n: f"{SITE}/view?aid={n}&cid={n % 4}",
    "number in a category": lambda n: f"{SITE}/topic/{n % 4}?article={n}",
    "without a name": lambda n: f"{SITE}/story?{_token(n)}",
    "path parameter": lambda n: f"{SITE}/news;id={n}",
    "way back": lambda n: f"{SITE}/article?id={n}&return=/ranking/",
    "route": lambda n: f"{SITE}/#/news/{n}",
    "old route": lambda n: f"{SITE}/app#!article/{n}",
    "token as key": lambda n: f"{SITE}/story?session={_token(n)}",
}
"""Schemes without noise: every part tells, or never changes."""


def spelt(scheme: str, article: int, place: Place) -> str:
    """The address that a site of this scheme shows for an article in one place."""
    return NOISY[scheme](article, place) if scheme in NOISY else CLEAN[scheme](article)


class Row(NamedTuple):
    """One row of a made list: the article's number and its headline then."""

    article: int
    title: str


Visit = dict[str, list[Row]]


def history(seed: int, visits: int, rows: int = 10) -> list[Visit]:
    """Lists that move from visit to visit: articles rise, fall, leave, enter, are reworded.

    A tenth of the articles are columns, which bring an old headline under a new number.
    """
    rng = random.Random(seed)
    titles: dict[int, str] = {}
    columns = [f"Column {k}" for k in range(2)]

    def fresh() -> int:
        n = len(titles)
        titles[n] = rng.choice(columns) if rng.random() < 0.1 else f"Headline {n} {_token(seed, n)}"
        return n

    pool = [fresh() for _ in range(rows + 6)]
    found = []
    for _ in range(visits):
        for _ in range(rng.randrange(3)):
            pool.pop(rng.randrange(len(pool)))
            pool.insert(rng.randrange(len(pool)), fresh())
        for _ in range(rng.randrange(4)):
            pool.insert(rng.randrange(len(pool)), pool.pop(rng.randrange(len(pool))))
        pool.insert(0, pool.pop())
        if rng.random() < 0.3:
            n = rng.choice(pool)
            titles[n] += " (updated)"
        shown = [pool[:rows], pool[3 : rows + 3], pool[6:]]
        found.append(
            {
                name: [Row(n, titles[n]) for n in articles]
                for name, articles in zip(LISTS, shown, strict=True)
            }
        )
    return found


class Shown(NamedTuple):
    """A row of a made list with all that is known of it: in what visit, where, and what it was."""

    visit: int
    list: int
    rank: int
    article: int
    url: str


def shown(scheme: str, visits: dict[int, Visit]) -> list[Shown]:
    """Every row that a site of this scheme shows, in the order of visits, lists and ranks."""
    return [
        Shown(
            number, place, rank, row.article, spelt(scheme, row.article, Place(name, rank, number))
        )
        for number in sorted(visits)
        for place, name in enumerate(LISTS)
        for rank, row in enumerate(visits[number][name], 1)
    ]


def known_by(rows: list[Shown]) -> dict[tuple[int, int, int], str]:
    """The address by which the article of each row is known: visit, list, rank -> address.

    The reference for identity: it learns nothing, since a scheme tells which article is which.
    Each is known by the address that was shown first.
    """
    return {
        row[:3]: next(first.url for first in rows if first.article == row.article) for row in rows
    }
