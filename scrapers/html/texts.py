"""Texts: white space as a browser shows it, and width as printed."""

import re

_BLANKS = re.compile(r"[ \t\n\r\f\v\xa0]+")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]+")
"""Soft hyphens and blanks of no width; joiners within words stay."""


def squeeze(text: str | None) -> str:
    """Text with its white space folded as a browser folds it: U+3000 is a character."""
    if not text:
        return ""
    if text.isascii():
        return " ".join(text.split())
    if text.isprintable() and "  " not in text:  # most texts need nothing
        return text.strip(" ")
    return _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip()


CIRCLED = "①-⑳❶-❿"
"""The numbers that are one sign each, as a range in a pattern."""
_NARROW = re.compile("[\0-\u2e7f]+")


def width(text: str) -> int:
    """Length as printed: characters of East Asian scripts count twice."""
    return len(text) if text.isascii() else len(text) + len(_NARROW.sub("", text))
