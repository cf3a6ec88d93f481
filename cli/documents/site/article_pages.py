"""The page of an article: its titles, and on each list its ranks over time and every stay."""

from functools import lru_cache, partial
from typing import NamedTuple

from cli.documents.rendering import render
from cli.documents.report.paths import minute, staircase
from cli.documents.site.addresses import ArticleFolders, link, list_folder, root_from
from cli.documents.site.data import article_data
from cli.documents.site.folder import Folder
from cli.documents.site.making import Making
from cli.documents.subject import Subject, lasted, statistics
from cli.terminal.context import zone_of
from cli.terminal.publication import local_publication
from cli.words import Words
from store import Dossier, OnList, Stay


class StayRow(NamedTuple):
    """A stay as a row of a table."""

    begun: str
    ended: str
    lasted: str
    peak: int


class ListChart(NamedTuple):
    """An article's time on a list; the chart is in minutes since `begin`."""

    label: str
    to: str
    facts: str
    stays: list[StayRow]
    path: str
    width: int
    depth: int
    gaps: list[tuple[int, int]]
    span: str


def put(making: Making, marks: dict[int, str]) -> None:
    """The pages of some articles, with their data."""
    for article, mark in marks.items():
        _put(making, article, mark)


def _put(making: Making, article: int, mark: str) -> None:
    subject, here = making.subject, making.articles.by_article[article]

    @lru_cache
    def dossier() -> Dossier:
        return subject.store.article(article)

    making.folder.put(f"{here}index.html", mark, lambda: _page(subject, here, dossier()))
    making.folder.put(f"{here}article.json", mark, lambda: article_data(subject, dossier()))


def put_moved(folder: Folder, words: Words, folders: ArticleFolders, look: str) -> None:
    """At the address of an article that was joined to another, a page that leads there."""
    for here, article in folders.moved.items():
        page = partial(
            render, "moved.html.j2", words, root=root_from(here), script=False,
            to=link(here, folders.by_article[article]),
        )  # fmt: skip
        folder.put(f"{here}index.html", f"{folders.by_article[article]} {look}", page)


def _page(subject: Subject, here: str, dossier: Dossier) -> str:
    words = subject.words
    page = dossier.page
    stated = (page.published or "") if page else ""
    published = local_publication(stated, zone_of(subject.store, subject.site))
    facts = [
        page.category if page else "",
        words.text("published {time}", time=published) if published else "",
    ]
    return render(
        "article.html.j2",
        words,
        root=root_from(here),
        script=False,
        site=subject.site,
        up=link(here, ""),
        title=dossier.title or dossier.url,
        earlier=dossier.earlier_titles,
        url=dossier.shown_url,
        facts=" · ".join(filter(None, facts)),
        lists=[_on_list(subject, here, on) for on in dossier.lists if on.chart],
    )


def _on_list(subject: Subject, here: str, on: OnList) -> ListChart:
    begin = on.stays[0].begun
    last = on.newest if on.stays[-1].ended is None else on.stays[-1].ended
    depth = max(rank for _, rank in on.steps if rank is not None)
    gaps = [
        (minute(begun, begin), minute(min(ended, last), begin) - minute(begun, begin))
        for begun, ended in on.gaps
        if begun < last
    ]
    return ListChart(
        on.ranking_list.label,
        link(here, list_folder(subject.site, on.ranking_list)),
        _facts(subject, on),
        [_stay(subject, on, stay) for stay in on.stays],
        staircase(on.stays, on.steps, begin, last),
        max(1, minute(last, begin)),
        max(depth, 2),
        gaps,
        subject.words.text(
            "ranks 1 to {depth}, {start} to {end}",
            depth=max(depth, 2),
            start=subject.brief(begin),
            end=subject.brief(last),
        ),
    )


def _facts(subject: Subject, on: OnList) -> str:
    words, chart = subject.words, on.chart
    if chart is None:
        return ""
    facts = statistics(words, chart)
    if on.now:
        facts.append(words.text("now {rank}", rank=on.now))
    return " · ".join(facts)


def _stay(subject: Subject, on: OnList, stay: Stay) -> StayRow:
    words = subject.words
    end = on.newest if stay.ended is None else stay.ended
    ended = words.text("now") if stay.ended is None else subject.brief(end)
    if stay.ended is not None and not stay.left:
        ended = f"{ended} ({words.text('end unmeasured')})"
    begun = subject.brief(stay.begun)
    if not stay.entered:
        begun = f"{begun} ({words.text('there before')})"
    return StayRow(
        begun, ended, lasted(words, end - stay.begun, at_least=not stay.entered), stay.peak
    )
