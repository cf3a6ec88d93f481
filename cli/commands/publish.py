"""`tracker publish`: the report as a site of files, for any static host."""

import click

from cli.terminal import options
from cli.terminal.counting import counted
from cli.terminal.errors import say
from cli.terminal.options import Settings
from cli.terminal.progress import progress


@options.command("publish")
@click.argument("folder", metavar="DIR", type=options.path)
@options.lang()
def command(settings: Settings, *, folder: str) -> None:
    """Bring a folder of pages up to date: each list, each day, each article, and the data beside.

    Examples:
      tracker publish public                   all sites of the store
      tracker publish public --lang ja
      tracker publish public --site jdefense

    Only files that changed are written, so that rsync or git moves only what is new. Addresses
    stay: lists/SITE/LIST/, its days in day/2026-11-27/, articles/HASH/, data/SITE/2026-11.csv.
    """
    from cli.documents.site.publish import Publication, publish

    with progress("pages", shown=settings.verbosity >= 0) as on_progress:
        publication = Publication(settings.store, settings.words(), settings.site, on_progress)
        done = publish(publication, folder)
    if settings.verbosity >= 0:
        removed = f", {done.removed} removed" if done.removed else ""
        say(f"{folder}: {counted(done.written, 'file')} written{removed}")
