"""Whether a page without a ranking is the site's own, redesigned, or stands in for it.

A bot wall, a login, a parked domain or an error that comes with 200 has nothing of the page that
was accepted before: another title, hardly any text, no links into the site. A redesign keeps some
of it. So the page before decides, and lists of phrases only where it says little. Pure.
"""

import re

from cli.pipeline.acceptance import Verdict
from scrapers import Face, Reading

FEW_LINKS, LITTLE_TEXT = 3, 600
"""Fewer links into the site and fewer characters than the page of any news site has."""

MOST_OF_TEXT = 2
"""A page with its part of the earlier text, one in this many, is about as long."""

SOME_LINKS, PART_OF_LINKS = 5, 4
"""A page with so many links into the site, and its part of the earlier ones, is the site's own."""

NOT_SEEN_YET = "no ranking was found on this page"


def is_in_doubt(verdict: Verdict, reading: Reading) -> bool:
    """Whether the page may be another than it is taken for: it shows neither a list nor an article."""
    if reading.article or reading.widget != "none":
        return False
    going_on = verdict.kind == "next" and not verdict.code
    return going_on or verdict.code in {"layout", "blocked"}


def told_apart(verdict: Verdict, now: Face, before: Face | None, *, known: bool) -> Verdict:
    """The verdict on a page without a ranking, beside the page of its address that was accepted last.

    `before` is None where there is no such page, `known` says whether the site ever showed a list.
    """
    if before is None:
        return verdict if known or verdict.code == "blocked" else _first(verdict, now)
    if verdict.code == "blocked":
        own = "the page is this site's own, without the ranking"
        return Verdict("refused", "layout", own) if _is_own(now, before) else verdict
    if not (_title_kept(now, before) or _linked(now, before) or _as_long(now, before)):
        return Verdict("refused", "blocked", _nothing_of(now, before))
    return verdict


def _first(verdict: Verdict, now: Face) -> Verdict:
    """On a first visit a page is judged by what it lacks, as soon as no other is left to try."""
    if verdict.kind == "next":
        return verdict
    if now.links < FEW_LINKS and now.characters < LITTLE_TEXT:
        detail = (
            "the page has hardly any text and links to nothing of this site: "
            "something stands in for it, or fills it in by script"
        )
        return Verdict("refused", "blocked", detail)
    return verdict._replace(detail=NOT_SEEN_YET) if verdict.code == "layout" else verdict


def _is_own(now: Face, before: Face) -> bool:
    return _linked(now, before) or (_title_kept(now, before) and _as_long(now, before))


def _title_kept(now: Face, before: Face) -> bool:
    """Whether the titles share a part: the name of the site, in most."""
    return not _parts(now.title).isdisjoint(_parts(before.title))


def _parts(title: str) -> set[str]:
    parts = re.split(r"\s[|｜–—:・-]\s|[|｜]", title.casefold())
    return {part.strip() for part in parts} - {""}


def _linked(now: Face, before: Face) -> bool:
    return now.links >= max(SOME_LINKS, before.links // PART_OF_LINKS)


def _as_long(now: Face, before: Face) -> bool:
    return now.characters * MOST_OF_TEXT >= before.characters > 0


def _nothing_of(now: Face, before: Face) -> str:
    """What tells the two pages apart, in a line."""
    title = f'the title "{now.title}"' if now.title else "no title"
    return (
        f"another page stands in for the site: {title}, {now.characters} characters where "
        f"{before.characters} were, links to {now.links} of its pages where {before.links} were"
    )
