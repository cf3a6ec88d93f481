"""`tracker notify`: tell what happened, by the rules and channels of the sites file."""

import click

from cli.exit import Exit
from cli.terminal import options, times
from cli.terminal.errors import say
from cli.terminal.options import Settings
from cli.terminal.printable import printable
from cli.words import Words
from scrapers import STDOUT, Config, TrackerError
from store import Store, open_store


@options.command("notify", limited=False)
@options.option("--due", is_flag=True, help="Only what waits: held back, failed, or a digest.")
@options.option("--dry-run", is_flag=True, help="Say what would go where and why; send nothing.")
@options.option("--test", metavar="CHANNEL", help="Send one message to a channel, to see it come.")
@options.option(
    "--explain", metavar="ARTICLE", help="Which rules it meets, and what was told of it."
)
@options.lang()
def command(
    settings: Settings, *, due: bool, dry_run: bool, test: str | None, explain: str | None
) -> int:
    """Tell what happened since the last time, by the rules of the sites file, once.

    Examples:
      tracker notify                 send what is new; behind fetch in the schedule
      tracker notify --due           send what waits, every few minutes
      tracker notify --dry-run       what would go where
      tracker notify --test desk     one message to the channel desk
      tracker notify --explain 26    why something was told of an article, or not

    Where a rule has no channel, it prints, and cron mails that. See  tracker docs alerts

    Exit status: 0 nothing to do or all sent, 3 something was not sent, 4 nothing could be sent, 75
    another notify is running.
    """
    if [due, dry_run, test is not None, explain is not None].count(True) > 1:
        raise click.UsageError("only one of --due, --dry-run, --test, --explain")
    config = settings.load_config()
    if test is not None:
        return _test(settings, config, test)
    if not config.alerts and not config.digests:
        raise TrackerError(
            f"{config.path}: no [[alerts]] and no [[digests]]; see  tracker docs alerts"
        )
    if dry_run or explain is not None:
        with open_store(settings.store) as store:
            words = settings.words(config.lang or store.lang)
            for line in _lines(store, settings, config, words, explain):
                click.echo(printable(line, None))
        return Exit.DONE
    from cli.pipeline.notify.run import Wishes, notify

    return notify(settings.store, Wishes(config, settings.words, due))


def _lines(
    store: Store, settings: Settings, config: Config, words: Words, article: str | None
) -> list[str]:
    """The lines of --dry-run, or of --explain if an article is asked for."""
    now = times.now()
    if article is None:
        from cli.pipeline.notify.preview import preview

        return list(preview(store, config, words, now)) or [words.text("Nothing would be sent.")]
    from cli.commands.article.named import article_named
    from cli.pipeline.notify.explain import explain

    return list(explain(store, config, words, article_named(store, settings, article), now))


def _test(settings: Settings, config: Config, channel: str) -> Exit:
    """Send one message to a channel."""
    if channel not in config.channels and channel != STDOUT:
        from scrapers import nearest

        raise TrackerError(
            f"no channel is called {channel!r}{nearest(channel, [*config.channels, STDOUT])}"
        )
    from cli.pipeline.notify.outgoing import Undelivered
    from cli.pipeline.notify.run import test_channel

    try:
        test_channel(config, channel, settings.words(config.lang))
    except Undelivered as problem:
        say(f"tracker: {channel}: {problem}")
        return Exit.FAILED
    if channel in config.channels:
        say(f"sent to {channel}")
    return Exit.DONE
