"""The published site: whole, linked, stable, and written only where something changed."""

import json
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import feedcheck
import hostilestore
import madestore
import pytest
from click.testing import CliRunner
from once import once
from selectolax.lexbor import LexborHTMLParser

from cli.commands.demo.script import VISITS
from cli.commands.export import command as export
from cli.commands.import_ import command as import_
from cli.commands.publish import command
from cli.documents.site.publish import Publication
from cli.documents.site.publish import publish as publish_site
from cli.terminal.errors import OutputError
from cli.words import Words
from store import open_store


def publish(store, folder, *arguments):
    """Publish in this process; how many files were written."""
    done = CliRunner().invoke(
        command, ["--db", str(store), str(folder), *arguments], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return int(re.search(r"([\d,]+) files? written", done.output)[1].replace(",", ""))


def files(folder):
    """Relative name -> bytes of every file that a visitor can see."""
    paths = (path for path in Path(folder).rglob("*") if path.is_file())
    named = {str(path.relative_to(folder)): path.read_bytes() for path in paths}
    return {name: data for name, data in named.items() if not name.startswith(".")}


def links(page):
    """Every address that a page names."""
    tree = LexborHTMLParser(page.read_text())
    for element in tree.css("[href], [src]"):
        if element.tag != "use":
            yield element.attributes.get("href") or element.attributes.get("src")
    for element in tree.css("[http-equiv=refresh]"):
        yield element.attributes["content"].partition("url=")[2]


def dead_links(folder):
    """The links to files that are not there."""
    dead = []
    for page in Path(folder).rglob("*.html"):
        for to in links(page):
            address = urlsplit(urljoin(page.as_uri(), to))
            if address.scheme == "file":
                target = Path(unquote(address.path))
                inside = target.is_relative_to(Path(folder).absolute())
                anchor = not address.fragment or f'id="{address.fragment}"' in target.read_text()
                if not (inside and target.is_file() and anchor):
                    dead.append((page.name, to))
    return dead


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the week: `t.db`, and `site` published from it."""

    def make(folder):
        publish(madestore.make(folder / "t.db", visits=VISITS[-26:]), folder / "site")

    return once(tmp_path_factory, "published", make)


def test_each_list_day_and_article_has_its_address(site):
    names = files(site / "site")
    for name in (
        "index.html",
        "style.css",
        "script.js",
        "lists/mihon/day/index.html",
        "lists/mihon/week/day/2026-01-25/index.html",
        "lists/mihon/week/day/2026-01-25/list.csv",
        "lists/mihon/month/list.json",
        "data/mihon/2026-01.csv",
    ):
        assert name in names
    days = {name.split("/")[4] for name in names if name.startswith("lists/mihon/day/day/")}
    assert days == {f"2026-01-{day}" for day in (25, 26, 27)}
    pages = [name for name in names if re.fullmatch(r"articles/[0-9a-f]{16}/index\.html", name)]
    with open_store(site / "t.db") as store:
        lists = store.lists(store.site())
        assert len(pages) == len({a for of in lists for a in store.rank_lines(of).lines})


def test_every_link_is_alive(site):
    assert dead_links(site / "site") == []


def test_feeds_stand_beside_the_first_page(site):
    for name in ("events.atom", "articles.atom"):
        assert feedcheck.atom((site / "site" / name).read_text()), name
    assert feedcheck.json_feed((site / "site" / "events.json").read_text())
    assert {"events.atom", "events.json", "articles.atom"} <= set(
        links(site / "site" / "index.html")
    )


def test_without_news_nothing_is_written(site):
    before = {path: path.stat().st_mtime_ns for path in (site / "site").rglob("*")}
    assert publish(site / "t.db", site / "site") == 0
    assert {path: path.stat().st_mtime_ns for path in (site / "site").rglob("*")} == before


def test_news_write_only_what_they_change_and_give_what_a_first_run_gives(tmp_path):
    """Day by day into one folder, and at once into another."""
    store, slow = tmp_path / "t.db", tmp_path / "slow"
    page = slow / "lists/mihon/day/day/2026-01-25/index.html"
    written, made = [], []
    for end in (-2, -1):
        store.unlink(missing_ok=True)
        madestore.make(store, visits=VISITS[-18:end])
        written.append(publish(store, slow))
        made.append(page.stat().st_mtime_ns)
    assert made[0] == made[1], "a day that is over was written again"
    assert written[1] < written[0]
    publish(store, tmp_path / "once")
    assert files(slow) == files(tmp_path / "once")


def test_the_data_are_those_of_the_export(site):
    done = CliRunner().invoke(export, ["--db", str(site / "t.db"), "rankings", "--csv"])
    assert (site / "site/data/mihon/2026-01.csv").read_text() == done.stdout
    folder = site / "site/lists/mihon/day/day/2026-01-25"
    rows = json.loads((folder / "list.json").read_text())
    assert [row["rank"] for row in rows] == list(range(1, 11))
    assert {row["observed"] for row in rows} == {"2026-01-25T22:03:00+09:00"}
    assert (folder / "list.csv").read_text().splitlines()[0] == ",".join(rows[0])


def test_a_list_is_described_for_machines(site):
    page = LexborHTMLParser((site / "site/lists/mihon/day/index.html").read_text())
    found = json.loads(page.css_first("script[type='application/ld+json']").text(deep=True))
    assert found["@type"] == "ItemList"
    titles = [link.text() for link in page.css("table.ranks tr:not(.gone) td.t > a:first-child")]
    assert [item["name"] for item in found["itemListElement"]] == titles


def test_hostile_titles_and_names_are_published_as_text(tmp_path):
    publish(hostilestore.make(tmp_path / "t.db"), tmp_path / "site")
    assert dead_links(tmp_path / "site") == []
    for page in (tmp_path / "site").rglob("*.html"):
        tree = LexborHTMLParser(page.read_text())
        codes = [s for s in tree.css("script") if "src" not in s.attributes]
        assert all(s.attributes["type"] == "application/ld+json" for s in codes)
        for code in codes:
            json.loads(code.text(deep=True))
        assert not tree.css("img, [onmouseover], [onerror], [onload]")
        for to in links(page):
            assert re.match(r"(\.\./)*[\w/.%-]*$|#|https?://news\.example/|data:,$", to)


def test_a_joined_article_leaves_a_page_that_leads_on(tmp_path):
    rows = [
        f"2026-01-10T0{visit}:00:00Z,made,day,{rank},Title {rank},"
        f"https://news.example/?id={rank}&visit={visit}"
        for visit in range(3)
        for rank in range(1, 5)
    ]
    table = tmp_path / "noise.csv"
    table.write_text("\n".join(["observed,site,list,rank,title,url", *rows, ""]))
    store = tmp_path / "t.db"
    CliRunner().invoke(import_, ["--db", str(store), str(table)], catch_exceptions=False)
    publish(store, tmp_path / "site")
    pages = [page.read_text() for page in (tmp_path / "site/articles").rglob("index.html")]
    moved = [page for page in pages if 'http-equiv="refresh"' in page]
    assert len(pages) - len(moved) == 4
    assert moved
    assert dead_links(tmp_path / "site") == []


def test_foreign_files_stay(tmp_path):
    store, folder = madestore.make(tmp_path / "t.db", visits=VISITS[:3]), tmp_path / "site"
    folder.mkdir()
    (folder / "CNAME").write_text("news.example")
    publish(store, folder)
    (folder / "data" / "own.txt").write_text("mine")
    publish(store, folder, "--lang", "ja")
    assert (folder / "CNAME").read_text() == "news.example"
    assert (folder / "data" / "own.txt").read_text() == "mine"
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("mine")
    with pytest.raises(OutputError, match="was not published by tracker"):
        publish(store, other)
    assert [path.name for path in other.iterdir()] == ["index.html"]


def test_a_publication_that_was_cut_short_goes_on(tmp_path):
    store = madestore.make(tmp_path / "t.db", visits=VISITS[:4])

    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish_site(Publication(store, Words(), None, stop), str(tmp_path / "cut"))
    assert not (tmp_path / "cut" / "index.html").exists()
    publish(store, tmp_path / "cut")
    publish(store, tmp_path / "whole")
    assert files(tmp_path / "cut") == files(tmp_path / "whole")


def test_what_is_no_longer_there_goes(tmp_path):
    store, folder = tmp_path / "t.db", tmp_path / "site"
    for end in (18, 8):
        store.unlink(missing_ok=True)
        madestore.make(store, visits=VISITS[:end])
        publish(store, folder)
    assert (folder / "lists/mihon/day/day/2026-01-20").exists()
    assert not (folder / "lists/mihon/day/day/2026-01-21").exists()
    assert dead_links(folder) == []
