"""What happened on a list between two observations: the story of each article, and the moves.

The events of one article are one story, so that an article which came, left and came back is told
once. Its status is what came of it by the end.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from cli.documents.subject import Keep, Subject
from store import Event, ListRow, Mover, Observation, Versus

TOLD = frozenset({"first", "new", "back", "out"})
"""The kinds of events that documents tell."""


class Story(NamedTuple):
    """The events of one article on one list, oldest first.

    `status` is `new`, `re` or `out`, or `visit` if it came and went; `first` if it only became
    number one.
    """

    article: int
    status: str
    events: tuple[Event, ...]

    @property
    def last(self) -> Event:
        """The newest event."""
        return self.events[-1]

    @property
    def unsure(self) -> Event | None:
        """The newest event whose time is not known exactly."""
        return next((event for event in reversed(self.events) if not event.exact), None)


class Stretch(NamedTuple):
    """A list from the observation `first` to the observation `last`, as far as a document tells it.

    `first` is that of the baseline, or the first of all. There are `observed` from it to the last.
    `movers` are the articles at these two ends.
    """

    ranking_list: ListRow
    first: int
    last: Observation
    observed: int
    stories: list[Story]
    movers: list[Mover]

    def of_status(self, status: str) -> list[Story]:
        """The stories with this status."""
        return [story for story in self.stories if story.status == status]

    @property
    def firsts(self) -> list[Event]:
        """The events in which an article became number one, oldest first."""
        events = [e for story in self.stories for e in story.events if e.kind == "first"]
        return sorted(events, key=lambda event: event.by)

    @property
    def leader(self) -> Mover | None:
        """The article that is number one at the end."""
        return next((row for row in self.movers if row.now == 1), None)

    @property
    def happened(self) -> bool:
        """Whether anything came, left, led, climbed or fell."""
        return bool(self.stories) or any(row.status in {"up", "down"} for row in self.movers)


def stretch(subject: Subject, ranking_list: ListRow, since: int, until: int) -> Stretch | None:
    """A list in [since, until); None if it was not measured then."""
    store = subject.store
    last = store.history.newest(ranking_list, until - 1)
    if last is None or last.observed < since:
        return None
    base = store.history.newest(ranking_list, since - 1)
    movers = store.movers(ranking_list, until - 1, Versus("time", base.observed if base else since))
    begin = base or movers.base or last
    events = store.events([ranking_list], begin.observed + 1, last.observed + 1)
    return Stretch(
        ranking_list._replace(label=last.label),
        begin.observed,
        last,
        movers.observed,
        list(_stories(_kept(events, subject.keep))),
        [row for row in movers.rows if subject.keep(row.row.article, row.row.title)],
    )


def _kept(events: list[Event], keep: Keep) -> list[Event]:
    """The events of the articles that one of their titles has kept."""
    articles = {event.article for event in events if keep(event.article, event.title)}
    return [event for event in events if event.article in articles]


def _stories(events: Iterable[Event]) -> Iterable[Story]:
    told_events = sorted((e for e in events if e.kind in TOLD), key=lambda e: (e.article, e.by))
    for article, group in groupby(told_events, key=lambda event: event.article):
        own = tuple(group)
        yield Story(article, _status(own), own)


def _status(events: tuple[Event, ...]) -> str:
    """What came of an article: the first and the last of its entries and exits decide."""
    steps = [event.kind for event in events if event.kind != "first"]
    if not steps:
        return "first"
    if steps[-1] == "out":
        return "out" if steps[0] == "out" else "visit"
    return "new" if steps[0] == "new" else "re"
