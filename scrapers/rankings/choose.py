"""Which candidates are rankings: evidence for and against, in words and in a score.

Plain words ("most read") are nearly enough; weak ones ("popular") need more: printed ranks, window
labels, telling class names. Menus, link lists of other sites and things far below the heading
speak against. What stays under the threshold is turned down and says why.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.html.page import ParsedPage
from scrapers.model import Entry, Ranking
from scrapers.patterns import later
from scrapers.rankings.entries import entries_of, title_of
from scrapers.rankings.labels import says_reading, tokens
from scrapers.rankings.lead import is_guess
from scrapers.rankings.links import Links
from scrapers.rankings.phrase_coverage import fold
from scrapers.rankings.phrases import reading_of, says_more
from scrapers.rankings.rows import Row
from scrapers.rankings.selector import selector_of
from scrapers.rankings.signals import median, names_tell, ranks_tell, signs_of
from scrapers.rankings.site_name import window_besides_names
from scrapers.rankings.texts import attribute, width
from scrapers.rankings.unlinked_rows import with_gaps
from scrapers.rankings.widget import LABELLED, UNRESOLVED, Candidate
from scrapers.windows import window_of

THRESHOLD = 0.55
_MENU = later(r"(?:^|[\s_-])(?:nav|menu|navigation|navbar|breadcrumb)", re.IGNORECASE)
_CLAUSES = later(r"[,;.:，、；。]\s*")
_LONGEST_LIST = 60
_SHORT = 24


class Judged(NamedTuple):
    """A candidate with what speaks for and against it."""

    candidate: Candidate
    ranking: Ranking


def judge(candidate: Candidate, links: Links, extra: dict[str, str]) -> Judged:
    """The ranking that a candidate would be, with score and evidence."""
    titled = [(row, title_of(row)) for row in with_gaps(candidate.rows, links)]
    kept = [(row, title) for row, title in titled if title and not _offers_more(title)]
    rows, titles = zip(*(kept or [(row, title_of(row)) for row in candidate.rows]), strict=True)
    candidate = candidate._replace(rows=rows)
    entries, flags, source = entries_of(rows, titles, strict=links.strict)
    window, said = _window(candidate, links, extra)
    printed = bool(source)
    against = [*_against(candidate, entries, printed=printed), *_apart(candidate)]
    points = [*_for(candidate, window, source), *signs_of(candidate, entries), *against]
    score = max(0.0, min(1.0, sum(point for point, _ in points)))
    evidence = tuple(f"{why} ({point:+.2f})" for point, why in points if point)
    label = candidate.label.text if candidate.label else None
    flags = (*flags, *_repeats(entries))
    ranking = Ranking(candidate.heading.text, window, label, entries, flags, evidence + said, score)
    return Judged(candidate, ranking)


def _offers_more(title: str) -> bool:
    return width(title) < _SHORT and says_more(title)


def _window(
    candidate: Candidate, links: Links, extra: dict[str, str]
) -> tuple[str | None, tuple[str, ...]]:
    label = candidate.label
    if label and (slug := window_of(label.text, extra)) and (says_reading(label) or extra):
        return slug, (f"window from the label “{label.text}”",)
    if label and not any(char.isdigit() for char in label.text):
        told = {window_of(word) for word in tokens(label.node)} - {None}
        if len(told) == 1:
            return told.pop(), ("window from the markup of the label",)
    if slug := window_besides_names(candidate.heading.text, links.page, extra):
        return slug, (f"window from the heading “{candidate.heading.text}”",)
    return _window_of_remarks(candidate)


def _window_of_remarks(candidate: Candidate) -> tuple[str | None, tuple[str, ...]]:
    """The window in a sentence before the list, where it gives a number or speaks of reading."""
    for remark in candidate.remarks:
        for clause in _CLAUSES.split(remark.text):
            counts = any(char.isdigit() for char in clause) or reading_of(clause)
            if counts and (slug := window_of(clause)):
                return slug, (f"window from the text “{remark.text}”",)
    return None, ()


def _for(candidate: Candidate, window: str | None, source: str) -> Iterable[tuple[float, str]]:
    phrase = candidate.heading.phrase
    yield phrase.strength, f"heading “{candidate.heading.text}”"
    if source and ranks_tell(candidate):
        yield 0.25, f"ranks 1 to {len(candidate.rows)} printed as {source}"
    if any(node.tag == "ol" for node in candidate.listing.above[-2:]):
        yield 0.1, "an ordered list"
    if window:
        yield 0.15, "a window is named"
    if names_tell(candidate):
        yield 0.15, "telling class names"
    if candidate.how == UNRESOLVED:
        yield -1.0, candidate.how
    elif candidate.how:
        yield 0.05, candidate.how


def _against(
    candidate: Candidate, entries: Sequence[Entry], *, printed: bool
) -> Iterable[tuple[float, str]]:
    lengths = [width(entry.title) for entry in entries]
    typical = median(lengths)
    if typical < 18:
        yield -0.5, f"texts too short for headlines ({typical:.0f})"
    if typical < 36 and _in_menu(candidate):
        yield -0.4, "inside a menu"
    if sum(1 for row in candidate.rows if row.target.kind == "external") * 2 > len(entries):
        yield (-0.7 if printed else -1.0), "most links leave the site"
    if len(entries) < 3:
        yield -0.2 * (4 - len(entries)), f"only {len(entries)} rows"
    if len(entries) > _LONGEST_LIST:
        yield -0.6, f"{len(entries)} rows"
    if candidate.label and not candidate.tabs and not says_reading(candidate.label):
        yield -0.5, f"under a label of its own, “{candidate.label.text}”"
    if not printed and is_guess(candidate.listing):
        yield -0.3, "a lead without a rank, as in what editors pick"


def _apart(candidate: Candidate) -> Iterable[tuple[float, str]]:
    """What tells that a heading is not the list's own."""
    if candidate.doubt:
        yield -1.0, candidate.doubt
    if candidate.between:
        yield -0.1 * min(candidate.between, 8), f"{candidate.between} other texts before the list"
    if candidate.climbed > 2:
        yield -0.1 * (candidate.climbed - 2), "far from the heading"


def _names(node: LexborNode) -> str:
    return f"{attribute(node, 'class')} {attribute(node, 'id')}"


def _in_menu(candidate: Candidate) -> bool:
    node: LexborNode | None = candidate.rows[0].nodes[0]
    for _ in range(8):
        if node is None or node.tag in ("body", "main", "article"):
            return False
        if node.tag == "nav" or _MENU.search(_names(node)):
            return True
        node = node.parent
    return False


def _repeats(entries: Sequence[Entry]) -> tuple[str, ...]:
    keys = [entry.article or entry.url for entry in entries]
    return ("dup-article",) if len(set(keys)) < len(keys) else ()


def choose(judged: Sequence[Judged], page: ParsedPage) -> tuple[list[Ranking], list[Ranking]]:
    """The rankings in document order of their headings, and what was turned down."""
    kept: list[Judged] = []
    copies: list[Judged] = []
    rejected: list[Ranking] = []
    for one in sorted(judged, key=_preference):
        if one.ranking.score < THRESHOLD:
            rejected.append(_because(one.ranking, f"score below {THRESHOLD}"))
        elif any(_share_rows(k.candidate.rows, one.candidate.rows) for k in (*kept, *copies)):
            rejected.append(_because(one.ranking, "a better candidate has its rows"))
        elif any(_copy(k.ranking, one.ranking) for k in kept):
            copies.append(one)
            rejected.append(_because(one.ranking, "a copy of another list"))
        else:
            kept.append(one)
    kept.sort(key=judged.index)
    return [_finished(one, kept, page) for one in kept], rejected


def _preference(one: Judged) -> tuple[float, int, int, bool]:
    """Best first; of equals the nearest heading, with no other heading between it and the list."""
    candidate = one.candidate
    named = candidate.how == LABELLED and candidate.label is not None
    return -one.ranking.score, candidate.climbed, candidate.between, named


def _share_rows(a: Sequence[Row], b: Sequence[Row]) -> bool:
    return bool({row.nodes[0].mem_id for row in a} & {row.nodes[0].mem_id for row in b})


def _copy(a: Ranking, b: Ranking) -> bool:
    """Whether two lists are one, shown twice (for desktop and mobile)."""
    if [entry.url for entry in a.entries] != [entry.url for entry in b.entries]:
        keys = [[entry.article or entry.url for entry in one.entries] for one in (a, b)]
        if keys[0] != keys[1]:
            return False
    headings = fold(a.heading), fold(b.heading)
    alike = headings[0] in headings[1] or headings[1] in headings[0]
    return alike and fold(a.label or "") == fold(b.label or "")


def _because(ranking: Ranking, why: str) -> Ranking:
    return ranking._replace(evidence=(*ranking.evidence, why))


def _finished(one: Judged, kept: Sequence[Judged], page: ParsedPage) -> Ranking:
    """With its selector, and flagged if another tab of the widget shows the same."""
    ranking = one.ranking
    keys = [entry.article or entry.url for entry in ranking.entries]
    for other in kept:
        same = [entry.article or entry.url for entry in other.ranking.entries] == keys
        if other is not one and same and other.ranking.label != ranking.label:
            ranking = ranking._replace(flags=(*ranking.flags, "cloned-tab"))
            break
    return ranking._replace(selector=selector_of(one.candidate.rows, page))
