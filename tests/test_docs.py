"""Documentation is held to the program: what it shows is run, what it lists is complete."""

import contextlib
import json
import os
import re
import shlex
import sqlite3
import sys
import tomllib
from itertools import chain
from unittest import mock

import click
import pytest
from flow import tracker
from makedocs import PICTURES, Shell, fresh, language_of, pages, picture
from running import ROOT

from cli.commands import COMMANDS
from cli.exit import Exit, by_reason
from cli.main import Program
from scrapers.errors import TrackerError
from scrapers.reasons import NOTED, REASONS

PAGES = {page.name: page.read_text() for page in pages()}
MEANT_FOR = {  # what is documented under `tracker NAME` in docs/formats.md, and how to see it
    "top": "top --window week",
    "article": "article day:4",
    "article --evidence": "article day:4 --evidence",
    "search": "search 海自",
    "import": "--db imported.db import --list",
    "export joins": "--db noise.db export joins",
    "profile --placement": "--db offers.db profile --placement",
}
TYPES = {
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "flag": (bool,),
    "time": (str,),
    "UTC time": (str,),
    "date": (str,),
}
SPELT = {
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d",
    "UTC time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "date": r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?",
}


@pytest.fixture(scope="module")
def shell(demo, tmp_path_factory):
    return Shell(tmp_path_factory.mktemp("docs"), demo)


def blocks(kind, text):
    return re.findall(rf"(?ms)^```{kind}\n(.*?)^```$", text)


def commands(text):
    """Return the command lines of the fenced blocks, without comments."""
    shown = [block for kind in ("console", "sh", "") for block in blocks(kind, text)]
    start = r"^(?:\$ |[\d*]+ [\d*]+ \* \* \*  )?(?:[A-Z_]+=\S+ )*(?:\S*/)?(tracker(?: .*)?)$"
    found = [re.search(start, line) for block in shown for line in block.splitlines()]
    return [bare(match[1]) for match in found if match]


def mentioned(text):
    """Return the commands that stand within sentences."""
    prose = re.sub(r"(?ms)^```.*?^```$", "", text)
    return [bare(" ".join(line.split())) for line in re.findall(r"`(tracker\s[^`]+)`", prose)]


def bare(line):
    """Return a command line without what follows the command."""
    return re.split(r"  +|[|;)] |>+ |< ", line)[0].strip()


def parse(line):
    """Parse a command line as the program would; what is wrong with it is raised."""
    name, *words = shlex.split(line)
    try:
        _parse(Program(COMMANDS), name, words)
    except Exception as error:
        error.add_note(line)
        raise


def _parse(command, name, words, parent=None):
    context = command.make_context(name, words, parent=parent)
    if isinstance(command, click.Group) and (left := [*context._protected_args, *context.args]):
        below = command.get_command(context, left[0])
        assert below, f"no command {left[0]!r}"
        _parse(below, left[0], left[1:], context)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_is_what_the_program_says(shell, page):
    shown = fresh(PAGES[page], shell, language_of(page))
    assert shown == PAGES[page], "write it anew: make docs"


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_the_picture_is_what_a_terminal_shows(shell, path):
    assert path.read_text() == picture(shell, PICTURES[path]), "draw it anew: make docs"


def test_commands_in_documentation_are_spelt_right():
    for text in PAGES.values():
        for line in commands(text):
            parse(line)
        for line in mentioned(text):
            with contextlib.suppress(click.MissingParameter, click.exceptions.Exit):
                parse(line)


def test_links_lead_somewhere():
    for page, text in PAGES.items():
        folder = ROOT if page.startswith("README") else ROOT / "docs"
        for place in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (folder / place).exists(), (page, place)


def test_links_into_a_page_find_their_heading():
    for page, text in PAGES.items():
        for place, anchor in re.findall(r"\]\(([^)#:]*)#([^)]*)\)", text):
            known = anchors(PAGES[place.rpartition("/")[2] or page])
            assert anchor in known, (page, place)


def anchors(text):
    """Return the anchors of a page's headings."""
    headings = re.findall(r"(?m)^#+ (.*)$", text)
    return [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]


def test_the_readme_fits_in_a_sitting():
    assert PAGES["README.md"].count("\n") < 200


def test_every_command_is_documented():
    whole = "".join(PAGES.values())
    assert [row.name for row in COMMANDS if f"tracker {row.name}" not in whole] == []


def helps(command, path):
    """Return (path, help) of a command and those below it."""
    yield path, command.help or ""
    for name, below in getattr(command, "commands", {}).items():
        yield from helps(below, f"{path} {name}")


def test_every_command_has_examples_that_parse():
    for row in COMMANDS:
        command = Program(COMMANDS).get_command(None, row.name)
        for path, text in helps(command, row.name):
            part = text.partition("Examples:")[2].partition("\n\n")[0]
            examples = re.findall(r"(?m)^.*?\b(tracker .*)$", part)
            assert examples, path
            for line in examples:
                parse(bare(line))


def sections():
    """Return name -> rows (column, type) of the tables in docs/formats.md."""
    parts = re.split(r"(?m)^## `tracker (.*)`$", PAGES["formats.md"])[1:]
    tables = {
        name: re.findall(r"(?m)^\| `(\w+)` \| ([\w ]+\??) \|", text)
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    }
    return {name: table for name, table in tables.items() if table}


@pytest.mark.parametrize("name", sections())
def test_columns_are_as_documented(shell, name):
    documented = sections()[name]
    if name == "import":
        here(shell, "export rankings -o imported.csv")
        here(shell, "--db imported.db import imported.csv")
    if name == "export joins":
        (shell.folder / "noise.csv").write_text(noise())
        here(shell, "--db noise.db import noise.csv")
    if name == "profile --placement":
        (shell.folder / "offers.csv").write_text(offers())
        here(shell, "--db offers.db import offers.csv")
    command = MEANT_FOR.get(name, name)
    heading = here(shell, f"{command} --csv").splitlines()[0]
    assert heading == ",".join(n for n, _ in documented)
    rows = json.loads(here(shell, f"{command} --json"))
    assert rows
    for row in rows:
        assert list(row) == [column for column, _ in documented]
        for column, kind in documented:
            assert fits(row[column], kind), (column, kind, row[column])


def here(shell, line):
    """Return what the program says in the shell's folder; it needs no process of its own."""
    with mock.patch.dict(os.environ, shell.environment), contextlib.chdir(shell.folder):
        return tracker(*shlex.split(line)).out


def noise():
    """Return rankings of three visits whose links carry the number of the visit."""
    rows = [
        f"2026-01-10T0{visit}:00:00Z,made,day,{rank},Title {rank},"
        f"https://news.example/?id={rank}&visit={visit}"
        for visit in range(3)
        for rank in range(1, 5)
    ]
    return "".join(f"{line}\n" for line in ["observed,site,list,rank,title,url", *rows])


def offers():
    """Return rankings of three visits to a page that also offers articles."""
    rows = [
        f"2026-01-10T0{visit}:00:00Z,made,{of},{rank},Title {n},https://news.example/{n}"
        for visit in range(3)
        for of in ("day", "placement")
        for rank, n in enumerate([visit, 7, 8] if of == "day" else [8, visit + 1, 9], 1)
    ]
    return "".join(f"{line}\n" for line in ["observed,site,list,rank,title,url", *rows])


def fits(value, kind):
    """Return whether a value is of a documented type."""
    if value is None:
        return kind.endswith("?")
    kind = kind.removesuffix("?")
    right = type(value) in TYPES[kind]
    return right and (kind not in SPELT or bool(re.fullmatch(SPELT[kind], value)))


def test_every_form_for_machines_is_documented():
    """A command with --csv has a table in docs/formats.md; so has each kind of export."""
    from store.transfer.exports.exports import KINDS

    forms = {
        row.name
        for row in COMMANDS
        for parameter in Program(COMMANDS).get_command(None, row.name).params
        if "--csv" in parameter.opts
    }
    wanted = (forms - {"export"}) | {f"export {kind}" for kind in KINDS}
    assert wanted <= set(sections())


def test_every_exit_status_is_documented():
    documented = set(re.findall(r"(?m)^\| (\d+) \|", PAGES["exit-status.md"]))
    assert documented == {str(status) for status in Exit}
    brief = PAGES["README.md"].partition("## Exit status")[2].partition("## ")[0]
    assert set(re.findall(r"(?m)(?:^|· )(\d+) ", brief)) == documented


def test_errors_carry_exit_statuses_of_the_list():
    import store.errors  # noqa: F401 - its errors are what is looked at

    kinds, errors = [TrackerError], []
    while kinds:
        errors.append(kinds.pop())
        kinds += errors[-1].__subclasses__()
    assert len(errors) > 5
    assert {error.exit_status for error in errors} <= set(Exit)


def test_reasons_are_documented_as_they_are():
    rows = re.findall(r"(?m)^\| `([\w-]+)` \| (.*?) \| .* \| (.*) \|$", PAGES["reasons.md"])
    documented = {code: (meaning, status) for code, meaning, status in rows}
    assert sorted(documented) == sorted(reason.code for reason in REASONS)
    for reason in REASONS:
        meaning, status = documented[reason.code]
        assert meaning.startswith(reason.meaning), reason.code
        if reason.code in {"interrupted", "store"}:  # they end the run, whatever else it did
            continue
        expected = "–" if reason.kind == NOTED else str(by_reason(reason.code))
        assert status.partition(",")[0] == expected, reason.code


def test_every_reason_that_is_given_is_in_the_table():
    made = {
        code
        for path in ROOT.glob("[cs]*/**/*.py")
        for code in re.findall(r"\b(?:Problem|Fault)\(\s*\"([\w-]+)\"", path.read_text())
    }
    assert len(made) > 20
    assert made <= {reason.code for reason in REASONS}


def test_every_flag_that_is_documented_is_set_somewhere():
    table = PAGES["meanings.md"].partition("## Flags")[2].partition("## ")[0]
    flags = set(re.findall(r"`([a-z-]+)`", table)) - {"flags"}
    code = "".join(path.read_text() for path in ROOT.glob("[cs]*/**/*.py"))
    assert len(flags) > 5
    assert all(f'"{flag}"' in code for flag in flags)


def test_every_status_is_documented():
    from store import MOVER_STATUSES

    assert all(f"`{status}`" in PAGES["meanings.md"] for status in MOVER_STATUSES)


@pytest.mark.parametrize("query", blocks("sql", PAGES.get("store.md", "")))
def test_queries_in_documentation_find_something(shell, query):
    with contextlib.closing(sqlite3.connect(shell.folder / "tracker.db")) as db:
        assert db.execute(query).fetchall()


def test_every_view_is_documented(shell):
    with contextlib.closing(sqlite3.connect(shell.folder / "tracker.db")) as db:
        views = db.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
        for (view,) in views:
            assert f"**{view}**" in PAGES["store.md"]
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({view})")]
            if view != "article_parts":
                assert all(f"`{column}`" in PAGES["store.md"] for column in columns), view


HEAVY = {
    "httpx",
    "selectolax",
    "sqlite_utils",
    "rich.table",
    "zoneinfo",
    "tomllib",
    "scrapers.config",
}
READING = (
    "top", "movers", "article day:1", "leaders", "search 海自", "status", "log", "export rankings",
)  # fmt: skip


def test_a_reading_command_loads_little(shell):
    """One process does them all, and says after each what it has loaded until then."""
    code = (
        "import shlex, sys; from cli.main import main\n"
        "for line in sys.argv[1:]:\n"
        "    sys.argv = ['tracker', *shlex.split(line)]\n"
        "    print(main(), *sys.modules, file=sys.stderr)"
    )
    words = " ".join(map(shlex.quote, (sys.executable, "-c", code, *READING)))
    lines = shell.run(f"{words} 2>&1 >/dev/null").splitlines()
    for command, line in zip(READING, lines, strict=True):
        status, *loaded = line.split()
        assert (command, status, "sqlite3" in loaded) == (command, "0", True)
        assert (command, HEAVY & set(loaded)) == (command, set())


def test_the_object_of_inspect_is_as_documented():
    from scrapers.model import Article, Entry, Ranking

    part = PAGES["formats.md"].partition("## `tracker inspect --json`")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", part))
    shown = json.loads(blocks("json", part)[0])
    assert list(shown) == ["url", "site", "encoding", "article", "rankings", "problems"]
    assert set(Article._fields) <= named
    assert set(shown["rankings"][0]) - {"items"} <= set(Ranking._fields)
    assert set(shown["rankings"][0]["items"][0]) <= set(Entry._fields)


def test_every_library_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *chain.from_iterable(extras)]
    names = {re.match(r"[\w.-]+", requirement)[0] for requirement in wanted}
    named = set(re.findall(r"(?m)^\| ([a-z][\w.-]+)", PAGES["design.md"]))
    assert len(names) > 8
    assert names <= named
