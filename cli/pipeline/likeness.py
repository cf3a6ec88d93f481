"""Tells a redesigned page from a substitute, such as a bot wall, when no ranking is found.

A bot wall, a login form, a parked domain or an error with status 200 shares nothing with the page
that was accepted before: it has another title, hardly any text and no links into the site. A
redesign keeps some of these. So a page is compared with its predecessor, and lists of typical
phrases decide only where there is no predecessor. Nothing here reads the store or the network.
"""

import re

from cli.pipeline.acceptance import Verdict
from scrapers import Face, Reading

FEW_LINKS, LITTLE_TEXT = 3, 600
"""A page with fewer links into the site, and fewer characters, is not a page of a news site."""

MOST_OF_TEXT = 2
"""A page with at least 1/n of the earlier text counts as about as long; this is n."""

SOME_LINKS, PART_OF_LINKS = 5, 4
"""A page with this many links into the site, and 1/n of the earlier number, is the site's own."""

NOT_SEEN_YET = "no ranking was found on this page"


def is_in_doubt(verdict: Verdict, reading: Reading) -> bool:
    """Whether the page may be a substitute: it shows neither a list nor an article."""
    if reading.article or reading.widget != "none":
        return False
    going_on = verdict.kind == "next" and not verdict.code
    return going_on or verdict.code in {"layout", "blocked"}


def compared_with_last(verdict: Verdict, now: Face, before: Face | None, *, known: bool) -> Verdict:
    """The verdict on a page without a ranking, after a comparison with its predecessor.

    `before` is the last accepted page of the same address, or None if there is none. `known` is
    true if the site has ever shown a list.
    """
    if before is None:
        return verdict if known or verdict.code == "blocked" else _first(verdict, now)
    if verdict.code == "blocked":
        reason = "the page is this site's own, without the ranking"
        return Verdict("refused", "layout", reason) if _is_own(now, before) else verdict
    if not (_title_kept(now, before) or _linked(now, before) or _as_long(now, before)):
        return Verdict("refused", "blocked", _nothing_of(now, before))
    return verdict


def _first(verdict: Verdict, now: Face) -> Verdict:
    """The verdict without a predecessor: a page with hardly any text and links is a substitute.

    It is given only when there is no other candidate left.
    """
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
    """Whether the titles share a part, which is usually the name of the site."""
    return not _parts(now.title).isdisjoint(_parts(before.title))


def _parts(title: str) -> set[str]:
    parts = re.split(r"\s[|｜–—:・-]\s|[|｜]", title.casefold())
    return {part.strip() for part in parts} - {""}


def _linked(now: Face, before: Face) -> bool:
    return now.links >= max(SOME_LINKS, before.links // PART_OF_LINKS)


def _as_long(now: Face, before: Face) -> bool:
    return now.characters * MOST_OF_TEXT >= before.characters > 0


def _nothing_of(now: Face, before: Face) -> str:
    """The differences between the two pages as one line."""
    title = f'the title "{now.title}"' if now.title else "no title"
    return (
        f"another page stands in for the site: {title}, {now.characters} characters where "
        f"{before.characters} were, links to {now.links} of its pages where {before.links} were"
    )
