"""Sites are found by name and by address."""

import pytest

from scrapers.errors import ConfigError
from scrapers.model import Reader, Site
from scrapers.sites import known, lookup, nearest, site_of

SITES = {
    **known(),
    "a": Site("a", "a", "https://www.news.example/"),
    "port": Site("port", "port", "http://127.0.0.1:8123/"),
}


def test_the_first_site_is_known_and_read_by_its_own_reader():
    site = known()["jdefense"]
    assert site.home == "https://j-defense.ikaros.jp/"
    assert site.timezone == "Asia/Tokyo"
    assert site.readers == (Reader("jdefense"),)


def test_every_builtin_site_goes_by_its_own_name():
    assert all(name == site.name for name, site in known().items())


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://j-defense.ikaros.jp/docs/mod/003211.html", "jdefense"),
        ("http://J-Defense.ikaros.jp:80/?x#y", "jdefense"),
        ("https://news.example/1", "a"),
        ("http://www.news.example", "a"),
        ("http://127.0.0.1:8123/docs/", "port"),
        ("http://127.0.0.1:8124/docs/", None),
        ("https://books.ikaros.jp/", None),
        ("https://j-defense.ikaros.jp.evil.example/", None),
        ("https://evil.example/https://j-defense.ikaros.jp/", None),
        ("ftp://news.example/", None),
        ("news.example", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_a_site_is_found_by_host_and_port(address, name):
    found = site_of(address, SITES)
    assert (found and found.name) == name


def test_the_later_of_two_sites_with_one_home_is_meant():
    mine = known()["jdefense"]._replace(name="mine")
    assert site_of(mine.home, {**SITES, "mine": mine}) == mine


def test_looking_up_a_name():
    assert lookup("a", SITES) == SITES["a"]
    with pytest.raises(ConfigError, match=r"no site is called JDefence; did you mean jdefense\?"):
        lookup("JDefence", SITES)
    with pytest.raises(ConfigError, match="no site is called zzz; known: jdefense, a, port"):
        lookup("zzz", SITES)


def test_the_nearest_words_come_first():
    assert nearest("wek", ["day", "week", "month"]) == "; did you mean week?"
