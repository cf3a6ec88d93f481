"""From a heading to its lists: which label names which rows.

A piece with a label of its own is named by it; pieces after a set of tabs are their panels, also
tabs within tabs; pieces that only continue each other, as columns do, are one list.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, repeat, takewhile
from typing import NamedTuple

from scrapers.html.elements import Element
from scrapers.rankings.headings import INLINE, Heading
from scrapers.rankings.labels import (
    LONGEST_LABEL,
    Label,
    is_remark,
    leads_away,
    names_list,
    naming,
    says_other,
    says_reading,
)
from scrapers.rankings.section import (
    Region,
    in_next_box,
    inside,
    is_none,
    last_of,
    passes_empty,
    region,
    tab_group,
    whole,
)
from scrapers.rankings.segments import pieces_of, stream_of
from scrapers.rankings.tabs import Piece, Resolved, by_reference, continued, resolve
from scrapers.rows.entries import printed_ranks
from scrapers.rows.links import Links
from scrapers.rows.rows import Listing, Row
from scrapers.windows import window_of
from scrapers.words.phrases import CLEAR, phrase_of, reading_of

LABELLED = "label before the list"


class Candidate(NamedTuple):
    """A list that a heading announces. `label` is None where the heading alone names it.

    `between` counts the texts between heading and list that are no labels of the widget, long
    ones threefold; `tabs` says whether the heading has several labelled lists, and `timed` whether
    its tabs or labels name stretches of time. `doubt` says why the list may be another block's, ""
    where nothing speaks for that. `remarks` are the sentences right before the list, then those
    before all lists of the heading.
    """

    heading: Heading
    label: Label | None
    rows: tuple[Row, ...]
    listing: Listing
    how: str
    between: int
    climbed: int
    tabs: bool
    timed: bool
    doubt: str
    remarks: tuple[Label, ...]


_Named = tuple[Label | None, tuple[Row, ...], Piece, str]
"""A list with its label, its rows, its first piece, and how the label was found."""


def candidates(heading: Heading, links: Links) -> list[Candidate]:
    """The lists that a heading announces, each under its label."""
    start = whole(heading)
    if is_none(heading, start, links):
        return []
    group = [] if heading.inside else tab_group(start)
    begin = last_of(group) if group else start
    place = inside(start, links) if heading.inside else region(begin, links)
    pieces = pieces_of([*group, *stream_of(place, start)], place.lists)
    if not pieces:
        return []
    every = list(_named(pieces))
    named = [one for one in every if _is_own(one[0], group, start, every[0][0])]
    before = pieces[0].labels
    tabs = {tab for tabs in (group, *_sets(before)) for tab in tabs}
    labels = {one[0] for one in named if one[0]}
    notes = [one for one in before if one not in tabs]
    between = _strays(notes)
    timed = any(window_of(label.text) not in (None, "all") for label in tabs | labels)
    doubt = _doubt(start, place, labels, between)
    around = between, place.climbed, len(labels) > 1, timed, doubt
    names = {label.element for label in labels}
    shared = list(takewhile(lambda note: note.element not in names, notes))
    return [
        Candidate(heading, label, rows, own.listing, how, *around, (*_remarks(own), *shared))
        for label, rows, own, how in named
        if not (label and says_other(label))
        or (heading.phrase.force in CLEAR and _is_newest(label, before, named))
    ]


def _remarks(piece: Piece) -> Iterator[Label]:
    """The sentences right before the rows of a piece."""
    return filter(is_remark, piece.labels)


def _is_newest(label: Label, before: Sequence[Label], named: Sequence[_Named]) -> bool:
    """Whether "latest" is a tab of a ranking, beside windows: the ranking as it is now.

    Then all lists print ranks, or none: else "latest" holds the newest articles.
    """
    beside = [tabs for tabs in _sets(before) if label in tabs]
    windows = [window_of(tab.text) for tabs in beside for tab in tabs if tab != label]
    phrase = phrase_of(label.text)
    latest = phrase is not None and phrase.kind == "latest" and bool(windows)
    alike = latest and len({printed_ranks(rows)[1] for _, rows, _, _ in named}) == 1
    return alike and None not in windows


def _is_own(
    label: Label | None, group: Sequence[Label], start: Element, first: Label | None
) -> bool:
    """Whether a list under a label is the heading's, which stands in `start` or is a tab of a group.

    Then a tab must speak of reading, and be no other heading. A label that is a heading must
    speak of reading, too, or stand where the first has its place.
    """
    if label is None:
        return not group
    if label in group and label.element is not start and reading_of(label.text):
        return False
    elsewhere = label.heading and _place(label) != _place(first)
    return says_reading(label) or not (group or elsewhere)


def _place(label: Label | None) -> tuple[str, int] | None:
    """The tag of a label, and how deep in the page it stands."""
    return (label.element.tag, len(label.element.path)) if label else None


def _doubt(start: Element, place: Region, named: Collection[Label], between: int) -> str:
    """What tells that lists after a heading are not its own; labels that speak of reading vouch."""
    if any(map(says_reading, named)):
        return ""
    if passes_empty(place) or in_next_box(start, place):
        return "its own box shows no list"
    return "another block's label" if named and (place.climbed or between > 1) else ""


def _strays(notes: Sequence[Label]) -> int:
    """How many texts between heading and list neither speak of reading nor are notes, long ones threefold."""
    strays = [one for one in notes if not says_reading(one)]
    long = sum(len(one.text) > LONGEST_LABEL for one in strays)
    return 3 * long + sum(not is_remark(one) for one in strays if len(one.text) <= LONGEST_LABEL)


def _named(pieces: Sequence[Piece]) -> Iterator[_Named]:
    """Each list of the pieces with its label and how the label was found."""
    pieces = _sectioned(pieces)
    blocks = _blocks(pieces)
    sets = _tab_sets(blocks)
    tabs = sets[-1] if sets else []
    if len(blocks) == len(tabs) > 1:
        ordered = zip(tabs, blocks, repeat("tabs and lists by order"))
        for tab, own, how in by_reference(tabs, pieces) or ordered:
            alone = own[0] is pieces[0] or not tab or says_other(tab)
            inner = [] if alone else _tabs_within(own)
            yield from inner or [(tab, _rows(own), own[0], how)]
        return
    tabbed = _tabbed(sets, blocks[0])
    for active, own, how in tabbed:
        yield active, _rows(own), own[0], how
    for block in blocks[1:] if tabbed else blocks:
        if block is not blocks[0] and (inner := _tabs_within(block)):
            yield from inner
            continue
        label = _last_name(block[0].labels, ())
        joined = continued(block)
        yield label, _rows(joined), joined[0], LABELLED if label else ""


def _sectioned(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces, whose last labels are headings where all have one alike and no other name: of sections."""
    places = {_place(piece.labels[-1]) if piece.labels else None for piece in pieces}
    known = any(map(_known, [*_sets(pieces[0].labels), *(piece.labels for piece in pieces[1:])]))
    if known or len(pieces) < 2 or len(places) > 1 or None in places:
        return pieces
    lasts = [piece.labels[-1]._replace(heading=True) for piece in pieces]
    return [
        piece._replace(labels=(*piece.labels[:-1], last))
        for piece, last in zip(pieces, lasts, strict=True)
    ]


def _blocks(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces cut where a naming label stands between them."""
    blocks: list[list[Piece]] = []
    for piece in pieces:
        if blocks and not any(map(naming, piece.labels)):
            blocks[-1].append(piece)
        else:
            blocks.append([piece])
    return blocks


def _tab_sets(blocks: Sequence[Sequence[Piece]]) -> list[list[Label]]:
    """The tabs before the first block, none where a nearer label names that block."""
    before = blocks[0][0].labels
    sets = [tabs for tabs in _sets(before) if _known(tabs) or len(blocks[0]) > 1]
    near = _last_name(before, [tab for tabs in sets for tab in tabs])
    lone = len(blocks) > 1 and len(blocks[0]) == 1
    names = [_last_name(block[0].labels, ()) for block in blocks[1:]]
    if near and names and all(name and name.text == near.text for name in names):
        return sets  # each panel repeats the name of the first tab
    return [] if near is not None and (says_other(near) or lone) else sets


def _tabs_within(block: Sequence[Piece]) -> list[_Named]:
    """The lists under tabs that stand at the beginning of a later block."""
    sets = [tabs for tabs in _sets(block[0].labels) if _known(tabs)]
    tabbed = _tabbed(sets, block) if len(block) > 1 else []
    return [(tab, _rows(own), own[0], how) for tab, own, how in tabbed]


def _tabbed(sets: Sequence[Sequence[Label]], pieces: Sequence[Piece]) -> list[Resolved]:
    """The pieces under the first tabs that fit them, and under tabs within those."""
    for number, tabs in enumerate(sets):
        found: list[Resolved] = []
        for tab, own, how in resolve(tabs, pieces):
            nested = len(own) > 1 and tab and not says_other(tab)
            inner = _tabbed(sets[number + 1 :], own) if nested else []
            found += inner or [(tab, own, how)]
        if found:
            return found
    return []


def _last_name(labels: Sequence[Label], tabs: Sequence[Label]) -> Label | None:
    """The label nearest before a list that names it, and is neither a tab nor a remark."""
    taken = {tab.element for tab in tabs}
    near = (label for label in reversed(labels) if label.element not in taken)
    return next((label for label in near if naming(label) and not is_remark(label)), None)


def _rows(pieces: Sequence[Piece]) -> tuple[Row, ...]:
    """The rows of some pieces; one that repeats an article of those before it begins another list."""
    rows: list[Row] = []
    for piece in pieces:
        if {row.target.key for row in rows} & {row.target.key for row in piece.rows}:
            break
        rows += piece.rows
    return tuple(rows)


def _known(tabs: Sequence[Label]) -> bool:
    """Whether any of some tabs says a window or a kind of list."""
    return any(names_list(tab.text) for tab in tabs)


def _sets(labels: Sequence[Label]) -> list[list[Label]]:
    """The labels that stand side by side in equal elements or in a line, each set of at least two.

    A link to another page among labels that lead nowhere is none of them.
    """
    found = []
    for _, group in groupby(labels, _row_of):
        short = (label for label in group if len(label.text) <= LONGEST_LABEL)
        beside = [label for label in short if not is_remark(label)]
        stay = [label for label in beside if not leads_away(label.element)]
        if len(beside) > 1:
            found.append(stay if len(stay) > 1 else beside)
    return found


def _row_of(label: Label) -> tuple[str, Element | None]:
    """What labels side by side share; the tab that is shown is often no link among links."""
    tag = label.element.tag
    return "" if tag in INLINE else tag, label.element.parent
