"""The nouns: what a page visit gives, in the words the whole house uses.

A *visit* to a page ends in an `Answer` (what the network gave); its `Page` is what can be read.
Reading gives a `Reading`: the page's article, its rankings, the links it shows, and the problems.
A `Ranking` is one most-read list as shown; its `Entry` rows carry rank, title and address.

Standard library only. A reading command loads none of them. Text in these nouns is as the page had it; making it printable is
the business of `cli.terminal.printable`.
"""

from typing import NamedTuple


class Problem(NamedTuple):
    """Something that went wrong, as a value. `code` is one of `scrapers.reasons.REASONS`.

    `ranking` is the name of the list that it is about, or "". `addresses` are those where what
    is missing may be had.
    """

    code: str
    message: str
    ranking: str = ""
    addresses: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The message for people, after the name of the list that it is about."""
        return f"{self.ranking}: {self.message}" if self.ranking else self.message


class Entry(NamedTuple):
    """One row of a ranking.

    `rank` counts from 1. `title` is the headline as shown (entities decoded, white space
    folded, nothing else changed). `url` is absolute with the spelling the page used, or "" for
    a row without a link. `article` is the canonical address of the article, its identity within
    the site, or "" for a row without one: such a row is kept, never followed, and `flags` then
    holds `no-article` with its cause: `no-link`, `external`, `ad` or `other-page`.
    """

    rank: int
    title: str
    url: str
    article: str = ""
    flags: tuple[str, ...] = ()


class Evidence(NamedTuple):
    """What speaks for a list or against it: the name of a rule, its weight, and a text for people."""

    rule: str
    weight: float
    text: str


class Ranking(NamedTuple):
    """One most-read list of a page.

    `window` is a slug of `scrapers.windows.WINDOWS` or None where the page names none; `label` is the page's own
    word for it (24時間). `flags` are oddities that do not stop recording (`dup-rank`,
    `rank-order`, `cloned-tab`, ...). `evidence` says why this is a ranking;
    `score` is the detector's confidence, 0 to 1. `selector` is a CSS selector that finds the
    rows again in this page, "" where there is none or none was asked for. `name` is what a learnt reader calls the list, or "".
    """

    heading: str
    window: str | None
    label: str | None
    entries: tuple[Entry, ...]
    flags: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    score: float = 1.0
    selector: str = ""
    name: str = ""


class Article(NamedTuple):
    """One article page as read. Times are ISO 8601 with offset, or a date alone.

    `published_from` says where the date stands: in the page's claims for machines ("claims"), in
    what it shows ("text"), or only in its address ("address"), which is a guess.
    """

    title: str | None
    category: tuple[str, ...] = ()
    section: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    lead: str | None = None
    body: str | None = None
    url: str | None = None
    lang: str | None = None
    part: int = 1
    parts: tuple[str, ...] = ()
    published_from: str | None = None


class Link(NamedTuple):
    """A link to an article page of the site: its text, its address as shown, its identity."""

    title: str
    url: str
    article: str


class Face(NamedTuple):
    """What a page looks like from afar: title, characters of text, paths of its site linked to."""

    title: str = ""
    characters: int = 0
    links: int = 0


class Reading(NamedTuple):
    """What one reader saw in one page.

    `widget` tells absent from empty: "lists" (at least one ranking with entries), "empty" (the
    widget is there, without a single entry), "none" (no widget on this page). `reader` is name
    and version, such as "jdefense/1" or "detect/1", kept with every observation. `rejected` are
    lists that were looked at and turned down; the last of their evidence says why. `face` tells
    a redesigned page from one that stands in for it. `placement` has the articles that the page
    offers outside its lists, in its order, if the site's entry asks for them.
    """

    url: str
    site: str | None
    encoding: str
    reader: str
    widget: str = "none"
    article: Article | None = None
    rankings: tuple[Ranking, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    rejected: tuple[Ranking, ...] = ()
    face: Face = Face()
    placement: tuple[Link, ...] = ()


class Page(NamedTuple):
    """A page to be read: what was received from where, and when.

    `url` is the address that answered, "" if unknown; `asked` the one that was asked, where that
    is known and another. `content_type` is the value of the header. `time` is the moment of the
    visit in UTC seconds: it decides which reader of a site reads the page, and what words such as
    昨日 mean.
    """

    url: str
    body: bytes
    time: int
    content_type: str | None = None
    asked: str = ""


class Answer(NamedTuple):
    """What a visit brought back, whatever became of it.

    `time` is UTC, whole seconds since the epoch, from this machine's clock when the request
    was sent. `code` is None when `body` is a page that may be read, else a reason code, with
    `detail` for people. `headers` are those of the final response, names in lower case.
    `body` is the decoded (never inflated past its cap) content, possibly partial when `code`
    is set; `wire` counts the bytes received, `seconds` the time from request to last byte.
    A 304 has `status` 304, an empty body and no code.
    """

    asked: str
    answered: str
    time: int
    status: int | None = None
    code: str | None = None
    detail: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    wire: int = 0
    seconds: float = 0.0

    @property
    def gone(self) -> bool:
        """Whether the server says that there is no such page: 404 or 410."""
        return self.status in {404, 410}

    def header(self, name: str) -> str | None:
        """The first value of a header, by its lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def page(self) -> Page:
        """What was received, to be read."""
        kind = self.header("content-type")
        return Page(self.answered, self.body, self.time, kind, self.asked)


class ListSpec(NamedTuple):
    """What a learnt reader knows of one list; "" where it knows nothing.

    `name` is the list's name within the site, `window` a slug. A `selectors` reader finds the rows
    by `selector` and demands `heading` and `label` above them. A `json` reader asks `url` and takes
    the paths of rows (`items`) and, within a row, of `title`, `link` and `rank`.
    """

    name: str = ""
    window: str = ""
    heading: str = ""
    label: str = ""
    selector: str = ""
    url: str = ""
    items: str = ""
    title: str = ""
    link: str = ""
    rank: str = ""

    def fields(self) -> dict[str, str]:
        """The fields that are set."""
        return {key: value for key, value in self._asdict().items() if value}


class Reader(NamedTuple):
    """How a site's pages are read in a stretch of time.

    `kind` names the code: "jdefense", "detect", "selectors" or "json". `since` and `until` are
    UTC seconds (until exclusive; None is open). `version` counts up when the same kind reads
    differently. `lists` are those of a learnt reader.
    """

    kind: str
    version: int = 1
    since: int | None = None
    until: int | None = None
    lists: tuple[ListSpec, ...] = ()

    @property
    def name(self) -> str:
        """Kind and version, as stored beside each observation."""
        return f"{self.kind}/{self.version}"


class Site(NamedTuple):
    """What a site is: data first. Users write the same fields in TOML.

    `rankings_on` are the candidates for the ranking, in order: "home", "article" (the newest
    known article page) or an absolute address. `article` is a regular expression that an
    article's path matches, with named groups `section`, `id` and `part` where they exist; None
    lets the reader judge. `windows` maps labels to window slugs beyond the common words.
    `extends` names the site that an entry of the configuration takes everything unsaid from.
    `identity` names the parameters that alone tell articles apart, None where that is learnt;
    `formerly` are hosts that the site had before; `apart` are pairs of canonical addresses that
    are two articles whatever else says. With `placement` the order of the article links on its
    ranking pages is read, too.
    """

    name: str
    label: str
    home: str
    rankings_on: tuple[str, ...] = ("home", "article")
    article: str | None = None
    timezone: str = "UTC"
    windows: tuple[tuple[str, str], ...] = ()
    readers: tuple[Reader, ...] = (Reader("detect"),)
    extends: str | None = None
    identity: tuple[str, ...] | None = None
    formerly: tuple[str, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    placement: bool = False

    @property
    def host(self) -> str:
        """The host of the home page, as canonical addresses have it; "" without one."""
        from scrapers.address import canonical

        return canonical(self.home).partition("://")[2].partition("/")[0]
