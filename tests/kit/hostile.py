"""Pages built to hurt a parser, and ordinary pages broken at random."""

import random
from collections.abc import Callable, Iterator

from defensepages import page
from sizes import size

MANY = size(100_000)


def _nested(tag: str) -> Callable[[], str]:
    return lambda: f"<{tag}>" * MANY


def endless_formatting(number: int) -> str:
    """Each paragraph takes up all the formatting before it once more."""
    return "".join(f"<p><b id={n}>" for n in range(number))


SHAPES: dict[str, Callable[[], str]] = {
    **{f"nested {tag}": _nested(tag) for tag in (
        "div", "p", "span", "a", "b", "li", "ul", "dl", "option", "button", "form", "h1", "font",
        "section", "blockquote", "select", "svg", "math", "ruby", "custom-tag", "noscript",
    )},
    "nested tables": lambda: "<table><tr><td>" * size(30_000),
    "nested templates": lambda: "<template>" * size(65_625),
    "nested iframes": lambda: "<iframe><html>" * size(50_000),
    "nested framesets": lambda: "<frameset>" * MANY,
    "many options": lambda: "<select>" + "<option>x" * MANY,
    "many attributes": lambda: "<p " + " ".join(f"a{n}=1" for n in range(MANY)) + ">",
    "many equal attributes": lambda: "<p " + "a=1 " * MANY + ">",
    "a long attribute": lambda: f'<p title="{"x" * size(5_000_000)}">',
    "61 KB of formatting": lambda: "<b><i>" * size(5_000) + "<p>" * size(10_000),
    "formatting that never ends": lambda: endless_formatting(size(4_500)),
    "formatting and paragraphs": lambda: "<b><i><p>" * size(6_800),
    "links and paragraphs": lambda: "<a><p>" * size(20_000),
    "font and cells": lambda: "<font><td>" * size(30_000),
    "nobr and tables": lambda: "<nobr><table>" * size(10_000),
    "rows outside of tables": lambda: "<table>" + "<b>x" * size(20_000),
    "many ends": lambda: "</p>" * MANY,
    "many comments": lambda: "<!-- x -->" * MANY,
    "open comment": lambda: "<!--" + "<p>" * MANY,
    "open attribute": lambda: '<a href="' + "<p>" * MANY,
    "open script": lambda: "<script>" + "<!--<script>" * size(30_000),
    "open title": lambda: "<title>" + "x" * size(1_000_000),
    "entities": lambda: "&amp;" * size(500_000),
    "bad entities": lambda: "&#xffffffffff;&#0;&#xd800;&bogus" * size(50_000),
    "NULs": lambda: "<p>\0" * MANY,
    "one long line": lambda: "<p>" + "あ" * size(1_500_000),
    "headings": lambda: "<h2>読まれている記事</h2>" * size(20_000, 120),
    "links": lambda: '<a href="/docs/mod/000001.html">x</a>' * size(50_000),
    "widgets": lambda: "<div><h3>ランキング</h3><ol><li><a href=/a/1234>いろは</a></ol></div>" * size(4_000, 60),
    "dates": lambda: "<p>2026-1-1 10:00 令和8年1月1日 May 1, 2026</p>" * size(20_000),
    "deep JSON": lambda: f'<script type="application/ld+json">{"[" * size(1_000_000)}</script>',
    "long number": lambda: f'<script type="application/ld+json">{"9" * size(1_000_000)}</script>',
    "many JSON blocks": lambda: '<script type="application/ld+json">{"@type":"Article"}</script>' * size(20_000),
    "base and links": lambda: '<base href="//[::">' + '<a href="//[x">x</a>' * size(20_000),
}  # fmt: skip


def mutated(count: int, seed: int = 0, whole: bytes = b"") -> Iterator[bytes]:
    """A whole page, an ordinary one if none is given, with cuts, doublings, flips, insertions."""
    chance = random.Random(seed)
    whole = whole or page().encode()
    scraps = [
        b"<",
        b">",
        b"</",
        b"<!--",
        b"<table>",
        b"<template>",
        b"\0",
        b"\xff",
        b"\x1b$B",
        b"&#x1b;",
    ]
    for _ in range(count):
        text = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            at, length = chance.randrange(len(text)), chance.randrange(1, 200)
            match chance.randrange(4):
                case 0:
                    del text[at : at + length]
                case 1:
                    text[at:at] = text[at : at + length] * chance.randint(1, 5)
                case 2:
                    text[at] = chance.randrange(256)
                case _:
                    text[at:at] = chance.choice(scraps) * chance.randint(1, 3)
            if not text:
                break
        yield bytes(text)
