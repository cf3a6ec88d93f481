"""A CSS selector that finds a list's rows again: short, readable, with names that look stable."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

from selectolax.lexbor import SelectolaxError

from scrapers.html.elements import Element
from scrapers.html.page import ParsedPage
from scrapers.rows.rows import Row

_NAME = re.compile(r"-?[A-Za-z_][\w-]*\Z")
_MADE = re.compile(r"\d{4,}|[a-z]\d[a-z]\d|^(?:css|sc|jsx|svelte)-|__[A-Za-z0-9]{5,}$")
_STATE = re.compile(
    r"^(?:is-|has-|js-)|active|current|selected|first|last|odd|even|clearfix|hidden"
)
_CLIMB = 8


def selector_of(rows: Sequence[Row], page: ParsedPage) -> str:
    """A selector whose matches in the page are just the rows' elements and blank ones, or ""."""
    wanted = {row.elements[0].node.mem_id for row in rows}
    elements = rows[0].elements[0].page
    for selector in _proposals(rows[0].elements[0]):
        try:
            first = page.tree.css_first(selector)  # it tells most often
            if first is None or (first.mem_id not in wanted and not _blank(elements.at(first))):
                continue
            matches = page.tree.css(selector)
        except SelectolaxError:  # broken markup makes names that no selector can hold
            continue
        others = [elements.at(node) for node in matches if node.mem_id not in wanted]
        if len(matches) - len(others) == len(wanted) and all(map(_blank, others)):
            return selector
    return ""


def _blank(element: Element) -> bool:
    return element.link is None and not element.shows_text


def _proposals(row: Element) -> Iterator[str]:
    """Selectors of the row within ever wider surroundings, the plainest first."""
    ends = [row.tag or "*", *(f"{row.tag}.{name}" for name in _classes(row))]
    path: list[str] = []
    for element in islice(row.around, _CLIMB):
        if element.tag in ("body", "html"):
            break
        for name, end in product(_names(element), ends):
            yield " > ".join([name, *reversed(path), end])
            if path:  # rows that stand in several columns
                yield " > ".join([name, *reversed(path[1:])]) + f" {end}"
        path.append(_place(element))
    for end in ends:
        yield " > ".join(["body", *reversed(path), end])


def _names(element: Element) -> Iterator[str]:
    """What tells an element from others: its id, else tag and class, else attributes of a panel."""
    name = element.get("id")
    if _NAME.match(name) and not _MADE.search(name):
        yield f"#{name}"
    for class_name in _classes(element):
        yield f"{element.tag}.{class_name}"
    for key, value in element.attributes.items():
        if key.startswith("data-") and value and len(value) < 30 and '"' not in value:
            yield f'{element.tag}[{key}="{value}"]'


def _classes(element: Element) -> list[str]:
    words = element.get("class").split()
    return [w for w in words if _NAME.match(w) and not _MADE.search(w) and not _STATE.search(w)][:3]


def _place(element: Element) -> str:
    """An element among its siblings: its tag, with a number where there are more of it."""
    beside = element.parent.children if element.parent else [element]
    alike = [child for child in beside if child.tag == element.tag]
    number = f":nth-of-type({alike.index(element) + 1})" if len(alike) > 1 else ""
    return (element.tag or "*") + number
