"""The digest: what happened in a day, a week or a month, as a few sentences a site.

A day tells the changes. A week and a month tell who led first. A site of which nothing is to be
said has no section, and if no site has one there is no digest; an outage is to be said.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cli.documents.digest.forms import html, markdown, text
from cli.documents.digest.measured import measured, outages
from cli.documents.digest.period import Period
from cli.documents.digest.summaries import COUNTED, leading, summary
from cli.documents.rendering import cut
from cli.documents.sentences.changes import changes
from cli.documents.sentences.sentence import Digest, Section, Sentence
from cli.documents.sentences.stretch import Stretch, stretch
from cli.documents.sentences.telling import Telling
from cli.documents.subject import Subject
from cli.words import Words
from store import Filter, ListRow, SiteRow, Store

__all__ = ["Digest", "Period", "digest", "html", "markdown", "text"]


class _SitePart(NamedTuple):
    """One site's section, and what the subject line counts of its main list."""

    subject: Subject
    section: Section
    counts: Counter[str]


def digest(
    store: Store,
    period: Period,
    words: Words,
    *,
    now: int,
    sites: Sequence[SiteRow] | None = None,
    keep: Filter | None = None,
) -> Digest | None:
    """What happened in the period on these sites, by default on all; None if nothing happened."""
    covered = store.sites() if sites is None else sites
    keep = keep or store.filter()
    parts = [
        site_part for site in covered if (site_part := _site(store, site, period, words, now, keep))
    ]
    if not parts:
        return None
    return Digest(_subject(parts, period), [site_part.section for site_part in parts], words)


def _site(
    store: Store, site: SiteRow, period: Period, words: Words, now: int, keep: Filter
) -> _SitePart | None:
    """One site's part; None if nothing happened on it."""
    lists = [
        ranking_list
        for ranking_list in _main_first(store, site)
        if keep.choice.has_list(ranking_list)
    ]
    at = min(now, period.until - 1)
    newest = store.history.newest_time(lists, at) or at
    subject = Subject(store, site, at, newest, now, words, keep)
    stretches = [
        list_stretch
        for ranking_list in lists
        if (list_stretch := stretch(subject, ranking_list, period.since, at + 1))
    ]
    outage = outages(subject, period.since, is_open=period.until > now)
    if not outage and not any(list_stretch.happened for list_stretch in stretches):
        return None
    main = stretches[0] if stretches else None
    sentences = [
        *_sentences(subject, period, stretches),
        *([measured(subject, main)] if main else []),
        *outage,
    ]
    return _SitePart(
        subject, Section(site.label, _heading(subject, main), sentences), _counts(main)
    )


def _main_first(store: Store, site: SiteRow) -> list[ListRow]:
    """A site's lists, the day's list before the others."""
    lists = store.lists(site)
    main = store.one_list(site) if lists else None
    return sorted(lists, key=lambda ranking_list: ranking_list != main)


def _sentences(
    subject: Subject, period: Period, stretches: Sequence[Stretch]
) -> Iterator[Sentence]:
    """The main list in full, and each other list in one sentence."""
    for place, list_stretch in enumerate(stretches):
        telling = Telling(subject, list_stretch)
        if place:
            yield from summary(telling, leaders=period.kind != "day")
        elif period.kind == "day":
            yield from changes(telling)
        else:
            yield from leading(telling, is_open=period.until > subject.now)


def _heading(subject: Subject, main: Stretch | None) -> str:
    """The main list, and between which observations it is told."""
    if main is None:
        return ""
    words = subject.words
    start, end = subject.weekday(main.first), subject.weekday(main.last.observed)
    name = words.list_name(main.ranking_list.name, main.ranking_list.label)
    return words.text(
        "{list}, {start} to {end} {zone}",
        list=name,
        start=start,
        end=end,
        zone=subject.moment(main.last.observed).zone,
    ).rstrip()


def _counts(main: Stretch | None) -> Counter[str]:
    if main is None:
        return Counter()
    counts = Counter(story.status for story in main.stories)
    counts["one"] = len(main.firsts)
    return counts


def _subject(parts: Sequence[_SitePart], period: Period) -> str:
    """Which site and which days, and what happened there."""
    subject = parts[0].subject
    words = subject.words
    name = words.text("{n} sites", n=len(parts)) if len(parts) > 1 else cut(subject.site.label)
    start, end = (words.day(subject.moment(time)) for time in (period.since, subject.at))
    counts = sum((part.counts for part in parts), Counter[str]())
    news = _changes(words, counts) or words.text("not measured")
    if period.kind == "day":
        return words.text("{site} {day}: {news}", site=name, day=end, news=news)
    if period.kind == "week":
        text = "{site}, the week from {start} to {end}: {news}"
    else:
        text = "{site}, the month from {start} to {end}: {news}"
    return words.text(text, site=name, start=start, end=end, news=news)


def _changes(words: Words, counts: Counter[str]) -> str:
    """How often what happened, as a subject line counts it."""
    number_one = words.text("new number one")
    if counts["one"] > 1:
        number_one = words.text("{n} new number ones", n=counts["one"])
    parts = words.counted(counts, COUNTED)
    return words.join([number_one, *parts] if counts["one"] else parts)
