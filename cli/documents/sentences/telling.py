"""What a list's sentences are made with: the stretch, the moves at its ends, and facts in words."""

from functools import cached_property

from cli.documents.sentences.sentence import Part, title
from cli.documents.sentences.stretch import Stretch
from cli.documents.subject import Subject
from cli.words import Words
from store import Chart, Event, ListRow, Top


class Telling:
    """One list's stretch of time, and how its articles are spoken of."""

    def __init__(self, subject: Subject, stretch: Stretch, top: Top | None = None) -> None:
        """`top` is the list at the end of the stretch, if that is known already."""
        self.subject, self.stretch, self._top = subject, stretch, top
        self.words = subject.words
        self.movers = {row.row.article: row for row in stretch.movers}
        self.stories = {story.article: story for story in stretch.stories}

    @cached_property
    def beside(self) -> dict[int | None, list[str]]:
        """Article -> its ranks on the other lists at the end, in words."""
        top = self._top or self.subject.store.top(
            self.stretch.ranking_list, self.stretch.last.observed
        )
        return {
            row.row.article: [
                self.words.text(
                    "{list} {rank}", list=list_word(self.words, ranking_list), rank=rank
                )
                for ranking_list in top.others
                if (rank := row.others.get(ranking_list.id))
            ]
            for row in top.rows
        }

    @cached_property
    def charts(self) -> dict[int, Chart]:
        """Article -> its statistics as known at the end, for all that are told."""
        articles = {a for a in (*self.movers, *self.stories) if a is not None}
        return self.subject.store.charts(
            self.stretch.ranking_list, articles, self.stretch.last.observed
        )

    def title(self, article: int, *, whole: bool = False) -> Part:
        """An article's title with its address, as shown at the end, else as last told."""
        if mover := self.movers.get(article):
            return title(mover.row.title, article, mover.row.url, whole=whole)
        event = self.stories[article].last
        return title(event.title, article, event.url, whole=whole)

    def at_one(self, article: int) -> str:
        """How long it has been number one in all, as far as that was measured; else nothing."""
        chart = self.charts.get(article)
        if chart is None or not chart.top1:
            return ""
        return self.words.text("{span} at #1", span=self.words.short(chart.top1))

    def now(self, article: int) -> str:
        """Its rank at the end, or that it is off the list."""
        mover = self.movers.get(article)
        if mover and mover.now:
            return self.words.text("now {rank}", rank=mover.now)
        return self.words.text("now off the list")

    def moved(self, was: int | None, now: int) -> str:
        """From where to where an article moved."""
        return self.words.text("{was} → {now}", was=was, now=now)

    def at(self, rank: int) -> str:
        """A rank, as it stands before a title."""
        return self.words.text("{rank} {title}", rank=rank, title="")

    def since(self, event: Event) -> str:
        """Since when what an event says holds."""
        if event.exact:
            return self.words.text("since {time}", time=self.subject.near(event.by))
        return self.between(event.after, event.by)

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of all stories."""
        return tuple(event for story in self.stretch.stories for event in story.events)

    def between(self, after: int, by: int) -> str:
        """Between which times something happened."""
        edges = {
            "after": self.subject.near(after, full=True),
            "by": self.subject.near(by, full=True),
        }
        return self.words.text("between {after} and {by}", **edges)


def list_word(words: Words, ranking_list: ListRow) -> str:
    """What to call a list within a sentence: `week` in English, its label in Japanese."""
    return ranking_list.name if words.language == "en" else ranking_list.label
