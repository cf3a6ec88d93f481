"""Pages that stand in for a site are told from the site's own, redesigned, by the page before."""

from urllib.request import urlopen

import pytest
from fakesite import FakeSite
from flow import Flow
from hypothesis import given
from hypothesis import strategies as st

from cli.pipeline.acceptance import Verdict
from cli.pipeline.likeness import compared_with_last
from scrapers.model import Face

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

VERDICTS = st.sampled_from((
    Verdict("next", None, "no ranking on this page"),
    Verdict("refused", "layout", "no ranking was found where it used to be"),
    Verdict("refused", "blocked", "the page says: captcha"),
))  # fmt: skip
BEFORE = Face("Top stories | The Daily", 8000, 120)


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        flow.at("2026-01-28 17:03")
        yield flow


# No phrase of these is on a list of the program.
STAND_INS = {
    "a challenge": "<title>Einen Moment bitte</title><h1>Wir sehen kurz nach, wer du bist</h1>",
    "a script": "<script>window.go('/x');" + "/* padding */" * 900 + "</script>",
    "a country": "<title>Извините</title><p>Сайт недоступен в вашей стране.</p>",
    "a consent": "<title>Cookies</title><p>Acepta o suscríbete.</p><a href='/privacidad'>Más</a>",
    "a hotel": "<title>Guest network</title><h1>Enter your room number</h1><form><input></form>",
    "a parked domain": "<title>d</title>"
    + "".join(f"<a href='/?q={n}'>loans {n}</a>" for n in range(30)),
    "an error": "<title>Fehler</title><p>Verbindung zum Backend verloren</p>",
    "nothing": "<html><body><div id='x'></div></body></html>",
}


@pytest.mark.parametrize("name", STAND_INS)
def test_a_page_with_nothing_of_the_one_before_stands_in_for_the_site(flow, name):
    assert flow.rankings() == 0
    flow.site.on("/", body=STAND_INS[name])
    flow.at("2026-01-28 18:03")
    said = flow.fetch("--no-articles")
    assert said.status == 5
    assert "page changed, not read (blocked)" in said.err
    assert flow.attempts()[-1] == ("ranking", "/", 200, "blocked")


LINKS = "".join(f'<a href="/docs/mod/{n:06}.html">Story number {n} of today</a>' for n in range(12))
REDESIGNS = {
    "its title and links": "<title>{title}</title>" + LINKS,
    "its title and text": "<title>{title}</title>" + "<p>All that happened on this day.</p>" * 200,
    "its title": "<title>{title}</title><div id='app'></div><script src='/app.js'></script>",
    "its links": "<title>Brand new</title>" + LINKS,
    "new links": "<title>Brand new</title>" + LINKS.replace("/docs/mod", "/news"),
    "much text": "<title>Brand new</title>" + "<p>All that happened on this day.</p>" * 200,
    "words of a wall": "<title>{title}</title><p>Captcha: are you a human? By a reporter</p>"
    + LINKS,
}


@pytest.mark.parametrize("kept", REDESIGNS)
def test_a_redesign_is_no_stand_in(flow, kept):
    flow.config.write_text(flow.config.read_text() + 'rankings_on = ["home"]\n')
    assert flow.rankings() == 0
    flow.site.on("/", body=REDESIGNS[kept].format(title=title_of(flow)))
    flow.at("2026-01-28 18:03")
    said = flow.fetch("--no-articles")
    assert (said.status, "page changed, not read (layout)" in said.err) == (5, True), said.err


def title_of(flow) -> str:
    """The title of the home page as the site has it."""
    with urlopen(flow.site.address) as page:
        return page.read().decode().partition("<title>")[2].partition("</title>")[0]


@given(VERDICTS, st.integers(0, 10**6), st.integers(0, 1000), st.booleans())
def test_a_page_with_title_and_links_or_text_of_the_site_is_its_own(verdict, length, links, known):
    enough = links >= 30 or length >= 4000
    now = Face("All news | The Daily", length, links)
    compared = compared_with_last(verdict, now, BEFORE, known=known)
    assert compared.code in ({None, "layout"} if enough else {None, "layout", verdict.code})


@given(VERDICTS, st.integers(0, 3999), st.integers(0, 29), st.sampled_from(("", "Hello", "Log in")))
def test_a_page_without_title_and_text_and_links_of_the_site_is_none(verdict, length, links, title):
    compared = compared_with_last(verdict, Face(title, length, links), BEFORE, known=True)
    assert (compared.kind, compared.code) == ("refused", "blocked")


@pytest.mark.parametrize("body", [STAND_INS["a country"], STAND_INS["nothing"]])
def test_a_first_visit_is_judged_by_what_the_page_lacks(flow, body):
    flow.config.write_text(flow.config.read_text() + 'rankings_on = ["home"]\n')
    flow.site.on("/", body=body)
    said = flow.fetch("--no-articles")
    assert (said.status, "page changed, not read (blocked)" in said.err) == (5, True)
    assert "links to nothing of this site" in said.err


def test_a_first_visit_to_a_site_without_a_ranking_says_nothing_of_the_past(flow):
    flow.config.write_text(flow.config.read_text() + 'rankings_on = ["home"]\n')
    flow.site.on("/", body=f"<title>News</title>{LINKS}")
    said = flow.fetch("--no-articles")
    assert "page changed, not read (layout): no ranking was found on this page" in said.err
    assert "used to be" not in said.err
