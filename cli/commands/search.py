"""`tracker search`: words in titles and texts."""

import re

import click

from cli.terminal import options, times
from cli.terminal.columns import Column
from cli.terminal.context import moment_at, reading, zone_of
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from cli.terminal.publication import day_of
from cli.terminal.times import Moment
from store import Hit, Store, folded, runs, search_terms

AROUND = 24
"""Characters of text shown on each side of a match."""


@options.command("search")
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@options.option(
    "--limit", metavar="N", type=options.LIMIT, default=20, show_default=True, help="Articles."
)
@options.lang()
@options.form()
def command(settings: Settings, *, words: tuple[str, ...], limit: int, form: Form) -> None:
    """Find articles by words in their titles and texts; all the words must be there.

    Examples:
      tracker search 海自                two characters are enough
      tracker search P-3C                finds Ｐ-3Ｃ as well
      tracker search 統合演習 陸自       both
      tracker search '海自 -人事'        one without the other
      tracker search '"共同 訓練"'       quotes hold a phrase together
    """
    text = " ".join(words)
    if not terms(text):
        raise click.UsageError("no word to search for")
    with reading(settings) as store:
        hits = store.search(text, store.sites(settings.site), limit)
        spoken = settings.words(store.lang)
        captions = [] if hits else [spoken.text("No article has {words}.", words=text)]
        columns = _columns(store, terms(text))
        show(form, columns, hits, captions=captions, words=spoken)


def _columns(store: Store, terms: list[str]) -> list[Column[Hit]]:
    def at(hit: Hit, time: int | None) -> Moment | None:
        return moment_at(store, hit.site, time) if time else None

    def last_day(hit: Hit) -> str | None:
        last = at(hit, hit.last_seen)
        return times.date(last) if last else None

    return [
        Column("site", lambda hit: hit.site.name, "site"),
        Column("article", lambda hit: hit.article, "id", "number"),
        Column(
            "", lambda hit: _title_or_match(hit, terms), "title", "title", link=lambda hit: hit.url
        ),
        Column("title", lambda hit: hit.title),
        Column("match", lambda hit: _match(hit, terms)),
        Column(
            "", lambda hit: f"{hit.best_list} {hit.best}" if hit.best else None, "best", right=True
        ),
        Column("best", lambda hit: hit.best, kind="number"),
        Column("best_list", lambda hit: hit.best_list),
        Column(
            "",
            lambda hit: day_of(hit.published or "", hit.url, zone_of(store, hit.site)) or None,
            "published",
            spare=1,
        ),
        Column("published", lambda hit: hit.published, kind="date"),
        Column("", last_day, "last seen", spare=2),
        Column("first_seen", lambda hit: at(hit, hit.first_seen), kind="time"),
        Column("last_seen", lambda hit: at(hit, hit.last_seen), kind="time"),
        Column("url", lambda hit: hit.url),
    ]


def _title_or_match(hit: Hit, terms: list[str]) -> str:
    """The title with the matches marked in it, or the title and the place of the match."""
    match = _match(hit, terms)
    return match if match == marked(hit.title or "", terms) else f"{hit.title} … {match}"


def _match(hit: Hit, terms: list[str]) -> str:
    """The match: in the title, else in the text, else in an earlier title."""
    title = marked(hit.title or "", terms)
    if title != hit.title:
        return title
    earlier = (marked(text, terms) for text in hit.earlier)
    return snippet(hit.body or "", terms) or next((text for text in earlier if "«" in text), title)


def terms(text: str) -> list[str]:
    """The terms to mark, folded as in the index, the longest first."""
    included, _ = search_terms(text)
    return sorted(included, key=len, reverse=True)


def marked(text: str, terms: list[str]) -> str:
    """The text with «» around each term, in whatever spelling the text has it."""
    spans = _spans(text, terms)
    for start, end in reversed(spans):
        text = f"{text[:start]}«{text[start:end]}»{text[end:]}"
    return text


def snippet(text: str, terms: list[str]) -> str:
    """The part of a text around the first term, with marks; "" if it has no term."""
    spans = _spans(text, terms)
    if not spans:
        return ""
    start, end = spans[0]
    around = text[max(0, start - AROUND) : end + AROUND]
    return " ".join(marked(around, terms).split())


def _spans(text: str, terms: list[str]) -> list[tuple[int, int]]:
    """The positions of the terms in a text, compared as in the index, without overlaps.

    Each character is folded separately, so that positions in the folded text can be mapped to
    positions in the original.
    """
    places = [at for at, char in enumerate(text) for _ in folded(char) or " "]
    key = "".join(folded(char) or " " for char in text)
    spans: list[tuple[int, int]] = []
    for term in terms:
        for match in re.finditer(r"[\W_]*".join(map(re.escape, runs(term))), key):
            start, end = places[match.start()], places[match.end() - 1] + 1
            if all(end <= a or start >= b for a, b in spans):
                spans.append((start, end))
    return sorted(spans)
