"""The program's entry: help, welcome, options before and after, exit status, odd processes."""

import importlib
import os
import pkgutil
import pty
import re
import signal
import subprocess
import time

import platformdirs
import pytest
from flow import tracker
from running import ROOT, SHOWCASE, complaint, environment, run, text

import cli
from cli import commands
from cli.commands import COMMANDS
from cli.terminal import options
from cli.terminal.folding import width


def test_version():
    assert text(run("--version")) == f"tracker {cli.__version__}\n"


def test_help_shows_examples_then_every_command_then_options():
    shown = text(run("--help"))
    positions = [shown.index(f"\n  {row.name} ") for row in COMMANDS]
    assert shown.index("tracker fetch") < min(positions)
    assert max(positions) < shown.index("Options:")


def test_the_table_and_the_modules_agree():
    names = [name for _, name, _ in pkgutil.iter_modules(commands.__path__, "cli.commands.")]
    modules = {name for name in names if hasattr(importlib.import_module(name), "command")}
    assert {row.module for row in COMMANDS} == modules
    assert [row.heading for row in COMMANDS] == sorted(
        (row.heading for row in COMMANDS),
        key=["Look", "Tell", "Collect", "Trust", "Data", "Help"].index,
    )


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_every_command_shows_examples_that_name_it(row):
    command = importlib.import_module(row.module).command
    assert command.name == row.name
    shown = tracker(row.name, "--help").out
    assert f"Examples:\n  tracker {row.name}" in shown
    for below in ("", *getattr(command, "commands", ())):
        shown = tracker(row.name, *below.split(), "--help").out
        examples = re.findall(r"^  tracker .*$", shown, re.MULTILINE)
        assert max(map(width, examples), default=0) <= len("x" * 80)


def test_examples_come_first_in_a_commands_help():
    shown = text(run("show", "--help", program=SHOWCASE))
    parts = ["Usage:", "Show a table.", "Examples:\n  tracker show --csv      as data", "The rest"]
    places = [shown.index(part) for part in [*parts, "Options:"]]
    assert places == sorted(places)


def test_welcome_says_how_to_begin_where_there_is_no_store(tmp_path):
    env = {"TRACKER_DB": str(tmp_path / "store.db")}
    said = text(run(env=env))
    assert said.endswith("Nothing is recorded yet. Begin with:  tracker fetch\n")
    assert max(map(len, said.splitlines())) <= len("x" * 80)
    said = text(run("--db", "my store.db", "--config", "c.toml", env=env))
    assert said.endswith("Begin with:  tracker --config c.toml fetch --db 'my store.db'\n")


def test_the_later_option_wins():
    said = text(run("--db", "a", "--site", "s", "-q", "settings", "--db", "b", program=SHOWCASE))
    assert said == "b s None -1\n"


def test_the_environment_names_store_and_configuration():
    env = {"TRACKER_DB": "e.db", "TRACKER_CONFIG": "c.toml"}
    assert text(run("-v", "settings", program=SHOWCASE, env=env)) == "e.db None c.toml 1\n"
    said = text(run("--db", "a", "--config", "b", "settings", program=SHOWCASE, env=env))
    assert said == "a None b 0\n"


@pytest.mark.parametrize("xdg", ["/somewhere", ""])
def test_the_data_directory_is_the_one_platformdirs_names(monkeypatch, xdg):
    monkeypatch.setenv("XDG_DATA_HOME", xdg)
    monkeypatch.delenv("TRACKER_DB", raising=False)
    folder = platformdirs.user_data_path("tracker", appauthor=False)
    assert options.Settings().store == str(folder / "tracker.db")


def test_without_a_home_the_store_must_be_named():
    env = {"HOME": "nowhere", "XDG_DATA_HOME": ""}
    status, line = complaint(run("settings", program=SHOWCASE, env=env))
    assert (status, "--db" in line) == (2, True)
    assert text(run("settings", "--db", "x", program=SHOWCASE, env=env)).startswith("x ")


def test_words_that_were_meant_otherwise_are_answered_with_what_was_meant():
    answers = {
        ("tpo",): "no command 'tpo'; did you mean tracker top?",
        ("top", "week"): "tracker top does not take 'week'; did you mean "
        "tracker top --window week or tracker top --site week?",
        ("movers", "yesterday"): "tracker movers does not take 'yesterday'; did you mean "
        "tracker movers --since yesterday?",
        ("top", "昨日"): "tracker top does not take '昨日'; did you mean tracker top --at 昨日?",
        ("digest", "先週"): "tracker digest does not take '先週'; "
        "did you mean tracker digest --day 先週?",
        ("log", "demo"): "tracker log does not take 'demo'; did you mean tracker log --site demo?",
        ("help", "moovers"): "no command 'moovers'; did you mean tracker movers?",
        ("help", "top", "week"): "tracker top has no commands of its own.",
        ("check", "x", "y"): "tracker check does not take 'x y'.",
    }
    for words, answer in answers.items():
        said = tracker(*words)
        assert said.status == 2
        assert said.err.startswith(f"tracker: {answer} Try: tracker")


def test_help_is_a_command_too():
    assert tracker("help").out == tracker("--help").out
    assert tracker("help", "movers").out == tracker("movers", "-h").out
    assert tracker("help", "sites").out == tracker("sites", "-h").out
    assert tracker("help", "sites", "add").out == tracker("sites", "add", "--help").out


def test_the_documentation_is_printed_by_name():
    listed = tracker("docs").out
    for path in (ROOT / "docs").glob("*.md"):
        assert f"tracker docs {path.stem} " in listed
        assert tracker("docs", path.stem).out == path.read_text()
    assert "there is: add-a-site" in tracker("docs", "nothing").err


def test_a_shell_is_given_what_completes_its_words():
    for shell in ("bash", "zsh", "fish"):
        assert "_TRACKER_COMPLETE" in tracker("completion", shell).out
    asked = {"_TRACKER_COMPLETE": "bash_complete", "COMP_WORDS": "tracker s", "COMP_CWORD": "1"}
    told = run(env=asked).stdout.decode().split()
    assert told == ["plain,search", "plain,sites", "plain,schedule", "plain,status"]
    asked |= {"COMP_WORDS": "tracker top --wi", "COMP_CWORD": "2"}
    assert run(env=asked).stdout.decode().split() == ["plain,--window"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "no command 'nonsense'. Try: tracker --help"),
        (["show", "--csv", "--json"], "only one of --csv, --json. Try: tracker show --help"),
        ([b"\xff"], r"an argument is not valid UTF-8: b'\xff'"),
        (["fail", "known"], r"cannot read \x1b[31mthis\nfile"),
    ],
)
def test_what_a_user_can_mend_is_one_line(arguments, says):
    assert complaint(run(*arguments, program=SHOWCASE)) == (2, says)


def test_a_wrong_option_is_named_with_where_to_read_on():
    status, line = complaint(run("show", "--nonsense", program=SHOWCASE))
    assert (status, "--nonsense" in line) == (2, True)
    assert line.endswith(". Try: tracker show --help")


def test_a_bug_keeps_its_traceback():
    result = run("fail", "bug", program=SHOWCASE, anew=True)
    assert result.returncode == 1
    assert b"Traceback" in result.stderr
    assert b"ZeroDivisionError" in result.stderr


def test_a_command_chooses_its_exit_status():
    assert run("fail", "status", program=SHOWCASE).returncode == 7


def test_text_is_utf8_or_escaped_in_an_ascii_locale():
    env = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    people = text(run("show", program=SHOWCASE, env=env))
    assert people.isascii()
    assert "^4" in people
    assert r"\u65e5\u7c73" in people
    machines = text(run("show", "--csv", program=SHOWCASE, env=env))
    assert "日米共同統合演習" in machines
    status, line = complaint(run("海自", program=SHOWCASE, env=env))
    assert (status, line) == (2, r"no command '\u6d77\u81ea'. Try: tracker --help")


@pytest.mark.parametrize("columns", ["0", "abc", "5", "-1", "", "９", "9" * 30])
def test_any_columns_still_print(columns):
    said = text(run("show", program=SHOWCASE, env={"COLUMNS": columns}))
    assert "日米共同統合演習（指揮所演習）、1月29日から実施予定" in said
    assert "Options:" in text(run("--help", env={"COLUMNS": columns}))


def test_works_in_a_directory_that_is_gone(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    shell = f"cd {gone} && rmdir {gone} && exec " + '"$@"'
    result = run("--version", program=("sh", "-c", shell, "sh", *SHOWCASE))
    assert text(result).startswith("tracker ")


@pytest.mark.parametrize("form", ["people", "csv"])
@pytest.mark.parametrize("place", [">&-", ">/dev/full"])
def test_output_that_cannot_be_written_is_said_once(form, place):
    flags = [] if form == "people" else [f"--{form}"]
    shell = ("sh", "-c", f'exec "$@" {place}', "sh")
    status, line = complaint(run("show", *flags, program=(*shell, *SHOWCASE)))
    assert status == 6
    assert line.startswith("cannot write the output: ")


def test_messages_do_not_wander_to_data_when_standard_error_is_closed():
    shell = ("sh", "-c", 'exec "$@" 2>&-', "sh")
    result = run("fail", "known", program=(*shell, *SHOWCASE))
    assert (result.returncode, result.stdout) == (2, b"")


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_pipe_that_closes_ends_the_program_quietly(flags):
    program = subprocess.Popen(
        [*SHOWCASE, "many", *flags],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert program.stdout.read(10)
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stderr.close()
    assert program.wait(60) == 128 + signal.SIGPIPE


def waiting(*arguments):
    program = subprocess.Popen(
        [*SHOWCASE, "wait", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert program.stdout.readline() == b"ready\n"
    return program


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_cleans_up_and_tells_its_number(number):
    with waiting() as program:
        program.send_signal(number)
        assert program.stderr.read() == b"cleaned\ntracker: stopped\n"
        assert program.stdout.read() == b"on its way"
    assert program.returncode == 128 + number


def test_a_second_signal_ends_at_once():
    with waiting("--patiently") as program:
        program.send_signal(signal.SIGINT)
        assert program.stderr.readline() == b"cleaned\n"
        program.send_signal(signal.SIGTERM)
        assert program.stderr.read() == b""
    assert program.returncode == 128 + signal.SIGTERM


def test_a_signal_that_was_ignored_stays_ignored():
    with waiting("--hup-ignored") as program:
        program.send_signal(signal.SIGHUP)
        time.sleep(0.1)
        assert program.poll() is None
        program.send_signal(signal.SIGTERM)
    assert program.returncode == 128 + signal.SIGTERM, program.returncode


def on_terminal(*arguments, env=None):
    """Run the showcase on a terminal of 80 columns; return what it was sent."""
    here, there = pty.openpty()
    program = subprocess.Popen(
        [*SHOWCASE, *arguments],
        stdin=there,
        stdout=there,
        env=environment({"TERM": "xterm-256color", "COLUMNS": "80", **(env or {})}),
    )
    os.close(there)
    said = b""
    try:
        while part := os.read(here, 65536):
            said += part
    except OSError:  # the other side is closed: that is a terminal's end of file
        pass
    os.close(here)
    assert program.wait(60) == 0
    return said.decode().replace("\r\n", "\n")


def test_a_terminal_gets_a_bold_header_and_linked_titles():
    said = on_terminal("show")
    assert "\x1b[1mtitle" in said
    assert ";https://a.example/1\x1b\\日米共同統合演習" in said
    assert "javascript" not in said
    assert r"=HYPERLINK(\x1b]0;x\x07)" in said
    assert "[bold]not bold[/] :smile:" in said


def test_a_dumb_terminal_gets_plain_lines():
    assert "\x1b" not in on_terminal("show", env={"TERM": "dumb"})


def test_no_color_means_no_color():
    said = on_terminal("show", env={"NO_COLOR": "1"})
    assert "\x1b[3" not in said
    assert "\x1b[9" not in said


def test_csv_on_a_terminal_drives_no_terminal():
    said = on_terminal("show", "--csv", "--raw")
    assert "\x1b" not in said
    assert r"=HYPERLINK(\x1b]0;x\x07)" in said


def test_another_package_in_the_place_of_ours_is_one_line(tmp_path):
    for name in ("scrapers", "store"):
        (tmp_path / name / name).mkdir(parents=True)
        (tmp_path / name / name / "__init__.py").touch()
        path = f"{tmp_path / name}:{ROOT}"
        process = run("--version", env={"PYTHONPATH": path}, cwd=tmp_path)
        status, line = complaint(process)
        assert (status, f"another package named {name}" in line) == (2, True), line
