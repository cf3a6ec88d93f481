"""Pages built to hurt a parser, and ordinary pages broken at random."""

import random
from collections.abc import Callable, Iterator

from defensepages import page
from sizes import examples

N = examples(100_000)


def _nested(tag: str, count: int = N) -> Callable[[], str]:
    return lambda: f"<{tag}>" * count


SHAPES: dict[str, Callable[[], str]] = {
    **{f"nested {tag}": _nested(tag) for tag in (
        "div", "p", "span", "a", "b", "li", "ul", "dl", "option", "button", "form", "h1", "font",
        "section", "blockquote", "select", "svg", "math", "ruby", "custom-tag", "noscript",
    )},
    "nested tables": lambda: "<table><tr><td>" * 30_000,
    "nested templates": lambda: "<template>" * 65_625,
    "nested iframes": lambda: "<iframe><html>" * 50_000,
    "nested framesets": lambda: "<frameset>" * N,
    "many options": lambda: "<select>" + "<option>x" * N,
    "many attributes": lambda: "<p " + " ".join(f"a{n}=1" for n in range(N)) + ">",
    "many equal attributes": lambda: "<p " + "a=1 " * N + ">",
    "attribute of 5 MB": lambda: f'<p title="{"x" * 5_000_000}">',
    "61 KB of formatting": lambda: "<b><i>" * 5_000 + "<p>" * 10_000,
    "formatting that never ends": lambda: "".join(f"<p><b id={n}>" for n in range(4_500)),
    "formatting and paragraphs": lambda: "<b><i><p>" * 6_800,
    "links and paragraphs": lambda: "<a><p>" * 20_000,
    "font and cells": lambda: "<font><td>" * 30_000,
    "nobr and tables": lambda: "<nobr><table>" * 10_000,
    "rows outside of tables": lambda: "<table>" + "<b>x" * 20_000,
    "many ends": lambda: "</p>" * N,
    "many comments": lambda: "<!-- x -->" * N,
    "open comment": lambda: "<!--" + "<p>" * N,
    "open attribute": lambda: '<a href="' + "<p>" * N,
    "open script": lambda: "<script>" + "<!--<script>" * 30_000,
    "open title": lambda: "<title>" + "x" * 1_000_000,
    "entities": lambda: "&amp;" * 500_000,
    "bad entities": lambda: "&#xffffffffff;&#0;&#xd800;&bogus" * 50_000,
    "NULs": lambda: "<p>\0" * N,
    "one long line": lambda: "<p>" + "あ" * 1_500_000,
    "headings": lambda: "<h2>読まれている記事</h2>" * 20_000,
    "links": lambda: '<a href="/docs/mod/000001.html">x</a>' * 50_000,
    "widgets": lambda: "<div><h3>ランキング</h3><ol><li><a href=/a/1234>いろは</a></ol></div>" * 4_000,
    "dates": lambda: "<p>2026-1-1 10:00 令和8年1月1日 May 1, 2026</p>" * 20_000,
    "deep JSON": lambda: f'<script type="application/ld+json">{"[" * 1_000_000}</script>',
    "long number": lambda: f'<script type="application/ld+json">{"9" * 1_000_000}</script>',
    "many JSON blocks": lambda: '<script type="application/ld+json">{"@type":"Article"}</script>' * 20_000,
    "base and links": lambda: '<base href="//[::">' + '<a href="//[x">x</a>' * 20_000,
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
            at, size = chance.randrange(len(text)), chance.randrange(1, 200)
            match chance.randrange(4):
                case 0:
                    del text[at : at + size]
                case 1:
                    text[at:at] = text[at : at + size] * chance.randint(1, 5)
                case 2:
                    text[at] = chance.randrange(256)
                case _:
                    text[at:at] = chance.choice(scraps) * chance.randint(1, 3)
            if not text:
                break
        yield bytes(text)
