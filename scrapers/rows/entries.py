"""From rows to entries: the printed rank, and rows that hold no article or are advertisements."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise, takewhile
from operator import attrgetter

from scrapers.html.elements import Element
from scrapers.html.texts import CIRCLED
from scrapers.model import Entry
from scrapers.rows.links import Target
from scrapers.rows.rows import Row
from scrapers.words.phrases import says_nothing

_RANK = rf"(?:[#№＃第]|no\.?|top|rank)?\s*0?(\d{{1,3}}|[{CIRCLED}])"
_NUMBER = re.compile(rf"[【\[(（〔]?\s*{_RANK}\s*[\])）】〕.．:：、位º°위名]*\.?", re.IGNORECASE)
_LEADING = re.compile(
    rf"\s*(?:[【\[(（〔]\s*{_RANK}\s*位?\s*[】\])）〕]\s*|{_RANK}(?:\s*[.)．）:：、位]+\s*|\s+|(?<=[{CIRCLED}])))",
    re.IGNORECASE,
)
_MARKED = re.compile(r"[#№＃第位º°위]|no\.", re.IGNORECASE)
_CLASS = re.compile(r"(?:^|[a-z_-])0?(\d{1,2})$", re.IGNORECASE)
_IMAGE = re.compile(r"(?:^|\D)0?(\d{1,2})(?:位)?(?:\.\w{3,4}(?:\?.*)?)?$")
_AD = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|pr|sponsor\w*|promo\w*|infeed)(?:$|[\s_-])", re.IGNORECASE
)
_FEW, _DIGITS, _LONGEST_MARK = 3, 4, 24
_CAUSES = {"ad": "ad", "nav": "other-page", "none": "no-link"}


def entries_of(
    rows: Sequence[Row], titles: Sequence[str], *, strict: bool = False
) -> tuple[tuple[Entry, ...], tuple[str, ...], str]:
    """The entries of a list by printed rank, with flags and what the ranks were read from.

    `titles` are what `titles_of` gives for the rows; `strict`: only what the site's pattern calls
    an article is one.
    """
    printed, source = printed_ranks(rows)
    ranks = printed or range(1, len(rows) + 1)
    bare = list(map(_without_rank, titles, ranks))
    led = printed is not None and 2 * sum(map(str.__ne__, bare, titles)) > len(rows)
    targets = [row.target for row in rows]
    ranked = zip(ranks, bare if led else titles, targets, strict=True)
    shown = [entry_for(*each, strict=strict) for each in ranked]
    entries = sorted(shown, key=attrgetter("rank"))
    return tuple(entries), () if entries == shown else ("rank-order",), source


def entry_for(rank: int, title: str, target: Target, *, strict: bool = False) -> Entry:
    """The entry of a row that leads there: flagged where that is no article."""
    if target.kind == "article" or (target.kind == "nav" and not strict):
        return Entry(rank, title, target.url, target.key)
    return Entry(rank, title, target.url, "", ("no-article", _CAUSES.get(target.kind, "external")))


def _without_rank(title: str, rank: int) -> str:
    match = _LEADING.match(title)
    return title[match.end() :] or title if match and _value(match) == rank else title


def _value(match: re.Match[str]) -> int:
    digits = next(filter(None, match.groups()))
    return int(digits) if digits.isdecimal() else int(unicodedata.numeric(digits))


def printed_ranks(rows: Sequence[Row]) -> tuple[tuple[int, ...] | None, str]:
    """The ranks that the rows print, if they are 1..n in some order, and where they stand."""
    if ranks := _valued(rows):
        return ranks, "list"
    for source, read in (("text", _in_text), ("image", _in_image), ("class", _in_class)):
        columns = list(takewhile(bool, map(read, rows)))
        for place in (0, -1) if len(columns) == len(rows) else ():
            ranks = tuple(column[place] for column in columns)
            marked = source == "text" and all(map(_says_rank, rows))
            if _counts_up(ranks, marked=marked):
                return ranks, source
    return None, ""


def _valued(rows: Sequence[Row]) -> tuple[int, ...]:
    """The ranks that the markup of a list gives: a reversed list, or values of its rows."""
    items = [row.elements[0] for row in rows]
    parent = items[0].parent
    if parent is None or parent.tag != "ol" or len(rows) < _FEW:
        return ()
    values = [item.get("value") for item in items]
    if all(value.isdecimal() and len(value) < _DIGITS for value in values):
        ranks = tuple(map(int, values))
    elif "reversed" in parent.attributes and all(item.parent is parent for item in items):
        ranks = tuple(range(len(rows), 0, -1))
    else:
        return ()
    return ranks if set(ranks) == set(range(1, len(rows) + 1)) else ()


def _says_rank(row: Row) -> bool:
    """Whether a row's number is marked as a rank: 5位, #5, No. 5."""
    numbers = (text for text in row.texts if _NUMBER.fullmatch(text) or _LEADING.match(text))
    return bool(_MARKED.search(next(numbers, "")[:6]))


def _counts_up(ranks: Sequence[int], *, marked: bool) -> bool:
    """Whether numbers are the ranks 1..n; falling ones that are not marked are counts."""
    falling = len(ranks) > 1 and list(ranks) == sorted(ranks, reverse=True)
    return (marked or not falling) and set(ranks) == set(range(1, len(ranks) + 1))


def _in_text(row: Row) -> list[int]:
    matches = [_NUMBER.fullmatch(text) for text in row.texts]
    if matches and not matches[0]:
        matches[0] = _LEADING.match(row.texts[0])
    return [_value(match) for match in matches if match]


def only_ranked(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that belong to a list: no advertisements, and where most print ranks 1..n only those.

    A row without a rank among ranked ones is an advertisement or pinned, and the only one that
    leads to another host is an advertisement.
    """
    numbered = [(first_number(row), row) for row in rows]
    ranked = [row for number, row in numbered if number is not None]
    ranks = [number for number, _ in numbered if number is not None]
    if _FEW <= len(ranked) < len(rows) < 2 * len(ranked) and ranks == [*range(1, len(ranks) + 1)]:
        return tuple(ranked)
    own_site = sum(row.target.kind == "article" for row in rows) == len(rows) - 1 >= _FEW
    kept = [
        row
        for number, row in numbered
        if number is not None or not (is_ad(row) or (own_site and row.target.kind == "external"))
    ]
    return tuple(kept if 2 * len(kept) > len(rows) else rows)


def is_ad(row: Row) -> bool:
    """Whether a row says that it is an advertisement: in its class, or in words.

    They come first, or stand anywhere in a row that leads to another site.
    """
    if any(_AD.search(one.names) or _is_sponsored(one) for one in row.elements):
        return True
    texts = row.texts if row.target.kind == "external" else row.texts[:1]
    marks = (text.strip("[]【】()（）") for text in texts)
    return any(len(mark) <= _LONGEST_MARK and says_nothing(mark) for mark in marks)


def _is_sponsored(element: Element) -> bool:
    return any("sponsored" in inner.get("rel").lower().split() for inner in element.tree)


def _in_image(row: Row) -> list[int]:
    images = (image for element in row.elements for image in element.images)
    matches = (_IMAGE.search(one.get("alt")) or _IMAGE.search(one.get("src")) for one in images)
    return [int(match[1]) for match in matches if match]


def _in_class(row: Row) -> list[int]:
    named = (inner for element in row.elements for inner in element.tree)
    matches = (_CLASS.search(name) for one in named for name in one.get("class").split())
    return [int(match[1]) for match in matches if match]


def rank_restarts(rows: Sequence[Row]) -> list[int]:
    """Where printed ranks begin again at 1; empty where they do not count up from there."""
    ranks = [first_number(row) for row in rows]
    cuts = [n for n, rank in enumerate(ranks) if rank == 1]
    counted = [rank for a, b in pairwise([*cuts, len(rows)]) for rank in range(1, b - a + 1)]
    return cuts if counted == ranks else []


def first_number(row: Row) -> int | None:
    """The first number that a row prints on its own, if any."""
    return next(iter(_in_text(row)), None)


def rank_at(row: Row) -> int | None:
    """The rank of the first row of a list, where the row or the list says so."""
    first = row.elements[0]
    start = first.get("value") or (first.parent.get("start") if first.parent else "")
    return int(start) if start.isdecimal() and len(start) < _DIGITS else first_number(row)
