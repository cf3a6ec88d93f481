"""Which candidates are rankings: those whose evidence reaches the threshold, the best for each row.

What is turned down says why in the last of its evidence.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scrapers.html.texts import width
from scrapers.model import Evidence, Ranking
from scrapers.rankings.labels import says_reading, states, tells_update, tokens
from scrapers.rankings.signals import THRESHOLD, Case, evidence_of
from scrapers.rankings.site_name import window_besides_names
from scrapers.rankings.tabs import CHOSEN
from scrapers.rankings.widget import LABELLED, Candidate
from scrapers.rows.entries import entries_of, first_number, only_ranked
from scrapers.rows.links import Links
from scrapers.rows.rows import Row
from scrapers.rows.titles import titles_of
from scrapers.rows.unlinked_rows import with_gaps
from scrapers.windows import says_all, window_of
from scrapers.words.folding import fold, words
from scrapers.words.phrases import reading_of, says_more

_ARROWS = tuple("»›→▶►≫")
_CLAUSES = re.compile(r"[,;.:](?!\d)\s*|[，、；。()（）\u3000]\s*")
_WEEKDAY = re.compile(r"[(（]\w[)）]")
_SHORT, _FEW, _STEM = 24, 3, 10


class Judged(NamedTuple):
    """A candidate with what speaks for and against it."""

    candidate: Candidate
    ranking: Ranking


def judge(candidate: Candidate, links: Links, extra: dict[str, str]) -> Judged:
    """The ranking that a candidate would be, with score and evidence."""
    rows = only_ranked(_unfiltered(with_gaps(candidate.rows, links), candidate))
    pairs = list(zip(rows, titles_of(rows), strict=True))
    titled = [(row, title) for row, title in pairs if title] or pairs
    if len(titled) > 1 and _offers_more(*titled[-1], ranked=first_number(rows[0]) is not None):
        del titled[-1]
    rows, titles = tuple(row for row, _ in titled), [title for _, title in titled]
    candidate = candidate._replace(rows=rows)
    entries, flags, source = entries_of(rows, titles, strict=links.strict)
    named = (one for one in _windows(candidate, links, extra) if one[0])
    window, place = next(named, (None, ""))
    evidence = list(evidence_of(Case(candidate, links, entries, window, source)))
    score = max(0.0, min(1.0, sum(one.weight for one in evidence)))
    evidence += [Evidence("window-from", 0.0, f"window from {place}")] if window else []
    label = candidate.label.text if candidate.label else None
    ranking = Ranking(candidate.heading.text, window, label, entries, flags, tuple(evidence), score)
    if len(set(_keys(ranking))) < len(entries):
        ranking = ranking._replace(flags=(*flags, "dup-article"))
    return Judged(candidate, ranking)


def _keys(ranking: Ranking) -> list[str]:
    return [entry.article or entry.url for entry in ranking.entries]


def _unfiltered(rows: Sequence[Row], candidate: Candidate) -> Sequence[Row]:
    """The rows that a filter shows: where tabs stand over one list, those that are marked, if some are."""
    marked = [row for row in rows if states(row.elements[0])] if candidate.how == CHOSEN else []
    return marked if _FEW <= len(marked) < len(rows) else rows


def _offers_more(row: Row, title: str, *, ranked: bool) -> bool:
    """Whether the last row of a list only offers more of it; a rank as of the others speaks against."""
    brief = width(title) < _SHORT or reading_of(title) is not None
    offers = says_more(title) or title.startswith(_ARROWS)
    return brief and offers and not (ranked and first_number(row) is not None)


def _windows(
    candidate: Candidate, links: Links, extra: dict[str, str]
) -> Iterator[tuple[str | None, str]]:
    """What may say the window of a list, with what it says; the likeliest comes first.

    A sentence before the list counts where it gives a number or speaks of reading. "All" beside
    labels that name no stretch of time is of all sections.
    """
    label, heading = candidate.label, candidate.heading.text
    sections = label and not extra and not candidate.timed and says_all(label.text)
    if label and not sections and (says_reading(label) or extra):
        yield window_of(label.text, extra), f"the label “{label.text}”"
    if label and not any(map(str.isdigit, label.text)):
        windows = {window_of(word) for word in tokens(label.element)} - {None}
        yield windows.pop() if len(windows) == 1 else None, "the markup of the label"
    spoken = " ".join(clause for clause in _CLAUSES.split(heading) if not tells_update(clause))
    yield window_besides_names(spoken, links.page, extra), f"the heading “{heading}”"
    for remark in candidate.remarks:
        for clause in _CLAUSES.split(_WEEKDAY.sub("", remark.text)):
            counts = any(map(str.isdigit, clause)) or reading_of(clause)
            if counts and not tells_update(clause):
                yield window_of(clause), f"the text “{remark.text}”"


def choose(judged: Sequence[Judged]) -> tuple[list[Judged], list[Ranking]]:
    """The rankings in document order of their headings, and what was turned down."""
    kept: list[Judged] = []
    taken: set[int] = set()
    rejected: list[Ranking] = []
    for one in sorted(judged, key=_preference):
        own = {row.elements[0].node.mem_id for row in one.candidate.rows}
        if one.ranking.score < THRESHOLD:
            rejected.append(because(one.ranking, "threshold", f"score below {THRESHOLD}"))
        elif taken & own:
            rejected.append(because(one.ranking, "same-rows", "a better candidate has its rows"))
        elif any(_copy(k.ranking, one.ranking) for k in kept):
            taken |= own
            rejected.append(because(one.ranking, "copy", "a copy of another list"))
        else:
            taken |= own
            kept.append(one)
    kept.sort(key=judged.index)
    return [_flagged(one, kept) for one in kept], rejected


def _preference(one: Judged) -> tuple[float, bool, int, int, bool]:
    """Best first; of equals one with a window, then the nearest heading with no other in between."""
    candidate = one.candidate
    named = candidate.how == LABELLED and candidate.label is not None
    unnamed = one.ranking.window is None
    return -one.ranking.score, unnamed, candidate.climbed, candidate.between, named


def _copy(a: Ranking, b: Ranking) -> bool:
    """Whether two lists are one, shown twice (for desktop and mobile)."""
    keys = [_keys(a), _keys(b)]
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


def _flagged(one: Judged, kept: Sequence[Judged]) -> Judged:
    """Flagged if another tab of the widget shows the same."""
    ranking = one.ranking
    others = (other.ranking for other in kept if other.ranking.label != ranking.label)
    if any(_keys(other) == _keys(ranking) for other in others):
        ranking = ranking._replace(flags=(*ranking.flags, "cloned-tab"))
    return one._replace(ranking=ranking)
