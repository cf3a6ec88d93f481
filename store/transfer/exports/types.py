"""The typed rows of the exports, one type for each kind."""

from typing import NamedTuple


class Time(NamedTuple):
    """A time in a row: UTC seconds, and the site's minutes east of UTC then."""

    seconds: int
    utc_offset: int


class RankingRow(NamedTuple):
    """One rank of one observation; `flags` are the observation's and the entry's.

    `article_url` is the canonical URL of its article, "" for a row that is none.
    """

    observed: Time
    site: str
    list: str
    window: str | None
    label: str
    rank: int
    title: str
    url: str
    flags: str
    article_url: str


class ObservationRow(NamedTuple):
    """One list of one visit; `valid_until` is None if it is the newest or was not measured."""

    observed: Time
    site: str
    list: str
    window: str | None
    label: str
    items: int
    result: str
    flags: str
    source: str
    gap_before: bool
    valid_until: Time | None


class ArticleRow(NamedTuple):
    """One article; dates of publication are ISO 8601 text, as its page told them."""

    site: str
    article: int
    url: str
    title: str | None
    category: str | None
    section: str | None
    published: str | None
    modified: str | None
    authors: str | None
    lang: str | None
    lead: str | None
    body: str | None
    first_seen: Time
    fetched: Time | None
    gone: Time | None


class AttemptRow(NamedTuple):
    """One visit to a page; `page` is the SHA-256 of the kept page, in hexadecimal."""

    time: Time
    site: str
    kind: str
    asked: str
    answered: str
    status: int | None
    code: str | None
    detail: str
    bytes: int
    seconds: float
    page: str | None
    source: str
    attempt: int


class TitleRow(NamedTuple):
    """One wording of an article's title in one place; `list` is None for its own page.

    `until` is when the place no longer showed it; None while it does, as far as is known.
    """

    site: str
    article: int
    url: str
    title: str
    first_seen: Time
    seen_on: str
    list: str | None
    until: Time | None


class StayRow(NamedTuple):
    """One unbroken stretch of an article on a list.

    `entered` and `left` say whether its beginning and its end were measured. `seconds` and
    `seconds_at_1` count up to the newest observation where it goes on (`ended` is None). The last
    four times are its edges: measured off, on, on, and off again (see `store.queries.events.edges`).
    """

    site: str
    list: str
    window: str | None
    label: str
    article: int
    url: str
    title: str | None
    begun: Time
    ended: Time | None
    entered: bool
    left: bool
    seconds: int
    peak: int
    peak_at: Time
    seconds_at_1: int
    last_off: Time | None
    first_on: Time
    last_on: Time | None
    first_off: Time | None


class EventRow(NamedTuple):
    """One event between two observations (see `store.queries.events.event`)."""

    site: str
    list: str
    kind: str
    after: Time
    by: Time
    article_url: str
    title: str
    rank: int | None
    previous: int | None
    source: str
    cause: str


class PanelRow(NamedTuple):
    """One article at one step; `state` is `on`, `off` or `unmeasured` (see `store.transfer.exports.panel`)."""

    observed: Time
    site: str
    list: str
    article_url: str
    title: str
    rank: int | None
    state: str
    source: str


class GapRow(NamedTuple):
    """One stretch of a list that nobody measured, between two observations."""

    site: str
    list: str
    begun: Time
    ended: Time
    cause: str


class JoinRow(NamedTuple):
    """An address that turned out to be that of a known article; `undone` if that was taken back."""

    site: str
    url: str
    article_url: str
    joined: Time
    evidence: str
    undone: Time | None
