"""What a page says of its article for machines: JSON-LD, meta elements, microdata.

Claims, not facts: each source gives what it says, in the order of trust, and
`scrapers.articles.reader` weighs the claims against the visible page. JSON here is as hostile as any
other input: too deep, too large, broken or with impossible values, it is simply no claim.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from scrapers.address import absolute, canonical
from scrapers.articles.authors import names_in, persons
from scrapers.html.page import ParsedPage
from scrapers.html.text_lines import fold

_LARGEST = 2_000_000  # characters of one JSON-LD block
_MANY = 3  # a page that describes more articles than this is a list of them
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ARTICLE_TYPE = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|Review)$")
_LIST_TYPES = {"CollectionPage", "ProfilePage", "SearchResultsPage"}
_PARTS = {"itemListElement", "liveBlogUpdate"}  # what holds other articles than the page's own
SITE_PART = re.compile(r"\s*[|｜│»]\s*|\s[-–—]\s")
"""What surely stands between a title and the name of its site or section."""
_TELLS = 12  # letters of a headline that tell it from others
_TAG = re.compile(r"<[^<>]+>")

_PUBLISHED = (
    "article:published_time", "datepublished", "og:article:published_time", "og:published_time",
    "parsely-pub-date", "sailthru.date", "cxenseparse:publishtime", "cxenseparse:recs:publishtime",
    "article.published", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date",
    "dc.date", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date",
    "article_date_original", "datecreated", "creation_date", "ptime", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "lastmod",
)  # fmt: skip
_AUTHOR = (
    "author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dable:author",
    "articleauthor", "article:author",
)  # fmt: skip


class Claims(NamedTuple):
    """What the sources say, best first; empty where they say nothing.

    `kinds` are the machine formats that call this page an article: "json-ld", "opengraph",
    "microdata"; `is_list` says that one calls it a list or a person's page, and none an article.
    `headline` is the title that JSON-LD gives, `house` names authors that are no persons.
    """

    kinds: tuple[str, ...] = ()
    is_list: bool = False
    headline: str = ""
    titles: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    house: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    url: str = ""
    lang: str = ""
    body: str = ""


def claims_of(page: ParsedPage) -> Claims:
    """All claims of a page."""
    meta = _metas(page)
    nodes = _nodes(page)
    node = _article_node(page, nodes)
    items = _microdata(page)
    title = page.tree.css_first("head > title")
    authors, house = _authors(nodes, node, meta, items, title.text() if title else "")
    kinds = [
        *(["json-ld"] if node else []),
        *(["opengraph"] if meta.get("og:type", "").lower() in {"article", "news"} else []),
        *(["microdata"] if items.get("type") else []),
    ]
    return Claims(
        kinds=tuple(kinds),
        is_list=not node and any(_LIST_TYPES & set(_types(other)) for other in nodes),
        headline=_text(node.get("headline")),
        titles=_told(node.get("headline"), node.get("name"), meta.get("og:title"),
                     meta.get("twitter:title"), items.get("headline")),
        published=_told(node.get("datePublished"), *(meta.get(name) for name in _PUBLISHED),
                        items.get("datePublished"), node.get("dateCreated")),
        modified=_told(node.get("dateModified"), *(meta.get(name) for name in _MODIFIED)),
        authors=authors,
        house=house,
        sections=_told(*_listed(node.get("articleSection")), meta.get("article:section")),
        url=page.attribute("link[rel='canonical'][href]", "href") or meta.get("og:url", ""),
        lang=page.attribute("html[lang]", "lang") or _text(node.get("inLanguage")),
        body=_plain_body(node.get("articleBody")),
    )  # fmt: skip


def _authors(
    nodes: list[dict[str, Any]],
    node: dict[str, Any],
    meta: dict[str, str],
    items: dict[str, str],
    title: str,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who wrote the article, as the first source that names a person says, and the house's names."""
    known = {name: x for x in nodes if "name" in x and (name := _text(x.get("@id")))}
    told = [_resolved(one, known) for one in _listed(node.get("author"))[:20]]
    houses = _told(*filter(_is_house, told))
    known_as = (*houses, *_told(node.get("publisher"), meta.get("og:site_name")))
    people = [one for one in told if not _is_house(one)]
    others = (*map(meta.get, _AUTHOR), items.get("author"))
    sources: list[Iterable[object]] = [people, *((other,) for other in others)]
    named = [
        tuple(dict.fromkeys(x for one in source for x in names_in(_text(one))))
        for source in sources
    ]
    parts = {
        _bare(part) for part in SITE_PART.split(title)[1:]
    }  # the site's name, and its section's
    known_as += tuple(name for names in named for name in names if _bare(name) in parts)
    found = (persons(names, known_as) for names in named)
    return next(filter(None, found), ()), next(filter(None, (houses, *named)), ())


def _resolved(value: object, known: Mapping[str, object]) -> object:
    """What an object that is only named by its address says elsewhere."""
    return known.get(_text(value.get("@id")), value) if isinstance(value, dict) else value


def _is_house(value: object) -> bool:
    return isinstance(value, dict) and any(kind.endswith("Organization") for kind in _types(value))


def _told(*values: object) -> tuple[str, ...]:
    texts = (_text(value) for value in values)
    return tuple(dict.fromkeys(text for text in texts if text))


def _text(value: object) -> str:
    """A JSON value as text: lists by their first element, objects by name, else nothing."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    return fold(unescaped(_SURROGATE.sub("\ufffd", value))) if isinstance(value, str) else ""


def unescaped(text: str) -> str:
    """Text with HTML entities decoded once, as JSON in HTML often holds them."""
    if "&" not in text:
        return text
    from html import unescape

    return unescape(text)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _plain_body(value: object) -> str:
    if not isinstance(value, str):
        return ""
    text = _TAG.sub("\n", unescaped(_SURROGATE.sub("\ufffd", value)))
    return "\n\n".join(line for line in map(fold, text.splitlines()) if line)


def _metas(page: ParsedPage) -> dict[str, str]:
    """Meta elements by name or property in lower case; the first of each with a value."""
    found: dict[str, str] = {}
    for node in page.tree.css("meta[content],meta[value]"):
        attributes = node.attributes
        content = fold(attributes.get("content") or attributes.get("value") or "")
        for key in (attributes.get("property"), attributes.get("name"), attributes.get("itemprop")):
            if key and content:
                found.setdefault(key.lower(), content)
    return found


def _microdata(page: ParsedPage) -> dict[str, str]:
    scopes = page.tree.css("[itemtype$='Article'],[itemtype$='BlogPosting']")
    if not 0 < len(scopes) <= _MANY:
        return {}
    found = {"type": scopes[0].attributes.get("itemtype") or "article"}
    for node in scopes[0].css("[itemprop]"):
        attributes = node.attributes
        inner = node.css_first("[itemprop='name'],time[datetime]") or node
        value = (
            attributes.get("content")
            or attributes.get("datetime")
            or inner.attributes.get("datetime")
            or inner.text()
        )
        found.setdefault(attributes.get("itemprop") or "", fold(value)[:500])
    return found


def _nodes(page: ParsedPage) -> list[dict[str, Any]]:
    scripts = page.tree.css("script[type='application/ld+json' i]")
    return [node for script in scripts for node in _objects(script.text(deep=True))]


def _article_node(page: ParsedPage, nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """The JSON-LD object that describes this page's article; empty where none does."""
    nodes = [
        node
        for node in nodes
        if any(_ARTICLE_TYPE.match(kind) for kind in _types(node)) and "headline" in node
    ]
    if len(nodes) > _MANY:
        nodes = [node for node in nodes if "articleBody" in node or "mainEntityOfPage" in node]
    nodes = _of_page(nodes, page)
    return nodes[0] if 0 < len(nodes) <= _MANY else {}


def _of_page(nodes: list[dict[str, Any]], page: ParsedPage) -> list[dict[str, Any]]:
    """Those that name the page's own address; else those whose headline the page's title has."""
    here = canonical(page.url)
    own = [node for node in nodes if _named_address(node, page) == here != ""]
    titles = page.tree.css("head > title,meta[property='og:title']")
    shown = "".join(_bare(node.attributes.get("content") or node.text()) for node in titles)
    return own or [
        node
        for node in nodes
        if not (shown and _named_address(node, page))
        or _bare(_text(node.get("headline")))[:_TELLS] in shown
    ]


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _named_address(node: dict[str, Any], page: ParsedPage) -> str:
    value = node.get("mainEntityOfPage") or node.get("url")
    value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
    return canonical(absolute(page.base, value)) if isinstance(value, str) and value else ""


def _types(node: dict[str, Any]) -> list[str]:
    return [kind for kind in _listed(node.get("@type")) if isinstance(kind, str)]


def _objects(source: str) -> Iterator[dict[str, Any]]:
    """All objects in a block of JSON, outer before inner; none where it cannot be read."""
    try:
        value = json.loads(
            _COMMENT.sub("", source[:_LARGEST].lstrip("\ufeff")),
            strict=False,
            parse_int=str,  # thousands of digits are slow to convert, and no number is needed
            parse_constant=lambda _: None,
        )
    except (ValueError, RecursionError):
        return
    waiting = [value]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting.extend(inner for key, inner in value.items() if key not in _PARTS)
        elif isinstance(value, list):
            waiting.extend(value)
