"""A message in the form of a channel: text, HTML, Markdown, Slack, Discord or Telegram.

A title, a label and an address come from pages. In every form they are text and nothing else: they
format nothing, call nobody and hide no link. An address is a link only if it is of the web.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from cli.pipeline.notify.content import Content
from cli.terminal.printable import printable

LONGEST_TITLE = 300
"""Characters of a title, or of a line, that a message shows."""

BREAK = "\u200b"
"""A space without width: it keeps signs apart that together would mean something."""


class Form(NamedTuple):
    """How a form writes plain text, a link (address, then what it is shown as), and strong text.

    `most` is how many characters a message may have.
    """

    text: Callable[[str], str]
    link: Callable[[str, str], str]
    strong: Callable[[str], str]
    most: int


def visible(text: str) -> str:
    """A text of a page, on one line and with nothing hidden in it."""
    return printable(re.sub(r"[\t-\r\x85\u2028\u2029]+", " ", text).strip(), LONGEST_TITLE)


def web_address(url: str) -> str:
    """An address that may be a link, with the signs of all forms as escapes; "" if it may not."""
    if not re.match(r"https?://", url, re.IGNORECASE) or len(url) > 2000 or not url.isprintable():
        return ""
    return re.sub(r"[ <>\"'{}|\\^`]", lambda sign: f"%{ord(sign[0]):02X}", url)


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>~&:/@=$])", r"\\\1", text)


def _discord(text: str) -> str:
    text = re.sub(r"([\\`*_{}\[\]()#+\-.!|<>~:])", r"\\\1", text)
    return text.replace("@", f"@{BREAK}")


def _slack(text: str) -> str:
    text = html.escape(text, quote=False)
    return re.sub(r"([*_~`@])", rf"{BREAK}\1{BREAK}", text)


def _telegram(text: str) -> str:
    return html.escape(text, quote=False).replace("@", f"@{BREAK}")


def _html_link(url: str, text: str) -> str:
    return f'<a href="{html.escape(url)}">{text}</a>'


FORMS: Mapping[str, Form] = {
    "text": Form(str, lambda url, text: f"{text}\n{url}", str, 1_000_000),
    "html": Form(html.escape, _html_link, lambda text: f"<strong>{text}</strong>", 1_000_000),
    "markdown": Form(
        _markdown, lambda url, text: f"[{text}](<{url}>)", lambda text: f"**{text}**", 30_000
    ),
    "slack": Form(
        _slack,
        lambda url, text: f"<{html.escape(url, quote=False)}|{text}>",
        lambda text: text,
        30_000,
    ),
    "discord": Form(
        _discord, lambda url, text: f"{text}\n<{url}>", lambda text: f"**{text}**", 1_900
    ),
    "telegram": Form(_telegram, _html_link, lambda text: f"<b>{text}</b>", 3_900),
}


def lines(content: Content, name: str) -> list[str]:
    """A message, line by line, in a form that keeps lines; cut where the form's limit is."""
    form = FORMS[name]
    kept_lines: list[str] = []
    room = form.most
    all_lines = list(_lines(content, form))
    for number, line in enumerate(all_lines):
        room -= len(line) + 1
        if room < len("… +1000"):
            return [*kept_lines, form.text(f"… +{len(all_lines) - number}")]
        kept_lines.append(line)
    return kept_lines


def _lines(content: Content, form: Form) -> Iterator[str]:
    def plain(text: str) -> str:
        return form.text(visible(text))

    yield from map(plain, content.before)
    for heading, items in content.blocks:
        if heading:
            yield form.strong(plain(heading))
        for item in items:
            url = web_address(item.url)
            title = plain(item.title)
            yield from (form.link(url, title) if url else title).split("\n")
            yield from (f"  {plain(note)}" for note in item.notes)
    yield from map(plain, content.after)


def text(content: Content) -> str:
    """A message as plain text."""
    return "\n".join(lines(content, "text"))


def page(content: Content) -> str:
    """A message as the HTML part of a mail: no script, no picture, nothing from elsewhere."""
    form = FORMS["html"]

    def plain(text: str) -> str:
        return form.text(visible(text))

    body = [f"<p>{plain(line)}</p>" for line in content.before]
    for heading, items in content.blocks:
        if heading:
            body.append(f"<p>{form.strong(plain(heading))}</p>")
        body.append("<ul>" if items else "")
        for item in items:
            url = web_address(item.url)
            title = plain(item.title)
            notes = "".join(f"<br>{plain(note)}" for note in item.notes)
            body.append(f"<li>{form.link(url, title) if url else title}{notes}</li>")
        body.append("</ul>" if items else "")
    body.append(f'<p style="color:#666">{"<br>".join(map(plain, content.after))}</p>')
    inner = "\n".join(part for part in body if part)
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        f"<title>{plain(content.subject)}</title></head>\n"
        '<body style="font-family:sans-serif;line-height:1.5">\n'
        f"{inner}\n</body></html>\n"
    )
