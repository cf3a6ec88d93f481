"""`tracker schedule`: what it prints is what cron and systemd read, on any machine."""

import plistlib
import re
import shlex
import shutil
import subprocess

import pytest
from flow import run_here, tracker
from hypothesis import given
from hypothesis import strategies as st
from running import ROOT, run, text

from cli.commands.schedule.lines import agent, calendar, cron_line, exec_start, rhythm, unit_name
from cli.terminal.times import DAY, HOUR, MINUTE, TimeError

EVERY = [n * MINUTE for n in (1, 5, 10, 15, 20, 30)] + [n * HOUR for n in (1, 2, 3, 6, 12, 24)]


def fields(field, most):
    """The numbers a crontab's field stands for."""
    if field == "*":
        return set(range(most))
    start, _, rest = field.partition("-")
    end, _, step = rest.partition("/")
    return set(range(int(start), int(end or start) + 1, int(step or 1)))


def cron_runs(line):
    """The minutes of a day at which a crontab's line runs."""
    minute, hour, *days = line.split()[:5]
    assert days == ["*", "*", "*"]
    return [60 * h + m for h in sorted(fields(hour, 24)) for m in sorted(fields(minute, 60))]


def systemd_runs(on):
    """The minutes of a day that an OnCalendar of ours means, as systemd.time(7) has it."""
    day, clock = on.split()
    assert day == "*-*-*"
    hour, minute, second = clock.split(":")
    assert second == "00"

    def numbers(part, most):
        start, _, step = part.partition("/")
        if start == "*":
            return range(most)
        return range(int(start), most if step else int(start) + 1, int(step or 1))

    return [60 * h + m for h in numbers(hour, 24) for m in numbers(minute, 60)]


@given(st.sampled_from(EVERY), st.integers(0, 59), st.integers(0, 23))
def test_runs_are_evenly_spread_over_every_day(every, minute, hour):
    when = rhythm(every, minute, hour)
    runs = cron_runs(cron_line(["tracker"], when))
    assert systemd_runs(calendar(when)) == runs
    assert len(runs) == DAY // every
    assert {b - a for a, b in zip(runs, [*runs[1:], runs[0] + 1440], strict=True)} == {every // 60}
    if every >= HOUR:
        assert {run % 60 for run in runs} == {minute}


@pytest.mark.parametrize("every", [7 * MINUTE, 5 * HOUR, 2 * DAY, 90 * MINUTE, 61, 0])
def test_what_no_clock_divides_into_is_refused(every):
    with pytest.raises(TimeError, match="--every must divide"):
        rhythm(every, 0, 0)


WORDS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\n"), min_size=1))


@given(WORDS)
def test_cron_gives_the_shell_the_very_words(words):
    line = cron_line(words, rhythm(HOUR, 7, 0))
    command = line.split("  ", 1)[1] if words else ""
    assert re.search(r"(?<!\\)%", command) is None
    assert shlex.split(command.replace(r"\%", "%")) == words


def unit_words(line):
    """The words of an ExecStart, as systemd.service(5) has it."""
    words = []
    for quoted, bare in re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', line):
        word = re.sub(r"\\(.)", r"\1", quoted or bare)
        words.append(word.replace("%%", "%").replace("$$", "$"))
    return words


@given(WORDS)
def test_systemd_reads_the_very_words(words):
    line = exec_start(words)
    assert re.sub("%%", "", line).count("%") == 0
    assert unit_words(line) == words


@pytest.mark.parametrize("site", [None, "local", "新聞 / x"])
def test_units_have_names_systemd_knows(site):
    assert re.fullmatch(r"tracker(-[A-Za-z0-9_.-]+)?", unit_name(site))


def test_the_line_names_program_store_and_configuration(tmp_path):
    config = tmp_path / "my sites.toml"
    config.write_text('[sites.local]\nhome = "http://127.0.0.1:1/"\n')
    out = text(
        run(
            "--db", "t.db", "--config", str(config), "schedule", "--cron", "--site", "local",
            "--minute", "7", "--every", "30m", cwd=tmp_path, env={"PYTHONPATH": str(ROOT)},
        )
    )  # fmt: skip
    *comments, line = out.splitlines()
    assert all(comment.startswith("# ") for comment in comments)
    assert line.startswith("7-59/30 * * * *  ")
    words = shlex.split(line.split("  ", 1)[1])
    assert words[-6:] == [
        "--db", str(tmp_path / "t.db"), "--config", str(config), "fetch", "local",
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == [config], "no store is made"


def test_the_line_names_the_places_that_this_environment_moves(tmp_path, monkeypatch):
    for name in ("TRACKER_DB", "TRACKER_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    for kind in ("DATA", "CONFIG"):
        (tmp_path / kind / "tracker").mkdir(parents=True)
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    sites = tmp_path / "CONFIG" / "tracker" / "sites.toml"
    db = str(tmp_path / "DATA" / "tracker" / "tracker.db")
    options = ["--db", db]
    assert shlex.split(tracker("schedule", "--cron").out.splitlines()[-1])[-3:] == [
        *options,
        "fetch",
    ]
    sites.write_text('[sites.local]\nhome = "http://127.0.0.1:1/"\n')
    options += ["--config", str(sites)]
    assert shlex.split(tracker("schedule", "--cron").out.splitlines()[-1])[-5:] == [
        *options,
        "fetch",
    ]


def test_the_line_runs(tmp_path):
    """The shell starts the program from the line, from any folder and without our environment."""
    out = text(run("schedule", "--cron", env={"TRACKER_DB": str(tmp_path / "t.db")}))
    words = out.splitlines()[-1].split("  ", 1)[1].replace(r"\%", "%")
    done = subprocess.run(
        ["/bin/sh", "-c", f"{words} --help"],
        check=False,
        capture_output=True,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"Usage: tracker fetch")
    assert f"--db {tmp_path / 't.db'} fetch" in words


def test_the_minute_is_random_and_hourly_the_usual():
    lines = {text(run_here("schedule", "--cron")).splitlines()[-1] for _ in range(4)}
    assert len(lines) > 1
    for line in lines:
        assert re.match(r"[0-9]{1,2} \* \* \* \*  ", line)


def test_units_come_with_how_to_install_them(tmp_path):
    out = text(run_here("--db", str(tmp_path / "t.db"), "schedule", "--systemd", "--minute", "5"))
    assert "OnCalendar=*-*-* *:05:00\n" in out
    assert "Persistent=true\n" in out
    assert "systemctl --user enable --now tracker.timer" in out
    (start,) = re.findall("^ExecStart=(.*)$", out, re.MULTILINE)
    assert unit_words(start)[-3:] == ["--db", str(tmp_path / "t.db"), "fetch"]
    plain = [line for line in out.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"\[\w+\]|\w+=\S.*", line) for line in plain)


@pytest.fixture
def crontab(tmp_path, monkeypatch):
    """A crontab program of our own, which keeps the crontab in the file that this returns."""
    place = tmp_path / "crontab.txt"
    program = tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(
        f"#!/bin/sh\n[ -e {place}.broken ] && {{ echo 'not allowed' >&2; exit 1; }}\n"
        f"case $1 in -l) cat {place} ;; -) cat > {place} ;; esac\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "t.db"))
    return place


def test_a_line_installed_twice_is_there_once(crontab):
    assert tracker("schedule", "--cron", "--install").status == 0
    once = crontab.read_text()
    assert once.count("tracker") >= 1
    assert len(once.splitlines()) == 1
    again = tracker("schedule", "--cron", "--install")
    assert again.err.startswith("already in your crontab:")
    assert crontab.read_text() == once, "it keeps its minute"
    assert tracker("schedule", "--cron", "--install", "--every", "30m", "--minute", "7").status == 0
    assert crontab.read_text().startswith("7-59/30 * * * *  ")
    assert len(crontab.read_text().splitlines()) == 1


def test_other_lines_of_a_crontab_stay_as_they_are(crontab, tmp_path):
    others = "MAILTO=me@example.org\n# mine\n5 4 * * * sh -c 'echo 100\\%'\n@reboot true"
    crontab.write_text(others)
    tracker("schedule", "--cron", "--install")
    tracker("--db", str(tmp_path / "other.db"), "schedule", "--cron", "--install")
    text = crontab.read_text()
    assert text.startswith(f"{others}\n")
    assert len(text.splitlines()) == 4 + 2, "another store has a line of its own"
    crontab.write_text(text + text.splitlines()[4] + "\n")  # as pasted by hand
    assert tracker("schedule", "--cron", "--remove").err == "removed from your crontab\n"
    tracker("--db", str(tmp_path / "other.db"), "schedule", "--cron", "--remove")
    assert crontab.read_text() == f"{others}\n"
    assert tracker("schedule", "--cron", "--remove").err.startswith("no such line")


def test_a_crontab_that_cannot_be_read_is_not_replaced(crontab, tmp_path, monkeypatch):
    crontab.write_text("5 4 * * * true\n")
    (tmp_path / "crontab.txt.broken").touch()
    said = tracker("schedule", "--cron", "--install")
    assert (said.status, said.err) == (2, "tracker: crontab -l fails: not allowed\n")
    assert crontab.read_text() == "5 4 * * * true\n"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "no crontab on this machine" in tracker("schedule", "--cron", "--install").err


@given(st.sampled_from(EVERY), st.integers(0, 59), st.integers(0, 23), WORDS)
def test_launchd_runs_when_cron_does(every, minute, hour, words):
    when = rhythm(every, minute, hour)
    words = [word for word in words if word.isprintable()]
    content = plistlib.loads(agent(words, when, "tracker", "/tmp/log").encode())
    assert content["ProgramArguments"] == words
    runs = sorted(
        60 * h + at["Minute"]
        for at in content["StartCalendarInterval"]
        for h in ([at["Hour"]] if "Hour" in at else range(24))
    )
    assert runs == cron_runs(cron_line(["tracker"], when))


def test_a_users_manager_does_not_wait_for_what_it_does_not_know(monkeypatch):
    monkeypatch.setenv("SUDO_USER", "press")
    user, system = (tracker("schedule", "--systemd", *of).out for of in ([], ["--system"]))
    assert "network-online" not in user
    assert "User=" not in user
    assert "systemctl --user" in user
    assert "After=network-online.target\n" in system
    assert "User=press\n" in system
    assert "--user" not in system


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
@pytest.mark.parametrize("every", EVERY)
def test_systemd_agrees(every):
    on = calendar(rhythm(every, 7, 3))
    done = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=2", on], check=True, capture_output=True
    )
    assert on.encode() in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        [], ["--cron", "--systemd"], ["--cron", "--every", "7m"], ["--cron", "--minute", "60"],
        ["--systemd", "--install"], ["--cron", "--install", "--remove"], ["--cron", "--system"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_makes_no_schedule_is_a_usage_error(words):
    assert run_here("schedule", *words).returncode == 2


def test_a_site_nobody_knows_is_an_error(tmp_path):
    done = run("schedule", "--cron", "--site", "nowhere", env={"HOME": str(tmp_path)})
    assert done.returncode == 2
    assert b"no site is called nowhere" in done.stderr


RULES = '[[alerts]]\nname = "a"\nwhen = "new"\n'
WAITING = f"{RULES}batch = '1h'\n"


@pytest.mark.parametrize(("fetch", "notify"), [(0, 0), (4, 0), (0, 4), (5, 75)])
def test_the_line_tells_in_any_case_and_ends_as_the_fetch(tmp_path, fetch, notify):
    told = tmp_path / "told"
    for name, status in (("fetch", fetch), ("notify", notify)):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {name} >> {told}\nexit {status}\n")
        program.chmod(0o755)
    words = [str(tmp_path / name) for name in ("fetch", "notify")]
    line = cron_line(words[:1], rhythm(HOUR, 7, 0), words[1:])
    done = subprocess.run(["/bin/sh", "-c", line.split("  ", 1)[1]], check=False)
    assert done.returncode == fetch
    assert told.read_text() == "fetch\nnotify\n"


def test_telling_is_scheduled_where_there_are_rules(crontab, tmp_path):
    config = tmp_path / "sites.toml"

    def schedule(rules, *words):
        config.write_text(rules)
        return tracker("--config", str(config), "schedule", *words)

    schedule("", "--cron", "--install", "--minute", "7")
    assert "s=$?" not in crontab.read_text()
    schedule(WAITING, "--cron", "--install")
    line, due = crontab.read_text().splitlines()
    assert line.startswith("7 * * * *  ")
    assert " fetch; s=$?; " in line
    assert line.endswith(" notify; exit $s")
    assert due.startswith("0-59/5 * * * *  ")
    assert due.endswith(" notify --due")
    schedule(WAITING, "--cron", "--install")
    assert crontab.read_text() == f"{line}\n{due}\n"
    schedule(WAITING, "--cron", "--remove")
    assert crontab.read_text() == ""
    assert "--due" not in schedule(RULES, "--cron").out
    assert "--due" not in schedule(WAITING, "--cron", "--every", "5m").out


def test_units_and_agents_tell_too(tmp_path):
    config = tmp_path / "sites.toml"
    config.write_text(WAITING)
    units = tracker("--config", str(config), "schedule", "--systemd").out
    (after,) = re.findall(r"(?m)^ExecStopPost=-.* notify$", units)
    assert f"ExecStart={after.removeprefix('ExecStopPost=-').removesuffix('notify')}fetch" in units
    assert "tracker-notify.timer\n" in units
    assert "enable --now tracker.timer tracker-notify.timer" in units
    said = tracker("--config", str(config), "schedule", "--launchd")
    (shell, option, line) = plistlib.loads(said.out.encode())["ProgramArguments"]
    assert (shell, option) == ("/bin/sh", "-c")
    assert line.endswith("notify; exit $s")
    assert "notify --due" in said.err
