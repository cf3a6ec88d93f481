"""The data beside a page: what it shows as CSV and JSON, in the names of `top --json`."""

import io
import json
from collections.abc import Iterable
from typing import NamedTuple

from cli.documents.rendering import web_address
from cli.documents.subject import Subject
from cli.terminal.columns import Column
from cli.terminal.formats import Style, write_json, write_separated
from cli.terminal.times import Moment, hours, iso
from store import Dossier, Top, TopRow


def columns(subject: Subject, top: Top) -> list[Column[TopRow]]:
    """The columns of a list's data."""
    base = top.base
    now = Moment(top.now.observed, top.now.utc_offset)
    then = Moment(base.observed, base.utc_offset) if base else None
    return [
        Column("site", lambda _: subject.site.name),
        Column("list", lambda _: top.ranking_list.name),
        Column("window", lambda _: top.ranking_list.window),
        Column("label", lambda _: top.ranking_list.label),
        Column("rank", lambda row: row.row.rank, kind="number"),
        Column("status", lambda row: row.move.status),
        Column("change", lambda row: row.move.change, kind="number"),
        Column("title", lambda row: row.row.title),
        Column("url", lambda row: row.row.url),
        Column("article_url", lambda row: row.row.canonical or row.row.url),
        Column("previous", lambda row: row.move.previous, kind="number"),
        Column("peak", lambda row: row.peak, kind="number"),
        Column(
            "hours", lambda row: None if row.seconds is None else hours(row.seconds), kind="number"
        ),
        Column(
            "hours_at_least", lambda row: None if row.seconds is None else row.at_least, kind="flag"
        ),
        Column("observed", lambda _: now, kind="time"),
        Column("baseline", lambda _: then, kind="time"),
    ]


class Data(NamedTuple):
    """A list as CSV and as JSON."""

    csv: str
    json: str


def list_data(subject: Subject, top: Top) -> Data:
    """The rows of a list."""
    named = columns(subject, top)
    as_csv, as_json = io.StringIO(), io.StringIO()
    write_separated(as_csv, named, top.rows, Style("csv"))
    write_json(as_json, named, top.rows, lines=False)
    return Data(as_csv.getvalue(), as_json.getvalue())


def item_list(name: str, top: Top) -> str:
    """The list as schema.org's ItemList, as the text of a script element."""
    items = [
        {"@type": "ListItem", "position": row.row.rank, "name": row.row.title, "url": row.row.url}
        for row in top.rows
        if row.row.article is not None and web_address(row.row.url)
    ]
    return _in_script(
        {
            "@context": "https://schema.org",
            "@type": "ItemList",
            "name": name,
            "itemListOrder": "https://schema.org/ItemListOrderAscending",
            "numberOfItems": len(items),
            "itemListElement": items,
        }
    )


def _in_script(value: object) -> str:
    """JSON that cannot end the element it stands in, nor begin a comment."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")


def article_data(subject: Subject, dossier: Dossier) -> str:
    """What is known of an article, as JSON."""

    def time(seconds: int | None) -> str | None:
        return None if seconds is None else iso(seconds, subject.moment(seconds).offset)

    lists = [
        {
            "list": on.ranking_list.name,
            "label": on.ranking_list.label,
            "now": on.now,
            "peak": on.chart.peak,
            "hours": hours(on.chart.seconds),
            "hours_at_least": on.chart.at_least,
            "hours_at_1": hours(on.chart.top1),
            "entries": on.chart.entries,
            "stays": [
                {
                    "begun": time(stay.begun),
                    "ended": time(stay.ended),
                    "entered": stay.entered,
                    "left": stay.left,
                    "peak": stay.peak,
                }
                for stay in on.stays
            ],
        }
        for on in dossier.lists
        if on.chart
    ]
    known = {
        "site": subject.site.name,
        "title": dossier.title,
        "article_url": dossier.url,
        "titles": _distinct(title.title for title in dossier.titles),
        "published": dossier.page.published if dossier.page else None,
        "category": dossier.page.category if dossier.page else None,
        "lists": lists,
    }
    return json.dumps(known, ensure_ascii=False, indent=1) + "\n"


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
