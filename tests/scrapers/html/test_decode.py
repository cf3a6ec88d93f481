"""Label x body: the title is right, or the page is refused; never silently wrong."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.html.decode import decode
from scrapers.html.page import parse

TITLE = "護衛艦「こんごう」乗艦レポート、横須賀を出港する朝のこと"
PROSE = "艦は午前八時に横須賀を出港した。甲板では乗員が手を振り、岸壁の家族がそれに応えていた。"
CHINESE = "中国的海军在东海进行了一次大规模的演习，这是今年以来的第三次。"
TAIWAN = "國防部今天表示，這是今年以來的第三次演習，我們的船在海上，不會有問題。"
KOREAN = "해군은 오늘 동해에서 올해 세 번째의 대규모 훈련을 실시했다고 밝혔습니다."
RUSSIAN = "Военно-морской флот провёл сегодня учения в открытом море, сообщает министерство."
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy na břehu řeky."
POLISH = "Zażółć gęślą jaźń, mówią w porcie od świtu."
HUNGARIAN = "Árvíztűrő tükörfúrógép érkezett a kikötőbe."
FRENCH = "L’armée a déployé des frégates à l’été, après l’échec des négociations."


def page(title, encoding, *, meta=None, prose=None):
    label = f'<meta charset="{meta}">' if meta else ""
    text = f"<html><head>{label}<title>{title}</title></head><body><p>{prose or title}</p></body>"
    return text.encode(encoding)


def in_language(language, title, encoding):
    said = f'<html lang="{language}">'.encode()
    return page(title, encoding).replace(b"<html>", said)


def title_of(body, header):
    read = parse(body, "https://example.org/", header)
    node = read.tree.css_first("title")
    return node.text() if node else None, read.problems


def html(label):
    return f"text/html; charset={label}" if label else "text/html"


NEC = "①㈱髙～Ⅲの艦が、横須賀を出港した。"  # cp932's own characters

CASES = [
    ("utf-8 said", page(TITLE, "utf-8"), "utf-8", TITLE),
    ("utf-8 unsaid", page(TITLE, "utf-8"), None, TITLE),
    ("utf-8 called Shift_JIS in the header", page(TITLE, "utf-8"), "Shift_JIS", TITLE),
    ("utf-8 called gb2312 in meta", page(TITLE, "utf-8", meta="gb2312"), None, TITLE),
    ("utf-8 called latin1", page(FRENCH, "utf-8"), "ISO-8859-1", FRENCH),
    ("bom", codecs.BOM_UTF8 + page(TITLE, "utf-8"), "Shift_JIS", TITLE),
    ("utf-16 with bom", page(TITLE, "utf-16"), None, TITLE),
    ("cp932 as shift_jis", page(NEC, "cp932"), "shift_jis", NEC),
    ("cp932 as windows-31j", page(NEC, "cp932"), "windows-31j", NEC),
    ("cp932 as x-sjis", page(NEC, "cp932"), "x-sjis", NEC),
    ("cp932 in meta only", page(NEC, "cp932", meta="Shift_JIS"), None, NEC),
    ("cp932 sent as utf-8", page(TITLE, "cp932"), "utf-8", TITLE),
    ("cp932 unsaid", page(TITLE, "cp932", prose=PROSE), None, TITLE),
    ("euc-jp", page(TITLE, "euc_jp"), "EUC-JP", TITLE),
    ("euc-jp as x-euc-jp", page(TITLE, "euc_jp"), "x-euc-jp", TITLE),
    ("euc-jp unsaid", page(TITLE, "euc_jp", prose=PROSE), None, TITLE),
    ("euc-jp with NEC row 13", page("①㈱Ⅲの艦が", "euc_jis_2004"), "euc-jp", "①㈱Ⅲの艦が"),
    ("iso-2022-jp said", page(TITLE, "iso2022_jp"), "ISO-2022-JP", TITLE),
    ("gbk as gb2312", page(CHINESE, "gbk"), "gb2312", CHINESE),
    ("gbk unsaid", page(CHINESE, "gbk"), None, CHINESE),
    ("big5", page(TAIWAN, "big5"), "big5", TAIWAN),
    ("big5 unsaid", page(TAIWAN, "big5"), None, TAIWAN),
    ("euc-kr as ks_c_5601-1987", page(KOREAN, "cp949"), "ks_c_5601-1987", KOREAN),
    ("euc-kr unsaid", page(KOREAN, "cp949"), None, KOREAN),
    ("windows-1251", page(RUSSIAN, "cp1251"), "windows-1251", RUSSIAN),
    ("windows-1251 unsaid", page(RUSSIAN, "cp1251"), None, RUSSIAN),
    ("windows-1250 unsaid", in_language("cs", CZECH, "cp1250"), None, CZECH),
    ("latin2 unsaid", in_language("cs", CZECH, "iso8859-2"), None, CZECH),
    ("windows-1250 unsaid, Polish", in_language("pl", POLISH, "cp1250"), None, POLISH),
    ("latin2 unsaid, Polish", in_language("pl-PL", POLISH, "iso8859-2"), None, POLISH),
    ("latin2 unsaid, Hungarian", in_language("hu", HUNGARIAN, "iso8859-2"), None, HUNGARIAN),
    ("koi8-r", page(RUSSIAN, "koi8-r"), "koi8-r", RUSSIAN),
    ("windows-1252 as latin1", page(FRENCH, "cp1252"), "iso-8859-1", FRENCH),
    ("windows-1252 unsaid", page(FRENCH, "cp1252"), None, FRENCH),
    ("windows-1252 sent as utf-8", page(FRENCH, "cp1252"), "utf-8", FRENCH),
    ("euc-jp called shift_jis", page(TITLE, "euc_jp", prose=PROSE), "shift_jis", TITLE),
    ("shift_jis called latin1", page(TITLE, "cp932", prose=PROSE), "iso-8859-1", TITLE),
    ("ascii", page("Plain", "ascii"), None, "Plain"),
    ("ascii called utf-16", page("Plain", "ascii"), "utf-16", "Plain"),
    *[
        (f"{label} is no text encoding", page(TITLE, "cp932", prose=PROSE), label, TITLE)
        for label in ["punycode", "zlib", "utf-16", "unicode_escape", "idna", "rot13", "hex", "undefined", "utf-7"]
    ],
    ("header wins over meta", page(TITLE, "cp932", meta="utf-8"), "shift_jis", TITLE),
    ("meta after a comment", b"<!-- <meta charset=latin1> -->" + page(NEC, "cp932", meta="x-sjis"),
     None, NEC),
    ("quoted label", page(NEC, "cp932"), '"shift_jis"; x=y', NEC),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "label", "title"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_title_is_right(body, label, title):
    assert title_of(body, html(label)) == (title, ())


REFUSED = [
    ("unlabelled iso-2022-jp", page(TITLE, "iso2022_jp"), None),
    ("iso-2022-jp called utf-8", page(TITLE, "iso2022_jp"), "utf-8"),
    ("utf-8 and iso-2022-jp in one page", page(TITLE, "utf-8") + page(TITLE, "iso2022_jp"), "utf-8"),
    ("shift_jis called windows-1251", page(TITLE, "cp932", prose=PROSE), "windows-1251"),
    ("windows-1251 called latin1", page(RUSSIAN, "cp1251"), "iso-8859-1"),
    ("two characters", "日本".encode("euc_jp"), None),
    ("noise called utf-8", bytes(range(128, 256)) * 20, "utf-8"),
    ("noise", bytes(range(256)) * 20, None),
    ("utf-16 without a mark", page(TITLE, "utf-16-le"), "utf-16"),
    ("one lost title in a long page", page("日本", "cp932", prose="x" * 50_000), "utf-8"),
    ("NULs", b"<title>a</title>" + b"\0" * 50, None),
]  # fmt: skip


@pytest.mark.parametrize(("body", "label"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_refused_rather_than_wrong(body, label):
    assert [p.code for p in decode(body, html(label)).problems] == ["charset"]


def test_a_single_lost_byte_is_forgiven_and_counted_as_lost():
    body = page(TITLE, "utf-8", prose=PROSE * 100).replace(b"</p>", b"\xff</p>")
    text, encoding, problems = decode(body, "text/html")
    assert (encoding, problems, text.count("\ufffd")) == ("utf-8", (), 1)


def test_the_mark_is_stripped_once():
    assert decode(codecs.BOM_UTF8 * 2 + b"a", None).text == "\ufeffa"


def test_nul_becomes_the_replacement_character():
    text, _, problems = decode(b"a\0b" + b"c" * 2000, None)
    assert text.startswith("a\ufffdb")
    assert not problems


def test_punycode_costs_no_time():
    begun = time.process_time()
    decode(b"abc-" * 250_000 + b"\xff\xff", "text/html; charset=punycode")
    assert time.process_time() - begun < 5  # it was 25 s a megabyte


@given(
    st.binary(max_size=200), st.sampled_from([None, "utf-8", "shift_jis", "euc-jp", "zlib", "x"])
)
def test_any_bytes_under_any_label(body, label):
    text, encoding, _ = decode(body, html(label))
    assert "\0" not in text
    text.encode()  # no lone surrogates
    codecs.lookup(encoding)
