"""Labels: the short texts of a widget outside its rows, what they say, and what they point to."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.html.texts import SILENT, attribute, children, squeeze, words_of
from scrapers.windows import window_of
from scrapers.words.folding import fold, words
from scrapers.words.phrase_coverage import said_of
from scrapers.words.phrases import Force, Phrase, phrase_of

LEVELS = {f"h{n}": n for n in range(1, 7)}
LONGEST_LABEL = 40
_FEW = 2
"""A label of so few blanks may end in a full stop and be no sentence ("24 Std.")."""
_ACTIVE = frozenset(["active", "current", "selected", "on", "checked", "show", "cur", "act", "sel"])
_UNNAMED = _ACTIVE | {"true", "false", "hidden"}
_NAMED = ("id", "class", "for", "name", "value", "rel")
_MOST_OPTIONS = 8
_MOST = 0.8
_CHOSEN = {"checked", "selected"}
_MARKS = " |｜/／・"
"""What may stand between labels."""
_LETTER = re.compile(r"\w")
_EMPHASIS = ("b", "strong", "em", "i", "span", "small")
_PARTS = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
"""The parts of class names: `tab-active`, `tabActive`."""
_QUOTED = re.compile(r"['\"(,]\s*#?([\w-]+)")


class Label(NamedTuple):
    """A short text of a widget outside its rows; `node` is the outermost element of that text."""

    node: LexborNode
    text: str
    heading: bool


def labels_in(node: LexborNode) -> list[Label]:
    """The labels in an element without rows: the outermost elements with one short text each."""
    return _inner(node, words_of(node))


def _labels(node: LexborNode, text: str) -> list[Label]:
    """The labels in an element that shows a text."""
    if not text:
        return _image_labels(node)
    if node.tag in LEVELS:
        return [Label(node, text, heading=True)]
    inner = [
        (child, said) for child in children(node) if (said := words_of(child)) or _pictured(child)
    ]
    if len(inner) == 1 and inner[0][1].strip(_MARKS) == text.strip(_MARKS):
        deep = _inner(*inner[0])
        return [Label(node, inner[0][1], deep[0].heading)] if len(deep) == 1 else deep
    if inner and not _one_line(node, [child for child, _ in inner]):
        return [label for child, said in inner for label in _inner(child, said)]
    return [Label(node, text, heading=False)]


def _inner(node: LexborNode, text: str) -> list[Label]:
    if node.tag == "select":
        return _options(node)
    return [] if node.tag in SILENT else _labels(node, text)


def _options(node: LexborNode) -> list[Label]:
    """The options of a field to choose in, where they name windows: they are tabs."""
    options = [Label(child, words_of(child), heading=False) for child in children(node)]
    windows = {window_of(one.text) for one in options} - {None}
    return options if len(windows) >= 2 and len(options) <= _MOST_OPTIONS else []


def _pictured(node: LexborNode) -> bool:
    """Whether an element without text shows one in images, and no loose text stands beside it."""
    if node.first_child is None and node.tag != "img":
        return False
    images = [node] if node.tag == "img" else node.css("img[alt]")
    return any(attribute(image, "alt") for image in images) and not (
        node.parent is not None
        and any(one.is_text_node and squeeze(one.text_content) for one in _nodes(node.parent))
    )


def _one_line(node: LexborNode, inner: Sequence[LexborNode]) -> bool:
    """Whether inline pieces make up one label (`<b>24</b>時間`)."""
    texts = (child.text_content or "" for child in _nodes(node) if child.is_text_node)
    return any(map(_LETTER.search, texts)) and all(child.tag in _EMPHASIS for child in inner)


def _nodes(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _image_labels(node: LexborNode) -> list[Label]:
    if node.first_child is None and node.tag != "img":
        return []
    images = [image for image in node.css("img[alt]") if squeeze(attribute(image, "alt"))]
    if len(images) == 1:
        return [Label(node, squeeze(attribute(images[0], "alt")), heading=False)]
    return [label for child in children(node) for label in _image_labels(child)] if images else []


def says_reading(label: Label) -> bool:
    """Whether a label names a window or speaks of reading."""
    phrase = phrase_of(label.text)
    if phrase is None or _is_stretch(label.text, phrase):
        return _names_window(label.text)
    return phrase.kind in ("read", "trend")


def says_articles(label: Label) -> bool:
    """Whether a label says no more than what is ranked: articles."""
    return said_of(label.text).share("articles") >= _MOST


def _names_window(text: str) -> bool:
    """Whether a text names a window and little else ("Édition du jour" names an issue)."""
    if window_of(text) is None:
        return False
    said = words(fold(text))
    strange = [
        word
        for word in said
        if len(word) > 5 and not (window_of(word) or window_of(f"1 {word}") or phrase_of(word))
    ]
    return len(said) < 3 or 2 * len("".join(strange)) < len("".join(said))


def says_other(label: Label) -> bool:
    """Whether a label speaks of a list that is no ranking of readers."""
    phrase = phrase_of(label.text)
    told = phrase is not None and phrase.kind not in ("read", "trend")
    return told and not _is_stretch(label.text, phrase)


def _is_stretch(text: str, phrase: Phrase | None) -> bool:
    """Whether "last" or the like only belongs to a window ("last week")."""
    last = phrase is not None and phrase.kind == "latest" and phrase.force is Force.STRETCH
    return last and window_of(text) is not None


def naming(label: Label) -> bool:
    """Whether a label can name a list: a heading, a window, or words of a kind of list."""
    return label.heading or bool(window_of(label.text)) or bool(phrase_of(label.text))


def is_remark(label: Label) -> bool:
    """Whether a text is a sentence: it may say the window of a list, and never names one.

    So is a note that tells how often the list is made.
    """
    if not label.heading and tells_update(label.text):
        return True
    full = label.text.endswith("。") or (label.text.endswith(".") and label.text.count(" ") > _FEW)
    return not label.heading and (full or len(label.text) > LONGEST_LABEL) and not says_other(label)


def tells_update(text: str) -> bool:
    """Whether a text tells when or how often a list is made ("updated every hour")."""
    return "updated" in said_of(text).shares


def foreign(label: Label, start: LexborNode) -> bool:
    """Whether a label opens another block than the one that `start` opened."""
    if not label.text or _names_window(label.text):
        return False
    phrase = phrase_of(label.text)
    if phrase:
        return phrase.kind not in ("read", "trend")
    return label.heading and LEVELS.get(label.node.tag or "", 9) <= _level(start)


def _level(start: LexborNode) -> int:
    inner = start if start.tag in LEVELS else start.css_first("h1,h2,h3,h4,h5,h6")
    return LEVELS.get((inner.tag or "") if inner is not None else "", 6)


def known(tabs: Sequence[Label]) -> bool:
    """Whether any of some tabs says a window or a kind of list."""
    return any(window_of(tab.text) or phrase_of(tab.text) for tab in tabs)


def tokens(node: LexborNode) -> set[str]:
    """What an element's attributes say that could name a tab or a panel."""
    said: set[str] = set()
    for name, value in node.attributes.items():
        if not value:
            continue
        if name in _NAMED or name.startswith(("data-", "aria-")):
            said.update(value.replace("#", " ").replace(".", " ").replace(",", " ").split())
        elif name == "href" and "#" in value:
            said.add(value.rpartition("#")[2])
        elif name.startswith("on") or (name == "href" and value.startswith("javascript:")):
            said.update(_QUOTED.findall(value))
    return {word for word in said if len(word) < 60 and word.lower() not in _UNNAMED}


def label_tokens(label: Label) -> set[str]:
    """What a tab says: its elements, and a radio button right before it."""
    said = set(tokens(label.node))
    for inner in label.node.css("a,button,input,label,span,div"):
        said |= tokens(inner)
    before = label.node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    if before is not None and before.tag == "input":
        said |= tokens(before)
    return said


def distinct(groups: Sequence[set[str]]) -> list[set[str]]:
    """The tokens of each group that not all groups share."""
    common = set.intersection(*groups) if len(groups) > 1 else set()
    return [group - common for group in groups]


def active(tabs: Sequence[Label], before: Sequence[Label]) -> Label | None:
    """The tab marked as the one shown; else one whose text stands `before` the list; else the first.

    What opens a menu repeats the choice that is shown. Where all are windows, and none is marked,
    nothing is known.
    """
    marks = distinct([_marks(tab) for tab in tabs])
    own = {tab.node.mem_id for tab in tabs}
    said = {fold(label.text) for label in before if label.node.mem_id not in own}
    marked = [tab for tab, states in zip(tabs, marks, strict=True) if states]
    repeated = [tab for tab in tabs if fold(tab.text) in said]
    unknown = all(window_of(tab.text) for tab in tabs)
    return next(iter([*marked, *repeated]), None if unknown else tabs[0])


def _marks(tab: Label) -> set[str]:
    said: set[str] = set()
    around = [tab.node, *tab.node.css("*")]
    before = tab.node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    if before is not None and before.tag == "input":
        around.append(before)
    for node in around:
        said |= _states(node)
        if attribute(node, "aria-selected") == "true" or _CHOSEN & node.attributes.keys():
            said.add("selected")
    return said


def is_marked(node: LexborNode) -> bool:
    """Whether a class of an element says that it is the one shown."""
    return bool(_states(node))


def _states(node: LexborNode) -> frozenset[str]:
    return _ACTIVE.intersection(map(str.lower, _PARTS.findall(attribute(node, "class"))))
