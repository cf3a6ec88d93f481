"""The demo's story shows what it must, and its server is the site of its time."""

import http.client
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise

import pytest

from cli.commands.demo import script
from cli.commands.demo.pages import LABELS, page, path_of
from cli.commands.demo.server import DemoSite
from scrapers.windows import window_of

STATES = {time: script.state_at(time) for time in script.VISITS}
DAY = [list(state.lists["day"]) for state in STATES.values()]


def get(site: DemoSite, path: str, **headers: str):
    host = site.address.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer, body


def test_the_tabs_are_the_windows():
    assert {label: window_of(label) for label in LABELS.values()} == {
        label: window for window, label in LABELS.items()
    }
    assert list(script.HOURS) == list(LABELS)


def test_every_list_has_ten_different_articles_at_every_visit():
    for state in STATES.values():
        for numbers in state.lists.values():
            assert len(set(numbers)) == len(numbers) == 10
            assert set(numbers) <= set(state.stories)


def test_the_story_covers_seven_mornings_and_has_one_gap():
    steps = [later - earlier for earlier, later in pairwise(script.VISITS)]
    assert sorted(set(steps)) == [2 * 3600, 32 * 3600]
    assert steps.count(32 * 3600) == 1
    last = datetime.fromtimestamp(script.VISITS[-1], script.JST)
    mornings = [int((last - timedelta(days=back)).timestamp()) for back in range(8)]
    measured = [time in script.VISITS for time in mornings]
    assert measured.count(False) == 1
    assert measured[:2] == [True, True]


def test_one_visit_meets_a_site_that_is_down():
    assert [script.down_at(time) for time in script.VISITS].count(True) == 1


def test_the_last_day_shows_every_kind_of_move():
    before, now = DAY[script.VISITS.index(script.VISITS[-1] - 86400)], DAY[-1]
    both = [(before.index(number), now.index(number)) for number in now if number in before]
    assert any(old > new for old, new in both)
    assert any(old < new for old, new in both)
    assert set(before) - set(now)
    arrived = set(now) - set(before)
    seen = {number for numbers in DAY[: DAY.index(before)] for number in numbers}
    assert arrived & seen, "an article comes back"
    assert arrived - seen, "an article is new"


def test_the_long_list_moves_less_than_the_short_one():
    def arrivals(window):
        lists = [set(state.lists[window]) for state in STATES.values()]
        return sum(len(new - old) for old, new in pairwise(lists))

    assert arrivals("month") < arrivals("week") < arrivals("day")


def test_one_headline_is_reworded_at_its_address():
    titles = {
        number: {
            state.stories[number].title for state in STATES.values() if number in state.stories
        }
        for number in STATES[script.VISITS[-1]].stories
    }
    assert [len(told) for told in titles.values() if len(told) > 1] == [2]


def test_nothing_is_listed_or_shown_before_it_is_published():
    for time, state in STATES.items():
        for number in state.stories:
            assert script.moment(script.PLOTS[number - script.FIRST].published) <= time


def test_a_wave_is_read_only_after_it_began_and_piecewise_as_a_whole():
    wave = script.Wave(1000, 50, 10)
    assert wave.between(0, 1000) == 0
    whole = wave.between(0, 500_000)
    assert whole == pytest.approx(wave.between(0, 9999) + wave.between(9999, 500_000))
    half = wave.between(1000, 1000 + 10 * 3600)
    assert half == pytest.approx(wave.between(1000, 10**9) / 2)


def test_the_server_is_the_site_of_its_time():
    with DemoSite() as site:
        for time in (script.VISITS[0], script.VISITS[-1]):
            site.time = time
            answer, body = get(site, "/")
            assert answer.status == 200
            assert body == page(STATES[time], "/")
            assert parsedate_to_datetime(answer.headers["Date"]).timestamp() == time
            assert get(site, "/", **{"If-None-Match": answer.headers["ETag"]})[0].status == 304
        newest = max(STATES[time].stories)
        path = path_of(newest, STATES[time].stories[newest])
        assert get(site, path)[0].status == 200
        site.time = script.VISITS[0]
        assert get(site, path)[0].status == 404
        assert "User-agent" in get(site, "/robots.txt")[1]
        site.time = script.DOWN[0]
        answer, _ = get(site, "/")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "600")
