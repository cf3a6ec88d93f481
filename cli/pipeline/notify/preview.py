"""What `tracker notify` would send where, and why; nothing is sent or stored."""

from collections.abc import Iterator

from cli.pipeline.notify import forms
from cli.pipeline.notify.bundle import bundles, due_digests
from cli.pipeline.notify.content import Teller
from cli.pipeline.notify.hours import clock, zone_of
from cli.pipeline.notify.look import look
from cli.words import Words
from scrapers import Config
from store import Store


def preview(store: Store, config: Config, words: Words, now: int) -> Iterator[str]:
    """Lines that say it, rule by rule."""
    news = look(store, config, now)
    for route in news.routes:
        yield words.text(
            "{rule} → {channel}: new; it begins now and tells nothing of the past",
            rule=route.rule, channel=route.channel,
        )  # fmt: skip
    routes, teller = store.outbox.routes(), Teller(store, words, now)
    for bundle in bundles(store, config, [*store.outbox.waiting(), *news.notices], now):
        pair = bundle.alert.name, bundle.channel
        left_out = routes[pair].left_out + news.left_out.get(pair, 0)
        content = teller.content(bundle.alert.name, bundle.notices, left_out, "")
        time = words.text("now")
        if bundle.until is not None:
            time = words.text(
                "held back until {time} ({why})",
                time=clock(bundle.until, zone_of(bundle.alert, config)), why=words.text(bundle.reason),
            )  # fmt: skip
        yield f"{bundle.alert.name} → {bundle.channel}: {time}"
        yield from (f"  {line}" for line in forms.lines(content._replace(after=[]), "text"))
    for due in due_digests(store, config, now):
        yield words.text(
            "{rule} → {channel}: a digest, now", rule=due.route.rule, channel=due.route.channel
        )
    for message in store.outbox.due(now):
        yield words.text(
            "{rule} → {channel}: message {number} again, try {n}",
            rule=message.rule, channel=message.channel, number=message.name[:8],
            n=message.tries + 1,
        )  # fmt: skip
