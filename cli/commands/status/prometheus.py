"""The state of each site as metrics for Prometheus: the text format that its collectors read."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from store import SiteStatus


class Metric(NamedTuple):
    """One metric of a site; `value` is None where it has none."""

    name: str
    help: str
    value: Callable[[SiteStatus], float | None]


METRICS = (
    Metric(
        "tracker_last_success_timestamp_seconds",
        "When the site was last recorded.",
        lambda item: item.success,
    ),
    Metric(
        "tracker_limit_seconds",
        "The age from which the site is stale: 2.5 x its schedule.",
        lambda item: item.patience,
    ),
    Metric("tracker_every_seconds", "The site's schedule.", lambda item: item.every),
    Metric("tracker_gaps_7d", "Gaps of the last seven days.", lambda item: item.gaps),
    Metric(
        "tracker_failing",
        "1 if the newest visit failed or was not read.",
        lambda item: int(item.failing),
    ),
    Metric(
        "tracker_failures",
        "Visits that failed in a row, 0 if the newest did not.",
        lambda item: item.failure.times if item.failing and item.failure else 0,
    ),
)


def metrics(statuses: Iterable[SiteStatus]) -> Iterator[str]:
    """The lines of the metrics of some sites. All of them are gauges."""
    items = list(statuses)
    for metric in METRICS:
        yield f"# HELP {metric.name} {metric.help}"
        yield f"# TYPE {metric.name} gauge"
        for item in items:
            if (value := metric.value(item)) is not None:
                yield f'{metric.name}{{site="{_escaped(item.site.name)}"}} {value}'


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
