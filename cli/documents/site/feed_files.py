"""The feeds of a published site: what happened on all lists, and the articles of all sites."""

from cli.documents.feeds import feeds, syndication
from cli.documents.site.folder import Folder
from cli.documents.subject import Subject


def put(folder: Folder, subjects: list[Subject]) -> None:
    """The feeds; they are made each time, and written if they differ."""
    if not subjects:
        return
    store, words = subjects[0].store, subjects[0].words
    sites = [subject.site for subject in subjects]
    events = feeds.event_feed(store, store.all_lists(sites), words)
    articles = feeds.article_feed(store, sites, words)
    folder.put("events.atom", None, lambda: syndication.atom(events))
    folder.put("events.json", None, lambda: syndication.json_feed(events))
    folder.put("articles.atom", None, lambda: syndication.atom(articles))
