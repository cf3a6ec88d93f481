"""Pages that answer 200 and are not what was asked for.

Challenges, consent and login walls (`blocked`), "not found", errors, placeholders and maintenance
notices (`soft-404`), and bytes that are no HTML (`type`, `no-content`). A page that shows a ranking
or an article is believed; only a heading that says "not found" outweighs an article. No list of
phrases is ever complete: where a page of the address was accepted before, likeness to it decides
first (cli.pipeline.likeness).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scrapers.address import absolute
from scrapers.html.text_lines import fold
from scrapers.model import Problem

if TYPE_CHECKING:
    from scrapers.html.page import ParsedPage

# Patterns are text, compiled by the first page that needs them: most pages need one of four.
_BINARY = ("%PDF-", "\x89PNG", "GIF8", "PK\x03\x04", "\x1f\x8b", "RIFF")
_FEED = r"<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b"
_WALL = (
    r"just a moment\.\.\.|attention required|checking your browser|verify(?:ing)? (?:that )?you are"
    r"(?: a)? human|are you a (?:robot|human)|pardon our interruption|unusual traffic|access denied"
    r"|request unsuccessful\. incapsula|enable javascript and cookies to continue|captcha"
    r"|before you continue|bevor sie fortfahren|avant de continuer|ロボットではありません|画像認証"
    r"|アクセスが(?:制限|拒否)|不正なアクセス|ただいまアクセスが集中|同意して(?:続ける|閲覧)"
    r"|not a (?:ro)?bot\b|security check(?:point)?\b|verifying your (?:browser|request)|request rejected"
    r"|access to this (?:page|site)|unavailable (?:due to|for) legal reasons|閲覧できません"
    r"|not available in your (?:country|region)|海外からのアクセス|ご利用いただけ(?:ません|なく)"
)
_PLACEHOLDER = (
    r".{0,60}\b(?:domain|website) (?:name )?(?:is|may be) for sale.{0,20}|\S+\.\w+ - for sale"
    r"|welcome to (?:nginx|openresty|caddy)!?|.{0,20}\bdefault (?:web )?page\b.{0,20}|index of /.{0,40}"
    r"|.{0,20}(?:error establishing a database connection|データベース接続確立エラー).{0,20}"
)
_WALL_MARKS = (
    "form[action*='/cdn-cgi/'],script[src*='challenge-platform'],script[src*='captcha']"
    ",.g-recaptcha,.h-captcha,.cf-turnstile,iframe[src*='captcha'],iframe[src*='geo.captcha-']"
)
_NOT_FOUND = (
    r"(?:error\W*)?404\b.{0,40}|.{0,12}(?:page|article|file|document)?\W*not found.{0,12}"
    r"|.{0,20}ページ(?:は|が)(?:見つかり|存在し)ません.{0,12}|お探しの(?:ページ|記事).{0,30}"
    r"|.{0,12}seite (?:wurde )?nicht gefunden.{0,12}|.{0,12}page (?:introuvable|non trouvée).{0,12}"
)
_MAINTENANCE = (
    r".{0,30}(?:メンテナンス中|(?:システム|サーバー?)?メンテナンスの(?:お知らせ|ため)|under maintenance"
    r"|scheduled maintenance|down for maintenance|wartungsarbeiten|en maintenance).{0,40}"
)
_CLOSED = frozenset({401, 402, 403, 407, 429, 451, 511})
"""Statuses of a page that somebody keeps shut; the other errors say that it is not there."""
_SCANNED = 3000  # characters of a page's text in which a wall says what it is
_HARDLY_ANY, _FEW = 300, 5  # characters; links of a page that is nothing but a form


def of(page: ParsedPage, *, has_content: bool) -> tuple[Problem, ...]:
    """What makes a page unfit to be read; `has_content`: a ranking or an article was found."""
    if not page.text.strip():
        return (Problem("no-content", "the page is empty"),)
    if _is_no_html(page.text):
        return (Problem("type", "the page is no HTML"),)
    heads = _headings(page)
    for head in heads:
        if re.fullmatch(_NOT_FOUND, head, re.IGNORECASE):
            return (Problem("soft-404", f"the page says: {head}"),)
    if has_content:
        return ()
    notices = [notice for head in heads if (notice := _notice(head))]
    return (notices[0],) if notices else _walled(page)


def _notice(head: str) -> Problem | None:
    """What a heading says that stands over nothing else."""
    if re.fullmatch(_MAINTENANCE, head, re.IGNORECASE):
        return Problem("soft-404", f"maintenance: {head}")
    if re.fullmatch(_PLACEHOLDER, head, re.IGNORECASE):
        return Problem("soft-404", f"a placeholder: {head}")
    if error := _error(head):
        return Problem("blocked" if error in _CLOSED else "soft-404", f"an error: {head}")
    return None


def _error(head: str) -> int | None:
    """The status of HTTP that a heading gives, by its number, its phrase, or both."""
    from http import HTTPStatus

    words = re.sub(r"[^a-z0-9]", "", head.casefold()).removeprefix("http").removeprefix("error")
    for status in HTTPStatus:
        phrase = re.sub(r"[^a-z]", "", status.phrase.casefold())
        numbered = (f"{status:d}", f"{status:d}{phrase}", f"{status:d}error")
        is_clear = " " in status.phrase or status in _CLOSED  # "Gone" may be a page's own title
        if status >= 400 and (words in numbered or (is_clear and words == phrase)):
            return int(status)
    return None


def _headings(page: ParsedPage) -> list[str]:
    """The title, as far as the site's name, and the first main headings."""
    nodes = page.tree.css("head > title, h1")[:4]
    texts = [fold(node.text()) for node in nodes]
    return [re.split(r"\s[|｜–—-]\s|[|｜]", text)[0].strip() for text in texts if text]


def _is_no_html(text: str) -> bool:
    start = text[:500].lstrip()
    feed = start.startswith("<?xml") and re.search(_FEED, start) is not None
    return start.startswith((*_BINARY, "{", "[")) or feed or "<" not in text


def _walled(page: ParsedPage) -> tuple[Problem, ...]:
    """A wall says little else; forms with captchas stand on ordinary pages, too."""
    seen = " ".join([*_headings(page), _visible(page)])
    if len(seen) >= _SCANNED:
        return ()
    if page.tree.css_first(_WALL_MARKS) is not None:
        return (Problem("blocked", "the page asks to solve a challenge"),)
    if (onward := _onward(page)) and len(seen) < _HARDLY_ANY:
        return (Problem("soft-404", f"the page only leads on to {onward}"),)
    if page.tree.css_first("input[type=password]") and len(page.tree.css("a[href]")) < _FEW:
        return (Problem("blocked", "the page asks to log in"),)
    match = re.search(_WALL, seen, re.IGNORECASE)
    return (Problem("blocked", f"the page says: {match[0]}"),) if match else ()


def _onward(page: ParsedPage) -> str:
    """Where the page sends a browser by itself, if that is another address."""
    node = page.tree.css_first("meta[http-equiv=refresh i][content]")
    content = (node.attributes.get("content") or "")[:500] if node else ""
    match = re.fullmatch(
        r"\s*\d{1,2}\s*[;,]\s*url\s*=\s*['\"]?([^'\"]+)['\"]?\s*", content, re.IGNORECASE
    )
    url = absolute(page.base, match[1]) if match else ""
    return url if url != page.url else ""


def _visible(page: ParsedPage) -> str:
    body = page.tree.body
    return fold(body.text(separator=" ", skip_empty=True)[: 2 * _SCANNED]) if body else ""
