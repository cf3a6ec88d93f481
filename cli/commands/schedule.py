"""`tracker schedule`: prints lines for cron or systemd that fetch regularly."""

import os
import random
import shutil
import sys

import click

from cli.commands.schedule_lines import Rhythm, cron_line, rhythm, service, timer, unit_name
from cli.terminal import options, times
from cli.terminal.options import Settings
from scrapers import TrackerError


@options.command("schedule")
@options.option("--cron", is_flag=True, help="A line for a crontab.")
@options.option("--systemd", is_flag=True, help="A service and a timer for systemd.")
@options.option(
    "--every", metavar="SPAN", default="1h", show_default=True, help="How often: 15m, 2h, 1d."
)
@options.option(
    "--minute", metavar="N", type=click.IntRange(0, 59), help="At this minute, not a random one."
)
def command(
    settings: Settings, *, cron: bool, systemd: bool, every: str, minute: int | None
) -> None:
    """Print the lines that make cron or systemd fetch from now on. Nothing is installed.

    Examples:
      tracker schedule --cron                                 look at the line
      (crontab -l; tracker schedule --cron) | crontab -       install it
      tracker schedule --systemd                              two units, with how to install them
      tracker --db /var/lib/tracker.db schedule --cron --every 30m

    The lines name this very program, and the store and the configuration where they were said.
    The minute is random so that not everybody asks the site at the full hour.
    """
    if cron == systemd:
        raise click.UsageError("say --cron or --systemd")
    chance = random.SystemRandom()
    at = chance.randrange(60) if minute is None else minute
    when = rhythm(times.parse_span(every), at, chance.randrange(24))
    words = [*program(), *_options(settings), "fetch", *_site(settings)]
    if odd := next((word for word in words if not word.isprintable()), None):
        raise TrackerError(f"a path with a line feed or the like fits no schedule: {odd!r}")
    click.echo(_for_cron(words, when) if cron else _for_systemd(words, when, settings.site))


def program() -> list[str]:
    """The command line that starts this program from any folder."""
    beside = os.path.join(os.path.dirname(sys.executable), "tracker")
    for place in (sys.argv[0], beside, shutil.which("tracker")):
        if place and os.path.basename(place) == "tracker" and os.access(place, os.X_OK):
            return [os.path.abspath(place)]
    return [sys.executable, "-c", "import sys; from cli.main import main; sys.exit(main())"]


def _options(settings: Settings) -> list[str]:
    """The options --db and --config if they were given, because cron has another environment."""
    store = settings.db or os.environ.get("TRACKER_DB")
    config = settings.configuration
    return [
        *(["--db", os.path.abspath(store)] if store else []),
        *(["--config", os.path.abspath(config)] if config else []),
    ]


def _site(settings: Settings) -> list[str]:
    """The site, if one was given and is known."""
    if settings.site is None:
        return []
    from scrapers import config

    known = settings.load_config()
    return [site.name for site in config.followed(known, [settings.site])]


def _for_cron(words: list[str], when: Rhythm) -> str:
    return (
        "# Silent when all is well; what went wrong is mailed to MAILTO.\n"
        "# Install it:  (crontab -l; tracker schedule --cron) | crontab -\n"
        f"{cron_line(words, when)}"
    )


def _for_systemd(words: list[str], when: Rhythm, site: str | None) -> str:
    name = unit_name(site)
    folder = "~/.config/systemd/user"
    return (
        f"# {folder}/{name}.service\n{service(words)}\n"
        f"# {folder}/{name}.timer\n{timer(when)}\n"
        "# Install them: put each part into its file, then\n"
        "#   systemctl --user daemon-reload\n"
        f"#   systemctl --user enable --now {name}.timer\n"
        "#   loginctl enable-linger          so that it runs while you are logged out\n"
        f"# What it said:  journalctl --user -u {name}.service"
    )
