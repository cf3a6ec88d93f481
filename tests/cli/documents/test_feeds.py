"""Feeds: valid whatever titles hold, the same bytes each time, and ids that stay."""

import feedcheck
import hostilestore
import madestore
import pytest
from flow import tracker
from once import once
from reference import Obs
from storekit import HOME, OFFSET, fresh_store, record

from cli.documents.feeds import feeds, syndication
from cli.documents.feeds.syndication import ident
from cli.terminal.times import Moment
from cli.words import LANGUAGES, Words, catalogue
from scrapers.model import Answer, Entry, Site
from store import Choice, Store, open_store
from store.db.connect import transaction, writing
from store.history.derived.rebuild import rebuild_all
from store.history.identity.identities import set_by_hand
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import ensure_list, ensure_site, lists
from store.pages import attempts

START, HOUR = 1_769_000_400, 3600


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """The store of the demo's week."""
    return str(once(tmp_path_factory, "week", lambda at: madestore.make(at / "t.db")) / "t.db")


def all_lists(store):
    return [of for site in store.sites() for of in store.lists(site)]


def event_feed(store, words=None, **choice):
    return feeds.event_feed(store, all_lists(store), words or Words(), feeds.Extent(**choice))


def read(feed):
    """The items of a feed, which are the same in both forms."""
    found = feedcheck.atom(syndication.atom(feed))
    same = feedcheck.json_feed(syndication.json_feed(feed))
    assert [item._replace(link="") for item in found] == [item._replace(link="") for item in same]
    return found


class Recorded:
    """A store into which visits are recorded one by one, each list as (title, address) by rank."""

    def __init__(self, path):
        self.path = str(path)
        with writing(self.path) as db, transaction(db):
            self.site = ensure_site(db, Site("news", "News", HOME), "JST")
            ensure_list(db, self.site, "day", "day", "Day")

    def visit(self, hour, *rows, fetched=True):
        time = START + hour * HOUR
        entries = tuple(Entry(rank, t, u, u) for rank, (t, u) in enumerate(rows, 1))
        with writing(self.path) as db, transaction(db), recording(db) as recorder:
            answer = Answer(HOME, HOME, time, 200, body=str(time).encode())
            attempt = attempts.keep_attempt(db, self.site, "ranking", answer) if fetched else None
            source = "fetch" if fetched else "import"
            reading = ListReading(lists(db, self.site)[0], entries, source=source, reader="t/1")
            recorder.record(Snapshot(self.site, time, OFFSET, attempt, [reading]))

    def items(self, **choice):
        with open_store(self.path) as store:
            return read(event_feed(store, **choice))

    def articles(self):
        with open_store(self.path) as store:
            return read(feeds.article_feed(store, store.sites(), Words()))


def row(name, title=None):
    return (title or f"Title {name}", f"{HOME}{name}")


def test_both_feeds_are_valid_and_the_same_bytes_each_time(week):
    with open_store(week) as store:
        for language in LANGUAGES:
            words = catalogue(language)
            made = [
                event_feed(store, words, limit=1000),
                feeds.article_feed(store, store.sites(), words),
            ]
            for feed in made:
                assert read(feed)
                assert feed.language == language
            again = [
                event_feed(store, words, limit=1000),
                feeds.article_feed(store, store.sites(), words),
            ]
            for form in (syndication.atom, syndication.json_feed):
                assert list(map(form, made)) == list(map(form, again))
    feed = tracker(
        "--db", week, "feed", "events", "--lang", "en", "--self", "https://example.org/f"
    )
    assert (feed.status, feed.err) == (0, "")
    assert 'href="https://example.org/f" rel="self"' in feed.out


def test_an_item_for_each_exact_event_and_one_for_each_list_across_a_gap(week):
    with open_store(week) as store:
        events = store.events()
        kinds = {event.kind for event in events}
        items = read(event_feed(store, kinds=kinds, since=0, limit=10_000))
        exact = [e for e in events if e.exact]
        gaps = {(e.site, e.list, e.by) for e in events if not e.exact}
        assert exact
        assert gaps
        assert len(items) == len(exact) + len(gaps)
        caught_up = [item for item in items if item.kind == "catch-up"]
        assert len(caught_up) == len(gaps)
        for item in caught_up:
            assert "between 22 Jan 08:03 and 23 Jan 16:03" in item.title
            assert (
                "not measured from Thu 2026-01-22 08:03 JST to Fri 2026-01-23 16:03 JST"
                in item.text
            )
        told = "".join(item.text for item in caught_up)
        assert all(e.title in told for e in events if not e.exact)


def test_an_id_is_made_of_what_is_stored_with_the_entry(week):
    with open_store(week) as store:
        items = {item.ident for item in read(event_feed(store, since=0, limit=10_000))}
        exact = [e for e in store.events() if e.exact and e.kind in feeds.KINDS]
        assert {ident(e.site, e.list, e.kind, e.by, e.url) for e in exact} < items


def test_neither_a_new_title_nor_a_join_changes_an_id(tmp_path):
    news = Recorded(tmp_path / "t.db")
    former = ("Title e", "https://old.example/e")
    news.visit(0, row("a"), former, row("c"))
    news.visit(1, row("d"), row("a"), row("c"))
    news.visit(2, row("a"), row("e"), row("d"))
    before = {item.ident: item.title for item in news.items()}
    published = {item.ident for item in news.articles()}
    news.visit(3, row("a", "Quite another title"), row("e", "Reworded"), row("d"))
    assert {item.ident: item.title for item in news.items()} == before
    assert {item.ident for item in news.articles()} == published
    assert "Reworded" in {item.title for item in news.articles()}
    with writing(news.path) as db:
        with transaction(db):
            moved = Site("news", "News", HOME, formerly=("old.example",))
            set_by_hand(db, news.site, moved)
        rebuild_all(db, START)
    joined = {item.ident: item.title for item in news.items()}
    assert {before[ident] for ident in before.keys() - joined} == {"Day: new at 2: Title e"}
    assert {title for i, title in joined.items() if i not in before} == {"Day: back at 2: Title e"}
    assert {item.ident for item in news.articles()} < published


def test_what_was_imported_is_no_news(tmp_path):
    with fresh_store() as (db, site):
        record(
            db,
            site,
            [{"day": Obs(START + i * HOUR, list(names))} for i, names in enumerate(("ab", "bc"))],
        )
        store = Store(db)
        assert store.events()
        assert read(event_feed(store, since=0)) == []
    news = Recorded(tmp_path / "t.db")
    for hour, names in enumerate(("ab", "bc", "cd")):
        news.visit(hour, *map(row, names), fetched=hour > 1)
    assert {item.time for item in news.items()} == {"2026-01-22T00:00:00+09:00"}


def test_hostile_titles_and_addresses_are_text(tmp_path):
    path = hostilestore.make(tmp_path / "t.db")
    with writing(path) as db, transaction(db):
        answer = Answer(HOME, HOME, hostilestore.START, 200, body=b"page")
        attempt = attempts.keep_attempt(db, 1, "ranking", answer)
        db.execute("UPDATE snapshot SET attempt = ?", (attempt,))
        db.execute("UPDATE title SET title = title || char(65535, 65534)")
    with open_store(path) as store:
        kinds = {event.kind for event in store.events(top=(3,))}
        happened = read(event_feed(store, kinds=kinds, since=0, limit=1000))
        published = read(feeds.article_feed(store, store.sites(), Words()))
    for titles in ([item.title for item in happened], [item.title for item in published]):
        assert any("]]>--!><svg onload=alert(4)>" in title for title in titles)
        assert any("\\u202egnp.exe" in title for title in titles)
        assert max(map(len, titles)) < 600
    lone = syndication.Item(
        ident("x"), "http://x/\ud800", "\ud800", Moment(START), ["\udfff"], ["\x00"]
    )
    assert read(syndication.Feed(ident(), "\ud800", HOME, "en", Moment(START), [lone]))
    links = {item.link for item in [*happened, *published]}
    assert not [link for link in links if "script:" in link.lower() or link.startswith("data:")]


def test_kinds_choose_and_an_empty_store_has_an_empty_feed(week):
    with open_store(week) as store:
        chosen = read(event_feed(store, kinds=("first", "top:3"), since=0, limit=1000))
        assert {item.kind for item in chosen} == {"first", "top:3", "catch-up"}
        assert "in the first 3, at " in "".join(item.title for item in chosen)
        assert len(read(event_feed(store, limit=3))) == 3
        navy = store.filter(Choice("海自"))
        for feed in (
            event_feed(store, keep=navy),
            feeds.article_feed(store, store.sites(), Words(), feeds.Extent(keep=navy)),
        ):
            assert {"海自" in item.title + item.text for item in read(feed)} == {True}
    with fresh_store() as (db, _):
        assert read(event_feed(Store(db))) == []
        assert read(feeds.article_feed(Store(db), Store(db).sites(), Words())) == []


def test_a_file_is_named_for_its_form_and_replaces_only_a_feed(week, tmp_path):
    for name, check in (("e.atom", feedcheck.atom), ("e.json", feedcheck.json_feed)):
        file = tmp_path / name
        for _ in range(2):
            assert tracker("--db", week, "feed", "articles", "-o", str(file)).status == 0
        assert check(file.read_text())
    file.write_text("mine")
    for words, problem in (
        (["-o", str(file)], "is no such output"),
        (["-o", str(tmp_path / "e.html")], "FILE.atom, FILE.xml or FILE.json"),
        (["--kinds", "new,gone"], "no kind of event 'gone'"),
        (["-w", "decade"], "decade"),
    ):
        said = tracker("--db", week, "feed", "events", *words)
        assert said.status != 0
        assert problem in said.err
    assert file.read_text() == "mine"
    assert tracker("--db", week, "feed", "articles", "-w", "day").status == 2
