"""`tracker docs`: the documentation, which is part of the installed program."""

import os
import sys

import click

import cli
from cli.terminal import options, process
from cli.terminal.options import Settings
from scrapers import TrackerError

PACKAGED = os.path.join(os.path.dirname(os.path.abspath(cli.__file__)), "docs")
"""Where an installed program has its pages; in a checkout they stand beside the packages."""


@options.command("docs", limited=False)
@click.argument("name", required=False)
def command(_settings: Settings, *, name: str | None) -> None:
    """Print a page of the documentation, or the names of all pages.

    Examples:
      tracker docs                    what there is
      tracker docs meanings           what snapshot, baseline, gap, stay and ≥ mean
      tracker docs sites | less       all settings of a site

    The pages are those of this very version, as Markdown.
    """
    pages = _pages()
    if name is None:
        for page, path in pages.items():
            click.echo(f"  tracker docs {page:12}  {_heading(path)}")
        return
    if name not in pages:
        raise TrackerError(f"no page {name!r}; there is: {', '.join(pages)}")
    with open(pages[name], encoding="utf-8") as file:
        text = file.read()
    if process.terminal(sys.stdout):
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)


def _pages() -> dict[str, str]:
    """The names of the pages and their files."""
    folder = PACKAGED
    if not os.path.isdir(folder):
        folder = os.path.join(os.path.dirname(os.path.dirname(PACKAGED)), "docs")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return {file[:-3]: os.path.join(folder, file) for file in names if file.endswith(".md")}


def _heading(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.readline().lstrip("# ").rstrip()
