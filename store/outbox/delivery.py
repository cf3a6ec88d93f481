"""What became of notices and messages, for commands that read the store and send nothing."""

import sqlite3
from typing import NamedTuple


class Sent(NamedTuple):
    """A notice and what became of it: the message, when it ended, and why it failed."""

    rule: str
    channel: str
    kind: str
    place: str
    observed: int
    name: str | None
    due: int | None
    ended: int | None
    problem: str


class ChannelState(NamedTuple):
    """What a channel has not got: how many messages wait and were given up, and why.

    `since` is the time of the oldest of them.
    """

    channel: str
    waiting: int
    given_up: int
    since: int
    problem: str


def undelivered(db: sqlite3.Connection, since: int) -> list[ChannelState]:
    """The channels with messages that failed, or were given up later than `since`."""
    sql = (
        "SELECT r.channel, sum(m.due IS NOT NULL), sum(m.due IS NULL), min(m.time), "
        "(SELECT p.problem FROM message p JOIN route q ON q.id = p.route "
        "WHERE q.channel = r.channel AND p.problem <> '' ORDER BY p.id DESC LIMIT 1) "
        "FROM message m JOIN route r ON r.id = m.route "
        "WHERE m.problem <> '' AND (m.due IS NOT NULL OR m.ended > ?) "
        "GROUP BY r.channel ORDER BY r.channel"
    )
    return [ChannelState(*row) for row in db.execute(sql, (since,))]


def notices_of(db: sqlite3.Connection, article: int) -> list[Sent]:
    """All notices that tell of an article, oldest first, with what became of them.

    Those of a list tell what lies across a gap, of several articles.
    """
    sql = (
        "SELECT r.rule, r.channel, n.kind, n.place, n.observed, m.name, m.due, m.ended, "
        "coalesce(m.problem, '') FROM notice n JOIN route r ON r.id = n.route "
        "LEFT JOIN message m ON m.id = n.message WHERE n.subject = 'article:' || ?1 "
        "OR n.subject LIKE 'list:%' AND EXISTS (SELECT 1 FROM json_tree("
        "CASE WHEN json_valid(n.event) THEN n.event END, '$.events') "
        "WHERE key = 'article' AND value = ?1) ORDER BY n.observed, n.id"
    )
    return [Sent(*row) for row in db.execute(sql, (article,))]
