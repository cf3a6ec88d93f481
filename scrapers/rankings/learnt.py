"""Reading by what was learnt once: selectors of rows, with the heading and label that vouch for them.

`learn` turns a ranking into what a site's entry in `sites.toml` keeps; `read` finds the same lists
in a later page. A selector alone would find whatever takes the list's place after a redesign, so
heading and label must still stand over the rows: where they do not, the list is not read and the
problem `layout` says what is missing.
"""

from collections.abc import Mapping, Sequence
from itertools import islice

from selectolax.lexbor import SelectolaxError

from scrapers.html.elements import Element
from scrapers.html.page import ParsedPage
from scrapers.model import Evidence, ListSpec, Problem, Ranking, Site
from scrapers.rankings.headings import NAMED, name_of
from scrapers.rankings.result import Found
from scrapers.rows.entries import entries_of, only_ranked
from scrapers.rows.links import Links
from scrapers.rows.rows import Row, row_of
from scrapers.rows.titles import titles_of
from scrapers.windows import window_of
from scrapers.words.folding import fold

_CLIMB = 8


def learn(ranking: Ranking, name: str = "") -> ListSpec | None:
    """What is kept of a ranking under a name; None where no selector finds its rows."""
    if not ranking.selector:
        return None
    return ListSpec(
        name, ranking.window or "", ranking.heading, ranking.label or "", ranking.selector
    )


def read(page: ParsedPage, site: Site | None, lists: Sequence[ListSpec]) -> Found:
    """The learnt lists of a page; `layout` problems name those that no longer fit."""
    links = Links(page, site)
    extra = dict(site.windows) if site else {}
    outcomes = [_read(page, links, spec, extra) for spec in lists]
    rankings = tuple(one for one in outcomes if isinstance(one, Ranking))
    problems = tuple(one for one in outcomes if isinstance(one, Problem))
    return Found(rankings, "lists" if rankings else "none", (), problems)


def _read(
    page: ParsedPage, links: Links, spec: ListSpec, extra: Mapping[str, str]
) -> Ranking | Problem:
    selector = spec.selector
    called = spec.name or spec.label or spec.heading
    try:
        nodes = page.tree.css(selector) if selector else []
    except (SelectolaxError, ValueError):
        return Problem("layout", f"`{selector}` is no selector", called)
    shown = [row_of(links.elements.at(node), links) for node in nodes]
    rows = only_ranked([row for row in shown if any(titles_of([row]))])
    if not rows:
        return Problem("layout", f"no rows at `{selector}`", called)
    around = [*islice(rows[0].elements[0].around, _CLIMB)]
    around = [element for element in around if element.tag not in ("body", "html")]
    for text in filter(None, (spec.heading, spec.label)):
        if not any(_shows(element, text, rows) for element in around):
            return Problem("layout", f"no “{text}” stands over `{selector}`", called)
    entries, flags, source = entries_of(rows, titles_of(rows), strict=links.strict)
    evidence = [Evidence("selector", 1.0, "found by its learnt selector")]
    evidence += [Evidence("ranks", 0.0, f"ranks printed as {source}")] if source else []
    window, label = spec.window or window_of(spec.label or spec.heading, extra), spec.label or None
    return Ranking(
        spec.heading, window, label, entries, flags, tuple(evidence), 1.0, selector, spec.name
    )


def _shows(element: Element, text: str, rows: Sequence[Row]) -> bool:
    """Whether an element shows a text, or something in it is called so, outside the rows themselves."""
    wanted = "".join(fold(text).split())
    texts = element.text + " ".join(map(name_of, [element.node, *element.node.css(NAMED)]))
    own = (one for row in rows for one in row.elements)
    shown = sum("".join(fold(one.text).split()).count(wanted) for one in own)
    return "".join(fold(texts).split()).count(wanted) > shown
