"""The search index: made anew beside a fetch."""

from reference import Obs
from storekit import fresh_store, record

from store.db.connect import transaction
from store.history import text_index
from store.history.articles import note_title

START = 1_767_225_600


def test_an_index_is_built_anew_beside_what_is_recorded_meanwhile(monkeypatch):
    """Whatever is recorded between copying the store and taking the new index over is in it."""
    with fresh_store() as (db, site):
        record(db, site, [{"day": Obs(START, ("a", "b"))}])
        db.execute("INSERT INTO words (words) VALUES ('delete-all')")
        assert text_index.differences(db)[1] > 0
        fill = text_index._fill

        def beside(copy, index):
            record(db, site, [{"day": Obs(START + 3600, ("b", "c"))}])
            return fill(copy, index)

        monkeypatch.setattr(text_index, "_fill", beside)
        text_index.rebuild(db)
        monkeypatch.undo()
        assert text_index.differences(db) == (3, 0)
        db.execute("INSERT INTO words (words) VALUES ('integrity-check')")


def test_many_titles_of_one_article_are_indexed_together(monkeypatch):
    """In one transaction each title is cut into words twice at most, however many there are."""
    cut = []
    words = text_index.words
    monkeypatch.setattr(text_index, "words", lambda text: cut.append(text) or words(text))
    with fresh_store() as (db, site):
        record(db, site, [{"day": Obs(START, ("a",))}])
        cut.clear()
        with transaction(db):
            for number in range(50):
                note_title(db, 1, f"Title {number}", START, "list")
        assert len(cut) <= 2 * 52
        assert text_index.differences(db) == (1, 0)
