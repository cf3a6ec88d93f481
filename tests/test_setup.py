"""The built wheel works where it is installed: another environment, another folder."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import cli
from cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]


def done(*command, cwd=ROOT):
    result = subprocess.run(command, check=False, capture_output=True, cwd=cwd, timeout=120)
    assert result.returncode == 0, (result.stdout + result.stderr).decode()
    return result.stdout.decode()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel with the locked backend."""
    place = tmp_path_factory.mktemp("wheel")
    done(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place))
    (built,) = place.glob("tracker-*.whl")
    return built


@pytest.fixture(scope="module")
def tracker(wheel, tmp_path_factory):
    """Install the wheel into an environment that borrows this one's libraries, not its code."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    site = Path(
        done(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    )
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    program = home / "bin" / "tracker"
    program.write_text(f"#!{python}\nimport sys\nfrom cli.main import main\nsys.exit(main())\n")
    program.chmod(0o755)
    return program


def test_the_wheel_holds_the_three_packages_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"cli", "scrapers", "store", f"tracker-{cli.__version__}.dist-info"}
    made = {str(path.relative_to(ROOT)) for path in ROOT.glob("cli/**/*.py")}
    assert made <= set(names)
    assert "store/db/schema.sql" in names
    assert {
        f"cli/documents/templates/report.{ending}" for ending in ("html.j2", "css", "js")
    } <= set(names)
    assert {f"{package}/py.typed" for package in ("cli", "scrapers", "store")} <= set(names)


def test_the_wheel_names_the_program(wheel):
    with zipfile.ZipFile(wheel) as archive:
        entry = archive.read(f"tracker-{cli.__version__}.dist-info/entry_points.txt").decode()
    assert "tracker = cli.main:main" in entry


def test_the_installed_program_runs_elsewhere(tracker, tmp_path):
    assert done(str(tracker), "--version", cwd=tmp_path) == f"tracker {cli.__version__}\n"
    shown = done(str(tracker), "--help", cwd=tmp_path)
    assert all(row.name in shown for row in COMMANDS)


def test_every_installed_command_can_be_imported(tracker, tmp_path):
    code = (
        "import importlib; from cli.commands import COMMANDS; "
        "print(*(importlib.import_module(row.module).command.name for row in COMMANDS))"
    )
    names = done(str(tracker.with_name("python")), "-c", code, cwd=tmp_path).split()
    assert names == [row.name for row in COMMANDS]


def test_setting_up_without_a_python_says_what_to_install(tmp_path):
    pretender = tmp_path / "python3.13"
    pretender.write_text("#!/bin/sh\nexit 127\n")
    pretender.chmod(0o755)
    result = subprocess.run(
        ["/bin/sh", str(ROOT / "requirements" / "install"), "run"],
        check=False,
        capture_output=True,
        cwd=tmp_path,
        env={"PATH": str(tmp_path)},
        timeout=60,
    )
    assert result.returncode == 1
    assert result.stderr.startswith(b"tracker needs Python 3.11 or newer")
    assert list(tmp_path.iterdir()) == [pretender]


def test_its_code_comes_from_the_wheel(tracker, tmp_path):
    python = tracker.with_name("python")
    told = done(str(python), "-c", "import cli; print(cli.__file__)", cwd=tmp_path)
    assert told.startswith(str(tracker.parents[1]))
