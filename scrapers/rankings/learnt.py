"""Reading by what was learnt once: selectors of rows, with the heading and label that vouch for them.

`learn` turns a ranking into what a site's entry in `sites.toml` keeps; `read` finds the same lists
in a later page. A selector alone would find whatever takes the list's place after a redesign, so
heading and label must still stand over the rows: where they do not, the list is not read and the
problem `layout` says what is missing.
"""

from collections.abc import Iterator, Mapping, Sequence

from selectolax.lexbor import LexborNode, SelectolaxError

from scrapers.html.page import ParsedPage
from scrapers.html.texts import words_of
from scrapers.model import Evidence, ListSpec, Problem, Ranking, Site
from scrapers.rankings.headings import NAMED, name_of
from scrapers.rankings.result import Found
from scrapers.rows.entries import entries_of, only_ranked
from scrapers.rows.links import Links
from scrapers.rows.rows import Row, row_of
from scrapers.rows.titles import title_of, titles_of
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
    told = [_read(page, links, spec, extra) for spec in lists]
    rankings = tuple(one for one in told if isinstance(one, Ranking))
    problems = tuple(one for one in told if isinstance(one, Problem))
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
    rows = only_ranked([row for row in (row_of(node, links) for node in nodes) if title_of(row)])
    if not rows:
        return Problem("layout", f"no rows at `{selector}`", called)
    around = list(_around(rows[0].nodes[0]))
    for text in (spec.heading, spec.label):
        if text and not any(_shows(node, text, rows) for node in around):
            return Problem("layout", f"no “{text}” stands over `{selector}`", called)
    return _ranking(rows, spec, links, extra)


def _ranking(
    rows: Sequence[Row], spec: ListSpec, links: Links, extra: Mapping[str, str]
) -> Ranking:
    entries, flags, source = entries_of(rows, titles_of(rows), strict=links.strict)
    window = spec.window or window_of(spec.label or spec.heading, extra)
    evidence = (
        Evidence("selector", 1.0, "found by its learnt selector"),
        *((Evidence("ranks", 0.0, f"ranks printed as {source}"),) if source else ()),
    )
    label = spec.label or None
    return Ranking(
        spec.heading, window, label, entries, flags, evidence, 1.0, spec.selector, spec.name
    )


def _around(row: LexborNode) -> Iterator[LexborNode]:
    node = row.parent
    for _ in range(_CLIMB):
        if node is None or node.tag in ("body", "html"):
            return
        yield node
        node = node.parent


def _shows(node: LexborNode, text: str, rows: Sequence[Row]) -> bool:
    """Whether an element shows a text, or something in it is called so, outside the rows themselves."""
    wanted = "".join(fold(text).split())
    said = words_of(node) + " ".join(map(name_of, [node, *node.css(NAMED)]))
    own = sum("".join(fold(words_of(n)).split()).count(wanted) for row in rows for n in row.nodes)
    return "".join(fold(said).split()).count(wanted) > own
