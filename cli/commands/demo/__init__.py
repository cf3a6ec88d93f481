"""`tracker demo`: the whole program on an invented site, over a few simulated days.

Only the site and the clock are simulated. The real fetch visits a real server on loopback at the
simulated times, and the commands after it run exactly as if they had been typed.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from cli.terminal import errors, options
from cli.terminal.counting import counted
from cli.terminal.options import Settings
from cli.terminal.progress import progress
from scrapers import Site, TrackerError, Visiting

OnProgress = Callable[[int, int], None]

COMMANDS = (
    ("top",),
    ("movers", "--since", "24h"),
    ("article", "day:2"),
    ("log",),
    ("status",),
)
"""What is shown when all is recorded; then comes a CSV file."""

DEMO = "demo"
"""The name of the sample site."""

CSV_LINES = 4
"""Lines of the CSV file that are shown."""

LATER = 9 * 60
"""Seconds between the last visit and the look at it."""


@options.command("demo", limited=False)
def command(settings: Settings) -> None:
    """Record a sample site over eight sample days, then look at what came of it.

    Examples:
      tracker demo                        nothing is left behind
      tracker demo --db play.db           the store is kept in a new file

    No network is used. Your own store and configuration are neither read nor changed.
    """
    if settings.db is not None:
        if os.path.lexists(settings.db):
            raise TrackerError(f"{settings.db} exists; the demo needs a new file")
        _run(settings.db)
        return
    with tempfile.TemporaryDirectory(prefix="tracker-demo-") as folder:
        _run(os.path.join(folder, "tracker.db"))
    click.echo("All of this was made up and is gone. The real thing:  tracker fetch")


def _run(path: str) -> None:
    with _clock() as at:
        errors.say("Eight days of a sample site, a visit every two hours; no network is used.")
        errors.say("One visit fails on purpose, to show how fetch says so and what becomes of it:")
        with progress("visits") as on_progress:
            statuses = record(path, at, on_progress)
        errors.say(f"{counted(statuses.total(), 'visit')}, {statuses[0]} of them recorded.")
        for words in COMMANDS:
            click.echo(f"$ tracker {' '.join(words)}")
            _do(["--db", path, *words])
            click.echo()
        _show_csv(path)


def _show_csv(path: str) -> None:
    """Export a CSV file and show its first lines."""
    click.echo("$ tracker export rankings --every 1d -o rankings.csv")
    with tempfile.TemporaryDirectory(prefix="tracker-demo-") as folder:
        csv_file = os.path.join(folder, "rankings.csv")
        _do(["--db", path, "export", "rankings", "--every", "1d", "-o", csv_file])
        with open(csv_file, encoding="utf-8") as file:
            for line, _ in zip(file, range(CSV_LINES), strict=False):
                click.echo(line.rstrip("\n"))
    click.echo("...\n")


def record(
    path: str, at: Callable[[int], None], on_progress: OnProgress = lambda _done, _total: None
) -> Counter[int]:
    """Fetch the demo's site at every simulated time; returns how often each exit status occurred.

    `at` sets the clock, `on_progress` says how many visits of how many were made.
    """
    from cli.commands.demo.script import VISITS
    from cli.commands.demo.server import apart
    from cli.pipeline.run import Wishes, fetch
    from scrapers import Readers, warm_up

    statuses: Counter[int] = Counter()
    warm_up()  # here, and not in each process that reads a page
    with Readers() as readers, apart() as (address, site_at):
        visiting = {DEMO: Visiting(allow_private=True, delay=0.0, proxy="none")}
        wishes = Wishes([_site(address)], visiting, None, max_articles=20, verbosity=-1)
        for number, time in enumerate(VISITS):
            on_progress(number, len(VISITS))
            site_at(time)
            at(time)
            statuses[fetch(path, wishes, readers)] += 1
        at(VISITS[-1] + LATER)
    return statuses


def _site(address: str) -> Site:
    """The demo's site, which is built like the first site."""
    from cli.commands.demo.pages import BRAND
    from scrapers import known

    return known()["jdefense"]._replace(name=DEMO, label=BRAND, home=address)


@contextmanager
def _clock() -> Iterator[Callable[[int], None]]:
    """Give a function that sets the time through TRACKER_NOW, which is restored after the block."""
    before = os.environ.get("TRACKER_NOW")

    def at(time: int) -> None:
        os.environ["TRACKER_NOW"] = datetime.fromtimestamp(time, UTC).isoformat()

    try:
        yield at
    finally:
        os.environ.pop("TRACKER_NOW", None)
        if before is not None:
            os.environ["TRACKER_NOW"] = before


def _do(words: list[str]) -> None:
    """Run the program with these arguments, as `cli.main` does with those of the command line."""
    from cli.commands import COMMANDS as TABLE
    from cli.main import Program

    context = Program(TABLE).make_context("tracker", words)
    with context:
        context.command.invoke(context)
