"""What RFC 4287 and JSON Feed 1.1 demand of a feed, checked; gives what the tests look at.

The public validators are services. This holds a feed to the words of the two specifications: which
elements there must be, how often, and what may stand in them.
"""

import json
import re
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
ONCE = ("id", "title", "updated")
KNOWN = {*ONCE, "author", "category", "link", "published", "summary"}
INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Read(NamedTuple):
    """One item, as a reader has it."""

    ident: str
    title: str
    link: str
    time: str
    kind: str
    text: str


def atom(text: str) -> list[Read]:
    """The entries of an Atom feed, which is checked."""
    root = ET.fromstring(text.encode())
    assert root.tag == f"{ATOM}feed"
    _elements(root, {*KNOWN, "entry"})
    assert root.findtext(f"{ATOM}author/{ATOM}name"), "no author of the feed"
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        _elements(entry, KNOWN)
        assert entry.find(f"{ATOM}summary").get("type") == "html"
    found = [_entry(entry) for entry in entries]
    _together(found)
    times = [datetime.fromisoformat(item.time) for item in found]
    if times:
        assert datetime.fromisoformat(root.findtext(f"{ATOM}updated")) >= max(times)
    return found


def _elements(parent: ET.Element, known: set[str]) -> None:
    names = [child.tag.removeprefix(ATOM) for child in parent]
    assert set(names) <= known, names
    assert [names.count(name) for name in ONCE] == [1, 1, 1], names
    _uri(parent.findtext(f"{ATOM}id"))
    _time(parent.findtext(f"{ATOM}updated"))
    links = parent.findall(f"{ATOM}link")
    alternate = [link.get("href") for link in links if link.get("rel") == "alternate"]
    assert len(alternate) == 1, "an entry without content has one alternate link"
    _web(alternate[0])
    assert all(category.get("term") for category in parent.findall(f"{ATOM}category"))


def _entry(entry: ET.Element) -> Read:
    text = ET.fromstring(f"<div>{entry.findtext(f'{ATOM}summary')}</div>")
    assert {child.tag for child in text.iter()} <= {"div", "p"}
    return Read(
        entry.findtext(f"{ATOM}id"),
        entry.findtext(f"{ATOM}title"),
        entry.find(f"{ATOM}link").get("href"),
        entry.findtext(f"{ATOM}updated"),
        entry.find(f"{ATOM}category").get("term"),
        "\n".join("".join(line.itertext()) for line in text),
    )


def json_feed(text: str) -> list[Read]:
    """The items of a JSON Feed, which is checked."""
    feed = json.loads(text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert all(author["name"] for author in feed["authors"])
    _web(feed["home_page_url"])
    found = []
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"], "one of content_text and content_html"
        assert all(isinstance(tag, str) for tag in item["tags"])
        _uri(item["id"])
        _web(item["url"])
        _time(item["date_published"])
        found.append(
            Read(
                item["id"],
                item["title"],
                item["url"],
                item["date_published"],
                item["tags"][0],
                item["content_text"],
            )
        )
    _together(found)
    return found


def _together(items: list[Read]) -> None:
    assert len({item.ident for item in items}) == len(items), "two items with one id"
    times = [datetime.fromisoformat(item.time) for item in items]
    assert times == sorted(times, reverse=True), "the newest first"
    for item in items:
        assert not INVISIBLE.search(item.title + item.text), "a text that nobody can see"


def _uri(text: str) -> None:
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text), text


def _time(text: str) -> None:
    rfc3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"
    assert re.fullmatch(rfc3339, text), text
    assert datetime.fromisoformat(text).tzinfo


def _web(url: str) -> None:
    assert url == "about:blank" or urlsplit(url).scheme in {"http", "https"}, url
    assert re.fullmatch(r"[!-~]+", url), url
