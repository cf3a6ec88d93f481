"""Pages in the shapes that real sites have, each with all that a careful reader finds in it.

`make golden` writes what is found anew; look at the difference. A golden that lacks something is
refused here, so that a reader which overlooks a list cannot make its own truth.
"""

import json
import os
import re
from pathlib import Path

import pytest

from scrapers.html.page import parse
from scrapers.rankings.find import find

FOLDER = Path(__file__).parents[2] / "pages" / "rankings"
PAGES = sorted(FOLDER.glob("*.html"))
SHORTEST = 5
"""The rows of the shortest list."""


def facts(path):
    """What is found in a page, with the address that it names itself."""
    source = path.read_text("utf-8")
    url = re.search(r'<link rel="canonical" href="([^"]+)"', source)[1]
    found = find(parse(source.encode(), url, "text/html"))
    return {"url": url, "rankings": [shown(ranking) for ranking in found.rankings]}


def shown(ranking):
    return {
        "heading": ranking.heading,
        "window": ranking.window,
        "label": ranking.label,
        "entries": [[e.rank, e.title, e.url, *e.flags] for e in ranking.entries],
    }


def written(golden):
    """The text of a golden: an entry a line, so that a difference is read at a glance."""
    text = json.dumps(golden | {"rankings": []}, ensure_ascii=False)
    return text.replace("[]", f"[{','.join(map(block, golden['rankings']))}\n]") + "\n"


def block(ranking):
    entries = ",\n".join(f"  {json.dumps(e, ensure_ascii=False)}" for e in ranking["entries"])
    head = json.dumps(ranking | {"entries": []}, ensure_ascii=False)
    return "\n " + head.replace('"entries": []', f'"entries": [\n{entries}\n ]')


def faults(golden):
    """What a golden lacks."""
    lists = golden["rankings"]
    lacking = [] if lists else ["a list"]
    for ranking in lists:
        needed = ("heading", "window", "label") if len(lists) > 1 else ("heading",)
        lacking += [name for name in needed if not ranking[name]]
        ranks = [rank for rank, *_ in ranking["entries"]]
        if ranks != [*range(1, max(len(ranks), SHORTEST) + 1)]:
            lacking.append("a rank")
        for _, title, url, *_ in ranking["entries"]:
            lacking += ["a title"] * (not title) + ["an address"] * (not url.startswith("https://"))
    return lacking


def golden_of(path):
    return json.loads(path.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_golden_page_is_read_as_written_beside_it(path):
    read = written(facts(path))
    if os.environ.get("GOLDEN") == "write":
        path.with_suffix(".json").write_text(read, encoding="utf-8")
    assert read == path.with_suffix(".json").read_text("utf-8")


def test_every_golden_is_complete():
    assert len(PAGES) >= 12
    assert {path.stem: faults(golden_of(path)) for path in PAGES if faults(golden_of(path))} == {}


def test_every_golden_has_the_lists_that_the_table_names():
    rows = re.findall(
        r"(?m)^\| `([\w-]+)` \|.*\| ([\w ,]+) \|$", (FOLDER / "README.md").read_text()
    )
    lists = {
        path.stem: ", ".join(
            f"{ranking['window'] or 'none'} {len(ranking['entries'])}"
            for ranking in golden_of(path)["rankings"]
        )
        for path in PAGES
    }
    assert lists == dict(rows)


def without(golden):
    """The golden with one fact taken away, in every way."""
    yield golden | {"rankings": []}
    for number, ranking in enumerate(golden["rankings"]):
        for name in ("heading", "window", "label"):
            yield with_list(golden, number, ranking | {name: None})
        for place, entry in enumerate(ranking["entries"]):
            rank, title, url = entry
            for instead in ([], [[rank, "", url]], [[rank, title, ""]]):
                entries = [*ranking["entries"]]
                entries[place : place + 1] = instead
                yield with_list(golden, number, ranking | {"entries": entries})


def with_list(golden, number, ranking):
    rankings = [*golden["rankings"]]
    rankings[number] = ranking
    return golden | {"rankings": rankings}


def test_a_golden_that_lacks_anything_is_refused():
    golden = golden_of(FOLDER / "en-tabs-with-panels.html")
    assert faults(golden) == []
    assert [maimed for maimed in without(golden) if not faults(maimed)] == []
