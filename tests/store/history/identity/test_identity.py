"""Identity is learnt: no noise in an address makes an article new, and no two are ever one."""

import random

import pytest
from addresses import CLEAN, LISTS, NOISY, Place, history, spelt
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import examples

from scrapers.address import canonical
from store.history.identity.identity import ByHand, Claim, Telling, learn, telling_parts
from store.history.identity.links import Link

SCHEMES = [*NOISY, *CLEAN]


def links_of(scheme, visit, number):
    """(list, article) -> its link, in every list of a visit."""
    return {
        (name, row.article): Link(
            canonical(spelt(scheme, row.article, Place(name, rank, number))), row.title
        )
        for name in LISTS
        for rank, row in enumerate(visit[name], 1)
    }


def test_there_are_schemes_of_both_kinds():
    assert len(NOISY) + len(CLEAN) >= 25
    assert min(len(NOISY), len(CLEAN)) > 10


@settings(max_examples=examples(1200))
@given(scheme=st.sampled_from(SCHEMES), seed=st.integers(0, 2**32), visits=st.integers(1, 8))
def test_articles_are_told_apart_and_together(scheme, seed, visits):
    links, telling, shown = [], set(), {}
    for number, visit in enumerate(history(seed, visits)):
        here = links_of(scheme, visit, number)
        links += here.values()
        for name in LISTS:
            telling |= telling_parts([link for (of, _), link in here.items() if of == name])
        for (_, article), link in here.items():
            shown.setdefault(article, set()).add(link.address)
        rules = learn(links, telling)
        identities = {a: {rules.identity(url) for url in urls} for a, urls in shown.items()}
        every = [identity for found in identities.values() for identity in found]
        assert len(every) == len(set(every)), "two articles became one"
        if number:
            assert {a: found for a, found in identities.items() if len(found) > 1} == {}


@settings(max_examples=examples(120))
@given(scheme=st.sampled_from([*NOISY]), seed=st.integers(0, 2**32))
def test_order_does_not_matter(scheme, seed):
    links, telling = [], set()
    for number, visit in enumerate(history(seed, 5)):
        here = links_of(scheme, visit, number)
        links += here.values()
        telling |= telling_parts([link for (of, _), link in here.items() if of == "day"])
    before = learn(links, telling)
    random.Random(seed).shuffle(links)
    assert learn(links, sorted(telling, key=repr)) == before


def at(path):
    return canonical(f"https://news.example{path}")


def test_what_tells_once_is_never_noise():
    same = [Link(at(f"/view?id={n}"), f"Column {n % 2}") for n in range(8)]
    assert learn(same).identity(at("/view?id=1")) != learn(same).identity(at("/view?id=3"))
    paths = [Link(at(f"/{n % 2}/view?id={n}"), f"Column {n % 2}") for n in range(8)]
    noisy = learn(paths)
    assert noisy.identity(at("/1/view?id=1")) == noisy.identity(at("/1/view?id=3"))
    told = telling_parts([Link(at("/9/view?id=50"), "A"), Link(at("/9/view?id=51"), "B")])
    assert told == {Telling("news.example 2", frozenset({"id"}))}
    rules = learn(paths, told)
    assert rules.identity(at("/1/view?id=1")) != rules.identity(at("/1/view?id=3"))


def test_one_article_alone_proves_nothing():
    one = [Link(at("/a.html?_=1"), "A"), Link(at("/a.html?_=2"), "A")]
    assert learn(one).identity(at("/a.html?_=1")) == at("/a.html?_=1")


def test_a_cut_headline_is_no_other_headline():
    links = [Link(at(f"/{n}.html?in=day"), f"A long headline of article {n}") for n in range(4)]
    links += [
        Link(at(f"/{n}.html?in=week"), f"A long headline of article {n}"[:-1] + "…")
        for n in range(4)
    ]
    assert learn(links).identity(at("/2.html?in=day")) == at("/2.html")


def test_by_hand():
    by_hand = ByHand(frozenset({"id"}), ("old.example",), "news.example")
    rules = learn([], by_hand=by_hand)
    assert rules.identity(at("/view?id=1&x=2;y")) == at("/view?id=1")
    assert rules.identity("https://old.example/view;s=1?id=1") == at("/view?id=1")


def test_kept_apart_by_hand():
    links = [Link(at(f"/{n}.html?v={v}"), f"Title {n}") for n in range(4) for v in (1, 2)]
    assert learn(links).identity(at("/1.html?v=2")) == at("/1.html")
    by_hand = ByHand(apart=((at("/1.html?v=1"), at("/1.html?v=2")),))
    assert learn(links, by_hand=by_hand).identity(at("/1.html?v=2")) == at("/1.html?v=2")


def claims(*rows):
    return [
        Claim(at(asked), at(named) if named[0] == "/" else named, title)
        for asked, named, title in rows
    ]


def test_a_page_that_names_its_address_joins():
    rules = learn([], claims=claims(("/a?x=1", "/2026/slug", "A"), ("/a?x=2", "/2026/slug", "A")))
    assert rules.identity(at("/a?x=1")) == rules.identity(at("/a?x=2")) == at("/2026/slug")


@pytest.mark.parametrize(
    "rows",
    [
        [("/a?x=1", "/all", "A"), ("/a?x=2", "/all", "B")],
        [("/a?x=1", "/", "A"), ("/a?x=2", "/", "A")],
        [("/a?x=1", "https://other.example/a", "A"), ("/a?x=2", "https://other.example/a", "A")],
    ],
    ids=["different titles", "home", "another host"],
)
def test_a_name_that_cannot_be_believed_joins_nothing(rows):
    rules = learn([], claims=claims(*rows))
    assert rules.identity(at("/a?x=1")) != rules.identity(at("/a?x=2"))


def test_telling_beats_what_pages_name():
    told = {Telling("news.example 1", frozenset({"x"}))}
    rules = learn([], told, claims(("/a?x=1", "/all", "A"), ("/a?x=2", "/all", "A")))
    assert rules.identity(at("/a?x=1")) != rules.identity(at("/a?x=2"))
