"""The rows of a table: the newest observation against its baseline, and what left since."""

from collections.abc import Iterator
from typing import NamedTuple

from cli.documents.report.roles import roles
from cli.documents.subject import Subject, everything, lasted
from cli.terminal.times import DAY
from store import ListRow, Top, TopRow


class RowPart(NamedTuple):
    """One row of the table; `was` is its rank at the baseline, `others` those on other lists now.

    `status` is that of the move, or `departure` for an article that left. `facts` says the other
    columns in words, for a narrow page.
    """

    rank: int | None
    was: int | None
    status: str
    change: int
    move: str
    title: str
    url: str
    article: int | None
    role: str
    others: list[str]
    peak: str
    hours: str
    facts: str


def filtered_top(subject: Subject, ranking_list: ListRow) -> Top:
    """A list as of the last instant of the subject, as far as its articles are told."""
    top = subject.store.top(ranking_list, subject.at)
    if subject.keep is everything:
        return top
    listed = [row.row.article for row in top.rows]
    kept = subject.kept([*listed, *(departure.article for departure in top.departures)])
    return top._replace(
        rows=[row for row in top.rows if row.row.article in kept],
        departures=[departure for departure in top.departures if departure.article in kept],
    )


def rows(subject: Subject, top: Top) -> list[RowPart]:
    """The rows of a list, then those that left."""
    colours = roles(top)
    return [*(_row(subject, top, row, colours) for row in top.rows), *_departures(subject, top)]


def _row(subject: Subject, top: Top, row: TopRow, colours: dict[int, str]) -> RowPart:
    words = subject.words
    others = [
        str(row.others[ranking_list.id] or "-") if ranking_list.id in row.others else "?"
        for ranking_list in top.others
    ]
    hours = "" if row.seconds is None else lasted(words, row.seconds, at_least=row.at_least)
    article = row.row.article
    return RowPart(
        rank=row.row.rank,
        was=row.move.previous,
        status=row.move.status,
        change=row.move.change or 0,
        move=words.move(row.move.status, row.move.change),
        title=row.row.title,
        url=row.row.url,
        article=article,
        role=colours.get(article, "") if article is not None else "",
        others=others,
        peak="" if row.peak is None else str(row.peak),
        hours=hours,
        facts=_facts(subject, top, others, row.peak, hours),
    )


def _facts(subject: Subject, top: Top, others: list[str], peak: int | None, hours: str) -> str:
    words = subject.words
    ranks = [
        f"{ranking_list.label} {rank}"
        for ranking_list, rank in zip(top.others, others, strict=True)
    ]
    own = [
        words.text("peak {rank}", rank=peak),
        words.text("on the list for {span}", span=hours),
    ]
    return " · ".join([*ranks, *(own if peak else [])])


def _departures(subject: Subject, top: Top) -> Iterator[RowPart]:
    """The articles of the baseline that left, and those that may have left."""
    words = subject.words
    for departure in sorted(
        top.departures, key=lambda departure: (departure.status, departure.rank)
    ):
        out = departure.status == "out"
        yield RowPart(
            rank=None,
            was=departure.rank,
            status="gone" if out else "unknown",
            change=0,
            move=words.move("out") if out else "?",
            title=departure.title,
            url=departure.url,
            article=departure.article,
            role="",
            others=[],
            peak="",
            hours="",
            facts=words.text("was {rank}", rank=departure.rank)
            if out
            else words.text("was {rank}, not measured now", rank=departure.rank),
        )


def caption(subject: Subject, top: Top) -> str:
    """Against what the rows moved, or that nothing can be compared with."""
    words = subject.words
    begins = subject.brief(top.begins)
    if top.base is None:
        return words.text("nothing to compare with; history begins {begins}", begins=begins)
    apart = words.span(top.now.observed - top.base.observed)
    since = subject.weekday(top.base.observed)
    if abs(top.now.observed - top.base.observed - DAY) <= DAY // 4:
        return words.text("compared with {since} ({apart} before)", since=since, apart=apart)
    return words.text(
        "compared with {since} ({apart} before), since nothing was measured around a day before",
        since=since,
        apart=apart,
    )
