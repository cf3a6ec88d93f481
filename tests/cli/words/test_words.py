"""Every language says the same: the texts of the code, with their placeholders, and no others."""

import ast
import re
import string
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from cli.terminal import options
from cli.terminal.times import Moment
from cli.words import LANGUAGES, Words, catalogue, language
from cli.words.ja import REASONS as JA_REASONS
from cli.words.ja import TEXTS
from scrapers import TrackerError
from scrapers.config import LANGUAGES as CONFIGURABLE
from scrapers.reasons import REASONS

ROOT = Path(__file__).parents[3]
TEMPLATES = "".join(path.read_text() for path in (ROOT / "cli").rglob("*.j2"))


@cache
def nodes():
    """The calls and constants of what talks to people; parsed once, and not before a test asks."""
    paths = (ROOT / "cli").rglob("*.py")
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths if path.name != "ja.py"]
    kinds = (ast.Call, ast.Constant)
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, kinds)]


@pytest.fixture(autouse=True, scope="module")
def _no_node_is_kept():
    """Every process that a later test forks would have them all."""
    yield
    nodes.cache_clear()


def calls(*names):
    """The calls of methods of these names anywhere in the code."""
    called = (node for node in nodes() if isinstance(node, ast.Call))
    return [node for node in called if getattr(node.func, "attr", "") in names]


def literal(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def said():
    """The texts that the code says, of texts with a number the one for many things."""
    texts = {literal(call.args[0]) for call in calls("text") if call.args}
    texts |= {literal(call.args[2]) for call in calls("count") if len(call.args) > len("ab")}
    texts |= set(re.findall(r"words\.text\([\"'](.+?)[\"']", TEMPLATES))
    return texts - {None}


def literals():
    """Every string in what talks to people, templates too."""
    return {literal(node) for node in nodes()} | said()


def placeholders(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_japanese_has_every_text_that_the_code_says():
    assert said() - TEXTS.keys() == set()


def test_the_code_says_every_text_that_japanese_has():
    elsewhere = "".join(
        path.read_text()
        for folder in ("scrapers", "store")
        for path in (ROOT / folder).rglob("*.py")
    )
    assert [text for text in TEXTS.keys() - literals() if f'"{text}"' not in elsewhere] == []


def test_placeholders_are_the_same():
    pairs = TEXTS.items()
    assert [pair for pair in pairs if placeholders(pair[0]) != placeholders(pair[1])] == []


def test_one_thing_and_many_have_the_same_placeholders():
    counted = [call.args[1:3] for call in calls("count") if len(call.args) > len("ab")]
    pairs = [(literal(one), literal(many)) for one, many in counted if literal(one)]
    assert pairs
    assert [pair for pair in pairs if placeholders(pair[0]) != placeholders(pair[1])] == []


def test_every_reason_code_has_a_japanese_gloss():
    assert list(JA_REASONS) == [reason.code for reason in REASONS]
    assert catalogue("ja").reason("layout") == "ページ構成の変更（layout）"
    assert catalogue("ja").reason("of-a-later-version") == "of-a-later-version"


@pytest.mark.parametrize(
    ("cause", "english", "japanese"),
    [
        ("no fetch was run", "no fetch was run", "取得が実行されず"),
        ("failed: dns, tls", "failed: dns, tls", "取得失敗: ホスト名を解決できない（dns）, 安全な接続を確認できない（tls）"),
    ],
)  # fmt: skip
def test_causes_of_gaps(cause, english, japanese):
    assert Words().cause(cause) == english
    assert catalogue("ja").cause(cause) == japanese


@pytest.mark.parametrize(
    ("asked", "noted", "environment", "expected"),
    [
        (None, None, {}, "en"),
        (None, None, {"LANG": "ja_JP.UTF-8"}, "ja"),
        (None, None, {"LANG": "ja_JP.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        (None, None, {"LANG": "fr_FR.UTF-8"}, "en"),
        (None, "ja", {"LANG": "en_US.UTF-8"}, "ja"),
        (None, "ja", {"TRACKER_LANG": "en"}, "en"),
        ("ja", None, {"TRACKER_LANG": "en"}, "ja"),
        (None, None, {"TRACKER_LANG": "ja_JP.UTF-8"}, "ja"),
    ],
)
def test_the_language_is_asked_for_or_that_of_the_surroundings(
    monkeypatch, asked, noted, environment, expected
):
    for name in ("TRACKER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language(asked, noted) == expected


def test_the_places_that_name_the_languages_agree():
    assert tuple(options.LANGUAGE.choices) == LANGUAGES == CONFIGURABLE


def test_a_language_without_words_is_refused(monkeypatch):
    monkeypatch.setenv("TRACKER_LANG", "fr")
    with pytest.raises(TrackerError, match="there is: en, ja"):
        language()


def moment(text):
    return Moment(int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()), 0, "JST")


THEN = moment("2026-01-27T08:03:00")


@pytest.mark.parametrize("name", LANGUAGES)
def test_each_language_has_its_forms_of_times(name):
    words = catalogue(name)
    forms = [
        words.stamp(THEN),
        words.brief(THEN),
        words.brief(THEN, weekday=True),
        words.brief(THEN, now=moment("2027-01-27T08:03:00").seconds),
        words.near(THEN, THEN.seconds + 60),
        words.near(THEN, moment("2026-01-29T08:00:00").seconds),
        words.near(THEN, moment("2026-02-09T08:00:00").seconds),
        words.day(THEN),
        words.date(THEN),
        *(words.span(seconds) for seconds in (9, 540, 11_340, 644_400)),
        *(words.age(seconds) for seconds in (9, 540, 61_200, 259_200)),
        words.short(540),
        words.short(518_400, at_least=True),
        words.move("up", 4),
        words.move("new"),
    ]
    assert forms == FORMS[name]


FORMS = {
    "en": [
        "Tue 2026-01-27 08:03 JST", "27 Jan 08:03", "Tue 27 Jan 08:03", "27 Jan 2026 08:03",
        "08:03", "Tue 08:03", "27 Jan 08:03", "27 Jan", "2026-01-27",
        "9 s", "9 min", "3 h 09 min", "7 d 11 h", "just now", "9 min ago", "17 h ago", "3 d ago",
        "9m", "≥6d", "↑4", "new",
    ],
    "ja": [
        "2026年1月27日（火）08:03 JST", "1月27日08:03", "1月27日（火）08:03", "2026年1月27日08:03",
        "08:03", "27日08:03", "1月27日08:03", "1月27日", "2026年1月27日",
        "9秒", "9分", "3時間9分", "7日11時間", "たった今", "9分前", "17時間前", "3日前",
        "9分", "6日以上", "↑ 4", "初",
    ],
}  # fmt: skip
