"""The words of tables, captions and documents, in the reader's language.

English stands in the code where it is said, and is also the key of every other language, as with
gettext. So the code reads plainly, and English needs no catalogue. Whoever says something to people
takes a `Words` and says it with `text`, `count` and the forms of times:

    words = catalogue(language(asked))
    words.text("was {rank} {title}", rank=4, title=title)
    words.count(gaps, "{n} gap", "{n} gaps")
    words.brief(moment, weekday=True)

Another language is a module with a mapping of these texts, such as `cli/words/ja.py`, and a subclass
for its forms of times. A test holds that it has every text that the code says, no other, and the same
placeholders. Errors, `--help` and the forms for machines stay English.
"""

import os
from collections.abc import Iterable, Mapping

from cli.terminal import times
from cli.terminal.times import Moment
from scrapers import TrackerError

LANGUAGES = ("en", "ja")

COUNTED = {
    "new": "{n} new",
    "re": "{n} back",
    "up": "{n} up",
    "down": "{n} down",
    "out": "{n} out",
    "visit": "{n} came and went",
    "same": "{n} same",
    "unknown": "{n} not measured",
}
"""What is said of so many articles whose move has a status."""


class Words:
    """English. The methods are what another language may say in its own way."""

    language = "en"

    def text(self, english: str, /, **values: object) -> str:
        """Return a text with its placeholders filled."""
        return english.format(**values) if values else english

    def count(self, n: int, one: str, many: str, /, **values: object) -> str:
        """Return the text for one thing or for many; `{n}` is their number."""
        return self.text(one if n == 1 else many, n=f"{n:,}", **values)

    def counted(self, counts: Mapping[str, int], statuses: Iterable[str] = COUNTED) -> list[str]:
        """Return how many articles have each of the statuses that any has: 2 new, 1 back."""
        return [self.text(COUNTED[s], n=f"{counts[s]:,}") for s in statuses if counts.get(s)]

    def reason(self, code: str) -> str:
        """Return a reason code with what it means, where the language has a gloss for it."""
        return code

    def reasons(self, codes: Iterable[str]) -> str:
        """Return reason codes with what they mean."""
        return self.join([self.reason(code) for code in codes])

    def trouble(self, code: str) -> str:
        """Return what happened, by its reason code.

        A page that came and was not read as expected has changed: the site refused nothing.
        """
        from scrapers import REFUSED, kind_of

        changed = kind_of(code) == REFUSED
        return self.text("page changed, not read") if changed else self.text("fetch failed")

    def cause(self, cause: str) -> str:
        """Return a gap's cause, as the store says it: `no fetch was run`, `failed: dns, tls`."""
        kind, colon, codes = cause.partition(": ")
        reasons = ", ".join(self.reason(code) for code in codes.split(", "))
        return f"{self.text(kind)}: {reasons}" if colon else self.text(cause)

    def list_name(self, name: str, label: str) -> str:
        """Return what to call a list in a heading: its name, and the label that the page has."""
        return f"{name} · {label}"

    def join(self, parts: list[str]) -> str:
        """Return parts of a sentence as one: a, b, c."""
        return ", ".join(parts)

    def stamp(self, moment: Moment) -> str:
        """Return a time in full: Thu 2026-01-29 07:03 JST."""
        return times.stamp(moment)

    def brief(self, moment: Moment, *, weekday: bool = False, now: int | None = None) -> str:
        """Return a short time: 28 Jan 22:03. With `now`, a time in another year has its year."""
        return times.brief(moment, weekday=weekday, now=now)

    def near(self, moment: Moment, now: int) -> str:
        """Return a time as shortly as `now` allows: 07:03 today, Mon 22:03 this week, else brief."""
        return times.near(moment, now)

    def day(self, moment: Moment) -> str:
        """Return the day alone: 28 Jan."""
        return times.day(moment)

    def date(self, moment: Moment) -> str:
        """Return the date with its year: 2026-01-29."""
        return times.date(moment)

    def span(self, seconds: int) -> str:
        """Return a span in its two largest units: 9 min, 3 h 09 min, 7 d 11 h."""
        return times.span(seconds)

    def age(self, seconds: int) -> str:
        """Return an age: just now, 9 min ago, 17 h ago."""
        return times.age(seconds)

    def short(self, seconds: int, *, at_least: bool = False) -> str:
        """Return a span for a table's cell: 40m, 41h, ≥6d."""
        return times.short(seconds, at_least=at_least)

    def move(self, status: str, change: int | None = None) -> str:
        """Return a move: ↑4 ↓2 = new re out, or ? if it is unknown."""
        if status in {"up", "down"} and change:
            return f"{'↑' if status == 'up' else '↓'}{abs(change)}"
        return {"same": "=", "unknown": "?"}.get(status, status)


def catalogue(language: str) -> Words:
    """Return the words of a language, which is one of LANGUAGES."""
    if language == "ja":
        from cli.words.japanese import Japanese

        return Japanese()
    return Words()


def language(asked: str | None = None, noted: str | None = None) -> str:
    """Return the language to speak: the one asked for, else TRACKER_LANG, `noted`, or the locale's.

    `noted` is what the configuration says. A locale in none of our languages means English.
    """
    named = asked or os.environ.get("TRACKER_LANG") or noted
    if named:
        code = named[:2].lower()
        if code in LANGUAGES:
            return code
        raise TrackerError(f"no words in the language {named!r}; there is: {', '.join(LANGUAGES)}")
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return locale[:2] if locale[:2] in LANGUAGES else "en"
