"""Which list of the store a list of a page is: names are for ever."""

import random
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sizes import size

from cli.pipeline.list_names import KnownList, names, score
from cli.pipeline.matching import best_pairs
from scrapers import Entry, Ranking
from store import ListRow


def ranking(articles, heading="Most read", window=None, label=None, name=""):
    """A list of a page; `articles` are letters, the best read first."""
    entries = tuple(
        Entry(
            n, f"Story {letter}", f"https://news.example/{letter}", f"https://news.example/{letter}"
        )
        for n, letter in enumerate(articles, 1)
    )
    return Ranking(heading, window, label, entries, name=name)


def known(number, name, articles, label="Most read", window=None, *, recent=True):
    """A list of the store as it was last seen."""
    return KnownList(
        ListRow(number, 1, name, window, label),
        frozenset(f"https://news.example/{letter}" for letter in articles),
        frozenset(f"Story {letter}" for letter in articles),
        len(articles),
        recent,
    )


# The best pairs, against a reference that tries all of them


def best_by_trying_all(scores):
    """The same by trying every way to give each row a column or none."""
    rows, columns = len(scores), max(map(len, scores), default=0)
    nothing = [None] * rows
    ways = {tuple(way[:rows]) for way in permutations([*range(columns), *nothing])}
    allowed = [
        way for way in ways if all(c is None or scores[row][c] > 0 for row, c in enumerate(way))
    ]

    def worth(way):
        total = sum(scores[row][c] for row, c in enumerate(way) if c is not None)
        return total, tuple(-columns if c is None else -c for c in way)

    return list(max(allowed, key=worth))


@given(
    st.integers(0, 3).flatmap(
        lambda columns: st.lists(
            st.lists(st.sampled_from([0, 0, 1, 2, 3, 7]), min_size=columns, max_size=columns),
            max_size=4,
        )
    )
)
def test_the_best_pairs_are_those_that_trying_all_finds(scores):
    assert best_pairs(scores) == best_by_trying_all(scores)


LETTERS = st.lists(st.sampled_from("abcdefgh"), max_size=6, unique=True).map("".join)
WORDS = st.sampled_from(["Most read", "Popular", "Hot"])
SPANS = st.sampled_from([None, "day", "week"])


@st.composite
def stores(draw):
    """A few lists that a store knows."""
    facts = draw(st.lists(st.tuples(LETTERS, WORDS, SPANS, st.booleans()), max_size=3))
    return [known(n, f"list-{n}", *fact[:3], recent=fact[3]) for n, fact in enumerate(facts, 1)]


PAGES = st.lists(st.builds(ranking, LETTERS, WORDS, SPANS), max_size=3)


@given(PAGES, stores())
def test_names_are_the_best_match_of_all_lists_together(page, store):
    scores = [
        [score(page, here, of, there) for there, of in enumerate(store)]
        for here in range(len(page))
    ]
    best = best_by_trying_all(scores)
    for name, place in zip(names(page, store), best, strict=True):
        if place is not None:
            assert name == store[place].row.name
        else:
            assert name not in {of.row.name for of in store}


@given(PAGES, stores())
def test_all_names_of_a_page_are_different(page, store):
    given_names = [name for name in names(page, store) if name]
    assert len(given_names) == len(set(given_names))


# What pages do


def test_two_lists_under_one_heading_keep_their_names():
    store = [known(1, "most-read", "abcde"), known(2, "most-read-2", "fbcg")]
    assert names([ranking("abcde"), ranking("fbcg")], []) == ["most-read", "most-read-2"]
    assert names([ranking("abcde"), ranking("fbcg")], store) == ["most-read", "most-read-2"]


def test_two_lists_that_swap_places_keep_their_names():
    store = [known(1, "most-read", "abcde"), known(2, "most-read-2", "fghi")]
    assert names([ranking("fghj"), ranking("bacde")], store) == ["most-read-2", "most-read"]


def test_a_list_that_is_missing_does_not_give_its_name_to_the_one_beside_it():
    store = [known(1, "most-read", "abcde"), known(2, "most-read-2", "fghi")]
    assert names([ranking("fghj")], store) == ["most-read-2"]


def test_a_reworded_heading_is_the_same_list_where_half_of_the_articles_are():
    store = [known(1, "most-read", "abcdef"), known(2, "most-shared", "uvwxyz", "Most shared")]
    page = [ranking("uvwxyz", "Most shared"), ranking("abcghi", "Popular now")]
    assert names(page, store) == ["most-shared", "most-read"]
    page[1] = ranking("abghij", "Popular now")
    assert names(page, store) == ["most-shared", "popular-now"]


def test_a_shorter_copy_is_left_out_beside_its_list_and_is_the_list_where_it_stands_alone():
    store = [known(1, "most-read", "abcdefgh")]
    assert names([ranking("abcd", "Popular"), ranking("abcdefgh")], store) == [None, "most-read"]
    assert names([ranking("abcd")], store) == ["most-read"]


def test_a_list_that_was_imported_under_an_alias_is_that_list():
    for alias in ("24h", "24時間"):
        store = [known(1, alias, "abc", alias)]
        assert names([ranking("xyz", "Ranking", "day", "24時間")], store) == [alias]


def test_a_list_of_the_day_never_becomes_one_of_the_week():
    store = [known(1, "day", "abcd", "24時間", "day"), known(2, "week", "abcd", "1週間", "week")]
    page = [
        ranking("abcd", "Ranking", "month", "1ヶ月"),
        ranking("abcd", "Ranking", "week", "1週間"),
    ]
    assert names(page, store) == ["month", "week"]


def test_a_list_that_was_long_unseen_returns_by_window_and_label_only():
    store = [known(1, "most-read", "abcd", recent=False)]
    assert names([ranking("xyz")], store) == ["most-read"]
    assert names([ranking("abcd", "Popular")], store) == ["popular"]
    store = [known(1, "day", "abcd", "24時間", "day", recent=False)]
    assert names([ranking("abcd", "Ranking", "day", "今日")], store) == ["day-今日"]


def test_an_article_whose_address_varies_is_known_by_its_title():
    page = ranking("abcd", "Popular")
    moved = tuple(e._replace(article=f"{e.article}?visit=2") for e in page.entries)
    assert names([page._replace(entries=moved)], [known(1, "most-read", "abcd")]) == ["most-read"]


def test_a_learnt_reader_calls_its_lists_itself():
    store = [known(1, "most-read", "abcd")]
    page = [ranking("abcd", name="top"), ranking("abce")]
    assert names(page, store) == ["top", "most-read"]


@pytest.mark.full
@pytest.mark.parametrize("seed", range(20))
def test_noisy_pages_rename_no_list(seed):
    """Random histories: articles come and go, lists are cut, swapped or missing."""
    rng = random.Random(seed)
    for _ in range(size(50, 5)):
        assert renames(rng) == 0


def renames(rng):
    """How many lists of a random history of noisy pages were given another's or a new name.

    The first page shows all lists; none is missing more than two times in a row.
    """
    lists = {n: rng.sample(POOLS[n], 8) for n in range(rng.randint(1, 4))}
    headings = {n: rng.choice(["Most read", "Most read", "Popular"]) for n in lists}
    store: dict[str, KnownList] = {}
    owner: dict[str, int] = {}
    missing = dict.fromkeys(lists, 0)
    for visit in range(12):
        lists = {n: moved(rng, articles, POOLS[n]) for n, articles in lists.items()}
        shown = noisy_page(rng, lists, missing) if visit else list(lists.items())
        page = [ranking(articles, headings[n]) for n, articles in shown]
        for name, (n, articles) in zip(names(page, list(store.values())), shown, strict=True):
            if name is not None and owner.setdefault(name, n) == n:
                number = store[name].row.id if name in store else len(store) + 1
                store[name] = known(number, name, articles, headings[n])
            elif name is not None:
                return 1
    return len(store) - len(lists)


POOLS = [[chr(0x4E00 + 100 * n + k) for k in range(40)] for n in range(4)]
"""The articles of four parts of a site."""


def moved(rng, articles, pool):
    """A list an hour later: two articles are new, and neighbours change places."""
    fresh = [one for one in pool if one not in articles]
    later = articles[:-2] + rng.sample(fresh, 2)
    place = rng.randrange(len(later) - 1)
    later[place], later[place + 1] = later[place + 1], later[place]
    return later


def noisy_page(rng, lists, missing):
    """(list, articles) as a page shows them this time; `missing` counts the visits without one."""
    for n in lists:
        gone = missing[n] < 2 and rng.random() < 0.15
        missing[n] = missing[n] + 1 if gone else 0
    shown = [(n, articles[: rng.choice([8, 8, 8, 5])]) for n, articles in lists.items()]
    shown = [pair for pair in shown if not missing[pair[0]]]
    if rng.random() < 0.2:
        rng.shuffle(shown)
    if shown and rng.random() < 0.2:
        n, articles = rng.choice(shown)
        shown.append((n, articles[:4]))
    return shown
