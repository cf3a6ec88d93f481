"""Whether a title has the words of a rule, as `tracker search` would find them.

Full and half width are alike. A run of Japanese signs is found anywhere within another one, a word
of letters only as a whole. `-word` excludes; quotes hold words together.
"""

import re
import unicodedata
from functools import cache

from store import folded, runs

_TERM = r'(-?)(?:"([^"]*)"?|([^\s"]+))'


def matches(title: str, words: str) -> bool:
    """Whether a title has all the words, and none of those with a minus."""
    text = " ".join(runs(title))
    wanted, unwanted = _patterns(words)
    return all(one.search(text) for one in wanted) and not any(one.search(text) for one in unwanted)


@cache
def _patterns(words: str) -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    wanted: list[re.Pattern[str]] = []
    unwanted: list[re.Pattern[str]] = []
    for minus, quoted, plain in re.findall(_TERM, folded(words)):
        if term := " ".join(runs(quoted or plain)):
            (unwanted if minus else wanted).append(_pattern(term))
    return wanted, unwanted


def _pattern(term: str) -> re.Pattern[str]:
    before = "" if _within(term[0]) else r"(?<!\S)"
    after = "" if _within(term[-1]) else r"(?!\S)"
    return re.compile(before + re.escape(term) + after)


def _within(sign: str) -> bool:
    """Whether a sign is of a script without spaces between words."""
    return unicodedata.east_asian_width(sign) in "WF"
