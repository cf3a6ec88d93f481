"""A store with everything that was ever shown to it, and what must be true of it at any time."""

import os
import random
import subprocess
from pathlib import Path
from unittest import mock

from fakesite import FakeSite, write_config
from flow import iso, seconds, tracker
from running import TRACKER, environment

from store.check.check import check
from store.db.connect import reading
from store.db.lock import fetch_lock

BEGIN = seconds("2026-01-01 00:03")
RANKS = 10


class Broken(AssertionError):
    """A promise that was not kept."""


def must(kept, promise: str) -> None:
    if not kept:
        raise Broken(promise)


class Life:
    """A store with everything that was ever shown to it, and what it acknowledged."""

    def __init__(self, site: FakeSite, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.site = site
        self.store = folder / "t.db"
        self.config = write_config(folder / "sites.toml", site.address)
        self.shown: dict[int, dict[str, list[str]]] = {}
        self.acknowledged: set[int] = set()

    def start(self, program=TRACKER, *first: str) -> subprocess.Popen:
        """Begin the next hour's fetch, of lists that moved."""
        now = self._move()
        return subprocess.Popen(
            [*program, *first, *self._words()],
            stderr=subprocess.PIPE,
            env=environment({"TRACKER_NOW": iso(now)}),
        )

    def end(self, process: subprocess.Popen) -> tuple[int, str]:
        """Wait for it; what it said it recorded is acknowledged from now on."""
        said = process.communicate(timeout=120)[1].decode()
        if process.returncode == 0 or "recorded " in said:
            self.acknowledged.add(max(self.shown))
        return process.returncode, said

    def fetch(self) -> None:
        """A run that nobody disturbs; it needs no process of its own."""
        now = self._move()
        with mock.patch.dict(os.environ, {"TRACKER_NOW": iso(now)}):
            status, _, said = tracker(*self._words())
        must(status == 0, f"the next run works ({status}): {said}")
        self.acknowledged.add(now)

    def _move(self) -> int:
        """Let an hour pass, in which every list moved; the time that it is then."""
        for ranking in self.site.lists.values():
            ranking.insert(random.randrange(RANKS), ranking.pop())
        now = BEGIN + 3600 * len(self.shown)
        self.shown[now] = {
            name: [self.site.url(number) for number in ranking]
            for name, ranking in self.site.lists.items()
        }
        return now

    def _words(self) -> list[str]:
        store, config = str(self.store), str(self.config)
        return ["--db", store, "--config", config, "-v", "fetch", "--max-articles", "2"]

    def verify(self) -> None:
        """Nothing acknowledged is lost, nothing is there in part, the whole store is sound."""
        if not self.store.exists():
            must(not self.acknowledged, "a store that was acknowledged is there")
            return
        found: dict[int, dict[str, list[str]]] = {}
        with reading(str(self.store)) as db:
            sql = (
                "SELECT CAST(strftime('%s', observed) AS INTEGER), list, url FROM rankings "
                "ORDER BY 1, 2, rank"
            )
            for observed, name, url in db.execute(sql):
                found.setdefault(observed, {}).setdefault(name, []).append(url)
            alone = (
                "SELECT attempt, time, status, code, detail FROM attempts WHERE code IS NULL "
                "AND kind = 'ranking' AND attempt NOT IN (SELECT attempt FROM snapshot)"
            )
            parted = db.execute(alone).fetchall()
            must(not parted, f"a visit and its readings are one: {parted}")
            db.execute("COMMIT")
            problems = [problem for part in check(db) for problem in part.problems]
        must(self.acknowledged <= found.keys(), "no acknowledged observation is lost")
        must(all(found[at] == self.shown[at] for at in found), "every observation is whole")
        must(not problems, f"the store is sound: {problems}")
        with fetch_lock(str(self.store)):
            pass
