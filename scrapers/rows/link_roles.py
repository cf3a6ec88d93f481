"""Parts: which link of a row is its headline, where several could lead to articles.

Addresses of authors, sections and discussions may look like those of articles. Rows that are built
alike tell: the headlines are all different and longer than what stands beside them.
"""

from collections import Counter
from collections.abc import Sequence

from scrapers.html.texts import width
from scrapers.rows.links import ARTICLES, Anchor

_Parts = dict[tuple[tuple[str, ...], int], list[Anchor]]
"""Links by the tags from a row down to each, and how many links alike stand before it."""
_LISTS = frozenset(["ul", "ol", "dl"])
_FEW = 3
_MOST = 20
"""How many rows tell enough, and how many links a row may hold."""
_SHORT = 24


def without_related(child: Sequence[Anchor], level: int) -> Sequence[Anchor]:
    """The links of a row without the only one in a list of its own, where others are headlines."""
    inside = [one for one in child if not _LISTS.isdisjoint(one.tags(level)[1:])]
    others = [one for one in child if one not in inside]
    headed = any(
        one.target.kind in ARTICLES and width(one.element.text) >= _SHORT for one in others
    )
    return others if headed and len(inside) == 1 else child


def headlines(children: Sequence[Sequence[Anchor]], level: int) -> list[Anchor]:
    """For each of some equal children the link that plays the part of a headline, or none at all.

    The articles of that part differ from row to row; every other part repeats itself or is much
    shorter.
    """
    if any(len(child) > _MOST for child in children):
        return []
    parts = _parts(children, level)
    wanted = len(children)
    if not any(_FEW <= len(own) == wanted == _articles(own) for own in parts.values()):
        return []
    typical = {part: _typical(anchors) for part, anchors in parts.items()}
    best = max(parts, key=lambda part: typical[part])
    mains = parts.pop(best)
    aside = typical[best] > 0 and all(
        2 * _articles(own) <= len(own) or 2 * typical[part] <= min(typical[best], 2 * _SHORT)
        for part, own in parts.items()
    )
    return mains if aside and len(mains) == wanted == _articles(mains) else []


def _parts(children: Sequence[Sequence[Anchor]], level: int) -> _Parts:
    """The links of rows that could lead to articles, by the part that they play."""
    parts: _Parts = {}
    for child in children:
        alike: Counter[tuple[str, ...]] = Counter()
        for anchor in child:
            if anchor.target.kind in ARTICLES:
                tags = anchor.tags(level)
                parts.setdefault((tags, alike[tags]), []).append(anchor)
                alike[tags] += 1
    return parts


def _articles(anchors: Sequence[Anchor]) -> int:
    return len({anchor.target.key for anchor in anchors})


def _typical(anchors: Sequence[Anchor]) -> int:
    """How wide the text of most of some links is at least."""
    return sorted(width(anchor.element.text) for anchor in anchors)[len(anchors) // 2]
