"""Checks of the channels of alerts and digests: everything short of sending something."""

from collections.abc import Iterator

from cli.commands.doctor.finding import Finding, bad, ok
from cli.exit import Exit
from cli.pipeline.notify.outgoing import Undelivered
from scrapers import STDOUT, Config


def channels(configuration: Config) -> Iterator[Finding]:
    """Whether each channel that a rule or a digest names can be used."""
    named = [
        *(alert.to for alert in configuration.alerts),
        *(digest.to for digest in configuration.digests),
    ]
    used = dict.fromkeys(name for names in named for name in names)
    for name in (
        *(name for name in used if name not in configuration.channels),
        *configuration.channels,
    ):
        topic = f"channel {name}"
        try:
            how = _way(configuration.channels.get(name, STDOUT))
        except Undelivered as problem:
            remedy = f"then try it:  tracker notify --test {name}"
            yield bad(topic, str(problem), remedy, Exit.USAGE)
        else:
            yield ok(topic, how if name in used else f"{how}; no rule names it")


def _way(written: str) -> str:
    """How a channel is told, without saying where it leads. Raises Undelivered."""
    from cli.pipeline.notify.secret import looked_up

    address = looked_up(written)
    scheme = address.partition("://")[0].lower()
    if address == STDOUT:
        return "standard output, which cron mails"
    if scheme in ("http", "https"):
        from cli.pipeline.notify import webhook

        service = webhook.service_of(address)
        return f"a message by POST, in the form of {service}" if service else "JSON by POST"
    if scheme in ("smtp", "smtps"):
        from cli.pipeline.notify import mail

        receivers = len(mail.server(address).receivers)
        return f"mail to {receivers} address{'es' * (receivers > 1)}"
    from cli.pipeline.notify import apprise_service

    apprise_service.service_of(address)
    return "Apprise"
