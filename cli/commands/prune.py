"""`tracker prune`: delete old kept pages."""

import os

from cli.terminal import options, times
from cli.terminal.counting import counted
from cli.terminal.errors import say
from cli.terminal.options import Settings
from cli.terminal.progress import progress
from store import open_store


@options.command("prune")
@options.option(
    "--pages-older-than", metavar="SPAN", required=True, help="How long pages are kept: 1y, 6mo."
)
@options.option("--dry-run", is_flag=True, help="Say what would go; delete nothing.")
@options.option("--vacuum", is_flag=True, help="Then make the file smaller; needs room for a copy.")
def command(settings: Settings, *, pages_older_than: str, dry_run: bool, vacuum: bool) -> None:
    """Delete kept pages older than a span. Observations, texts and titles always stay.

    Examples:
      tracker prune --pages-older-than 1y --dry-run      what would go
      tracker prune --pages-older-than 1y
      tracker prune --pages-older-than 1y --site jdefense
      tracker prune --pages-older-than 6mo --vacuum      and make the file smaller

    A page that went cannot be read again by a better reader (tracker reread). A page stays, however
    old, while a newer one is stored as a difference to it, and while the site answers "not
    modified" for it. Without --vacuum the file keeps its size and the room is used again.
    """
    before = times.now() - times.parse_span(pages_older_than)
    path = settings.store
    site = settings.site
    with progress("deleting", shown=settings.verbosity >= 0) as on_progress:
        on_progress(0, None)
        with open_store(path, write=not dry_run) as store:
            sites = store.sites(site)
            done = (
                store.pages.older_than(before, sites)
                if dry_run
                else store.pages.prune(before, sites, on_progress, vacuum=vacuum)
            )
    if settings.verbosity >= 0:
        verb = "would go" if dry_run else "deleted"
        stay = f"; {done.staying:,} as old stay, newer ones need them" if done.staying else ""
        say(f"{counted(len(done.pages), 'kept page')} ({done.size / 1e6:,.1f} MB) {verb}{stay}")
        say(f"{path}: {os.path.getsize(path) / 1e6:,.1f} MB")
