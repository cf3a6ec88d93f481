"""`tracker sites add`, with and without --again, and `tracker sites check`: what is shown and written."""

import contextlib
import json
import os
import pty
import select
import subprocess
import tomllib

import pytest
from fakesite import FakeSite
from flow import Flow
from running import TRACKER, environment

from cli.commands.demo.pages import page
from scrapers import Visiting, config

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

OTHERS = '# mine\ndefault = "jdefense"\n\n[sites.jdefense]  # the first\nevery = "30m"\n'
HERE = ("--allow-private", "--delay", "0")


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        flow.at("2026-01-28 17:03")
        flow.config.write_text(OTHERS)
        yield flow


def add(flow, *words):
    return flow.run("sites", "add", "nikkan", flow.site.address, *HERE, *words)


def entry(flow):
    return tomllib.loads(flow.config.read_text())["sites"]["nikkan"]


def answered(flow, answer, *words):
    """What a person sees who types an answer at the first question, and the exit status."""
    here, there = pty.openpty()
    words = (*TRACKER, "--db", str(flow.store), "--config", str(flow.config), *words)
    surroundings = environment({"TERM": "xterm", "COLUMNS": "120"})
    program = subprocess.Popen(
        words, stdin=there, stdout=there, stderr=there, env=surroundings, start_new_session=True
    )
    os.close(there)
    said = b""
    with contextlib.suppress(OSError):  # the other side is closed
        while select.select([here], [], [], 30)[0] and (part := os.read(here, 65536)):
            said += part
            if said.rstrip().endswith((b"]", b"]:")) and answer:
                os.write(here, answer.pop(0).encode())
    os.close(here)
    return said.decode().replace("\r\n", "\n"), program.wait(30)


def test_what_was_found_is_shown_and_written(flow):
    said = add(flow, "--yes")
    assert (said.status, said.err) == (0, "")
    shown = " ".join(said.out.split())
    assert (
        "robots.txt allows it · utf-8 · Asia/Tokyo (from the language ja) · 3 lists found" in shown
    )
    lists = [line.split()[:4] for line in said.out.splitlines() if line[:1].isdigit()][1:]
    assert lists == [
        [str(n), name, name, "10"] for n, name in enumerate(("day", "week", "month"), 1)
    ]
    assert "Ranking読まれている記事 › 24時間: 護衛艦「ためし」、訓練航海を終えて帰港" in said.out
    assert "tracker fetch nikkan · tracker top --site nikkan" in shown
    written = entry(flow)
    assert written["home"] == flow.site.address
    assert written["timezone"] == "Asia/Tokyo"
    assert written["article"] == r"^/docs/[^/]+/(?P<id>\d+)\.html$"
    (reader,) = written["readers"]
    assert reader["lists"][1] == {
        "name": "week",
        "window": "week",
        "heading": "Ranking読まれている記事",
        "label": "1週間",
        "selector": "#most-week > ul > li",
    }


def test_the_rest_of_the_file_stays_and_the_entry_is_one_that_loads(flow):
    assert add(flow, "--follow", "2", "--timezone", "Asia/Seoul").status == 0
    text = flow.config.read_text()
    assert text.startswith(OTHERS)
    known = config.load(flow.config)
    site = known.sites["nikkan"]
    assert site.timezone == "Asia/Seoul"
    assert known.visiting["nikkan"] == Visiting(allow_private=True, delay=0)
    assert [spec.name for spec in site.readers[0].lists] == ["week"]


def test_a_new_file_tells_that_the_built_in_site_is_left_out(flow):
    flow.config.unlink()
    assert "[sites.jdefense]" in add(flow, "--yes").out
    assert flow.config.exists()
    flow.config.write_text(OTHERS)
    assert "[sites.jdefense]" not in add(flow, "--yes").out


def test_robots_txt_is_asked_first_and_decides(flow):
    flow.site.on(
        "/robots.txt", headers={"Content-Type": "text/plain"}, body="User-agent: *\nDisallow: /"
    )
    said = add(flow, "--yes")
    assert (said.status, said.out) == (4, "")
    assert "robots: robots.txt disallows it" in said.err
    assert [asked.path for asked in flow.site.log] == ["/robots.txt"]
    assert flow.config.read_text() == OTHERS


def test_loopback_is_refused_unless_it_is_meant(flow):
    said = flow.run("sites", "add", "nikkan", flow.site.address, "--yes")
    assert said.status == 4
    assert "address-refused" in said.err
    assert flow.site.log == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nobody is there to be asked; say it with  tracker sites add nikkan"),
        (("--follow", "4"), "numbers from 1 to 3"),
        (("--follow", "x"), "numbers from 1 to 3"),
        (("--yes", "--timezone", "Tokyo"), "no time zone is called Tokyo"),
        (("--yes", "--delay", "soon"), "seconds or a time such as 1h expected"),
    ],
)
def test_what_cannot_be_done_is_usage(flow, words, said):
    told = add(flow, *words)
    assert told.status == 2
    assert said in told.err
    assert flow.config.read_text() == OTHERS


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("jdefense", "http://127.0.0.1/"), "tracker sites add --again jdefense"),
        (("a/b", "http://127.0.0.1/"), "a site cannot be called 'a/b'"),
        (("none", "http://127.0.0.1/"), "a site cannot be called 'none'"),
        (("mine",), "an http or https address"),
        (("mine", "ftp://127.0.0.1/"), "an http or https address"),
        (("mine", "http://me@127.0.0.1/"), "an address such as"),
        (("--again", "mine"), "no site is called mine"),
        (("--again", "jdefense", "http://127.0.0.1/"), "--again takes the address"),
        (("--again", "jdefense"), "tracker sites add --again jdefense --fetch"),
    ],
)
def test_wrong_names_and_addresses(flow, words, said):
    told = flow.run("sites", "add", *words)
    assert told.status == 2
    assert said in told.err


def test_an_address_without_a_scheme_is_https(flow):
    host = flow.site.address.partition("://")[2]
    told = flow.run("sites", "add", "nikkan", host, *HERE)
    assert told.status == 4  # what answers at that place speaks http
    assert f"https://{host}" in told.err
    assert flow.config.read_text() == OTHERS


def test_a_page_without_a_list_writes_nothing(flow):
    flow.site.widget = "none"
    said = add(flow, "--yes")
    assert said.status == 5
    assert "no most-read list was found, nothing was written" in said.err
    assert flow.config.read_text() == OTHERS


def test_a_list_filled_by_script_is_proposed_as_an_entry(flow):
    flow.site.widget = "empty"
    flow.site.on("/robots.txt", status=404)
    rows = [{"pos": n, "name": f"見出し{n}", "url": f"/docs/mod/00600{n}.html"} for n in (1, 2, 3)]
    body = json.dumps({"data": {"list": rows}})
    flow.site.on("/api/most-read", headers={"Content-Type": "application/json"}, body=body)
    said = add(flow, "--yes")
    assert said.status == 5
    proposed = said.out.partition("# To paste")[2]
    flow.config.write_text(f"# To paste{proposed}")
    checked = flow.run("sites", "check", "nikkan")
    assert checked.status == 0, checked
    assert checked.out.splitlines()[1].split()[:3] == ["ranking", "ok", "3"]
    assert entry(flow)["readers"][0]["lists"][0]["rank"] == "pos"


def test_a_person_is_asked(flow):
    words = ("sites", "add", "nikkan", flow.site.address, *HERE)
    said, status = answered(flow, ["7\n", "1,3\n"], *words)
    assert status == 0, said
    assert "Follow which? [1,2,3 or all] 7\nError: numbers from 1 to 3" in said
    assert [one["name"] for one in entry(flow)["readers"][0]["lists"]] == ["day", "month"]


def redesigned(flow):
    """A followed site that was rebuilt: two pages were refused since."""
    assert add(flow, "--follow", "1,2").status == 0
    assert flow.rankings("nikkan") == 0
    flow.site.markup = "tabs-aria"
    flow.site.lists["day"].insert(0, 6012)
    flow.site.lists["day"].pop()
    for hour in (18, 19):
        flow.at(f"2026-01-28 {hour}:03")
        assert flow.rankings("nikkan") == 5
    flow.at("2026-01-28 20:00")


def test_again_shows_old_and_new_and_reread_closes_the_gap(flow):
    redesigned(flow)
    asked = len(flow.site.log)
    before = flow.config.read_text()
    said = flow.run("sites", "add", "--again", "nikkan")
    assert (said.status, flow.config.read_text()) == (2, before)
    assert "--again nikkan --yes" in said.err
    said, status = answered(flow, ["y\n"], "sites", "add", "--again", "nikkan")
    assert status == 0
    assert "until Wed 2026-01-28 17:03 JST" in said
    assert "found in the page of Wed 2026-01-28 19:03 JST" in said
    assert "Use it from Wed 2026-01-28 18:03 JST on? [y/N]" in said
    day = next(line for line in said.splitlines() if line.split()[1:2] == ["day"])
    assert "10 items, 9 of them known" in said[said.index(day) :]
    assert "2 kept pages can now be read:" in " ".join(said.split())
    assert "tracker reread --site nikkan --since 2026-01-28 --dry-run" in said
    assert len(flow.site.log) == asked
    old, new = config.load(flow.config).sites["nikkan"].readers
    assert (old.version, old.since, old.until) == (1, None, new.since)
    assert (new.version, new.since, new.until) == (2, flow.at("2026-01-28 18:03"), None)
    assert [spec.name for spec in new.lists] == ["day", "week"]
    flow.at("2026-01-28 20:00")
    assert flow.run("reread", "--site", "nikkan", "--since", "2026-01-28").status == 0
    times = {row["observed"][11:16] for row in flow.export("rankings", "--site", "nikkan")}
    assert times == {"08:03", "09:03", "10:03"}
    assert flow.rankings("nikkan") == 0


def test_no_is_an_answer(flow):
    redesigned(flow)
    before = flow.config.read_text()
    assert answered(flow, ["n\n"], "sites", "add", "--again", "nikkan")[1] == 0
    assert flow.config.read_text() == before


def test_a_list_that_is_new_is_followed_where_all_are_asked_for(flow):
    add(flow, "--follow", "1")
    assert flow.rankings("nikkan") == 0
    flow.at("2026-01-28 21:00")
    for asked, names in (("--yes",), ["day"]), (("--follow", "all"), ["day", "week", "month"]):
        flow.run("sites", "add", "--again", "nikkan", "--fetch", *asked)
        followed = config.load(flow.config).sites["nikkan"].readers[-1].lists
        assert [spec.name for spec in followed] == names


def test_a_second_redesign_counts_on_and_a_fresh_page_may_be_taken(flow):
    redesigned(flow)
    assert flow.run("sites", "add", "--again", "nikkan", "--yes").status == 0
    assert flow.rankings("nikkan") == 0
    flow.site.markup = "blocks"
    since = flow.at("2026-01-28 21:00")
    assert flow.run("sites", "add", "--again", "nikkan", "--fetch", "--yes").status == 0
    readers = config.load(flow.config).sites["nikkan"].readers
    assert [reader.version for reader in readers] == [1, 2, 3]
    assert (readers[1].until, readers[2].since) == (since, since)
    assert flow.rankings("nikkan") == 0


def test_check_tells_each_list(flow, tmp_path):
    add(flow, "--yes")
    said = flow.run("sites", "check", "nikkan")
    assert (said.status, said.err) == (0, "")
    assert [line.split()[:3] for line in said.out.splitlines()[1:]] == [
        [name, "ok", "10"] for name in ("day", "week", "month")
    ]
    saved = tmp_path / "page.html"
    flow.site.lists["week"] = []
    saved.write_text(page(flow.site.state(), "/"))
    said = flow.run("sites", "check", "nikkan", str(saved))
    assert said.status == 5
    assert [line.split()[:2] for line in said.out.splitlines()[1:4]] == [
        ["day", "ok"], ["week", "differs"], ["month", "ok"],
    ]  # fmt: skip
    assert "no rows at `#most-week > ul > li`" in said.out
    flow.site.on("/", status=403)
    assert flow.run("sites", "check", "nikkan").status == 4


def test_check_of_a_site_without_learnt_lists_goes_by_the_record(flow, tmp_path):
    flow.config.write_text(
        f'[sites.local]\nextends = "jdefense"\nhome = "{flow.site.address}"\n'
        "allow_private = true\ndelay = 0\n"
    )
    assert flow.run("sites", "check", "local").status == 0
    assert flow.rankings() == 0
    flow.site.lists["month"] = []
    said = flow.run("sites", "check", "local")
    assert said.status == 5
    assert "month  differs" in said.out
    blank = tmp_path / "blank.html"
    blank.write_text("<h1>Nothing</h1><p>at all, on a page of its own</p>")
    assert flow.run("sites", "check", "local", str(blank)).status == 5
