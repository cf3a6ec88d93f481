"""Reading rankings from JSON: what a widget's script asks for, asked for without the script.

A list of a `json` reader says at which address it stands and where in the document: dotted paths
to the rows, and within a row to title, address and rank. Numbers in a path count from 0. What is
no JSON, or not of this form, is a problem that names the list; nothing in a document raises.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scrapers.address import canonical
from scrapers.html.decode import decode
from scrapers.html.page import parse
from scrapers.html.text_lines import fold
from scrapers.model import Entry, Evidence, ListSpec, Page, Problem, Ranking, Reader, Reading, Site
from scrapers.rows.entries import entry_for
from scrapers.rows.links import Links
from scrapers.windows import window_of

MOST = 1000
"""Rows of the longest list that is read."""

_DIGITS = 15
_LONE = re.compile("[\ud800-\udfff]")
_TITLES = re.compile(r"title|headline|name|subject|heading", re.IGNORECASE)
_RANKS = re.compile(r"rank|pos|order|no", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:/)?/\S+$")
_DEEPEST = 6


class Misfit(Exception):
    """A document in which a list is not where it should be; str() says how."""


def read(page: Page, site: Site, reader: Reader) -> Reading:
    """The lists that stand in a page from an address of the reader's."""
    text, encoding, problems = decode(page.body, page.content_type)
    reading = Reading(page.url, site.name, encoding, reader.name, problems=problems)
    try:
        document = loaded(text)
    except ValueError as error:
        return reading._replace(problems=(*problems, Problem("json", str(error)[:200])))
    links = Links(parse(b"", site.home, None), site)
    here = [spec for spec in reader.lists if canonical(spec.url) == canonical(page.url)]
    outcomes = [_ranking(document, spec, links, dict(site.windows)) for spec in here]
    rankings = tuple(one for one in outcomes if isinstance(one, Ranking))
    layout = (one for one in outcomes if isinstance(one, Problem))
    widget = "lists" if rankings else "none"
    return reading._replace(widget=widget, rankings=rankings, problems=(*problems, *layout))


def loaded(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """The document; ValueError says why it is none. Nothing in it can be too deep or too large."""
    try:
        return json.loads(
            text.removeprefix("\ufeff"), parse_int=_integer, parse_constant=lambda _: None
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= _DIGITS else None


def _ranking(
    document: object, spec: ListSpec, links: Links, windows: Mapping[str, str]
) -> Ranking | Problem:
    try:
        rows = _rows(document, spec.items)
        numbered = [(_rank(row, spec.rank, n), row) for n, row in enumerate(rows, 1)]
        ordered = sorted(numbered, key=lambda pair: pair[0])
        entries = tuple(_entry(n, row, spec, links) for n, (_, row) in enumerate(ordered, 1))
    except Misfit as misfit:
        return Problem("layout", str(misfit), spec.name)
    window = spec.window or window_of(spec.label or spec.heading, windows)
    ranks = [rank for rank, _ in numbered]
    odd = {"rank-order": ranks != sorted(ranks), "dup-rank": len(set(ranks)) < len(ranks)}
    flags = tuple(flag for flag, holds in odd.items() if holds)
    evidence = (Evidence("json", 1.0, "read from JSON"),)
    return Ranking(
        spec.heading, window, spec.label or None, entries, flags, evidence, name=spec.name
    )


def _rows(document: object, path: str) -> list[Any]:
    rows = _at(document, path)
    if not isinstance(rows, list) or not rows:
        raise Misfit(f"no rows at {path or 'the top'}")
    if len(rows) > MOST:
        raise Misfit(f"{len(rows)} rows at {path or 'the top'}")
    return rows


def _rank(row: object, path: str, number: int) -> int:
    """A row's own rank, or its place where the entry names none."""
    if not path:
        return number
    rank = _at(row, path)
    if isinstance(rank, str) and rank.isdecimal():
        rank = _integer(rank)
    if isinstance(rank, bool) or not isinstance(rank, int) or rank < 0:
        raise Misfit(f"row {number} has no rank at {path}")
    return rank


def _entry(rank: int, row: object, spec: ListSpec, links: Links) -> Entry:
    title = _at(row, spec.title)
    if not isinstance(title, str) or not (shown := fold(_whole(title))):
        raise Misfit(f"row {rank} has no title at {spec.title}")
    address = _at(row, spec.link) if spec.link else None
    target = links.target(_whole(address) if isinstance(address, str) else "")
    return entry_for(rank, shown, target, strict=links.strict)


def _whole(text: str) -> str:
    """Text as it can be kept: half of a surrogate pair stands for nothing."""
    return _LONE.sub("\ufffd", text)


def _at(value: object, path: str) -> object:
    """What a dotted path leads to; None where it leads nowhere."""
    for key in path.split(".") if path else ():
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list) and key.isdecimal() and int(key[:6]) < len(value):
            value = value[int(key[:6])]
        else:
            return None
    return value


def proposal(page: Page) -> ListSpec | None:
    """The paths of what looks like a ranking in a document, or None; for a person to check."""
    try:
        document = loaded(decode(page.body, page.content_type).text)
    except ValueError:
        return None
    found = (_paths(path, rows) for path, rows in _arrays(document, (), _DEEPEST))
    return next((paths for paths in found if paths), None)


def _arrays(
    value: object, path: tuple[str, ...], depth: int
) -> Iterator[tuple[str, list[Mapping[str, object]]]]:
    """The arrays of three objects and more, outer ones first."""
    if isinstance(value, list) and len(value) >= 3 and all(isinstance(v, Mapping) for v in value):
        yield ".".join(path), value
    listed = enumerate(value[:5]) if isinstance(value, list) else ()
    inner = value.items() if isinstance(value, Mapping) else listed
    for key, one in inner if depth else ():
        if "." not in str(key):
            yield from _arrays(one, (*path, str(key)), depth - 1)


def _paths(items: str, rows: Sequence[Mapping[str, object]]) -> ListSpec | None:
    keys = [key for key in rows[0] if "." not in key and all(key in row for row in rows)]
    texts = [key for key in keys if all(isinstance(row[key], str) for row in rows)]
    links = [key for key in texts if all(_ADDRESS.match(str(row[key])) for row in rows)]
    titles = [key for key in texts if key not in links and _TITLES.search(key)]
    counted = [*range(1, len(rows) + 1)]
    ranks = (key for key in keys if _RANKS.match(key) and [row[key] for row in rows] == counted)
    if not titles or not links:
        return None
    return ListSpec(items=items, title=titles[0], link=links[0], rank=next(ranks, ""))
