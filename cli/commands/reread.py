"""`tracker reread`: read kept pages again with today's readers."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from cli.terminal import options, times
from cli.terminal.context import zone_of
from cli.terminal.counting import counted
from cli.terminal.errors import say
from cli.terminal.options import Settings
from cli.terminal.progress import progress
from scrapers import Site
from store import SiteRow, Store, open_store

if TYPE_CHECKING:
    from cli.pipeline.reread import RereadResult

MOST_JOBS = 256


@options.command("reread")
@options.option("--since", metavar="TIME", help="From then on.")
@options.option("--until", metavar="TIME", help="Up to then.")
@options.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@options.option(
    "--jobs", metavar="N", type=click.IntRange(1, MOST_JOBS), default=1, show_default=True,
    help="Pages read at a time, each by a process.",
)  # fmt: skip
def command(
    settings: Settings, *, since: str | None, until: str | None, dry_run: bool, jobs: int
) -> None:
    """Read kept pages again with today's version of the reader whose dates cover them.

    Examples:
      tracker reread --dry-run                            what would change
      tracker reread --site jdefense --since 2026-02-01   after a redesign
      tracker reread --jobs 8                             years of pages, 8 cores

    Pages that were refused and can be read now are recorded as of then. A reading that differs
    takes the place of the stored one, which is kept beside it. A fetch may run meanwhile. What
    was read again before the command was stopped stays so; the same command does the rest.
    The result is the same whatever --jobs is.
    """
    from cli.pipeline.reread import reread
    from scrapers import ReaderPool

    known = settings.load_config().sites
    with (
        ReaderPool(jobs) as readers,
        _opened(settings.store, dry_run=dry_run) as store,
        progress("visits read again", shown=settings.verbosity >= 0) as on_progress,
    ):
        results = []
        for row in store.sites(settings.site):
            site = known.get(row.name) or Site(row.name, row.label, row.home)
            span = _span(store, row, since, until)
            results.append(reread(store, site, row, readers, span, on_progress))
    for result in results:
        _say_result(result, dry_run=dry_run)


@contextmanager
def _opened(path: str, *, dry_run: bool) -> Iterator[Store]:
    """The store, to be changed; for a dry run a copy of it."""
    with open_store(path, write=not dry_run) as store, ExitStack() as copies:
        yield copies.enter_context(store.private_copy()) if dry_run else store


def _span(store: Store, site: SiteRow, since: str | None, until: str | None) -> tuple[int, int]:
    zone, now = zone_of(store, site), times.now()
    start = times.parse_time(since, now, zone, "start") if since else 0
    end = times.parse_time(until, now, zone, "end") if until else now
    times.check_period(start, end, since, until)
    return start, end


def _say_result(result: "RereadResult", *, dry_run: bool) -> None:
    """Print the result for one site's pages, and the gaps that were closed."""
    counts = result.counts
    would = "would be " if dry_run else ""
    say(
        f"{result.site.name}: {counted(counts.total(), 'kept page')} read again with reader "
        f"{', '.join(sorted(result.readers)) or '-'}: {counted(result.observations, 'observation')} {would}"
        f"recorded, {counted(counts['changed'], 'page')} {would}changed, {counts['same']} as before, "
        f"{counts['refused']} still not read"
    )
    for code, number in sorted(result.still.items()):
        say(f"  {code}: {number}")
    for start, end in result.closed:
        lasted = times.span(end - start)
        say(f"  the gap {_when(result, start)} to {_when(result, end)} ({lasted}) {would}closed")


def _when(result: "RereadResult", time: int) -> str:
    from cli.pipeline.local_time import local_zone

    return times.brief(times.Moment(time, *local_zone(result.site.timezone, time)))
