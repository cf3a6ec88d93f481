"""The shape of the house: imports run one way, start-up loads little, modules say their idea."""

import ast
import importlib
import json
import socket
import subprocess
import sys
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from fakesite import FakeSite, write_config
from running import environment, run

import scrapers
import store
from cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("cli", "scrapers", "store")
    for path in sorted((ROOT / package).rglob("*.py"))
}
CODE = [
    *MODULES.values(),
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "benchmarks").glob("*.py")),
]

MAY_IMPORT = {
    "cli": {"cli", "store", "scrapers"},
    "store": {
        "store",
        *(
            f"scrapers.{name}"
            for name in ("errors", "late", "media_types", "model", "reasons", "windows")
        ),
    },
    "scrapers": {"scrapers"},
}
"""What each package may import of this house; `store` knows of scrapers only the nouns."""

DOORS = {"scrapers": scrapers, "store": store}
"""The packages that others import from by their top alone: `from scrapers import …`."""

HEAVY = {"rich", "httpx", "selectolax", "sqlite_utils", "zoneinfo", "tomllib", "trafilatura"}
"""Slow to load, and no business of a command that reads."""

COMMAND_MODULES = {name for name in MODULES if name.startswith("cli.commands.")}

NOTHING_YET = (
    HEAVY | COMMAND_MODULES | {"store", "sqlite3", "json", "pathlib", "cli.terminal.output"}
)

LOADS_NOT = {"--help": NOTHING_YET, "--version": NOTHING_YET}
"""Command line -> modules that it must not load."""

OURS = {"cli", "scrapers", "store"}
NETWORK = {"httpx", "httpcore", "h11", "certifi", "idna", "anyio", "protego", "backports", "brotli"}
HTTPX_EXTRAS = {"rich", "pygments"}
"""What httpx loads for its own command line where it is installed."""
READERS = {"selectolax", "w3lib", "scrapers.read", "scrapers.html.page"} | {
    "scrapers.rankings",
    "scrapers.rows",
}
"""What the process that reads pages loads, and the one that fetches them does not."""

START = {
    "fetch --no-articles": (
        OURS | {"click"} | NETWORK | HTTPX_EXTRAS,
        READERS
        | {
            "sqlite_utils",
            "platformdirs",
            "difflib",
            "cli.terminal.output",
        }
        | {"concurrent", "multiprocessing"},
    ),
    "top --window week": (
        OURS | {"click", "rich"},
        (HEAVY - {"rich"})
        | {"rich.console", "rich.table"}  # of Rich only how wide a text is
        | {"cli.words.ja", "cli.words.japanese"}  # English has its words in the code
        | {
            "logging",
            "json",
            "pathlib",
            "email",
            "ssl",
            "tempfile",
            "scrapers.config",
            "cli.pipeline",
        },
    ),
    "export rankings": (OURS | {"click"}, HEAVY | {"ssl", "tempfile", "scrapers.config"}),
}
"""Command line -> the packages beside the standard library that it may load, and what it may not.

What a start costs is what it loads; this says so without a clock.
"""


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def statements_of(path):
    """Every statement of a file, also those inside of others; there are far fewer than nodes."""
    found = list(tree_of(path).body)
    for statement in found:  # which grows meanwhile
        for part in ("body", "orelse", "handlers", "cases", "finalbody"):
            found += getattr(statement, part, ())
    return found


@pytest.fixture(autouse=True, scope="module")
def _no_tree_is_kept():
    """Every process that a later test forks would have them all."""
    yield
    tree_of.cache_clear()
    statements_of.cache_clear()


def imported(path):
    """Every module that is imported anywhere in the file, late imports too."""
    for node in statements_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (origin(node.module, alias.name) for alias in node.names)


def origin(module, name):
    """The module that a name comes from which is imported from a module, or from a door."""
    if f"{module}.{name}" in MODULES:
        return f"{module}.{name}"
    offered = offered_by(DOORS[module]) if module in DOORS else {}
    return f"{module}.{offered[name]}" if name in offered else module


def offered_by(door):
    """Name -> the module of the package that has it."""
    return {name: module for module, names in door._NAMES.items() for name in names}


def within(name, modules):
    """Whether it is one of the modules, or inside one."""
    return any(f"{name}.".startswith(f"{module}.") for module in modules)


def test_imports_run_one_way():
    wrong = {module: sorted(forbidden(module)) for module in MODULES if forbidden(module)}
    assert wrong == {}


def forbidden(module):
    """The modules of this house that it imports, and may not."""
    allowed = MAY_IMPORT[module.partition(".")[0]]
    ours = (name for name in imported(MODULES[module]) if within(name, MAY_IMPORT))
    return {name for name in ours if not within(name, allowed)}


def test_packages_meet_at_their_doors():
    around = {module: sorted(past_a_door(module)) for module in MODULES if past_a_door(module)}
    assert around == {}


def past_a_door(module):
    """The modules inside another package that it names in an import."""
    nodes = statements_of(MODULES[module])
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    named |= {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    inside = (name for name in named if within(name, DOORS) and name not in DOORS)
    return {name for name in inside if name.partition(".")[0] != module.partition(".")[0]}


def test_only_the_store_talks_to_sqlite():
    outside = [module for module in MODULES if not within(module, {"store"})]
    users = [m for m in outside if "sqlite3" in set(imported(MODULES[m]))]
    assert users == []


def test_few_modules_use_the_http_library():
    """Another would take their place; `client` and `parts` name its types."""
    libraries = {"httpx", "httpcore", "h11", "requests", "urllib3"}
    users = {
        module
        for module, path in MODULES.items()
        if libraries & {name.partition(".")[0] for name in imported(path)}
    }
    ours = {f"scrapers.http.{name}" for name in ("client", "send", "transport")}
    assert users == ours | {"scrapers.browser.parts"}


@pytest.mark.parametrize("name", DOORS)
def test_a_door_offers_what_type_checkers_see(name):
    offered = {(f"{name}.{module}", at) for at, module in offered_by(DOORS[name]).items()}
    (block,) = (node for node in tree_of(MODULES[name]).body if isinstance(node, ast.If))
    assert {(node.module, alias.name) for node in block.body for alias in node.names} == offered
    for module, at in offered:
        assert getattr(DOORS[name], at) is getattr(importlib.import_module(module), at)
    with pytest.raises(AttributeError):
        _ = DOORS[name].nothing_of_that_name


def test_tests_lie_in_folders_named_as_the_rooms():
    tests = (ROOT / "tests").rglob("test_*.py")
    folders = {path.parent.relative_to(ROOT / "tests") for path in tests}
    assert [str(folder) for folder in folders if not (ROOT / folder).is_dir()] == []


def test_commands_stand_alone_in_their_folder():
    folder = ROOT / "cli" / "commands"
    modules = {
        path.stem for path in folder.iterdir() if path.stem.strip("_") not in ("init", "pycache")
    }
    assert modules == {row.module.rpartition(".")[2] for row in COMMANDS} | {"morning"}


def test_every_module_tells_its_idea():
    assert [name for name, path in MODULES.items() if not ast.get_docstring(tree_of(path))] == []


def test_no_function_is_over_fifty_lines():
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [
        (f"{path.relative_to(ROOT)}:{node.lineno}", node.name, node.end_lineno - node.lineno + 1)
        for path in CODE
        for node in statements_of(path)
        if isinstance(node, kinds)
    ]
    assert [function for function in functions if function[2] > 50] == []


@pytest.mark.parametrize("line", LOADS_NOT)
def test_starting_up_loads_little(line):
    loaded = modules_loaded(line.split())
    assert {name for name in loaded if within(name, LOADS_NOT[line])} == set()


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """What stands before a command: a store with one snapshot, and the site it came from."""
    folder = tmp_path_factory.mktemp("start")
    with FakeSite() as site:
        config = write_config(folder / "sites.toml", site.address)
        words = ["--db", str(folder / "t.db"), "--config", str(config)]
        assert run(*words, "fetch", "--no-articles").returncode == 0
        yield words


@pytest.mark.parametrize("line", START)
def test_a_command_loads_what_it_needs(recorded, line):
    may, may_not = START[line]
    loaded = modules_loaded([*recorded, *line.split()])
    packages = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    assert {name for name in packages if not name.startswith("_")} <= may
    assert {name for name in loaded if within(name, may_not)} == set()


def test_an_import_of_a_table_loads_nothing_for_archives(tmp_path):
    table = tmp_path / "r.csv"
    table.write_text(
        "observed,site,list,rank,title,url\n2026-01-28T08:03:00Z,a,day,1,b,https://a.example/1\n"
    )
    loaded = modules_loaded(["--db", str(tmp_path / "t.db"), "import", str(table)])
    assert {name for name in loaded if within(name, {"warcio", "httpx", "selectolax"})} == set()


def modules_loaded(arguments):
    """The modules that the program loads for a command line, in a process of its own."""
    script = (
        "import sys; from cli.main import main; main(); loaded = sorted(sys.modules)\n"
        "import json; print(json.dumps(loaded), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        check=True,
        capture_output=True,
        env=environment(),
        timeout=60,
    )
    return json.loads(done.stderr.splitlines()[-1])


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80), ("example.org", 80)])
def test_no_test_can_reach_outside(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    for method in ("connect", "connect_ex"):
        with socket.socket(family) as outward, pytest.raises(RuntimeError, match="loopback"):
            getattr(outward, method)(address)


def test_the_sources_name_no_package_index():
    places = ("requirements/*", "Makefile", "pyproject.toml", ".ci/*")
    texts = [path.read_text() for path in chain(*(ROOT.glob(place) for place in places))]
    assert not [text for text in texts if "index-url" in text.replace("--no-emit-index-url", "")]
