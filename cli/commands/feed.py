"""`tracker feed`: what happened on the lists, or what the sites published, for feed readers."""

import click

from cli.terminal import options, output_file, selection, times
from cli.terminal.context import reading, zone_of
from cli.terminal.options import Settings
from scrapers import TrackerError
from store import Choice

ENDINGS = {".atom": False, ".xml": False, ".json": True}
"""Ending of a file -> whether it is JSON Feed."""
KINDS = ("first", "new", "back", "out", "peak")


@options.command("feed")
@click.argument("what", type=click.Choice(("events", "articles")))
@options.option(
    "--window", "-w", "windows", metavar="LIST", multiple=True, help="Only this list (repeatable)."
)
@options.option(
    "--kinds", metavar="KINDS", help="Of first,new,back,out,peak,top:3 [the first four]."
)
@options.option("--since", metavar="TIME", help="From then on [7 days before the newest].")
@selection.articles()
@options.option(
    "--limit", metavar="N", type=options.LIMIT, default=50, show_default=True, help="Items at most."
)
@options.option("--json-feed", is_flag=True, help="JSON Feed 1.1 instead of Atom.")
@options.option("--self", "itself", metavar="URL", help="Where the feed will be.")
@options.option(
    "-o", "output", metavar="FILE", type=options.path, help="Write to FILE, whole or not at all."
)
@options.lang()
def command(
    settings: Settings,
    *,
    what: str,
    windows: tuple[str, ...],
    kinds: str | None,
    since: str | None,
    choice: Choice,
    limit: int,
    json_feed: bool,
    itself: str | None,
    output: str | None,
) -> None:
    """Write a feed of what happened on the lists, or of the articles that the sites published.

    Examples:
      tracker feed events -o events.atom        what came, came back, led, left
      tracker feed events --kinds first,top:3 -w day --lang ja -o day.atom
      tracker feed articles --match 海自 -o navy.json

    An item keeps its id for ever, so a reader shows it once. What happened across a gap is one
    item, with the two times between which it happened. Imports make none.
    """
    if what == "articles" and (windows or kinds or since):
        raise click.UsageError("--window, --kinds and --since go with `feed events`")
    as_json = _as_json(settings, output) or json_feed
    from cli.documents.feeds import feeds, syndication

    with reading(settings) as store:
        sites, words = selection.sites(store, settings, choice), settings.words(store.lang)
        extent = feeds.Extent(limit, store.filter(choice))
        if what == "articles":
            feed = feeds.article_feed(store, sites, words, extent)
        else:
            lists = selection.lists(store, sites, choice, windows)
            begin = (
                times.parse_time(since, times.now(), zone_of(store, sites[0])) if since else None
            )
            extent = extent._replace(since=begin, kinds=_kinds(kinds) if kinds else feeds.KINDS)
            feed = feeds.event_feed(store, lists, words, extent)
        feed = feed._replace(itself=itself)
        text = syndication.json_feed(feed) if as_json else syndication.atom(feed)
    output_file.write_document(text, output, syndication.is_feed)


def _as_json(settings: Settings, output: str | None) -> bool:
    """Whether the file's ending asks for JSON Feed; raises an error for a file of another kind."""
    if output is None:
        return False
    wish = "a feed is FILE.atom, FILE.xml or FILE.json"
    return ENDINGS[output_file.ending_of(output, settings.own_files(), ENDINGS, wish)]


def _kinds(text: str) -> list[str]:
    kinds = [kind.strip() for kind in text.split(",") if kind.strip()]
    for kind in kinds:
        first = kind.removeprefix("top:")
        numbered = kind != first and first.isascii() and first.isdigit() and int(first) > 0
        if kind not in KINDS and not numbered:
            raise TrackerError(f"no kind of event {kind!r}; there is: {', '.join(KINDS)}, top:N")
    return kinds
