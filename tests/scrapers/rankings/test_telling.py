"""Searching all texts of a page at once must find every text that speaks of reading."""

from hypothesis import given
from hypothesis import strategies as st

from scrapers.rankings import not_rankings, vocabulary
from scrapers.rankings.phrase_coverage import TELLING, fold, inside_of, stems_of
from scrapers.rankings.phrases import reading_of
from scrapers.rankings.telling import telling

PHRASES = [
    " ".join(stem.rstrip("$") for stem in stems) for table in TELLING for stems in stems_of(table)
]
SOLID = [word for table in TELLING for word in inside_of(table)]
LETTERS = "abcdefghßéçжดा+-–　 \u00ad\u200b０９Ａ"
TEXTS = st.lists(
    st.text(LETTERS, max_size=4) | st.sampled_from(PHRASES) | st.sampled_from(SOLID), max_size=4
).map("".join)


def test_every_phrase_is_found_alone_and_among_others():
    for text in (*PHRASES, *SOLID):
        assert telling([text]) == [0], text
        assert 1 in telling(["Home", f"{text} 3", "登录"]), text


def test_every_phrase_is_found_in_capitals_and_full_width():
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    for text in PHRASES:
        said = [text.upper(), text.translate(wide), text.replace("e", "e\u00ad")]
        assert telling(said) == [0, 1, 2], text


def test_a_plus_stands_for_its_word():
    assert telling(["Les + lus", "Actualité"]) == [0]
    assert telling(["+ de vidéos", "Actualité"]) == []
    for text in ("Les + lus", "Lo + leído", "Lo + visto", "As + lidas", "I + letti", "+ lus"):
        said = reading_of(text)
        assert said is not None, text
        assert (said.kind, telling([text])) == ("read", [0]), text
    assert reading_of("+ info") is None


def test_parts_of_a_broken_phrase_are_found():
    assert telling(["Most", "read"]) == [0]
    assert telling(["アクセス", "ランキング"]) == [0, 1]
    assert telling(["人 気", "アクセス・ランキング"]) == [1]


def test_a_word_alone_is_none_where_its_phrase_needs_another():
    assert telling(["Most of us", "Mas a chuva", "tops"]) == []


@given(st.lists(TEXTS, max_size=6))
def test_what_speaks_of_reading_is_told(texts):
    told = telling(texts)
    assert all(n in told for n, text in enumerate(texts) if reading_of(text))


def test_the_vocabulary_is_written_as_texts_are_folded():
    for module in (vocabulary, not_rankings):
        for name, table in vars(module).items():
            if name.isupper():
                assert [line for line in table.split("\n") if fold(line) != line] == [], name


@given(st.text())
def test_folding_a_folded_text_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_signs_within_letters_do_not_count():
    for text in ("رائج", "الأكثر قراءةً", "Най-четени", "Найпопулярніше", "Ən çox oxunanlar"):
        said = reading_of(text)
        assert said is not None, text
        assert said.kind in ("read", "trend"), text
