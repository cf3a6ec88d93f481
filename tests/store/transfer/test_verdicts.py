"""Gap verdicts follow from what is stored: from visits, files and merged stores in any order."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from histories import histories
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import HOUR, Obs, record, verdicts_of
from sizes import examples
from storekit import HOME, OFFSET, SITE, entries, reading

from scrapers.model import Answer
from store import Merging, merge_store
from store.check.check import check
from store.db.connect import reading as reading_store
from store.db.connect import transaction, writing
from store.history import observations
from store.history.derived.rebuild import rebuild_all
from store.history.history import History
from store.history.readings import Snapshot
from store.history.recorder import recording
from store.history.rereading import rereading
from store.history.sites import ensure_site, lists, one_site, sites
from store.pages.attempts import KeptVisit, keep_attempt
from store.transfer.imports.imports import SiteFacts, import_rankings
from store.transfer.imports.rows import ImportRow
from store.transfer.imports.undo import undo

NOW = 1_900_000_000
HERE, *OTHERS = MACHINES = (0, 1, 2)
FACTS = SiteFacts({"news": SITE}, {}, lambda url, _: url, lambda *_: OFFSET, lambda *_: "JST")


class Seen(NamedTuple):
    """An observation, by whom it was fetched with what setting, and which files have it.

    A page that was `refused` at first is an observation from the time when it is read again.
    """

    observation: Obs
    machines: frozenset[int]
    files: frozenset[int]
    every: int | None
    refused: bool

    def as_fetched(self) -> Obs:
        return self.observation._replace(every=None if self.refused else self.every)


@st.composite
def told(draw: st.DrawFn) -> list[Seen]:
    """A history that two other machines and two files also know parts of."""
    some = st.frozensets(st.integers(0, 2))
    seen = []
    for observation in draw(histories(most=16)):
        machines, files = draw(some), draw(st.frozensets(st.integers(0, 1)))
        every = draw(st.sampled_from([None, HOUR, 4 * HOUR]))
        refused = machines == {HERE} and draw(st.booleans())
        seen.append(Seen(observation, machines, files, every, refused))
    return seen


Step = tuple[str, int]
"""What happens, with a number that says to what: `fetch` the next that is due here, and so on."""

STEPS = st.tuples(
    st.sampled_from(["fetch", "fetch", "fetch", "import", "merge", "undo", "reread"]),
    st.integers(0, 9),
)


def fetch(db, seen: Seen) -> None:
    time, rows = seen.observation.time, seen.observation
    with transaction(db):
        site = ensure_site(db, SITE, "JST", seen.every)
        answer = Answer(HOME, HOME, time, 200, body=str(time).encode())
        problem = ("layout", "") if seen.refused else (None, "")
        number = keep_attempt(db, site, "ranking", answer, problem)
        if not seen.refused:
            with recording(db) as recorder:
                shown = reading(db, site, "day", rows, "fetch")
                recorder.record(Snapshot(site, time, OFFSET, number, [shown]))


def reread(db, seen: Seen) -> None:
    """Read the page of a visit again: it has the same entries."""
    time = seen.observation.time
    site = one_site(db, None)
    sql = "SELECT id FROM attempt WHERE time = ?"
    (attempt,) = db.execute(sql, (time,)).fetchone()
    visit = KeptVisit(attempt, time, HOME, HOME, None, 0, None)
    stored = History(db).made_by(site, attempt)
    again = reading(db, site.id, "day", seen.observation, "fetch")
    with rereading(db, site) as here:
        here.record(visit, stored, [again._replace(reader="test/2")], NOW, lambda _: OFFSET)


def import_file(path: str, known: list[Seen]) -> None:
    def rows() -> Iterator[tuple[int, int, tuple[ImportRow, ...]]]:
        for seen in known:
            shown = entries(seen.observation)
            told = (
                ImportRow("news", "day", "day", "day", e.rank, e.title, e.url, " ".join(e.flags))
                for e in shown
            )
            yield 1, seen.observation.time, tuple(told)

    import_rankings(path, ("file.csv", NOW), rows, FACTS)


class Recorder:
    """The store here, and beside it what a model says of it."""

    def __init__(self, folder: Path, history: list[Seen]) -> None:
        self.path = str(folder / "here.db")
        self.history = history
        self.due = [seen for seen in history if HERE in seen.machines]
        self.fetched: dict[int, Seen] = {}
        self.visited: dict[int, Seen] = {}
        self.imports: list[tuple[str, list[Seen]]] = []
        self.undone: set[int] = set()
        for machine in OTHERS:
            with writing(str(folder / f"{machine}.db")) as db:
                for seen in history:
                    if machine in seen.machines:
                        fetch(db, seen)
        with writing(self.path):
            pass  # a store without a site

    def take(self, step: str, number: int) -> None:
        getattr(self, f"_{step}")(number)

    def _fetch(self, _: int) -> None:
        seen = self.due.pop(0) if self.due else None
        if seen and self._is_free(seen.observation.time):
            with writing(self.path) as db:
                fetch(db, seen)
            self.visited[seen.observation.time] = seen
            if not seen.refused:
                self.fetched[seen.observation.time] = seen

    def _is_free(self, time: int) -> bool:
        """Nothing was taken in for this second: else a visit is recorded in the next one."""
        return not any(
            time == seen.observation.time for _, known in self._valid() for seen in known
        )

    def _import(self, number: int) -> None:
        known = [
            seen
            for seen in self.history
            if number % 2 in seen.files
            and (HERE not in seen.machines or seen.observation.time in self.fetched)
        ]
        if known:
            import_file(self.path, known)
            self.imports.append(("file", known))

    def _merge(self, number: int) -> None:
        machine = OTHERS[number % 2]
        known = [seen for seen in self.history if machine in seen.machines]
        merge_store(self.path, Merging(self.path.replace("here", str(machine)), NOW, {}))
        self.imports.append(("merge", known))

    def _undo(self, number: int) -> None:
        left = [n for n, _ in enumerate(self.imports, 1) if n not in self.undone]
        if left:
            chosen = left[number % len(left)]
            with writing(self.path) as db:
                undo(db, chosen, NOW)
            self.undone.add(chosen)

    def _reread(self, number: int) -> None:
        if self.visited:
            seen = sorted(self.visited.values())[number % len(self.visited)]
            with writing(self.path) as db:
                reread(db, seen)
            self.fetched[seen.observation.time] = seen

    def _valid(self) -> list[tuple[str, list[Seen]]]:
        return [told for n, told in enumerate(self.imports, 1) if n not in self.undone]

    def model(self) -> list[Obs]:
        """What is stored: a visit's observation if any has it, else a file's."""
        found: dict[int, Obs] = {}
        for kind, known in sorted(self._valid()):
            for seen in known:
                whose = (
                    seen.as_fetched()
                    if kind == "merge"
                    else seen.observation._replace(fetched=False)
                )
                found[seen.observation.time] = whose
        found |= {time: seen.as_fetched() for time, seen in self.fetched.items()}
        return record(list(found.values()))


def verdicts(db) -> list[tuple[int, bool]]:
    return [
        (o.observed, o.gap)
        for site in sites(db)  # none where all was undone
        for of in lists(db, site.id)
        for o in observations.between(db, of, 0, observations.FOREVER)
    ]


@settings(max_examples=examples(60), deadline=None)
@given(history=told(), steps=st.lists(STEPS, min_size=6, max_size=30))
def test_verdicts_are_as_the_reference_says_in_whatever_order_all_came(history, steps):
    with TemporaryDirectory() as folder:
        here = Recorder(Path(folder), history)
        for step in steps:
            here.take(*step)
        model = here.model()
        with writing(here.path) as db:
            want = list(zip((o.time for o in model), verdicts_of(model), strict=True))
            assert verdicts(db) == want
            rebuild_all(db, NOW)
            assert verdicts(db) == want
        with reading_store(here.path) as db:
            db.execute("COMMIT")
            assert [problem for part in check(db) for problem in part.problems] == []
