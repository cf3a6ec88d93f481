"""`tracker import`: the same history again, in any order, all of it or nothing."""

import csv
import io
import json
import os
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fakesite import FakeSite
from flow import Flow, tracker, tracker_bytes
from histories import site_histories
from hypothesis import example, given, settings
from hypothesis import strategies as st
from running import run
from sizes import examples
from storekit import HOME, OFFSET, fresh_store, list_row

from scrapers.model import Entry
from store import open_store
from store.db.connect import transaction
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import ensure_list
from store.transfer.exports.exports import KINDS
from store.transfer.exports.timeline import Scope

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

HEAD = "observed,site,list,window,label,rank,title,url,flags"
ROWS = [
    "2026-01-28T08:03:00Z,one,day,day,24時間,1,A,https://a.example/1,",
    "2026-01-28T08:03:00Z,one,day,day,24時間,2,B,https://a.example/2,",
    "2026-01-28T09:03:00Z,one,day,day,24時間,1,B,https://a.example/2,short",
]
HOSTILE = (
    '"', "'", "'=x", "''+", "=1+1", "+1", "-1", "@x", "\t=", "\r=", "\n", "a\nb", "a\r\nb", "a\rb",
    "\0", "=\0", "\ufeff", "\ufeffa", "\u3000a\u3000", "\u2028", "\x85", "\x1c", "\x1b[31m", ",",
    ";", "", " a ", "NULL", "[x]", "{", "日米\u3000共同", "\U0001f600", "a\u0301", "1", "é",
)  # fmt: skip
TEXT = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NO_ARTICLE = (
    ("", ("no-article", "no-link")),
    ("https://elsewhere.example/pr?x=1", ("no-article", "external")),
    ("https://news.example/ad", ("no-article", "ad")),
)
FORMS = ("--csv", "--tsv", "--json", "--nl")


def entry(rank, article, titles):
    """A row of the model with one of the titles, which changes now and then."""
    if article is None:
        url, flags = NO_ARTICLE[rank % 3]
        return Entry(rank, titles[rank % len(titles)], url, flags=flags)
    title = titles[(int(article[1:]) + rank // 4) % len(titles)]
    url = f"{HOME}docs/{article}.html"
    return Entry(rank, title, f"{url}?utm_source=x" if rank == 5 else url, url)


def fill(db, site, histories, titles, labels):
    """Record what the visits of the model saw, as a fetch would."""
    known = {}
    for (name, history), label in zip(histories.items(), labels, strict=True):
        if history:
            known[name] = list_row(db, site, name)
            ensure_list(db, site, name, name if name != "month" else None, label or name)
    times = sorted({o.time for history in histories.values() for o in history})
    with transaction(db), recording(db) as recorder:
        for time in times:
            seen = {n: o for n, history in histories.items() for o in history if o.time == time}
            readings = [
                ListReading(
                    known[name],
                    tuple(entry(rank, a, titles) for rank, a in enumerate(o.entries, 1)),
                    flags=tuple(sorted(o.flags)),
                )
                for name, o in seen.items()
            ]
            recorder.record(Snapshot(site, time, OFFSET, None, readings))


def exported(path, form="--csv"):
    with tracker_bytes("--db", path, "export", "rankings", form) as (status, out, err):
        assert (status, err) == (0, b"")
    return out


def derived(path):
    """Stays, gaps and flags, apart from ids and the site's own time."""
    from store.db.connect import reading

    with reading(path) as db:
        db.execute("COMMIT")
        stays = [
            tuple(getattr(cell, "seconds", cell) for at, cell in enumerate(row) if at != 4)
            for row in KINDS["stays"](db, Scope(), None)
        ]
        told = [
            (row[0].seconds, *row[1:8], row[9]) for row in KINDS["observations"](db, Scope(), None)
        ]
    return sorted(stays, key=repr), told


@settings(max_examples=examples(40))
@example(
    histories={"day": [], "week": [], "month": []},
    titles=["x"],
    labels=["a", "b", "c"],
    form="--csv",
    seed=0,
).via("nothing")
@given(
    histories=site_histories(most=12),
    titles=st.lists(TEXT, min_size=1, max_size=8),
    labels=st.lists(TEXT, min_size=3, max_size=3),
    form=st.sampled_from(FORMS),
    seed=st.integers(0, 9),
)
def test_export_import_export_gives_the_same_bytes(histories, titles, labels, form, seed):
    with fresh_store() as (db, site), TemporaryDirectory() as folder:
        with transaction(db):
            pass
        fill(db, site, histories, titles, labels)
        (path,) = [row[2] for row in db.execute("PRAGMA database_list")]
        before = exported(path, form)
        file, other = Path(folder, "r"), str(Path(folder, "other.db"))
        file.write_bytes(before)
        said = tracker("--db", other, "import", str(file))
        if not any(histories.values()):
            assert said.status == 2
            return
        assert (said.status, said.out) == (0, ""), said.err
        assert exported(other, form) == before
        assert derived(other) == derived(path)
        shuffled = json.loads(exported(path, "--json"))
        random.Random(seed).shuffle(shuffled)
        for number, row in enumerate(shuffled):
            row["observed"] = moved(row["observed"], number)
        file.write_text(json.dumps(shuffled))
        third = str(Path(folder, "third.db"))
        assert tracker("--db", third, "import", str(file)).status == 0
        assert exported(third, form) == before


def moved(observed, number):
    """The same instant with another offset."""
    zone = timezone(timedelta(minutes=15 * (number % 97 - 48)))
    return datetime.fromisoformat(observed).astimezone(zone).isoformat()


def content(*rows, head=HEAD):
    return "\n".join([head, *rows, ""]).encode()


@pytest.fixture
def imported(tmp_path):
    """Import bytes; what was said."""
    store, file = tmp_path / "t.db", tmp_path / "r.csv"

    def do(data, *words):
        file.write_bytes(data)
        return tracker("--db", str(store), "import", str(file), *words)

    do.store, do.file = str(store), file
    return do


def refused(said, *parts):
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("tracker: ")
    assert said.err.count("\n") == 1
    for part in parts:
        assert part in said.err


def test_what_was_imported_is_said_and_marked(imported):
    assert imported(content(*ROWS)) == (0, "", "2 observations imported\n")
    assert exported(imported.store) == content(*ROWS)
    told = json.loads(tracker("--db", imported.store, "export", "observations", "--json").out)
    assert {row["source"] for row in told} == {"import"}


def test_twice_is_once(imported):
    imported(content(*ROWS))
    before = exported(imported.store)
    assert imported(content(*ROWS)) == (0, "", "0 observations imported, 2 were known\n")
    assert imported(content(*ROWS, *ROWS)).status == 0
    assert exported(imported.store) == before


def test_standard_input_is_a_file_too(imported, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content(*ROWS))))
    assert tracker("--db", imported.store, "import", "-").status == 0
    assert exported(imported.store) == content(*ROWS)


def test_other_content_for_the_same_time_is_refused_and_nothing_is_stored(imported):
    imported(content(*ROWS))
    before = exported(imported.store)
    new = "2026-01-28T07:03:00Z,one,day,day,24時間,1,Z,https://a.example/9,"
    changed = ROWS[2].replace(",B,", ",C,")
    refused(imported(content(new, changed)), "line 3", "one day", "nothing was imported")
    assert exported(imported.store) == before
    fewer = imported(content(ROWS[0]))
    refused(fewer, "line 2")


def test_rows_that_contradict_each_other_are_refused(imported):
    changed = ROWS[1].replace(",B,", ",C,")
    refused(imported(content(*ROWS, changed)), "line 5", "rank 2", "line 3")
    assert not Path(imported.store).exists()


def test_ranks_with_holes_are_refused(imported):
    refused(imported(content(ROWS[1])), "line 2", "rank 2", "no rank 1")
    refused(imported(content(ROWS[0], ROWS[1].replace(",2,B", ",3,B"))), "no rank 2")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (ROWS[0].replace(",1,A", ",0,A"), "rank"),
        (ROWS[0].replace(",1,A", ",-1,A"), "rank"),
        (ROWS[0].replace(",1,A", ",1_0,A"), "not a rank: '1_0'"),
        (ROWS[0].replace(",1,A", ",１,A"), "not a rank: '１'"),
        (ROWS[0].replace(",1,A", ",first,A"), "not a rank: 'first'"),
        (ROWS[0].replace(",1,A", ",99999999999999999999,A"), "rank"),
        (ROWS[0].replace("2026-01-28", "2026-02-30"), "not a time"),
        (ROWS[0].replace("2026-01-28T08:03:00Z", ""), "not a time"),
        (ROWS[0].replace("2026-01-28T08:03:00Z", "1969-12-31T23:59:59Z"), "before 1970"),
        (ROWS[0].replace("2026-01-28T08:03:00Z", "0001-01-01T00:00:00+14:00"), "before 1970"),
        (ROWS[0].replace("2026-01-28T08:03:00Z", "9999-12-31T23:59:59-14:00"), "after 9998"),
        (ROWS[0].replace(",one,", ",,"), "site and list"),
        ("2026-01-28T08:03:00Z,one", "2 cells under 9 columns"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_line(imported, row, says):
    refused(imported(content(ROWS[2], row)), f"{imported.file}:3: ", says)
    assert not Path(imported.store).exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no column observed, site, list, rank, title, url"),
        (HEAD.encode(), "no rows to import"),
        (content(head="observed,site,list,rank,title"), "no column url"),
        (content(*ROWS).replace(b"A", b"\xff"), ":2: not UTF-8"),
        (content(*ROWS).decode().encode("utf-16")[:-1], "not UTF-16"),
        (b"x" * 200_000, "no column"),
        (b"PK\x03\x04 not a table", "no column"),
        (b"[", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "no rows to import"),
        (b"[1]", ":1: an object without"),
        (b'[{"observed": "2026-01-28T08:03:00Z"}]', ":1: an object without site, list, rank"),
        (b'{"a": 1}\n{"b": 2}', ":1: an object without"),
    ],
)
def test_a_file_that_is_no_table_of_rankings_is_refused(imported, data, says):
    refused(imported(data), says)
    assert not Path(imported.store).exists()


def test_a_file_that_is_not_there_is_named(tmp_path):
    said = tracker("--db", str(tmp_path / "t.db"), "import", str(tmp_path / "none.csv"))
    refused(said, str(tmp_path / "none.csv"))


def test_a_giant_cell_is_no_crash(imported):
    said = imported(content(ROWS[0].replace(",A,", f",{'x' * 300_000},")))
    assert said.status == 0
    said = imported(content(ROWS[2].replace(",B,", f",{'x' * 20_000_000},")))
    refused(said, "a line of more than 16 MiB")


OBJECT = {
    "observed": "2026-01-28T08:03:00Z",
    "site": "one",
    "list": "day",
    "rank": 1,
    "title": "A",
    "url": "https://a.example/1",
}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"rank": 1.5}, "not a rank: 1.5"),
        ({"rank": None}, "not a rank: None"),
        ({"rank": True}, "not a rank: True"),
        ({"title": "\ud800"}, "not text"),
        ({"url": "\udfff"}, "not text"),
        ({"title": ["A"]}, "not text"),
        ({"site": {"a": 1}}, "not text"),
        ({"observed": 1769587380}, "not a time"),
        ({"observed": None}, "not a time"),
    ],
)
def test_objects_with_other_types_are_refused_with_their_place(imported, change, says):
    rows = [OBJECT, {**OBJECT, "observed": "2026-01-28T09:03:00Z", **change}]
    refused(imported(json.dumps(rows).encode()), ":2: ", says)
    lines = "\n\n".join(json.dumps(row) for row in rows)
    refused(imported(lines.encode()), ":3: ", says)


def test_objects_in_lines_may_hold_any_characters(imported):
    titles = "\u2028", "\x85", "\x1c", "a\u2029b", "\x0c"
    lines = [
        json.dumps({**OBJECT, "rank": rank, "title": title}, ensure_ascii=False)
        for rank, title in enumerate(titles, 1)
    ]
    assert imported("\r\n".join(lines).encode()).status == 0
    found = json.loads(exported(imported.store, "--json"))
    assert [row["title"] for row in found] == list(titles)


def test_columns_may_be_missing_and_stand_in_any_order(imported):
    data = "url,title,rank,list,site,observed,more\nhttps://a.example/1,A,1,week,one,2026-01-28T08:03:00Z,x\n"
    assert imported(data.encode()).status == 0
    assert exported(imported.store).decode().splitlines()[1] == (
        "2026-01-28T08:03:00Z,one,week,week,week,1,A,https://a.example/1,"
    )


def test_a_row_without_an_address_has_no_article(imported):
    data = "observed,site,list,rank,title,url\n2026-01-28T08:03:00Z,one,day,1,PR,\n"
    assert imported(data.encode()).status == 0
    assert exported(imported.store).decode().splitlines()[1].endswith(",1,PR,,no-article no-link")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_files_of_other_programs(imported, end, mark):
    data = mark + end.join([HEAD, *ROWS, ""])
    assert imported(data.encode()).status == 0
    assert exported(imported.store) == content(*ROWS)


def test_older_observations_take_their_place(imported):
    imported(content(ROWS[2]))
    assert imported(content(*ROWS[:2])) == (0, "", "1 observation imported\n")
    assert exported(imported.store) == content(*ROWS)
    stays = json.loads(tracker("--db", imported.store, "export", "stays", "--json").out)
    stays.sort(key=lambda row: row["title"])
    assert [
        (row["title"], row["begun"][11:16], row["ended"] and row["ended"][11:16]) for row in stays
    ] == [
        ("A", "08:03", "09:03"),
        ("B", "08:03", None),
    ]


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        yield Flow(site, tmp_path, monkeypatch)


def test_what_was_fetched_can_be_imported_elsewhere_and_fetched_on(flow, tmp_path):
    for hour in (17, 18, 19):
        flow.at(f"2026-01-28 {hour}:03")
        flow.site.lists["day"].insert(0, flow.site.lists["day"].pop())
        flow.rankings()
    table = tmp_path / "r.csv"
    flow.run("export", "rankings", "-o", str(table))
    before, top = table.read_bytes(), flow.top()
    flow.store = tmp_path / "other.db"
    assert flow.run("import", str(table)) == (0, "", "9 observations imported\n")
    assert exported(str(flow.store)) == before
    shown = [
        {k: v for k, v in row.items() if k not in {"article", "published"}} for row in flow.top()
    ]
    assert shown == [
        {k: v for k, v in row.items() if k not in {"article", "published"}} for row in top
    ]
    flow.at("2026-01-28 20:03")
    assert flow.fetch() == (0, "", "")
    assert len(flow.export("rankings")) == 120
    assert {row["hours_at_least"] for row in flow.top()} == {True}


def test_a_time_without_offset_is_the_sites(flow, tmp_path):
    flow.at("2026-01-28 17:03")
    flow.rankings()
    table = tmp_path / "excel.csv"
    flow.run("export", "rankings", "--excel", "-o", str(table))
    assert "2026-01-28 17:03:00,local" in table.read_text("utf-8-sig")
    said = tracker("--db", str(flow.store), "import", str(table))
    assert (said.status, "the zone of local is not known" in said.err) == (2, True)
    assert "export --csv" in said.err
    before = exported(str(flow.store))
    flow.store = tmp_path / "other.db"
    assert flow.run("import", str(table)).status == 0
    assert exported(str(flow.store)) == before


def test_a_table_that_a_spreadsheet_saved_again_is_the_same(flow, tmp_path):
    """Read and written by another program, with everything quoted and CRLF."""
    flow.at("2026-01-28 17:03")
    flow.site.articles[6001] = flow.site.articles[6001]._replace(title='=SUM("x",2)')
    flow.rankings()
    before = exported(str(flow.store))
    table = tmp_path / "saved.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerows(csv.reader(io.StringIO(before.decode(), newline="")))
    flow.store = tmp_path / "other.db"
    assert flow.run("import", str(table)).status == 0
    assert exported(str(flow.store)) == before


def test_a_bad_line_takes_back_what_was_stored_before_it(imported):
    imported(content(ROWS[2]))
    before = Path(imported.store).read_bytes()
    later = [ROWS[2].replace("09:03", f"{hour}:03") for hour in range(10, 20)]
    refused(imported(content(*later, ROWS[2].replace(",1,B", ",0,B"))), ":12: ", "rank")
    assert Path(imported.store).read_bytes() == before


def test_lists_may_stand_one_behind_the_other(imported, tmp_path):
    """The same rows sorted by time, and by list and rank."""
    rows = [row.replace(",day,day", f",{name},{name}") for name in ("week", "day") for row in ROWS]
    assert imported(content(*sorted(rows))).status == 0
    store, file = str(tmp_path / "other.db"), tmp_path / "r.csv"
    file.write_bytes(content(*sorted(rows, key=lambda row: row.split(",")[2:])))
    assert tracker("--db", store, "import", str(file)).status == 0
    assert exported(store) == exported(imported.store) == content(*sorted(rows))
    assert derived(store) == derived(imported.store)


def test_a_store_that_was_made_meanwhile_is_imported_into(imported, monkeypatch):
    """Another process makes the store between the first look for it and its making."""
    link = os.link

    def late(source, target):
        monkeypatch.setattr("os.link", link)
        other = imported.file.with_name("other.csv")
        other.write_bytes(content(ROWS[2]))
        assert run("--db", imported.store, "import", str(other)).returncode == 0
        link(source, target)

    monkeypatch.setattr("os.link", late)
    assert imported(content(*ROWS[:2])).status == 0
    assert exported(imported.store) == content(*ROWS)


@pytest.mark.parametrize("start", [b"", b"observed,site", b'{"observed": "'])
def test_a_line_without_end_is_refused_before_it_is_read(tmp_path, start):
    place = tmp_path / "sparse"
    with place.open("wb") as file:
        file.write(start)
        file.truncate(1 << 30)
    said = tracker("--db", str(tmp_path / "n.db"), "import", str(place))
    assert (said.status, said.err) == (2, f"tracker: {place}:1: a line of more than 16 MiB\n")


def with_label(row, label, name="day"):
    return row.replace(",day,day,24時間", f",{name},day,{label}")


@pytest.mark.parametrize("first", [0, 1])
def test_each_observation_keeps_the_label_of_its_time(imported, first):
    """A reworded label says nothing of the past, whichever of two files comes first."""
    files = [content(*ROWS[:2]), content(with_label(ROWS[2], "Today"))]
    assert imported(files[first]).status == 0
    assert imported(files[1 - first]).status == 0
    assert exported(imported.store) == content(*ROWS[:2], with_label(ROWS[2], "Today"))
    shown = [
        json.loads(tracker("--db", imported.store, "top", "--at", at, "--json").out)[0]["label"]
        for at in ("2026-01-28T08:30Z", "2026-01-28T09:30Z")
    ]
    assert shown == ["24時間", "Today"]
    with open_store(imported.store) as store:
        assert [of.label for of in store.lists(store.site())] == ["Today"]


@pytest.mark.parametrize("name", ["24h", "24時間", "1d", "daily"])
@pytest.mark.parametrize("first", [0, 1])
def test_an_alias_of_a_window_is_no_second_list(imported, name, first):
    files = [content(*ROWS[:2]), content(with_label(ROWS[2], "24時間", name))]
    assert imported(files[first]).status == 0
    assert imported(files[1 - first]).status == 0
    assert exported(imported.store) == content(*ROWS)


def test_a_name_that_says_more_than_its_window_is_a_list_of_its_own(imported):
    imported(content(*ROWS[:2]))
    films = with_label(ROWS[2], "Films", "day-films").removesuffix("short")
    assert imported(content(films)).status == 0
    assert exported(imported.store) == content(*ROWS[:2], films)


def test_two_lists_of_a_file_that_would_become_one_are_refused(imported):
    both = content(*ROWS[:2], with_label(ROWS[2], "24時間", "24h"))
    refused(imported(both), "the file has day of one a second time, as 24h")
