"""Labels: the short texts of a widget outside its rows, what they say, and what they point to."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scrapers.html.elements import LEVELS, SILENT, Element
from scrapers.html.texts import squeeze
from scrapers.windows import window_of
from scrapers.words.folding import fold, words
from scrapers.words.phrase_coverage import said_of
from scrapers.words.phrases import Force, Phrase, phrase_of

LONGEST_LABEL = 40
_FEW = 2
"""A label of so few blanks may end in a full stop and be no sentence ("24 Std.")."""
_ACTIVE = frozenset(["active", "current", "selected", "on", "checked", "show", "cur", "act", "sel"])
_UNNAMED = _ACTIVE | {"true", "false", "hidden"}
_NAMED = ("id", "class", "for", "name", "value", "rel")
_MOST_OPTIONS = 8
_MOST = 0.8
_NO_LEVEL = 3
"""The level of a heading that is none of h1 to h6: such as a section's, below the page's parts."""
_CHOSEN = {"checked", "selected"}
_MARKS = " |｜/／・"
"""What may stand between labels."""
_LETTER = re.compile(r"\w")
_SPAN = re.compile(r"\d+\s*[^\W\d]+")
"""A number with its unit."""
_DATE = re.compile(r"\d{4}[年/.-]\d{1,2}[月/.-]\d|\d月\d{1,2}日")
_TABS = ("a", "button", "input", "label", "span", "div")
_PARTS = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
"""The parts of class names: `tab-active`, `tabActive`."""
_QUOTED = re.compile(r"['\"(,]\s*#?([\w-]+)")


class Label(NamedTuple):
    """A short text of a widget outside its rows; `element` is the outermost with that text."""

    element: Element
    text: str
    heading: bool


def labels_in(element: Element) -> list[Label]:
    """The labels in an element without rows: the outermost elements with one short text each."""
    if element.tag == "select":
        return _options(element)
    return [] if element.tag in SILENT else _labels(element)


def _labels(element: Element) -> list[Label]:
    text = element.text
    if not text:
        return _image_labels(element)
    if element.tag in LEVELS:
        return [Label(element, text, heading=True)]
    inner = [child for child in element.children if child.text or child.images]
    loose = any(_LETTER.search(part) for part in element.content if isinstance(part, str))
    if len(inner) == 1 and inner[0].text.strip(_MARKS) == text.strip(_MARKS):
        deep = labels_in(inner[0])
        return [Label(element, inner[0].text, deep[0].heading)] if len(deep) == 1 else deep
    if inner and not loose and element.tag not in ("button", "label"):
        return [label for child in inner for label in labels_in(child)]
    return [Label(element, text, heading=False)]


def _options(element: Element) -> list[Label]:
    """The options of a field to choose in, where they name windows: they are tabs."""
    options = [Label(child, child.text, heading=False) for child in element.children]
    windows = {window_of(one.text) for one in options} - {None}
    return options if len(windows) >= 2 and len(options) <= _MOST_OPTIONS else []


def _image_labels(element: Element) -> list[Label]:
    images = [name for one in element.images if (name := squeeze(one.get("alt")))]
    if len(images) == 1:
        return [Label(element, images[0], heading=False)]
    return [label for child in element.children for label in _image_labels(child)] if images else []


def says_reading(label: Label) -> bool:
    """Whether a label names a window or speaks of reading."""
    phrase = _phrase(label.text)
    return (
        phrase.reads if phrase else len(label.text) <= LONGEST_LABEL and _names_window(label.text)
    )


def says_articles(label: Label) -> bool:
    """Whether a label says no more than what is ranked: articles."""
    return said_of(label.text).share("articles") >= _MOST


def _names_window(text: str) -> bool:
    """Whether a text names a window and little else ("Édition du jour" names an issue)."""
    if window_of(text) is None:
        return False
    if any(map(window_of, _SPAN.findall(text))):
        return True
    said = words(text.lower())
    long = (word for word in said if len(word) > 5 and not phrase_of(word))
    strange = [word for word in long if not (window_of(word) or window_of(f"1 {word}"))]
    return len(said) < 3 or 2 * len("".join(strange)) < len("".join(said))


def says_other(label: Label) -> bool:
    """Whether a label speaks of a list that is no ranking of readers."""
    phrase = _phrase(label.text)
    return phrase is not None and not phrase.reads


def _phrase(text: str) -> Phrase | None:
    """What a text says of a list; nothing where it says a window ("last week", 最新1時間)."""
    phrase = phrase_of(text)
    if phrase is None or phrase.kind != "latest":
        return phrase
    counted, timed = any(map(str.isdigit, text)), window_of(text) is not None
    signs = phrase.force is Force.STRETCH, counted, timed
    return None if sum(signs) > 1 else phrase


def naming(label: Label) -> bool:
    """Whether a label can name a list: a heading, a window, or words of a kind of list."""
    return label.heading or names_list(label.text)


def names_list(text: str) -> bool:
    """Whether a text says a window or a kind of list."""
    return window_of(text) is not None or phrase_of(text) is not None


def is_remark(label: Label) -> bool:
    """Whether a text is a sentence: it may say the window of a list, and never names one.

    So is a note that tells how often the list is made, and one with a date.
    """
    text = label.text
    full = text.endswith("。") or (text.endswith(".") and text.count(" ") > _FEW)
    sentence = (full or len(text) > LONGEST_LABEL) and not says_other(label)
    return not label.heading and (sentence or tells_update(text) or bool(_DATE.search(text)))


def tells_update(text: str) -> bool:
    """Whether a text tells when or how often a list is made ("updated every hour")."""
    return "updated" in said_of(text).shares


def foreign(label: Label, start: Element) -> bool:
    """Whether a label opens another block than the one that `start` opened: a heading, or its twin."""
    other = label.element
    beside, names = other.parent is start.parent, other.get("class")
    twin = beside and names != "" and names == start.get("class")
    if not (label.heading or twin) or not label.text or _names_window(label.text):
        return False
    if phrase := phrase_of(label.text):
        return not phrase.reads or (beside and other.tag == start.tag)
    heading = start.first(LEVELS)
    level = LEVELS[heading.tag] if heading else _NO_LEVEL
    return twin or LEVELS.get(other.tag, 9) <= level


def leads_away(element: Element) -> bool:
    """Whether a label links to another page."""
    link = element.link
    href = link.get("href") if link else ""
    return bool(href) and "#" not in href and not href.lower().startswith("javascript:")


def tokens(element: Element) -> set[str]:
    """What an element's attributes say that could name a tab or a panel."""
    said: set[str] = set()
    for name, value in element.attributes.items():
        if not value:
            continue
        if name in _NAMED or name.startswith(("data-", "aria-")):
            said.update(value.replace("#", " ").replace(".", " ").replace(",", " ").split())
        elif name == "href" and "#" in value:
            said.add(value.rpartition("#")[2])
        elif name.startswith("on") or (name == "href" and value.startswith("javascript:")):
            said.update(_QUOTED.findall(value))
    return {word for word in said if len(word) < 60 and _UNNAMED.isdisjoint(_parts(word))}


def label_tokens(label: Label) -> set[str]:
    """What a tab says: its elements, and a radio button right before it."""
    inner = label.element.tagged(_TABS)
    return set().union(*map(tokens, (label.element, *inner, *_radio(label))))


def _radio(tab: Label) -> list[Element]:
    """The field to choose a tab with, right before it."""
    before = tab.element.previous
    return [before] if before and before.tag == "input" else []


def active(tabs: Sequence[Label], before: Sequence[Label]) -> Label | None:
    """The tab marked as the one shown; else one whose text stands `before` the list; else the first.

    What opens a menu repeats the choice that is shown. Where all are windows, or lead to pages,
    and none is marked, nothing is known.
    """
    marks = [_marks(tab) for tab in tabs]
    common = set.intersection(*marks)
    elements = {tab.element for tab in tabs}
    texts = [label.text for label in before if label.element not in elements]
    said = {*map(fold, texts), *(window_of(text) for text in texts if _names_window(text))}
    marked = [tab for tab, own in zip(tabs, marks, strict=True) if own - common]
    repeated = [tab for tab in tabs if said & {fold(tab.text), window_of(tab.text)}]
    pages = {tab.link.get("href") for tab in elements if tab.link and leads_away(tab)}
    unknown = len(pages) == len(tabs) or all(window_of(tab.text) for tab in tabs)
    return next(iter([*marked, *repeated]), None if unknown else tabs[0])


def _marks(tab: Label) -> set[str]:
    fields = (*tab.element.tree, *_radio(tab))
    chosen = any(
        one.get("aria-selected") == "true" or _CHOSEN & one.attributes.keys() for one in fields
    )
    return set().union(*map(states, fields), ["selected"] if chosen else ())


def states(element: Element) -> frozenset[str]:
    """What the classes of an element say of it as the one shown."""
    return _ACTIVE.intersection(_parts(element.get("class")))


def _parts(names: str) -> Iterator[str]:
    """The words that names of classes are made of, in small letters."""
    return map(str.lower, _PARTS.findall(names))
