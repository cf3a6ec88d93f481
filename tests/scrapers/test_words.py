"""The words as data: every file is sound, and each of its headings names a list on a made page."""

import markups
import pytest
from sizes import part

from scrapers.html.page import parse
from scrapers.rankings.find import find
from scrapers.windows import WINDOWS, window_of
from scrapers.words import languages, table, texts
from scrapers.words.folding import fold, words
from scrapers.words.phrase_coverage import TELLING, speaking
from scrapers.words.phrases import Phrase, reading_of

TABLES = {
    "read", "weak", "ranked", "trend", "articles", "other", "things", "latest", "last",
    "related", "more", "published", "updated", "idle", "noise", "months", "between", "by", "writer", "office",
    "also", "credit", "rights", "offer", "tail",
}  # fmt: skip
SECTIONS = {"window": {*WINDOWS}, "alone": {*WINDOWS}, "unit": {*WINDOWS} - {"all"}}
MONTHS = range(12)
NONE = Phrase("none")
STORIES = markups.lists()[0][:5]


def heading_of(entry):
    return entry.strip("*= ")


def test_a_file_has_known_tables_of_distinct_words():
    for language, tables in languages().items():
        assert tables["read"], f"{language} says what is most read"
        for name, value in tables.items():
            assert is_sound(name, value), (language, name)


def is_sound(name, value):
    if name == "language":
        return bool(value)
    if name == "spaces":
        return value is False
    if name in SECTIONS:
        return value.keys() <= SECTIONS[name]
    if name == "months" and len(value) != len(MONTHS):
        return False
    distinct = len(set(value)) == len(value)
    return name in TABLES and distinct and all(words(fold(entry)) for entry in value)


@pytest.mark.full
def test_each_heading_of_a_file_names_a_list():
    entries = [(name, entry) for name, tables in languages().items() for entry in tables["read"]]
    for language, entry in part(entries, 8):
        heading = heading_of(entry)
        html = f"<main><section><h3>{heading}</h3>{markups.numbered(STORIES)}</section></main>"
        found = find(parse(html.encode(), markups.HOME + "/docs/mod/005000.html", None))
        sizes = [len(ranking.entries) for ranking in found.rankings]
        assert sizes == [len(STORIES)], (language, heading)


def test_no_word_of_one_language_hides_a_heading_of_another():
    headings = [heading_of(text) for text, _ in texts("read")]
    assert [heading for heading in headings if not (reading_of(heading) or NONE).reads] == []


def test_no_telling_text_is_missed_by_the_quick_look():
    entries = [heading_of(text) for name in TELLING for text, _ in texts(name)]
    lines = [*entries, "Home", "Kontakt", "登录"]
    assert set(range(len(entries))) <= set(speaking(lines))
    for line in ("人 気 記 事", "Les + lus", "ＭＯＳＴ　ＲＥＡＤ", "アクセス・ランキング"):
        assert speaking(["Home", line]) == [1]
        assert reading_of(line)


def test_each_name_of_a_window_names_it():
    wrong = [
        (text, window_of(text), slug)
        for slug in WINDOWS
        for text, _ in texts(f"window.{slug}")
        if window_of(text) not in (slug, None)
    ]
    assert wrong == []


def test_an_entry_of_five_letters_stands_for_longer_words():
    assert ("most$", "read$") in table("read").phrases
    assert ("most$", "click") in table("read").phrases


PAGE_SECTIONS = (
    "Letters", "Readers' letters", "Lettere al direttore", "Letteratura", "Classificados", "Classificação",
    "Population", "Populism", "Lasītāji", "Top News", "Viral", "Tren", "Classement", "本ランキング",
)  # fmt: skip


def test_sections_whose_names_begin_like_words_of_reading_are_none():
    """Found on home pages: "lette" of "più lette" is no beginning of "Letters"."""
    phrases = {name: reading_of(name) for name in PAGE_SECTIONS}
    told = [name for name, phrase in phrases.items() if phrase and phrase.kind in ("read", "trend")]
    assert told == []
    assert all(map(reading_of, ("Più lette", "I più letti", "Classifica articoli", "Trending")))
