"""Which rules an article meets, and what was sent of it, when and where."""

from collections.abc import Iterator
from functools import partial

from cli.pipeline.notify import rules
from cli.pipeline.notify.look import events_of
from cli.terminal.context import moment_at
from cli.terminal.selection import of_rule
from cli.terminal.times import DAY
from cli.words import Words
from scrapers import Alert, Config
from store import Event, ListRow, Sent, Store

DAYS = 30
"""Days whose events are looked at."""


def explain(store: Store, config: Config, words: Words, article: int, now: int) -> Iterator[str]:
    """Lines that say it."""
    dossier = store.article(article)
    lists = store.lists(dossier.site)
    events = [
        (event, ranking_list)
        for ranking_list in lists
        for event in events_of(store, config, ranking_list, now - DAYS * DAY, now)
        if event.article == article
    ]
    yield f"{article}  {store.article_facts([article])[article].title}"
    for alert in config.alerts:
        yield from _rule(store, words, alert, events)
    notices = store.notices_of(article)
    yield words.text("told:") if notices else words.text("told: nothing")
    for notice in notices:
        at = words.brief(moment_at(store, dossier.site, notice.observed), now=now)
        fate = _fate(store, words, dossier.site.name, notice)
        yield f"  {notice.rule} → {notice.channel}: {notice.kind}, {notice.place}, {at}: {fate}"


def _rule(
    store: Store, words: Words, alert: Alert, events: list[tuple[Event, ListRow]]
) -> Iterator[str]:
    """What a rule makes of the events of the last days."""
    about = partial(rules.is_about, alert, keep=store.filter(of_rule(alert)))
    met = [event for event, ranking_list in events if about(event, ranking_list)]
    if not met:
        yield words.text(
            "{rule}: meets nothing of it in the last {n} days", rule=alert.name, n=DAYS
        )
        return
    yield f"{alert.name}:"
    for event in met:
        site = store.site(event.site)
        at = words.brief(moment_at(store, site, event.by), now=event.by)
        gap = f" ({words.text('not measured before')})" if event.across_gap else ""
        yield f"  {event.kind}  {event.site}/{event.list}  {at}{gap}"


def _fate(store: Store, words: Words, site: str, notice: Sent) -> str:
    """What became of a notice."""
    if notice.name is None:
        return words.text("held back")
    if notice.ended is None:
        if notice.problem:
            return words.text("waits: {problem}", problem=notice.problem)
        return words.text("not tried yet")
    time = words.brief(moment_at(store, store.site(site), notice.ended), now=notice.ended)
    if notice.problem:
        return words.text("given up {time}: {problem}", time=time, problem=notice.problem)
    return words.text("sent {time}, number {number}", time=time, number=notice.name[:8])
