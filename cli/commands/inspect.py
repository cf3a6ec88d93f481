"""`tracker inspect`: shows what the readers find in a page, from a file or the network.

Nothing is stored. For a file, no module for the network, the store or Rich is loaded. The page is
read in a separate process, as in `tracker fetch`, so that the result is the same as in a fetch.
"""

import re
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import click

from cli.exit import Exit, by_reason
from cli.pipeline.page_source import Source, from_file, visited
from cli.terminal import errors, options
from cli.terminal.columns import Column
from cli.terminal.options import Settings
from cli.terminal.output import Form, say, show
from cli.terminal.times import now
from scrapers import Article, Entry, Problem, Ranking, Readers, Reading, Site, Visiting, unreadable

if TYPE_CHECKING:
    from scrapers import Config

PATIENCE = 30.0
"""Seconds for a visit to an address that belongs to no site."""


class Seen(NamedTuple):
    """The result of reading a page; if there is no reading, the problems say why."""

    url: str
    site: Site | None
    reading: Reading | None
    problems: tuple[Problem, ...]
    drawn: str = ""

    @property
    def status(self) -> Exit:
        """The exit status: whether the page was read, was refused, or could not be fetched."""
        problem = unreadable(self.problems)
        return by_reason(problem.code) if problem else Exit.DONE


@options.command("inspect")
@click.argument("source", metavar="SOURCE", type=options.path)
@options.option("--url", metavar="ADDRESS", default="", help="Where the page in the file is from.")
@options.option("--allow-private", is_flag=True, help="Also visit a loopback or private address.")
@options.option("--render", is_flag=True, help="Let a browser run the page's scripts first.")
@options.option("--json", "as_json", is_flag=True, help="One JSON object.")
@options.option("-v", "verbose", is_flag=True, help="Evidence, and what was turned down and why.")
def command(
    settings: Settings,
    *,
    source: str,
    url: str,
    allow_private: bool,
    render: bool,
    as_json: bool,
    verbose: bool,
) -> int:
    """Show what the readers see in a page: its lists, its article, its problems; nothing is stored.

    Examples:
      tracker inspect https://news.example.jp/
      tracker inspect https://news.example.jp/ --render    as scripts draw it
      tracker inspect page.html --url https://news.example.jp/docs/1.html
      tracker inspect http://127.0.0.1:8000/ --allow-private
      tracker inspect page.html --site none -v    detection alone, and its reasons
      curl -s ADDRESS | tracker inspect - --url ADDRESS --json

    SOURCE is a file, - for standard input, or an address, which is visited with the manners of
    its site. The site is the one at that address unless --site names another; --site none leaves
    the page to detection.

    Exit status: 0 read (even if there is nothing to see), 4 the visit failed, 5 refused.
    """
    remote, url = _is_address(source), _with_scheme(url)
    if render and not remote:
        raise click.BadParameter("only an address can be drawn by a browser", param_hint="--render")
    if url and (remote or not _is_address(url)):
        raise click.BadParameter(
            "an http or https address, for a page in a file", param_hint="--url"
        )
    place = source if remote else url
    configuration = None if settings.site == "none" and not remote else settings.load_config()
    site = _site(settings.site, place, configuration)
    with Readers() as readers:
        if remote and configuration:
            page = _visited(source, configuration, allow_private=allow_private, render=render)
        else:
            page = from_file(source, url)
        seen = _seen(readers, site, page)
    if as_json:
        show(Form("nl"), JSON, [seen])
    elif seen.reading is None:
        errors.say(f"tracker: {seen.url or source}: {_problem_line(seen.problems[0])}")
    else:
        _show_people(seen, seen.reading, because=verbose or settings.verbosity > 0)
    return seen.status


FIELDS: tuple[Column[tuple[str, str]], ...] = (
    Column("", itemgetter(0), "field"),
    Column("", itemgetter(1), "value", "title"),
)
"""What an article says of itself, for people."""

JSON: tuple[Column[Seen], ...] = (
    Column("url", lambda seen: seen.url or None),
    Column("site", lambda seen: seen.site.name if seen.site else None),
    Column("encoding", lambda seen: seen.reading.encoding if seen.reading else None),
    Column("article", lambda seen: _article(seen.reading)),
    Column(
        "rankings",
        lambda seen: [_ranking(r) for r in seen.reading.rankings] if seen.reading else [],
    ),
    Column(
        "problems",
        lambda seen: [{"code": problem.code, "message": problem.text} for problem in seen.problems],
    ),
)
"""The JSON object; its form is fixed."""


def _is_address(text: str) -> bool:
    return bool(re.match(r"https?://[^/\s]", text, re.IGNORECASE))


def _with_scheme(url: str) -> str:
    """The address with its scheme, which people leave out: `//host/path`, `host.tld/path`."""
    if re.match(r"//[^/\s]|[^\s:/?#]+\.[^\s:/?#]+/", url):
        return f"https://{url.removeprefix('//')}"
    return url


def _site(name: str | None, place: str, configuration: "Config | None") -> Site | None:
    """The site whose readers read the page; None for detection alone."""
    from scrapers import lookup, site_of

    if name == "none" or configuration is None:
        return None
    return lookup(name, configuration.sites) if name else site_of(place, configuration.sites)


def _visited(address: str, configuration: "Config", *, allow_private: bool, render: bool) -> Source:
    """Visit the page at an address, with the settings of the site that has this address."""
    from scrapers import HTML, JSON, addresses, endpoints, reader_at, site_of

    site = site_of(address, configuration.sites)
    kinds = JSON if address in endpoints(reader_at(site, now())) else HTML
    unknown = Visiting(deadline=PATIENCE, contact=configuration.contact)
    own = addresses(site) if site else ()
    visiting = configuration.visiting[site.name] if site else unknown
    if allow_private:
        visiting = visiting._replace(allow_private=True)
    if render:
        visiting = visiting._replace(render=True)
    return visited(address, visiting, kinds, own)


def _seen(readers: Readers, site: Site | None, source: Source) -> Seen:
    url, read = source.page.url, source.read(readers, site)
    if isinstance(read, Problem):
        return Seen(url, site, None, (read,))
    return Seen(url, site, read, read.problems, source.drawn)


def _article(read: Reading | None) -> Mapping[str, object] | None:
    return read.article._asdict() if read and read.article else None


def _ranking(ranking: Ranking) -> Mapping[str, object]:
    items = [_item(entry) for entry in ranking.entries]
    return {
        "heading": ranking.heading, "window": ranking.window, "label": ranking.label,
        "items": items,
    }  # fmt: skip


def _item(entry: Entry) -> Mapping[str, object]:
    item: dict[str, object] = {"rank": entry.rank, "title": entry.title, "url": entry.url}
    return {**item, "flags": entry.flags} if entry.flags else item


def _show_people(seen: Seen, read: Reading, *, because: bool) -> None:
    """Print everything that was read; with `because`, also the reasons and the rejected lists."""
    reader = f"{seen.site.name} ({read.reader})" if seen.site else "no site, detection only"
    say(f"{reader} · {read.encoding} · {read.url or 'no address'}")
    if seen.drawn:
        say(seen.drawn)
    for ranking in read.rankings:
        say("")
        _show_list(ranking, because=because)
    if not read.rankings:
        empty = "The ranking stands empty." if read.widget == "empty" else "No ranking."
        say("", empty)
        if not read.url:
            say("Where its relative links lead is not known; say whose page it is:  --url ADDRESS")
    say("")
    if read.article:
        show(Form(headers=False), FIELDS, _fields(read.article))
    else:
        say("No article.")
    for rejected in read.rejected if because else ():
        say("", f"turned down: {_heading(rejected)}", *_reasons(rejected))
    if seen.problems:
        say("", *(f"problem: {_problem_line(problem)}" for problem in seen.problems))


def _show_list(ranking: Ranking, *, because: bool) -> None:
    flagged = any(entry.flags for entry in ranking.entries)
    columns: list[Column[Entry]] = [
        Column("", lambda entry: entry.rank, "#", right=True),
        Column("", lambda entry: entry.title, "title", "title", link=lambda entry: entry.url),
        Column("", lambda entry: " ".join(entry.flags), "flags" if flagged else ""),
    ]
    captions = _reasons(ranking) if because else ()
    show(Form(), columns, ranking.entries, heading=_heading(ranking), captions=captions)


def _problem_line(problem: Problem) -> str:
    return f"{problem.code}: {problem.text}" if problem.message else problem.code


def _heading(ranking: Ranking) -> str:
    parts = [ranking.heading, ranking.window or "no window", ranking.label or ""]
    count = f"{len(ranking.entries)} item{'s' * (len(ranking.entries) != 1)}"
    return " · ".join(part for part in [*parts, count, *ranking.flags] if part)


def _reasons(ranking: Ranking) -> Iterator[str]:
    yield f"  score {ranking.score:.2f}{f' · {ranking.selector}' * bool(ranking.selector)}"
    yield from (
        f"  {signal.weight:+.2f} {signal.rule}: {signal.text}" for signal in ranking.evidence
    )


def _fields(article: Article) -> Iterator[tuple[str, str]]:
    """The known fields of an article with their names, and the beginning of its text."""
    body = article.body or ""
    guessed = " (only in the address)" * (article.published_from == "address")
    fields = {
        "article": article.title,
        "published": article.published and f"{article.published}{guessed}",
        "modified": article.modified,
        "category": " › ".join(article.category),
        "authors": ", ".join(article.authors),
        "parts": f"{article.part} of {len(article.parts)}" if len(article.parts) > 1 else "",
        "text": f"{len(body)} characters" if body else "none",
        "begins": body.partition("\n")[0],
    }
    yield from ((field, value) for field, value in fields.items() if value)
