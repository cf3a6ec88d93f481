"""An open store: what can be asked of it, and the rooms for everything else.

Questions are methods here. `history`, `pages`, `visits` and `queue` are what a run of `fetch`,
`reread` or `doctor` works with. Each method imports what answers it when it is called, so that
a command loads that and no more.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from store.db.connect import reading, writing
from store.history.sites import ListRow, SiteRow

if TYPE_CHECKING:
    from os import PathLike

    from store.check.check import Checked
    from store.history.history import History
    from store.history.observations import Observation
    from store.pages.article_queue import ArticleQueue
    from store.pages.pages import Pages
    from store.pages.visits import Visits
    from store.queries.article import Dossier, Evidence
    from store.queries.leaders import Leaders
    from store.queries.log import LogLine
    from store.queries.lookup import FoundArticle
    from store.queries.movement import Versus
    from store.queries.movers import Movers
    from store.queries.no_baseline import Advice
    from store.queries.search import Hit
    from store.queries.status import SiteStatus
    from store.queries.top import Top
    from store.transfer.ranking_rows import Shown
    from store.transfer.timeline import ListMoment, Scope
    from store.transfer.undo import ImportDone

FOREVER = 2**62
"""A time (UTC seconds) that nothing is later than."""


@contextmanager
def open_store(
    path: "str | PathLike[str]", *, write: bool = False, create: bool = False
) -> Iterator["Store"]:
    """Open a store for a `with` block.

    Questions in the block see one unchanging state, and nothing can be written. With `write`
    each writing method is a transaction of its own; an older store is brought up to date first,
    and with `create` a new one is made where there is none. Raises NoStore where there is no
    file, StoreError where it is no usable store.
    """
    opened = writing(str(path), create=create) if write else reading(str(path))
    with opened as db:
        yield Store(db)


class Store:
    """An open store; see `open_store`. Times are UTC seconds everywhere."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    # Sites and lists

    def sites(self) -> list[SiteRow]:
        """All sites, by name."""
        from store.history.sites import sites

        return sites(self._db)

    def site(self, name: str | None = None) -> SiteRow:
        """The site of this name, else the only one or the default. Raises NotFound."""
        from store.history.sites import one_site

        return one_site(self._db, name)

    def chosen(self, name: str | None) -> list[SiteRow]:
        """The site of this name; all sites where none is named."""
        return [self.site(name)] if name else self.sites()

    def lists(self, site: SiteRow) -> list[ListRow]:
        """A site's lists, shortest window first."""
        from store.history.sites import lists

        return lists(self._db, site.id)

    def one_list(self, site: SiteRow, wanted: str | None = None) -> ListRow:
        """The list of this name, label or window; without one the day's. Raises NotFound."""
        from store.history.sites import default_list, one_list

        if wanted is None:
            return default_list(self._db, site)
        from scrapers import window_of

        return one_list(self._db, site, wanted, window_of(wanted))

    def offset_at(self, site: SiteRow, time: int) -> int:
        """The site's minutes east of UTC at a time, as its observations say."""
        from store.history.observations import offset_at

        return offset_at(self._db, site.id, time)

    # What is read, and how it moves

    def top(
        self,
        of: ListRow | None = None,
        at: int = FOREVER,
        versus: "Versus | None" = None,
        tolerance: int | None = None,
    ) -> "Top":
        """A list as measured by `at`, against 24 hours before or what `versus` says."""
        from store.queries.movement import USUAL
        from store.queries.top import top

        of = of or self.one_list(self.site())
        site = next(site for site in self.sites() if site.id == of.site)
        return top(self._db, site, of, at, versus or USUAL, tolerance)

    def movers(
        self,
        of: ListRow | None = None,
        until: int = FOREVER,
        versus: "Versus | None" = None,
        tolerance: int | None = None,
    ) -> "Movers":
        """What came, went, climbed and fell up to `until`, in 24 hours or since `versus`."""
        from store.queries.movement import USUAL
        from store.queries.movers import movers

        of = of or self.one_list(self.site())
        return movers(self._db, of, until, versus or USUAL, tolerance)

    def no_baseline(self, of: ListRow, now: "Observation", versus: "Versus") -> "Advice":
        """Why nothing compares with an observation, and which comparison works."""
        from store.queries.no_baseline import advice

        return advice(self._db, of, now, versus)

    def leaders(
        self,
        of: ListRow | None = None,
        since: int | None = None,
        until: int | None = None,
        by: str = "hours",
        limit: int = 20,
    ) -> "Leaders":
        """The chart of [since, until), by one of LEADER_ORDERS; all that was recorded if open."""
        from store.queries.leaders import leaders

        of = of or self.one_list(self.site())
        if until is None:
            newest = self.history.newest(of)
            until = newest.observed + 1 if newest else FOREVER
        return leaders(self._db, of, since, until, by, limit)

    # Articles

    def article(self, number: int) -> "Dossier":
        """Everything known of an article, by its id. Raises NotFound."""
        from store.queries.article import dossier

        return dossier(self._db, number)

    def evidence(self, found: "Dossier") -> "Iterator[Evidence]":
        """Every observation that showed an article."""
        from store.queries.article import evidence

        return evidence(self._db, found)

    def article_with_id(self, number: int) -> "list[FoundArticle]":
        """The article of this id, if there is one."""
        from store.queries.lookup import by_id

        return by_id(self._db, number)

    def articles_at(self, url: str, canonical: str) -> "list[FoundArticle]":
        """The articles with this canonical address, else those ever shown with `url`."""
        from store.queries.lookup import by_address

        return by_address(self._db, url, canonical)

    def article_on(self, of: ListRow, rank: int) -> "list[FoundArticle]":
        """The article at a rank of the latest list. Raises NotFound."""
        from store.queries.lookup import by_place

        return by_place(self._db, of, rank)

    def articles_titled(self, words: str, site: SiteRow | None, limit: int) -> "list[FoundArticle]":
        """The articles whose titles have all the words, newest first."""
        from store.queries.lookup import by_words

        return by_words(self._db, words, site.id if site else None, limit)

    def search(
        self, words: str, sites: list[SiteRow] | None = None, limit: int = 20
    ) -> "list[Hit]":
        """The articles that have all the words in titles or text, the most fitting first."""
        from store.queries.search import search

        return search(self._db, words, self.sites() if sites is None else sites, limit)

    # How the recording goes

    def log(self, sites: Iterable[SiteRow], *, refused: bool = False) -> "Iterator[LogLine]":
        """What became of every visit and every gap, newest first; or only refused pages."""
        from store.queries.log import log

        return log(self._db, sites, refused=refused)

    def status(self, site: SiteRow, now: int) -> "SiteStatus":
        """When a site last succeeded, how often it should, and what went wrong."""
        from store.queries.status import status

        return status(self._db, site, now)

    def growth(self, size: int, now: int) -> int | None:
        """Bytes that the store grows by in 30 days; None while it is too young to tell."""
        from store.queries.status import growth

        return growth(self._db, size, now)

    def journal_mode(self) -> str:
        """SQLite's journal mode of the file, in lower case; ours is `delete`."""
        return str(self._db.execute("PRAGMA journal_mode").fetchone()[0]).lower()

    def check(self) -> "Iterator[Checked]":
        """Check all parts of the store, one by one; a fetch may write in between."""
        from store.check.check import check

        self._let_go()
        return check(self._db)

    # Rows, for files and notebooks

    def rows(
        self, kind: str, scope: "Scope | None" = None, every: int | None = None
    ) -> Iterator[NamedTuple]:
        """All rows of a kind of export, such as `rankings`; a fetch may write in between."""
        from store.transfer.exports import KINDS
        from store.transfer.timeline import Scope

        self._let_go()
        return KINDS[kind](self._db, scope or Scope(), every)

    def ranking_moments(
        self, scope: "Scope", every: int | None
    ) -> "tuple[Iterator[ListMoment], Shown]":
        """The rows of `rankings` an observation at a time, and what their entries show."""
        from store.transfer.ranking_rows import Shown, ranking_moments

        self._let_go()
        return ranking_moments(self._db, scope, every), Shown(self._db)

    # Imports

    def imports(self) -> "list[ImportDone]":
        """All imports, newest first."""
        from store.transfer.undo import imports

        return imports(self._db)

    def undo_import(self, number: int, now: int) -> int:
        """Take an import back; how many observations went. Raises NotFound."""
        from store.transfer.undo import undo

        return undo(self._db, number, now)

    # Rooms

    @property
    def history(self) -> "History":
        """Observations one by one; reading kept pages again."""
        from store.history.history import History

        return History(self._db)

    @property
    def pages(self) -> "Pages":
        """The archive of kept pages."""
        from store.pages.pages import Pages

        return Pages(self._db)

    @property
    def visits(self) -> "Visits":
        """What a run of fetch writes down."""
        from store.pages.visits import Visits

        return Visits(self._db)

    @property
    def queue(self) -> "ArticleQueue":
        """The article pages that are to be fetched."""
        from store.pages.article_queue import ArticleQueue

        return ArticleQueue(self._db)

    def _let_go(self) -> None:
        """End the block's unchanging state: what follows reads page by page, and may take long."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")
