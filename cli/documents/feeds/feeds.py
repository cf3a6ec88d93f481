"""The feeds: what happened on the lists, and the articles that the sites published.

An id is made of what is stored with the entry, never of what may change later. So neither a new
title nor a join changes it, and two stores give the same one. Only what was fetched is news: imports
and new readings of kept pages make no items.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from cli.documents.feeds.event_items import EventItems
from cli.documents.feeds.syndication import Feed, Item, ident
from cli.documents.subject import Keep, everything
from cli.terminal.context import moment_at
from cli.terminal.times import DAY, Moment
from cli.words import Words
from store import ArticleFacts, ListRow, NewArticle, SiteRow, Store

KINDS = ("first", "new", "back", "out")
"""The kinds of events that a feed has, if no others are asked for."""
SPAN = 7 * DAY
"""How far before the newest observation a feed of events begins, if no time is asked for."""
LIMIT = 50
"""Items that a feed has at most."""
SCANNED = 1000
"""Articles among which a feed looks for those that are asked for."""


class Extent(NamedTuple):
    """What a feed has: items at most, articles that are kept, and of events the kinds and the time.

    Kinds are those of `Event`, also `top:N`.
    """

    limit: int = LIMIT
    keep: Keep = everything
    kinds: Collection[str] = KINDS
    since: int | None = None


def event_feed(
    store: Store, lists: Sequence[ListRow], words: Words, extent: Extent | None = None
) -> Feed:
    """What happened on some lists, the newest first.

    What was not measured exactly, such as all that lies across a gap, is one item for each list.
    """
    limit, keep, kinds, since = extent or Extent()
    newest = store.history.newest_time(lists) or 0
    top = [int(kind.removeprefix("top:")) for kind in kinds if kind.startswith("top:")]
    events = [
        event
        for event in store.events(lists, newest - SPAN if since is None else since, top=top)
        if event.fetched and event.kind in kinds and keep(event.article, event.title)
    ]
    making = EventItems(store, words, lists)
    items = sorted(making.items(events), key=_time, reverse=True)[:limit]
    names = sorted((making.site(ranking_list).name, ranking_list.name) for ranking_list in lists)
    return Feed(
        ident("events", names, sorted(kinds)),
        words.text("{site}: what happened on its lists", site=_labels(making.sites, words)),
        making.sites[0].home if making.sites else "",
        words.language,
        items[0].time if items else Moment(newest),
        items,
    )


def article_feed(
    store: Store, sites: Sequence[SiteRow], words: Words, extent: Extent | None = None
) -> Feed:
    """The articles that were first seen last on some sites, in the order of their publication.

    An article without a title has to wait for one: a reader would keep the address in its place.
    """
    limit, keep, *_ = extent or Extent()
    new = store.newest_articles(sites, SCANNED)
    facts = store.article_facts([article.article for article in new])
    named = [(article, facts[article.article]) for article in new if facts[article.article].titles]
    kept = [(article, about) for article, about in named if keep(article.article, about.title)]
    items = [_article(store, article, about, words) for article, about in kept[:limit]]
    items.sort(key=_time, reverse=True)
    labels = _labels(sites, words)
    return Feed(
        ident("articles", sorted(site.name for site in sites)),
        words.text("{site}: articles", site=labels),
        sites[0].home if sites else "",
        words.language,
        items[0].time if items else Moment(0),
        items,
        author=labels,
    )


def _article(store: Store, new: NewArticle, facts: ArticleFacts, words: Words) -> Item:
    """An article, at the time of its publication, or when it was first seen if that is unknown."""
    seen = moment_at(store, new.site, new.first_seen)
    published = facts.published_at(seen.offset)
    line = words.text("first seen {time}", time=words.stamp(seen))
    return Item(
        ident(new.site.name, "", "article", "", new.canonical),
        facts.url,
        facts.title,
        seen if published is None else Moment(published, seen.offset),
        [text for text in (facts.category, new.site.name) if text],
        [line],
    )


def _labels(sites: Sequence[SiteRow], words: Words) -> str:
    return words.join([site.label for site in sites])


def _time(item: Item) -> int:
    return item.time.seconds
