"""`tracker import` of pages: WARC files of other programs, saved pages, and hostile files."""

import gzip
import io
import shutil
import subprocess
import sys
import zlib

import pytest
import warcs
from fakesite import FIRST, FakeSite
from flow import Flow

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

DAYS = [f"2026-01-{day}T08:03:00Z" for day in (28, 29, 30)]


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        flow.at("2026-02-01 12:00")
        yield flow


def write(flow, *records: bytes, name="crawl.warc.gz") -> str:
    path = flow.store.parent / name
    path.write_bytes(warcs.packed(*records) if name.endswith("gz") else b"".join(records))
    return str(path)


def imported(flow, *words: str) -> str:
    said = flow.run("import", *words)
    assert said.status == 0, said.err
    return said.err


def ranks(flow) -> list[tuple]:
    return [
        (row["observed"], row["list"], row["rank"], row["title"]) for row in flow.export("rankings")
    ]


def test_an_archive_gives_what_fetching_would_have_given(flow, tmp_path, monkeypatch):
    home, other = flow.site.address, Flow(flow.site, tmp_path / "other", monkeypatch)
    records = []
    for day in DAYS:
        body = flow.site.turned()
        records.append(warcs.response(home, day, body))
        other.at(f"{day[:10]} 17:03")
        assert other.rankings() == 0
    flow.at("2026-02-01 12:00")
    words = imported(flow, write(flow, *reversed(records)))
    assert "3 pages read, 9 observations and 3 visits imported" in words
    assert ranks(flow) == ranks(other)
    rows = flow.export("observations")
    assert {row["source"] for row in rows} == {"archive"}
    drop = ("source", "gap_before")
    alike = [
        [{k: v for k, v in row.items() if k not in drop} for row in rows]
        for rows in (rows, other.export("observations"))
    ]
    assert alike[0] == alike[1]
    assert flow.run("check").status == 0
    said = flow.run("article", "day:1", "--evidence", "--json").out
    assert "crawl.warc.gz" in said
    assert "urn:uuid:" in said


@pytest.fixture(autouse=True)
def _other_folder(tmp_path):
    (tmp_path / "other").mkdir()


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_an_archive_that_wget_wrote(flow, tmp_path, monkeypatch):
    monkeypatch.delenv("TRACKER_NOW")
    made = tmp_path / "crawl"
    wget = ["wget", "-q", "-O", str(tmp_path / "page"), f"--warc-file={made}"]
    subprocess.run([*wget, flow.site.address, flow.site.url(FIRST)], timeout=60, check=False)
    words = imported(flow, f"{made}.warc.gz")
    assert "1 page and 1 article page read, 3 observations and 2 visits imported" in words


def test_the_same_page_twice_is_once(flow):
    home = flow.site.address
    file = write(flow, *[warcs.response(home, DAYS[0], flow.site.page())] * 2)
    assert "1 twice" in imported(flow, file)
    assert "0 observations and 0 visits imported, 3 known" in imported(flow, file)
    assert len(flow.attempts()) == 1


def test_a_dry_run_changes_nothing(flow):
    file = write(flow, warcs.response(flow.site.address, DAYS[0], flow.site.page()))
    told = "3 observations and 1 visit would be imported"
    assert told in imported(flow, file, "--dry-run")
    assert not flow.store.exists()
    imported(flow, file)
    before = flow.store.read_bytes()
    assert "3 known" in imported(flow, file, "--dry-run")
    assert flow.store.read_bytes() == before


def test_an_archive_can_be_undone(flow):
    assert flow.rankings() == 0
    before = ranks(flow)
    imported(flow, write(flow, warcs.response(flow.site.address, DAYS[0], flow.site.turned())))
    assert len(ranks(flow)) == 2 * len(before)
    assert flow.run("import", "--undo", "1").status == 0
    assert ranks(flow) == before
    assert flow.run("check").status == 0
    assert flow.query("SELECT count(*) FROM archived") == [(0,)]


def test_bodies_however_they_were_packed(flow):
    home, body = flow.site.address, flow.site.page()
    zipped = gzip.compress(body)
    ways = {
        "plain": warcs.answer(body),
        "chunked": warcs.answer(warcs.chunked(body), "Transfer-Encoding: chunked"),
        "gzip": warcs.answer(zipped, "Content-Encoding: gzip"),
        "both": warcs.answer(
            warcs.chunked(zipped), "Content-Encoding: gzip", "Transfer-Encoding: chunked"
        ),
        "deflate": warcs.answer(zlib.compress(body), "Content-Encoding: deflate"),
        "headers of what is unpacked": warcs.answer(
            body, "Content-Encoding: gzip", "Transfer-Encoding: chunked"
        ),
    }
    brotli = pytest.importorskip("brotli")
    ways["brotli"] = warcs.answer(brotli.compress(body), "Content-Encoding: br")
    records = [
        warcs.record("response", home, f"2026-01-28T0{hour}:00:00Z", block)
        for hour, block in enumerate(ways.values())
    ]
    records.append(
        warcs.record("resource", home, DAYS[1], body, Content_Type="text/html; charset=utf-8")
    )
    words = imported(flow, write(flow, *records, name="crawl.warc"))
    assert f"{len(ways) + 1} pages read" in words
    assert len({row[1:] for row in ranks(flow)}) == 30
    assert flow.query("SELECT count(*) FROM page") == [(1,)]


def test_a_record_that_repeats_another(flow):
    home, body = flow.site.address, flow.site.page()
    head = warcs.answer(status="304 Not Modified")
    records = [
        warcs.response(home, DAYS[0], body, WARC_Payload_Digest="sha1:ABC"),
        warcs.record("revisit", home, DAYS[1], warcs.answer(), WARC_Payload_Digest="sha1:ABC"),
        warcs.record("revisit", home, DAYS[2], head, WARC_Refers_To_Target_URI=home,
                     WARC_Refers_To_Date=DAYS[0]),
        warcs.record("revisit", home, "2026-01-31T00:00:00Z", head,
                     WARC_Refers_To="<urn:uuid:elsewhere>"),
    ]  # fmt: skip
    words = imported(flow, write(flow, *records))
    assert "3 pages read, 9 observations and 3 visits" in words
    assert "1 repeats a page that is not here" in words
    assert [row[2] for row in flow.attempts()] == [200, 200, 304]


def test_what_is_left_out_is_counted_by_reason(flow):
    home, body = flow.site.address, flow.site.page()
    records = [
        warcs.response(home, DAYS[0], body),
        warcs.response("https://elsewhere.example/", DAYS[0], body),
        warcs.response(f"{home}about.html", DAYS[0], body),
        warcs.record("response", f"{home}logo.png", DAYS[0], warcs.answer(b"x", kind="image/png")),
        warcs.response(home, DAYS[1], b"no", status="503 Busy"),
        warcs.response(home, "2027-01-01T00:00:00Z", body),
        warcs.response(home, DAYS[2], body, WARC_Truncated="length"),
        warcs.response(home, "the other day", body),
        warcs.record("request", home, DAYS[0], b"GET / HTTP/1.1\r\n\r\n"),
        warcs.response(home, DAYS[2], b""),
    ]
    words = imported(flow, write(flow, *records))
    for reason in (
        "1 other host", "2 other page of the site", "1 status 503", "1 in the future",
        "1 truncated", "1 no web address or time", "1 no page", "1 empty",
    ):  # fmt: skip
        assert reason in words, reason


def test_a_page_that_cannot_be_read_is_refused_and_kept(flow):
    home = flow.site.address
    wall = b"<title>Just a moment</title><p>Checking your browser</p>"
    records = [warcs.response(home, DAYS[0], flow.site.page()), warcs.response(home, DAYS[1], wall)]
    words = imported(flow, write(flow, *records))
    assert "refused: 1 blocked" in words
    assert [row[3] for row in flow.attempts()] == [None, "blocked"]


def test_other_content_for_a_time_stops_it(flow):
    home = flow.site.address
    imported(flow, write(flow, warcs.response(home, DAYS[0], flow.site.page())))
    file = write(flow, warcs.response(home, DAYS[0], flow.site.turned()), name="b.warc.gz")
    said = flow.run("import", file)
    assert said.status == 2
    assert "is stored already with other entries" in said.err
    assert "conflict" in imported(flow, file, "--skip-conflicts")


def test_of_a_damaged_archive_what_stands_before_is_taken_in(flow):
    good = warcs.response(flow.site.address, DAYS[0], flow.site.page())
    path = flow.store.parent / "hostile.warc"
    for data, status, words in (
        (warcs.packed(good, good)[:-40], 3, "damaged after 1 record (cut off); what stands before"),
        (b"\x1f\x8b" + b"nothing of the kind" * 10, 2, "no page to take in; damaged after 0"),
    ):
        path.write_bytes(data)
        said = flow.run("import", str(path), "--dry-run")
        assert said.status == status, said.err
        assert words in said.err
        assert said.err.count("tracker: ") == 1


def test_a_saved_page_observes_whatever_its_address_is(flow, monkeypatch):
    body = flow.site.page()
    file = flow.store.parent / "page.html"
    file.write_bytes(body)
    url = flow.site.url(FIRST)
    words = imported(flow, str(file), "--url", url, "--at", "2026-01-28T17:03")
    assert "3 observations" in words
    stdin = io.TextIOWrapper(io.BytesIO(flow.site.turned()))
    monkeypatch.setattr(sys, "stdin", stdin)
    imported(flow, "-", "--url", url, "--at", "now")
    assert {row[0] for row in ranks(flow)} == {"2026-01-28T08:03:00Z", "2026-02-01T03:00:00Z"}
    assert flow.attempts()[0] == ("ranking", url[len(flow.site.address) - 1 :], 200, None)


def test_a_password_in_the_address_of_a_page_is_not_kept(flow, tmp_path):
    page = tmp_path / "page.html"
    page.write_bytes(flow.site.page())
    url = flow.site.address.replace("//", "//me:secret@")
    imported(flow, str(page), "--url", url, "--at", "2026-01-27T17:03")
    record = warcs.response(url, DAYS[0], flow.site.turned())
    imported(flow, write(flow, record))
    assert len(ranks(flow)) == 60
    assert b"secret" not in flow.store.read_bytes()


def test_many_saved_pages(flow):
    folder = flow.store.parent / "saved"
    folder.mkdir()
    lines = ["file\turl\tat"]
    for day in DAYS:
        (folder / f"{day[:10]}.html").write_bytes(flow.site.turned())
        lines.append(f"{day[:10]}.html\t{flow.site.address}\t{day}")
    (folder / "list.tsv").write_text("\n".join(lines))
    assert "9 observations" in imported(flow, "--pages", str(folder / "list.tsv"))
    (folder / "list.tsv").write_text("one\ttwo\n")
    said = flow.run("import", "--pages", str(folder / "list.tsv"))
    assert (said.status, said.err.count("\n")) == (2, 1)
    assert "list.tsv:1: not file, address and time" in said.err


def test_saved_pages_that_cannot_be_taken_in(flow):
    folder, home = flow.store.parent, flow.site.address
    (folder / "page.html").write_bytes(flow.site.page())
    (folder / "wall.html").write_bytes(b"<title>Just a moment</title>")
    (folder / "empty.html").write_bytes(b"")
    cases = [
        ("page.html", "https://elsewhere.example/", "now", 2, "no known site is at"),
        ("page.html", "elsewhere", "now", 2, "not an http or https address"),
        ("page.html", home, "2026-01-28", 2, "not a moment"),
        ("page.html", home, "2027-01-28T00:00Z", 2, "in the future"),
        ("none.html", home, "now", 2, "cannot read"),
        ("empty.html", home, "now", 2, "an empty file"),
        ("wall.html", home, "now", 5, "refused: 1"),
    ]
    for file, url, at, status, words in cases:
        said = flow.run("import", str(folder / file), "--url", url, "--at", at)
        assert said.status == status, (file, url, at, said.err)
        assert words in said.err, (file, url, at, said.err)
    assert flow.run("import", str(folder / "page.html"), "--url", home).status == 2
    assert flow.run("import", str(folder / "page.html"), "--dry-run").status == 2
