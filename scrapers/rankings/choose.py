"""Which candidates are rankings: those whose evidence reaches the threshold, the best for each row.

What is turned down says why in the last of its evidence.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from scrapers.html.page import ParsedPage
from scrapers.html.texts import width
from scrapers.model import Entry, Evidence, Ranking
from scrapers.rankings.labels import is_marked, says_reading, tells_update, tokens
from scrapers.rankings.selector import selector_of
from scrapers.rankings.signals import THRESHOLD, Case, evidence_of
from scrapers.rankings.site_name import window_besides_names
from scrapers.rankings.tabs import CHOSEN
from scrapers.rankings.widget import LABELLED, Candidate
from scrapers.rows.entries import entries_of, first_number, only_ranked
from scrapers.rows.links import Links
from scrapers.rows.rows import Row
from scrapers.rows.titles import titles_of
from scrapers.rows.unlinked_rows import with_gaps
from scrapers.windows import window_of
from scrapers.words.folding import fold, words
from scrapers.words.phrases import reading_of, says_more

_ARROWS = "»›→▶►≫"
_CLAUSES = re.compile(r"[,;.:，、；。()（）]\s*")
_SHORT, _FEW, _STEM = 24, 3, 10


class Judged(NamedTuple):
    """A candidate with what speaks for and against it."""

    candidate: Candidate
    ranking: Ranking


def judge(candidate: Candidate, links: Links, extra: dict[str, str]) -> Judged:
    """The ranking that a candidate would be, with score and evidence."""
    rows = only_ranked(_unfiltered(with_gaps(candidate.rows, links), candidate))
    titled = [(row, title) for row, title in zip(rows, titles_of(rows), strict=True) if title]
    if len(titled) > 1 and _offers_more(*titled[-1], ranked=first_number(rows[0]) is not None):
        del titled[-1]
    rows = tuple(row for row, _ in titled) or candidate.rows
    titles = [title for _, title in titled] or titles_of(candidate.rows)
    candidate = candidate._replace(rows=rows)
    entries, flags, source = entries_of(rows, titles, strict=links.strict)
    window, said = _window(candidate, links, extra)
    evidence = tuple(evidence_of(Case(candidate, entries, window, source)))
    score = max(0.0, min(1.0, sum(one.weight for one in evidence)))
    label = candidate.label.text if candidate.label else None
    flags = (*flags, *_repeats(entries))
    ranking = Ranking(candidate.heading.text, window, label, entries, flags, evidence + said, score)
    return Judged(candidate, ranking)


def _unfiltered(rows: Sequence[Row], candidate: Candidate) -> Sequence[Row]:
    """The rows that a filter shows: where tabs stand over one list, those that are marked, if some are."""
    marked = [row for row in rows if is_marked(row.elements[0])] if candidate.how == CHOSEN else []
    return marked if _FEW <= len(marked) < len(rows) else rows


def _offers_more(row: Row, title: str, *, ranked: bool) -> bool:
    """Whether the last row of a list only offers more of it; a rank as of the others speaks against."""
    brief = width(title) < _SHORT or reading_of(title) is not None
    offers = says_more(title) or title[0] in _ARROWS
    return brief and offers and not (ranked and first_number(row) is not None)


def _window(
    candidate: Candidate, links: Links, extra: dict[str, str]
) -> tuple[str | None, tuple[Evidence, ...]]:
    label = candidate.label
    if label and (slug := window_of(label.text, extra)) and (says_reading(label) or extra):
        return slug, (Evidence("window-from", 0.0, f"window from the label “{label.text}”"),)
    if label and not any(char.isdigit() for char in label.text):
        told = {window_of(word) for word in tokens(label.element)} - {None}
        if len(told) == 1:
            return told.pop(), (
                Evidence("window-from", 0.0, "window from the markup of the label"),
            )
    if slug := window_besides_names(candidate.heading.text, links.page, extra):
        return slug, (
            Evidence("window-from", 0.0, f"window from the heading “{candidate.heading.text}”"),
        )
    return _window_of_remarks(candidate)


def _window_of_remarks(candidate: Candidate) -> tuple[str | None, tuple[Evidence, ...]]:
    """The window in a sentence before the list, where it gives a number or speaks of reading."""
    for remark in candidate.remarks:
        for clause in _CLAUSES.split(remark.text):
            counts = any(char.isdigit() for char in clause) or reading_of(clause)
            if counts and not tells_update(clause) and (slug := window_of(clause)):
                return slug, (
                    Evidence("window-from", 0.0, f"window from the text “{remark.text}”"),
                )
    return None, ()


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
            rejected.append(because(one.ranking, "threshold", f"score below {THRESHOLD}"))
        elif any(_share_rows(k.candidate.rows, one.candidate.rows) for k in (*kept, *copies)):
            rejected.append(because(one.ranking, "same-rows", "a better candidate has its rows"))
        elif any(_copy(k.ranking, one.ranking) for k in kept):
            copies.append(one)
            rejected.append(because(one.ranking, "copy", "a copy of another list"))
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
    return not {row.elements[0] for row in a}.isdisjoint(row.elements[0] for row in b)


def _copy(a: Ranking, b: Ranking) -> bool:
    """Whether two lists are one, shown twice (for desktop and mobile)."""
    keys = [[entry.article or entry.url for entry in one.entries] for one in (a, b)]
    shorter = min(map(len, keys))
    if keys[0][:shorter] != keys[1][:shorter] or (shorter < _FEW and keys[0] != keys[1]):
        return False
    headings = ["".join(words(fold(one.heading))) for one in (a, b)]
    alike = headings[0][:_STEM] == headings[1][:_STEM] or headings[0] in headings[1]
    labels = {fold(one.label) for one in (a, b) if one.label}
    return (alike or headings[1] in headings[0]) and len(labels) <= 1


def because(ranking: Ranking, rule: str, why: str) -> Ranking:
    """A ranking that is turned down, with the rule and the reason."""
    return ranking._replace(evidence=(*ranking.evidence, Evidence(rule, 0.0, why)))


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
