"""A CSS selector that finds a list's rows again: short, readable, with names that look stable."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from selectolax.lexbor import LexborNode, SelectolaxError

from scrapers.html.page import ParsedPage
from scrapers.html.texts import attribute, words_of
from scrapers.rows.rows import Row

_NAME = re.compile(r"-?[A-Za-z_][\w-]*\Z")
_MADE = re.compile(r"\d{4,}|[a-z]\d[a-z]\d|^(?:css|sc|jsx|svelte)-|__[A-Za-z0-9]{5,}$")
_STATE = re.compile(
    r"^(?:is-|has-|js-)|active|current|selected|first|last|odd|even|clearfix|hidden"
)
_CLIMB = 8


def selector_of(rows: Sequence[Row], page: ParsedPage) -> str:
    """A selector whose matches in the page are just the rows' elements and blank ones, or ""."""
    wanted = {row.nodes[0].mem_id for row in rows}
    for selector in _proposals(rows[0].nodes[0]):
        try:
            if _finds(selector, wanted, page):
                return selector
        except SelectolaxError:  # broken markup makes names that no selector can hold
            continue
    return ""


def _finds(selector: str, wanted: set[int], page: ParsedPage) -> bool:
    """Whether a selector finds just some elements and blank ones; the first one tells most often."""
    first = page.tree.css_first(selector)
    if first is None or (first.mem_id not in wanted and not _blank(first)):
        return False
    found = page.tree.css(selector)
    others = [node for node in found if node.mem_id not in wanted]
    return len(found) - len(others) == len(wanted) and all(map(_blank, others))


def _blank(node: LexborNode) -> bool:
    return node.css_first("a[href]") is None and not words_of(node)


def _proposals(row: LexborNode) -> Iterator[str]:
    """Selectors of the row within ever wider surroundings, the plainest first."""
    ends = list(_own(row))
    path: list[str] = []
    parent = row.parent
    for _ in range(_CLIMB):
        if parent is None or parent.tag in ("body", "html"):
            break
        for name, end in product(_names(parent), ends):
            yield " > ".join([name, *reversed(path), end])
            if path:  # rows that stand in several columns
                yield " > ".join([name, *reversed(path[1:])]) + f" {end}"
        path.append(_place(parent))
        parent = parent.parent
    for end in ends:
        yield " > ".join(["body", *reversed(path), end])


def _own(row: LexborNode) -> Iterator[str]:
    yield row.tag or "*"
    for name in _classes(row):
        yield f"{row.tag}.{name}"


def _names(node: LexborNode) -> Iterator[str]:
    """What tells an element from others: its id, else tag and class, else attributes of a panel."""
    name = attribute(node, "id")
    if _NAME.match(name) and not _MADE.search(name):
        yield f"#{name}"
    for class_name in _classes(node):
        yield f"{node.tag}.{class_name}"
    for key, value in node.attributes.items():
        if key.startswith("data-") and value and len(value) < 30 and '"' not in value:
            yield f'{node.tag}[{key}="{value}"]'


def _classes(node: LexborNode) -> list[str]:
    words = attribute(node, "class").split()
    return [w for w in words if _NAME.match(w) and not _MADE.search(w) and not _STATE.search(w)][:3]


def _place(node: LexborNode) -> str:
    """An element among its siblings: its tag, with a number where there are more of it."""
    before, after = 0, False
    sibling = node.prev
    while sibling is not None:
        before += sibling.tag == node.tag
        sibling = sibling.prev
    sibling = node.next
    while sibling is not None and not after:
        after = sibling.tag == node.tag
        sibling = sibling.next
    return f"{node.tag}:nth-of-type({before + 1})" if before or after else node.tag or "*"
