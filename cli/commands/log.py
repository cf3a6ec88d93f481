"""`tracker log`: the result of every visit, and the gaps in which nothing was measured."""

from collections.abc import Iterator
from itertools import islice, takewhile

from cli.terminal import options, times
from cli.terminal.columns import Column
from cli.terminal.context import moment_at, reading, zone_of
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from cli.terminal.times import Moment
from cli.words import Words
from store import LogLine, SiteRow, Store

NOTHING = {
    (False, False): "Nothing happened yet.",
    (False, True): "Nothing happened since then.",
    (True, False): "No page was left unread yet.",
    (True, True): "No page was left unread since then.",
}
"""What is said of an empty log: only refused pages?, with --since?"""


@options.command("log")
@options.option(
    "--refused", is_flag=True, help="Only pages that were kept and not read, one line each."
)
@options.option("--since", metavar="TIME", help="From then on.")
@options.option(
    "--limit", metavar="N", type=options.LIMIT, default=30, show_default=True, help="Lines."
)
@options.lang()
@options.form()
def command(
    settings: Settings, *, refused: bool, since: str | None, limit: int, form: Form
) -> None:
    """Show what became of every visit, and every gap with its cause, newest first.

    Examples:
      tracker log                  the last 30 lines; alike ones in a row are one
      tracker log --since 7d --limit 1000
      tracker log --refused        pages that changed and were not read, and why
      tracker log --json           for a script
    """
    with reading(settings) as store:
        sites = store.sites(settings.site)
        lines = store.log(sites, refused=refused)
        if since and sites:
            start = times.parse_time(since, times.now(), zone_of(store, sites[0]))
            lines = takewhile(lambda line: line.last >= start, lines)
        by_name = {site.name: site for site in sites}
        words = settings.words(store.lang)
        shown = list(islice(lines, limit + 1))
        more = [words.text("Older lines:  --limit, --since")] if len(shown) > limit else []
        none = words.text(NOTHING[refused, since is not None])
        columns = _columns(store, words, by_name)
        show(form, columns, shown[:limit], captions=more if shown else [none], words=words)


def _columns(
    store: Store, words: Words, sites_by_name: dict[str, SiteRow]
) -> list[Column[LogLine]]:
    now = times.now()

    def at(line: LogLine, time: int) -> Moment:
        site = sites_by_name[line.site]
        return moment_at(store, site, time)

    def brief(line: LogLine, time: int) -> str:
        return words.brief(at(line, time), now=now)

    def when(line: LogLine) -> str:
        end = brief(line, line.last)
        return f"{brief(line, line.first)} - {end}" if line.result == "gap" else end

    return [
        Column("", when, "when", "note"),
        Column("site", lambda line: line.site, "site", spare=1),
        Column("", lambda line: _description(words, line, brief(line, line.first)), "what", "note"),
        Column("first", lambda line: at(line, line.first), kind="time"),
        Column("last", lambda line: at(line, line.last), kind="time"),
        Column("times", lambda line: line.times, kind="number"),
        Column("result", lambda line: line.result),
        Column("code", lambda line: None if line.result == "gap" else line.code),
        Column("detail", lambda line: line.detail),
        Column("lists", _names),
        Column("articles", lambda line: line.articles, kind="number"),
        Column("seconds", lambda line: round(line.seconds, 3), kind="number"),
        Column("address", lambda line: line.address),
        Column("rendered", lambda line: line.rendered),
    ]


def _names(line: LogLine) -> str:
    """The lists with their numbers of entries; for a gap only their names."""
    gap = line.result == "gap"
    return " ".join(name if gap else f"{name}:{items}" for name, items in line.lists)


def _description(words: Words, line: LogLine, begun: str) -> str:
    """The description of a line for people."""
    if line.result == "gap":
        return words.text(
            "GAP {span}: {cause} ({lists})",
            span=words.span(int(line.seconds)),
            cause=words.cause(line.detail),
            lists=", ".join(name for name, _ in line.lists),
        )
    code = line.code or ""
    result = words.trouble(code) if line.result == "refused" else words.text(line.result)
    if line.times > 1:
        result += words.text(" {n} times in a row since {begun}", n=line.times, begun=begun)
    if line.result in {"ok", "part"}:
        parts = [f"{result}: {', '.join(_lists(words, line))}"]
        if line.result == "part":
            parts.append(line.detail)
        if line.articles:
            parts.append(words.count(line.articles, "{n} article", "{n} articles"))
        if line.rendered:
            parts.append(words.text("drawn by {browser}", browser=line.rendered))
        return "; ".join(parts)
    return f"{result}: {words.reason(code)}: {line.detail}  {line.address}"


def _lists(words: Words, line: LogLine) -> Iterator[str]:
    """The lists with their numbers of entries; lists with the same number are grouped."""
    numbers = {items for _, items in line.lists}
    if len(numbers) == 1 and len(line.lists) > 1:
        names = ", ".join(name for name, _ in line.lists)
        yield words.text("{lists} {n} each", lists=names, n=numbers.pop())
        return
    yield from (f"{name} {items}" for name, items in line.lists)
