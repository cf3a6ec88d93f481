"""What the claims about kills, crowds, full disks and bit flips rest on; `make torture` runs it all.

Each part takes its size and returns a tally; test_torture.py runs the same code in small.
python tests/kit/torture.py [kills] [crowd] [sweep] [flips]        TORTURE_KILLS=50 and the like
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from fakesite import FakeSite
from flow import tracker
from life import BEGIN, RANKS, Life, must
from notifying import Told, torment
from reference import Obs
from running import environment
from storekit import SITE, record

from cli.commands.demo.pages import page
from scrapers import warm_up
from scrapers.model import Answer
from store.check.check import check
from store.db.connect import reading, transaction, writing
from store.history.sites import ensure_site
from store.pages import archive, attempts

BLOCK = 4096
LIMIT = "import resource as r, sys; n = int(sys.argv.pop(1)); r.setrlimit(r.RLIMIT_FSIZE, (n, n))"
LIMITED = (sys.executable, "-c", f"{LIMIT}; from cli.main import main; sys.exit(main())")
"""The program, whose files may not grow beyond a number of bytes."""


class Kills(NamedTuple):
    """`hot`: left a journal to roll back; `unborn`: before there was a store."""

    kills: int = 0
    hot: int = 0
    unborn: int = 0
    too_late: int = 0
    acknowledged: int = 0


def kills(number: int, folder: Path) -> Kills:
    """Kill `tracker fetch` this often, half of them while it writes; a new store after every 25."""
    tally = Kills()
    with FakeSite() as site:
        longest = _duration(Life(site, folder / "measured"))
        while tally.kills < number:
            life = Life(site, folder / str(tally.kills))
            for _ in range(min(25, number - tally.kills)):
                tally = _killed(life, tally, longest)
                life.verify()
                life.fetch()
            life.verify()
            tally = tally._replace(acknowledged=tally.acknowledged + len(life.acknowledged))
            shutil.rmtree(life.store.parent)
    return tally


def _duration(life: Life) -> float:
    times = []
    for _ in range(2):
        begun = time.monotonic()
        life.end(life.start())
        times.append(time.monotonic() - begun)
    return min(times)


def _killed(life: Life, tally: Kills, longest: float) -> Kills:
    """One kill: at a random instant, or a moment after a journal was seen."""
    while True:
        process = life.start()
        if tally.kills % 2:
            _await_journal(process, Path(f"{life.store}-journal"))
        else:
            time.sleep(random.uniform(0, longest))
        late = process.poll() is not None
        process.kill()
        life.end(process)
        if not late:
            break
        tally = tally._replace(too_late=tally.too_late + 1)
    return tally._replace(
        kills=tally.kills + 1,
        hot=tally.hot + Path(f"{life.store}-journal").exists(),
        unborn=tally.unborn + (not life.store.exists()),
    )


def _await_journal(process: subprocess.Popen, journal: Path) -> None:
    """Wait until one of its first transactions is writing, and a moment longer."""
    for number in range(random.randrange(1, 5)):
        while number and process.poll() is None and journal.exists():
            time.sleep(0.0002)
        while process.poll() is None and not journal.exists():
            time.sleep(0.0002)
    time.sleep(random.uniform(0, 0.003))


class Crowd(NamedTuple):
    """Processes that wrote and read side by side, and what they did."""

    writers: int
    commits: int
    readers: int
    reads: int
    failures: int


def crowd(writers: int, commits: int, readers: int, folder: Path) -> Crowd:
    """Writers that commit observations each, beside readers that never stop."""
    store = folder / "t.db"
    with writing(str(store)):
        pass
    lookers = [_role("read", store) for _ in range(readers)]
    hands = [_role("write", store, str(n), str(commits)) for n in range(writers)]
    failures = [said for process in hands if (said := _failure(process))]
    for process in lookers:
        process.stdin.close()
    reads = 0
    for process in lookers:
        said = process.stdout.read()
        reads += int(said or 0)
        failures += [said for said in [_failure(process)] if said]
    with reading(str(store)) as db:
        stored = db.execute("SELECT count(*) FROM snapshot").fetchone()[0]
        db.execute("COMMIT")
        problems = [problem for part in check(db) for problem in part.problems]
    must(not failures, f"nobody fails: {failures[:1]}")
    must(stored == writers * commits, "every commit is there")
    must(not problems, f"the store is sound: {problems}")
    return Crowd(writers, stored, readers, reads, len(failures))


def _role(*words) -> subprocess.Popen:
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    words = [str(word) for word in words]
    return subprocess.Popen([sys.executable, __file__, *words], env=environment(), **pipes)


def _failure(process: subprocess.Popen) -> str:
    """What a process complained of when it failed; "" when it did not."""
    with process.stderr as pipe:
        said = pipe.read().decode()
    process.stdout.close()
    process.stdin.close()
    return said if process.wait(timeout=120) else ""


def write(store: str, name: str, commits: str) -> None:
    """The part of one writer: a site of its own, an observation a commit."""
    with writing(store) as db:
        with transaction(db):
            site = ensure_site(db, SITE._replace(name=f"site{name}"), "JST")
        for number in range(int(commits)):
            entries = tuple(str((number + rank) % 12) for rank in range(RANKS))
            record(db, site, [{"day": Obs(BEGIN + 3600 * number, entries)}])


def read(store: str) -> None:
    """The part of one reader: it must find whole observations, until nobody listens."""
    import select

    reads = 0
    while not reads or not select.select([sys.stdin], [], [], 0)[0]:
        with reading(store) as db:
            sql = "SELECT count(*) FROM rankings WHERE observed = (SELECT max(observed) FROM rankings)"
            rows = db.execute(sql).fetchone()[0]
            must(rows % RANKS == 0, f"a list of {rows} rows was seen")
        reads += 1
    sys.stdout.write(str(reads))


class Sweep(NamedTuple):
    """How often a write failed, at how many places, until all succeeded."""

    refused: int
    steps: int


def sweep_limit(step: int, folder: Path) -> Sweep:
    """Let no file grow beyond a size; from hardly anything, `step` blocks more each time."""
    with FakeSite() as site:
        base = _base(site, folder)
        refused = steps = 0
        blocks = 1
        while True:
            life = _again(base, folder / "limited")
            status = _starved(life, life.start(LIMITED, str(blocks * BLOCK)))
            life.verify()
            steps, refused = steps + 1, refused + (status == 6)
            life.fetch()
            if status == 0:
                return Sweep(refused, steps)
            blocks += step


def sweep_disk(step: int, folder: Path) -> Sweep:
    """A disk with room for some blocks only, `step` more each time (a small tmpfs; as root)."""
    place = folder / "disk"
    with FakeSite() as site, _small_disk(place, 8):
        base = _base(site, folder)
        refused = steps = blocks = 0
        while True:
            life = _again(base, place / "full")
            filler = _fill(place, blocks)
            status = _starved(life, life.start())
            filler.unlink()
            life.verify()
            steps, refused = steps + 1, refused + (status == 6)
            life.fetch()
            if status == 0:
                return Sweep(refused, steps)
            blocks += step


def _base(site: FakeSite, folder: Path) -> Life:
    life = Life(site, folder / "base")
    for _ in range(2):
        life.fetch()
    return life


def _again(base: Life, folder: Path) -> Life:
    """A copy of a life, in a folder that is empty else."""
    shutil.rmtree(folder, ignore_errors=True)
    life = Life(base.site, folder)
    shutil.copy(base.store, life.store)
    life.shown, life.acknowledged = dict(base.shown), set(base.acknowledged)
    return life


def _starved(life: Life, process: subprocess.Popen) -> int:
    """A run without room: it says so in one line, nothing is lost, and reading goes on."""
    status, said = life.end(process)
    must(status in (0, 6), f"a failing write ends with 6, not {status}: {said}")
    if status == 6:
        last = said.splitlines()[-1]
        must(last.startswith("tracker: ") and str(life.store) in last, f"it is told: {said}")
    words = ["--db", str(life.store)]
    for reader in (["top", "--json"], ["export", "rankings"]):
        must(tracker(*words, *reader).status == 0, f"{reader[0]} works on a full disk")
    return status


@contextmanager
def _small_disk(place: Path, megabytes: int) -> Iterator[None]:
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(place)]
    subprocess.run(words, check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _fill(place: Path, blocks: int) -> Path:
    """Leave room for so many blocks; the file that takes the rest."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * BLOCK)
    os.truncate(filler, max(0, filler.stat().st_size - blocks * BLOCK))
    return filler


class Flips(NamedTuple):
    """Bits turned round in kept pages: found, and those that leave the page as it was."""

    found: int
    harmless: int


def flips(number: int, folder: Path) -> Flips:
    """Turn single bits of stored pages round until `tracker check` found so many.

    A few bits of a zstd frame mean nothing to what it inflates to. Such a flip damages no page,
    and does not count; that the page is whole is made sure of.
    """
    store = folder / "t.db"
    bodies, stored = _archive(store)
    whole = store.read_bytes()
    found = harmless = 0
    while found < number:
        chosen = random.choices(list(stored), [len(data) for data in stored.values()])[0]
        place = _place(whole, stored[chosen])
        if place is None:
            continue
        with store.open("r+b") as file:
            file.seek(place)
            file.write(bytes([whole[place] ^ 1 << random.randrange(8)]))
        damaged = _told(store)
        if chosen in damaged:
            found += 1
        else:
            with reading(str(store)) as db:
                must(
                    archive.load(db, chosen) == bodies[chosen], f"damage of page {chosen} is found"
                )
            must(not damaged, f"page {chosen} was damaged, not {damaged}")
            harmless += 1
        store.write_bytes(whole)
    must(not _told(store), "a store put right again is sound")
    return Flips(found, harmless)


def _archive(store: Path) -> tuple[dict[int, bytes], dict[int, bytes]]:
    """Make a store with kept pages; their plain bytes and their stored bytes, by id."""
    with FakeSite() as site, writing(str(store)) as db:
        with transaction(db):
            number = ensure_site(db, SITE, "JST")
            for hour in range(40):
                site.lists["day"].insert(0, site.lists["day"].pop())
                body = page(site.state(), "/").encode()
                answer = Answer(site.address, site.address, BEGIN + hour * 3600, 200, body=body)
                attempts.keep_attempt(db, number, "ranking", answer)
        stored = dict(db.execute("SELECT id, data FROM page"))
        return {number: archive.load(db, number) for number in stored}, stored


def _place(whole: bytes, data: bytes) -> int | None:
    """Where a random byte of a stored page lies in the file; None where that is not plain."""
    at = random.randrange(len(data))
    around = data[max(0, at - 8) : at + 8]
    first = whole.find(around)
    if first < 0 or whole.find(around, first + 1) >= 0:
        return None
    return first + at - max(0, at - 8)


def _told(store: Path) -> set[int]:
    """The kept pages that `tracker check` calls damaged, with exit status 6 for any."""
    said = tracker("--db", str(store), "check", "--nl")
    rows = [json.loads(line) for line in said.out.splitlines()]
    damaged = [row["what"] for row in rows if row["state"] == "damaged"]
    must(said.status == (6 if damaged else 0), f"damage ends with 6, not {said.status}")
    return {int(what.split()[2]) for what in damaged if what.startswith("kept page ")}


def notified(runs: int, folder: Path) -> Told:
    """Runs of notify that are killed, refused and answered too late: no wanted notice is lost."""
    told = torment(runs, folder)
    must(told.lost == 0, f"nothing is lost: {told}")
    must(told.other_number == 0, f"what comes again has its first number: {told}")
    return told


def size(name: str, usual: int) -> int:
    """A size, as the environment has it or as the claim says."""
    return int(os.environ.get(f"TORTURE_{name}", usual))


PARTS: dict[str, Callable[[Path], object]] = {
    "kills": lambda folder: kills(size("KILLS", 1000), folder),
    "crowd": lambda folder: crowd(8, size("COMMITS", 100), 8, folder),
    "limit": lambda folder: sweep_limit(size("STEP", 1), folder),
    "disk": lambda folder: sweep_disk(size("STEP", 1), folder),
    "flips": lambda folder: flips(size("FLIPS", 1000), folder),
    "notify": lambda folder: notified(size("NOTICES", 500), folder),
}


def main(names: list[str]) -> None:
    """Run the parts named, or all, and tell what came of each."""
    warm_up()
    for name in names or PARTS:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            tally = PARTS[name](Path(folder))
        sys.stdout.write(f"{name}: {tally} in {time.monotonic() - begun:.0f} s\n")
        sys.stdout.flush()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", *words]:
            write(*words)
        case ["read", *words]:
            read(*words)
        case names:
            main(names)
