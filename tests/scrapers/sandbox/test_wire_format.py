"""The form on the wire: every noun survives it, and nothing else comes through."""

import json
import math
import pickle
from itertools import chain
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.model import Article, Entry, Page, Problem, Ranking, Reading, Site
from scrapers.sandbox.answers import (
    Task,
    decode_answer,
    decode_task,
    encode_answer,
    encode_task,
)
from scrapers.sandbox.wire_format import LARGEST, FormError, decode, encode

TASK = Task(Page("https://a.example/", b"<p>", 0), None)
EMPTY = Reading("https://a.example/", None, "utf-8", "detect/1")

TEXT = st.text(max_size=20)
PLAIN = {
    str: TEXT,
    bool: st.booleans(),
    int: st.integers(-(2**63) + 1, 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bytes: st.binary(),
}


def values(kind):
    """Any value of an annotation, nouns in nouns too."""
    inner = get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if get_origin(kind) in {Union, UnionType}:
        return st.none() | values(inner[0])
    if inner[1:] == (...,):
        return st.lists(values(inner[0]), max_size=2).map(tuple)
    fields = inner or get_type_hints(kind).values()
    return st.tuples(*map(values, fields)).map(tuple if inner else kind._make)


@given(values(Reading))
def test_every_reading_survives(reading):
    assert decode(Reading, encode(reading)) == reading


@given(values(Site), values(Page))
def test_every_task_survives(site, page):
    assert decode_task(encode_task(Task(page, site))) == Task(page, site)
    assert decode_task(encode_task(Task(page, None))) == Task(page, None)


ANYTHING = st.recursive(
    st.none() | st.floats() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=12),
    max_leaves=20,
)


@given(st.binary() | ANYTHING)
def test_nothing_else_comes_through(value):
    """Whatever the bytes are, the parent gets a problem: no exception, and no other type."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    answer = decode_answer(data, TASK)
    assert type(answer) is Problem
    assert answer.code == "parse-crash"


def answer(**changes):
    return json.dumps([EMPTY._replace(**changes), None]).encode()


def nested(depth):
    return b"[" * depth + b"]" * depth


RANKING = Ranking("Most read", "day", None, (Entry(1, "A", "https://a.example/1"),))

ACCEPTED = {
    "a reading": answer(),
    "with a ranking": answer(rankings=(RANKING,)),
    "a problem": encode_answer(Problem("parse-mem", "too much")),
}

REFUSED = {
    "nothing": b"",
    "a pickle that would run code": pickle.dumps(EMPTY),
    "deep arrays in place of an article": answer(article=None).replace(b"null", nested(100_000), 2),
    "a number of a million digits": answer(url=7).replace(b"7", b"7" * 1_000_000),
    "a rank beyond 64 bits": answer(rankings=(RANKING._replace(entries=(Entry(2**63, "A", ""),)),)),
    "a rank of -1": answer(rankings=(RANKING._replace(entries=(Entry(-1, "A", ""),)),)),
    "a rank of 0 in a rejected list": answer(
        rejected=(RANKING._replace(entries=(Entry(0, "A", ""),)),)
    ),
    "a rank that is true": answer(rankings=(RANKING,))
    .replace(b"[[1,", b"[[true,")
    .replace(b"[[1, ", b"[[true, "),
    "a rank that is a float": answer(rankings=(RANKING._replace(entries=(Entry(1.0, "A", ""),)),)),
    "a score that is no number": answer(rankings=(RANKING._replace(score=math.nan),)),
    "a score without end": answer(rankings=(RANKING._replace(score=math.inf),)),
    "a score of 1e999": answer(rankings=(RANKING._replace(score=0.25),)).replace(b"0.25", b"1e999"),
    "half a surrogate pair": answer(encoding="\ud800"),
    "bytes that are no text": answer().replace(b"utf-8", b"\xff\xfe"),
    "an object in place of an array": json.dumps([EMPTY._asdict(), None]).encode(),
    "an unknown field": json.dumps([[*EMPTY, "more"], None]).encode(),
    "a missing field": json.dumps([EMPTY[:-1], None]).encode(),
    "a text in place of a tuple": answer(rankings="abc"),
    "None in place of a text": answer(encoding=None),
    "an unknown window": answer(rankings=(RANKING._replace(window="decade"),)),
    "an unknown reason": answer(problems=(Problem("rm -rf", ""),)),
    "an unknown reason as the whole answer": encode_answer(Problem("made-up", "")),
    "an unknown widget": answer(widget="many"),
    "part 0 of an article": answer(article=Article("A", part=0)),
    "another page": answer(url="https://b.example/"),
    "another site": answer(site="b"),
    "a reading and a problem": json.dumps([EMPTY, ["json", ""]]).encode(),
    "neither": b"[null,null]",
    "two answers": ACCEPTED["a reading"] * 2,
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_believed(name):
    assert decode_answer(ACCEPTED[name], TASK) == json_as_nouns(name)


def json_as_nouns(name):
    return {
        "a reading": EMPTY,
        "with a ranking": EMPTY._replace(rankings=(RANKING,)),
        "a problem": Problem("parse-mem", "too much"),
    }[name]


def too_large():
    """More of what is refused; made here, as every process that a test forks would inherit it."""
    yield "deep arrays", nested(500_000)
    yield "many values", b"[" + b"[]," * 2_000_000 + b"[]]"
    yield "too many bytes", b'["' + b"x" * LARGEST + b'"]'


def test_what_is_refused():
    for name, data in chain(REFUSED.items(), too_large()):
        refused = decode_answer(data, TASK)
        assert type(refused) is Problem, name
        assert refused.code == "parse-crash", name
        assert refused.message.startswith("the reading process gave no valid answer: "), name
        assert len(refused.message) < 300, name


def test_half_a_surrogate_pair_of_our_own_is_replaced():
    """A page's JSON may escape half an emoji; that is no text and cannot be stored."""
    title = "cut \ud83d here, whole 😀"
    assert decode(Entry, encode(Entry(1, title, ""))).title == "cut \ufffd here, whole 😀"


def test_whole_numbers_stand_for_floats():
    assert decode(Ranking, encode(RANKING._replace(score=1))).score == 1.0


def test_a_noun_without_a_form_is_an_error_of_ours():
    with pytest.raises(TypeError):
        decode(dict, b"{}")
    with pytest.raises(TypeError):
        encode((object(),))


def test_form_errors_are_short():
    with pytest.raises(FormError) as error:
        decode(Problem, b'["' + b"x" * 10_000 + b'",1,2]')
    assert len(str(error.value)) < 250
