"""What a page says of its article for machines: JSON-LD, meta elements, microdata.

Claims, not facts: each source gives what it says, in the order of trust, and
`scrapers.articles.reader` weighs the claims against the visible page. JSON here is as hostile as any
other input: too deep, too large, broken or with impossible values, it is simply no claim.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.address import absolute, canonical
from scrapers.html.page import ParsedPage
from scrapers.html.text_lines import fold

_LARGEST = 2_000_000  # characters of one JSON-LD block
_MANY = 3  # a page that describes more articles than this is a list of them
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ARTICLE_TYPE = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|Review)$")
_TAG = re.compile(r"<[^<>]+>")

_PUBLISHED = (
    "article:published_time", "datepublished", "og:article:published_time", "og:published_time",
    "parsely-pub-date", "sailthru.date", "cxenseparse:publishtime", "cxenseparse:recs:publishtime",
    "article.published", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date",
    "dc.date", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date",
    "article_date_original", "datecreated", "creation_date", "ptime", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "dcterms.modified",
    "lastmod",
)


class Claims(NamedTuple):
    """What the sources say, best first; empty where they say nothing.

    `kinds` are the machine formats that call this page an article: "json-ld", "opengraph",
    "microdata". `headline` is the title that JSON-LD gives.
    """

    kinds: tuple[str, ...] = ()
    headline: str = ""
    titles: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    url: str = ""
    lang: str = ""
    body: str = ""


def claims_of(page: ParsedPage) -> Claims:
    """All claims of a page."""
    meta = _metas(page)
    node = _article_node(page)
    items = _microdata(page)
    kinds = [
        *(["json-ld"] if node else []),
        *(["opengraph"] if meta.get("og:type", "").lower() in {"article", "news"} else []),
        *(["microdata"] if items.get("type") else []),
    ]
    return Claims(
        kinds=tuple(kinds),
        headline=_text(node.get("headline")),
        titles=_told(node.get("headline"), node.get("name"), meta.get("og:title"),
                     meta.get("twitter:title"), items.get("headline")),
        published=_told(node.get("datePublished"), *(meta.get(name) for name in _PUBLISHED),
                        items.get("datePublished"), node.get("dateCreated")),
        modified=_told(node.get("dateModified"), *(meta.get(name) for name in _MODIFIED)),
        authors=_authors(page, node, meta, items),
        sections=_told(*_listed(node.get("articleSection")), meta.get("article:section")),
        url=_canonical_link(page) or meta.get("og:url", ""),
        lang=_language(page) or _text(node.get("inLanguage")),
        body=_plain_body(node.get("articleBody")),
    )  # fmt: skip


_AUTHOR = ("author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator")
_BYLINES = "a[rel~=author],[itemprop=author],.author .fn,.byline a,[class~=author],[class~=byline]"
"""Who wrote an article, as pages show it; a list of other articles names their authors, too."""

_REGIONS = ("aside", "footer", "nav")
_COMMENTS = re.compile(r"comment|related", re.IGNORECASE)
_BESIDE = re.compile(r"[,，|｜·•]|\s*\d")
"""What parts a name shown from an office or a date."""


def _authors(
    page: ParsedPage, node: dict[str, Any], meta: dict[str, str], items: dict[str, str]
) -> tuple[str, ...]:
    """Who wrote the article, as the first source says: for machines, then as readers see it."""
    sources = (node.get("author"), *([meta.get(name)] for name in _AUTHOR), [items.get("author")])
    for source in sources:
        if names := tuple(dict.fromkeys(_names(source))):
            return names
    shown = filter(_of_the_article, page.tree.css(_BYLINES))
    texts = [_BESIDE.split(element.text(separator=" "))[0] for element in shown]
    names = tuple(dict.fromkeys(_names(texts)))
    return names if len(names) <= _MANY else names[:1]


def _of_the_article(node: LexborNode) -> bool:
    """Whether a name stands neither beside the article nor under it, as those of comments do."""
    parent = node.parent
    while parent is not None and parent.tag != "body":
        if parent.tag in _REGIONS or _COMMENTS.search(parent.attributes.get("class") or ""):
            return False
        parent = parent.parent
    return True


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


_TELLS = 12  # letters of a headline that tell it from others
_BY = re.compile(r"(?:by|von|par|por|di|door|av|af|文)[\s:：・]+", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|und|og|et|y|och|en|&)\s+")
_LONGEST_NAME = 60  # a longer text is a biography


def _names(value: object) -> Iterator[str]:
    for one in _listed(value)[:20]:
        name = _text(one)
        if by := _BY.match(name):
            name = name[by.end() :]
        brief = len(name) <= _LONGEST_NAME and any(map(str.isalpha, name))
        if brief and not name.startswith(("http://", "https://")):
            people = _AND.split(name)
            full = "(" not in name and all(" " in person for person in people)
            yield from people if full else [name]


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


def _canonical_link(page: ParsedPage) -> str:
    node = page.tree.css_first("link[rel='canonical'][href]")
    return (node.attributes.get("href") or "") if node else ""


def _language(page: ParsedPage) -> str:
    node = page.tree.css_first("html[lang]")
    return (node.attributes.get("lang") or "") if node else ""


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


def _article_node(page: ParsedPage) -> dict[str, Any]:
    """The JSON-LD object that describes this page's article; empty where none does."""
    nodes = [
        node
        for script in page.tree.css("script[type='application/ld+json' i]")
        for node in _objects(script.text(deep=True))
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
            waiting.extend(inner for key, inner in value.items() if key != "itemListElement")
        elif isinstance(value, list):
            waiting.extend(value)
