"""Sends what is due: each channel in a thread of its own, each message marked as soon as it is known.

A channel that is dead delays no other, and nothing is locked while something is sent. A run that is
killed between sending and marking sends the message again, under its first number.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import click

from cli.pipeline.notify.outgoing import Outgoing, Undelivered
from cli.pipeline.notify.secret import looked_up
from cli.terminal.errors import say
from cli.terminal.printable import printable
from cli.terminal.times import span
from scrapers import STDOUT
from store import Message, Outbox

DELAYS = (60, 300, 1800, 7200, 21600)
"""Seconds to wait after each failure; after one more the message is given up."""

PATIENCE = 20.0
"""Seconds that a channel has for one message."""

ALL = 90.0
"""Seconds that a channel has for all of its messages in one run."""

Send = Callable[[str, Outgoing, float], None]


class Tally(NamedTuple):
    """How many messages were sent, how many failed, and how many of these were given up."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


class Result(NamedTuple):
    """What became of a message: what is wrong with it, or nothing."""

    message: Message
    problem: str | None


def deliver(
    outbox: Outbox,
    channels: Mapping[str, str],
    messages: Iterable[Message],
    now: Callable[[], int],
) -> Tally:
    """Send messages, and mark each in the outbox."""
    by_channel: dict[str, list[Message]] = {}
    for message in messages:
        by_channel.setdefault(message.channel, []).append(message)
    tally = Tally()
    for result in _results(channels, by_channel):
        tally = _mark(outbox, result, tally, now())
    return tally


def _results(
    channels: Mapping[str, str], by_channel: Mapping[str, Sequence[Message]]
) -> Iterable[Result]:
    """What becomes of each message that was tried, in the order in which it is known."""
    answers: queue.Queue[Result | str] = queue.Queue()
    busy = {}
    for channel, messages in by_channel.items():
        address = channels.get(channel, STDOUT if channel == STDOUT else "")
        if address == STDOUT:
            yield from (Result(message, printed(message)) for message in messages)
            continue
        busy[channel] = list(messages)
        threading.Thread(
            target=_send_all, args=(channel, address, messages, answers), daemon=True
        ).start()
    ends = time.monotonic() + ALL + PATIENCE
    while busy:
        try:
            answer = answers.get(timeout=max(0.0, ends - time.monotonic()))
        except queue.Empty:  # a server that drips holds its thread for ever; this run goes on
            following = (messages[0] for messages in busy.values() if messages)
            yield from (Result(message, "no answer in time") for message in following)
            return
        if isinstance(answer, str):
            del busy[answer]
        else:
            busy[answer.message.channel].remove(answer.message)
            yield answer


def _send_all(
    channel: str,
    address: str,
    messages: Sequence[Message],
    answers: "queue.Queue[Result | str]",
) -> None:
    """Send one channel's messages; if it is down, the others count as failed too."""
    failure: str | None = None
    ends = time.monotonic() + ALL
    for message in messages:
        if time.monotonic() >= ends:
            break
        if failure is None:
            problem, failure = _tried(address, message)
        else:
            problem = failure
        answers.put(Result(message, problem))
    answers.put(channel)


def _tried(address: str, message: Message) -> tuple[str | None, str | None]:
    """(what is wrong with a message, what is wrong with the channel), None for nothing."""
    try:
        send(address, Outgoing.from_message(message))
    except Undelivered as problem:
        return str(problem), str(problem) if problem.down else None
    except Exception as error:  # noqa: BLE001 - a library's bug is this channel's trouble alone
        return f"a fault of tracker or a library ({type(error).__name__})", None
    return None, None


def send(address: str, message: Outgoing) -> None:
    """Send one message to an address as the configuration has it; raises Undelivered."""
    if not address:
        raise Undelivered("there is no such channel any more", down=True)
    place = looked_up(address)
    sender(place)(place, message, PATIENCE)


def sender(address: str) -> Send:
    """What sends to an address, loaded when it is needed."""
    scheme = address.partition("://")[0].lower()
    if scheme in ("http", "https"):
        from cli.pipeline.notify import webhook

        return webhook.send
    if scheme in ("smtp", "smtps"):
        from cli.pipeline.notify import mail

        return mail.send
    from cli.pipeline.notify import apprise_service

    return apprise_service.send


def printed(message: Message) -> str | None:
    """Print a message: it is whole, and out, before it counts as sent. Returns what went wrong."""
    outgoing = Outgoing.from_message(message)
    try:
        click.echo(printable(f"{outgoing.subject}\n{outgoing.text()}\n", None, lines=True))
    except OSError as error:
        return f"standard output: {error.strerror}"
    return None


def _mark(outbox: Outbox, result: Result, tally: Tally, now: int) -> Tally:
    message, problem = result
    if problem is None:
        outbox.sent(message.id, now)
        return tally._replace(sent=tally.sent + 1)
    delay = DELAYS[message.tries] if message.tries < len(DELAYS) else None
    outbox.failed(message.id, now, None if delay is None else now + delay, problem)
    outcome = "given up" if delay is None else f"tried again in {span(delay)}"
    say(f"tracker: {message.channel}: message {message.name[:8]} not sent ({problem}); {outcome}")
    return tally._replace(failed=tally.failed + 1, given_up=tally.given_up + (delay is None))
