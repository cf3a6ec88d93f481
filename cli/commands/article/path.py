"""An article's path through its lists, as text: a chart with days, and every stay."""

from collections.abc import Iterator

from cli.commands.article.chart import Course, axis, chart
from cli.terminal import times
from cli.terminal.context import moment_at
from cli.terminal.process import columns
from cli.terminal.times import DAY, HOUR, Moment
from store import Dossier, OnList, Store

MARGIN = 8
"""Columns beside the line chart, for its ranks."""

STEPS = (900, 1800, HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 30 * DAY)
"""What one column of the line chart may stand for."""


def at(store: Store, found: Dossier, time: int) -> Moment:
    """The local time at the article's site."""
    return moment_at(store, found.site, time)


def when(store: Store, found: Dossier, time: int) -> str:
    """A time at the article's site, in the form for people."""
    return times.brief(at(store, found, time), now=times.now())


def course(store: Store, found: Dossier, on: OnList) -> Iterator[str]:
    """The line chart of a list, with days and title changes on its axis.

    It ends with the article's last stay, whose end may be long ago.
    """
    room = max(20, columns() - MARGIN)
    first = at(store, found, on.stays[0].begun)
    last = on.newest if on.stays[-1].ended is None else on.stays[-1].ended
    step = next((s for s in STEPS if (last - first.seconds) // s + 3 <= room), STEPS[-1])
    since = first.seconds - (first.seconds + first.offset * 60) % step
    width = (last - since) // step + 1
    missed = ", ? = not measured" if any(start < last for start, _ in on.gaps) else ""
    yield (
        f"{on.of.label} ({on.of.name}) from {when(store, found, since)} to {when(store, found, last)}, "
        f"one column = {times.span(step)}{missed}"
    )
    steps = [step for step in on.steps if step[0] <= last]
    yield from chart(Course(steps, on.gaps, last), since, step, width)
    yield axis([_day(store, found, since + step * n) for n in range(width)])
    yield from _title_marks(found, on, since, step, width)


def _day(store: Store, found: Dossier, time: int) -> str:
    return times.brief(at(store, found, time))[: -len(" 05:03")]


def _title_marks(found: Dossier, on: OnList, since: int, step: int, width: int) -> Iterator[str]:
    """A line with a mark at each time at which the list changed the title's wording."""
    shown = [title for title in found.titles if title.list == on.of.name]
    changed = [(title.first_seen - since) // step for title in shown[1:]]
    inside = [place for place in changed if 0 <= place < width]
    if inside:
        row = "".join("^" if n in inside else " " for n in range(max(inside) + 1))
        yield f"     {row} title changed"


def stays(store: Store, found: Dossier) -> Iterator[str]:
    """Each stay on each list, in columns: begin, end, duration and peak."""
    for on in found.lists:
        for stay in on.stays:
            begun = when(store, found, stay.begun)
            end = when(store, found, stay.ended) if stay.ended else "now"
            lasted = (on.newest if stay.ended is None else stay.ended) - stay.begun
            time_on = times.short(lasted, at_least=not stay.entered)
            notes = [
                "" if stay.entered else "there before",
                "" if stay.left or stay.ended is None else "end unmeasured",
            ]
            yield (
                f"{on.of.name:5} {begun:>12} to {end:12} {time_on:>5}  "
                f"peak {stay.peak:<2} {', '.join(filter(None, notes))}".rstrip()
            )
