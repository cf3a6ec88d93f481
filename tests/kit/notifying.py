"""Runs of `tracker notify` that are killed anywhere, against receivers that refuse and dawdle.

Each round measures a new number one; every other one is wanted by the rule. A nursery, a process
without threads, forks the runs and kills them, so that five hundred of them take a minute or two.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from receivers import LATE, REFUSE, TAKE, Hook
from reference import Obs
from running import environment
from storekit import SITE, list_row, reading

from scrapers.model import Answer
from store.db.connect import reading as reading_store
from store.db.connect import transaction, writing
from store.history.readings import Snapshot
from store.history.recorder import recording
from store.history.sites import ensure_site
from store.pages import attempts

BEGIN = 1_767_225_600
HOUR = 3600
CONFIG = """
[sites.news]
home = "https://news.example/"
[channels]
hook = "{hook}"
dead = "http://127.0.0.1:9/"
[[alerts]]
name = "wanted"
match = "wanted"
when = "first"
max_age = "300d"
to = ["hook", "dead"]
"""


class Told(NamedTuple):
    """What came of the runs: of the wanted events, how many never came, came again, were given up.

    `other_number` counts repeats under another number than the first, `twice` the runs that were
    started beside another.
    """

    runs: int
    kills: int
    twice: int
    wanted: int
    lost: int
    repeated: int
    other_number: int
    given_up: int


def measure(store: Path, number: int) -> int:
    """Record an observation with a new number one, by a visit; its time."""
    observed = BEGIN + number * HOUR
    home = "https://news.example/"
    with writing(str(store)) as db, transaction(db):
        site = ensure_site(db, SITE, "JST")
        list_row(db, site, "day")
        answer = Answer(home, home, observed, 200, body=str(number).encode())
        attempt = attempts.keep_attempt(db, site, "ranking", answer)
        kind = "wanted" if number % 2 else "other"
        articles = (f"{kind}-{number}", "x", "y")
        row = reading(db, site, "day", Obs(observed, articles), "fetch")
        with recording(db) as recorder:
            recorder.record(Snapshot(site, observed, 540, attempt, [row]))
    return observed


class Nursery:
    """The process that forks the runs."""

    def __init__(self, store: Path, config: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", __file__, str(store), str(config)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=environment({"PYTHONPATH": f"{Path(__file__).parents[2]}"}),
        )  # fmt: skip

    def run(self, now: int, *, delay: float | None = None, number: int = 1) -> list[int]:
        """The exit statuses of runs at once; with `delay` they are killed after that, if need be."""
        order = json.dumps({"now": now, "delay": delay, "number": number})
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


def torment(runs: int, folder: Path, seed: int = 7) -> Told:
    """So many runs, about half of them killed, a fifth of the messages refused, a tenth late."""
    dice = random.Random(seed)

    def fate() -> str:
        return dice.choices((TAKE, REFUSE, LATE), (7, 2, 1))[0]

    store, config = folder / "t.db", folder / "sites.toml"
    measure(store, 0)
    kills = twice = 0
    with Hook(fate, late=PATIENCE * 2) as hook:
        config.write_text(CONFIG.format(hook=hook.address))
        nursery = Nursery(store, config)
        nursery.run(BEGIN)
        for number in range(1, runs + 1):
            now = measure(store, number) + 60
            delay = dice.uniform(0, 0.15) if dice.random() < 0.5 else None
            pair = 2 if dice.random() < 0.1 else 1
            statuses = nursery.run(now, delay=delay, number=pair)
            kills += statuses.count(-signal.SIGKILL)
            twice += pair - 1
        later = BEGIN + runs * HOUR
        while _waits(store):
            later += 12 * HOUR
            nursery.run(later)
        nursery.close()
    return _judged(store, hook, runs, kills, twice)


def _waits(store: Path) -> bool:
    """Whether something is still to be sent to the channel that lives."""
    with reading_store(str(store)) as db:
        sql = (
            "SELECT count(*) FROM notice n JOIN route r ON r.id = n.route "
            "LEFT JOIN message m ON m.id = n.message "
            "WHERE r.channel = 'hook' AND (m.id IS NULL OR m.due IS NOT NULL)"
        )
        found = db.execute(sql).fetchone()[0]
    return bool(found) or _unjudged(store)


def _unjudged(store: Path) -> bool:
    """Whether a run that was killed left observations that no run has looked at."""
    with reading_store(str(store)) as db:
        sql = "SELECT max(observed) > (SELECT max(observed) FROM told) FROM snapshot"
        return bool(db.execute(sql).fetchone()[0])


def _judged(store: Path, hook: Hook, runs: int, kills: int, twice: int) -> Told:
    numbers: dict[str, list[str]] = {}
    for message in hook.got:
        for event in message["events"]:
            numbers.setdefault(event["title"], []).append(message["id"])
    with writing(str(store)) as db:
        rows = db.execute(
            "SELECT json_extract(n.event, '$.title') FROM notice n JOIN message m "
            "ON m.id = n.message JOIN route r ON r.id = n.route "
            "WHERE r.channel = 'hook' AND m.problem <> ''"
        )
        given_up = {title for (title,) in rows} - numbers.keys()
    wanted = {f"Title wanted-{number}" for number in range(1, runs + 1, 2)}
    return Told(
        runs, kills, twice, len(wanted), len(wanted - numbers.keys() - given_up),
        sum(len(ids) - 1 for ids in numbers.values()),
        sum(len(set(ids)) - 1 for ids in numbers.values()), len(given_up),
    )  # fmt: skip


PATIENCE = 0.2


def nurse(store: str, config: str) -> None:
    """Fork runs as told on standard input, kill some, and say how they ended."""
    import scrapers.http.send
    import scrapers.http.transport  # noqa: F401 - loaded once, and not in each run
    from cli.pipeline.notify import deliver, webhook  # noqa: F401 - likewise

    deliver.PATIENCE = PATIENCE
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - for the rest of this process
    for line in sys.stdin:
        order = json.loads(line)
        children = [_child(store, config, order["now"]) for _ in range(order["number"])]
        if order["delay"] is not None:
            time.sleep(order["delay"])
            for child in children:
                os.kill(child, signal.SIGKILL)
        statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        sys.stdout.write(json.dumps(statuses) + "\n")
        sys.stdout.flush()


def _child(store: str, config: str, now: int) -> int:
    child = os.fork()
    if child:
        return child
    from cli.main import main
    from cli.terminal.times import iso

    os.environ["TRACKER_NOW"] = iso(now)
    sys.argv = ["tracker", "--db", store, "--config", config, "notify"]
    os._exit(int(main()))


if __name__ == "__main__":
    nurse(*sys.argv[1:])
