"""Small made pages with a known reading, where a corpus lies beside the project."""

import json

import corpus

from scrapers import Page, config, read_page

AT = 1795748400  # 2026-11-27
RIGHT = 80
"""How many must be right at least; to be raised with each fault that is mended."""


def lists(rankings):
    return [(r.window, [(e.rank, e.title, e.url) for e in r.entries]) for r in rankings]


def wanted_lists(case):
    return [
        (one["window"], [(row["rank"], row["title"], row["url"]) for row in one["entries"]])
        for one in case["lists"]
    ]


def is_right(case, reading):
    """Whether all that is known of the page was read; null means that it was not looked at."""
    wanted = (case["article"] or {}).items()
    read = json.loads(json.dumps(reading.article and reading.article._asdict())) or {}
    return all(read.get(field) == value for field, value in wanted) and (
        case["lists"] is None or wanted_lists(case) == lists(reading.rankings)
    )


def test_every_small_page_is_read_and_no_fewer_are_right():
    folder = corpus.part("cases")
    zones = folder / "zones.toml"
    sites = config.parse(zones.read_bytes(), zones).sites
    results = {}
    for path in sorted((folder / "pages").glob("*.json")):
        case = json.loads(path.read_text("utf-8"))
        page = Page(case["url"] or "", path.with_suffix(".html").read_bytes(), AT)
        results[path.stem] = is_right(case, read_page(page, sites.get(case["site"])))
    wrong = [name for name, right in results.items() if not right]
    assert len(results) - len(wrong) >= RIGHT, wrong
