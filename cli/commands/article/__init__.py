"""`tracker article`: everything known of one article."""

from collections.abc import Iterator

import click

from cli.commands.article.named import article_named
from cli.commands.article.path import at, course, stays, when
from cli.terminal import options, times
from cli.terminal.columns import Column
from cli.terminal.context import reading, zone_of
from cli.terminal.options import Settings
from cli.terminal.output import Form, opened, show
from cli.terminal.printable import printable
from cli.terminal.publication import in_address, local_publication
from cli.terminal.times import Moment
from cli.words import Words
from scrapers import TrackerError
from store import Dossier, Earlier, Evidence, OnList, Store


def _source(seen: Evidence) -> str:
    """Where an observation comes from: the file and record of an archive, or who drew the page."""
    return " ".join(filter(None, (seen.source, seen.file, seen.record, seen.rendered)))


EVIDENCE: tuple[Column[Evidence], ...] = (
    Column("observed", lambda seen: Moment(seen.observed, seen.utc_offset), "observed", "time"),
    Column("list", lambda seen: seen.list, "list"),
    Column("rank", lambda seen: seen.rank, "rank", "number"),
    Column("attempt", lambda seen: seen.attempt, "visit", "number", spare=1),
    Column("status", lambda seen: seen.status, "http", "number", spare=2),
    Column("page", lambda seen: seen.page),
    Column("", lambda seen: (seen.page or "")[:8] or None, "page", spare=3),
    Column("reader", lambda seen: seen.reader, "reader"),
    Column("source", lambda seen: seen.source),
    Column("", _source, "source", "title"),
    Column("flags", lambda seen: seen.flags or None, "flags"),
    Column("address", lambda seen: seen.address),
    Column("file", lambda seen: seen.file),
    Column("record", lambda seen: seen.record),
    Column("rendered", lambda seen: seen.rendered),
)


@options.command("article")
@click.argument("words", metavar="ARTICLE", nargs=-1, required=True)
@options.option("--text", is_flag=True, help="The text of its page, and nothing else.")
@options.option("--evidence", "prove", is_flag=True, help="Every observation that showed it.")
@options.lang()
@options.form()
def command(
    settings: Settings, *, words: tuple[str, ...], text: bool, prove: bool, form: Form
) -> None:
    """Show everything known of one article: titles, dates, statistics, the path of its ranks.

    Examples:
      tracker article day:1              rank 1 of the latest day list
      tracker article 412                by the id that other commands show
      tracker article https://j-defense.ikaros.jp/docs/mod/006104.html
      tracker article 統合演習           by words of a title; several are listed
      tracker article day:1 --text       its text
      tracker article day:1 --evidence   each observation, with page and reader
    """
    if text and (prove or form.kind != "people"):
        raise click.UsageError("--text is the text alone: leave out --evidence and forms of tables")
    word = " ".join(words).strip()
    if not word:
        raise click.UsageError("which article? Say its id, address, place (day:1) or words")
    with reading(settings) as store:
        dossier = store.article(article_named(store, settings, word))
        if text:
            _print_text(form, dossier)
        elif prove:
            spoken = settings.words(store.lang)
            show(form, EVIDENCE, store.evidence(dossier), heading=_title(dossier), words=spoken)
        else:
            spoken = settings.words(store.lang)
            show(
                form,
                _statistics(store, spoken, dossier),
                dossier.lists,
                heading=_heading(store, spoken, dossier),
                captions=_captions(store, spoken, dossier),
                words=spoken,
            )


def _print_text(form: Form, dossier: Dossier) -> None:
    page = dossier.page
    if page is None or not page.body:
        raise TrackerError(f"no text of this article: {_why_no_text(dossier)}")
    with opened(form._replace(kind="people"), ()) as out:
        text = f"{page.title or _title(dossier)}\n\n{page.body}"
        print(printable(text, None, lines=True), file=out)


def _why_no_text(dossier: Dossier) -> str:
    if dossier.gone is not None:
        return "its page is gone"
    return "it was not fetched yet" if dossier.fetched is None else "its page gave none"


def _title(dossier: Dossier) -> str:
    return dossier.title or dossier.url


def _statistics(store: Store, words: Words, dossier: Dossier) -> list[Column[OnList]]:
    """The columns of each list's statistics, which are empty if the article was never on it."""
    page = dossier.page
    return [
        Column("site", lambda _: dossier.site.name),
        Column("article", lambda _: dossier.article, kind="number"),
        Column("list", lambda on: on.ranking_list.name, "list"),
        Column("label", lambda on: on.ranking_list.label),
        Column("now", lambda on: on.now if on.chart else None, "now", "number"),
        Column("peak", lambda on: on.chart and on.chart.peak, "peak", "number"),
        Column(
            "",
            lambda on: on.chart and when(store, words, dossier, on.chart.peak_at),
            "peak at",
            right=True,
            spare=4,
        ),
        Column(
            "peak_at", lambda on: on.chart and at(store, dossier, on.chart.peak_at), kind="time"
        ),
        Column("", lambda on: _time_on(words, on), "on list", right=True, spare=1),
        Column("hours", lambda on: times.hours(on.chart.seconds) if on.chart else 0, kind="number"),
        Column("hours_at_least", lambda on: bool(on.chart and on.chart.at_least), kind="flag"),
        Column("", lambda on: _time_at_1(words, on), "at #1", right=True, spare=3),
        Column(
            "hours_at_1", lambda on: times.hours(on.chart.top1) if on.chart else 0, kind="number"
        ),
        Column(
            "entries", lambda on: on.chart.entries if on.chart else 0, "entries", "number", spare=5
        ),
        Column("stays", lambda on: len(on.stays) if on.chart else 0, kind="number"),
        Column(
            "first_seen",
            lambda on: on.chart and at(store, dossier, on.chart.first_seen),
            kind="time",
        ),
        Column(
            "", lambda on: _first_seen(store, words, dossier, on), "first seen", "note", spare=2
        ),
        Column("hours_after_publication", lambda on: _hours_after(dossier, on), kind="number"),
        Column("title", lambda _: _title(dossier)),
        Column("url", lambda _: dossier.url),
        Column("published", lambda _: page.published if page else None, kind="date"),
        Column("last_off", lambda on: _last_off(store, dossier, on), kind="time"),
    ]


def _time_on(words: Words, on: OnList) -> str | None:
    return words.short(on.chart.seconds, at_least=on.chart.at_least) if on.chart else None


def _time_at_1(words: Words, on: OnList) -> str | None:
    return words.short(on.chart.top1) if on.chart and on.chart.peak == 1 else None


def _hours_after(dossier: Dossier, on: OnList) -> float | None:
    after = _after_publication(dossier, on)
    return None if after is None else times.hours(after)


def _first_seen(store: Store, words: Words, dossier: Dossier, on: OnList) -> str | None:
    """When the list first had it, and how long after publication or after another list.

    The duration is given only if both its ends were measured.
    """
    if on.chart is None:
        return None
    first = on.chart.first_seen
    text = when(store, words, dossier, first)
    earlier = [
        (other.chart.first_seen, other)
        for other in dossier.lists
        if other.chart and other.chart.first_seen < first
    ]
    if earlier and _entered(on):
        time, other = min(earlier, key=lambda pair: pair[0])
        if not _entered(other):
            return text
        return words.text(
            "{time}, {apart} after {list}",
            time=text,
            apart=words.short(first - time),
            list=other.ranking_list.name,
        )
    after = _after_publication(dossier, on)
    if earlier or after is None or after < 0:
        return text
    return words.text("{time}, {apart} after publication", time=text, apart=words.short(after))


def _last_off(store: Store, dossier: Dossier, on: OnList) -> Moment | None:
    """The last observation before the first stay that measured the article as absent."""
    after = on.edges[0][0].after if on.edges else None
    return None if after is None else at(store, dossier, after)


def _entered(on: OnList) -> bool:
    """Whether the article's first entry to the list was measured."""
    return bool(on.stays) and on.stays[0].entered


def _after_publication(dossier: Dossier, on: OnList) -> int | None:
    """Seconds from publication to the first rank, if both times are known exactly enough."""
    from datetime import datetime

    published = dossier.page.published if dossier.page else None
    if not published or len(published) <= len("2026-01-26") or not _entered(on):
        return None
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    return on.stays[0].begun - int(moment.timestamp()) if moment.tzinfo else None


def _heading(store: Store, words: Words, dossier: Dossier) -> list[str]:
    """The title, the known facts about the article, and its address on one unfolded line."""
    page = dossier.page
    published = _published(store, words, dossier, page.published) if page and page.published else ""
    gone_since = words.date(at(store, dossier, dossier.gone)) if dossier.gone else None
    facts = [
        page.category if page else None,
        published,
        words.join(page.author_names) if page else None,
        words.text("gone since {day}", day=gone_since) if gone_since else None,
        dossier.site.label,
        f"id {dossier.article}",
    ]
    earlier = [_earlier(store, words, dossier, old) for old in dossier.earlier_titles]
    address = [dossier.shown_url] if dossier.titles else []
    return [_title(dossier), " · ".join(filter(None, facts)), *address, *earlier, ""]


def _earlier(store: Store, words: Words, dossier: Dossier, old: Earlier) -> str:
    """A wording that was given up, and when: between two observations if a gap lies there."""
    gaps = {ended: begun for on in dossier.lists for begun, ended in on.gaps}
    until = when(store, words, dossier, old.until)
    if old.until in gaps:
        after = when(store, words, dossier, gaps[old.until])
        return words.text(
            "earlier title:\t{title}   (given up between {after} and {by})",
            title=old.title,
            after=after,
            by=until,
        )
    return words.text("earlier title:\t{title}   (until {until})", title=old.title, until=until)


def _published(store: Store, words: Words, dossier: Dossier, text: str) -> str:
    """The time of publication to the minute, as the article's page gave it, or its address."""
    time = local_publication(text, zone_of(store, dossier.site))
    if in_address(text, dossier.url):
        return words.text("published {time} (the date in its address)", time=time)
    return words.text("published {time}", time=time)


def _captions(store: Store, words: Words, dossier: Dossier) -> Iterator[str]:
    on = max(dossier.lists, key=lambda on: on.chart.seconds if on.chart else -1, default=None)
    if on and on.chart:
        yield ""
        yield from course(store, words, dossier, on)
        yield ""
        yield from stays(store, words, dossier)
    elif not on or not any(on.newest for on in dossier.lists):
        yield words.text("No list was recorded of this site yet.")
    else:
        yield words.text("It never was on a list that was measured.")
    yield ""
    command = f"tracker article {dossier.article}"
    yield words.text("Text:\t{command} --text", command=command)
    yield words.text("Every observation:\t{command} --evidence", command=command)
