"""The text of an article of Jディフェンスニュース: its paragraphs, and where they end.

What ends it, or stands between, is told by the site's fixed phrases and by where links lead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scrapers.address import absolute, host_of, same_site
from scrapers.windows import window_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scrapers.html.page import ParsedPage
    from scrapers.html.text_lines import Line

ASIDE = frozenset(["nav", "aside", "footer", "form", "figcaption", "button", "dialog"])
PROSE = 30  # characters from which a line is a sentence of the text
DATE = re.compile(
    r"(?P<before>\D{0,20}?)\s*(?P<date>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\D{0,5}\d{1,2}:\d{2})?"
    r"(?::\d{2})?)\s*(?P<after>\D{0,20})"
)
END_MARK = re.compile(r"[（(]\s*以\s*上\s*[)）]")
_NOTE = re.compile(r"◎.{0,20}(?:次の記事|前の記事).*")
_PAGER = re.compile(r"[<＜«≪←◀]?\s*(?:次|前)の(?:記事|ページ)へ?\s*[>＞»≫→▶]?")
_FIGURES = re.compile(
    r"[\d\s|/・<>＜＞«»‹›…\[\]［］-]+(?:[次前](?:の(?:ページ|記事))?へ?|NEW)?[\s>＞»›]*",
    re.IGNORECASE,
)
WIDGET = re.compile(
    r"(?:ranking|ランキング)?\s*(?:(?:よく)?読まれている記事|人気(?:の)?記事|アクセスランキング)"
    r"|(?:ranking|ランキング)",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"[■●▼◆◇○▶【［]?\s*(?:関連(?:する)?(?:の)?(?:記事|ニュース|リンク|キーワード)?|[あ合]わせて読みたい(?:記事)?"
    r"|おすすめ(?:の)?記事|(?:新着|最新)(?:の)?(?:記事|ニュース)|(?:この記事を)?(?:シェア|共有)(?:する)?|タグ|目次)"
    r"\s*[】］:：]?"
)
_RIGHTS = re.compile(r"©|\(c\)|（c）|copyright|pagetop", re.IGNORECASE)
_SHARING = re.compile(
    r"(?:^|\.)(?:twitter|x|facebook|line|hatena|getpocket|pinterest|linkedin)\.[a-z.]+"
)


def shares(line: Line) -> bool:
    """Whether the line links to a service for sharing the page."""
    return any(_SHARING.search(host_of(href)) for href in line.hrefs)


def paragraphs(lines: Sequence[Line], page: ParsedPage) -> Iterator[str]:
    """The paragraphs of the text, without what stands between and after them."""
    in_list = False
    for line in lines[: _end_of_text(lines)]:
        if line.region in ASIDE:
            continue
        if WIDGET.fullmatch(line.text) or _RELATED.fullmatch(line.text):
            in_list = True
        elif not (_leads_on(line, page) or _is_furniture(line.text)):
            listed = in_list and (window_of(line.text) or DATE.fullmatch(line.text))
            if not listed:
                in_list = False
                yield line.text


def _end_of_text(lines: Sequence[Line]) -> int:
    """The last end mark, else the first note, pager, ranking or notice that follows the text."""
    marks = [i for i, line in enumerate(lines) if END_MARK.fullmatch(line.text)]
    if marks:
        return marks[-1]
    begun = False
    for index, line in enumerate(lines):
        if begun and line.region not in ASIDE and closes(line.text):
            return index
        begun = begun or (len(line.text) >= PROSE and not line.is_link and not line.region)
    return len(lines)


def closes(text: str) -> bool:
    """Whether a line, once the text has begun, shows that it is over."""
    patterns = (_NOTE, _PAGER, WIDGET)
    return any(pattern.fullmatch(text) for pattern in patterns) or bool(_RIGHTS.match(text))


def _is_furniture(text: str) -> bool:
    patterns = (_NOTE, _PAGER, _FIGURES, END_MARK)
    return any(pattern.fullmatch(text) for pattern in patterns) or bool(_RIGHTS.match(text))


def _leads_on(line: Line, page: ParsedPage) -> bool:
    """Whether a line is nothing but links to other pages of the site or to share buttons."""
    if not line.is_link:
        return False
    targets = [absolute(page.base, href) for href in line.hrefs]
    return shares(line) or all(not url or same_site(url, page.url) for url in targets)
