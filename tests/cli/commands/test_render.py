"""Sites with `render = true`, as their users see them: drawn, told as such, and without a browser."""

import json
import tomllib

import pytest
from fakesite import FakeSite, write_config
from flow import Flow, tracker

from scrapers.browser import process, rendering
from scrapers.media_types import DRAWN_BY

RENDER = "render = true\n"
NO_BROWSER = "no Chromium was found: install it"


@pytest.fixture
def site():
    with FakeSite() as there:
        yield there


@pytest.fixture
def flow(site, tmp_path, monkeypatch):
    made = Flow(site, tmp_path, monkeypatch)
    write_config(tmp_path / "sites.toml", site.address, more=RENDER)
    made.at("2026-01-28 17:03")
    return made


@pytest.fixture
def browser(monkeypatch):
    """A browser that draws each page as it came, which is enough for what is told of it."""

    def drawn(page, *_):
        kind = ("content-type", f"text/html; charset=utf-8{DRAWN_BY}Chromium-156")
        kept = tuple(pair for pair in page.headers if pair[0] == "date")
        return page._replace(headers=(*kept, kind), detail="drawn by Chromium 156 in 1.0 s")

    monkeypatch.setattr(process, "missing", lambda: "")
    monkeypatch.setattr(rendering, "drawn", drawn)


@pytest.fixture
def no_browser(monkeypatch):
    monkeypatch.setattr(process, "missing", lambda: NO_BROWSER)


@pytest.mark.usefixtures("browser")
def test_log_and_evidence_name_the_browser(flow):
    assert flow.fetch("--no-articles").status == 0
    assert "; drawn by Chromium-156" in flow.run("log").out
    (line,) = json.loads(flow.run("log", "--json").out)
    assert (line["rendered"], line["detail"]) == ("Chromium-156", "drawn by Chromium 156 in 1.0 s")
    seen = json.loads(flow.run("article", "day:1", "--evidence", "--json").out)
    assert {(row["source"], row["rendered"]) for row in seen} == {("fetch", "Chromium-156")}
    assert "fetch Chromium-156" in flow.run("article", "day:1", "--evidence").out


@pytest.mark.usefixtures("browser")
def test_a_drawn_page_is_asked_for_whole_and_articles_are_not_drawn(flow, site):
    for hour in ("17", "18"):
        flow.at(f"2026-01-28 {hour}:03")
        assert flow.fetch().status == 0
    assert not [asked for asked in site.log if "if-none-match" in asked.headers]
    kinds = flow.query(
        "SELECT DISTINCT t.of_article, m.type LIKE '%rendered=%' FROM attempt t "
        "JOIN media m ON m.id = t.media ORDER BY 1"
    )
    assert kinds == [(0, 1), (1, 0)]


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_only_that_site_fails(flow, site, tmp_path):
    plain = f'[sites.plain]\nextends = "jdefense"\nhome = "{site.address}"\nallow_private = true\n'
    write_config(tmp_path / "sites.toml", site.address, more=f"{RENDER}{plain}delay = 0\n")
    said = flow.fetch("--no-articles")
    assert said.status == 3
    assert f"local: fetch failed (render): {NO_BROWSER}" in said.err
    assert "plain" in flow.run("status").out


@pytest.mark.usefixtures("no_browser")
def test_doctor_names_what_is_missing(flow):
    said = flow.run("doctor", "--json")
    (found,) = (row for row in json.loads(said.out) if row["topic"] == "browser")
    assert (said.status, found["state"]) == (4, "bad")
    assert NO_BROWSER in found["what"]
    assert "tracker docs render" in found["remedy"]


@pytest.mark.usefixtures("browser")
def test_inspect_and_sites_check_say_how_the_page_was_drawn(flow, site):
    shown = flow.run("inspect", site.address, "--allow-private", "--render")
    assert (shown.status, "drawn by Chromium 156" in shown.out) == (0, True)
    assert "drawn by Chromium 156" in flow.run("sites", "check", "local").out


def test_a_file_cannot_be_drawn(tmp_path):
    page = tmp_path / "page.html"
    page.write_bytes(b"<title>News")
    said = tracker("inspect", str(page), "--render")
    assert (said.status, "--render" in said.err) == (2, True)


def test_a_browser_is_named_as_the_second_way(site, tmp_path):
    site.widget = "empty"
    words = ("sites", "add", "news", site.address, "--allow-private", "--delay", "0")
    said = tracker("--config", str(tmp_path / "new.toml"), *words)
    assert said.status == 5
    assert 'kind = "json"' in said.out  # the address of the data comes first
    tomllib.loads(said.out.partition("# To paste")[2].partition("\n")[2])  # to be pasted as it is
    words = f"tracker sites add news {site.address} --allow-private --render"
    assert f"(render = true), at a hundred times the cost:  {words}" in said.err
