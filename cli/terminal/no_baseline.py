"""The captions for a missing baseline: why, when there will be one, and a command to use now."""

from collections.abc import Iterator

from cli.terminal import times
from cli.terminal.context import View
from store import Observation, Versus


def lines(view: View, lead: str, command: str, now: Observation, versus: Versus) -> Iterator[str]:
    """The captions for an observation without a baseline.

    `lead` says what is missing; `command` is a command that accepts another baseline time.
    """
    words = view.words
    found = view.store.no_baseline(view.ranking_list, now, versus)
    if found.gap:
        start, end = (words.brief(view.moment(t), weekday=True) for t in found.gap)
        yield words.text(
            "{lead}: not measured from {start} to {end} ({lasted}: {cause})",
            lead=lead,
            start=start,
            end=end,
            lasted=words.span(found.gap[1] - found.gap[0]),
            cause=words.cause(found.cause),
        )
    elif now.observed == found.begins:
        yield words.text("{lead}: only one observation so far.", lead=lead)
    elif now.observed - found.begins < times.DAY:
        begun = words.span(max(0, view.now - found.begins))
        yield words.text("{lead}: recording began {begun} ago.", lead=lead, begun=begun)
    else:
        begins = words.brief(view.moment(found.begins), now=view.now)
        yield words.text(
            "{lead}: no observation lies near the time asked for; history begins {begins}.",
            lead=lead,
            begins=begins,
        )
    if found.arrows_from and found.arrows_from > view.now:
        hour = words.brief(view.moment(found.arrows_from), weekday=True)
        yield words.text(
            "  Arrows appear from {hour} on; earlier ones with  {command} previous",
            hour=hour,
            command=command,
        )
    if found.works:
        against = words.brief(view.moment(found.works[1]), weekday=True)
        yield words.text(
            "  Works now:  {command}  (against {against})",
            command=f"{command} {found.works[0]}",
            against=against,
        )
