"""`tracker backfill`: the history of a site from the captures of a web archive."""

import sys
from collections import Counter
from typing import NamedTuple

import click

from cli import __version__
from cli.commands.import_.known import known_sites
from cli.commands.import_.pages import say_imported
from cli.exit import Exit, by_reason
from cli.pipeline.archives.replay import ReadCounts
from cli.pipeline.backfill.ask import Asker, Stopped
from cli.pipeline.backfill.plan import Plan, Wish, plan
from cli.pipeline.backfill.record import Recorder, captured
from cli.pipeline.backfill.run import Backfill, Done
from cli.pipeline.local_time import local_zone
from cli.terminal import options, process, times
from cli.terminal.counting import counted
from cli.terminal.errors import say
from cli.terminal.options import Settings
from cli.terminal.progress import progress
from scrapers import (
    Client,
    HostState,
    Politeness,
    Readers,
    Site,
    Visiting,
    WebArchive,
    user_agent,
    web_archive,
)
from store import NoStore, open_store

SHORTEST_STEP = 60
SILENCE = 60.0
"""Seconds for which an archive may be silent: it looks for a capture on many disks."""


class _Job(NamedTuple):
    """What the command line asks for."""

    site: Site
    every: dict[str, int | None]
    archive: WebArchive
    wish: Wish
    per_minute: float
    most: int | None


@options.command("backfill", limited=False)
@click.argument("site", metavar="SITE")
@options.option(
    "--from", "source", metavar="ARCHIVE", required=True,
    help="wayback, or the address of a server with a CDX listing, such as pywb's.",
)  # fmt: skip
@options.option("--since", metavar="TIME", required=True, help="From then on.")
@options.option("--until", metavar="TIME", default="now", help="Up to then [now].")
@options.option(
    "--every", metavar="SPAN", default="6h", show_default=True,
    help="The capture that is nearest to each step.",
)  # fmt: skip
@options.option(
    "--max", "most", metavar="N", type=click.IntRange(1),
    help="Captures to ask for in this run; the same command goes on.",
)  # fmt: skip
@options.option(
    "--per-minute", metavar="N", type=click.FloatRange(0, min_open=True), default=15.0,
    show_default=True, help="Requests a minute, at most.",
)  # fmt: skip
@options.option("--dry-run", is_flag=True, help="Say what would be asked for; ask for no page.")
def command(
    settings: Settings,
    *,
    site: str,
    source: str,
    since: str,
    until: str,
    every: str,
    most: int | None,
    per_minute: float,
    dry_run: bool,
) -> int:
    """Take a site's history from the captures of a web archive.

    Examples:
      tracker backfill jdefense --from wayback --since 2025 --dry-run
      tracker backfill jdefense --from wayback --since 2025 --every 1d
      tracker backfill news --from http://localhost:8080/news/ --since 90d

    The archive's listing says which captures of the home page there are, and of the other
    addresses that the site's entry names. The one nearest to each step is read as it was then. The
    dry run says how many these are and how long they take.

    What is stored is not asked for again: a run that was stopped goes on with the same command.
    All that comes of one site from one archive is one import: see  tracker import --list

    Exit status: 0 all was asked for, 3 stopped before the end, 4 nothing was to be had, 5 every page
    was refused.
    """
    job = _job(settings, site, source, (since, until, every), (per_minute, most))
    return _backfill(settings, job, dry_run=dry_run)


def _job(
    settings: Settings,
    name: str,
    source: str,
    words: tuple[str, str, str],
    limits: tuple[float, int | None],
) -> _Job:
    known = known_sites(settings._replace(site=name))
    site = known.sites[name]
    now = times.now()

    def zone(seconds: int) -> int:
        return local_zone(site.timezone, seconds)[0]

    start = times.parse_time(words[0], now, zone, "start")
    end = min(times.parse_time(words[1], now, zone, "end"), now)
    every = times.parse_span(words[2])
    if start >= end:
        raise click.UsageError(f"--since {words[0]} is not before --until {words[1]}")
    if every < SHORTEST_STEP:
        raise click.UsageError(f"--every {words[2]}: a minute is the shortest step")
    return _Job(site, known.every, web_archive(source), Wish(start, end, every), *limits)


def _asker(settings: Settings, job: _Job) -> tuple[Asker, Politeness]:
    """What asks the archive, at its pace, remembering what the archive asked for before."""
    visiting = settings.load_config().visiting.get(job.site.name, Visiting())
    archive = job.archive
    states = [state for state in _host_states(settings) if state.host == archive.host]
    politeness = Politeness(states, times.now)
    client = Client(
        politeness,
        user_agent=user_agent(__version__, visiting.contact),
        allow_private=archive.is_own,
        delay=60 / job.per_minute,
        robots=False,
        patience=max(visiting.silence, SILENCE),
        proxy=visiting.proxy,
        ca=visiting.ca,
    )
    return Asker(archive, client, politeness, say), politeness


def _host_states(settings: Settings) -> list[HostState]:
    try:
        with open_store(settings.store) as store:
            return [HostState(**state) for state in store.visits.host_states()]
    except NoStore:
        return []


def _keep_host_states(settings: Settings, politeness: Politeness) -> None:
    try:
        with open_store(settings.store, write=True) as store:
            store.visits.keep_host_states(state._asdict() for state in politeness.states())
    except NoStore:
        pass  # nothing was recorded, and nothing of the archive is to be remembered


def _planned(settings: Settings, job: _Job, asker: Asker) -> Plan:
    stored = captured(settings.store, job.site.name, job.archive.name)
    return plan(asker, job.site, job.wish, stored)


def _say_plan(job: _Job, planned: Plan) -> None:
    wish, site, name = job.wish, job.site, job.archive.name
    period = f"{_when(site, wish.since)} to {_when(site, wish.until)}"
    if not planned.captures:
        say(f"{site.name}: {name} has no capture of {site.home} from {period}")
        return
    first, last = planned.captures[0].listed.time, planned.captures[-1].listed.time
    stored = f"; {planned.stored:,} of them are stored" if planned.stored else ""
    say(f"{site.name}: {name} lists {counted(planned.listed, 'capture')} from {period}")
    say(
        f"  {len(planned.captures):,} chosen, at most one every {times.span(wish.every)}, "
        f"from {_when(site, first)} to {_when(site, last)}{stored}"
    )
    asking = planned.asking[: job.most]
    size = sum(capture.listed.length for capture in asking)
    much = f", {size / 1e6:,.1f} MB" if size else ""
    if planned.repeated:
        say(f"  {counted(planned.repeated, 'capture')} like the one before: not asked for")
    lasts = times.span(round(len(asking) * 60 / job.per_minute))
    say(
        f"  {counted(len(asking), 'request')} at {job.per_minute:g} a minute: "
        f"at least {lasts}{much}"
    )


def _when(site: Site, time: int) -> str:
    return times.plain(time, local_zone(site.timezone, time)[0])[:16]


def _backfill(settings: Settings, job: _Job, *, dry_run: bool) -> int:
    """List and choose, then ask and record; returns the exit status."""
    people = process.terminal(sys.stderr) and settings.verbosity >= 0
    with Readers() as readers:
        asker, politeness = _asker(settings, job)
        try:
            planned = _planned(settings, job, asker)
            if dry_run or people or not planned.captures:
                _say_plan(job, planned)
            if dry_run or not planned.captures:
                return Exit.DONE if planned.captures else Exit.FAILED
            return _record(settings, job, asker, readers, planned)
        except Stopped as problem:
            say(f"tracker: {problem}; try it again later")
            return Exit.FAILED
        finally:
            _keep_host_states(settings, politeness)


def _record(settings: Settings, job: _Job, asker: Asker, readers: Readers, planned: Plan) -> int:
    """Ask for what is wanted, and record it."""
    name = job.archive.name
    with (
        progress("captures", shown=settings.verbosity >= 0) as on_progress,
        Recorder(settings.store, job.site, job.every, readers, name) as recorder,
    ):
        asker.on_wait = on_progress.at_once
        done = Backfill(asker, job.site, recorder, job.most, on_progress).run(planned)
    _say_done(job, recorder, done)
    return _status(recorder, done)


def _say_done(job: _Job, recorder: Recorder, done: Done) -> None:
    counts = ReadCounts(
        recorder.recorded, recorder.refused, done.left_out, recorder.merged.visits, 0, Counter()
    )
    name = f"{job.site.name} from {job.archive.name}"
    say_imported(name, counts, recorder.merged, dry_run=False)
    if done.repeated:
        say(f"  {counted(done.repeated, 'capture')} like the one before: not asked for")
    if done.elsewhen:
        say(f"  {counted(done.elsewhen, 'capture')} answered with another time: recorded at that")
    if done.stopped:
        say(f"tracker: {done.stopped}")
    if done.untried:
        say(f"  {counted(done.untried, 'capture')} to go: the same command goes on")


def _status(recorder: Recorder, done: Done) -> int:
    if done.stopped:
        return Exit.PARTIAL if recorder.merged.visits else Exit.FAILED
    if done.untried or recorder.recorded:
        return Exit.PARTIAL if done.untried else Exit.DONE
    if recorder.refused:
        return by_reason(next(iter(recorder.refused)))
    return Exit.FAILED if done.left_out else Exit.DONE
