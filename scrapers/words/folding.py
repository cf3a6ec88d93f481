"""Texts and words in the form in which they are compared: width, case and accents do not count."""

import re
import unicodedata


def fold(text: str) -> str:
    """A text in the form in which phrases are compared."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold()
    if not _ODD.search(text):
        return text
    bare = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
    return _SPECIAL.sub(lambda match: _LETTERS[match[0]], bare)


_LETTERS = {
    **dict(zip("øłđıəħєґўӣيىكةۀہھії", "oldiehегуиییکههههii", strict=True)),
    **dict(zip("æœßþð", ["ae", "oe", "ss", "th", "d"], strict=True)),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u0640", ""),
}
_SPECIAL = re.compile(f"[{''.join(_LETTERS)}]")
"""Letters that are compared as others, or not at all."""
_ODD = re.compile("[\u00ad-\u06ff\u1e00-\u200f]")
"""Letters that may have accents, and all of `_LETTERS`: other scripts need no taking apart."""
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0655]+")
_SPACED = 3
_WORD = re.compile(r"[^\W_]+|\+")


def words(folded: str) -> list[str]:
    """The words of a folded text; a plus counts as the word it stands for."""
    found = _WORD.findall(folded)
    if len(found) > _SPACED and all(len(part) == 1 for part in folded.split()):
        return ["".join(found)]  # letters apart, as in a title set wide
    if folded.isascii() or not any(map(_joins, set(folded).difference("+", *found))):
        return found
    return "".join(
        c if c.isalnum() or _joins(c) else " " for c in folded.replace("+", " + ")
    ).split()


def _joins(char: str) -> bool:
    """Whether a character that is no letter is part of a word: a plus, a vowel sign."""
    return char == "+" or (char > "\u02ff" and unicodedata.category(char)[0] == "M")
