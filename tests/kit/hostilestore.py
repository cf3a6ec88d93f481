"""A store whose titles and addresses are made to break out of a page."""

from storekit import OFFSET, list_row

from scrapers.model import Entry, Site
from store.db.connect import transaction, writing
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import ensure_site

HOME = "https://news.example/"
START = 1_769_000_000
NOW = "2026-02-01T00:00:00Z"
TITLES = (
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(2)>",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "\u202egnp.exe\u2066 reversed",
    '" onmouseover="alert(3)" x="',
    "<!--<script>",
    "&lt;b&gt; &amp; <b>bold</b>",
    "長い見出し" * 2000,
    "nul \0 and \x1b[31m red",
    "]]>--!><svg onload=alert(4)>",
)
ADDRESSES = (
    "javascript:alert(5)",
    "JaVaScRiPt:alert(6)//https://",
    "data:text/html,<script>alert(7)</script>",
    'https://news.example/a"><script>alert(8)</script>',
    "https://news.example/\u202egnp",
    "https://news.example/" + "x" * 9000,
)


def make(path) -> str:
    """Make the store: two observations of one list, in which everything moves."""
    rows = []
    for rank, title in enumerate(TITLES, 1):
        url = ADDRESSES[rank - 1] if rank <= len(ADDRESSES) else f"{HOME}{rank}"
        rows.append((title, url))
    with writing(str(path)) as db, transaction(db):
        site = ensure_site(db, Site("news", TITLES[0], HOME), "JST")
        of = list_row(db, site, "day")
        with recording(db) as recorder:
            for step, shown in enumerate((rows, rows[1:] + rows[:1], rows[2:])):
                entries = tuple(Entry(r, t, u, u) for r, (t, u) in enumerate(shown, 1))
                reading = ListReading(of, entries, reader="made/1")
                recorder.record(Snapshot(site, START + step * 86_400, OFFSET, None, [reading]))
    return str(path)
