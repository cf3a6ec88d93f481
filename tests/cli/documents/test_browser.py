"""The report in a real Chromium: quiet, alone, readable at any width, in print, by anyone."""

import json
import os
import re
from pathlib import Path

import hostilestore
import madestore
import pytest
from browser import ABSENT, CHROMIUM, Browser
from click.testing import CliRunner
from once import once
from reports import page_of
from running import ROOT

from cli.commands.demo.script import VISITS
from cli.commands.publish import command as publish

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason=ABSENT),
    pytest.mark.xdist_group("browser"),
]
NARROW, WIDE = 390, 1280
AXE = Path(ROOT, os.environ.get("AXE", "/nowhere"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The folder of the reports that are looked at."""
    return once(tmp_path_factory, "reports", make)


def make(folder):
    week, hostile = madestore.make(folder / "week.db"), hostilestore.make(folder / "hostile.db")
    for name, store, now in (
        ("en", week, madestore.NOW),
        ("ja", week, madestore.NOW),
        ("hostile", hostile, hostilestore.NOW),
    ):
        lang = "ja" if name == "ja" else "en"
        (folder / f"{name}.html").write_text(page_of(store, "--lang", lang, now=now))
    sites = madestore.three_sites(folder / "sites.db")
    (folder / "sites.html").write_text(page_of(sites))
    recent = madestore.make(folder / "recent.db", visits=VISITS[-6:])
    CliRunner().invoke(publish, ["--db", recent, str(folder / "site")], catch_exceptions=False)


@pytest.fixture(scope="module")
def chromium():
    with Browser() as browser:
        yield browser


@pytest.mark.parametrize("name", ["en", "ja", "hostile", "sites"])
def test_it_loads_nothing_complains_of_nothing_and_fits_every_width(chromium, pages, name):
    page = pages / f"{name}.html"
    for width, dark in ((WIDE, False), (NARROW, True)):
        chromium.open(page, width, dark=dark)
        chromium.value("[...document.querySelectorAll('details')].forEach(d => d.open = true)")
        assert chromium.value("document.documentElement.scrollWidth") <= width
        assert chromium.requests == [page.as_uri()]
        assert chromium.complaints == []


@pytest.mark.parametrize(
    "part", ["index", "lists/mihon/day", "lists/mihon/week/day/2026-01-27", "articles/*"]
)
def test_published_pages_work_from_a_disk(chromium, pages, part):
    page = next((pages / "site").glob(f"{part}.html" if part == "index" else f"{part}/index.html"))
    for width in (WIDE, NARROW):
        chromium.open(page, width)
        assert chromium.value("document.documentElement.scrollWidth") <= width
        assert chromium.complaints == []
        assert chromium.value("getComputedStyle(document.body).maxWidth") != "none"
        own = (pages / "site").as_uri()
        assert all(request.startswith(own) for request in chromium.requests)
    find_axe_violations(chromium)


def test_the_first_screen_of_a_phone_says_what_moved(chromium, pages):
    chromium.open(pages / "ja.html", NARROW, 800)
    bottoms = chromium.value(
        "[...document.querySelectorAll('section.list')[0].querySelectorAll('.moved > div')]"
        ".map(e => e.getBoundingClientRect().bottom)"
    )
    assert len(bottoms) == 6
    assert max(bottoms) < 800


def test_without_a_script_a_phone_shows_the_last_day(chromium, pages):
    page = pages / "en.html"
    shown = {}
    for script in (True, False):
        chromium.open(page, NARROW, script=script)
        picture = chromium.call(
            "Runtime.evaluate",
            returnByValue=True,
            expression="""(() => {
              const plot = document.querySelector('.plot').getBoundingClientRect();
              const frame = document.querySelector('.frame').getBoundingClientRect();
              const [, , span] = document.querySelector('.view').getAttribute('viewBox').split(' ');
              return Math.round(span * frame.width / plot.width) })()""",
        )
        shown[script] = picture["result"]["value"]
    assert shown == {True: 1440, False: pytest.approx(1440, rel=0.01)}


def test_a_phone_shows_other_lists_as_they_are(chromium, pages):
    chromium.open(pages / "en.html", NARROW)
    spans = (
        "[...document.querySelectorAll('.view')].map(v => +v.getAttribute('viewBox').split(' ')[2])"
    )
    day, week, month = chromium.value(spans)
    assert day == 1440
    assert week == month == 7 * 1440 + 8 * 60


def test_ranges_pins_and_searches(chromium, pages):
    chromium.open(pages / "ja.html")
    span = "+document.querySelector('.view').getAttribute('viewBox').split(' ')[2]"
    assert chromium.value(span) == 7 * 1440
    chromium.value("document.querySelector('button[data-span=\"1440\"]').click()")
    assert chromium.value(span) == 1440
    assert chromium.value("location.hash") == "#day=24h"
    chromium.value(
        "{const i = document.querySelector('input'); i.value = 'ｃ-２、離島';"
        "i.dispatchEvent(new Event('input'))}"
    )
    hot = "[...document.querySelectorAll('.hot')].map(e => e.id)"
    assert len(chromium.value(hot)) == len({"day", "week"})
    seen = "[...document.querySelectorAll('.ranks tr[data-a]')].filter(e => e.offsetHeight).length"
    assert chromium.value(seen) == len({"day", "week"})
    chromium.open(f"{(pages / 'ja.html').as_uri()}#day=24h&pin=17")
    assert chromium.value(span) == 1440
    assert chromium.value("document.querySelectorAll('.hot').length") > 0
    chromium.open(f"{(pages / 'ja.html').as_uri()}#a17")
    assert chromium.value("document.querySelector('#a17').closest('details').open")


def test_the_pointer_names_a_line(chromium, pages):
    chromium.open(pages / "en.html", height=1400)
    place = chromium.value(
        "(() => {const b = document.querySelector('.plot').getBoundingClientRect();"
        "return [b.right - 3, b.top + 13]})()"
    )
    for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
        chromium.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1],
                      button="left", clickCount=1)  # fmt: skip
    said = chromium.value("document.querySelector('output').textContent")
    assert re.fullmatch(
        r"01-27 0[78]:\d\d · 1 · 陸自と豪州陸軍、雪上の共同訓練を2月上旬に実施予定", said
    )
    assert "pin=" in chromium.value("location.hash")


def test_three_lists_are_printed_on_three_pages(chromium, pages, tmp_path):
    chromium.open(pages / "ja.html")
    chromium.pdf(tmp_path / "r.pdf")
    assert len(re.findall(rb"/Type\s*/Page\b[^s]", (tmp_path / "r.pdf").read_bytes())) <= 3


@pytest.mark.parametrize("name", ["en", "ja", "sites"])
@pytest.mark.parametrize("dark", [False, True])
def test_the_axe_rules_find_nothing(chromium, pages, name, dark):
    if not AXE.is_file():
        pytest.skip("the axe rules are tried by make browser")
    chromium.open(pages / f"{name}.html", dark=dark)
    chromium.value(
        "[...document.querySelectorAll('details')].slice(0, 9).forEach(d => d.open = true)"
    )
    find_axe_violations(chromium)


def find_axe_violations(chromium):
    """Try the rules of axe-core, where `make browser` has it."""
    if AXE.is_file():
        chromium.value(AXE.read_text())
        found = chromium.value(
            "axe.run().then(r => JSON.stringify(r.violations.map(v =>"
            " [v.id, v.help, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))])))"
        )
        assert json.loads(found) == []
