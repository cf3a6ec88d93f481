"""`tracker digest`: what happened in a day, a week or a month, in a few sentences."""

import sys

import click

from cli.terminal import options, output_file, selection, times
from cli.terminal.context import zone_of
from cli.terminal.options import Settings
from store import Choice, open_store

ENDINGS = {".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html"}
"""The form that a file's ending asks for."""
MADE = "<!-- made by tracker digest -->\n"
"""The first line of a Markdown file of ours, by which it is known; readers do not see it."""


@options.command("digest")
@options.option(
    "--day", metavar="[DATE]", is_flag=False, flag_value="",
    help="The last 24 hours [the default], or the day of DATE: yesterday.",
)  # fmt: skip
@options.option(
    "--week", metavar="[DATE]", is_flag=False, flag_value="",
    help="The last 7 days, or the week of DATE: last-week.",
)  # fmt: skip
@options.option(
    "--month", metavar="[DATE]", is_flag=False, flag_value="",
    help="The last 30 days, or the month of DATE: last-month, 2026-01.",
)  # fmt: skip
@selection.articles()
@options.option("--markdown", is_flag=True, help="As Markdown, with links.")
@options.option("--html", is_flag=True, help="As a page without a script.")
@options.option(
    "-o", "output", metavar="FILE", type=options.path,
    help="Write to FILE.txt, .md or .html, whole or not at all.",
)  # fmt: skip
@options.lang()
def command(
    settings: Settings,
    *,
    day: str | None,
    week: str | None,
    month: str | None,
    choice: Choice,
    markdown: bool,
    html: bool,
    output: str | None,
) -> None:
    """Tell what happened, in a few sentences: a day by its changes, a week or month by who led.

    Examples:
      tracker digest                        the last 24 hours, all sites
      tracker digest --day yesterday        a day of the calendar
      tracker digest --week last-week       Monday to Sunday, the leaders first
      tracker digest --month 2026-01 -o jan.html
      tracker digest --lang ja | mail -s まとめ desk@example.org

    Where nothing happened, nothing is said, so that cron sends no mail. An outage is said.
    """
    kind, date = _period({"day": day, "week": week, "month": month})
    if output is not None and output_file.is_stream(output):
        output = None
    form = _form(settings, output, markdown=markdown, html=html)
    from cli.documents import digest as documents
    from cli.documents.digest import period

    with open_store(settings.store) as store:
        now = times.now()
        sites = selection.sites(store, settings, choice)
        span = period.last(kind, now)
        if date:
            span = period.named(kind, date, now, zone_of(store, sites[0]) if sites else 0)
        words = settings.words(store.lang)
        digest = documents.digest(
            store, span, words, now=now, sites=sites, keep=store.filter(choice)
        )
    if digest:
        _write(getattr(documents, form)(digest), digest.subject, form, output)


def _period(periods: dict[str, str | None]) -> tuple[str, str]:
    """The kind of period that was asked for, and its date, which may be empty."""
    given = [(kind, date) for kind, date in periods.items() if date is not None]
    if len(given) > 1:
        raise click.UsageError(f"only one of {', '.join(f'--{kind}' for kind, _ in given)}")
    return given[0] if given else ("day", "")


def _form(settings: Settings, output: str | None, *, markdown: bool, html: bool) -> str:
    """The form of the flag, else that of the file's ending."""
    if markdown and html:
        raise click.UsageError("only one of --markdown, --html")
    flag = "markdown" if markdown else "html" if html else ""
    if output is None:
        if flag == "html" and sys.stdout.isatty():
            raise click.UsageError("a page is no text for a terminal; say -o FILE.html")
        return flag or "text"

    wish = "a digest is written as .txt, .md or .html"
    ending = output_file.ending_of(output, settings.own_files(), ENDINGS, wish)
    return flag or ENDINGS[ending]


def _write(content: str, subject: str, form: str, output: str | None) -> None:
    if form == "text":
        from cli.documents.digest.forms import WIDTH
        from cli.terminal.folding import fold
        from cli.terminal.printable import printable

        lines = fold(printable(subject), WIDTH)
        content = "\n".join([*lines, "", content])
    if output is None:
        _show(content, form)
        return
    from cli.documents.rendering import is_ours

    begins = {
        "text": lambda _: output.lower().endswith(".txt"),
        "markdown": lambda text: text.startswith(MADE),
        "html": is_ours,
    }
    with output_file.writing(output, begins[form]) as out:
        out.write(MADE * (form == "markdown") + content)


def _show(content: str, form: str) -> None:
    """Write to standard output; text fits what the output can show."""
    if form != "text":
        click.echo(content, nl=False)
        return
    from cli.terminal.output import Fit, Form, show_lines
    from cli.terminal.tables import Cell
    from cli.words import Words

    fit = Fit(sys.stdout, Form(), Words())
    show_lines([[Cell(fit.own(line))] for line in content.splitlines()])
