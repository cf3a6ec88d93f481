"""Renders templates to pages that load nothing, run no code but ours, and show hostile text as text.

Every text that a template puts out is escaped (autoescape) and made printable (`finalize`). A page
names the hashes of its one style and its one script, so a browser runs and loads nothing else.

A title stands on many pages of a published site, so what it is shown as is remembered.
"""

import base64
import hashlib
import os
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cli import __version__
from cli.terminal import folding
from cli.terminal.printable import LIMIT, printable
from cli.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = os.path.join(os.path.dirname(__file__), "templates")
GENERATOR = "tracker"
TITLE = 400
"""Characters of a title that are shown."""
ROOM = 44
"""Columns of a title in a sentence or on a chart."""


def render(
    template: str,
    words: Words,
    *,
    root: str | None = None,
    style: str = "",
    script: bool = True,
    **values: object,
) -> str:
    """Return the page that a template makes.

    Its style and script stand in it. With `root`, the way to the folder of a published site, they
    are the files `style.css` and `script.js` there. `style` is what this page alone adds.
    """
    if root is None:
        style = source("report.css") + style
    code = source("report.js") if script else ""
    return (
        _environment()
        .get_template(template)
        .render(
            words=words,
            root=root,
            style=style,
            script=code,
            policy=_policy(style, code, own=root is None),
            generator=f"{GENERATOR} {__version__}",
            **values,
        )
    )


def is_ours(text: str) -> bool:
    """Whether a text begins like a page of this program."""
    return f'<meta name="generator" content="{GENERATOR} ' in text[:2000]


@lru_cache(4096)
def shown(title: str) -> str:
    """Return a title as it is printed, at most TITLE characters of it."""
    return printable(title, TITLE)


@lru_cache(4096)
def cut(title: str) -> str:
    """Return a title cut to ROOM columns, for a place where the whole title is not far."""
    return folding.cut(shown(title), ROOM)


def web_address(url: str) -> str | None:
    """Return an address that may be a link: of the web, and nothing hidden in it."""
    web = url.lower().startswith(("http://", "https://"))
    return url if web and url.isprintable() and len(url) <= LIMIT else None


@cache
def source(name: str) -> str:
    """Return the text of a template, of the style, or of the script."""
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _policy(style: str, script: str, *, own: bool) -> str:
    """What a browser may load: what stands in the page, by its hash, or the site's own files."""
    files = "" if own else "'self' "
    styles = f"{files}'sha256-{_hash(style)}'" if style else files.strip()
    scripts = (f"'sha256-{_hash(script)}'" if own else "'self'") if script else "'none'"
    return (
        f"default-src 'none'; style-src {styles}; script-src {scripts}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> "Environment":
    import jinja2
    from markupsafe import Markup

    def clean(value: object) -> object:
        return printable(value) if type(value) is str else value

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        auto_reload=False,
        autoescape=True,
        finalize=clean,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"shown": shown, "short": cut, "web": web_address, "markup": Markup}
    return environment
