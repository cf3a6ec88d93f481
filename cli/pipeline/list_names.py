"""Matches the lists of a page with the lists of the store, and names new lists.

The name of a list never changes. So all lists of the page and of the store are matched at once,
one to one, for the greatest sum of similarities: window, label or heading, articles, order. A
second copy, a reworded heading or a missing list can then not rename another list.

A new list is named after the slug of its window. If that name is taken, the label is added; a
list without a window is named after its label.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cli.pipeline.matching import best_pairs
from scrapers import Entry, Ranking, window_of
from store import PLACEMENT, ListRow, Observed, SiteRow, Store

SAME = 1000
"""What the same window, the same label and all articles in common count, each."""

SAME_PLACE = 100
"""What the same place in the order counts: it decides between lists that are otherwise alike."""

FIRST = 1_000_000
"""How many times more a list counts than one that only repeats the beginning of another."""


class KnownList(NamedTuple):
    """A list of the store and its last observation.

    `recent` is true if one of the site's last observations had the list. A list that is not
    recent is matched only by its window and label.
    """

    row: ListRow
    articles: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    items: int = 0
    recent: bool = False

    @property
    def window(self) -> str | None:
        """Its window, taken from the name if the list was imported as, say, `24h` or `24時間`."""
        return self.row.window or window_of(self.row.name) or window_of(self.row.label)


def known_lists(store: Store, site: SiteRow, at: int) -> list[KnownList]:
    """The lists of a site, each with its last observation at or before a time (UTC seconds)."""
    latest = {
        observed.ranking_list.id: observed for observed in store.history.latest_of_lists(site, at)
    }
    return [_known_list(row, latest.get(row.id)) for row in store.lists(site)]


def _known_list(row: ListRow, observed: Observed | None) -> KnownList:
    if observed is None:
        return KnownList(row)
    articles = frozenset(entry.canonical for entry in observed.rows) - {""}
    titles = frozenset(entry.title for entry in observed.rows)
    return KnownList(row, articles, titles, len(observed.rows), recent=True)


def names(rankings: Sequence[Ranking], known: Sequence[KnownList]) -> list[str | None]:
    """A unique name for each list of a page; None for a shorter copy of another list.

    A name that a learnt reader gives takes precedence.
    """
    fixed = {ranking.name for ranking in rankings if ranking.name}
    free = sorted(
        (known_list for known_list in known if known_list.row.name not in fixed),
        key=lambda known_list: known_list.row.id,
    )
    learnt = [ranking.name or None for ranking in rankings]
    matched = [
        name or (free[place].row.name if place is not None else None)
        for name, place in zip(learnt, _matches(rankings, free), strict=True)
    ]
    return _completed(rankings, matched, {known_list.row.name for known_list in known})


def label_of(ranking: Ranking) -> str:
    """The page's own name for a list: its label, or its heading if it has no label."""
    return ranking.label or ranking.heading or ranking.window or "ranking"


def _matches(rankings: Sequence[Ranking], known: Sequence[KnownList]) -> list[int | None]:
    return best_pairs(
        [
            [
                0 if ranking.name else score(rankings, row, known_list, column)
                for column, known_list in enumerate(known)
            ]
            for row, ranking in enumerate(rankings)
        ]
    )


def score(
    rankings: Sequence[Ranking], place_on_page: int, known_list: KnownList, place_in_store: int
) -> int:
    """The similarity of a list of a page and a list of the store; 0 if they cannot be the same.

    `place_on_page` and `place_in_store` are their positions. Lists with a different window and
    label must share half of their articles; so must a list that only repeats another list of the page, because the
    original takes precedence. A list of the day never matches a list of the week.
    """
    ranking = rankings[place_on_page]
    window = ranking.window is not None and ranking.window == known_list.window
    label = same_label(ranking, known_list)
    share = _share(ranking.entries, known_list)
    if ranking.window and known_list.window and not window:
        return 0
    repeats = is_copy(ranking, rankings)
    if 2 * share < SAME and (repeats or not (window or label)):
        return 0
    if not known_list.recent and not (label and ranking.window == known_list.window):
        return 0
    common = (
        SAME * window
        + SAME * label
        + share
        + SAME_PLACE // (1 + abs(place_on_page - place_in_store))
    )
    return common if repeats else common * FIRST


def same_label(ranking: Ranking, known_list: KnownList) -> bool:
    """Whether the list's label or heading on the page is the label in the store."""
    words = (text for text in (ranking.label, ranking.heading) if text)
    return _folded(known_list.row.label) in map(_folded, words)


def _share(entries: Sequence[Entry], known_list: KnownList) -> int:
    """The share of articles in both lists, compared by address, or by title if addresses vary."""
    same = sum(e.article in known_list.articles or e.title in known_list.titles for e in entries)
    return SAME * min(same, known_list.items) // max(len(entries), known_list.items, 1)


def _completed(
    rankings: Sequence[Ranking], matched: Sequence[str | None], known: Iterable[str]
) -> list[str | None]:
    """The names of the matched lists, and new names for the others, except for copies."""
    originals = [r for r, name in zip(rankings, matched, strict=True) if name]
    shared = Counter(ranking.window for ranking in rankings)
    taken_names = {PLACEMENT, *known, *filter(None, matched)}
    complete: list[str | None] = []
    for ranking, name in zip(rankings, matched, strict=True):
        if name or is_copy(ranking, originals):
            complete.append(name)
            continue
        is_only_one = shared[ranking.window] == 1 and ranking.window not in taken_names
        complete.append(new := _free_name(_name(ranking, is_only_one=is_only_one), taken_names))
        taken_names.add(new)
    return complete


def is_copy(ranking: Ranking, others: Sequence[Ranking]) -> bool:
    """Whether a list only repeats the beginning of another list."""
    rows = _rows(ranking)
    return any(
        rows == _rows(other)[: len(rows)]
        and len(rows) < len(other.entries)
        and ranking.window in (None, other.window)
        for other in others
    )


def _rows(ranking: Ranking) -> list[str]:
    return [entry.article or entry.title for entry in ranking.entries]


def _name(ranking: Ranking, *, is_only_one: bool) -> str:
    if ranking.window and is_only_one:
        return ranking.window
    label = slug(label_of(ranking))
    return f"{ranking.window}-{label}" if ranking.window else label


def slug(text: str) -> str:
    """The text in lower case, with one dash for each run of other signs than letters and digits."""
    return re.sub(r"[\W_]+", "-", _folded(text)).strip("-")[:40] or "ranking"


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _free_name(name: str, taken_names: Iterable[str]) -> str:
    number = 2
    free = name
    while free in taken_names:
        free, number = f"{name}-{number}", number + 1
    return free
