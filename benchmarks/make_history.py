"""Make a realistic history through the store's own API.

    python benchmarks/make_history.py FILE [--years 5] [--interval 600] [--churn 1.0]
                                      [--lists 3] [--seed 1] [--no-attempts]

Each list is a ranking that moves as most-read lists do: neighbours change places, new articles
come in at some rank and push others down, now and then one that left comes back. The day's list
moves most, the month's least. Visits jitter by some seconds, one in 500 fails, and about every
third month nothing runs for two days. What it makes depends on nothing but its arguments.
"""

import argparse
import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from scrapers.model import Answer, Entry, Site
from store.db.connect import transaction, writing
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import ListRow, ensure_list, ensure_site
from store.pages import attempts

START = 1_577_836_800  # 2020-01-01T00:00:00Z
DEPTH = 10
HOME = "https://news.example/"
LISTS = (
    ("day", "24時間", 40, 12),
    ("week", "1週間", 12, 3),
    ("month", "1ヶ月", 4, 1),
)
"""Name, label, changes of place a day, new entries a day."""

WORDS = (
    "海自",
    "陸自",
    "空自",
    "護衛艦",
    "哨戒機",
    "共同訓練",
    "統合演習",
    "記者会見",
    "人事発令",
    "輸送艦",
    "特集",
    "解説",
)
BATCH = 500


class Publisher:
    """Numbers its articles one after another, and words their titles."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.number = 0
        self.entries: dict[int, Entry] = {}

    def new(self) -> int:
        """A new article's number."""
        self.number += 1
        words = self.dice.sample(WORDS, 3)
        title = f"{words[0]}、{words[1]}に関する{words[2]}を実施　第{self.number}報（1月20日）"
        url = f"{HOME}docs/mod/{self.number:06}.html"
        self.entries[self.number] = Entry(0, title, url, url)
        return self.number


class Ranking:
    """One list: its ranks, and how often a day they move."""

    def __init__(self, publisher: Publisher, swaps: float, entries: float) -> None:
        self.publisher = publisher
        self.rates = (swaps, entries)
        self.ranks = [publisher.new() for _ in range(DEPTH)]
        self.left: list[int] = []

    def move(self, days: float) -> None:
        """Let some time pass."""
        dice = self.publisher.dice
        swaps, entries = (rate * days for rate in self.rates)
        for _ in range(_poisson(dice, swaps)):
            place = dice.randrange(DEPTH - 1)
            self.ranks[place : place + 2] = reversed(self.ranks[place : place + 2])
        for _ in range(_poisson(dice, entries)):
            self.left = [*self.left[-30:], self.ranks.pop()]
            back = [a for a in self.left if a not in self.ranks]
            article = dice.choice(back) if dice.random() < 0.15 else self.publisher.new()
            self.ranks.insert(dice.randrange(DEPTH), article)

    def entries(self) -> tuple[Entry, ...]:
        """The rows as a page would show them."""
        known = self.publisher.entries
        return tuple(known[a]._replace(rank=rank) for rank, a in enumerate(self.ranks, 1))


def _poisson(dice: random.Random, mean: float) -> int:
    """A number of events, by counting exponential waits."""
    count, total = 0, dice.expovariate(1)
    while total < mean:
        count, total = count + 1, total + dice.expovariate(1)
    return count


def make(path: str, args: argparse.Namespace) -> dict[str, float]:
    """Fill a new store; the number of snapshots and the seconds of CPU that recording took."""
    dice = random.Random(args.seed)
    publisher = Publisher(dice)
    lists = [(name, label, Ranking(publisher, s * args.churn, e * args.churn))
             for name, label, s, e in LISTS[: args.lists]]  # fmt: skip
    moments = list(times(dice, args))
    snapshots = 0
    spent = last = 0.0
    with writing(path) as db:
        with transaction(db):
            site = ensure_site(db, Site("bench", "Bench", HOME), "JST")
            rows = [ListRow(ensure_list(db, site, n, n, la), site, n, n, la) for n, la, _ in lists]
        for start in range(0, len(moments), BATCH):
            batch = moments[start : start + BATCH]
            begun = time.process_time()
            with transaction(db), recording(db) as recorder:
                for moment, fails in batch:
                    for _, _, ranking in lists:
                        ranking.move(args.interval / 86_400)
                    attempt = _attempt(db, site, moment, fails=fails) if args.attempts else None
                    if fails:
                        continue
                    readings = [
                        ListReading(of, ranking.entries(), reader="bench/1")
                        for of, (_, _, ranking) in zip(rows, lists, strict=True)
                    ]
                    recorder.record(Snapshot(site, moment, 540, attempt, readings))
                    snapshots += 1
            last = (time.process_time() - begun) / len(batch)
            spent += time.process_time() - begun
    return {"snapshots": snapshots, "seconds": spent, "us_at_end": last * 1e6}


def times(dice: random.Random, args: argparse.Namespace) -> Iterator[tuple[int, bool]]:
    """(UTC second, whether the visit fails) of every visit."""
    moment, end = START, START + int(args.years * 365 * 86_400)
    while moment < end:
        yield moment + dice.randrange(8), dice.random() < 0.002
        moment += args.interval
        if dice.random() < args.interval / (90 * 86_400):
            moment += 2 * 86_400


def _attempt(db: sqlite3.Connection, site: int, moment: int, *, fails: bool) -> int:
    if fails:
        answer = Answer(HOME, HOME, moment, None, wire=0, seconds=3.0)
        return attempts.keep_attempt(db, site, "ranking", answer, ("timeout", "nothing came"))
    answer = Answer(HOME, HOME, moment, 200, wire=20_000 + moment % 500, seconds=0.2)
    return attempts.keep_attempt(db, site, "ranking", answer)


def arguments() -> argparse.Namespace:
    """What the command line says."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("file")
    ask.add_argument("--years", type=float, default=5)
    ask.add_argument("--interval", type=int, default=600, help="seconds between visits")
    ask.add_argument("--churn", type=float, default=1.0, help="a multiple of the usual movement")
    ask.add_argument("--lists", type=int, default=3, choices=(1, 2, 3))
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--no-attempts", dest="attempts", action="store_false")
    return ask.parse_args()


def main() -> None:
    """Make the file and say what it took."""
    args = arguments()
    done = make(args.file, args)
    size = Path(args.file).stat().st_size
    each = done["seconds"] / done["snapshots"] * 1e6
    print(
        f"{done['snapshots']:,.0f} snapshots, {size / 1e6:.1f} MB, {size / done['snapshots']:.1f} bytes"
    )
    print(f"{each:.0f} us CPU a snapshot with its making, {done['us_at_end']:.0f} at the end")


if __name__ == "__main__":
    main()
