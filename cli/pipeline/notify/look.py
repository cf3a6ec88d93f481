"""Looks at what is new since the last look, and at what rules make of it.

The events of each list are judged from its last judged observation on, for all rules at once. A
rule's way to a channel that is seen for the first time begins now: it tells nothing of the past.
Only what a visit measured is told, so an import, however new, tells nothing.
"""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from cli.pipeline.notify import rules, troubles
from cli.pipeline.notify.hours import last_due, zone_of
from cli.terminal.selection import of_rule
from cli.terminal.times import DAY, parse_span
from scrapers import TROUBLES, Alert, Config
from scrapers import config as sites_file
from store import Event, ListRow, News, Notice, Route, SiteRow, Store


def look(store: Store, config: Config, now: int) -> News:
    """What is new; nothing is written."""
    routes = store.outbox.routes()
    judged, events = _new_events(store, config, now, has_routes=bool(routes))
    notices: list[Notice] = []
    left_out: Counter[tuple[str, str]] = Counter()
    for alert, channel in _ways(config):
        if (alert.name, channel) not in routes:
            continue
        fresh = [pair for pair in events if now - pair[0].by <= alert.max_age]
        about = partial(_about, store, alert)
        if late := sum(map(about, events)) - sum(map(about, fresh)):
            left_out[alert.name, channel] = late
        silence = partial(store.outbox.last, alert.name, channel)
        notices += rules.notices(alert, channel, [pair for pair in fresh if about(pair)], silence)
        notices += _troubles(store, config, alert, channel, now)
    return News(_new_routes(config, routes, now), judged, notices, left_out)


def _ways(config: Config) -> Iterator[tuple[Alert, str]]:
    return ((alert, channel) for alert in config.alerts for channel in alert.to)


def _new_routes(
    config: Config, routes_known: dict[tuple[str, str], Route], now: int
) -> list[Route]:
    """The ways that are not known yet; a digest's first covers what follows its last due time."""
    routes = [Route(0, alert.name, channel, now) for alert, channel in _ways(config)]
    for digest in config.digests:
        due = last_due(digest, zone_of(digest, config), now)
        routes += [Route(0, digest.name, channel, now, due) for channel in digest.to]
    return [route for route in routes if (route.rule, route.channel) not in routes_known]


def _new_events(
    store: Store, config: Config, now: int, *, has_routes: bool
) -> tuple[dict[int, int], list[tuple[Event, ListRow]]]:
    """(list id -> its newest observation, the events up to it since the last look), by time."""
    judged_until = store.outbox.judged_until()
    latest = max(judged_until.values(), default=0)
    judged: dict[int, int] = {}
    events: list[tuple[Event, ListRow]] = []
    for ranking_list in store.all_lists():
        newest = store.history.newest_fetched(ranking_list, now)
        if newest is None or newest.observed <= judged_until.get(ranking_list.id, -1):
            continue
        judged[ranking_list.id] = newest.observed
        if has_routes:
            since = judged_until.get(ranking_list.id, latest) + 1
            events += (
                (event, ranking_list)
                for event in events_of(store, config, ranking_list, since, newest.observed)
            )
    return judged, sorted(events, key=lambda pair: (pair[0].by, pair[0].site, pair[0].list))


def events_of(
    store: Store, config: Config, ranking_list: ListRow, since: int, until: int
) -> Iterator[Event]:
    """The events of a list in [since, until] that a visit measured."""
    top = rules.numbers_of(config.alerts)
    yield from (e for e in store.events([ranking_list], since, until + 1, top) if e.fetched)
    for kind in rules.climbs_of(config.alerts):
        ranks, _, span = kind.removeprefix("climb:").partition("/")
        for event in store.climbs(ranking_list, since, until + 1, int(ranks), parse_span(span)):
            if event.fetched:
                yield event._replace(kind=kind)


def _about(store: Store, alert: Alert, pair: tuple[Event, ListRow]) -> bool:
    event, ranking_list = pair
    return rules.is_about(alert, event, ranking_list, store.filter(of_rule(alert)))


def _troubles(
    store: Store, config: Config, alert: Alert, channel: str, now: int
) -> Iterator[Notice]:
    """The notices of the recorder's own trouble that a rule asks for."""
    if not set(alert.when) & set(TROUBLES):
        return
    for site in _watched(store, config, alert):
        last = store.outbox.last(alert.name, channel, f"site:{site.name}")
        yield from troubles.site_notices(alert, channel, store.status(site, now), last, now)
    if "undelivered" in alert.when:
        for dead in store.undelivered(now - DAY):
            last = store.outbox.last(alert.name, channel, f"channel:{dead.channel}")
            notice = troubles.channel_notice(alert, channel, dead, last, now)
            if dead.given_up and notice:
                yield notice


def _watched(store: Store, config: Config, alert: Alert) -> list[SiteRow]:
    """The sites whose trouble is a rule's business: those it names, else those that are followed."""
    names = alert.sites or [site.name for site in sites_file.followed(config)]
    return [site for site in store.sites() if site.name in names]
