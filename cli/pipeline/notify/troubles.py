"""The recorder's own trouble: told once, then once a day, and when it is over.

A channel that was given up is told by the other channels of a rule, never by itself.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cli.terminal.times import DAY
from scrapers import REFUSED, Alert, kind_of
from store import ChannelState, Notice, SiteStatus

OF_SITES = ("stale", "refused", "empty")


class Trouble(NamedTuple):
    """What is wrong with a site, since when (UTC seconds), and why: the newest reason first."""

    kind: str
    since: int
    code: str
    codes: tuple[str, ...]
    times: int


def trouble_of(status: SiteStatus, now: int) -> list[Trouble]:
    """What is wrong with a site now."""
    troubles = []
    failure = status.failure if status.failing else None
    why = (failure.code, failure.codes, failure.times) if failure else ("", (), 0)
    if failure and kind_of(failure.code) == REFUSED:
        kind = "empty" if failure.code == "empty" else "refused"
        troubles.append(Trouble(kind, failure.since, *why))
    if status.success is not None and now - status.success > status.patience:
        troubles.append(Trouble("stale", status.success, *why))
    return troubles


def site_notices(
    alert: Alert, channel: str, status: SiteStatus, last: Mapping[str, int], now: int
) -> Iterator[Notice]:
    """The notices of one site's trouble; `last` is when each kind was told before."""
    present = trouble_of(status, now)
    site = status.site
    facts: dict[str, Any] = {"site": site.name, "label": site.label, "by": now}
    for trouble in present:
        notified_at = last.get(trouble.kind, 0)
        if trouble.kind in alert.when and not (
            notified_at >= trouble.since and now - notified_at < DAY
        ):
            event = {**facts, **trouble._asdict()}
            yield _notice(alert, channel, f"site:{site.name}", trouble.kind, event)
    notified_at = max((last[kind] for kind in OF_SITES if kind in last), default=0)
    if not present and "recovered" in alert.when and notified_at > last.get("recovered", 0):
        recovered = Trouble("recovered", notified_at, "", (), 0)
        event = {**facts, **recovered._asdict()}
        yield _notice(alert, channel, f"site:{site.name}", "recovered", event)


def channel_notice(
    alert: Alert, channel: str, dead: ChannelState, last: Mapping[str, int], now: int
) -> Notice | None:
    """The notice that another channel was given up, if it is time for one."""
    notified_at = last.get("undelivered")
    if dead.channel == channel or (notified_at is not None and now - notified_at < DAY):
        return None
    event = {
        "kind": "undelivered", "site": "", "by": now, "channel": dead.channel,
        "waiting": dead.waiting, "given_up": dead.given_up, "since": dead.since,
        "problem": dead.problem,
    }  # fmt: skip
    return _notice(alert, channel, f"channel:{dead.channel}", "undelivered", event)


def _notice(
    alert: Alert, channel: str, subject: str, kind: str, event: Mapping[str, Any]
) -> Notice:
    return Notice(0, alert.name, channel, subject, kind, str(event["site"]), event["by"], event)
