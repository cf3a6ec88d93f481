"""Lines that make a machine fetch from now on: for cron, and as units for systemd.

Pure: the command, the rhythm and the minute come in, text goes out. Each quotes words in its
own way, and each has a sign that must be doubled or it means something else: `%`.
"""

import re
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from cli.terminal.times import DAY, HOUR, MINUTE, TimeError


class Rhythm(NamedTuple):
    """Every so many minutes within the hour, or hours within the day; at a minute (and hour)."""

    minutes: int
    hours: int
    minute: int
    hour: int


def rhythm(every: int, minute: int, hour: int) -> Rhythm:
    """The rhythm of every so many seconds. Raises TimeError for what no clock face divides into.

    `minute` (0-59) and `hour` (0-23) say where in its step each run stands.
    """
    if every % MINUTE == 0 and 0 < every < HOUR and HOUR % every == 0:
        step = every // MINUTE
        return Rhythm(step, 0, minute % step, 0)
    if every % HOUR == 0 and 0 < every <= DAY and DAY % every == 0:
        step = every // HOUR
        return Rhythm(0, step, minute, hour % step)
    raise TimeError("--every must divide an hour or a day: 5m 10m 15m 30m 1h 2h 3h 4h 6h 8h 12h 1d")


def cron_line(words: Sequence[str], when: Rhythm) -> str:
    """A line of a crontab, without its line feed."""
    command = shlex.join(words).replace("%", r"\%")
    return f"{_cron_times(when)} * * *  {command}"


def _cron_times(when: Rhythm) -> str:
    if when.minutes:
        return f"{when.minute}-59/{when.minutes} *"
    if when.hours == 1:
        return f"{when.minute} *"
    if when.hours == 24:
        return f"{when.minute} {when.hour}"
    return f"{when.minute} {when.hour}-23/{when.hours}"


def calendar(when: Rhythm) -> str:
    """The rhythm as systemd writes it in OnCalendar."""
    if when.minutes:
        return f"*-*-* *:{when.minute:02}/{when.minutes}:00"
    if when.hours == 1:
        return f"*-*-* *:{when.minute:02}:00"
    hours = f"{when.hour:02}" if when.hours == 24 else f"{when.hour:02}/{when.hours}"
    return f"*-*-* {hours}:{when.minute:02}:00"


def exec_start(words: Sequence[str]) -> str:
    """A command as systemd reads it: specifiers and variables taken as they are written."""
    return " ".join(_unit_word(word) for word in words)


def _unit_word(word: str) -> str:
    word = word.replace("\\", "\\\\").replace("%", "%%").replace("$", "$$")
    if re.fullmatch(r"[\w@%+=:,./$~-]+", word):
        return word
    return '"{}"'.format(word.replace('"', '\\"').replace("\n", "\\n"))


def unit_name(site: str | None) -> str:
    """What the units are called; systemd knows few signs."""
    return f"tracker-{re.sub(r'[^A-Za-z0-9_.-]+', '-', site)}" if site else "tracker"


def service(words: Sequence[str]) -> str:
    """The unit that fetches once; a fetch that finds another one running is no failure."""
    return f"""\
[Unit]
Description=Record most-read lists (tracker fetch)
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={exec_start(words)}
SuccessExitStatus=75
"""


def timer(when: Rhythm) -> str:
    """The unit that starts it; a run that the machine slept through is made up for."""
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
