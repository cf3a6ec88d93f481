"""What a message says, in the reader's language, before it is put into the form of a channel.

Everything in it is plain text: titles and labels come from pages, and only a form (`forms`) knows
which signs mean something there.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from cli.pipeline.notify.rules import GAP
from cli.terminal.context import moment_at
from cli.terminal.folding import cut
from cli.terminal.times import iso
from cli.words import Words
from store import Notice, SiteRow, Store

TITLE = 60
"""Columns of a title in a subject."""


class Item(NamedTuple):
    """One article: its title and address ("" for none), and what happened."""

    title: str
    url: str
    notes: list[str]


class Block(NamedTuple):
    """Items under a heading, which may be empty."""

    heading: str
    items: list[Item]


class Content(NamedTuple):
    """A message: its subject, what stands before and after the blocks, and the events."""

    subject: str
    before: list[str]
    blocks: list[Block]
    after: list[str]
    events: list[dict[str, Any]]


def from_json(value: Mapping[str, Any]) -> Content:
    """A content as the outbox keeps it."""
    blocks = [Block(heading, [Item(*item) for item in items]) for heading, items in value["blocks"]]
    return Content(**{**value, "blocks": blocks})


class Teller:
    """Says what notices are about, for one open store and one time."""

    def __init__(self, store: Store, words: Words, now: int) -> None:
        self._store = store
        self._words = words
        self._now = now
        self._sites = {site.name: site for site in store.sites()}
        self._newest: dict[tuple[str, str], tuple[int, dict[int | None, int]] | None] = {}

    def content(self, rule: str, notices: Sequence[Notice], left_out: int, number: str) -> Content:
        """The message of these notices of one rule; `number` is its name, `left_out` too old."""
        words = self._words
        blocks = self._blocks(notices)
        before = []
        if left_out:
            before.append(
                words.count(
                    left_out,
                    "{n} more was too old to be told",
                    "{n} more were too old to be told",
                )
            )
        kinds = dict.fromkeys(self._kind(notice.kind) for notice in notices)
        after = [words.text("rule {rule} ({kinds})", rule=rule, kinds=words.join(list(kinds)))]
        after.append(words.text("number {number}", number=number[:8]))
        article = next((n.event["article"] for n in notices if "article" in n.event), None)
        if article is not None:
            after.append(
                words.text("why: {command}", command=f"tracker notify --explain {article}")
            )
        events = [event for notice in notices for event in self._events(notice)]
        return Content(self._subject(rule, notices, blocks), before, blocks, after, events)

    def _subject(self, rule: str, notices: Sequence[Notice], blocks: Sequence[Block]) -> str:
        items = [item for block in blocks for item in block.items]
        if not items:
            return f"[tracker] {blocks[0].heading}"
        title = cut(items[0].title, TITLE)
        if len(items) == 1:
            across = notices[0].kind == GAP
            subject = blocks[0].heading if across else self._event_words(notices[0].event)
            return f"[{rule}] {subject}: {title}"
        return self._words.count(
            len(items) - 1,
            "[{rule}] {total} articles: {title} and {n} other",
            "[{rule}] {total} articles: {title} and {n} others",
            rule=rule, total=len(items), title=title,
        )  # fmt: skip

    def _blocks(self, notices: Sequence[Notice]) -> list[Block]:
        plain = [notice for notice in notices if notice.subject.startswith("article:")]
        by_article = sorted(plain, key=lambda notice: notice.subject)
        items = [
            self._item(list(group))
            for _, group in groupby(by_article, lambda notice: notice.subject)
        ]
        order = {notice.event["url"]: -place for place, notice in enumerate(reversed(plain))}
        items.sort(key=lambda item: order.get(item.url, 0))
        blocks = [Block("", items)] if items else []
        blocks += [self._across(notice) for notice in notices if notice.kind == GAP]
        blocks += [
            Block(self._trouble(notice), [])
            for notice in notices
            if notice.subject.startswith(("site:", "channel:"))
        ]
        return blocks

    def _item(self, notices: Sequence[Notice]) -> Item:
        """One article: a line for each list and time, with all that happened then."""
        event = notices[-1].event
        notes = []
        ordered = sorted(notices, key=lambda notice: (notice.observed, notice.place))
        for _, group in groupby(ordered, lambda notice: (notice.observed, notice.place)):
            events = [notice.event for notice in group]
            what = self._words.join([self._event_words(event) for event in events])
            parts = [
                what,
                self._place(events[0]),
                self._time_words(events[0]),
                self._since(events[0]),
            ]
            notes.append(" · ".join(filter(None, parts)))
        return Item(event["title"], event["url"], notes)

    def _since(self, event: Mapping[str, Any]) -> str:
        """What became of an article since, where its list was measured again before this is sent."""
        site = self._sites.get(event["site"])
        newest = self._ranks(site, event["list"]) if site else None
        if newest is None or newest[0] <= event["by"]:
            return ""
        rank = newest[1].get(event["article"])
        if rank == event["rank"]:
            return ""
        if rank is None:
            return self._words.text("now off the list")
        return self._words.text("now {rank}", rank=rank)

    def _ranks(self, site: SiteRow, name: str) -> tuple[int, dict[int | None, int]] | None:
        """The newest observation of a list by now: when it was, and article -> best rank."""
        if (site.name, name) not in self._newest:
            ranking_list = next(
                (candidate for candidate in self._store.lists(site) if candidate.name == name), None
            )
            latest = self._store.history.latest(ranking_list, self._now) if ranking_list else None
            self._newest[site.name, name] = latest and (
                latest.observation.observed,
                {row.article: row.rank for row in reversed(latest.rows)},
            )
        return self._newest[site.name, name]

    def _across(self, notice: Notice) -> Block:
        event = notice.event
        heading = self._words.text(
            "{place}: not measured from {after} to {by} ({cause})",
            place=self._place(event), after=self._time(event, "after"),
            by=self._time(event, "by"), cause=self._words.cause(event["cause"]),
        )  # fmt: skip
        by_article = groupby(
            sorted(event["events"], key=itemgetter("article")), itemgetter("article")
        )
        groups = [list(group) for _, group in by_article]
        return Block(
            heading,
            [
                Item(g[0]["title"], g[0]["url"], [self._event_words(event) for event in g])
                for g in groups
            ],
        )

    def _event_words(self, event: Mapping[str, Any]) -> str:
        words, rank, rank_before = self._words, event["rank"], event["previous"]
        kind = event["kind"]
        if kind == "out":
            return words.text("off the list (was {was})", was=rank_before)
        if kind == "new":
            return words.text("new at {rank}", rank=rank)
        if kind == "back":
            return words.text("back at {rank}", rank=rank)
        if kind.startswith("climb:"):
            return words.text("climbed from {was} to {rank}", was=rank_before, rank=rank)
        phrase = (
            words.text("number one")
            if kind == "first"
            else words.text("into the first {n}: {rank}", n=kind[4:], rank=rank)
        )
        if rank_before is None:
            return phrase
        return phrase + words.text(" ({facts})", facts=words.text("was {rank}", rank=rank_before))

    def _kind(self, kind: str) -> str:
        plain = {
            "first": self._words.text("number one"),
            "new": self._words.text("new"),
            "back": self._words.text("back"),
            "out": self._words.text("out"),
            GAP: self._words.text("not measured"),
        }
        if kind.startswith("top:"):
            return self._words.text("the first {n}", n=kind[4:])
        return self._words.text("climb") if kind.startswith("climb:") else plain.get(kind, kind)

    def _trouble(self, notice: Notice) -> str:
        words, event = self._words, notice.event
        if notice.kind == "undelivered":
            return words.count(
                event["given_up"],
                "{channel}: {n} message given up ({problem})",
                "{channel}: {n} messages given up ({problem})",
                channel=event["channel"], problem=event["problem"],
            )  # fmt: skip
        values = {"site": event["label"], "since": self._time(event, "since")}
        if notice.kind == "recovered":
            return words.text("{site}: recorded again; told {since}", **values)
        codes = event.get("codes", [event["code"]])  # what waits since an older version has one
        code = words.reasons(codes) or words.text("no fetch was run")
        if notice.kind == "stale":
            return words.text(
                "{site}: nothing recorded since {since} ({code})", code=code, **values
            )
        return words.count(
            event["times"],
            "{site}: page changed, not read since {since} ({code}, {n} time); next:  {command}",
            "{site}: page changed, not read since {since} ({code}, {n} times); next:  {command}",
            code=code, command=f"tracker sites add --again {event['site']}",
            **values,
        )  # fmt: skip

    def _place(self, event: Mapping[str, Any]) -> str:
        site = self._sites.get(event["site"])
        return f"{site.label if site else event['site']} · {event['label'] or event['list']}"

    def _time_words(self, event: Mapping[str, Any]) -> str:
        if not event["cause"]:
            return self._time(event, "by")
        return self._words.text(
            "between {after} and {by}",
            after=self._time(event, "after"), by=self._time(event, "by"),
        )  # fmt: skip

    def _time(self, event: Mapping[str, Any], key: str) -> str:
        site = self._sites.get(event["site"])
        return (
            self._words.near(moment_at(self._store, site, event[key]), self._now)
            if site
            else (iso(event[key]))
        )

    def _events(self, notice: Notice) -> list[dict[str, Any]]:
        """What programs get: the event, or those across a gap, with times in ISO 8601."""
        return [self._for_programs(event) for event in notice.event.get("events", [notice.event])]

    def _for_programs(self, event: Mapping[str, Any]) -> dict[str, Any]:
        site = self._sites.get(event["site"])
        times = {
            key: self._iso(site, event[key]) for key in ("after", "by", "since") if key in event
        }
        return {**event, **times}

    def _iso(self, site: SiteRow | None, seconds: int | None) -> str | None:
        if seconds is None:
            return None
        return iso(seconds, self._store.offset_at(site, seconds) if site else None)
