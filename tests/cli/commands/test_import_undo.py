"""Taking imports back: the store answers as if the file had never come, and keeps what others gave."""

import json
import lzma
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fakesite import FakeSite
from flow import Flow, breadth, iso, on_terminal, tracker
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import examples

from store.db.connect import writing

FIRST_RELEASE = Path(__file__).parents[2] / "store" / "db" / "store-0.1.0.db.xz"
HEAD = "observed,site,list,window,label,rank,title,url,flags\n"
START = 1767225600


def rows(time, articles, name="day"):
    return "".join(
        f"{iso(time)},local,{name},{name},24時間,{rank},T{a},https://x.example/{a}.html,\n"
        for rank, a in enumerate(articles, 1)
    )


def answers(store):
    """Everything that a store says of its observations and what is derived from them."""
    kinds = ("rankings", "observations", "stays", "titles", "articles")
    return {kind: tracker("--db", store, "export", kind, "--json").out for kind in kinds}


def sound(store):
    said = tracker("--db", store, "check")
    assert said.status == 0, said.out


history = st.dictionaries(
    st.integers(0, 12).map(lambda hour: START + hour * 3600),
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=4, unique=True),
    min_size=1,
    max_size=8,
)


@st.composite
def files(draw):
    """Files that agree where they speak of the same time: parts of one history."""
    whole = draw(history)
    times = st.sets(st.sampled_from(sorted(whole)), min_size=1)
    return [
        {time: whole[time] for time in part}
        for part in draw(st.lists(times, min_size=1, max_size=4))
    ]


@settings(max_examples=examples(40), deadline=None)
@given(parts=files(), data=st.data())
def test_after_undos_in_any_order_the_store_is_as_if_those_files_had_never_come(parts, data):
    gone = data.draw(st.sets(st.sampled_from(range(len(parts))), max_size=len(parts) - 1))
    order = data.draw(st.permutations(sorted(gone)))
    left = data.draw(st.permutations([n for n in range(len(parts)) if n not in gone]))
    with TemporaryDirectory() as folder:
        store, plain = str(Path(folder, "t.db")), str(Path(folder, "plain.db"))
        for number, part in enumerate(parts):
            file = Path(folder, f"{number}.csv")
            file.write_text(HEAD + "".join(rows(*one) for one in part.items()))
            assert tracker("--db", store, "import", str(file)).status == 0
        for number in order:
            assert tracker("--db", store, "import", "--undo", str(number + 1)).status == 0
        for number in left:
            tracker("--db", plain, "import", str(Path(folder, f"{number}.csv")))
        assert comparable(answers(store)) == comparable(answers(plain))
        sound(store)


@settings(max_examples=examples(40), deadline=None)
@given(parts=files(), data=st.data())
def test_the_order_of_imports_decides_nothing(parts, data):
    order = data.draw(st.permutations(range(len(parts))))
    with TemporaryDirectory() as folder:
        told = []
        for store, numbers in (("a.db", range(len(parts))), ("b.db", order)):
            for number in numbers:
                file = Path(folder, f"{number}.csv")
                text = "".join(rows(*one) for one in parts[number].items())
                file.write_text(HEAD + text.replace(",\n", ",short\n", number))
                tracker("--db", str(Path(folder, store)), "import", str(file))
            told.append(comparable(answers(str(Path(folder, store)))))
        assert told[0] == told[1]


def comparable(told):
    """Without the numbers that a store gives articles."""
    parts = {kind: json.loads(text) for kind, text in told.items()}
    for row in (row for part in parts.values() for row in part):
        row.pop("article", None)
    return {kind: sorted(part, key=json.dumps) for kind, part in parts.items()}


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        made = Flow(site, tmp_path, monkeypatch)
        made.at("2026-01-28 17:03")
        yield made


def test_what_was_fetched_stays_also_where_an_import_gave_it_too(flow):
    flow.rankings()
    before = flow.run("export", "rankings").out
    file = flow.store.with_name("r.csv")
    file.write_text(before)
    assert flow.run("import", str(file)).err == "0 observations imported, 3 were known\n"
    assert flow.run("import", "--undo", "1").err == "import 1 undone: 0 observations removed\n"
    assert flow.run("export", "rankings").out == before
    sound(str(flow.store))


def test_an_undone_import_stays_in_the_list_and_its_file_may_come_again(flow):
    file = flow.store.with_name("r.csv")
    file.write_text(HEAD + rows(START, "ab"))
    flow.run("import", str(file))
    flow.run("import", "--undo", "1")
    assert flow.export("rankings") == []
    assert flow.run("search", "Ta").out == "No article has Ta.\n"
    again = flow.run("import", "--undo", "1")
    assert (again.status, again.err) == (2, "tracker: import 1 was undone already\n")
    assert flow.run("import", "--undo", "7").err.startswith("tracker: no import 7")
    assert flow.run("import", str(file)).err == "1 observation imported\n"
    listed = flow._objects("import", "--list")
    assert [(row["import"], row["added"], row["undone"] is None) for row in listed] == [
        (2, 1, True),
        (1, 1, False),
    ]


def test_the_list_of_imports_is_narrow_and_says_that_it_is_empty(flow):
    flow.rankings()
    assert flow.run("import", "--list").out == "Nothing was imported yet.\n"
    assert flow._objects("import", "--list") == []
    file = flow.store.with_name(f"{'r' * 90}.csv")
    file.write_text(HEAD + rows(START, "ab"))
    flow.run("import", str(file))
    assert breadth(on_terminal("--db", str(flow.store), "import", "--list", columns=80)) <= 80


def test_lists_and_sites_that_an_undo_empties_are_shown_no_more(flow):
    flow.rankings()
    before = [flow.run(*words).out for words in (("status", "--json"), ("sites", "--json"))]
    noise = (
        "2026-01-0{0}T00:00:00Z,other,day,day,24時間,{1},T{1},https://o.example/?id={1}&n={0},\n"
    )
    file = flow.store.with_name("r.csv")
    text = "".join(noise.format(day, rank) for day in (1, 2, 3) for rank in (1, 2, 3))
    file.write_text(HEAD + rows(START, "ab", "year") + text)
    flow.run("import", str(file))
    assert len(flow._objects("status")) == 2
    assert "year" in flow.run("status", "--json").out
    assert flow.run("export", "joins").out.count("noise: n") == 6
    assert flow.run("import", "--undo", "1").err == "import 1 undone: 4 observations removed\n"
    assert [flow.run(*words).out for words in (("status", "--json"), ("sites", "--json"))] == before
    sound(str(flow.store))
    assert flow.run("import", str(file)).err == "4 observations imported\n"


def test_one_of_file_list_and_undo_is_asked_for(flow):
    for words in ((), ("x.csv", "--list"), ("--list", "--undo", "1")):
        said = flow.run("import", *words)
        assert said.status == 2
        assert "give a FILE, or --list, or --undo N" in said.err


def test_imports_of_before_they_were_listed_are_one(flow):
    """A store of the first release, all of whose rows came from a file."""
    flow.store.write_bytes(lzma.decompress(FIRST_RELEASE.read_bytes()))
    with closing(sqlite3.connect(flow.store, isolation_level=None)) as db:
        db.execute("UPDATE snapshot SET attempt = NULL")
        db.execute("UPDATE shape_list SET source = 'import'")
        db.execute("UPDATE shape SET form = replace(form, '|fetch|', '|import|')")
    with writing(str(flow.store)):
        pass  # brings it up to date
    (row,) = flow._objects("import", "--list")
    assert (row["file"], row["added"], row["time"]) == (
        "imported before imports were listed",
        36,
        None,
    )
    assert flow.run("import", "--undo", "1").err == "import 1 undone: 36 observations removed\n"
    assert {row["result"] for row in flow.export("observations")} <= {"status-5xx", "layout"}
    sound(str(flow.store))
