"""An article's path through its lists, as text: a chart with days, and every stay."""

from collections.abc import Iterator

from cli.commands.article.chart import Course, chart
from cli.terminal import between, times
from cli.terminal.axis import axis, step_for
from cli.terminal.context import moment_at
from cli.terminal.folding import padded
from cli.terminal.process import columns
from cli.terminal.times import Moment
from cli.words import Words
from store import Between, Dossier, OnList, Store

MARGIN = 8
"""Columns beside the line chart, for its ranks."""


def at(store: Store, dossier: Dossier, time: int) -> Moment:
    """The local time at the article's site."""
    return moment_at(store, dossier.site, time)


def when(store: Store, words: Words, dossier: Dossier, time: int) -> str:
    """A time at the article's site, in the form for people."""
    return words.brief(at(store, dossier, time), now=times.now())


def course(store: Store, words: Words, dossier: Dossier, on: OnList) -> Iterator[str]:
    """The line chart of a list, with days and title changes on its axis.

    It ends with the article's last stay, whose end may be long ago.
    """
    room = max(20, columns() - MARGIN)
    first = at(store, dossier, on.stays[0].begun)
    last = on.newest if on.stays[-1].ended is None else on.stays[-1].ended
    step = step_for(last - first.seconds, room)
    since = first.seconds - (first.seconds + first.offset * 60) % step
    width = (last - since) // step + 1
    heading = words.text(
        "{label} ({list}) from {since} to {until}, one column = {step}",
        label=on.ranking_list.label,
        list=on.ranking_list.name,
        since=when(store, words, dossier, since),
        until=when(store, words, dossier, last),
        step=words.span(step),
    )
    missed = any(start < last for start, _ in on.gaps)
    yield words.join([heading, words.text("? = not measured")]) if missed else heading
    steps = [step for step in on.steps if step[0] <= last]
    yield from chart(Course(steps, on.gaps, last), since, step, width)
    yield axis([words.day(at(store, dossier, since + step * n)) for n in range(width)])
    yield from _title_marks(words, dossier, on, since, step, width)


def _title_marks(
    words: Words, dossier: Dossier, on: OnList, since: int, step: int, width: int
) -> Iterator[str]:
    """A line with a mark at each time at which the list changed the title's wording."""
    titles = [title for title in dossier.titles if title.list == on.ranking_list.name]
    changed = [(title.first_seen - since) // step for title in titles[1:]]
    inside = [place for place in changed if 0 <= place < width]
    if inside:
        row = "".join("^" if n in inside else " " for n in range(max(inside) + 1))
        yield f"     {row} {words.text('title changed')}"


def stays(store: Store, words: Words, dossier: Dossier) -> Iterator[str]:
    """Each stay on each list, in columns: begin, end, duration and peak."""
    for on in dossier.lists:
        for stay, edges in zip(on.stays, on.edges, strict=True):
            begun = when(store, words, dossier, stay.begun)
            end = when(store, words, dossier, stay.ended) if stay.ended else words.text("now")
            lasted = (on.newest if stay.ended is None else stay.ended) - stay.begun
            notes = _notes(store, words, dossier, edges, ended=stay.ended is not None)
            yield words.text(
                "{list} {begun} to {end} {lasted}  {peak} {notes}",
                list=padded(on.ranking_list.name, 5),
                begun=padded(begun, -12),
                end=padded(end, 12),
                lasted=padded(words.short(lasted, at_least=not stay.entered), -5),
                peak=padded(words.text("peak {n}", n=stay.peak), 7),
                notes=words.join(list(notes)),
            ).rstrip()


def _notes(
    store: Store, words: Words, dossier: Dossier, edges: tuple[Between, Between], *, ended: bool
) -> Iterator[str]:
    """What is not exact about a stay's beginning and its end."""

    def at(time: int, *, full: bool = False) -> str:
        del full  # the day is always said
        return when(store, words, dossier, time)

    begin, end = edges
    if not begin.exact:
        there_before = words.text("there before")
        yield there_before if begin.after is None else between.came(words, at, begin)
    if ended and not end.exact:
        unmeasured = words.text("end unmeasured")
        yield unmeasured if end.by is None else between.left(words, at, end)
