"""`tracker check`: whether the store is undamaged, including the hash of every kept page."""

from collections.abc import Iterator
from typing import NamedTuple

from cli.exit import Exit
from cli.terminal import options
from cli.terminal.columns import Column
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from cli.terminal.progress import progress
from cli.terminal.times import now
from store import Checked, Damage, open_store

DAMAGED = 6
"""Exit status when something is damaged."""


class Finding(NamedTuple):
    """A part of the store and one problem in it, or None if there is no problem."""

    checked: Checked
    problem: Damage | None


COLUMNS: tuple[Column[Finding], ...] = (
    Column("part", lambda row: row.checked.part, "part"),
    Column("state", lambda row: "damaged" if row.problem else "ok", "state"),
    Column(
        "what",
        lambda row: row.problem.what if row.problem else row.checked.numbers,
        "what",
        "title",
    ),
    Column("remedy", lambda row: row.problem and row.problem.remedy, "do"),
)


@options.command("check", limited=False)
@options.option(
    "--rebuild", is_flag=True, help="First derive joins, stays and the search index anew."
)
@options.form()
def command(settings: Settings, *, rebuild: bool, form: Form) -> int:
    """Check the whole store: SQLite's own tests, every kept page's hash, history against stays.

    Examples:
      tracker check               in numbers; exits 6 when something is damaged
      tracker -q check            in cron: only what is damaged
      tracker check --rebuild     derive joins, stays and index anew, then check
      tracker --db backup.db check

    Nothing that was observed is changed, and a fetch may run meanwhile. A damaged file is read
    as far as it can be. What is derived (joins, stays, search index) can be rebuilt; what was observed,
    and kept pages, come back from a backup only.
    """
    if rebuild:
        with open_store(settings.store, write=True) as store:
            store.history.rebuild(now())
    checked_parts: list[Checked] = []
    with (
        progress("checking", shown=settings.verbosity >= 0) as on_progress,
        open_store(settings.store) as store,
    ):
        for checked in store.check():
            checked_parts.append(checked)
            on_progress(
                len(checked_parts),
                words=f"checked: {', '.join(part.part for part in checked_parts)}",
            )
    damaged = any(checked.problems for checked in checked_parts)
    captions = [] if damaged or settings.verbosity < 0 else [f"{settings.store} is sound"]
    rows = list(_findings(checked_parts, quiet=settings.verbosity < 0))
    if rows or form.kind != "people":
        show(form, COLUMNS, rows, captions=captions)
    return Exit.STORE if damaged else Exit.DONE


def _findings(checked_parts: list[Checked], *, quiet: bool) -> Iterator[Finding]:
    """What was checked, then one row for each problem."""
    for checked in checked_parts:
        if not checked.problems and not quiet:
            yield Finding(checked, None)
        for problem in checked.problems:
            yield Finding(checked, problem)
