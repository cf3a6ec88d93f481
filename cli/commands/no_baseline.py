"""The captions for a missing baseline: why, when there will be one, and a command to use now."""

from collections.abc import Iterator

from cli.terminal import times
from cli.terminal.context import View
from store import Observation, Versus


def lines(view: View, lead: str, command: str, now: Observation, versus: Versus) -> Iterator[str]:
    """The captions for an observation without a baseline.

    `lead` says what is missing; `command` is a command that accepts another baseline time.
    """
    found = view.store.no_baseline(view.of, now, versus)
    if found.gap:
        start, end = (times.brief(view.moment(t), weekday=True) for t in found.gap)
        lasted = times.span(found.gap[1] - found.gap[0])
        yield f"{lead}: not measured from {start} to {end} ({lasted}: {found.cause})"
    elif now.observed - found.begins < times.DAY:
        begun = times.span(max(0, view.now - found.begins))
        yield f"{lead}: recording began {begun} ago."
    else:
        begins = times.brief(view.moment(found.begins), now=view.now)
        yield f"{lead}: no observation lies near the time asked for; history begins {begins}."
    if found.arrows_from and found.arrows_from > view.now:
        hour = times.brief(view.moment(found.arrows_from), weekday=True)
        yield f"  Arrows appear from {hour} on; earlier ones with  {command} previous"
    if found.works:
        against = times.brief(view.moment(found.works[1]), weekday=True)
        yield f"  Works now:  {command} {found.works[0]}  (against {against})"
