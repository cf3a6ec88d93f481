"""Formats a schedule as a line for cron, units for systemd or an agent for launchd.

All functions only turn their arguments into text. cron and systemd have different rules for
quoting, and both give `%` a special meaning, so it must be escaped.
"""

import re
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from cli.terminal.times import DAY, HOUR, MINUTE, TimeError


class Rhythm(NamedTuple):
    """A period in minutes within the hour, or in hours within the day, with its first run."""

    minutes: int
    hours: int
    minute: int
    hour: int


def rhythm(every: int, minute: int, hour: int) -> Rhythm:
    """The rhythm for a period of `every` seconds. Raises TimeError if it divides no hour or day.

    `minute` (0-59) and `hour` (0-23) place the runs within the period.
    """
    if every % MINUTE == 0 and 0 < every < HOUR and HOUR % every == 0:
        step = every // MINUTE
        return Rhythm(step, 0, minute % step, 0)
    if every % HOUR == 0 and 0 < every <= DAY and DAY % every == 0:
        step = every // HOUR
        return Rhythm(0, step, minute, hour % step)
    raise TimeError("--every must divide an hour or a day: 5m 10m 15m 30m 1h 2h 3h 4h 6h 8h 12h 1d")


DUE = Rhythm(5, 0, 0, 0)
"""How often `notify --due` runs, where it must run between two fetches."""

THEN = "; s=$?; "
"""Between two commands of which the second runs in any case, and the first gives the status."""


def cron_line(words: Sequence[str], when: Rhythm, then: Sequence[str] = ()) -> str:
    """The line of a crontab, without its line feed; `then` is a command to run afterwards."""
    return f"{_cron_times(when)} * * *  {escaped(command_line(words, then))}"


def command_line(words: Sequence[str], then: Sequence[str] = ()) -> str:
    """A command for a shell. What it runs `then` it runs in any case; it ends as the first did."""
    first = shlex.join(words)
    return f"{first}{THEN}{shlex.join(then)}; exit $s" if then else first


def escaped(command: str) -> str:
    """A command as a crontab writes it."""
    return command.replace("%", r"\%")


def _cron_times(when: Rhythm) -> str:
    if when.minutes:
        return f"{when.minute}-59/{when.minutes} *"
    if when.hours == 1:
        return f"{when.minute} *"
    if when.hours == 24:
        return f"{when.minute} {when.hour}"
    return f"{when.minute} {when.hour}-23/{when.hours}"


def calendar(when: Rhythm) -> str:
    """The rhythm in the syntax of OnCalendar in systemd."""
    if when.minutes:
        return f"*-*-* *:{when.minute:02}/{when.minutes}:00"
    if when.hours == 1:
        return f"*-*-* *:{when.minute:02}:00"
    hours = f"{when.hour:02}" if when.hours == 24 else f"{when.hour:02}/{when.hours}"
    return f"*-*-* {hours}:{when.minute:02}:00"


def exec_start(words: Sequence[str]) -> str:
    """The command for ExecStart, escaped so that systemd expands no specifiers or variables."""
    return " ".join(_unit_word(word) for word in words)


def _unit_word(word: str) -> str:
    word = word.replace("\\", "\\\\").replace("%", "%%").replace("$", "$$")
    if re.fullmatch(r"[\w@%+=:,./$~-]+", word):
        return word
    return '"{}"'.format(word.replace('"', '\\"').replace("\n", "\\n"))


def unit_name(site: str | None) -> str:
    """The name of the units, with only the characters that systemd allows."""
    return f"tracker-{re.sub(r'[^A-Za-z0-9_.-]+', '-', site)}" if site else "tracker"


def service(words: Sequence[str], user: str | None = None, then: Sequence[str] = ()) -> str:
    """The service unit, which fetches once. It does not fail if another fetch is running.

    What it runs `then` it runs whatever became of the fetch, which alone gives its result.

    For the system's manager it names the `user` who fetches, and waits for the network. A user's
    manager knows no network-online.target; a fetch tries again until its deadline anyway.
    """
    network = "Wants=network-online.target\nAfter=network-online.target\n" if user else ""
    whose = f"User={user}\n" if user else ""
    after = f"ExecStopPost=-{exec_start(then)}\nTimeoutStopSec=180\n" if then else ""
    return f"""\
[Unit]
Description=Record most-read lists (tracker fetch)
{network}
[Service]
Type=oneshot
{whose}ExecStart={exec_start(words)}
{after}SuccessExitStatus=75
"""


def due_service(words: Sequence[str], user: str | None = None) -> str:
    """The service unit that sends what waits."""
    whose = f"User={user}\n" if user else ""
    return f"""\
[Unit]
Description=Send alerts and digests that wait (tracker notify)

[Service]
Type=oneshot
{whose}ExecStart={exec_start(words)}
SuccessExitStatus=75
"""


def timer(when: Rhythm) -> str:
    """The timer unit, which starts the service, also for a run that the machine slept through."""
    return f"""\
[Unit]
Description=Record most-read lists from now on (tracker)

[Timer]
OnCalendar={calendar(when)}
AccuracySec=1s
Persistent=true

[Install]
WantedBy=timers.target
"""


def runs(line: str, words: Sequence[str]) -> bool:
    """Whether a line of a crontab runs this command, at whatever times, whatever follows it."""
    fields = line.split(maxsplit=5)
    if len(fields) < 6 or line.startswith("#"):
        return False
    command, own_command = escaped(command_line(words)), fields[5].rstrip()
    return own_command == command or own_command.startswith(command + THEN)


def at_times_of(line: str, words: Sequence[str], then: Sequence[str]) -> str:
    """A line of a crontab with its times, and the command that it is to run now."""
    times = " ".join(line.split(maxsplit=5)[:5])
    return f"{times}  {escaped(command_line(words, then))}"


def installed(crontab: str, words: Sequence[str], line: str) -> str:
    """The crontab with `line` alone for this command: where one stands already, or at the end."""
    lines = crontab.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    place = next((at for at, old in enumerate(lines) if runs(old, words)), len(lines))
    rest = [old for old in lines if not runs(old, words)]
    return "".join([*rest[:place], f"{line}\n", *rest[place:]])


def removed(crontab: str, words: Sequence[str]) -> str:
    """The crontab without the lines that run this command."""
    return "".join(line for line in crontab.splitlines(keepends=True) if not runs(line, words))


def agent(words: Sequence[str], when: Rhythm, name: str, log: str, then: Sequence[str] = ()) -> str:
    """The property list of an agent for launchd, which also makes up for a run slept through."""
    import plistlib

    content = {
        "Label": name,
        "ProgramArguments": ["/bin/sh", "-c", command_line(words, then)] if then else list(words),
        "StartCalendarInterval": _intervals(when),
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }
    return plistlib.dumps(content, sort_keys=False).decode()


def _intervals(when: Rhythm) -> list[dict[str, int]]:
    """The times of a rhythm, each a minute of every hour or of a day."""
    if when.minutes:
        return [{"Minute": minute} for minute in range(when.minute, 60, when.minutes)]
    if when.hours == 1:
        return [{"Minute": when.minute}]
    return [{"Hour": hour, "Minute": when.minute} for hour in range(when.hour, 24, when.hours)]
