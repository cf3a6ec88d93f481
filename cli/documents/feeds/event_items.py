"""Events as items of a feed: one for each exact event, and one for what nobody saw happen."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from cli.documents.feeds.syndication import Item, ident
from cli.terminal.context import moment_at
from cli.terminal.times import Moment
from cli.words import Words
from store import Event, ListRow, SiteRow, Store


class EventItems:
    """Says events of some lists as items."""

    def __init__(self, store: Store, words: Words, lists: Sequence[ListRow]) -> None:
        numbers = {ranking_list.site for ranking_list in lists}
        self.sites = [site for site in store.sites() if site.id in numbers]
        self._store = store
        self._words = words
        self._lists = {
            (self.site(ranking_list).name, ranking_list.name): ranking_list
            for ranking_list in lists
        }

    def site(self, ranking_list: ListRow) -> SiteRow:
        """The site of a list."""
        return next(site for site in self.sites if site.id == ranking_list.site)

    def items(self, events: Sequence[Event]) -> Iterator[Item]:
        """One item for each exact event, and one for all others of a list and an observation."""
        yield from (self._item(event) for event in events if event.exact)
        inexact = sorted((e for e in events if not e.exact), key=_observation)
        for _, together in groupby(inexact, key=_observation):
            yield self._catch_up(list(together))

    def _item(self, event: Event) -> Item:
        words, ranking_list = self._words, self._lists[event.site, event.list]
        text = words.text(
            "{site}, {list}: {now}, seen {by}; before: {before}, seen {after}",
            site=self.site(ranking_list).label,
            list=ranking_list.label,
            now=self._place(event.rank),
            before=self._place(event.previous),
            by=words.stamp(self._moment(ranking_list, event.by)),
            after=words.stamp(self._moment(ranking_list, event.after)),
        )
        return Item(
            ident(event.site, event.list, event.kind, event.by, event.url),
            event.url,
            words.text("{list}: {event}", list=ranking_list.label, event=self._what(event)),
            self._moment(ranking_list, event.by),
            (event.kind, event.list, event.site),
            [text],
        )

    def _catch_up(self, events: list[Event]) -> Item:
        """What happened while it was not measured, with the two times between which it did."""
        words, first = self._words, events[0]
        ranking_list = self._lists[first.site, first.list]
        after = self._moment(ranking_list, min(event.after for event in events))
        by = self._moment(ranking_list, first.by)
        cause = words.text(
            "{site}, {list}: not measured from {after} to {by} ({cause})",
            site=self.site(ranking_list).label,
            list=ranking_list.label,
            after=words.stamp(after),
            by=words.stamp(by),
            cause=words.cause(first.cause),
        )
        return Item(
            ident(first.site, first.list, "catch-up", first.by, ""),
            self.site(ranking_list).home,
            words.count(
                len(events),
                "{list}: {n} change between {after} and {by}",
                "{list}: {n} changes between {after} and {by}",
                list=ranking_list.label,
                after=words.brief(after, now=by.seconds),
                by=words.brief(by),
            ),
            by,
            ("catch-up", first.list, first.site),
            [cause, *map(self._what, events)],
        )

    def _what(self, event: Event) -> str:
        words = self._words
        forms = {
            "first": words.text("number one: {title}", title=event.title),
            "new": words.text("new at {rank}: {title}", rank=event.rank, title=event.title),
            "back": words.text("back at {rank}: {title}", rank=event.rank, title=event.title),
            "peak": words.text("new peak {rank}: {title}", rank=event.rank, title=event.title),
            "out": words.text("out, was {rank}: {title}", rank=event.previous, title=event.title),
        }
        first = event.kind.removeprefix("top:")
        return forms.get(event.kind) or words.text(
            "in the first {n}, at {rank}: {title}", n=first, rank=event.rank, title=event.title
        )

    def _place(self, rank: int | None) -> str:
        return self._words.text("rank {n}", n=rank) if rank else self._words.text("off the list")

    def _moment(self, ranking_list: ListRow, seconds: int) -> Moment:
        return moment_at(self._store, self.site(ranking_list), seconds)


def _observation(event: Event) -> tuple[str, str, int]:
    return event.site, event.list, event.by
