"""`tracker backup`: a safe copy of the store while it is in use."""

import click

from cli.terminal import options
from cli.terminal.errors import say
from cli.terminal.options import Settings
from cli.terminal.progress import progress


@options.command("backup", limited=False)
@click.argument("file", type=options.path)
@options.option("--force", is_flag=True, help="Take the place of a file that is there.")
def command(settings: Settings, *, file: str, force: bool) -> None:
    """Copy the store to FILE, whole or not at all, also while a fetch is writing.

    Examples:
      tracker backup tracker-2026-01-29.db
      tracker -q backup --force /mnt/backup/tracker.db       in cron, every night
      tracker --db tracker-2026-01-29.db top                 a backup is a store

    The copy is tested before it gets its name. To restore one, copy it to the place of the
    store while no fetch is running. Copying the store's file by other means is safe only while
    nothing writes: a journal beside it belongs to it.
    """
    from store import backup

    with progress("copying", shown=settings.verbosity >= 0) as on_progress:
        size = backup(settings.store, file, overwrite=force, on_progress=on_progress)
    if settings.verbosity >= 0:
        say(f"{file}: {size / 1e6:,.1f} MB, tested")
