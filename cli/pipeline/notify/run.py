"""One run of `tracker notify`: look, bundle, deliver; and what it would do, without doing it."""

from collections.abc import Callable
from typing import NamedTuple

from cli.exit import Exit
from cli.pipeline.notify import bundle, deliver
from cli.pipeline.notify.look import look
from cli.pipeline.notify.outgoing import Outgoing, Undelivered
from cli.pipeline.notify.summary import summary
from cli.terminal import times
from cli.words import Words
from scrapers import STDOUT, Config
from store import Message, Store, notify_lock, open_store


class Wishes(NamedTuple):
    """What holds for a run: the configuration, the words for a language, and whether to look.

    `due` sends only what waits already: held back, failed before, or a digest.
    """

    config: Config
    words: Callable[[str | None], Words]
    due: bool = False


def notify(path: str, wishes: Wishes) -> Exit:
    """Send what is to be sent; returns the exit status."""
    config = wishes.config
    with notify_lock(path), open_store(path, write=True) as store:
        now = times.now()
        if not wishes.due:
            _look(store, config, now)
        words = wishes.words(config.lang or store.lang)
        bundle.freeze_alerts(store, config, words, now)
        _freeze_digests(store, wishes, now)
        quiet = bundle.quiet_now(config, now)
        waiting = [message for message in store.outbox.due(now) if message.rule not in quiet]
        tally = deliver.deliver(store.outbox, config.channels, waiting, times.now)
    if not tally.failed:
        return Exit.DONE
    return Exit.PARTIAL if tally.sent else Exit.FAILED


def _look(store: Store, config: Config, now: int) -> None:
    """Store what is new; where nothing is, nothing is written."""
    news = look(store, config, now)
    if any(news):
        store.outbox.note(news, now)


def _freeze_digests(store: Store, wishes: Wishes, now: int) -> None:
    """Store a message for each digest that is due; one that has nothing to say is done with."""
    for due in bundle.due_digests(store, wishes.config, now):
        digest, route = due.digest, due.route
        words = wishes.words(digest.lang or wishes.config.lang or store.lang)
        content = summary(store, digest, words, due.since, now)
        if content is None:
            store.outbox.covered(route.rule, route.channel, now)
            continue
        number = bundle.new_number()
        message = Message(0, number, route.rule, route.channel, now, 0, now, content)
        store.outbox.freeze(message, [], until=now)


def test_channel(config: Config, channel: str, words: Words) -> None:
    """Send one message to a channel, past the outbox. Raises Undelivered."""
    now = times.now()
    number = bundle.new_number()
    content = {
        "subject": words.text("[tracker] a test"),
        "before": [
            words.text("If you can read this, the channel {channel} works.", channel=channel)
        ],
        "blocks": [],
        "after": [words.text("number {number}", number=number[:8])],
        "events": [],
    }
    message = Message(0, number, "test", channel, now, 0, now, content)
    address = config.channels.get(channel, STDOUT)
    if address == STDOUT:
        if problem := deliver.printed(message):
            raise Undelivered(problem)
        return
    deliver.send(address, Outgoing.from_message(message))
