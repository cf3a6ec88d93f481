"""From rows to entries: the headline, the printed rank, and rows that hold no article."""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from scrapers.model import Entry
from scrapers.rankings.links import Target
from scrapers.rankings.rows import Row
from scrapers.rankings.texts import SILENT, attribute, chunks, squeeze, width, words_of

_NUMBER = re.compile(r"[#№]?\s*0?(\d{1,3})\s*[.):：、位º°위]?\.?")
_LEADING = re.compile(r"\s*[#№]?0?(\d{1,3})\s*(?:[.):：、位]\s*|\s+(?!\d))")
_ASIDE = re.compile(
    r"[#№]?\s*\d{1,5}\s*[.):：、位º°위]?|(?:\d{2,4}\s*[./年-]\s*)?\d{1,2}\s*[./月-]\s*\d{1,4}\s*日?"
    r"(?:\s*[(（]\w[)）])?(?:,?\s*\d{1,2}[:.]\d{2}(?::\d\d)?)?|\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?"
    r"|new!?|pr|\d{1,3}\s*(?:分|時間|日|小时|小時|시간|분)\s*[前전]?|\d+\s*(?:hours?|hrs?|min\w*|days?) ago",
    re.IGNORECASE,
)
_EMPHASIS = frozenset(
    ["b", "strong", "em", "i", "u", "mark", "sub", "sup", "br", "wbr", "font", "ruby"]
)
_HEADLINE = 20
_CLASS = re.compile(r"(?:^|[a-z_-])0?(\d{1,2})$", re.IGNORECASE)
_IMAGE = re.compile(r"(?:^|\D)0?(\d{1,2})(?:位)?(?:\.\w{3,4}(?:\?.*)?)?$")
_TITLE_CLASS = re.compile(r"title|headline|ttl|(?:^|[-_ ])tit(?:[-_ ]|$)", re.IGNORECASE)
_CAUSES = {"ad": "ad", "nav": "other-page", "none": "no-link"}
_HEADLINES = "h1,h2,h3,h4,h5,h6"


def entries_of(
    rows: Sequence[Row], titles: Sequence[str], *, strict: bool = False
) -> tuple[tuple[Entry, ...], tuple[str, ...], str]:
    """The entries of a list by printed rank, with flags and what the ranks were read from.

    `titles` are what `title_of` gives for the rows; `strict`: only what the site's pattern calls
    an article is one.
    """
    ranks, source = printed_ranks(rows)
    flags: tuple[str, ...] = ()
    ordered = list(zip(ranks or range(1, len(rows) + 1), rows, titles, strict=True))
    if ranks and list(ranks) != sorted(ranks):
        flags = ("rank-order",)
        ordered.sort(key=lambda told: told[0])
    made = (
        entry_for(rank, _without_rank(title, rank) if ranks else title, row.target, strict=strict)
        for rank, row, title in ordered
    )
    return tuple(made), flags, source


def entry_for(rank: int, title: str, target: Target, *, strict: bool = False) -> Entry:
    """The entry of a row that leads there: flagged where that is no article."""
    if target.kind == "article" or (target.kind == "nav" and not strict):
        return Entry(rank, title, target.url, target.key)
    return Entry(rank, title, target.url, "", ("no-article", _CAUSES.get(target.kind, "external")))


def _without_rank(title: str, rank: int) -> str:
    match = _LEADING.match(title)
    if match and int(match[1]) == rank and len(title) > match.end():
        return title[match.end() :]
    return title


def title_of(row: Row) -> str:
    """The headline of a row's article as shown."""
    if not row.anchors:
        return _running(row.nodes[0])
    own = [a.node for a in row.anchors if a.target.key == row.target.key]
    best = own[0] if len(own) == 1 else max(own, key=lambda node: len(words_of(node)))
    return _headline(best) or _elsewhere(row, own)


def _headline(link: LexborNode) -> str:
    only = link.first_child
    if only is not None and only.next is None and only.is_text_node:
        return squeeze(only.text_content)
    inner = link.css_first(_HEADLINES) or _titled(link)
    return words_of(inner) if inner is not None else _running(link)


def _titled(anchor: LexborNode) -> LexborNode | None:
    for node in anchor.css("[class]"):
        if (
            node.mem_id != anchor.mem_id
            and _TITLE_CLASS.search(attribute(node, "class"))
            and words_of(node)
        ):
            return node
    return None


def _running(anchor: LexborNode) -> str:
    """The headline in a link's text: its first long segment that is no number, date or badge."""
    segments = [text for text in map(squeeze, _segments(anchor)) if text]
    telling = [text for text in segments if not _ASIDE.fullmatch(text)] or segments
    return next(
        (text for text in telling if width(text) >= _HEADLINE), max(telling, key=width, default="")
    )


def _segments(node: LexborNode) -> list[str]:
    """The text of an element cut where an element other than plain emphasis begins or ends."""
    segments = [""]
    child = node.first_child
    while child is not None:
        if child.is_text_node:
            segments[-1] += child.text_content or ""
        elif child.is_element_node and child.tag not in SILENT:
            inner = _segments(child)
            plain = child.tag in _EMPHASIS or (child.tag == "span" and not child.attributes)
            if plain and not _ASIDE.fullmatch(squeeze("".join(inner))):
                segments[-1] += " " if child.tag == "br" else inner[0]
                segments += inner[1:]
            else:
                segments += [*inner, ""]
        child = child.next
    return segments


def _elsewhere(row: Row, own: Sequence[LexborNode]) -> str:
    for node in row.nodes:
        headline = node.css_first(_HEADLINES)
        if headline is not None and words_of(headline):
            return words_of(headline)
    for anchor in own:
        image = anchor.css_first("img[alt]")
        text = squeeze(attribute(anchor, "title") or (attribute(image, "alt") if image else ""))
        if text:
            return text
    return ""


def printed_ranks(rows: Sequence[Row]) -> tuple[tuple[int, ...] | None, str]:
    """The ranks that the rows print, if they are 1..n in some order, and where they stand."""
    for source, read in (("text", _in_text), ("image", _in_image), ("class", _in_class)):
        columns = [read(row) for row in rows]
        for place in (0, -1):
            ranks = tuple(column[place] for column in columns if column)
            if len(ranks) == len(rows) and _counts_up(ranks):
                return ranks, source
    return None, ""


def _counts_up(ranks: Sequence[int]) -> bool:
    """Whether numbers are the ranks 1..n; falling ones are counts of readers or comments."""
    falling = len(ranks) > 1 and list(ranks) == sorted(ranks, reverse=True)
    return not falling and set(ranks) == set(range(1, len(ranks) + 1))


def _in_text(row: Row) -> list[int]:
    numbers = []
    begun = False
    for node in row.nodes:
        for chunk in chunks(node):
            text = squeeze(chunk.text_content)
            match = _NUMBER.fullmatch(text) or (None if begun else _LEADING.match(text))
            begun = True
            if match:
                numbers.append(int(match[1]))
    return numbers


def _in_image(row: Row) -> list[int]:
    numbers = []
    for node in row.nodes:
        for image in node.css("img"):
            match = _IMAGE.search(attribute(image, "alt")) or _IMAGE.search(attribute(image, "src"))
            if match:
                numbers.append(int(match[1]))
    return numbers


def _in_class(row: Row) -> list[int]:
    numbers = []
    for node in row.nodes:
        for inner in [node, *node.css("[class]")]:
            for token in attribute(inner, "class").split():
                match = _CLASS.search(token)
                if match:
                    numbers.append(int(match[1]))
    return numbers


def rank_columns(rows: Sequence[Row]) -> list[list[int]]:
    """The printed numbers of each row, from the first place where all rows have some."""
    for read in (_in_text, _in_image, _in_class):
        columns = [read(row) for row in rows]
        if all(columns):
            return columns
    return []


def rank_restarts(rows: Sequence[Row]) -> list[int]:
    """Where printed ranks begin again at 1; empty where they do not count up from there."""
    ranks = [column[0] for column in rank_columns(rows)]
    cuts = [n for n, rank in enumerate(ranks) if rank == 1]
    wanted = (
        [n - max(cut for cut in cuts if cut <= n) + 1 for n in range(len(ranks))]
        if cuts[:1] == [0]
        else []
    )
    return cuts if wanted == ranks else []


def first_number(row: Row) -> int | None:
    """The first number that a row prints on its own, if any."""
    numbers = _in_text(row)
    return numbers[0] if numbers else None
