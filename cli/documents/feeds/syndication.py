"""Writes a feed as Atom (RFC 4287) or as JSON Feed 1.1.

Every text is made printable first, so a feed is well-formed whatever a title holds. No time is that
of the writing: the same feed gives the same bytes.
"""

import html
import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from feedgenerator import Atom1Feed  # type: ignore[import-untyped]  # it has no types

from cli.documents.rendering import GENERATOR, shown, web_address
from cli.terminal.printable import printable
from cli.terminal.times import Moment, iso

VERSION = "https://jsonfeed.org/version/1.1"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tracker:feed")


class Item(NamedTuple):
    """One entry of a feed. `lines` are the paragraphs of its text, plain; there may be none."""

    ident: str
    url: str
    title: str
    time: Moment
    tags: Sequence[str]
    lines: Sequence[str] = ()


class Feed(NamedTuple):
    """A feed. `home` is the page that it is about, and the link of items whose own is unsafe."""

    ident: str
    title: str
    home: str
    language: str
    updated: Moment
    items: Sequence[Item]
    author: str = GENERATOR
    itself: str | None = None
    """The address where the feed will be, if that is known."""


def ident(*parts: object) -> str:
    """Return the `urn:uuid:` that belongs to these parts, in every store."""
    return uuid.uuid5(NAMESPACE, json.dumps(parts)).urn


def is_feed(text: str) -> bool:
    """Whether a text begins like a feed of either form."""
    return "http://www.w3.org/2005/Atom" in text[:200] or VERSION in text[:200]


def atom(feed: Feed) -> str:
    """Return the feed as Atom."""
    out = _Atom(
        title=shown(feed.title),
        link=_link(feed.home, feed),
        description=None,
        language=feed.language,
        author_name=printable(feed.author),
        feed_url=feed.itself,
        feed_guid=feed.ident,
        updated=_datetime(feed.updated),
    )
    for item in feed.items:
        lines = [f"<p>{html.escape(printable(line))}</p>" for line in item.lines]
        time = _datetime(item.time)
        out.add_item(
            title=shown(item.title),
            link=_link(item.url, feed),
            description="".join(lines) or None,
            unique_id=item.ident,
            pubdate=time,
            updateddate=time,
            categories=[printable(tag) for tag in item.tags],
        )
    return f"{out.writeString('utf-8')}\n"


def json_feed(feed: Feed) -> str:
    """Return the feed as JSON Feed."""
    content: dict[str, Any] = {
        "version": VERSION,
        "title": shown(feed.title),
        "home_page_url": _link(feed.home, feed),
        **({"feed_url": feed.itself} if feed.itself else {}),
        "language": feed.language,
        "authors": [{"name": printable(feed.author)}],
        "items": [_json_item(item, feed) for item in feed.items],
    }
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n"


def _json_item(item: Item, feed: Feed) -> dict[str, object]:
    title = shown(item.title)
    return {
        "id": item.ident,
        "url": _link(item.url, feed),
        "title": title,
        "content_text": "\n".join(map(printable, item.lines)) or title,
        "date_published": iso(item.time.seconds, item.time.offset),
        "tags": [printable(tag) for tag in item.tags],
    }


class _Atom(Atom1Feed):  # type: ignore[misc]  # it has no types
    """Takes the time of the feed as given; the library would take the clock's for an empty one."""

    def latest_post_date(self) -> datetime:
        """Return the time of the feed."""
        updated: datetime = self.feed["updated"]
        return updated


def _link(url: str, feed: Feed) -> str:
    return web_address(url) or web_address(feed.home) or "about:blank"


def _datetime(moment: Moment) -> datetime:
    return datetime.fromisoformat(iso(moment.seconds, moment.offset))
