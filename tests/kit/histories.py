"""Random histories of most-read lists, for properties of the store and the reference model.

A history is played, not drawn observation by observation: hypothesis draws a list of short
steps (how long the visit was in coming, what happened to the ranking meanwhile), and a small
simulation turns them into observations. The ranking goes on below the rows that are shown, so
articles rise from below, fall off the end, are gone for good or come back. The first member of
every list of choices is the dullest, and steps are independent of each other, so a failing
history shrinks to a few regular visits of a list at rest and the steps that matter.

`kinds` tells which kinds of events a history holds, by looking at it, not at how it was made.
"""

from collections import Counter
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from hypothesis import strategies as st
from reference import DAY, HOUR, Obs, articles, gaps, record, short_flags

START = 1_767_225_600  # 2026-01-01T00:00:00Z
EVERY = (HOUR, 1800, 7200, DAY)

# How long a visit was in coming; the digit drawn beside it says how much.
WAITS = ("regular",) * 6 + ("doubled", "late", "missed", "limit", "days", "clock")

# What happened to the ranking; the two places drawn beside it say where.
CHANGES = (
    ("rest",) * 4
    + ("swap",) * 3
    + ("new", "new", "back", "back", "leave", "replace")
    + ("short", "short", "grow", "shrink", "duplicate", "nameless", "flagged")
)

CALM = (0, 0, 0, 0, 1, 2, 5, 12)  # visits of a list at rest before something happens
JITTER = (0, 1, -1, 7, -7, 20, -20, 45, -45, 90)  # seconds
BELOW = 4  # ranks that the site knows and does not show


def at(hour: float, rows: str) -> Obs:
    """An observation by hand: `at(1.5, "a b -")`; "-" is a row without an article."""
    entries = tuple(None if row == "-" else row for row in rows.split())
    return Obs(START + round(hour * HOUR), entries)


def hourly(*lists: str) -> list[Obs]:
    """A history by hand: one observation an hour, from `START` on."""
    return [at(hour, rows) for hour, rows in enumerate(lists)]


class Change(NamedTuple):
    """Something that happened to a ranking, at one place or between two."""

    kind: str
    place: int
    other: int


class Step(NamedTuple):
    """One visit: how long it was in coming, and what each list did meanwhile.

    `calm` regular visits come before it, of lists at rest.
    """

    calm: int
    wait: str
    digit: int
    changes: tuple[Change, ...]


class HeldBack(NamedTuple):
    """A held-back stretch of a history, which reaches the store as one import.

    From the observation at `start` (modulo the history's length) each `stride`-th one, `length`
    in all. The import comes `patience` visits after the latest of them was made.
    """

    start: int
    length: int
    stride: int
    patience: int


class _Ranking:
    """One list as its site knows it: the shown ranks, some below, and who is gone."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.gone: list[str] = []
        self.made = 0
        self.ranks = [self.unseen() for _ in range(size + BELOW)]

    def unseen(self) -> str:
        self.made += 1
        return f"a{self.made}"

    def show(self, change: Change) -> tuple[tuple[str | None, ...], frozenset[str]]:
        """Let the change happen; give the rows and flags that a visit then sees."""
        place, other = change.place % self.size, change.other % self.size
        self.move(change.kind, place, other)
        rows: list[str | None] = [*self.ranks[: self.size]]
        if change.kind == "short":
            del rows[place + 1 :]
        if change.kind == "duplicate":
            rows[place] = rows[other]
        if change.kind == "nameless":
            rows[place] = None
        return tuple(rows), frozenset({"rank-order"} if change.kind == "flagged" else ())

    def move(self, kind: str, place: int, other: int) -> None:
        if kind == "swap":
            self.ranks[place], self.ranks[other] = self.ranks[other], self.ranks[place]
        if kind == "new":
            self.enter(place, self.unseen())
        if kind == "back" and self.gone:
            self.enter(place, self.gone.pop(other % len(self.gone)))
        if kind == "leave":
            self.gone.append(self.ranks.pop(place))
            self.ranks.append(self.unseen())
        if kind == "replace":
            self.gone.extend(self.ranks)
            self.ranks = [self.unseen() for _ in self.ranks]
        if kind in {"grow", "shrink"}:
            self.size = max(1, min(12, self.size + (1 if kind == "grow" else -1)))
            self.ranks.extend(self.unseen() for _ in range(self.size + BELOW - len(self.ranks)))

    def enter(self, place: int, article: str) -> None:
        self.ranks.insert(place, article)
        self.gone.append(self.ranks.pop())


def _wait(step: Step, every: int) -> int:
    """Seconds from one visit to the next; not positive when the clock was set back."""
    return {
        "regular": every + JITTER[step.digit],
        "doubled": 1 + step.digit,
        "late": every + every * (step.digit + 3) // 10,
        "missed": every * (2 + step.digit // 2) + JITTER[step.digit],
        "limit": every * 5 // 2 + step.digit % 2,
        "days": DAY * (1 + step.digit) + JITTER[step.digit],
        "clock": -60 * step.digit,
    }[step.wait]


def _calm(step: Step) -> list[Step]:
    """The step after its calm visits."""
    changes = tuple(Change("rest", 0, 0) for _ in step.changes)
    digits = [(step.digit + number) % 10 for number in range(step.calm)]
    return [*(Step(0, "regular", digit, changes) for digit in digits), step]


def _play(steps: list[Step], sizes: list[int], every: int, most: int) -> list[list[Obs]]:
    """The histories of as many lists as there are sizes, seen by the same at `most` visits.

    A clock that was set back gives predecessor + 1 s and the flag `clock`. A visit shows a list
    no rows at all, which is no observation, only in a site of several lists.
    """
    rankings = [_Ranking(size) for size in sizes]
    histories: list[list[Obs]] = [[] for _ in sizes]
    time = START
    visits = [visit for step in steps for visit in _calm(step)][:most]
    for number, visit in enumerate(visits):
        wait = _wait(visit, every) if number else 0
        clock = frozenset({"clock"} if number and wait <= 0 else ())
        time += max(wait, 1) if number else 0
        for ranking, history, change in zip(rankings, histories, visit.changes, strict=True):
            rows, flags = ranking.show(change)
            if change.kind != "absent":
                history.append(Obs(time, rows, flags | clock))
    return histories


@cache  # hypothesis looks into each new strategy for a millisecond
def _steps(lists: int, least: int, most: int) -> st.SearchStrategy[list[Step]]:
    """Steps for so many lists, of which the first is never absent."""
    place = st.integers(0, 11)
    kinds = [CHANGES, *[(*CHANGES, "absent")] * (lists - 1)]
    changes = [st.builds(Change, st.sampled_from(kind), place, place) for kind in kinds]
    calm, wait, digit = st.sampled_from(CALM), st.sampled_from(WAITS), st.integers(0, 9)
    step = st.builds(Step, calm, wait, digit, st.tuples(*changes))
    return st.lists(step, min_size=least, max_size=most)


@cache
def _imports() -> st.SearchStrategy[list[HeldBack]]:
    digit, stride = st.integers(0, 9), st.sampled_from((1, 1, 2, 3))
    held = st.builds(HeldBack, st.integers(0, 39), st.integers(1, 10), stride, digit)
    return st.lists(held, max_size=3)


@cache
def schedules() -> st.SearchStrategy[int | None]:
    """A site's `every`: learnt, or said."""
    return st.sampled_from((None, *EVERY))


@cache
def sizes() -> st.SearchStrategy[int]:
    """How many rows a list shows when all is well."""
    return st.sampled_from((3, 10, 10, 12, 5, 1))


@st.composite
def histories(draw: st.DrawFn, least: int = 5, most: int = 40) -> list[Obs]:
    """The history of one list, of `least` to `most` observations."""
    every, size = draw(st.sampled_from(EVERY)), draw(sizes())
    return _play(draw(_steps(1, least, most)), [size], every, most)[0]


@st.composite
def site_histories(draw: st.DrawFn, least: int = 5, most: int = 20) -> dict[str, list[Obs]]:
    """The histories of a site's lists day, week and month, seen by the same visits.

    A visit may lack any list but day, so the histories of the others may even be empty.
    """
    every, sized = draw(st.sampled_from(EVERY)), [draw(sizes()) for _ in range(3)]
    played = _play(draw(_steps(3, least, most)), sized, every, most)
    return dict(zip(("day", "week", "month"), played, strict=True))


@st.composite
def history_with_imports(draw: st.DrawFn, least: int = 5, most: int = 40) -> list[list[Obs]]:
    """A history cut into the batches in which it reaches the store; `record` joins them.

    Live observations come one by one, in order. Up to three stretches were held back and come
    as imports, each when it lies in the past of what is stored (or first of all).
    """
    every, size = draw(st.sampled_from(EVERY)), draw(sizes())
    history = _play(draw(_steps(1, least, most)), [size], every, most)[0]
    return _batches(history, draw(_imports()))


def _batches(history: list[Obs], imports: list[HeldBack]) -> list[list[Obs]]:
    """Take the imports' observations out of the live ones; each import comes when it is due."""
    taken: set[int] = set()
    due: list[tuple[int, list[Obs]]] = []
    for start, length, stride, patience in imports:
        first = start % len(history)
        places = set(range(first, min(first + length * stride, len(history)), stride)) - taken
        taken |= places
        due.append((max(places, default=0) + patience, [history[i] for i in sorted(places)]))
    batches = []
    for moment in range(len(history) + 10):
        if moment < len(history) and moment not in taken:
            batches.append([history[moment]])
        batches.extend(batch for when, batch in due if when == moment)
    return [batch for batch in batches if batch]


def kinds(history: list[Obs], every: int | None = None) -> Counter[str]:
    """How often each kind of event occurs in a history of one list."""
    found: Counter[str] = Counter()
    verdicts, short = gaps(history, every), short_flags(history)
    ever: set[str] = set(articles(history[:1]))
    for i, (old, new) in enumerate(pairwise(history), start=1):
        before, now = set(articles([old])), set(articles([new]))
        found.update(
            {
                "gap": verdicts[i],
                "gap of days": new.time - old.time >= 2 * DAY and verdicts[i],
                "doubled": 1 < new.time - old.time <= 10,
                "at rest": old.entries == new.entries,
                "swap": before == now and old.entries != new.entries,
                "new entry": bool(now - ever),
                "re-entry": bool((now - before) & ever),
                "replaced": before.isdisjoint(now),
                "short": short[i],
                "deeper": len(new.entries) > len(old.entries),
            }
        )
        ever |= now
    for new in history:
        named = [article for article in new.entries if article]
        found.update(
            {
                "beyond nine": len(new.entries) > 9,
                "beyond ten": len(new.entries) > 10,
                "one row": len(new.entries) == 1,
                "duplicate": len(named) > len(set(named)),
                "nameless": None in new.entries,
                "clock": "clock" in new.flags,
                "flagged": "rank-order" in new.flags,
            }
        )
    return +found


def kinds_of_batches(batches: list[list[Obs]]) -> Counter[str]:
    """How often batches came late, and what else occurs in the history they make up."""
    found = kinds(record([observation for batch in batches for observation in batch]))
    newest = batches[0][-1].time
    for batch in batches[1:]:
        found["older import"] += batch[-1].time < newest
        found["scattered import"] += len(batch) > 1 and batch[0].time < newest
        newest = max(newest, batch[-1].time)
    return +found
