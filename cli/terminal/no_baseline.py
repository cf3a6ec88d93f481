"""The captions for a missing baseline: why, when there will be one, and a command to use now."""

from collections.abc import Iterator

from cli.terminal import times
from cli.terminal.context import View
from store import Advice, Observation, Versus


def lines(view: View, lead: str, command: str, now: Observation, versus: Versus) -> Iterator[str]:
    """The captions for an observation without a baseline.

    `lead` says what is missing; `command` is a command that accepts another baseline time.
    """
    words = view.words
    advice = view.store.no_baseline(view.ranking_list, now, versus)
    yield _reason(view, lead, now, advice)
    if advice.arrows_from and advice.arrows_from > view.now:
        hour = words.brief(view.moment(advice.arrows_from), weekday=True)
        yield words.text(
            "  Arrows appear from {hour} on; earlier ones with  {command} previous",
            hour=hour,
            command=command,
        )
    if advice.works:
        against = words.brief(view.moment(advice.works[1]), weekday=True)
        yield words.text(
            "  Works now:  {command}  (against {against})",
            command=f"{command} {advice.works[0]}",
            against=against,
        )


def _reason(view: View, lead: str, now: Observation, advice: Advice) -> str:
    """Why there is no baseline."""
    words = view.words
    if advice.gap:
        start, end = (words.brief(view.moment(t), weekday=True) for t in advice.gap)
        return words.text(
            "{lead}: not measured from {start} to {end} ({lasted}: {cause})",
            lead=lead,
            start=start,
            end=end,
            lasted=words.span(advice.gap[1] - advice.gap[0]),
            cause=words.cause(advice.cause),
        )
    if now.observed == advice.begins:
        return words.text("{lead}: only one observation so far.", lead=lead)
    if now.observed - advice.begins < times.DAY:
        begun = words.span(max(0, view.now - advice.begins))
        return words.text("{lead}: recording began {begun} ago.", lead=lead, begun=begun)
    begins = words.brief(view.moment(advice.begins), now=view.now)
    return words.text(
        "{lead}: no observation lies near the time asked for; history begins {begins}.",
        lead=lead,
        begins=begins,
    )
