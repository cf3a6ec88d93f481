"""The net: a list with the titles of the last time at new addresses is joined or refused."""

from storekit import HOME, OFFSET, SITE, list_row

from cli.pipeline.plausibility import inspected
from scrapers import Entry, Problem
from store import ListReading, open_store
from store.db.connect import transaction, writing
from store.history.readings import Snapshot
from store.history.recorder import recording
from store.history.sites import ensure_list, ensure_site

START = 1_767_225_600


def rows(numbers, ending=""):
    urls = [f"{HOME}docs/{number}.html{ending}" for number in numbers]
    return tuple(Entry(rank, f"Title {rank}", url, url) for rank, url in enumerate(urls, 1))


def test_titles_of_the_last_time_at_new_addresses_are_refused_or_joined(tmp_path):
    path = str(tmp_path / "t.db")
    with writing(path) as db, transaction(db):
        site = ensure_site(db, SITE, "JST", 3600)
        ensure_list(db, site, "day", "day", "day")
        day = list_row(db, site, "day")
        with recording(db) as recorder:
            first = ListReading(day, rows(range(5), "?at=1"))
            recorder.record(Snapshot(site, START, OFFSET, None, [first]))
    with open_store(path) as store:

        def judged(entries):
            return inspected(store, SITE, [ListReading(day, entries)], START + 3600)

        refused = judged(rows(range(10, 15)))
        assert isinstance(refused, Problem)
        assert refused[0] == "layout"
        assert "formerly = [...]" in refused[1]
        assert "identity = [...]" in refused[1]
        assert isinstance(judged(rows([0, 11, 12, 13, 14], "?at=1")), Problem)
        for fine in (rows([0, 1, 12, 13, 14], "?at=1"), rows([10, 11]), rows(range(5), "?at=2")):
            assert not isinstance(judged(fine), Problem)
