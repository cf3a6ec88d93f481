"""`tracker completion`: the script with which a shell completes commands and options."""

import click

from cli.terminal import options
from cli.terminal.options import Settings

SHELLS = ("bash", "zsh", "fish")

VARIABLE = "_TRACKER_COMPLETE"
"""The script sets it when it asks this program for completions."""


@options.command("completion", limited=False)
@click.argument("shell", type=click.Choice(SHELLS))
def command(_settings: Settings, *, shell: str) -> None:
    """Print the completion script of a shell: commands, options and their choices.

    Examples:
      tracker completion bash >> ~/.bashrc
      tracker completion zsh >> ~/.zshrc
      tracker completion fish > ~/.config/fish/completions/tracker.fish

    It works from the next shell on.
    """
    from click.shell_completion import get_completion_class

    program = click.get_current_context().find_root().command
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - click has a class for each of SHELLS
    # `source` would first run bash to see whether it is too old; the script is the same.
    maker = kind(program, {}, "tracker", VARIABLE)
    click.echo(maker.source_template % maker.source_vars())
