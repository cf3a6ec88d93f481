"""Makes messages of what may be sent now, and stores each before it is first tried."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cli.pipeline.notify.content import Teller
from cli.pipeline.notify.hours import batched_until, last_due, quiet_until, zone_of
from cli.words import Words
from scrapers import Alert, Config, Digest
from store import Message, Notice, Route, Store


class Bundle(NamedTuple):
    """What a rule has for a channel, and until when it is held back (None: it goes now), and why."""

    alert: Alert
    channel: str
    notices: list[Notice]
    until: int | None
    reason: str


def bundles(store: Store, config: Config, notices: Sequence[Notice], now: int) -> Iterator[Bundle]:
    """The notices that are in no message yet, put together by rule and channel."""
    last = store.outbox.last_message()
    for alert in config.alerts:
        for channel in alert.to:
            waiting = [n for n in notices if (n.rule, n.channel) == (alert.name, channel)]
            if waiting:
                until, reason = _hold(alert, config, last.get((alert.name, channel)), now)
                yield Bundle(alert, channel, waiting, until, reason)


def _hold(alert: Alert, config: Config, last: int | None, now: int) -> tuple[int | None, str]:
    quiet = quiet_until(alert.quiet, zone_of(alert, config), now)
    if quiet is not None:
        return quiet, "quiet hours"
    return batched_until(alert.batch, last, now), "batch"


def freeze_alerts(store: Store, config: Config, words: Words, now: int) -> None:
    """Store a message for each rule and channel that is not held back.

    What is held back for a rule or a channel that is no more in the configuration is dropped.
    """
    waiting = store.outbox.waiting()
    if not waiting:
        return
    current = {(alert.name, channel) for alert in config.alerts for channel in alert.to}
    if orphans := [notice.id for notice in waiting if (notice.rule, notice.channel) not in current]:
        store.outbox.drop(orphans)
    routes, teller = store.outbox.routes(), Teller(store, words, now)
    for bundle in bundles(store, config, waiting, now):
        if bundle.until is not None:
            continue
        route = routes[bundle.alert.name, bundle.channel]
        number = new_number()
        content = teller.content(bundle.alert.name, bundle.notices, route.left_out, number)
        message = _message(number, route, now, content._asdict())
        store.outbox.freeze(message, [notice.id for notice in bundle.notices])


def new_number() -> str:
    """The number of a message."""
    return os.urandom(16).hex()


def _message(number: str, route: Route, now: int, content: Mapping[str, Any]) -> Message:
    return Message(0, number, route.rule, route.channel, now, 0, now, content)


def quiet_now(config: Config, now: int) -> set[str]:
    """The rules that may send nothing now, not even what failed before."""
    return {
        alert.name
        for alert in config.alerts
        if quiet_until(alert.quiet, zone_of(alert, config), now) is not None
    }


class DueDigest(NamedTuple):
    """A digest that is due on a route, and since when it covers."""

    digest: Digest
    route: Route
    since: int


def due_digests(store: Store, config: Config, now: int) -> Iterator[DueDigest]:
    """The digests that were to be sent since they were sent last."""
    if not config.digests:
        return
    routes = store.outbox.routes()
    for digest in config.digests:
        due = last_due(digest, zone_of(digest, config), now)
        for channel in digest.to:
            route = routes.get((digest.name, channel))
            if route and due > route.covered_until:
                since = route.covered_until if digest.since is None else due - int(digest.since)
                yield DueDigest(digest, route, since)
