"""`tracker backfill`: history from an archive that lists and replays captures, with its failures."""

import gzip
import hashlib
import os
import random
import signal
import time

import pytest
from fakearchive import FakeArchive
from fakesite import FakeSite
from flow import Flow, breadth, on_terminal, tracker
from running import become
from sizes import FULL, size

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

HOURS = [f"202601{day}{hour}0000" for day in (28, 29) for hour in ("00", "06", "12", "18")]


@pytest.fixture
def archive():
    with FakeArchive() as archive:
        yield archive


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        flow.at("2026-02-01 12:00")
        yield flow


def filled(flow, archive, stamps=HOURS):
    for stamp in stamps:
        archive.keep(flow.site.address, stamp, flow.site.turned())


def words(archive, *more, since="2026-01-28T00:00Z", site="local"):
    return ("backfill", site, "--from", archive.source, "--since", since,
            "--per-minute", "100000", *more)  # fmt: skip


def run(flow, archive, *more, status=0, **options):
    said = flow.run(*words(archive, *more, **options))
    assert said.status == status, said.err
    return said.err


def times(flow) -> list[str]:
    return sorted({row["observed"] for row in flow.export("rankings")})


def test_captures_become_the_history_that_fetching_would_have_given(flow, archive):
    filled(flow, archive, HOURS[:3])
    told = run(flow, archive)
    assert "3 pages read, 9 observations and 3 visits imported" in told
    assert len(times(flow)) == 3
    rows = flow.export("observations")
    assert {row["source"] for row in rows} == {"archive"}
    said = flow.run("article", "day:1", "--evidence", "--json").out
    assert f"{archive.source}{HOURS[0]}id_/{flow.site.address}" in said
    assert flow.run("check").status == 0
    assert flow.site.log == []  # the site itself is not visited
    asked = len(archive.asked)
    assert "0 pages read" in run(flow, archive)
    assert len(archive.asked) == asked + 1  # the listing
    assert flow.run("prune", "--pages-older-than", "1d").status == 0
    filled(flow, archive, HOURS[3:4])
    assert "1 page read" in run(flow, archive)
    assert archive.replays == HOURS[:4]


def test_all_of_it_is_one_import_that_can_be_taken_back(flow, archive):
    filled(flow, archive, HOURS[:4])
    assert "3 captures to go" in run(flow, archive, "--max", "1", status=3)
    run(flow, archive)
    (done,) = flow._objects("import", "--list")
    assert (done["file"], done["added"]) == (f"{archive.source} local", 12)
    assert flow.run("import", "--undo", "1").status == 0
    assert flow.export("rankings") == []
    assert "4 pages read" in run(flow, archive)


def test_a_killed_run_goes_on_and_gives_the_same_store(flow, archive, tmp_path, monkeypatch):
    monkeypatch.setattr("cli.pipeline.backfill.record.PART", 2)
    filled(flow, archive)
    archive.on(HOURS[1], status=404)
    (tmp_path / "other").mkdir()
    other = Flow(flow.site, tmp_path / "other", monkeypatch)
    run(other, archive)
    assert archive.replays == HOURS
    archive.asked.clear()
    _killed_after(6, flow, archive, *words(archive))
    before = len(times(flow))
    assert 4 <= before < 7
    archive.asked.clear()
    assert "to go" not in run(flow, archive)
    assert archive.replays == [HOURS[1], *HOURS[before + 1 :]]  # what was stored is not asked for
    for kind in ("rankings", "observations", "articles", "titles", "attempts"):
        assert flow.export(kind) == other.export(kind), kind
    assert flow.run("check").status == 0
    assert len(flow._objects("import", "--list")) == 1


def _killed_after(number, flow, archive, *words):
    """Run the program in a process of its own, and kill it when so many captures were asked for."""
    pid = os.fork()
    if not pid:
        become(("--db", str(flow.store), "--config", str(flow.config), *words), {})
    end = time.monotonic() + 60
    while len(archive.replays) < number and time.monotonic() < end:
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


@pytest.mark.full
def test_the_evidence_of_captures_fits_a_terminal(flow, archive):
    filled(flow, archive, HOURS[:2])
    run(flow, archive)
    shown = on_terminal("--db", str(flow.store), "article", "1", "--evidence", columns=80)
    assert breadth(shown) <= 80


def test_resumptions_decide_nothing(flow, archive, tmp_path, monkeypatch):
    """Of random captures, with pages that repeat, fail, stand in, and lead to other times."""
    for seed in range(30 if FULL else 1):
        _filled_at_random(flow, archive, random.Random(seed), size(12, 2))
        stores = []
        for name in ("whole", "parts"):
            folder = tmp_path / f"{name}{seed}"
            folder.mkdir()
            stores.append(Flow(flow.site, folder, monkeypatch))
        whole, parts = stores
        whole.run(*words(archive))
        while parts.run(*words(archive, "--max", "2")).status == 3:
            pass
        for kind in ("rankings", "observations", "titles", "articles"):
            assert whole.export(kind) == parts.export(kind), (seed, kind)
        assert parts.run("check").status == 0


def _filled_at_random(flow, archive, chance, number):
    archive.forget()
    stamps = [
        f"202601{28 + n // 4}{n % 4 * 6:02}{chance.randrange(60):02}00" for n in range(number)
    ]
    wall = b"<title>Just a moment</title><p>Checking browser"
    for stamp in [*stamps, f"20260128{chance.randrange(24):02}5930"]:
        kind = chance.choice(["turned"] * 7 + ["same"] * 2 + ["wall"])
        body = {"turned": flow.site.turned, "same": flow.site.page}.get(kind, lambda: wall)()
        archive.keep(flow.site.address, stamp, body)
    for stamp in chance.sample(stamps, number // 3):
        other = chance.choice([kept.stamp for kept in archive.captures if kept.stamp != stamp])
        way = chance.choice(
            [archive.leads, archive.nearest, lambda at, _: archive.on(at, status=404)]
        )
        way(stamp, other)


def test_a_dry_run_says_what_it_would_take_and_stores_nothing(flow, archive):
    filled(flow, archive)
    told = flow.run(*words(archive, "--dry-run"), "--per-minute", "2")
    assert told.status == 0
    assert "lists 8 captures from 2026-01-28 09:00 to 2026-02-01 12:00\n  8 chosen" in told.err
    assert "8 requests at 2 a minute: at least 4 min" in told.err
    assert not flow.store.exists()
    assert archive.replays == []


def test_one_capture_for_each_step(flow, archive):
    filled(flow, archive)
    run(flow, archive, "--every", "1d", "--until", "2026-01-29T12:00Z")
    assert times(flow) == ["2026-01-28T00:00:00Z", "2026-01-29T00:00:00Z"]


def test_listings_in_every_form_and_in_pages(flow, archive, monkeypatch):
    filled(flow, archive)
    for limit in (5_000, 3):
        monkeypatch.setattr("scrapers.webarchive.listing.AT_ONCE", limit)
        for form in ("json", "text", "pywb"):
            archive.form = form
            for keys in (False, form != "pywb"):
                archive.keys = keys
                assert "8 chosen" in run(flow, archive, "--dry-run"), (form, limit)
    assert any("resumeKey=3" in path for path in archive.asked)


def test_equal_captures_are_asked_for_once(flow, archive):
    body = flow.site.page()
    for stamp in HOURS[:4]:
        archive.keep(flow.site.address, stamp, body, status="-" if stamp != HOURS[0] else "200",
                     kind="warc/revisit")  # fmt: skip
    dry = run(flow, archive, "--dry-run")
    assert "3 captures like the one before: not asked for\n  1 request " in dry
    assert "3 captures like the one before" in run(flow, archive, "--max", "1")
    assert archive.replays == HOURS[:1]
    archive.keep(flow.site.address, HOURS[4], body)
    run(flow, archive)
    assert archive.replays == HOURS[:1]
    assert len(times(flow)) == 5
    assert flow.query("SELECT count(DISTINCT page) FROM attempt") == [(1,)]


def test_a_capture_is_of_the_time_of_the_answer(flow, archive):
    filled(flow, archive, ["20260128000000", "20260128060000", "20260128120000"])
    archive.keep(flow.site.address, "20260128013000", flow.site.turned())
    archive.leads("20260128060000", "20260128013000")  # back in time
    archive.nearest("20260128120000", "20260128000000")
    told = run(flow, archive, "--every", "6h")
    assert "2 captures answered with another time" in told
    assert "left out: 1 twice" in told
    assert times(flow) == ["2026-01-28T00:00:00Z", "2026-01-28T01:30:00Z"]
    assert flow.run("check").status == 0


def test_what_answered_with_another_time_is_not_repeated(flow, archive):
    body = flow.site.turned()
    archive.keep(flow.site.address, "20260127230000", flow.site.turned())
    archive.keep(flow.site.address, HOURS[0], body)
    archive.keep(flow.site.address, HOURS[1], body)  # has the digest of the one before
    archive.nearest(HOURS[0], "20260127230000")
    run(flow, archive, "--max", "1", status=3)
    run(flow, archive)
    assert archive.replays == HOURS[:2]
    sums = {row["time"]: row["page"] for row in flow.export("attempts")}
    assert sums["2026-01-28T06:00:00Z"] == hashlib.sha256(body).hexdigest()


def test_a_capture_that_leads_ahead_is_asked_for_once(flow, archive):
    filled(flow, archive, HOURS[:4])
    archive.leads(HOURS[1], HOURS[3])
    told = run(flow, archive)
    assert "3 pages read" in told
    assert "left out: 1 twice" in told
    assert times(flow) == [f"2026-01-28T{hour}:00:00Z" for hour in ("00", "12", "18")]
    asked = len(archive.replays)
    run(flow, archive)
    assert len(archive.replays) == asked
    assert [row["flags"] for row in flow.export("observations") if "clock" in row["flags"]] == []


def test_a_capture_in_the_frame_of_the_archive_is_asked_for_raw(flow, archive):
    filled(flow, archive, HOURS[:2])
    archive.leads(HOURS[0], HOURS[1], raw=False)
    run(flow, archive, "--every", "1d")
    assert archive.replays == [HOURS[0], HOURS[1], HOURS[1]]
    (sha,) = {row["page"] for row in flow.export("attempts")}
    assert sha == hashlib.sha256(archive.captures[1].body).hexdigest()


def test_other_hosts_and_hosts_of_before(flow, archive):
    filled(flow, archive, HOURS[:1])
    old = "http://old.example/"
    archive.keep(old, HOURS[1], flow.site.turned())
    archive.leads(HOURS[0], HOURS[2], "https://elsewhere.example/")
    archive.keep("https://elsewhere.example/", HOURS[2], flow.site.page())
    assert "left out: 1 other host" in run(flow, archive, status=4)
    flow.config.write_text(f'{flow.config.read_text()}formerly = ["old.example"]\n')
    assert "1 page read" in run(flow, archive)
    assert times(flow) == ["2026-01-28T06:00:00Z"]


def test_bodies_however_they_are_packed(flow, archive):
    home, body = flow.site.address, flow.site.page()
    brotli = pytest.importorskip("brotli")
    ways = [
        (gzip.compress(body), "gzip"), (body, "gzip"), (brotli.compress(body), "br"),
        (gzip.compress(body)[:-9], "gzip"), (b"", "identity"),
    ]  # fmt: skip
    for stamp, (sent, coding) in zip(HOURS, ways, strict=False):
        archive.keep(home, stamp, sent, headers=[("Content-Encoding", coding)])
    told = run(flow, archive)
    assert "3 pages read" in told
    assert "1 body cut off" in told
    assert "1 no-content" in told
    assert flow.query("SELECT count(DISTINCT page) FROM attempt") == [(1,)]


def test_a_cut_answer_is_left_out(flow, archive):
    filled(flow, archive, HOURS[:2])
    archive.on(HOURS[0], headers=[("Content-Length", "9999")], body=b"<p>cut")
    assert "1 truncated" in run(flow, archive)


def test_pages_without_the_lists_and_walls_are_kept_and_refused(flow, archive):
    filled(flow, archive, HOURS[:1])
    flow.site.widget = "none"
    archive.keep(flow.site.address, HOURS[1], flow.site.page())
    archive.keep(flow.site.address, HOURS[2], b"<title>Just a moment</title><p>Checking browser")
    told = run(flow, archive)
    assert "3 pages read" in told
    assert "refused: 1 layout, 1 blocked" in told
    assert len(times(flow)) == 1
    assert [row["code"] for row in flow.export("attempts")] == [None, "layout", "blocked"]


def test_nothing_listed(flow, archive):
    for form in ("json", "text", "pywb"):
        archive.form = form
        assert "has no capture of" in run(flow, archive, status=4)
    archive.on("cdx", status=404, body=b'{"message": "No captures found"}')
    assert "has no capture of" in run(flow, archive, status=4)


def test_what_is_no_archive(flow, archive):
    archive.on("cdx", body=b"<html>welcome</html>")
    told = run(flow, archive, status=2)
    assert "no listing of captures: '<html>welcome</html>'; is it a CDX server?" in told
    for address in ("ftp://x", "https://me:secret@archive.example/"):
        said = flow.run("backfill", "local", "--from", address, "--since", "7d")
        assert (said.status, said.err.startswith("tracker: no web archive (")) == (2, True)
        assert "secret" not in said.err
    assert run(flow, archive, "--since", "2027", status=2)
    assert "shortest" in run(flow, archive, "--every", "1m", "--every", "0m", status=2)
    assert "no site is called" in run(flow, archive, site="nosuch", status=2)


def test_one_capture_that_fails_does_not_stop_the_others(flow, archive, monkeypatch):
    monkeypatch.setattr("scrapers.http.status.BACKOFF", 0.001)
    filled(flow, archive)
    archive.on(HOURS[1], status=404)
    archive.on(HOURS[2], status=500)
    told = run(flow, archive)
    assert "6 pages read" in told
    assert "1 status 404" in told
    assert "1 status 500" in told
    assert "1 captures" not in told


def test_an_archive_that_fails_again_and_again_is_left_alone(flow, archive, monkeypatch):
    monkeypatch.setattr("scrapers.http.status.BACKOFF", 0.001)
    filled(flow, archive)
    for stamp in HOURS[3:]:
        archive.on(stamp, status=503, times=3)
    told = run(flow, archive, status=3)
    assert "failed 3 times in a row (status-5xx: HTTP 503)" in told
    assert "3 captures to go: the same command goes on" in told
    assert len(times(flow)) == 3
    told = run(flow, archive)
    assert "3 pages read" in told
    assert "left out: 2 status 503" in told


def test_rests_that_an_archive_asks_for(flow, archive, monkeypatch):
    monkeypatch.delenv("TRACKER_NOW")
    filled(flow, archive, HOURS[:2])
    archive.on(HOURS[0], status=429, headers=[("Retry-After", "1")], times=1)
    archive.on(HOURS[1], status=503, headers=[("Retry-After", "1")], times=1)
    assert "2 pages read" in run(flow, archive)
    assert archive.replays == [HOURS[0], HOURS[0], HOURS[1], HOURS[1]]
    archive.keep(flow.site.address, HOURS[2], flow.site.turned())
    archive.on(HOURS[2], status=429, headers=[("Retry-After", "3600")], times=1)
    told = run(flow, archive, status=4)
    assert "asks to be left alone for 1 h (HTTP 429, Retry-After: 3600)" in told
    assert "1 capture to go: the same command goes on" in told
    asked = len(archive.asked)
    assert "asks to be left alone for" in run(flow, archive, status=4)
    assert len(archive.asked) == asked  # it is remembered


def test_history_that_is_stored_stays(flow, archive):
    archive.keep(flow.site.address, "20260128080300", flow.site.turned())
    flow.site.turned()
    flow.at("2026-01-28 17:03")
    assert flow.rankings() == 0
    before = flow.export("rankings")
    flow.at("2026-02-01 12:00")
    assert "2 known, 1 conflict passed over" in run(flow, archive)
    assert flow.export("rankings") == before


def test_a_stopped_run_keeps_what_came(flow, archive):
    filled(flow, archive)
    pid = os.fork()
    if not pid:
        archive_words = words(archive)
        become(("--db", str(flow.store), "--config", str(flow.config), *archive_words), {})
    while len(archive.replays) < 3:
        time.sleep(0.01)
    os.kill(pid, signal.SIGTERM)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 128 + signal.SIGTERM
    assert len(times(flow)) >= 2


def test_without_a_site_nothing_is_asked(archive):
    assert tracker("backfill", "--from", archive.source, "--since", "7d").status == 2
    assert archive.asked == []
