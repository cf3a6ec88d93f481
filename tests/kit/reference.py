"""The slow, obvious reference model: what the store must answer, written from the design's text.

One list's history is a Python list of observations; every answer is found by looking at all of
it. There is no index, no change log and no running total here, and nothing is shared with
`store/`: where the two differ, the text decides which of them is wrong. Times are UTC seconds.
The quoted rules are those of the design, "Meanings". `--at TIME` needs no rule of its own: it
is every function here over `known_by(history, TIME)`.

Where the text leaves a choice, the most literal reading was taken:

 1. 75th percentile: nearest rank on the sorted intervals, index ceil(0.75 n) - 1.
 2. "Intervals before it" are those that end at or before the observation's predecessor; its own
    interval is the one being judged. Long intervals (gaps themselves) and doubled runs count.
 3. "Fetched here" is fetched by this machine or by one whose store was merged: else a fleet would
    not answer as one machine. So a verdict follows from the observations alone, and the order in
    which they came decides nothing.
 4. Short is relative to what stands before it in the merged history; short observations are
    themselves among the 20, and a flag `short` that came with an observation decides nothing.
 5. Distances at the limit are inside it: exactly min(lag/4, 24 h) away, exactly 24 h older;
    exactly 2.5 S is no gap.
 6. A short observation is passed over and the next best one is taken, for all three kinds of
    baseline; "the one before" is thus the latest before it that is not short. A tolerance
    applies to a lag only and replaces the whole limit. A baseline is always before t.
    A gap matters to `previous` only.
 7. Depth counts rows, also rows without an article and repeated ones. A row without an article
    has no identity: its status is `unknown`, it is never out, never in stays or movers.
 8. Of an article's several rows in one observation the best rank counts, for depth too; each of
    its rows carries the status and change of the best one.
 9. `new` and `re` look at what was shown: an earlier observation that was not deep enough to
    have shown the article still counts as one without it; only the baseline's depth decides.
10. A stay is broken by any observation that does not show the article, however short: not
    seen is not on. If its rank there was below that observation's depth, the exit was not
    measured; likewise its beginning after one. The credit runs to that observation all the same.
11. The observation in force when a gap begins credits nothing, so the stay ends at its own time.
12. A beginning is measured when the predecessor, with no gap between, measured the rank at which
    the article appeared. `entered` tells whether a stay counts in `entries`: a measured
    beginning, or the article's first sighting (once, measured or not).
13. Periods are [since, until); one without length holds nothing. An observation belongs to a
    period if its time does, or if it was in force when the period began; then it counts from
    `since` on: first seen, last seen and peak are never before `since`. The first sighting is
    the first in the period, so an article seen in a period has at least one entry there.
14. Hours are "at least" when a stay that reaches into the period has an unmeasured beginning,
    also when that lies before the period. An end in a gap does not make hours "at least".
15. Measured time is the sum of all credits. A period's gaps are those whose unmeasured stretch
    shares time with it. What lies before the first and after the newest observation is not
    measured and no gap.
16. Seven days: an instant is measured by the observation in force then, that is at an
    observation's own second (the newest one, or the last before a gap) or while it credits.
    `.` is a measured instant at which the article was not shown; in a short observation, which
    measured less than the list's usual depth, that is `?`.
17. Visits are articles shown at neither end and in some observation strictly between, without
    regard to depth; a gap between takes their seconds but not their visit.
"""

from typing import NamedTuple

from reference_lists import (
    DAY,
    HOUR,
    Move,
    Movers,
    Obs,
    Visit,
    articles,
    baseline,
    credit,
    depth,
    gaps,
    in_force,
    known_by,
    list_at,
    movers,
    outs,
    rank_of,
    record,
    seven_days,
    short_flags,
    shown_rank,
    statuses,
    verdicts_of,
)

__all__ = [
    "DAY",
    "HOUR",
    "Move",
    "Movers",
    "Obs",
    "Stats",
    "Stay",
    "Visit",
    "articles",
    "baseline",
    "chart",
    "credit",
    "depth",
    "gaps",
    "in_force",
    "known_by",
    "list_at",
    "measured",
    "movers",
    "outs",
    "rank_of",
    "record",
    "seven_days",
    "short_flags",
    "shown_rank",
    "statistics",
    "statuses",
    "stays",
    "verdicts_of",
]


class Stay(NamedTuple):
    """An article's unbroken time on the list.

    `ended` is the time of the observation that no longer showed it, or the last one before a
    gap, or None while it is on the newest one. `entered`: this stay counts in `entries`.
    """

    article: str
    begun: int
    begun_measured: bool
    ended: int | None
    left_measured: bool
    seconds: int
    peak: int
    peak_at: int
    top1_seconds: int
    entered: bool


class Stats(NamedTuple):
    """Chart statistics of one article in a period; `longest_stay` is in seconds, too."""

    first_seen: int
    last_seen: int
    entries: int
    peak: int
    peak_at: int
    seconds: int
    at_least: bool
    top1_seconds: int
    longest_stay: int


def runs(history: list[Obs], verdicts: list[bool], article: str) -> list[list[int]]:
    """The article's stays as lists of indexes: consecutive observations, no gap between."""
    found: list[list[int]] = []
    for index, observation in enumerate(history):
        if article not in observation.entries:
            continue
        if found and found[-1][-1] == index - 1 and not verdicts[index]:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def begin_measured(history: list[Obs], verdicts: list[bool], run: list[int], article: str) -> bool:
    """Was the article measured absent in the observation before its run?"""
    first = run[0]
    if first == 0 or verdicts[first]:
        return False
    return shown_rank(history[first], article) <= depth(history[first - 1])


def exit_measured(history: list[Obs], verdicts: list[bool], run: list[int], article: str) -> bool:
    """Was the article measured absent in the observation after its run?"""
    after = run[-1] + 1
    if after == len(history) or verdicts[after]:
        return False
    return shown_rank(history[after - 1], article) <= depth(history[after])


def end_of(history: list[Obs], verdicts: list[bool], run: list[int]) -> int | None:
    """When the run ended; None while it is on the newest observation."""
    after = run[-1] + 1
    if after == len(history):
        return None
    return history[after - 1].time if verdicts[after] else history[after].time


def stays(history: list[Obs], verdicts: list[bool]) -> list[Stay]:
    """Every stay of every article, ordered by beginning and article."""
    found = []
    for article in articles(history):
        for number, run in enumerate(runs(history, verdicts, article)):
            ranks = [shown_rank(history[i], article) for i in run]
            credits_ = [credit(history, verdicts, i) for i in run]
            begun_measured = begin_measured(history, verdicts, run, article)
            stay = Stay(
                article=article,
                begun=history[run[0]].time,
                begun_measured=begun_measured,
                ended=end_of(history, verdicts, run),
                left_measured=exit_measured(history, verdicts, run, article),
                seconds=sum(credits_),
                peak=min(ranks),
                peak_at=history[run[ranks.index(min(ranks))]].time,
                top1_seconds=sum(c for c, r in zip(credits_, ranks, strict=True) if r == 1),
                entered=begun_measured or number == 0,
            )
            found.append(stay)
    return sorted(found, key=lambda stay: (stay.begun, stay.article))


def period(history: list[Obs], since: int | None, until: int | None) -> tuple[int, int]:
    """[since, until), for None from the first observation and until just after the newest."""
    first, newest = history[0].time, history[-1].time
    return (first if since is None else since, newest + 1 if until is None else until)


def credit_within(
    history: list[Obs], verdicts: list[bool], index: int, since: int, until: int
) -> int:
    """The part of an observation's credit that falls into [since, until)."""
    begin = history[index].time
    end = begin + credit(history, verdicts, index)
    return max(0, min(end, until) - max(begin, since))


def belongs(history: list[Obs], verdicts: list[bool], index: int, since: int, until: int) -> bool:
    """Is the observation in the period, or in force when it begins?"""
    inside = since <= history[index].time < until
    return inside or credit_within(history, verdicts, index, since, until) > 0


def statistics(
    history: list[Obs],
    verdicts: list[bool],
    article: str,
    since: int | None = None,
    until: int | None = None,
) -> Stats | None:
    """The article's chart statistics in [since, until); None if it was not seen there.

    "Entries (measured absent-to-present steps, plus one for the first sighting), peak and first
    time at it, hours, hours at #1, longest stay: all weighted by time."
    """
    since, until = period(history, since, until)
    reaching = []  # the article's stays that reach into the period, whole
    clipped = []  # the same stays, only with the observations that belong to the period
    for run in runs(history, verdicts, article):
        inside = [i for i in run if belongs(history, verdicts, i, since, until)]
        if inside:
            reaching.append(run)
            clipped.append(inside)
    if not clipped:
        return None
    measured_begin = [begin_measured(history, verdicts, run, article) for run in reaching]
    seen = [i for run in clipped for i in run]
    ranks = [shown_rank(history[i], article) for i in seen]
    parts = {i: credit_within(history, verdicts, i, since, until) for i in seen}
    return Stats(
        first_seen=max(since, history[seen[0]].time),
        last_seen=max(since, history[seen[-1]].time),
        entries=1 + sum(measured_begin[1:]),
        peak=min(ranks),
        peak_at=max(since, history[seen[ranks.index(min(ranks))]].time),
        seconds=sum(parts.values()),
        at_least=not all(measured_begin),
        top1_seconds=sum(parts[i] for i in seen if history[i].entries[0] == article),
        longest_stay=max(sum(parts[i] for i in run) for run in clipped),
    )


def chart(
    history: list[Obs], verdicts: list[bool], since: int | None = None, until: int | None = None
) -> dict[str, Stats]:
    """`leaders`, before it is ordered: the statistics of every article seen in the period."""
    found = {a: statistics(history, verdicts, a, since, until) for a in articles(history)}
    return {article: stats for article, stats in found.items() if stats is not None}


def measured(
    history: list[Obs], verdicts: list[bool], since: int | None = None, until: int | None = None
) -> tuple[int, int, int]:
    """(measured seconds, seconds of the period, number of gaps that share time with it).

    "Any total says how much of its period was measured." Without `since` and `until` the
    period is from the first to the newest observation.
    """
    since = history[0].time if since is None else since
    until = history[-1].time if until is None else until
    indexes = range(len(history))
    seconds = sum(credit_within(history, verdicts, i, since, until) for i in indexes)
    number = 0
    for i in indexes:
        if verdicts[i] and max(history[i - 1].time, since) < min(history[i].time, until):
            number += 1
    return seconds, until - since, number
