"""The words that choose articles: in a title they find what the index of `search` finds."""

import sqlite3
from contextlib import closing

import sizes
from hypothesis import given, settings
from hypothesis import strategies as st

from store.history.text_index import query, words
from store.queries.events.filter import has_terms, matches

SIGNS = '海自護衛艦Ｐ-3cC ﾊﾝカタ"1年'
TEXTS = st.text(SIGNS, max_size=10)


def test_what_a_word_means():
    for title, wanted, found in (
        ("海自護衛艦が寄港", "海自", True),
        ("海自護衛艦が寄港", "護衛 寄港", True),
        ("海自護衛艦が寄港", "護衛 出港", False),
        ("Ｐ-3Ｃ哨戒機", "p-3c", True),
        ("P-3C哨戒機", "Ｐ－３Ｃ", True),
        ("P-3CK哨戒機", "p-3c", False),
        ("海自の2佐人事", "海自 -人事", False),
        ("海自の2佐発令", "海自 -人事", True),
        ("海自の2佐発令", "海自　－人事", True),
        ("共同 訓練", '"共同 訓練"', True),
        ("共同の訓練", '"共同 訓練"', False),
        ("共同の訓練", '-"共同 訓練"', True),
        ("what ever", "hat", False),
        ("anything", "-人事", True),
        ("空自と海上自衛隊", "海自", False),
        ("Article on art", "art", True),
        ("Articles", "art", False),
        ("white paper war", '"paper war"', True),
        ("war paper", '"paper war"', False),
        ("war and paper", "paper war", True),
        ("潜水艦救難艦", '"潜水艦"', True),
        ("a (b) [c].*", "(b)", True),
        ("ﾊﾝｶｸ", "ハンカク", True),
        ("anything", "", True),
    ):
        assert matches(title, wanted) is found, (title, wanted)
    assert not has_terms(' - "" …')


@settings(max_examples=sizes.examples(300), deadline=None)
@given(title=TEXTS, terms=st.lists(TEXTS, max_size=3))
def test_titles_match_as_the_index_finds_them(title, terms):
    text = " ".join(f'"{term}"' if " " in term and '"' not in term else term for term in terms)
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(
            "CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'unicode61 remove_diacritics 0')"
        )
        db.execute("INSERT INTO t VALUES (?)", (" ".join(words(title)),))
        expression = query(text)
        found = (
            expression and db.execute("SELECT 1 FROM t WHERE t MATCH ?", (expression,)).fetchone()
        )
    if expression:
        assert matches(title, text) is bool(found)
