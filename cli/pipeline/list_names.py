"""Which list of the store each list of a page is, and what a new one is called.

A list's name is for ever, so all lists of a page and all that the store knows are matched
together, one to one, for the greatest sum of what they have in common: the window, the label or
heading, the articles, the order. A second copy, a reworded heading or a missing list then never
renames another.

A new list is called by the slug of its window; by slug and label where that name is taken; by a
slug of the label where there is no window.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cli.pipeline.matching import best_pairs
from scrapers import Entry, Ranking, window_of
from store import ListRow, Observed, SiteRow, Store

SAME = 1000
"""What the same window, the same label and all articles in common count, each."""

SAME_PLACE = 100
"""What the same place in the order counts: it decides between lists that are otherwise alike."""

FIRST = 1_000_000
"""How many times more a list counts than one that only repeats the beginning of another."""


class KnownList(NamedTuple):
    """A list of the store and its last observation.

    `recent`: it was seen in one of the site's last observations. Any other is the same list again
    only by window and label.
    """

    row: ListRow
    articles: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    items: int = 0
    recent: bool = False

    @property
    def window(self) -> str | None:
        """Its window; that of a list imported as `24h` or `24時間` is in its name."""
        return self.row.window or window_of(self.row.name) or window_of(self.row.label)


def known_lists(store: Store, site: SiteRow, at: int) -> list[KnownList]:
    """The lists of a site as they were last seen at or before a time (UTC s)."""
    seen = {observed.of.id: observed for observed in store.history.seen(site, at)}
    return [_known(row, seen.get(row.id)) for row in store.lists(site)]


def _known(row: ListRow, seen: Observed | None) -> KnownList:
    if seen is None:
        return KnownList(row)
    articles = frozenset(shown.canonical for shown in seen.rows) - {""}
    titles = frozenset(shown.title for shown in seen.rows)
    return KnownList(row, articles, titles, len(seen.rows), recent=True)


def names(rankings: Sequence[Ranking], known: Sequence[KnownList]) -> list[str | None]:
    """A name for each list of a page, all different; None for a shorter copy of another.

    What a learnt reader calls a list comes first.
    """
    fixed = {ranking.name for ranking in rankings if ranking.name}
    free = sorted((of for of in known if of.row.name not in fixed), key=lambda of: of.row.id)
    learnt = [ranking.name or None for ranking in rankings]
    matched = [
        name or (free[place].row.name if place is not None else None)
        for name, place in zip(learnt, _matches(rankings, free), strict=True)
    ]
    return _completed(rankings, matched, {of.row.name for of in known})


def label_of(ranking: Ranking) -> str:
    """The page's own word for a list: its label, else its heading."""
    return ranking.label or ranking.heading or ranking.window or "ranking"


def _matches(rankings: Sequence[Ranking], known: Sequence[KnownList]) -> list[int | None]:
    return best_pairs(
        [
            [
                0 if ranking.name else score(rankings, here, of, there)
                for there, of in enumerate(known)
            ]
            for here, ranking in enumerate(rankings)
        ]
    )


def score(rankings: Sequence[Ranking], here: int, of: KnownList, there: int) -> int:
    """What a list of a page and one of the store have in common; 0 where they are not the same.

    `here` and `there` are their places in the order. Without the same window or label, half of the
    articles must be the same, and so where the list only repeats another of the page, which comes
    first. No list of the day becomes one of the week.
    """
    ranking = rankings[here]
    window = ranking.window is not None and ranking.window == of.window
    label = same_label(ranking, of)
    share = _share(ranking.entries, of)
    if ranking.window and of.window and not window:
        return 0
    repeats = is_copy(ranking, rankings)
    if 2 * share < SAME and (repeats or not (window or label)):
        return 0
    if not of.recent and not (label and ranking.window == of.window):
        return 0
    common = SAME * window + SAME * label + share + SAME_PLACE // (1 + abs(here - there))
    return common if repeats else common * FIRST


def same_label(ranking: Ranking, of: KnownList) -> bool:
    """Whether the page calls a list as the store does, by its label or by its heading."""
    words = (text for text in (ranking.label, ranking.heading) if text)
    return _folded(of.row.label) in map(_folded, words)


def _share(entries: Sequence[Entry], of: KnownList) -> int:
    """The share of the articles that both have: by their address, or by the title where that varies."""
    same = sum(e.article in of.articles or e.title in of.titles for e in entries)
    return SAME * min(same, of.items) // max(len(entries), of.items, 1)


def _completed(
    rankings: Sequence[Ranking], matched: Sequence[str | None], known: Iterable[str]
) -> list[str | None]:
    """The names of the matched lists, and new ones for the others that are no copies of them."""
    originals = [r for r, name in zip(rankings, matched, strict=True) if name]
    shared = Counter(ranking.window for ranking in rankings)
    taken = {*known, *filter(None, matched)}
    complete: list[str | None] = []
    for ranking, name in zip(rankings, matched, strict=True):
        if name or is_copy(ranking, originals):
            complete.append(name)
            continue
        alone = shared[ranking.window] == 1 and ranking.window not in taken
        complete.append(new := _free(_name(ranking, alone=alone), taken))
        taken.add(new)
    return complete


def is_copy(ranking: Ranking, others: Sequence[Ranking]) -> bool:
    """Whether a list is the beginning of another one, shown once more."""
    rows = _rows(ranking)
    return any(
        rows == _rows(other)[: len(rows)]
        and len(rows) < len(other.entries)
        and ranking.window in (None, other.window)
        for other in others
    )


def _rows(ranking: Ranking) -> list[str]:
    return [entry.article or entry.title for entry in ranking.entries]


def _name(ranking: Ranking, *, alone: bool) -> str:
    if ranking.window and alone:
        return ranking.window
    label = slug(label_of(ranking))
    return f"{ranking.window}-{label}" if ranking.window else label


def slug(text: str) -> str:
    """Letters and digits of any script in lower case, everything else a single dash."""
    return re.sub(r"[\W_]+", "-", _folded(text)).strip("-")[:40] or "ranking"


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _free(name: str, taken: Iterable[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
