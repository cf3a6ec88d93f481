"""How much of a period was measured, and what was not, with the cause."""

from cli.documents import health
from cli.documents.sentences.sentence import Line, Part, Sentence
from cli.documents.sentences.stretch import Stretch
from cli.documents.subject import Subject
from store import Gap

GAPS = 3
"""Gaps that are named; the others are counted."""


def measured(subject: Subject, stretch: Stretch) -> Sentence:
    """How many hours between its two ends a list was measured.

    A gap that begins with the last observation belongs to the period until the period's end.
    """
    words, store = subject.words, subject.store
    end = stretch.last.observed
    if any(begun == end for begun, _ in store.history.gaps(stretch.ranking_list)):
        end = subject.at
    leaders = store.leaders(stretch.ranking_list, stretch.first, end + 1, limit=1)
    gaps = len(leaders.gaps)
    text = words.text(
        "{measured} of {total} h ({share} %), {n} observations, {gaps}",
        measured=f"{leaders.measured // 3600:,}",
        total=f"{leaders.recorded // 3600:,}",
        share=100 * leaders.measured // max(1, leaders.recorded),
        n=f"{stretch.observed:,}",
        gaps=words.count(gaps, "{n} gap", "{n} gaps") if gaps else words.text("no gap"),
    )
    return Sentence("measured", words.text("Measured"), [[Part(text)]])


def outages(subject: Subject, since: int, *, is_open: bool) -> list[Sentence]:
    """The gaps of a site that share time with [since, now], and that its visits fail, if they do.

    `is_open` says that the period goes on, so that the present state belongs to it.
    """
    words = subject.words
    gaps = subject.store.gaps(subject.site, since, subject.at + 1)
    lines = [_gap(subject, gap) for gap in reversed(gaps[-GAPS:])]
    if len(gaps) > GAPS:
        lines.append([Part(words.text("{n} earlier", n=len(gaps) - GAPS))])
    sentences = [Sentence("bad", words.text("Not measured"), lines)] if lines else []
    state = health.state(subject) if is_open else ""
    return [*sentences, Sentence("bad", words.text("Now"), [[Part(state)]])] if state else sentences


def _gap(subject: Subject, gap: Gap) -> Line:
    text = subject.words.text(
        "{begun} to {ended}: {cause}",
        begun=subject.brief(gap.begun),
        ended=subject.brief(gap.ended),
        cause=subject.words.cause(gap.cause),
    )
    return [Part(text)]
