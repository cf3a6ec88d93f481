"""The reference model's lists: what stood on them, gaps, baselines, how ranks moved.

`reference` has the rest of the model, and says for both how the design's text was read.
"""

from math import ceil
from typing import NamedTuple

HOUR = 3600
DAY = 24 * HOUR


class Obs(NamedTuple):
    """One accepted observation: the article at rank 1..n (None: a row without an article).

    Failed, empty and refused readings are no observations, and measure nothing. `every` is the
    schedule in force when it was `fetched`, None if the schedule was learnt then.
    """

    time: int
    entries: tuple[str | None, ...]
    flags: frozenset[str] = frozenset()
    fetched: bool = True
    every: int | None = None


class Move(NamedTuple):
    """One article between two observations; None is "not shown there"."""

    article: str
    now: int | None
    was: int | None


class Visit(NamedTuple):
    """An article that came and went between two observations that do not show it."""

    article: str
    best: int
    seconds: int


def record(history: list[Obs]) -> list[Obs]:
    """Sort by time: "observed times of a list are strictly increasing whole seconds"."""
    history = sorted(history, key=lambda observation: observation.time)
    for i in range(1, len(history)):
        assert history[i - 1].time < history[i].time, "two observations at one time"
    assert all(observation.entries for observation in history), "an observation has entries"
    return history


def known_by(history: list[Obs], time: int) -> list[Obs]:
    """`--at TIME`: "the world as measured by then; nothing later is known"."""
    return [observation for observation in history if observation.time <= time]


def list_at(history: list[Obs], time: int) -> Obs | None:
    """The latest observation at or before `time`."""
    known = known_by(history, time)
    return known[-1] if known else None


def depth(observation: Obs) -> int:
    """ "An observation of n entries measures ranks 1..n and nothing below." """
    return len(observation.entries)


def shown_rank(observation: Obs, article: str) -> int:
    """The best rank of an article that is shown."""
    return observation.entries.index(article) + 1


def rank_of(observation: Obs, article: str) -> int | None:
    """The article's best rank, or None where it is not shown."""
    return shown_rank(observation, article) if article in observation.entries else None


def articles(history: list[Obs]) -> list[str]:
    """Every article ever shown, in alphabetical order."""
    return sorted({shown for observation in history for shown in observation.entries if shown})


def short_flags(history: list[Obs]) -> list[bool]:
    """ "Fewer entries than the longest of the 20 observations before it." """
    flags = []
    for i, observation in enumerate(history):
        before = [depth(other) for other in history[:i][-20:]]
        flags.append(bool(before) and depth(observation) < max(before))
    return flags


def usual_interval(history: list[Obs], index: int) -> int:
    """The learnt S for the observation at `index`, in seconds.

    "The 75th percentile of the up to 20 intervals of that list before it (24 h while there are
    fewer than 4)." Nearest rank: of n sorted intervals the one at index ceil(0.75 n) - 1.
    """
    intervals = [history[i].time - history[i - 1].time for i in range(1, index)]
    intervals = sorted(intervals[-20:])
    if len(intervals) < 4:
        return DAY
    return intervals[ceil(0.75 * len(intervals)) - 1]


def gap_before(history: list[Obs], index: int) -> bool:
    """ "A gap stands before an observation when more than 2.5 S passed since its predecessor."

    "Each observation stores the `every` in force when it was fetched; it judges only intervals
    both of whose ends were fetched here, all others use the learnt schedule."
    """
    if index == 0:
        return False
    before, now = history[index - 1], history[index]
    configured = now.every if before.fetched and now.fetched else None
    usual = usual_interval(history, index) if configured is None else configured
    return now.time - before.time > 2.5 * usual


def verdicts_of(history: list[Obs]) -> list[bool]:
    """For each observation: does a gap stand before it?"""
    return [gap_before(history, index) for index in range(len(history))]


def gaps(history: list[Obs], every: int | None) -> list[bool]:
    """The same for a history that was fetched whole, with one schedule throughout."""
    return verdicts_of([o._replace(fetched=True, every=every) for o in history])


def credit(history: list[Obs], verdicts: list[bool], index: int) -> int:
    """Seconds that an observation credits its entries with.

    "The time up to the next observation; before a gap, and for the newest one, with nothing."
    """
    if index + 1 == len(history) or verdicts[index + 1]:
        return 0
    return history[index + 1].time - history[index].time


def baseline(
    history: list[Obs],
    index: int,
    vs: tuple[str] | tuple[str, int],
    tolerance: int | None = None,
    verdicts: list[bool] | None = None,
) -> int | None:
    """The index of the observation that the one at `index` is compared with, or None.

    `vs` is ("usual",), ("lag", seconds), ("time", T) or ("previous",). `verdicts` are the gaps, which only
    "previous" asks about; without them `gaps(history, None)`.
    """
    short = short_flags(history)
    candidates = [i for i in range(index) if not short[i]]
    match vs:
        case ("lag", int(lag)):
            wanted = history[index].time - lag
            return _nearest(history, candidates, wanted, _reach(lag, tolerance))
        case ("usual",):
            return _usual(history, index, candidates, _reach(DAY, tolerance))
        case ("time", int(time)):
            return max((i for i in candidates if 0 <= time - history[i].time <= DAY), default=None)
        case _:
            before = max(candidates, default=None)
            verdicts = gaps(history, None) if verdicts is None else verdicts
            unbroken = before is not None and not any(verdicts[before + 1 : index + 1])
            return before if unbroken else None


def _usual(history: list[Obs], index: int, candidates: list[int], reach: float) -> int | None:
    """ "Where nothing lies near 24 h before": the last full one before that, else "the first
    observation that is at least an hour older"."""
    wanted = history[index].time - DAY
    near = _nearest(history, candidates, wanted, reach)
    if near is not None:
        return near
    earlier = [i for i in candidates if history[i].time < wanted]
    older = [i for i in candidates if history[index].time - history[i].time >= 3600]
    return max(earlier, default=min(older, default=None))


def _reach(lag: int, tolerance: int | None) -> float:
    """ "At most min(lag/4, 24 h) away on either side (`--tolerance`)." """
    return min(lag / 4, DAY) if tolerance is None else tolerance


def _nearest(history: list[Obs], candidates: list[int], wanted: int, reach: float) -> int | None:
    """The candidate nearest to the wanted time, "ties to the earlier"."""
    within = [(abs(history[i].time - wanted), i) for i in candidates]
    within = [(distance, i) for distance, i in within if distance <= reach]
    return min(within)[1] if within else None


def status_of(
    history: list[Obs], index: int, base: int | None, article: str | None
) -> tuple[str, int | None]:
    """Status and change of an article shown at `index`, against the observation at `base`."""
    if base is None or article is None:
        return "unknown", None
    now = shown_rank(history[index], article)
    was = rank_of(history[base], article)
    if was is not None:
        change = was - now
        return ("up" if change > 0 else "down" if change < 0 else "same"), change
    if now > depth(history[base]):
        return "unknown", None
    seen_before = any(article in observation.entries for observation in history[:base])
    return ("re" if seen_before else "new"), None


def statuses(history: list[Obs], index: int, base: int | None) -> dict[int, tuple[str, int | None]]:
    """For each rank shown: (status, change); gained ranks are positive."""
    rows = enumerate(history[index].entries, start=1)
    return {rank: status_of(history, index, base, article) for rank, article in rows}


def outs(history: list[Obs], index: int, base: int | None) -> list[tuple[str, int, str]]:
    """The baseline's articles that are no longer shown: (article, old rank, "out" | "unknown").

    "`out` needs an old rank within the current depth; else `unknown`." Ordered by old rank.
    """
    if base is None:
        return []
    found = []
    for article in articles([history[base]]):
        was = rank_of(history[base], article)
        if was is not None and rank_of(history[index], article) is None:
            measured_off = was <= depth(history[index])
            found.append((article, was, "out" if measured_off else "unknown"))
    return sorted(found, key=lambda row: row[1])


class Movers(NamedTuple):
    """The articles shown at one end or the other, by status, and the visits between."""

    up: list[Move]
    down: list[Move]
    same: list[Move]
    new: list[Move]
    back: list[Move]
    out: list[Move]
    unknown: list[Move]
    visits: list[Visit]


def movers(history: list[Obs], verdicts: list[bool], i_from: int, i_to: int) -> Movers:
    """What happened between two observations: the later against the earlier.

    Each article stands once: those shown now by rank, then those no longer shown by old rank;
    visits by best rank, then article.
    """
    assert i_from < i_to
    moves = Movers([], [], [], [], [], [], [], [])
    for now, article in enumerate(history[i_to].entries, start=1):
        if article is not None and now == shown_rank(history[i_to], article):
            status, _ = status_of(history, i_to, i_from, article)
            move = Move(article, now, rank_of(history[i_from], article))
            getattr(moves, "back" if status == "re" else status).append(move)
    for article, was, status in outs(history, i_to, i_from):
        getattr(moves, status).append(Move(article, None, was))
    moves.visits.extend(visits(history, verdicts, i_from, i_to))
    return moves


def visits(history: list[Obs], verdicts: list[bool], i_from: int, i_to: int) -> list[Visit]:
    """ "Came and went in between, with best rank and hours." """
    at_the_ends = history[i_from].entries + history[i_to].entries
    found = []
    for article in articles(history[i_from + 1 : i_to]):
        if article in at_the_ends:
            continue
        seen = [i for i in range(i_from + 1, i_to) if article in history[i].entries]
        best = min(shown_rank(history[i], article) for i in seen)
        seconds = sum(credit(history, verdicts, i) for i in seen)
        found.append(Visit(article, best, seconds))
    return sorted(found, key=lambda visit: (visit.best, visit.article))


def in_force(history: list[Obs], verdicts: list[bool], time: int) -> Obs | None:
    """The observation that measures the instant `time`, or None: not measured."""
    for index, observation in enumerate(history):
        begin = observation.time
        if time == begin or begin <= time < begin + credit(history, verdicts, index):
            return observation
    return None


def seven_days(history: list[Obs], verdicts: list[bool], time: int, article: str) -> str:
    """Seven characters, oldest first, the last for `time` itself.

    "The rank at this hour on each day; `.` measured and off, `?` not measured, `0` ten, `+`
    beyond."
    """
    text = ""
    for days in (6, 5, 4, 3, 2, 1, 0):
        observation = in_force(history, verdicts, time - days * DAY)
        if observation is None:
            text += "?"
            continue
        rank = rank_of(observation, article)
        if rank is None and short_flags(history)[history.index(observation)]:
            text += "?"
            continue
        text += "." if rank is None else "+" if rank > 10 else "0" if rank == 10 else str(rank)
    return text
