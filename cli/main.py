"""The program's entry: `tracker [options] COMMAND`.

Start-up is most of what a reading command costs, so nothing is loaded before it is needed: the
help of the whole program reads the table of commands (`cli.commands`) and no command's module.
The garbage collector waits until a run has made far more objects than starting up makes.
"""

import gc
import importlib
import os
import sys
from itertools import groupby
from typing import TYPE_CHECKING

gc.set_threshold(100_000)  # before the imports: they are what it would collect, in vain

from cli.postpone import postpone  # noqa: E402

postpone("inspect")

from cli.own_packages import check_packages  # noqa: E402

check_packages()  # before the first import of theirs

import click  # noqa: E402

from cli import __version__  # noqa: E402
from cli.commands import COMMANDS, Row  # noqa: E402
from cli.terminal import errors, options, process  # noqa: E402
from scrapers import TrackerError  # noqa: E402

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

ABOUT = 'tracker records the "most read" lists of news sites and tells how ranks move.'

EXAMPLES = """
  tracker fetch                   visit the site once; cron does it later
  tracker top                     what is read now
  tracker movers --since 24h      what came, went, climbed and fell
  tracker export rankings -o r.csv
  tracker demo                    all of it on a sample site, without a network
"""


class Program(click.Group):
    """The group of all commands, each imported when it is called."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        super().__init__(
            "tracker",
            params=[
                *options.before_command(),
                options.telling("--version", tell=_version, text="Show the version."),
                options.helping(),
            ],
            callback=_welcome,
            invoke_without_command=True,
            help=ABOUT,
        )
        self.rows = {row.name: row for row in rows}

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names in the table's order."""
        return list(self.rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Return the commands that begin so, without importing them, and the options."""
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        rows = (row for row in self.rows.values() if row.name.startswith(incomplete))
        return [CompletionItem(row.name, help=row.help) for row in rows]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a misspelt one is answered with what was probably meant."""
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx), n=1, cutoff=0.5)
            suggestion = f"; did you mean tracker {near[0]}?" if near else ""
            raise click.UsageError(f"no command {args[0]!r}{suggestion}", ctx)
        return super().resolve_command(ctx, args)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import a command's module and return its command."""
        if name not in self.rows:
            return None
        command: click.Command = importlib.import_module(self.rows[name].module).command
        return command

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples first, then the commands group by group, then the options."""
        formatter.write(f"{ABOUT}\n{EXAMPLES}")
        for heading, rows in groupby(self.rows.values(), lambda row: row.heading):
            with formatter.section(heading):
                formatter.write_dl([(row.name, row.help) for row in rows])
        self.format_options(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options alone: the commands stand above."""
        click.Command.format_options(self, ctx, formatter)


def _version(_ctx: click.Context) -> str:
    return f"tracker {__version__}"


@click.pass_context
def _welcome(ctx: click.Context) -> None:
    """Show the morning screen when no command was given, or without a store how to begin."""
    if ctx.invoked_subcommand is not None:
        return
    settings = ctx.ensure_object(options.Settings)
    if os.path.exists(settings.store):
        from cli.commands.morning import show_morning

        show_morning(settings)
        return
    from cli.terminal.folding import paragraph

    click.echo(f"{ABOUT}\n{EXAMPLES}")
    rows = ctx.command.rows.values() if isinstance(ctx.command, Program) else ()
    for heading, group in groupby(rows, lambda row: row.heading):
        line = f"{heading:9}{'  '.join(row.name for row in group)}"
        click.echo(paragraph(line, min(80, process.columns()), " " * 9))
    click.echo(f"\nNothing is recorded yet. Begin with:  {settings.line('fetch', config=True)}")


def _arguments() -> list[str]:
    """Return the arguments as UTF-8 whatever the locale says; titles and names are."""
    try:
        return [os.fsencode(word).decode() for word in sys.argv[1:]]
    except UnicodeDecodeError as error:
        raise TrackerError(f"an argument is not valid UTF-8: {error.object!r}") from None


def run(program: Program) -> object:
    """Find the command that the arguments name and do it; return its exit status, if it has one."""
    if instruction := os.environ.get("_TRACKER_COMPLETE"):
        from click.shell_completion import shell_complete

        return shell_complete(program, {}, "tracker", "_TRACKER_COMPLETE", instruction)
    context = program.make_context(
        "tracker", _arguments(), terminal_width=min(process.columns(), 100)
    )
    with context:
        return program.invoke(context)


def main(program: Program | None = None) -> int:
    """Run the program, usually all of `COMMANDS`, and return its exit status."""
    process.prepare()
    status = errors.boundary(lambda: run(program or Program(COMMANDS)))
    gc.freeze()  # nothing is left to collect: the process ends
    return status
