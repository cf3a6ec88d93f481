"""What a document is about: an open store, a site, the time it is made, and its words."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cli.terminal.context import moment_at
from cli.terminal.times import Moment
from cli.words import Words
from store import Chart, SiteRow, Store

Keep = Callable[[int | None, str], bool]
"""Whether an article (its id, its title) is to be told."""


def everything(_article: int | None, _title: str) -> bool:
    """Keep all articles."""
    return True


class Subject(NamedTuple):
    """The site of a document; `at` is the last instant that it knows, `now` when it is made.

    `newest` is its newest observation: a year, or a day, is named where it is another than that.
    `keep` says which articles it tells.
    """

    store: Store
    site: SiteRow
    at: int
    newest: int
    now: int
    words: Words
    keep: Keep = everything

    def kept(self, articles: Iterable[int | None]) -> set[int]:
        """Those of some articles that are told, by any of their titles."""
        numbers = [article for article in articles if article is not None]
        facts = self.store.article_facts(numbers, self.at).values()
        return {
            article.article
            for article in facts
            if any(self.keep(article.article, t) for t in article.titles)
        }

    def moment(self, seconds: int) -> Moment:
        """The site's local time at an instant."""
        return moment_at(self.store, self.site, seconds)

    def brief(self, seconds: int) -> str:
        """A time in short, with its year if that is another."""
        return self.words.brief(self.moment(seconds), now=self.newest)

    def weekday(self, seconds: int) -> str:
        """A time in short with its day of the week."""
        return self.words.brief(self.moment(seconds), weekday=True, now=self.newest)

    def near(self, time: int, *, full: bool = False) -> str:
        """A time as shortly as can be: only the hour if it is of the newest day, unless `full`."""
        if full:
            return self.brief(time)
        return self.words.near(self.moment(time), self.newest)


def lasted(words: Words, seconds: int, *, at_least: bool) -> str:
    """A time on a list for a table: cut, never rounded up; what was seen once is `1×`."""
    return words.short(seconds, at_least=at_least) if seconds else "1×"


def statistics(words: Words, chart: Chart) -> list[str]:
    """An article's statistics on a list as parts of a line: peak, time on the list and at the top."""
    on_list = lasted(words, chart.seconds, at_least=chart.at_least)
    parts = [
        words.text("peak {rank}", rank=chart.peak),
        words.text("on the list for {span}", span=on_list),
    ]
    if chart.top1:
        parts.append(words.text("number one for {span}", span=words.short(chart.top1)))
    return parts
