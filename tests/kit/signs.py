"""What a reader sees as one character, in the many ways that it can be written."""

from cli.terminal.folding import SPACES

SIGNS = [
    *"aB9 、（）「」海上自衛隊カッター　ー。“é№①→",
    "e\u0301",  # a letter and its accent
    "❤\ufe0f", "☎\ufe0f", "1\ufe0f\u20e3",  # symbols made colourful
    "🇯🇵", "🇺🇸",
    "👨\u200d👩\u200d👧", "🏳\ufe0f\u200d🌈", "👍🏽",
    "か\u3099", "ハ\u309a", "ｶ",
    "\u1112\u1161\u11ab", "한",  # one Hangul syllable, in parts and whole
    "辻\U000e0100",
    "हि",
]  # fmt: skip
"""What a reader sees as one character each."""


def squeezed(text):
    """Return the text without the spaces that may be lost where a line breaks."""
    return text.translate(dict.fromkeys(map(ord, SPACES)))
