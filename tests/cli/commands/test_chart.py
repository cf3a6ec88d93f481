"""The chart in letters: what each column shows is what was in force, and never a guess."""

import madestore
import pytest
from click.testing import CliRunner
from histories import histories, schedules
from hypothesis import given, settings
from hypothesis import strategies as st
from once import once
from sizes import examples
from storekit import fresh_store, list_row, names, record

from cli.commands.chart import command
from cli.commands.chart.grid import NONE, UNKNOWN, grid
from cli.terminal.folding import width
from scrapers import TrackerError
from store import Store
from store.history.observations import between


def expected(history, gaps, letters, begin, end):
    """A column by hand: the last observation in the step, else the one in force at its end."""
    earlier = [at for at, o in enumerate(history) if o.time < end]
    if not earlier:
        return None
    last = earlier[-1]
    if history[last].time < begin and (last + 1 == len(history) or gaps[last + 1]):
        return None
    rows = {}
    for rank, article in enumerate(history[last].entries):
        if article is not None and article not in rows.values():
            rows[rank] = article
    return {rank: letters.get(article, NONE) for rank, article in rows.items()}


@settings(max_examples=examples(60), deadline=None)
@given(histories(most=30), schedules(), st.sampled_from([600, 3600, 7 * 3600]), st.integers(0, 9))
def test_each_column_is_the_list_that_was_in_force(history, every, step, before):
    with fresh_store(every) as (db, site):
        record(db, site, [{"day": o} for o in history])
        of = list_row(db, site, "day")
        lines = Store(db).rank_lines(of)
        gaps = [o.gap for o in between(db, of, 0, 2**60)]
        known = names(db)
        letters = dict(zip(sorted(lines.lines)[:10], "abcdefghij", strict=False))
        by_name = {known[article]: letter for article, letter in letters.items()}
        since = history[0].time - before * step // 10
        columns = min(60, (history[-1].time - since) // step + 1)
        rows = grid(lines, letters, since, step, columns)
        assert len(rows) == lines.depth
        for n in range(columns):
            shown = [row[n] if n < len(row) else NONE for row in rows]
            span = since + step * n, since + step * (n + 1)
            marks = expected(history, gaps, by_name, *span)
            if marks is None:
                assert set(shown) == {UNKNOWN}
            else:
                assert shown == [marks.get(rank, NONE) for rank in range(lines.depth)]


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    return str(once(tmp_path_factory, "week", lambda at: madestore.make(at / "t.db")) / "t.db")


def chart(store, *arguments, room="80"):
    runner = CliRunner(env={"TRACKER_NOW": madestore.NOW, "COLUMNS": room})
    return runner.invoke(
        command, ["--db", store, *arguments], catch_exceptions=False
    ).stdout.splitlines()


def test_a_week_in_letters(week):
    lines = chart(week)
    assert lines[1] == "   1 ttooookkkkkkkkkkk??????????qnnnggggggggpppppppddddccccaaa"
    assert "  ".join(f"{day} Jan" for day in range(21, 28)) in lines[11]
    assert "a    1     1  陸自と豪州陸軍、雪上の共同訓練を2月上旬に実施予定" in lines
    assert lines[-1] == "? not measured from 22 Jan 08:03 to 23 Jan 16:03: no fetch was run"


@pytest.mark.parametrize("room", ["30", "80", "200"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_it_fits_the_width_and_its_columns_meet(week, room, lang):
    lines = chart(week, "--lang", lang, "--window", "week", "--since", "2026-01-21", room=room)
    grid_lines = lines[1:12]
    assert all(width(line) <= int(room) for line in grid_lines)
    assert len({line.find("?") for line in grid_lines[:10]}) == 1


def test_fewer_letters_and_ascii(week):
    lines = chart(week, "--limit", "3", "--ascii")
    assert "".join(sorted(set("".join(lines[1:11])) - set(" 0123456789"))) == "?abc"
    assert any(line.startswith("21 other articles have no letter") for line in lines)
    assert all(line.isascii() for line in lines[1:12])


def test_a_time_without_observations_is_named(week):
    with pytest.raises(TrackerError, match="nothing was measured of day then"):
        chart(week, "--since", "2025", "--until", "2025")
    with pytest.raises(TrackerError, match="no time lies between"):
        chart(week, "--since", "2026-01-25", "--until", "2026-01-21")
