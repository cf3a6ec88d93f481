"""`tracker schedule`: lets cron, systemd or launchd fetch regularly."""

import os
import random
import shutil
import sys
from typing import NamedTuple

import click

from cli.commands.schedule import crontab
from cli.commands.schedule.lines import (
    DUE,
    Rhythm,
    agent,
    at_times_of,
    cron_line,
    due_service,
    installed,
    removed,
    rhythm,
    runs,
    service,
    timer,
    unit_name,
)
from cli.terminal import options, times
from cli.terminal.errors import say
from cli.terminal.options import Settings
from scrapers import TrackerError

HOURLY = "1h"


class Plan(NamedTuple):
    """The commands to schedule: what fetches, what tells afterwards, and what sends in between.

    The last two are empty where there are no rules for alerts, or nothing that waits.
    """

    fetch: list[str]
    notify: list[str]
    due: list[str]


@options.command("schedule")
@options.option("--cron", is_flag=True, help="A line for a crontab.")
@options.option("--systemd", is_flag=True, help="A service and a timer for systemd.")
@options.option("--launchd", is_flag=True, help="An agent for launchd, on macOS.")
@options.option("--install", is_flag=True, help="Put the line of --cron into your crontab, once.")
@options.option("--remove", is_flag=True, help="Take the line of --cron out of your crontab.")
@options.option("--system", is_flag=True, help="Units of --systemd for the whole machine.")
@options.option("--every", metavar="SPAN", help="How often: 15m, 2h, 1d [1h].")
@options.option(
    "--minute", metavar="N", type=click.IntRange(0, 59), help="At this minute, not a random one."
)
def command(
    settings: Settings,
    *,
    cron: bool,
    systemd: bool,
    launchd: bool,
    install: bool,
    remove: bool,
    system: bool,
    every: str | None,
    minute: int | None,
) -> None:
    """Print what makes cron, systemd or launchd fetch from now on; for cron also install it.

    Examples:
      tracker schedule --cron              look at the line
      tracker schedule --cron --install    put it into your crontab; twice is once
      tracker schedule --cron --remove     take it out again
      tracker schedule --systemd           two units, with how to install them
      tracker schedule --systemd --system  the same for the whole machine
      tracker schedule --launchd           an agent, with how to install it
      tracker --db /var/lib/tracker.db schedule --cron --every 30m

    The lines name this very program, and the store and the configuration where they were said.
    The minute is random so that not everybody asks the site at the full hour. A line that is
    installed keeps its times unless --every or --minute says others.

    Where the sites file has alerts or digests, the line also tells them, whether the fetch went well or
    not, and still ends as the fetch did.
    """
    if [cron, systemd, launchd].count(True) != 1:
        raise click.UsageError("say --cron, --systemd or --launchd")
    if (install or remove) and (not cron or install == remove):
        raise click.UsageError("--install and --remove, one of them, go with --cron")
    if system and not systemd:
        raise click.UsageError("--system goes with --systemd")
    when = _rhythm(every, minute)
    plan = _plan(settings, when)
    if remove:
        _remove(plan)
    elif install:
        _install(plan, when, keep=every is None and minute is None)
    elif cron:
        click.echo(_for_cron(plan, when))
    elif systemd:
        click.echo(_for_systemd(plan, when, settings.site, system=system))
    else:
        _show_agent(plan, when, settings.site)


def _rhythm(every: str | None, minute: int | None) -> Rhythm:
    chance = random.SystemRandom()
    at = chance.randrange(60) if minute is None else minute
    return rhythm(times.parse_span(every or HOURLY), at, chance.randrange(24))


def _plan(settings: Settings, when: Rhythm) -> Plan:
    """The commands to schedule. Where the sites file has rules, telling comes behind fetching."""
    words = [*program(), *_options(settings)]
    if odd := next((word for word in words if not word.isprintable()), None):
        raise TrackerError(f"a path with a line feed or the like fits no schedule: {odd!r}")
    config = settings.load_config(required=False)
    notifies = bool(config.alerts or config.digests)
    waits = bool(config.digests) or any(rule.quiet or rule.batch for rule in config.alerts)
    often = 0 < when.minutes <= DUE.minutes
    return Plan(
        [*words, "fetch", *_site(settings)],
        [*words, "notify"] if notifies else [],
        [*words, "notify", "--due"] if waits and not often else [],
    )


def program() -> list[str]:
    """The command line that starts this program from any folder."""
    beside = os.path.join(os.path.dirname(sys.executable), "tracker")
    for place in (sys.argv[0], beside, shutil.which("tracker")):
        if place and os.path.basename(place) == "tracker" and os.access(place, os.X_OK):
            return [os.path.abspath(place)]
    return [sys.executable, "-c", "import sys; from cli.main import main; sys.exit(main())"]


def _options(settings: Settings) -> list[str]:
    """The options --db and --config if this environment names them, because cron has another."""
    from scrapers import is_moved

    named = settings.db or os.environ.get("TRACKER_DB") or is_moved("data")
    store = settings.store if named else None
    config, usual = settings.configuration, settings.usual_configuration
    if not config and is_moved("config") and usual and os.path.exists(usual):
        config = usual
    return [
        *(["--db", os.path.abspath(store)] if store else []),
        *(["--config", os.path.abspath(config)] if config else []),
    ]


def _site(settings: Settings) -> list[str]:
    """The site, if one was given and is known."""
    if settings.site is None:
        return []
    from scrapers import config

    configuration = settings.load_config()
    return [site.name for site in config.followed(configuration, [settings.site])]


def _install(plan: Plan, when: Rhythm, *, keep: bool) -> None:
    """Put the lines into the crontab; with `keep`, one that is there keeps its times."""
    before = crontab.read()
    there = next((line for line in before.splitlines() if runs(line, plan.fetch)), None)
    if there is None or not keep:
        line = cron_line(plan.fetch, when, plan.notify)
    else:
        line = at_times_of(there, plan.fetch, plan.notify)
        if line.split() == there.split():
            line = there
    after = installed(before, plan.fetch, line)
    lines = [line]
    if plan.due:
        lines.append(cron_line(plan.due, DUE))
        after = installed(after, plan.due, lines[1])
    if after != before:
        crontab.write(after)
    for line in lines:
        say(f"{'in your crontab' if after != before else 'already in your crontab'}:  {line}")


def _remove(plan: Plan) -> None:
    before = crontab.read()
    notify = plan.fetch[: plan.fetch.index("fetch")]
    after = removed(removed(before, plan.fetch), [*notify, "notify", "--due"])
    if after == before:
        say("no such line in your crontab; look with  crontab -l")
        return
    crontab.write(after)
    say("removed from your crontab")


def _for_cron(plan: Plan, when: Rhythm) -> str:
    due = f"\n{cron_line(plan.due, DUE)}" if plan.due else ""
    return (
        "# Silent when all is well; what went wrong is mailed to MAILTO.\n"
        "# Install it:  tracker schedule --cron --install\n"
        f"{cron_line(plan.fetch, when, plan.notify)}{due}"
    )


def _for_systemd(plan: Plan, when: Rhythm, site: str | None, *, system: bool) -> str:
    name = unit_name(site)
    folder = "/etc/systemd/system" if system else "~/.config/systemd/user"
    manager = "sudo systemctl" if system else "systemctl --user"
    linger = "#   loginctl enable-linger          so that it runs while you are logged out\n"
    user = _user() if system else None
    parts = [(name, service(plan.fetch, user, plan.notify), timer(when))]
    if plan.due:
        parts.append((f"{name}-notify", due_service(plan.due, user), timer(DUE)))
    units = "".join(
        f"# {folder}/{unit}.service\n{what}\n# {folder}/{unit}.timer\n{clock}\n"
        for unit, what, clock in parts
    )
    timers = " ".join(f"{unit}.timer" for unit, _, _ in parts)
    return (
        f"{units}# Install them: put each part into its file, then\n"
        f"#   {manager} daemon-reload\n"
        f"#   {manager} enable --now {timers}\n"
        f"{'' if system else linger}"
        f"# What it said:  journalctl {'' if system else '--user '}-u {name}.service"
    )


def _user() -> str:
    """The user who fetches: the one who called sudo, else the present one."""
    import getpass

    return os.environ.get("SUDO_USER") or getpass.getuser()


def _show_agent(plan: Plan, when: Rhythm, site: str | None) -> None:
    """Print the agent alone, which is a whole file, and how to install it on standard error."""
    name = unit_name(site)
    place = f"~/Library/LaunchAgents/{name}.plist"
    log = os.path.expanduser(f"~/Library/Logs/{name}.log")
    click.echo(agent(plan.fetch, when, name, log, plan.notify), nl=False)
    say(f"Install it:    tracker schedule --launchd > {place}")
    say(f"               launchctl bootstrap gui/$(id -u) {place}")
    say(f"Remove it:     launchctl bootout gui/$(id -u)/{name}")
    say(f"What it said:  {log}")
    if plan.due:
        say(
            "Quiet hours, batches and digests wait for the next fetch, unless every few minutes you"
        )
        say("run  tracker notify --due")
