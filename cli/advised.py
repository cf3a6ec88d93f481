"""What to say where nothing compares: why, when it will, and a command that works now."""

from collections.abc import Iterator

from cli import times
from cli.look import View
from store.advice import Advice
from store.schedule import DAY


def is_young(begins: int, observed: int) -> bool:
    """Whether recording began less than a day before an observation."""
    return observed - begins < DAY


def lines(view: View, lead: str, command: str, observed: int, advice: Advice) -> Iterator[str]:
    """Captions for a list without a baseline.

    `lead` says what is missing, `command` is what takes another time to compare with.
    """
    if advice.gap:
        start, end = (times.brief(view.moment(t), weekday=True) for t in advice.gap)
        lasted = times.span(advice.gap[1] - advice.gap[0])
        yield f"{lead}: not measured from {start} to {end} ({lasted}: {advice.cause})"
    elif is_young(advice.begins, observed):
        begun = times.span(max(0, view.now - advice.begins))
        yield f"{lead}: recording began {begun} ago."
    else:
        begins = times.brief(view.moment(advice.begins), now=view.now)
        yield f"{lead}: no observation lies near the time asked for; history begins {begins}."
    if advice.arrows_from and advice.arrows_from > view.now:
        hour = times.brief(view.moment(advice.arrows_from), weekday=True)
        yield f"  Arrows appear from {hour} on; earlier ones with  {command} previous"
    if advice.works:
        against = times.brief(view.moment(advice.works[1]), weekday=True)
        yield f"  Works now:  {command} {advice.works[0]}  (against {against})"
