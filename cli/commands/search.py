"""`tracker search`: words in titles and texts."""

import re
import sqlite3

import click

from cli.terminal import options, times
from cli.terminal.options import Settings
from cli.terminal.output import Column, Form, Row, show
from cli.terminal.times import Moment
from store.db.connect import reading
from store.history.observations import offset_at
from store.history.sites import one_site, sites
from store.history.text_index import folded, runs
from store.queries.search import Hit, search

COLUMNS = (
    Column("site", "site"),
    Column("article", "id", kind="number"),
    Column("", "title", kind="title", link="url"),
    Column("title"),
    Column("match"),
    Column("", "best", right=True),
    Column("best", kind="number"),
    Column("best_list"),
    Column("", "published"),
    Column("published"),
    Column("", "last seen"),
    Column("first_seen", kind="time"),
    Column("last_seen", kind="time"),
    Column("url"),
)
AROUND = 24
"""Characters of text shown on each side of a match."""


@options.command("search")
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@options.option(
    "--limit", metavar="N", type=options.LIMIT, default=20, show_default=True, help="Articles."
)
@options.form()
def command(settings: Settings, *, words: tuple[str, ...], limit: int, form: Form) -> None:
    """Find articles by words in their titles and texts; all the words must be there.

    Examples:
      tracker search 海自                two characters are enough
      tracker search P-3C                finds Ｐ-3Ｃ as well
      tracker search 統合演習 陸自       both
      tracker search '"共同 訓練"'       quotes hold a phrase together
    """
    text = " ".join(words)
    if not terms(text):
        raise click.UsageError("no word to search for")
    with reading(settings.store) as db:
        chosen = [one_site(db, settings.site)] if settings.site else sites(db)
        hits = search(db, text, chosen, limit)
        rows = [_row(db, hit, terms(text)) for hit in hits]
        captions = [] if hits else [f"No article has {text}."]
        show(form, COLUMNS, rows, captions=captions)


def _row(db: sqlite3.Connection, hit: Hit, wanted: list[str]) -> Row:
    def at(time: int) -> Moment:
        return Moment(time, offset_at(db, hit.site.id, time), hit.site.zone)

    match = _match(hit, wanted)
    shown = match if match == marked(hit.title or "", wanted) else f"{hit.title} … {match}"
    best = f"{hit.best_list} {hit.best}" if hit.best else None
    last = at(hit.last_seen) if hit.last_seen else None
    return (
        hit.site.name, hit.article, shown, hit.title, match, best, hit.best, hit.best_list,
        (hit.published or "")[:10] or None, hit.published, times.date(last) if last else None,
        at(hit.first_seen), last, hit.url,
    )  # fmt: skip


def _match(hit: Hit, wanted: list[str]) -> str:
    """What was found: in the title, else in the text, else in an earlier title."""
    title = marked(hit.title or "", wanted)
    if title != hit.title:
        return title
    earlier = (marked(text, wanted) for text in hit.earlier)
    return snippet(hit.body or "", wanted) or next((text for text in earlier if "«" in text), title)


def terms(text: str) -> list[str]:
    """What to look for and mark: terms as the index compares them, the longest first."""
    found = [a or b for a, b in re.findall(r'"([^"]*)"?|([^\s"]+)', folded(text))]
    return sorted(filter(runs, found), key=len, reverse=True)


def marked(text: str, wanted: list[str]) -> str:
    """The text with «» around each of the terms, however they are written in it."""
    spans = _spans(text, wanted)
    for start, end in reversed(spans):
        text = f"{text[:start]}«{text[start:end]}»{text[end:]}"
    return text


def snippet(text: str, wanted: list[str]) -> str:
    """The place in a text where a term first stands, marked; "" where none does."""
    spans = _spans(text, wanted)
    if not spans:
        return ""
    start, end = spans[0]
    around = text[max(0, start - AROUND) : end + AROUND]
    return " ".join(marked(around, wanted).split())


def _spans(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where the terms stand in a text, compared as the index does, without overlaps.

    Each character is folded by itself, so that every place in the folded text is known in the
    text as it is.
    """
    places = [at for at, char in enumerate(text) for _ in folded(char) or " "]
    key = "".join(folded(char) or " " for char in text)
    spans: list[tuple[int, int]] = []
    for term in wanted:
        for match in re.finditer(r"[\W_]*".join(map(re.escape, runs(term))), key):
            start, end = places[match.start()], places[match.end() - 1] + 1
            if all(end <= a or start >= b for a, b in spans):
                spans.append((start, end))
    return sorted(spans)
