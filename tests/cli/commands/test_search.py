"""`search`: the index against a naive look through folded text; what people see and get."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sizes import examples
from storekit import HOME, OFFSET, fresh_store, list_row

from cli.commands.search import marked, snippet, terms
from scrapers.model import Answer, Article, Entry
from store.db.connect import transaction
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import sites
from store.history.text_index import folded, search_terms
from store.pages import article_queue, attempts
from store.queries.articles.lookup import by_words
from store.queries.articles.search import search

PIECES = (
    *"海自陸空護衛艦報人事一二第ーホクアイセミナ〇々",
    *"abc1 23佐",
    *"　・、「」（）〜-_'&",
    "海自", "Ｐ-3Ｃ", "P-3C", "１佐", "1佐", "Straße", "é", "e\u0301", "ｱﾞ", "\u200b", "𠮷", "①", "㈱",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
TITLES = st.lists(TEXTS.filter(str.strip), min_size=1, max_size=3, unique=True)
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
QUERIES = st.lists(
    WORDS | WORDS.map(lambda text: f'"{text} 海自"') | st.sampled_from(("OR", "NEAR(", "*", '"')),
    min_size=1,
    max_size=3,
).map(" ".join)


def is_cjk(char):
    """Kana, kanji and their kin, which are written without spaces."""
    return char == "々" or ("\u3041" <= char <= "\u9fff" and char.isalpha()) or char == "𠮷"


def runs(text):
    """The text as runs of one script: kinds of signs other than letters and digits part them."""
    found, last = [], None
    for char in folded(text):
        kind = is_cjk(char) if char.isalnum() else None
        if kind is not None and kind == last:
            found[-1] += char
        elif kind is not None:
            found.append(char)
        last = kind
    return found


def contains(text, term):
    """Whether a term stands in a text: Japanese anywhere, other words only whole."""
    there, wanted = runs(text), runs(term)
    places = range(len(there) - len(wanted) + 1)
    return any(stands(there[n : n + len(wanted)], wanted) for n in places)


def stands(there, wanted):
    last = len(wanted) - 1
    for n, (run, want) in enumerate(zip(there, wanted, strict=True)):
        if not is_cjk(want[0]):
            fits = run == want
        elif last == 0:
            fits = is_cjk(run[0]) and want in run
        else:
            fits = run == want
            fits = run.endswith(want) if n == 0 else run.startswith(want) if n == last else fits
        if not fits:
            return False
    return True


def naive(text, titles, body):
    wanted, unwanted = search_terms(text)
    there = [*titles, body]

    def stands_there(term):
        return any(contains(one, term) for one in there)

    return bool(wanted) and all(map(stands_there, wanted)) and not any(map(stands_there, unwanted))


def write(db, site, number, titles, body):
    """An article that was shown with some titles, one after another, and its text."""
    url = f"{HOME}docs/{number}.html"
    of = list_row(db, site, "day")
    with transaction(db), recording(db) as recorder:
        for n, title in enumerate(titles):
            time = 1_700_000_000 + 3600 * (100 * number + n)
            rows = (Entry(1, title, url, url),)
            recorder.record(Snapshot(site, time, OFFSET, None, [ListReading(of, rows)]))
    found = db.execute("SELECT id FROM article WHERE url = ?", (url,)).fetchone()[0]
    with transaction(db):
        visit = attempts.keep_attempt(db, site, "article", Answer(url, url, 1_700_000_000))
        article_queue.keep_part(db, found, visit, Article(None, body=body), "test/1", 1_700_000_000)
    return found


@settings(max_examples=examples(120))
@given(
    written=st.lists(st.tuples(TITLES, TEXTS), min_size=1, max_size=3),
    asked=st.lists(QUERIES, min_size=1, max_size=8),
)
@example(written=[(["海自", "護衛艦"], "")], asked=['"海自 護衛艦"'])
@example(
    written=[(["E-2D アドバンスト・ホークアイ"], "")],
    asked=["アドバンスト・ホーク", "・", "ト・ホ"],
)
def test_everything_that_has_the_words_is_found_and_nothing_else(written, asked):
    with fresh_store() as (db, site):
        ids = [write(db, site, n, *one) for n, one in enumerate(written)]
        for text in asked:
            want = {
                i
                for i, (titles, body) in zip(ids, written, strict=True)
                if naive(text, titles, body)
            }
            assert {hit.article for hit in search(db, text, sites(db), 10)} == want
            titled = {
                i for i, (titles, _) in zip(ids, written, strict=True) if naive(text, titles, "")
            }
            assert {found.article for found in by_words(db, text, None, 10)} == titled


@pytest.mark.parametrize(
    ("asked", "text", "shown"),
    [
        ("P-3C", "海自のＰ-3Ｃ哨戒機", "海自の«Ｐ-3Ｃ»哨戒機"),
        ("１佐", "1佐人事（陸自2名）", "«1佐»人事（陸自2名）"),
        ("海自 護衛", "海自護衛艦と海自", "«海自»«護衛»艦と«海自»"),
        ('"new ship"', "A NEW  ship", "A «NEW  ship»"),
        ("ガ", "ｶﾞﾝ", "ｶﾞﾝ"),
        ("(", "a(b", "a(b"),
        ('"a b"', "a/b", "«a/b»"),
        ("", "a", "a"),
    ],
)
def test_matches_are_marked_as_they_are_written(asked, text, shown):
    assert marked(text, terms(asked)) == shown


def test_a_snippet_is_the_place_of_the_first_match():
    text = "あ" * 100 + "\n海自の　護衛艦" + "い" * 100
    found = snippet(text, terms("護衛艦"))
    assert "«護衛艦»" in found
    assert len(found) < 60
    assert "\n" not in found
    assert snippet(text, terms("空自")) == ""
