"""Reports made in the test's own process."""

import madestore
from click.testing import CliRunner

from cli.commands.report import command


def page_of(store, *arguments, now=madestore.NOW):
    """Make a report of a store; the page, or nothing where it went to a file."""
    runner = CliRunner(env={"TRACKER_NOW": now})
    done = runner.invoke(command, ["--db", str(store), *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout
