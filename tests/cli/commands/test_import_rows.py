"""Rows of a file against the standard library's readers, however often and wherever they repeat."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import examples

from cli.commands.import_.rows import LONGEST_ARRAY, NEEDED, read_rows
from cli.terminal.printable import unguard
from store.errors import ImportRefused

HEAD = ("observed", "site", "list", "rank", "title", "url")
TIMES = (
    "2026-01-28T08:03:00Z",
    "2026-01-28T17:13:00+09:00",
    "2026-01-28 08:23",
    "2026-01-28T08:33Z",
)
TITLES = (
    "a", "b", '"', "c,d", "e\nf", "g\r\nh", "i\rj", "=1", "'=1", "", "日米共同", " k", "\t",
    "2026-01-28T08:03:00Z,one,day,1,a,u", "x\n2026-01-28T08:03:00Z,one,day,2,a,u", "\\", "\x85",
)  # fmt: skip

rows = st.tuples(
    st.sampled_from(TIMES),
    st.sampled_from(("one", "two")),
    st.sampled_from(("day", "week")),
    st.integers(1, 5),
    st.sampled_from(TITLES),
    st.just("u"),
)
lists = st.builds(
    lambda time, of, titles: [(time, "one", of, n, t, "u") for n, t in enumerate(titles, 1)],
    st.sampled_from(TIMES),
    st.sampled_from(("day", "week")),
    st.lists(st.sampled_from(TITLES[:8]), min_size=1, max_size=6),
)


@st.composite
def tables(draw):
    """Rows of which many repeat: some lists, told again and again, and rows thrown in."""
    known = draw(st.lists(lists, min_size=1, max_size=4))
    parts = st.sampled_from(known) | st.lists(rows, max_size=3)
    found = [row for part in draw(st.lists(parts, max_size=12)) for row in part]
    other = draw(st.sampled_from(TIMES))
    return [*found, *[(other, *row[1:]) for row in found]]


def separated(row, delimiter, quoting):
    """A row as text; a lone CR is quoted only by a writer that is told to end lines with it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n", quoting=quoting).writerow(row)
    return out.getvalue().removesuffix("\r\n")


def seconds(time):
    moment = datetime.fromisoformat(time)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def unguarded(row):
    return (*row[:4], unguard(row[4]), row[5])


def told(data):
    """The rows as `read_rows` gives them, one by one, with their lines where they are known."""
    found = read_rows("r", io.BytesIO(data), 2**31, lambda _: 0)
    return [
        (line + at, time, row.site, row.list, row.rank, row.title, row.url)
        for line, time, part in found
        for at, row in enumerate(part)
    ]


def plain(table, lines):
    return [(line, seconds(row[0]), *row[1:]) for line, row in zip(lines, table, strict=True)]


@settings(max_examples=examples(300))
@given(
    table=tables(),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC)),
    delimiter=st.sampled_from(",\t"),
    end=st.sampled_from(("\n", "\r\n", "\r")),
    mark=st.sampled_from(("", "\ufeff")),
    last=st.booleans(),
)
def test_separated_values_are_as_the_csv_module_reads_them(
    table, quoting, delimiter, end, mark, last
):
    written = [separated(row, delimiter, quoting) for row in [HEAD, *table]]
    text = end.join(written) + end * last
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    seen = [(reader.line_num, cells) for cells in reader][1:]
    assert [cells for _, cells in seen] == [[str(cell) for cell in row] for row in table]
    data = (mark + text).encode()
    if table and not last and not text.endswith('"'):
        with pytest.raises(ImportRefused, match="the last line does not end"):
            told(data)
    else:
        assert told(data) == plain([unguarded(row) for row in table], [line for line, _ in seen])


@settings(max_examples=examples(150))
@given(table=tables(), ascii_only=st.booleans(), blank=st.sampled_from(("", "\n", " \r\n")))
def test_objects_are_as_the_json_module_reads_them(table, ascii_only, blank):
    objects = [
        json.dumps(dict(zip(HEAD, row, strict=True)), ensure_ascii=ascii_only) for row in table
    ]
    lines = "".join(f"{line}\n{blank}" for line in objects)
    step = 2 if blank else 1
    if table:
        assert told(lines.encode()) == plain(table, range(1, step * len(table) + 1, step))
    array = "[" + ",\n ".join(objects) + "]\n"
    assert told(array.encode()) == plain(table, range(1, len(table) + 1))


@pytest.mark.parametrize(
    "line",
    [
        '{"observed": "2026-01-28T08:23:00\\u005a", ',
        '{ "observed": "2026-01-28T08:23:00Z", ',
    ],
)
def test_a_time_is_what_the_object_says_it_is(line):
    rest = '"site": "one", "list": "day", "rank": 1, "title": "a", "url": "u"}\n'
    first = '{"observed": "2026-01-28T08:03:00Z", ' + rest
    times = [row[1] for row in told((first + (line + rest) * 2 + first).encode())]
    later = seconds("2026-01-28T08:23:00Z")
    assert times == [seconds(TIMES[0]), later, later, seconds(TIMES[0])]


def test_a_time_in_quotes_is_read_beside_one_without():
    head = ",".join(HEAD)
    row = "one,day,1,a,u"
    data = f'{head}\n{TIMES[0]},{row}\n"{TIMES[1]}",{row}\n'
    assert [row[1] for row in told(data.encode())] == [seconds(TIMES[0]), seconds(TIMES[1])]


def test_bytes_that_are_no_text_are_named_also_where_the_rest_is_known():
    head = ",".join(HEAD)
    row = "one,day,1,a,u"
    data = f"{head}\n{TIMES[0]},{row}\n".encode() + b"2026\xff," + row.encode()
    with pytest.raises(ImportRefused, match=r"^r:3: not UTF-8"):
        told(data)


ROWS = "".join(f"{time},one,day,1,Title,https://a.example/1\n" for time in TIMES)
FILE = ",".join(HEAD) + "\n" + ROWS


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FILE[:-4], "^r:5: the last line does not end"),
        (FILE[: FILE.rindex("Title") + 3], "^r:5: 5 cells under 6 columns"),
        (FILE[: FILE.rindex(",1,Title")], "^r:5: 3 cells under 6 columns"),
        (FILE + '2026-01-28T09:00Z,one,day,1,"a\nb",https://a.exam', "^r:7: the last line does"),
        (FILE.replace("Title", "Hello, world", 1), "^r:2: 7 cells under 6 columns"),
        (FILE.replace("Title", '"Title', 1), "^r:2: unexpected end of data, in the row"),
        (FILE.replace("Title", '"Title', 2), "^r:2: .*in the row that begins here"),
        (FILE.replace("rank", "title", 1), "^r:1: no column rank"),
        (FILE.replace("rank", "rank,title", 1), "^r:1: a column twice: title"),
        (FILE.replace(TIMES[1], "24h"), "^r:3: not a time of observation: '24h'"),
        (FILE.replace(TIMES[1], "now"), "^r:3: not a time of observation"),
        (FILE.replace(TIMES[1], "2026"), "^r:3: not a time of observation"),
        (FILE.replace(TIMES[1], "2026-01-28"), "^r:3: not a time of observation"),
        (FILE.replace(TIMES[1], "2038-01-19T04:14:09Z"), "^r:3: .* is in the future"),
        ('{"observed": "2026-01-28T08:03Z", "rank": 1, "rank": 2}\n', "^r:1: .*a name twice"),
        ('[{"observed": "2026-01-28T08:03Z", "site": "s"', "^r:1: not JSON"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(text, says):
    with pytest.raises(ImportRefused, match=says):
        told(text.encode())


def test_a_time_an_hour_from_now_is_taken_and_none_later():
    latest = FILE.replace(TIMES[1], "2038-01-19T04:14:08Z")
    assert [row[1] for row in told(latest.encode())][1] == 2**31 + 3600


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[", r":1: not JSON: Expecting value \(column 2\)"),
        ("[{}", "Expecting ',' delimiter"),
        ("[{},\n{}{}]", ":2: not JSON: Expecting ',' delimiter"),
        ("[{},\n\n{]}", ":3: not JSON: Expecting property name"),
        ("[{}]x", "Extra data"),
        ("[{}]\n[]", ":2: not JSON: Extra data"),
        ("[" * 100_000, "not JSON: maximum recursion"),
    ],
)
def test_what_is_no_array_is_refused_with_its_line(text, says):
    with pytest.raises(ImportRefused, match=says):
        told(text.encode())


def test_bytes_that_are_no_text_are_named_in_an_array_too():
    with pytest.raises(ImportRefused, match=r"^r:2: not UTF-8"):
        told(b'[{},\n{"title": "\xff"}]')


def test_parquet_is_refused_with_the_forms_that_are_taken():
    with pytest.raises(ImportRefused, match=r"^r: Parquet is not imported; .* NDJSON"):
        told(b"PAR1\x15\x04\xff\xfePAR1")


def test_an_array_beyond_the_limit_names_the_form_without_one():
    with pytest.raises(ImportRefused, match=r"more than 32 MiB; .* one a line \(NDJSON, --nl\)"):
        told(b"[" + b" " * LONGEST_ARRAY)


def test_all_needed_columns_are_in_the_tests():
    assert NEEDED == HEAD


LINES = (
    "observed,site,list,rank,title,url",
    "2026-01-28T08:03:07Z,one,day,1,護衛艦,https://one.example/1",
    "2026-01-28T08:03:07Z,one,day,2,b,https://one.example/2",
)
TABLE = "\n".join(LINES) + "\n"
SAVED = {
    "UTF-16 with tabs": TABLE.replace(",", "\t").encode("utf-16"),
    "UTF-16, the other way round": b"\xfe\xff" + TABLE.encode("utf-16-be"),
    "semicolons": TABLE.replace(",", ";").encode(),
    "sep= first": f"sep=;\r\n{TABLE.replace(',', ';')}".encode(),
    "rows of nothing at the end": f"{TABLE},,,,,\n,,,,,\n".encode(),
    "ranks as decimal numbers": TABLE.replace(",1,", ",1.0,").replace(",2,", ",2.0,").encode(),
    "slashes": TABLE.replace("2026-01-28T08:03:07Z", "2026/1/28 8:03:07").encode(),
}


def test_tables_that_spreadsheets_saved_whole_are_read_alike():
    for form, data in SAVED.items():
        rows = [
            (seconds, row.rank, row.title, row.url)
            for _, seconds, rows in read_rows("x", io.BytesIO(data), 2**31, lambda _: 0)
            for row in rows
        ]
        assert rows == [
            (1769587387, 1, "護衛艦", "https://one.example/1"),
            (1769587387, 2, "b", "https://one.example/2"),
        ], form


def test_tables_in_which_a_spreadsheet_lost_something_are_refused():
    lost = {
        "not UTF-8": TABLE.encode("cp932"),
        "not UTF-16": TABLE.encode("utf-16")[:-1],
        "seconds": TABLE.replace("2026-01-28T08:03:07Z", "2026/1/28 8:03").encode(),
        "not a rank": TABLE.replace(",1,", ",1.5,").encode(),
    }
    for why, data in lost.items():
        with pytest.raises(ImportRefused, match=why):
            list(read_rows("x", io.BytesIO(data), 2**31, lambda _: 0))
