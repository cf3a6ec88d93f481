"""What a rule makes of events: which of them it is about, and the notices that follow.

What lies across a gap becomes one notice a list. The same article and kind is told again only after
the rule's silence, unless it is another list of the same visit.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from scrapers import Alert
from store import Event, Filter, ListRow, Notice

GAP = "gap"
"""The kind of a notice of what lies across a gap."""

Silence = Callable[[str], Mapping[str, int]]
"""Subject -> kind -> when a route last had a notice of it."""


def numbers_of(alerts: Iterable[Alert]) -> tuple[int, ...]:
    """The numbers N for which a rule asks `top:N`."""
    kinds = {kind for alert in alerts for kind in alert.when}
    return tuple(sorted(int(kind[4:]) for kind in kinds if kind.startswith("top:")))


def climbs_of(alerts: Iterable[Alert]) -> list[str]:
    """The kinds of the form `climb:N/T` that a rule asks for."""
    kinds = {kind for alert in alerts for kind in alert.when}
    return sorted(kind for kind in kinds if kind.startswith("climb:"))


def is_about(alert: Alert, event: Event, ranking_list: ListRow, keep: Filter) -> bool:
    """Whether a rule is about an event of a list; `keep` is its filter."""
    return (
        event.kind in alert.when
        and keep.choice.has_site(event.site)
        and keep.choice.has_list(ranking_list)
        and keep(event.article, event.title)
    )


def notices(
    alert: Alert, channel: str, events: Sequence[tuple[Event, ListRow]], silence: Silence
) -> Iterator[Notice]:
    """The notices of the events that a rule is about, in order of time."""
    last_by_subject: dict[str, dict[str, int]] = {}
    across = [pair for pair in events if pair[0].across_gap]
    for _, group in groupby(across, key=lambda pair: (pair[0].by, pair[1].id)):
        yield _catch_up(alert, channel, list(group))
    for event, ranking_list in events:
        if event.across_gap:
            continue
        subject = f"article:{event.article}"
        last = last_by_subject.setdefault(subject, dict(silence(subject)))
        last_time = last.get(event.kind)
        if last_time is not None and last_time != event.by and event.by - last_time < alert.again:
            continue
        last[event.kind] = event.by
        yield Notice(
            0, alert.name, channel, subject, event.kind, f"{event.site}/{event.list}", event.by,
            facts(event, ranking_list),
        )  # fmt: skip


def _catch_up(alert: Alert, channel: str, group: list[tuple[Event, ListRow]]) -> Notice:
    """What lies across one gap of one list: one item, with both times."""
    event, ranking_list = group[0]
    content = {
        **facts(event, ranking_list),
        "events": [facts(event, ranking_list) for event, ranking_list in group],
    }
    place = f"{event.site}/{event.list}"
    return Notice(0, alert.name, channel, f"list:{place}", GAP, place, event.by, content)


def facts(event: Event, ranking_list: ListRow) -> dict[str, Any]:
    """What is kept of an event, and told to programs."""
    return {
        "kind": event.kind, "site": event.site, "list": event.list, "label": ranking_list.label,
        "article": event.article, "title": event.title, "url": event.url, "rank": event.rank,
        "previous": event.previous, "after": event.after, "by": event.by, "cause": event.cause,
    }  # fmt: skip
