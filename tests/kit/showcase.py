"""A program on the shell's own parts, so that they can be tested without any real command."""

import os
import signal
import sys
import time
from operator import itemgetter

import click

from cli.main import Program
from cli.terminal import errors, options
from cli.terminal.columns import Column
from cli.terminal.output import show
from cli.terminal.times import Moment
from cli.words import Words
from scrapers.errors import TrackerError

COLUMNS = (
    Column("rank", itemgetter(0), "#", "number"),
    Column("", itemgetter(1), "move", right=True),
    Column("title", itemgetter(2), "title", "title", link=itemgetter(3)),
    Column("url", itemgetter(3)),
    Column("observed", itemgetter(4), "seen", "time"),
    Column("first", itemgetter(5), kind="utc"),
    Column("here", itemgetter(6), "here", "flag"),
)
SEEN = Moment(1769637787, 540, "JST")
ROWS = (
    (1, Words().move("up", 4), "日米共同統合演習（指揮所演習）、1月29日から実施予定", "https://a.example/1", SEEN, SEEN, True),
    (2, Words().move("new"), "=HYPERLINK(\x1b]0;x\x07)", "javascript:alert(1)", SEEN, None, False),
    (10, Words().move("down", 3), "[bold]not bold[/] :smile:, “quoted”", None, None, None, None),
)  # fmt: skip


@options.command("show")
@options.form()
def shown(_settings, form):
    """Show a table.

    The rest of the story.

    Examples:
      tracker show --csv      as data
    """
    show(form, COLUMNS, ROWS, heading="site · 24時間 (day)", captions=["↑ = rose → higher"])


@options.command("settings")
def settings(settings):
    """Say what was set."""
    click.echo(f"{settings.store} {settings.site} {settings.configuration} {settings.verbosity}")


@options.command("fail")
@click.argument("how")
def fail(_settings, how):
    """Fail in a way of one's choice."""
    if how == "known":
        raise TrackerError("cannot read \x1b[31mthis\nfile")
    if how == "status":
        return 7
    raise ZeroDivisionError(how)


@options.command("wait")
@click.option("--patiently", is_flag=True)
def wait(_settings, patiently):
    """Wait for a signal."""
    try:
        sys.stdout.write("on its way")
        os.write(1, b"ready\n")  # overtakes what is in the buffer
        time.sleep(30)
    finally:
        errors.say("cleaned")
        if patiently:
            time.sleep(30)


@options.command("many")
@options.form("csv")
def many(_settings, form):
    """Show a million rows."""
    show(form, COLUMNS, (ROWS[0] for _ in range(1_000_000)))


class Showcase(Program):
    """The shell with these commands instead of the real ones."""

    def get_command(self, _ctx, name):
        found = {"show": shown, "settings": settings, "fail": fail, "wait": wait, "many": many}
        return found.get(name)


if __name__ == "__main__":
    if "--hup-ignored" in sys.argv:
        sys.argv.remove("--hup-ignored")
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    from cli.main import main

    sys.exit(main(Showcase(())))
