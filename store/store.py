"""An open store: its methods answer questions, its attributes give access to everything else.

`fetch`, `reread`, `notify` and `doctor` work with `history`, `pages`, `visits`, `queue` and
`outbox`. Each method imports its implementation when it is called, so that a command loads only
what it needs.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple

from store.db.connect import reading, writing
from store.db.trust import PATIENCE
from store.history.sites import ListRow, SiteRow

if TYPE_CHECKING:
    from os import PathLike

    from store.check.check import Checked
    from store.history.history import History
    from store.history.observations import Observation
    from store.outbox.delivery import ChannelState, Sent
    from store.outbox.outbox import Outbox
    from store.pages.article_queue import ArticleQueue
    from store.pages.pages import Pages
    from store.pages.visits import Visits
    from store.queries.articles.article import Dossier, Evidence
    from store.queries.articles.facts import ArticleFacts, NewArticle
    from store.queries.articles.lookup import FoundArticle
    from store.queries.articles.search import Hit
    from store.queries.events.event import Event
    from store.queries.events.filter import Choice, Filter
    from store.queries.events.marks import Address, Day
    from store.queries.lists.charts import Chart
    from store.queries.lists.leaders import Leaders
    from store.queries.lists.morning import Morning
    from store.queries.lists.movement import Versus
    from store.queries.lists.movers import Movers
    from store.queries.lists.no_baseline import Advice
    from store.queries.lists.placement import PlacementProfile
    from store.queries.lists.profile import Profile
    from store.queries.lists.rank_lines import RankLines
    from store.queries.lists.top import Top
    from store.queries.visits.gap_cause import Gap
    from store.queries.visits.log import LogLine
    from store.queries.visits.status import SiteStatus
    from store.transfer.exports.frozen import Frozen
    from store.transfer.exports.provenance import Provenance
    from store.transfer.exports.ranking_rows import EntryTexts
    from store.transfer.exports.timeline import ListMoment, Scope
    from store.transfer.imports.undo import ImportDone
    from store.transfer.warc.writer import KeptPage, PageWriter

FOREVER = 2**62
"""A time (UTC seconds) that nothing is later than."""


@contextmanager
def open_store(
    path: "str | PathLike[str]",
    *,
    write: bool = False,
    create: bool = False,
    patience: float = PATIENCE,
) -> Iterator["Store"]:
    """Open a store for a `with` block.

    Without `write`, all reads in the block see the same state, and nothing can be written. With
    `write`, each writing method is one transaction, and an older store is migrated first; with
    `create`, a missing store is made; it waits `patience` seconds for another writer. Raises NoStore if there is no file, and StoreError if the
    file is not a usable store.
    """
    opened = writing(str(path), create=create, patience=patience) if write else reading(str(path))
    with opened as db:
        yield Store(db)


class Store:
    """An open store; see `open_store`. Times are UTC seconds everywhere."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    # Sites and lists

    def sites(self, name: str | None = None) -> list[SiteRow]:
        """All sites, by name; or the site `name` alone, if one is given. Raises NotFound."""
        from store.history.sites import sites

        return [self.site(name)] if name else sites(self._db)

    def site(self, name: str | None = None) -> SiteRow:
        """The site of this name; without a name the only or the default site. Raises NotFound."""
        from store.history.sites import one_site

        return one_site(self._db, name)

    def lists(self, site: SiteRow) -> list[ListRow]:
        """A site's lists, shortest window first."""
        from store.history.sites import lists

        return lists(self._db, site.id)

    def all_lists(self, sites: Iterable[SiteRow] | None = None) -> list[ListRow]:
        """The lists of these sites, one site after the other; by default of all sites."""
        sites = self.sites() if sites is None else sites
        return [ranking_list for site in sites for ranking_list in self.lists(site)]

    def one_list(self, site: SiteRow, name: str | None = None) -> ListRow:
        """The list of this name, label or window; by default the day's list. Raises NotFound."""
        from store.history.sites import default_list, one_list

        if name is None:
            return default_list(self._db, site)
        from scrapers import window_of

        return one_list(self._db, site, name, window_of(name))

    def offset_at(self, site: SiteRow, time: int) -> int:
        """The site's minutes east of UTC at a time, as its observations recorded it."""
        from store.history.observations import offset_at

        return offset_at(self._db, site.id, time)

    @property
    def lang(self) -> str | None:
        """The language that the configuration asks for, as the last fetch noted it."""
        from store.history.sites import get_meta

        return get_meta(self._db, "lang") or None

    # What is read, and how it moves

    def top(
        self,
        ranking_list: ListRow | None = None,
        at: int = FOREVER,
        versus: "Versus | None" = None,
        tolerance: int | None = None,
    ) -> "Top":
        """A list as of `at`, compared with 24 hours before or with the baseline of `versus`."""
        from store.queries.lists.movement import USUAL
        from store.queries.lists.top import top

        ranking_list = ranking_list or self.one_list(self.site())
        site = next(site for site in self.sites() if site.id == ranking_list.site)
        return top(self._db, site, ranking_list, at, versus or USUAL, tolerance)

    def movers(
        self,
        ranking_list: ListRow | None = None,
        until: int = FOREVER,
        versus: "Versus | None" = None,
        tolerance: int | None = None,
    ) -> "Movers":
        """What came, went, climbed and fell up to `until`, in 24 hours or since `versus`."""
        from store.queries.lists.movement import USUAL
        from store.queries.lists.movers import movers

        ranking_list = ranking_list or self.one_list(self.site())
        return movers(self._db, ranking_list, until, versus or USUAL, tolerance)

    def morning(self, ranking_list: ListRow, now: int) -> "Morning | None":
        """A list's moves, number one and gaps as of `now`; None if nothing was measured of it."""
        from store.queries.lists.morning import morning

        return morning(self._db, ranking_list, now)

    def no_baseline(self, ranking_list: ListRow, now: "Observation", versus: "Versus") -> "Advice":
        """Why an observation has no baseline, and which comparison works instead."""
        from store.queries.lists.no_baseline import advice

        return advice(self._db, ranking_list, now, versus)

    def leaders(
        self,
        ranking_list: ListRow | None = None,
        since: int | None = None,
        until: int | None = None,
        by: str = "hours",
        limit: int = 20,
    ) -> "Leaders":
        """The chart of [since, until), in one of LEADER_ORDERS; by default of the whole history."""
        from store.queries.lists.leaders import leaders

        ranking_list = ranking_list or self.one_list(self.site())
        if until is None:
            newest = self.history.newest(ranking_list)
            until = newest.observed + 1 if newest else FOREVER
        return leaders(self._db, ranking_list, since, until, by, limit)

    def profile(
        self, ranking_list: ListRow, since: int, until: int = FOREVER, *, hourly: bool = False
    ) -> "list[Profile]":
        """How often a list changed in [since, until), and how young and lasting its articles were.

        One row, or with `hourly` one for each hour of the site's day.
        """
        from store.queries.lists.profile import profile

        return profile(self._db, ranking_list, (since, until), hourly=hourly)

    def placement_profile(
        self, ranking_list: ListRow, placement: ListRow, since: int, until: int = FOREVER
    ) -> "PlacementProfile":
        """What a site's pages offered in [since, until), beside what a list of readers had."""
        from store.queries.lists.placement import placement_profile

        return placement_profile(self._db, ranking_list, placement, (since, until))

    def events(
        self,
        lists: Iterable[ListRow] | None = None,
        since: int = 0,
        until: int = FOREVER,
        top: Sequence[int] = (),
    ) -> "list[Event]":
        """What came, went, led or did better with `by` in [since, until), on all lists or some.

        `top` are the numbers N for which there are events of the kind `top:N`.
        """
        from store.queries.events.events import events

        lists = self.all_lists() if lists is None else lists
        return events(self._db, lists, since, until, top)

    def climbs(
        self, ranking_list: ListRow, since: int, until: int, ranks: int, span: int
    ) -> "list[Event]":
        """Who gained so many ranks within `span` seconds, first seen so in [since, until)."""
        from store.queries.events.climbs import climbs

        return climbs(self._db, ranking_list, since, until, ranks, span)

    def gaps(self, site: SiteRow, since: int = 0, until: int = FOREVER) -> "list[Gap]":
        """A site's gaps that share time with [since, until), with their causes."""
        from store.queries.visits.gap_cause import site_gaps

        return site_gaps(self._db, site, since, until)

    def rank_lines(
        self, ranking_list: ListRow | None = None, since: int = 0, until: int = FOREVER
    ) -> "RankLines | None":
        """The ranks of all articles of a list in [since, until), as lines that break at gaps."""
        from store.queries.lists.rank_lines import rank_lines

        return rank_lines(self._db, ranking_list or self.one_list(self.site()), since, until)

    def charts(
        self, ranking_list: ListRow, articles: Iterable[int], at: int = FOREVER
    ) -> "dict[int, Chart]":
        """Article -> its statistics on a list, as known at an observation or as of now."""
        from store.queries.lists.charts import as_of, charts, period

        stretch = (
            period(self._db, ranking_list) if at == FOREVER else as_of(self._db, ranking_list, at)
        )
        return charts(self._db, ranking_list, stretch, articles)

    # Articles

    def article_facts(
        self, articles: Iterable[int], until: int = FOREVER
    ) -> "dict[int, ArticleFacts]":
        """Article -> its titles up to a time, its address and its dates, for many at once."""
        from store.queries.articles.facts import article_facts

        return article_facts(self._db, articles, until)

    def newest_articles(self, sites: Iterable[SiteRow], limit: int) -> "list[NewArticle]":
        """The articles that were first seen last on some sites, the newest first."""
        from store.queries.articles.facts import newest_articles

        return newest_articles(self._db, sites, limit)

    def article(self, number: int) -> "Dossier":
        """Everything that is known about the article with this id. Raises NotFound."""
        from store.queries.articles.article import dossier

        return dossier(self._db, number)

    def evidence(self, dossier: "Dossier") -> "Iterator[Evidence]":
        """Every observation that showed an article."""
        from store.queries.articles.article import evidence

        return evidence(self._db, dossier)

    def article_with_id(self, number: int) -> "list[FoundArticle]":
        """The article of this id, if there is one."""
        from store.queries.articles.lookup import by_id

        return by_id(self._db, number)

    def articles_at(self, url: str, canonical: str) -> "list[FoundArticle]":
        """The articles with this canonical URL; if there are none, those ever shown with `url`."""
        from store.queries.articles.lookup import by_address

        return by_address(self._db, url, canonical)

    def article_on(self, ranking_list: ListRow, rank: int) -> "list[FoundArticle]":
        """The article at a rank of the latest list. Raises NotFound."""
        from store.queries.articles.lookup import by_place

        return by_place(self._db, ranking_list, rank)

    def articles_titled(self, words: str, site: SiteRow | None, limit: int) -> "list[FoundArticle]":
        """The articles whose titles have all the words, newest first."""
        from store.queries.articles.lookup import by_words

        return by_words(self._db, words, site.id if site else None, limit)

    def search(
        self, words: str, sites: list[SiteRow] | None = None, limit: int = 20
    ) -> "list[Hit]":
        """The articles that have all the words in their titles or text, the best match first."""
        from store.queries.articles.search import search

        return search(self._db, words, self.sites() if sites is None else sites, limit)

    # What a published site needs to know before it makes a page anew

    def written(self) -> str:
        """A mark that changes with every transaction that writes to the file."""
        from store.queries.events.marks import written

        return written(self._db)

    def days(self, ranking_list: ListRow) -> "list[Day]":
        """The days of a list by the site's clock, each with a mark of what is known up to it."""
        from store.queries.events.marks import days

        return days(self._db, ranking_list)

    def article_marks(self, site: SiteRow) -> dict[int, str]:
        """Article -> a mark of all that is known of it, for those that were ever on a list."""
        from store.queries.events.marks import articles

        return articles(self._db, site, self.lists(site))

    def first_addresses(self, site: SiteRow) -> "list[Address]":
        """The first address of each article, and of each that was joined to it, oldest first."""
        from store.queries.events.marks import addresses

        return addresses(self._db, site)

    def filter(self, choice: "Choice | None" = None) -> "Filter":
        """A function that says of an article (id, title) whether it has the words and a category."""
        from store.queries.events.filter import Choice, Filter

        return Filter(self._db, choice or Choice())

    # The state of the recording

    def log(self, sites: Iterable[SiteRow], *, refused: bool = False) -> "Iterator[LogLine]":
        """The result of every visit, and every gap, newest first; or only the refused pages."""
        from store.queries.visits.log import log

        return log(self._db, sites, refused=refused)

    def status(self, site: SiteRow, now: int) -> "SiteStatus":
        """When a site last succeeded, its schedule, and its newest failures."""
        from store.queries.visits.status import status

        return status(self._db, site, now)

    def undelivered(self, since: int) -> "list[ChannelState]":
        """The channels with messages that failed, or were given up later than `since`."""
        from store.outbox.delivery import undelivered

        return undelivered(self._db, since)

    def notices_of(self, article: int) -> "list[Sent]":
        """All notices that tell of an article, oldest first, with what became of them."""
        from store.outbox.delivery import notices_of

        return notices_of(self._db, article)

    def growth(self, size: int, now: int) -> int | None:
        """The growth of the store in bytes per 30 days; None if it is too young for an estimate."""
        from store.queries.visits.status import growth

        return growth(self._db, size, now)

    def journal_mode(self) -> str:
        """SQLite's journal mode of the file, in lower case; it should be `delete`."""
        return str(self._db.execute("PRAGMA journal_mode").fetchone()[0]).lower()

    def check(self) -> "Iterator[Checked]":
        """Check all parts of the store in turn; a fetch may write between them."""
        from store.check.check import check

        self._let_go()
        return check(self._db)

    @contextmanager
    def private_copy(self) -> "Iterator[Store]":
        """A copy of the store for trying out changes; it is gone after the block."""
        from store.db.backup import private_copy

        self._let_go()
        with private_copy(self._db) as copy:
            yield Store(copy)

    # Rows, for files and notebooks

    def rows(
        self, kind: str, scope: "Scope | None" = None, every: int | None = None
    ) -> Iterator[NamedTuple]:
        """All rows of a kind of export, such as `rankings`, as of now; a fetch may write meanwhile.

        Read the rows of one kind before you ask for those of another.
        """
        from store.transfer.exports.timeline import Scope

        return self.frozen(kind).rows(scope or Scope(), every)

    def frozen(self, kind: str) -> "Frozen":
        """What a kind of export reads, as of now, to be read in several goes."""
        from store.transfer.exports.frozen import Frozen

        return Frozen(self._db, kind)

    def provenance(self, scope: "Scope") -> "Provenance":
        """Where the rows of exports come from: sites, readers, joins."""
        from store.transfer.exports.provenance import provenance

        return provenance(self._db, scope)

    def panel_size(self, scope: "Scope", every: int | None) -> int:
        """How many rows a dense panel has."""
        from store.transfer.exports.panel import panel_size

        return panel_size(self._db, scope, every)

    def ranking_moments(
        self, scope: "Scope", every: int | None
    ) -> "tuple[Iterator[ListMoment], EntryTexts]":
        """The rows of `rankings`, one observation at a time, and a lookup of their entries."""
        return self.frozen("rankings").ranking_moments(scope, every)

    def kept_pages(self, scope: "Scope | None" = None) -> "Iterator[KeptPage]":
        """The visits whose page is kept, as of now, oldest first; a fetch may write meanwhile."""
        from store.transfer.exports.timeline import Scope
        from store.transfer.warc.writer import kept_pages

        return kept_pages(self._db, scope or Scope())

    def page_writer(self, out: "IO[bytes]", version: str, *, packed: bool) -> "PageWriter":
        """A writer of kept pages as a WARC file."""
        from store.transfer.warc.writer import PageWriter

        return PageWriter(self._db, out, version, packed=packed)

    # Imports

    def imports(self) -> "list[ImportDone]":
        """All imports, newest first."""
        from store.transfer.imports.undo import imports

        return imports(self._db)

    def undo_import(self, number: int, now: int) -> int:
        """Undo an import; returns how many observations were removed. Raises NotFound."""
        from store.transfer.imports.undo import undo

        return undo(self._db, number, now)

    # Access for fetch, reread and doctor

    @property
    def history(self) -> "History":
        """Single observations, and reading kept pages again."""
        from store.history.history import History

        return History(self._db)

    @property
    def pages(self) -> "Pages":
        """The archive of kept pages."""
        from store.pages.pages import Pages

        return Pages(self._db)

    @property
    def visits(self) -> "Visits":
        """The writing side of a fetch."""
        from store.pages.visits import Visits

        return Visits(self._db)

    @property
    def queue(self) -> "ArticleQueue":
        """The queue of article pages to fetch."""
        from store.pages.article_queue import ArticleQueue

        return ArticleQueue(self._db)

    @property
    def outbox(self) -> "Outbox":
        """What is to be told by alerts and digests, and what became of it."""
        from store.outbox.outbox import Outbox

        return Outbox(self._db)

    def _let_go(self) -> None:
        """End the block's read transaction, because the following reads may take long."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")
