"""The text of an article page whose site has no reader of its own.

trafilatura (the extra `articles`) finds the text; here its answer is trimmed of what belongs to
the page and not to the text: the title above it, dates and names, credits, notices, and what
follows under headings such as "Read more". It takes half a second to load, so it is imported
when the first such page is read.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec

from scrapers.articles.dates import published
from scrapers.articles.links import leads_away
from scrapers.html.page import ParsedPage
from scrapers.html.text_lines import Line, fold, letters
from scrapers.html.texts import width
from scrapers.model import Problem
from scrapers.words import pattern, whole

BROKEN = "the texts of articles are not read: the extra 'articles' fails; see  tracker doctor"
_MISSING = Problem(
    "no-text",
    "the text of this page was not read: that needs the extra 'articles', see README.md",
)
_ABOVE = 12  # lines at the top among which the title may be repeated
_NAME = 20  # the width of the longest link that may be a name within the text
_LABEL = 40  # the width of the longest line that can be a name or a button
_ENDS = (*'。．.!?！？…」』”"»›:：',)
_SHORT = 90  # characters of the longest line that can be a date, a name or a notice
_BOX = re.compile(
    r"(?i)newsletter|mailchimp|sign-?up|related|recommend|bookmark|blog-?card|read-?(?:more|also)|promo"
    r"|most-read|author-?(?:bio|box)|factbox|profile"
)
_MORE = r"残り\d+文字|(?i:to continue) .{0,60}$"
_SMALL = 400  # characters; a larger element may hold the text itself
_ENOUGH = 150  # characters; a shorter text is no article's, so that others are asked


def text_of(
    page: ParsedPage, lines: Sequence[Line], titles: Sequence[str], told: str
) -> tuple[str | None, tuple[Problem, ...]]:
    """The paragraphs of the article, joined by blank lines.

    `titles` are the wordings of the title that may stand above it; `told` is the text that the page gives to machines.
    Where too little is found, the page's long lines stand in.
    """
    if not _installed():
        return None, (_MISSING,)
    try:
        seen = _trimmed(list(_unlinked(page, lines)), titles)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a library that is broken costs only its text
        return None, (Problem("extra-broken", f"{BROKEN} ({type(error).__name__}: {error})"[:200]),)
    shown = _long_lines(lines)
    texts = [_confirmed(seen, told), shown, told]
    if seen.startswith("|") or _is_glued(seen, shown):
        texts[:2] = reversed(texts[:2])
    return next((text for text in texts if len(text) >= _ENOUGH), max(texts, key=len)) or None, ()


def _is_glued(seen: str, shown: str) -> bool:
    """Whether a text is in one paragraph what the page shows in several, as what has little shape is given."""
    return "\n" not in seen and shown.count("\n\n") > 0 and len(shown) <= len(seen)


def _extracted(page: ParsedPage) -> str:
    """What trafilatura takes for the text, without the small boxes within it."""
    import trafilatura

    tree = trafilatura.load_html(page.text)
    for box in tree.xpath("//body//*[@class]") if tree is not None else ():
        if _BOX.search(box.get("class")) and len(box.text_content()) < _SMALL:
            box.drop_tree()
    found = trafilatura.bare_extraction(
        tree, url=page.url or None, with_metadata=False, include_comments=False
    )
    return (found.text or "") if found is not None and not isinstance(found, dict) else ""


def _confirmed(seen: str, told: str) -> str:
    """The paragraphs seen that the told text holds too, if that is told whole.

    Publishers tell their text without the page's notices, but often without its paragraphs.
    """
    if 2 * len(told) < len(seen):
        return seen
    whole = letters(told)
    kept = [text for text in seen.split("\n\n") if letters(text)[:60] in whole]
    return "\n\n".join(kept) if 5 * sum(map(len, kept)) >= 4 * len(told) else told


@cache
def _installed() -> bool:
    return find_spec("trafilatura") is not None


def _unlinked(page: ParsedPage, lines: Sequence[Line]) -> Iterator[str]:
    """The paragraphs without the headlines that lead to other articles; a long sentence is none."""
    linked = {
        letters(line.text) for line in lines if width(line.text) > _NAME and leads_away(page, line)
    }
    for text in filter(None, map(fold, _extracted(page).split("\n"))):
        if letters(text) not in linked or (len(text) > _SHORT and text.endswith(_ENDS)):
            yield text


def _trimmed(paragraphs: list[str], titles: Sequence[str]) -> str:
    kept = _below(titles, paragraphs)
    while len(kept) > 1 and _is_label(kept[0]):
        kept.pop(0)
    kept = kept[: _end(kept)]
    while kept and len(kept[-1]) <= _LABEL and published(kept[-1]):
        kept.pop()
    return "\n\n".join(text for text in kept if len(text) > _SHORT or not _notice().match(text))


@cache
def _notice() -> re.Pattern[str]:
    """A line that belongs to the page: rights, credits, captions, links, addresses, advertisements."""
    return re.compile(
        rf".{{0,40}}(?:©|ⓒ|\(c\) ?\d{{4}}|{pattern('rights')})"
        rf"|(?:\W*|.{{1,70}}[—–(（|] ?){pattern('credit')}\s*(?:credit|by)?\s*[:：]|▲|{whole('noise')}"
        rf"|\W*{pattern('also')}(?:\s*[:：]|\W*$|(?-i:(?=[A-ZÀ-ÞŐŰ])))|\W*(?:end|了|以上|ends)\W*$"
        rf"|\S+@\S+\.\w+$|{_offer().pattern}|.{{0,60}}\byour inbox\b"
        r"|.{0,15}(?:広告|プロモーション)(?:が|を)含|.{0,80}(?:[摄攝]|撮影)\W*$"
        r"|.{0,30}(?:URL이 복사|分享让更多人看到|コピーしました|scroll to continue|reach(?:ed)? (?:\w+ )?at \S+@|copy link|link copied)|il vous reste .{0,80}",
        re.IGNORECASE,
    )


@cache
def _offer() -> re.Pattern[str]:
    """A short line that asks readers to subscribe or to follow."""
    return re.compile(rf"{pattern('offer')}(?:\W.{{0,110}})?$")


@cache
def _tail() -> re.Pattern[str]:
    """A heading or an offer behind which the text is over."""
    return re.compile(f"{whole('tail')}|{_MORE}")


def _is_label(text: str) -> bool:
    """Whether a line above the text is a date, a name or a button: short, and no sentence."""
    brief = width(text) <= _LABEL and not text.endswith(_ENDS)
    return brief or (len(text) <= _SHORT and published(text) is not None)


def _below(titles: Sequence[str], kept: list[str]) -> list[str]:
    """What follows the title, where that is repeated at the top, and then the text above it.

    trafilatura puts a text that only `<br>` parts before everything else.
    """
    wanted = {letters(title) for title in titles}
    found = [i for i, text in enumerate(kept[:_ABOVE]) if letters(text) in wanted]
    if not found:
        return kept
    above = [text for text in kept[: found[0]] if width(text) > _SHORT]
    return kept[found[-1] + 1 :] + (above if len(above) > 1 else [])


def _end(kept: Sequence[str]) -> int:
    """Where a heading begins what is no longer the text; not within its first third.

    An offer to subscribe or to follow stands within texts, too: it is their end where little follows.
    """
    total, seen = sum(map(len, kept)), 0
    for index, text in enumerate(kept):
        ends = 5 * seen >= 4 * total and _offer().match(text)
        if ends or (3 * seen >= total and _tail().match(text)):
            return index
        seen += len(text)
    return len(kept)


def _long_lines(lines: Sequence[Line]) -> str:
    own = (line.text for line in lines if not (line.is_link or line.region or line.is_heading))
    return "\n\n".join(
        text
        for text in own
        if width(text) > _SHORT or (width(text) > _LABEL and text.endswith(_ENDS))
    )
