"""Wordings of titles: a history for each place, and what follows from them."""

from itertools import groupby

from flow import tracker
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import examples
from storekit import HOME, OFFSET, fresh_store, list_row

from scrapers.model import Entry
from store.db.connect import transaction
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.queries.articles.article import dossier
from store.queries.articles.titles import Earlier, Title, earlier, newest

HOUR = 3600
HEAD = "observed,site,list,window,label,rank,title,url,flags\n"
WORDINGS = st.sampled_from((None, "A", "B", "C"))
PLACES = st.sampled_from(("day", "week"))


def row(rank: int, title: str, number: int = 1) -> Entry:
    url = f"{HOME}docs/{number}.html"
    return Entry(rank, title, url, url)


def record(db, site: int, lists: dict, time: int) -> None:
    """One snapshot: list name -> the wording at rank 1 or 2 (by the hour), None for off the list."""
    readings = []
    for name, title in lists.items():
        others = [row(rank, "Another", 9) for rank in (1, 2)]
        entries = list(others)
        if title is not None:
            rank = 1 + time // HOUR % 2
            entries[rank - 1] = row(rank, title)
        readings.append(ListReading(list_row(db, site, name), tuple(entries)))
    with transaction(db), recording(db) as recorder:
        recorder.record(Snapshot(site, time, OFFSET, None, readings))


def naive(name: str, shown: list[tuple[int, str | None]]) -> list[Title]:
    """The wordings of one place from what each observation showed, one after another."""
    ends = [*(time for time, _ in shown[1:]), None]
    spans = [
        (title, time, until) for (time, title), until in zip(shown, ends, strict=True) if title
    ]
    runs = [list(run) for _, run in groupby(spans, key=lambda span: span[0])]
    return [Title(run[0][0], run[0][1], run[-1][2], name) for run in runs]


@settings(max_examples=examples(80), deadline=None)
@given(history=st.lists(st.fixed_dictionaries({"day": WORDINGS, "week": WORDINGS}), min_size=1))
def test_the_wordings_of_each_list_are_those_that_its_observations_showed(history):
    with fresh_store(HOUR) as (db, site):
        for number, lists in enumerate(history):
            record(db, site, lists, HOUR * (number + 1))
        article = db.execute("SELECT id FROM article WHERE url LIKE '%/1.html'").fetchone()
        told = dossier(db, article[0]).titles if article else []
    for name in ("day", "week"):
        shown = [(HOUR * (n + 1), lists[name]) for n, lists in enumerate(history)]
        assert [title for title in told if title.list == name] == naive(name, shown)


def test_a_page_is_wanted_again_only_when_a_list_rewords_its_title():
    wanted = []
    shown = [
        ("A", None),
        ("A", "A…"),
        ("A", "A…"),
        ("B", "A…"),
        ("B", "A…"),
        (None, "B"),
        ("C", "B"),
    ]
    with fresh_store(HOUR) as (db, site):
        for number, titles in enumerate(shown, 1):
            record(db, site, dict(zip(("day", "week"), titles, strict=True)), HOUR * number)
            here = "WHERE url LIKE '%/1.html'"
            (due,) = db.execute(f"SELECT wanted FROM article {here}").fetchone()
            wanted.append(due is not None)
            db.execute(f"UPDATE article SET wanted = NULL, fetched = {HOUR * number} {here}")
    assert wanted == [False, False, False, True, False, True, True]


@given(
    st.lists(
        st.builds(
            lambda place, title, since, length: Title(
                title, since, since + length if length else None, place
            ),
            PLACES | st.none(),
            st.sampled_from("ABC"),
            st.integers(0, 20),
            st.integers(0, 9),
        )
    )
)
def test_a_wording_that_a_list_shows_is_never_called_earlier(titles):
    told = {old.title: old.until for old in earlier(titles)}
    assert not told.keys() & {t.title for t in titles if t.list and t.until is None}
    for wording, until in told.items():
        assert all(t.until <= until for t in titles if t.title == wording and t.until is not None)


def test_two_lists_that_cut_a_headline_differently_reword_nothing():
    titles = [
        Title("A long headl…", 1, None, "day"),
        Title("A long headline", 2, None, None),
        Title("A long…", 5, None, "week"),
    ]
    assert earlier(titles) == []
    assert newest([*titles[:2], Title("A long headl…", 5, None, "week")]) == "A long headline"


def test_a_rewording_is_told_once_when_the_last_place_has_given_the_wording_up():
    day, week = Title("A", 1, 5, "day"), Title("A", 1, 7, "week")
    after = [Title("B", 5, None, "day"), Title("B", 7, None, "week")]
    assert earlier([day, week, *after]) == [Earlier("A", 7)]
    assert earlier([day, week._replace(until=None), after[0]]) == []
    assert earlier([day, week, after[0]]) == [Earlier("A", 7)]  # it left the other list as it was


def test_a_wording_that_returns_is_the_newest_and_not_earlier():
    titles = [Title("A", 1, 5, "day"), Title("B", 5, 8, "day"), Title("A", 8, None, "day")]
    page = Title("B", 6, None, None)  # read while the list said so, and not since
    assert newest([*titles, page]) == "A"
    assert earlier(titles) == [Earlier("B", 8)]
    assert earlier([*titles, page]) == [Earlier("B", 8)]


def test_a_page_that_was_read_since_still_shows_its_title():
    titles = [Title("A", 1, 5, "day"), Title("B", 5, None, "day"), Title("A", 6, None, None)]
    assert earlier(titles) == []
    assert earlier([*titles[:2], Title("A", 2, 6, None), Title("B", 6, None, None)]) == [
        Earlier("A", 6)
    ]


def imported(tmp_path, rows) -> list[str]:
    """A store with observations: (hour, list, rank, title, number of the article)."""
    lines = [
        f"2026-01-01T{hour:02}:00:00Z,s,{name},{name},{name},{rank},{title},{HOME}docs/{n}.html,\n"
        for hour, name, rank, title, n in rows
    ]
    (tmp_path / "i.csv").write_text(HEAD + "".join(lines))
    words = ["--db", str(tmp_path / "t.db")]
    assert tracker(*words, "import", str(tmp_path / "i.csv")).status == 0
    return words


def test_article_tells_a_rewording_of_a_list_and_no_other(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_NOW", "2026-01-01T10:00:00Z")
    short = [(hour, "week", 1, "Storm hits…", 1) for hour in range(6)]
    day = [(hour, "day", 1, "Storm hits coast", 1) for hour in range(6)]
    words = imported(tmp_path, [*short, *day])
    assert "earlier title" not in tracker(*words, "article", "week:1").out
    later = [(hour, "day", 1, "Storm has passed", 1) for hour in range(6, 9)]
    (tmp_path / "t.db").unlink()
    said = tracker(*imported(tmp_path, [*short, *day, *later]), "article", "day:1").out
    assert said.startswith("Storm has passed\n")
    assert [line for line in said.splitlines() if "earlier title" in line] == [
        "earlier title: Storm hits coast   (until 1 Jan 06:00)"
    ]


def test_a_reworded_number_one_is_no_new_number_one(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_NOW", "2026-01-01T10:00:00Z")
    titles = ["First", "First updated", "First updated again"]
    rows = [(hour, "day", rank, titles[hour // 3] if rank == 1 else "Second", rank)
            for hour in range(9) for rank in (1, 2)]  # fmt: skip
    words = imported(tmp_path, rows)
    ask = ("movers", "--min", "0", "--vs", "2026-01-01T01:00")
    assert "number one" not in tracker(*words, *ask).out
    (tmp_path / "t.db").unlink()
    swapped = [(9, "day", 1, "Second", 2), (9, "day", 2, titles[2], 1)]
    assert "1 new number one" in tracker(*imported(tmp_path, [*rows, *swapped]), *ask).out


def test_a_wording_that_returns_is_the_title_everywhere(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_NOW", "2026-01-01T10:00:00Z")
    titles = ("Storm hits", "Storm passes", "Storm hits")
    rows = [(hour, "day", 1, titles[hour // 3], 1) for hour in range(9)]
    words = imported(tmp_path, rows)
    for command in (("leaders",), ("search", "storm"), ("export", "stays"), ("article", "passes")):
        said = tracker(*words, *command).out.replace("«", "").replace("»", "")
        assert 0 <= said.find("Storm hits") < said.find("Storm passes") % 10_000, command
    assert "Storm passes" not in tracker(*words, "leaders").out
    history = tracker(*words, "export", "titles").out.splitlines()[1:]
    spans = [tuple(line.split(",")[index][-9:-7] for index in (4, 7)) for line in history]
    assert [line.split(",")[3] for line in history] == list(titles)
    assert spans == [("00", "03"), ("03", "06"), ("06", "")]
