"""The outbox: notices of events, the messages that they are sent in, and what became of these.

Each writing method is one short transaction, so nothing is locked while something is sent. A
message is stored before it is first tried, with the number under which it is sent every time: a
killed run sends it again, and its receiver can tell. One run at a time writes here (`notify_lock`).
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from store.db.connect import transaction
from store.errors import DAMAGED, StoreError

KEPT = 400 * 86400
"""Seconds for which notices and messages are kept: longer than any silence of a rule."""


class Route(NamedTuple):
    """A rule's way to one channel; `id` is 0 if it is not stored yet. Times are UTC seconds.

    Nothing from before `since` is told on it. `covered_until` is the end of what its last digest
    covered, `left_out` how many notices were too old for it since its last message.
    """

    id: int
    rule: str
    channel: str
    since: int
    covered_until: int = 0
    left_out: int = 0


class Notice(NamedTuple):
    """One event on one route; `id` is 0 if it is not stored yet.

    `subject` is what it is about: `article:26`, `list:site/day`, `site:name` or `channel:name`.
    """

    id: int
    rule: str
    channel: str
    subject: str
    kind: str
    place: str
    observed: int
    event: Mapping[str, Any]


class Message(NamedTuple):
    """What is sent at once, under one number (`name`), however often it takes."""

    id: int
    name: str
    rule: str
    channel: str
    time: int
    tries: int
    due: int | None
    content: Mapping[str, Any]


class News(NamedTuple):
    """What one look at the events found, to be stored at once.

    `judged_until` is list id -> the observation up to which its events were judged; `left_out` is
    route (rule, channel) -> how many notices were too old.
    """

    routes: Sequence[Route]
    judged_until: Mapping[int, int]
    notices: Sequence[Notice]
    left_out: Mapping[tuple[str, str], int]


class Outbox:
    """The outbox of an open store (`store.outbox`)."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def routes(self) -> dict[tuple[str, str], Route]:
        """(rule, channel) -> its route, of all that were ever seen."""
        sql = "SELECT id, rule, channel, since, told, left_out FROM route"
        rows = (Route(*row) for row in self._db.execute(sql))
        return {(route.rule, route.channel): route for route in rows}

    def judged_until(self) -> dict[int, int]:
        """List id -> the time of the observation up to which its events were judged."""
        return dict(self._db.execute("SELECT list, observed FROM told"))

    def last(self, rule: str, channel: str, subject: str) -> dict[str, int]:
        """Kind -> when it was last observed of a subject, of what a route has a notice of."""
        sql = (
            "SELECT n.kind, max(n.observed) FROM notice n JOIN route r ON r.id = n.route "
            "WHERE n.subject = ? AND r.rule = ? AND r.channel = ? GROUP BY n.kind"
        )
        return dict(self._db.execute(sql, (subject, rule, channel)))

    def note(self, news: News, now: int) -> None:
        """Store what a look at the events found; what is long past is forgotten."""
        with transaction(self._db):
            for route in news.routes:
                sql = (
                    "INSERT OR IGNORE INTO route (rule, channel, since, told, left_out) "
                    "VALUES (?,?,?,?,0)"
                )
                self._db.execute(sql, (route.rule, route.channel, route.since, route.covered_until))
            sql = "INSERT INTO told VALUES (?,?) ON CONFLICT DO UPDATE SET observed = excluded.observed"
            self._db.executemany(sql, news.judged_until.items())
            for pair, number in news.left_out.items():
                sql = "UPDATE route SET left_out = left_out + ? WHERE rule = ? AND channel = ?"
                self._db.execute(sql, (number, *pair))
            self._db.executemany(_NOTICE, map(_values, news.notices))
            self._forget(now - KEPT)

    def waiting(self) -> list[Notice]:
        """The notices that are in no message yet, oldest first."""
        sql = (
            "SELECT n.id, r.rule, r.channel, n.subject, n.kind, n.place, n.observed, n.event "
            "FROM notice n JOIN route r ON r.id = n.route WHERE n.message IS NULL "
            "ORDER BY n.observed, n.id"
        )
        rows = self._db.execute(sql).fetchall()
        return [Notice._make((*row[:7], _parsed(row[7]))) for row in rows]

    def drop(self, notices: Iterable[int]) -> None:
        """Delete notices that are in no message: nobody wants them any more."""
        with transaction(self._db):
            sql = "DELETE FROM notice WHERE id = ? AND message IS NULL"
            self._db.executemany(sql, [(notice,) for notice in notices])

    def freeze(self, message: Message, notices: Iterable[int], until: int | None = None) -> None:
        """Store a message with its notices before it is first tried.

        `until` is the end of what it covers, if it is a digest.
        """
        with transaction(self._db):
            route = self._route(message.rule, message.channel)
            content = _text(message.content)
            sql = (
                "INSERT INTO message (name, route, time, content, tries, due, problem) "
                "VALUES (?,?,?,?,0,?,'') RETURNING id"
            )
            values = (message.name, route, message.time, content, message.due)
            (number,) = self._db.execute(sql, values).fetchone()
            sql = "UPDATE notice SET message = ? WHERE id = ?"
            self._db.executemany(sql, [(number, notice) for notice in notices])
            sql = "UPDATE route SET left_out = 0, told = coalesce(?, told) WHERE id = ?"
            self._db.execute(sql, (until, route))

    def covered(self, rule: str, channel: str, until: int) -> None:
        """Note that a digest had nothing to say up to a time."""
        with transaction(self._db):
            sql = "UPDATE route SET told = ? WHERE id = ?"
            self._db.execute(sql, (until, self._route(rule, channel)))

    def due(self, now: int) -> list[Message]:
        """The messages to be tried by now, oldest first."""
        sql = (
            "SELECT m.id, m.name, r.rule, r.channel, m.time, m.tries, m.due, m.content "
            "FROM message m JOIN route r ON r.id = m.route WHERE m.due <= ? ORDER BY m.id"
        )
        rows = self._db.execute(sql, (now,)).fetchall()
        return [Message._make((*row[:7], _parsed(row[7]))) for row in rows]

    def last_message(self) -> dict[tuple[str, str], int]:
        """Route (rule, channel) -> when its newest message was made."""
        sql = (
            "SELECT r.rule, r.channel, max(m.time) FROM message m JOIN route r ON r.id = m.route "
            "GROUP BY r.id"
        )
        return {(rule, channel): time for rule, channel, time in self._db.execute(sql)}

    def sent(self, message: int, now: int) -> None:
        """Note that a message was sent; its content is needed no more."""
        self._end(message, "content = '{}', due = NULL, ended = ?2, problem = ''", now)

    def failed(self, message: int, now: int, due: int | None, problem: str) -> None:
        """Note that a try failed; it is due again at a time, or given up if there is none."""
        change = "tries = tries + 1, due = ?2, ended = ?3, problem = ?4"
        self._end(message, change, due, now if due is None else None, problem)

    def _end(self, message: int, change: str, *values: object) -> None:
        with transaction(self._db):
            self._db.execute(f"UPDATE message SET {change} WHERE id = ?1", (message, *values))

    def _route(self, rule: str, channel: str) -> int:
        sql = "SELECT id FROM route WHERE rule = ? AND channel = ?"
        number: int = self._db.execute(sql, (rule, channel)).fetchone()[0]
        return number

    def _forget(self, before: int) -> None:
        """Delete what was observed, and ended, before a time."""
        sql = (
            "DELETE FROM notice WHERE observed < ?1 AND message IN "
            "(SELECT id FROM message WHERE due IS NULL AND time < ?1)"
        )
        self._db.execute(sql, (before,))
        sql = (
            "DELETE FROM message WHERE due IS NULL AND time < ? "
            "AND NOT EXISTS (SELECT 1 FROM notice WHERE message = message.id)"
        )
        self._db.execute(sql, (before,))


_NOTICE = (
    "INSERT OR IGNORE INTO notice (route, subject, kind, place, observed, event) "
    "SELECT id, ?3, ?4, ?5, ?6, ?7 FROM route WHERE rule = ?1 AND channel = ?2"
)


def _text(value: Mapping[str, Any]) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def _parsed(text: object) -> dict[str, Any]:
    """The value of a stored text; raises StoreError where that is damaged."""
    import json

    try:
        value = json.loads(str(text))
    except (ValueError, RecursionError):
        raise StoreError(DAMAGED) from None
    if not isinstance(value, dict):
        raise StoreError(DAMAGED)
    return value


def _values(notice: Notice) -> tuple[object, ...]:
    event = _text(notice.event)
    return (*notice[1:7], event)
