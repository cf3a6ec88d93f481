"""`tracker fetch` when something is wrong: what is said, what is kept, what stays as it was."""

import signal
import socket
import sqlite3
import subprocess
from contextlib import closing

import pytest
from fakesite import FakeSite, write_config
from flow import Flow, held
from running import TRACKER, environment

from cli.commands.demo.pages import page, path_of
from cli.commands.demo.server import Response

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

FEW = ("--max-articles", "1")
"""What is enough where articles are not the matter."""

EVENING = [f"2026-01-28 {hour}:03" for hour in range(17, 24)]


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        yield Flow(site, tmp_path, monkeypatch)


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


FAULTS = {
    "status-4xx": ({"status": 403}, 4),
    "status-5xx": ({"status": 500}, 4),
    "redirect-host": ({"status": 302, "headers": {"Location": "http://127.0.0.2:1/"}}, 4),
    "no-content": ({"body": ""}, 4),
    "type": ({"headers": {"Content-Type": "image/png"}, "body": b"\x89PNG\r\n"}, 5),
    "layout": ({"body": "<title>みほん防衛ニュース</title><p>Something else altogether.</p>"}, 5),
}
NOT_HTML = {
    "binary": (bytes(range(256)) * 40, 5),
    "blank": (b" \n ", 4),
    "json": (b'{"ranking": [1, 2, 3]}', 5),
    "nested": (b"<div>" * 5000, 5),
}


@pytest.mark.parametrize("status", [200, 400, 403, 412])
@pytest.mark.parametrize("dated", [False, True])
def test_a_page_is_asked_for_plainly_where_conditions_are_answered_badly(flow, status, dated):
    if dated:
        flow.site.last_modified = "Tue, 27 Jan 2026 08:00:00 GMT"
    flow.at(EVENING[0])
    flow.fetch("--no-articles")
    flow.site.conditional = Response(status, (("Content-Type", "text/html"),))
    for evening in EVENING[1:4]:
        flow.at(evening)
        assert flow.rankings() == 0
    conditions = [
        bool({"if-none-match", "if-modified-since"} & set(asked.headers))
        for asked in flow.site.asked("/")
    ]
    assert conditions == [False, True, False, False, False], "dropped for that address"
    assert {row["result"] for row in flow.export("observations")} == {"ok"}


def test_a_page_that_cannot_be_had_plainly_either_keeps_its_reason(flow):
    flow.at(EVENING[0])
    flow.fetch("--no-articles")
    flow.site.on("/", status=403)
    flow.site.widget = "none"
    flow.at(EVENING[1])
    said = flow.fetch("--no-articles")
    assert said.status == 4
    complaint(flow, said, "status-4xx")


NEW_HOME = "<html><head><title>防衛</title></head><body><main>{}</main></body></html>"


def redesigned(flow):
    flow.at(EVENING[0])
    flow.fetch("--no-articles")
    flow.site.on("/", body=NEW_HOME.format("<p>A wholly new home page.</p>" * 40))
    flow.site.widget = "none"


def test_a_redesign_that_retires_old_addresses_is_a_refusal_of_the_page_that_lost_the_lists(flow):
    redesigned(flow)
    for number in flow.site.articles:
        flow.site.on(path_of(number, flow.site.articles[number]), status=404, body="gone")
    flow.at(EVENING[1])
    said = flow.fetch("--no-articles")
    assert said.status == 5
    line = complaint(flow, said, "layout")
    assert "/docs/" not in line, "it names the home page"
    assert flow.attempts()[1] == ("ranking", "/", 200, "layout")
    assert "layout" in flow.run("log", "--refused").out


def test_every_candidate_of_a_refused_visit_is_part_of_the_refusal(flow):
    redesigned(flow)
    flow.at(EVENING[1])
    assert flow.rankings() == 5
    assert [code for _, _, _, code in flow.attempts()] == [None, "layout", "layout"]
    shown = flow.run("sites", "add", "--again", "local", "--yes")
    assert flow.site.address in shown.err
    assert "/docs/" not in shown.err, "it looks at the page that lost the lists"


def test_a_home_page_that_never_showed_the_lists_is_no_redesign(flow):
    links = "".join(
        f'<p><a href="{path_of(number, story)}">{story.title}</a></p>'
        for number, story in flow.site.articles.items()
    )
    flow.site.on("/", body=NEW_HOME.format(links))
    flow.at(EVENING[0])
    assert flow.rankings() == 0
    for number, story in flow.site.articles.items():
        flow.site.on(path_of(number, story), status=500)
    flow.at(EVENING[1])
    assert flow.rankings() == 4
    assert flow.attempts()[-1][3] == "status-5xx"


def test_a_site_whose_only_candidate_is_not_known_yet_is_told_what_to_do(flow):
    write_config(flow.config, flow.site.address, more='rankings_on = ["article"]\n')
    flow.at(EVENING[0])
    said = flow.fetch()
    assert said.status == 5
    assert "rankings_on" in complaint(flow, said, "layout")


def complaint(flow, said, code):
    """The one line that names source, reason and address."""
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith("tracker: local: ")
    assert f"({code})" in line
    assert flow.site.address in line
    return line


@pytest.mark.parametrize("code", FAULTS)
def test_a_page_that_cannot_be_used_is_recorded_and_nothing_else_changes(flow, code):
    flow.at(EVENING[0])
    flow.fetch(*FEW)
    before = flow.export("rankings"), flow.export("stays"), flow.export("articles")
    script, status = FAULTS[code]
    flow.site.on("/", **script)
    flow.site.widget = "none"
    flow.at(EVENING[1])
    said = flow.fetch("--no-articles")
    assert said.status == status
    line = complaint(flow, said, code)
    assert ("the page was kept" in line) == (status == 5)
    assert flow.attempts()[-1][3] == code
    state = flow.run("status").out.splitlines()[1].split()[1]
    assert state == {4: "FAILED", 5: "CHANGED"}[status]
    assert before == (flow.export("rankings"), flow.export("stays"), flow.export("articles"))
    failed = [row for row in flow.export("observations") if row["result"] != "ok"]
    assert [(row["list"], row["items"], row["result"]) for row in failed] == [
        (window, 0, code) for window in ("day", "month", "week")
    ]
    kept = flow.query("SELECT page FROM attempts ORDER BY attempt DESC LIMIT 1")
    assert (kept != [(None,)]) == bool(script.get("body"))


@pytest.mark.parametrize(("body", "status"), NOT_HTML.values(), ids=NOT_HTML)
def test_what_is_no_page_is_kept_and_nothing_is_taken_from_it(flow, body, status):
    flow.site.on("/", body=body, times=1)
    flow.at(EVENING[0])
    said = flow.fetch()
    assert said.status == status, said.err
    assert ("page changed, not read" in said.err) == (status == 5)
    assert flow.query("SELECT size FROM page") == [(len(body),)]
    assert flow.export("rankings") == []
    flow.at(EVENING[1])
    assert flow.rankings() == 0


def test_robots_txt_that_forbids_the_page_is_obeyed(flow):
    flow.site.on("/robots.txt", body="User-agent: *\nDisallow: /\n")
    flow.at(EVENING[0])
    said = flow.fetch()
    assert said.status == 4
    complaint(flow, said, "robots")
    assert {entry.path for entry in flow.site.log} == {"/robots.txt"}


def test_a_connection_that_is_refused(flow):
    write_config(flow.config, f"http://127.0.0.1:{free_port()}/")
    flow.at(EVENING[0])
    said = flow.fetch()
    assert said.status == 4
    assert "(connect)" in said.err
    assert [row[2:] for row in flow.attempts()] == [(None, "connect")]


def test_a_redirect_to_another_host_is_not_followed(flow):
    with FakeSite() as other:
        flow.site.on("/", status=301, headers={"Location": other.address})
        flow.at(EVENING[0])
        assert flow.fetch().status == 4
        assert other.log == []


def test_a_server_that_stumbles_once_is_asked_again(flow):
    flow.site.on("/", status=500, times=1)
    flow.at(EVENING[0])
    assert flow.fetch("--no-articles") == (0, "", "")
    assert len(flow.site.asked("/")) == 2
    assert flow.attempts() == [("ranking", "/", 200, None)]


def test_an_empty_widget_sends_on_to_two_article_pages_and_no_further(flow):
    flow.at(EVENING[0])
    flow.fetch(*FEW)
    asked = len(flow.site.log)
    flow.site.widget = "empty"
    flow.at(EVENING[1])
    said = flow.fetch("--no-articles")
    assert said.status == 5
    paths = [entry.path for entry in flow.site.log[asked:] if entry.path != "/robots.txt"]
    assert (len(paths), paths[0]) == (3, "/")
    assert all(path.startswith("/docs/") for path in paths[1:])
    code = flow.attempts()[-1][3]
    assert code in {"empty", "needs-script"}
    assert f"({code})" in said.err
    assert f"  {flow.site.address}  See" in said.err, "the page that showed the lists is named"
    assert [row[3] for row in flow.attempts()[-3:]] == [code, code, code]
    assert not any(row["status"] == "out" for row in flow.top())


def test_a_widget_that_vanished_is_a_redesign_and_loud(flow):
    flow.at(EVENING[0])
    flow.fetch(*FEW)
    before = flow.export("rankings"), flow.export("stays")
    flow.site.widget = "none"
    told = []
    for evening in EVENING[1:4]:
        flow.at(evening)
        said = flow.fetch("--no-articles")
        assert said.status == 5
        told.append(said.err)
    assert "page changed, not read (layout)" in told[0]
    assert told[1:] == ["", ""]  # the same trouble is told once a day
    assert before == (flow.export("rankings"), flow.export("stays"))
    heading = " ".join(flow.run("top").out.split())
    assert (
        ", 3 h ago: OLD, page changed, not read since 28 Jan 18:03 (layout, 3 times) # move"
        in heading
    )
    flow.at("2026-01-29 18:04")
    assert "4 times since Wed 2026-01-28 18:03 JST" in flow.fetch("--no-articles").err
    flow.site.widget = "lists"
    flow.at("2026-01-29 19:03")
    recovered = "tracker: local: recovered after 4 runs (layout)\n"
    assert flow.fetch("--no-articles") == (0, "", recovered)
    assert flow.fetch("--no-articles").err == ""


@pytest.mark.parametrize("gone", [True, False])
def test_one_list_that_is_empty_or_gone_does_not_spoil_the_others(flow, gone):
    flow.at(EVENING[0])
    flow.fetch(*FEW)
    if gone:
        del flow.site.lists["month"]
    flow.site.lists["month"] = []
    flow.at(EVENING[1])
    said = flow.fetch("--no-articles")
    assert said.status == 3
    assert "recorded in part (empty): 1ヶ月" in said.err
    second = [row for row in flow.export("observations") if "09:03" in row["observed"]]
    assert [(row["list"], row["items"], row["result"]) for row in second] == [
        ("day", 10, "ok"),
        ("month", 0, "empty"),
        ("week", 10, "ok"),
    ]
    stays = [row for row in flow.export("stays") if row["list"] == "month"]
    assert [row["ended"] for row in stays] == [None] * 10
    assert [row["observed"] for row in flow.top("--window", "month")] == [
        "2026-01-28T17:03:00+09:00"
    ] * 10
    month = [row for row in flow.export("observations") if row["list"] == "month"]
    assert month[0]["valid_until"] is None


def test_a_window_of_the_site_that_was_never_seen_is_said_to_be_missing(flow):
    flow.site.lists["month"] = []
    flow.at(EVENING[0])
    said = flow.fetch(*FEW)
    assert said.status == 3
    assert "recorded in part (empty): 1ヶ月" in said.err
    assert {row["list"] for row in flow.export("observations")} == {"day", "week"}


def test_a_home_page_without_the_widget_sends_on_to_an_article_page(flow):
    home = page(flow.site.state()._replace(widget="none"), "/")
    flow.site.on("/", body=home)
    for evening in EVENING[:2]:
        flow.at(evening)
        assert flow.fetch("--no-articles") == (0, "", "")
    kinds = [(kind, path[:6], code) for kind, path, _, code in flow.attempts()]
    assert kinds == [("ranking", "/", None), ("ranking", "/docs/", None)] * 2
    assert flow.query("SELECT count(*) FROM snapshot") == [(2,)]
    assert len(flow.export("rankings")) == 60


def test_a_home_page_that_is_gone_sends_on_to_an_article_page(flow):
    flow.at(EVENING[0])
    flow.fetch(*FEW)
    flow.site.on("/", status=404)
    flow.at(EVENING[1])
    assert flow.fetch("--no-articles") == (0, "", "")
    assert len(flow.export("rankings")) == 60


def test_a_home_page_that_is_gone_and_an_article_page_without_the_widget(flow):
    flow.at(EVENING[0])
    flow.fetch(*FEW)
    flow.site.on("/", status=404)
    flow.site.widget = "none"
    flow.at(EVENING[1])
    assert flow.fetch("--no-articles").status == 5
    assert [row[3] for row in flow.attempts()[-2:]] == ["status-4xx", "layout"]


def test_retry_after_is_obeyed_across_runs(flow):
    flow.site.on("/", status=503, headers={"Retry-After": "3600"}, times=1)
    for text, code, requests in [
        ("17:03", "status-5xx", 1),
        ("17:30", "retry-after", 1),
        ("18:02", "retry-after", 1),
        ("18:04", None, 2),
    ]:
        flow.at(f"2026-01-28 {text}")
        assert flow.rankings() == (4 if code else 0)
        assert flow.attempts()[-1][3] == code
        assert len(flow.site.asked("/")) == requests


def started(flow):
    """A fetch in a process of its own."""
    words = [*TRACKER, "--db", str(flow.store), "--config", str(flow.config), "fetch"]
    return subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE)


def test_a_fetch_that_is_killed_leaves_a_sound_store_and_a_free_lock(flow):
    flow.at(EVENING[0])
    flow.fetch()
    flow.site.articles[6099] = flow.site.articles[6001]._replace(title="新しい記事の見出し")
    flow.site.lists["day"][0] = 6099
    for evening, path in zip(
        EVENING[1:], ["/robots.txt", "/", "/docs/mod/006099.html"], strict=False
    ):
        flow.at(evening)
        with held(flow.site, path) as asked, started(flow) as program:
            assert asked.wait(30)
            program.send_signal(signal.SIGKILL)
        assert program.returncode == -signal.SIGKILL
        with closing(sqlite3.connect(flow.store)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    flow.at(EVENING[5])
    assert flow.fetch() == (0, "", "")
    times = {row["observed"][11:16] for row in flow.export("rankings")}
    assert times == {"08:03", "11:03", "13:03"}
    assert [row[:2] for row in flow.attempts() if row[3] == "interrupted"] == [
        ("ranking", "/"),
        ("ranking", "/"),
        ("article", "/docs/mod/006099.html"),
    ]


def test_a_signal_ends_a_fetch_without_a_half_and_the_next_one_works(flow):
    flow.at(EVENING[0])
    with held(flow.site, "/docs/mod/006003.html") as asked, started(flow) as program:
        assert asked.wait(30)
        program.send_signal(signal.SIGTERM)
        assert program.stderr.read() == b"tracker: stopped\n"
    assert program.returncode == 143
    assert len(flow.export("rankings")) == 30
    assert flow.fetch() == (0, "", "")


def test_a_host_that_asked_for_rest_gets_it_also_when_the_run_was_stopped(flow):
    with FakeSite() as other:
        flow.config.write_text(
            f'{flow.config.read_text()}[sites.other]\nextends = "jdefense"\n'
            f'home = "{other.address}"\nallow_private = true\ndelay = 0\n'
        )
        other.on("/", status=503, headers={"Retry-After": "7200"})
        flow.at(EVENING[0])
        with held(flow.site, "/docs/mod/006003.html") as asked, started(flow) as program:
            assert asked.wait(30)
            program.send_signal(signal.SIGTERM)
            assert b"tracker: stopped" in program.stderr.read()
        flow.at(EVENING[1])
        assert flow.rankings("other") == 4
        assert flow.attempts()[-1][3] == "retry-after"
        assert len(other.asked("/")) == 1
