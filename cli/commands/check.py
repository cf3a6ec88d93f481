"""`tracker check`: is the store whole, down to every kept page's hash."""

from collections.abc import Iterator

from cli.terminal import options
from cli.terminal.options import Settings
from cli.terminal.output import Column, Form, Row, show
from store.check.check import Checked, check
from store.db.connect import reading, transaction, writing

DAMAGED = 6
"""Exit status when something is damaged."""

COLUMNS = (
    Column("part", "part"),
    Column("state", "state"),
    Column("what", "what", kind="title"),
    Column("remedy", "do"),
)


@options.command("check")
@options.option("--rebuild", is_flag=True, help="First derive stays and the search index anew.")
@options.form()
def command(settings: Settings, *, rebuild: bool, form: Form) -> int:
    """Check the whole store: SQLite's own tests, every kept page's hash, history against stays.

    Examples:
      tracker check               what was checked, in numbers; exits 6 when something is damaged
      tracker -q check            in cron: only what is damaged
      tracker check --rebuild     derive stays and search index from the history, then check
      tracker --db backup.db check

    Nothing that was observed is changed, and a fetch may run meanwhile. A damaged file is read
    as far as it can be. What is derived (stays, search index) can be rebuilt; what was observed,
    and kept pages, come back from a backup only.
    """
    if rebuild:
        _rebuild(settings.store)
    found: list[Checked] = []
    with reading(settings.store) as db:
        db.execute("COMMIT")
        found.extend(check(db))
    damaged = any(checked.problems for checked in found)
    captions = [] if damaged or settings.verbosity < 0 else [f"{settings.store} is sound"]
    rows = list(_rows(found, quiet=settings.verbosity < 0))
    if rows or form.kind != "people":
        show(form, COLUMNS, rows, captions=captions)
    return DAMAGED if damaged else 0


def _rebuild(path: str) -> None:
    from store.history.rebuild import rebuild_all

    with writing(path, create=False) as db, transaction(db):
        rebuild_all(db)


def _rows(found: list[Checked], *, quiet: bool) -> Iterator[Row]:
    """What was checked, then one row for each problem."""
    for checked in found:
        if not checked.problems and not quiet:
            yield checked.part, "ok", checked.numbers, None
        for problem in checked.problems:
            yield checked.part, "damaged", problem.what, problem.remedy
