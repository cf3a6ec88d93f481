"""The forms of data, and files that are there whole or not at all."""

import csv
import io
import itertools
import json
import re
import resource
import signal
import subprocess
import sys
import time
import tracemalloc
from operator import itemgetter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from running import SHOWCASE, complaint, environment, run, text

from cli.terminal import formats
from cli.terminal.columns import Column
from cli.terminal.formats import Style
from cli.terminal.output import Form, show
from cli.terminal.printable import unguard
from cli.terminal.times import Moment

SEEN = Moment(1769637787, 540, "JST")
FIELDS = (
    Column("rank", itemgetter(0), kind="number"),
    Column("title", itemgetter(1)),
    Column("seen", itemgetter(2), kind="time"),
    Column("ok", itemgetter(3), kind="flag"),
)
ROW = (1, "=1+1", SEEN, True)
EMPTY = (None, None, None, None)
CELLS = st.text(st.characters(codec="utf-8"))


def separated(*rows, fields=FIELDS, kind="csv", **style):
    out = io.StringIO()
    formats.write_separated(out, fields, rows, Style(kind, **style))
    return out.getvalue()


def as_json(*rows, lines=False):
    out = io.StringIO()
    formats.write_json(out, FIELDS, rows, lines=lines)
    return out.getvalue()


def test_csv():
    expected = "rank,title,seen,ok\n1,'=1+1,2026-01-29T07:03:07+09:00,true\n,,,\n"
    assert separated(ROW, EMPTY) == expected
    assert separated(ROW, headers=False, raw=True) == "1,=1+1,2026-01-29T07:03:07+09:00,true\n"


def test_numbers_are_never_guarded():
    assert separated((-3, "-3", None, False), headers=False) == "-3,'-3,,false\n"


def test_tsv():
    assert (
        separated(ROW, kind="tsv", headers=False) == "1\t'=1+1\t2026-01-29T07:03:07+09:00\ttrue\n"
    )


def test_excel_opens_it_by_double_click():
    assert separated(ROW, kind="excel") == (
        "\ufeffrank,title,seen,ok\r\n1,'=1+1,2026-01-29 07:03:07,true\r\n"
    )


def test_utc_is_utc_for_machines_and_local_in_excel():
    fields = [Column("observed", itemgetter(0), kind="utc")]
    assert separated((SEEN,), fields=fields) == "observed\n2026-01-28T22:03:07Z\n"
    assert "2026-01-29 07:03:07" in separated((SEEN,), fields=fields, kind="excel")


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1), st.sampled_from(["csv", "tsv", "excel"]))
@example([("a\rb", "c\nd"), ('"', "\0"), ("", "\ufeff")], "csv")
def test_cells_survive_the_round_trip(rows, kind):
    fields = [Column("a", itemgetter(0)), Column("b", itemgetter(1))]
    written = separated(*rows, fields=fields, kind=kind, headers=False).removeprefix(
        "\ufeff" if kind == "excel" else ""
    )
    read = csv.reader(io.StringIO(written, newline=""), "excel-tab" if kind == "tsv" else "excel")
    assert [tuple(unguard(cell) for cell in row) for row in read] == rows


def test_json():
    first, second = json.loads(as_json(ROW, EMPTY))
    seen = "2026-01-29T07:03:07+09:00"
    assert first == {"rank": 1, "title": "=1+1", "seen": seen, "ok": True}
    assert set(second.values()) == {None}
    assert as_json() == "[]\n"


def test_newline_delimited_json():
    assert [json.loads(line)["rank"] for line in as_json(ROW, EMPTY, lines=True).splitlines()] == [
        1,
        None,
    ]
    assert as_json(lines=True) == ""


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_json_keeps_every_text_and_shows_nothing_unseen(title):
    written = as_json((1, title, None, None))
    assert json.loads(written)[0]["title"] == json.loads(json.dumps(title))
    assert not re.search(formats.UNSEEN, written.replace("\n", ""))
    written.encode()


def test_nan_is_no_json():
    with pytest.raises(ValueError, match="JSON"):
        as_json((float("nan"), "", None, None))


COLUMNS = (
    Column("rank", itemgetter(0), "#", "number"),
    Column("", itemgetter(1), "move"),
    Column("title", itemgetter(2), "title", "title"),
    Column("url", itemgetter(3)),
)


def shown(capfdbinary, form, rows=((1, "↑1", "a", "u"),), **options):
    show(form, COLUMNS, rows, **options)
    return capfdbinary.readouterr().out.decode()


def test_a_column_without_name_is_for_people_one_without_heading_for_machines():
    people = text(run("show", program=SHOWCASE)).splitlines()
    assert people[1].split() == ["#", "move", "title", "seen", "here"]
    machines = text(run("show", "--csv", program=SHOWCASE)).splitlines()
    assert machines[0] == "rank,title,url,observed,first,here"


def test_heading_and_captions_are_for_people():
    said = text(run("show", program=SHOWCASE))
    assert said.startswith("site · 24時間 (day)\n")
    assert said.endswith("↑ = rose → higher\n")
    assert "rose" not in text(run("show", "--tsv", program=SHOWCASE))


def test_plain_signs_leave_titles_alone():
    said = text(run("show", "--ascii", program=SHOWCASE))
    assert "^4" in said
    assert "日米" in said
    assert "^ = rose -> higher" in said


def test_no_headers():
    assert "title" not in text(run("show", "--no-headers", program=SHOWCASE))


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.csv", "rank,"), ("a.TSV", "rank\t"), ("a.json", '[{"rank"'), ("a.jsonl", '{"rank"'), ("a", "site ·")],
)  # fmt: skip
def test_a_files_name_asks_for_a_form(tmp_path, name, begins):
    assert text(run("show", "-o", tmp_path / name, program=SHOWCASE)) == ""
    assert (tmp_path / name).read_text().startswith(begins)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_flag_goes_before_a_files_name(tmp_path):
    text(run("show", "--excel", "-o", tmp_path / "a.csv", program=SHOWCASE))
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfrank,")


def test_a_link_is_written_through(tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    text(run("show", "-o", tmp_path / "link.csv", program=SHOWCASE))
    assert (tmp_path / "real.csv").read_text().startswith("rank,")


def test_a_device_takes_what_comes():
    said = run("show", "--csv", "-o", "/dev/stdout", program=SHOWCASE, anew=True)
    assert text(said).startswith("rank,")


def failing_rows():
    yield (1, "", "half", "")
    raise KeyError("half way")


def test_a_file_that_fails_half_way_is_not_there(tmp_path):
    place = tmp_path / "a.csv"
    place.write_text("rank,before\n")
    with pytest.raises(KeyError):
        show(Form("csv", file=str(place)), COLUMNS, failing_rows())
    assert place.read_text() == "rank,before\n"
    assert list(tmp_path.iterdir()) == [place]


def test_a_full_disk_leaves_the_old_file(tmp_path):
    place = tmp_path / "a.csv"
    place.write_text("rank,before\n")

    def small_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    result = run("many", "-o", place, program=SHOWCASE, preexec_fn=small_files)
    assert complaint(result) == (6, f"cannot write {place}: File too large")
    assert place.read_text() == "rank,before\n"
    assert list(tmp_path.iterdir()) == [place]


def test_a_stopped_program_leaves_no_part(tmp_path):
    place = tmp_path / "a.csv"
    program = subprocess.Popen(
        [*SHOWCASE, "many", "-o", place], stderr=subprocess.PIPE, env=environment()
    )
    while program.poll() is None and not any(tmp_path.iterdir()):
        time.sleep(0.01)
    program.terminate()
    assert program.stderr.read() == b"tracker: stopped\n"
    program.stderr.close()
    assert program.wait(60) == 128 + signal.SIGTERM
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["missing/a.csv", "."])
def test_a_file_that_cannot_be_is_named(tmp_path, name):
    status, line = complaint(run("show", "-o", tmp_path / name, program=SHOWCASE))
    assert status == 6
    assert line.startswith(f"cannot write {tmp_path}")


@pytest.mark.parametrize("kind", ["csv", "json", "nl"])
def test_many_rows_take_no_more_memory_than_few(tmp_path, kind):
    form = Form(kind, file=str(tmp_path / "out"))
    show(form, COLUMNS, [(1, "", "warm up", "")])
    tracemalloc.start()
    show(form, COLUMNS, itertools.repeat((1, "", "日米共同統合演習", "https://a.example/"), 4_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 250_000


def test_piped_output_loads_of_rich_only_widths():
    script = (
        "import sys; sys.path.insert(0, 'tests/kit'); sys.argv[1:] = ['show']\n"
        "import showcase; from cli.main import main; main(showcase.Showcase(()))\n"
        "assert 'rich.console' not in sys.modules and 'json' not in sys.modules"
    )
    text(run(program=(sys.executable, "-c", script)))


def test_excel_takes_a_date_for_a_date_and_digits_for_text():
    columns = [
        Column("published", itemgetter(0), kind="date"),
        Column("days", itemgetter(1), kind="code"),
    ]
    rows = [("2026-01-26T18:00:00+09:00", "0034210"), ("2026-01-26", ".?34210"), (None, None)]
    for kind, expected in {
        "excel": '\ufeffpublished,days\r\n2026-01-26 18:00:00,"=""0034210"""\r\n'
        '2026-01-26,"="".?34210"""\r\n,\r\n',
        "csv": "published,days\n2026-01-26T18:00:00+09:00,0034210\n2026-01-26,.?34210\n,\n",
    }.items():
        out = io.StringIO()
        formats.write_separated(out, columns, rows, Style(kind))
        assert out.getvalue() == expected
