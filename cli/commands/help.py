"""`tracker help`: the help of the program or of a command."""

import click

from cli.terminal import options
from cli.terminal.options import Settings


@options.command("help", limited=False)
@click.argument("words", metavar="[COMMAND]...", nargs=-1)
def command(_settings: Settings, *, words: tuple[str, ...]) -> None:
    """Show the help of the whole program, or of a command.

    Examples:
      tracker help
      tracker help movers
      tracker help sites add
    """
    context = click.get_current_context().find_root()
    for word in words:
        group = context.command
        if not isinstance(group, click.Group):
            raise click.UsageError(f"{context.command_path} has no commands of its own", context)
        _, subcommand, _ = group.resolve_command(context, [word])
        assert subcommand is not None  # noqa: S101 - a word that is no command has raised an error
        context = click.Context(subcommand, context, word, terminal_width=context.terminal_width)
    click.echo(context.get_help())
