"""A picture of a terminal as SVG: what the program printed there, sign by sign in its place.

Every run of signs is told how wide it is in columns, so that the columns stand straight whatever
font a browser has: a kanji takes two. Nothing is coloured that the program does not colour.
"""

import re
from html import escape
from itertools import groupby

from cli.terminal.folding import graphemes, width

COLUMN, LINE, EDGE, SIZE = 8.0, 19.0, 14.0, 13.5
FONTS = (
    "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK JP', "
    "'Osaka-Mono', 'MS Gothic', monospace"
)
LINK = r"\x1b\]8;[^\x1b]*\x1b\\"
SGR = r"\x1b\[([0-9;]*)m"
STYLES = {"0": "", "1": "bold", "1;31": "red", "31": "red", "32": "green", "35": "magenta"}
HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" role="img" aria-label="{label}">
<style>text {{ font: {size}px {fonts}; fill: #d8dee4; white-space: pre }} .bold {{ font-weight: bold; fill: #fff }} .typed, .green {{ fill: #7ee787 }} .red {{ fill: #ff9492 }} .magenta {{ fill: #d2a8ff }}</style>
<rect width="100%" height="100%" rx="8" fill="#161b22"/>
"""


def svg(command, printed):
    """Return the picture of a command and what it printed, escape sequences included."""
    lines = [[("typed", f"$ {command}")], *map(_styled, printed.splitlines())]
    wide = max(sum(width(text) for _, text in line) for line in lines) * COLUMN + 2 * EDGE
    high = len(lines) * LINE + 2 * EDGE
    label = escape(f"{command} in a terminal", quote=True)
    drawn = (_line(line, EDGE + LINE * number + SIZE) for number, line in enumerate(lines))
    head = HEAD.format(wide=wide, high=high, label=label, size=SIZE, fonts=FONTS)
    return head + "\n".join(filter(None, drawn)) + "\n</svg>\n"


def _styled(line):
    """Return (style, text) for the pieces of a line; bold and three colours are known."""
    style, pieces = "", []
    parts = re.split(SGR, re.sub(LINK, "", line.rstrip("\r\n")))
    for text, code in zip(parts[::2], ["", *parts[1::2]], strict=True):
        style = STYLES.get(code, style)
        pieces.append((style, text))
    return pieces


def _line(pieces, base):
    at, drawn = 0, []
    for style, text in pieces:
        for wide, signs in groupby(graphemes(text), lambda sign: width(sign) > 1):
            run = "".join(signs)
            drawn.append(_run(style, run, at, base, wide=wide))
            at += width(run)
    return "".join(drawn)


def _run(style, run, at, base, *, wide):
    """Return one run; leading and trailing blanks need no drawing."""
    text = run if wide else run.strip(" ")
    if not text.strip():
        return ""
    at += 0 if wide else len(run) - len(run.lstrip(" "))
    kind = f' class="{style}"' if style else ""
    room = f'textLength="{width(text) * COLUMN:g}" lengthAdjust="spacingAndGlyphs"'
    return f'<text{kind} x="{EDGE + at * COLUMN:g}" y="{base:g}" {room}>{escape(text)}</text>'
