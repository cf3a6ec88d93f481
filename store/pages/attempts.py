"""Attempts: every visit to a page with its result, validators and host states.

An attempt, its page and its readings are written in one transaction, which the caller holds.
Validators belong to the page of the last *accepted* reading of an address, so that a 304 always
refers to that reading.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from scrapers import Answer
from store.history.articles import address_id
from store.pages import archive

PLAINLY = ""
"""The ETag of an address whose server answers conditional requests badly: none is sent."""


class Validators(NamedTuple):
    """The headers of a conditional request, and the attempt to whose page they belong."""

    etag: str | None
    last_modified: str | None
    attempt: int
    page: int | None


class Attempt(NamedTuple):
    """A stored attempt, as needed to repeat or follow it."""

    id: int
    site: int
    kind: str
    time: int
    asked: str
    answered: str
    status: int | None
    code: str | None
    detail: str
    page: int | None


def keep_attempt(
    db: sqlite3.Connection,
    site: int,
    kind: str,
    answer: Answer,
    problem: tuple[str | None, str] = (None, ""),
    same_as: int | None = None,
) -> int:
    """Store a visit and the page that it received; `problem` is reason code and detail.

    `same_as` is the attempt whose page a 304 stands for. Returns the attempt's id.
    """
    page, media = _page_of(db, same_as)
    if answer.body:
        page = archive.keep(db, site, kind, answer.body, answer.time)
        media = media_id(db, answer.header("content-type"))
    code, detail = problem
    row = (
        site, kind == "article", answer.time, address_id(db, answer.asked),
        address_id(db, answer.answered), answer.status, code, detail, answer.wire,
        round(answer.seconds * 1000), page, media,
    )  # fmt: skip
    sql = (
        "INSERT INTO attempt (site, of_article, time, asked, answered, status, code, detail, "
        "bytes, milliseconds, page, media) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
    )
    return int(db.execute(sql, row).lastrowid or 0)


def _page_of(db: sqlite3.Connection, attempt_id: int | None) -> tuple[int | None, int | None]:
    """The page of an attempt and its media type; None where there is none."""
    row = db.execute("SELECT page, media FROM attempt WHERE id = ?", (attempt_id,)).fetchone()
    return (row[0], row[1]) if row else (None, None)


def media_id(db: sqlite3.Connection, media_type: str | None) -> int | None:
    """The id of a media type as a server said it."""
    if media_type is None:
        return None
    row = db.execute("SELECT id FROM media WHERE type = ?", (media_type,)).fetchone()
    return (
        row[0]
        if row
        else db.execute("INSERT INTO media (type) VALUES (?)", (media_type,)).lastrowid
    )


def attempt(db: sqlite3.Connection, number: int) -> Attempt:
    """An attempt by its id."""
    sql = (
        "SELECT t.id, t.site, iif(t.of_article, 'article', 'ranking'), t.time, q.url, w.url, "
        "t.status, t.code, t.detail, t.page "
        "FROM attempt t JOIN address q ON q.id = t.asked JOIN address w ON w.id = t.answered "
        "WHERE t.id = ?"
    )
    return Attempt(*db.execute(sql, (number,)).fetchone())


def accept(
    db: sqlite3.Connection,
    site: int,
    answer: Answer,
    attempt_id: int,
    validators_sent: Validators | None = None,
) -> None:
    """Remember the validators of the page whose reading was accepted, and of no other.

    A 304 that names none keeps `validators_sent`, those of the request.
    """
    stored = validators(db, site, answer.asked)
    etag = answer.header("etag") or (validators_sent.etag if validators_sent else None)
    modified = answer.header("last-modified") or (
        validators_sent.last_modified if validators_sent else None
    )
    if stored and stored.etag == PLAINLY:
        etag, modified = PLAINLY, None
    db.execute("DELETE FROM validator WHERE site = ?", (site,))
    db.execute(
        "INSERT INTO validator (site, address, etag, last_modified, attempt) VALUES (?,?,?,?,?)",
        (site, address_id(db, answer.asked), etag, modified, attempt_id),
    )


def ask_plainly(db: sqlite3.Connection, site: int, url: str) -> None:
    """Send no more conditional requests for an address, because its server fails on them."""
    db.execute(
        "UPDATE validator SET etag = ?, last_modified = NULL "
        "WHERE site = ? AND address = (SELECT id FROM address WHERE url = ?)",
        (PLAINLY, site, url),
    )


def validators(db: sqlite3.Connection, site: int, url: str) -> Validators | None:
    """The validators for the next request for an address, if a page of it was accepted."""
    row = db.execute(
        "SELECT v.etag, v.last_modified, v.attempt, t.page FROM validator v "
        "JOIN address a ON a.id = v.address JOIN attempt t ON t.id = v.attempt WHERE v.site = ? AND a.url = ?",
        (site, url),
    ).fetchone()
    return Validators(*row) if row else None


def host_states(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """The state of each host as the client last saved it."""
    return [json.loads(state) for (state,) in db.execute("SELECT state FROM host ORDER BY name")]


def keep_host_states(db: sqlite3.Connection, states: Iterable[Mapping[str, Any]]) -> None:
    """Save the state of each host for the next client; `host` is its name."""
    db.executemany(
        "INSERT OR REPLACE INTO host (name, state) VALUES (?,?)",
        [(state["host"], json.dumps(state, sort_keys=True)) for state in states],
    )


class KeptVisit(NamedTuple):
    """A ranking page that was kept: the attempt, and what reading it again takes."""

    attempt: int
    time: int
    asked: str
    answered: str
    code: str | None
    page: int
    content_type: str | None


def kept_visits(db: sqlite3.Connection, site: int, since: int, until: int) -> list[KeptVisit]:
    """Ranking attempts of [since, until] with a kept page, oldest first."""
    sql = (
        "SELECT t.id, t.time, q.url, w.url, t.code, t.page, m.type FROM attempt t "
        "JOIN address q ON q.id = t.asked JOIN address w ON w.id = t.answered "
        "LEFT JOIN media m ON m.id = t.media WHERE t.site = ? AND NOT t.of_article "
        "AND t.page IS NOT NULL AND t.time BETWEEN ? AND ? ORDER BY t.time, t.id"
    )
    return [KeptVisit(*row) for row in db.execute(sql, (site, since, until))]


def newest_recorded(db: sqlite3.Connection, site: int) -> KeptVisit | None:
    """The newest visit that made a snapshot and whose page is still kept."""
    sql = (
        "SELECT t.id, t.time FROM snapshot s JOIN attempt t ON t.id = s.attempt "
        "WHERE s.site = ? AND t.page IS NOT NULL ORDER BY s.observed DESC LIMIT 1"
    )
    newest = db.execute(sql, (site,)).fetchone()
    if newest is None:
        return None
    number, time = newest
    visits = kept_visits(db, site, time, time)
    return next((visit for visit in visits if visit.attempt == number), None)


def refuse(
    db: sqlite3.Connection,
    site: int,
    addresses: Iterable[str],
    since: int,
    problem: tuple[str, str],
) -> None:
    """Give kept ranking pages that were visited since a time the reason of their visit's refusal."""
    db.executemany(
        "UPDATE attempt SET code = ?, detail = ? WHERE site = ? AND NOT of_article AND time >= ? "
        "AND code IS NULL AND page IS NOT NULL AND asked = (SELECT id FROM address WHERE url = ?)",
        [(*problem, site, since, address) for address in addresses],
    )


def is_archived(db: sqlite3.Connection, attempt_id: int) -> bool:
    """Whether a visit is one of others, that an archive had."""
    sql = "SELECT 1 FROM archived WHERE attempt = ?"
    return db.execute(sql, (attempt_id,)).fetchone() is not None


def accept_again(db: sqlite3.Connection, attempt_id: int) -> None:
    """Mark a refused page as accepted; its attempt keeps the reason of the refusal."""
    sql = "UPDATE attempt SET refused = code, code = NULL WHERE id = ? AND code IS NOT NULL"
    db.execute(sql, (attempt_id,))
