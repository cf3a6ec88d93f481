"""The public interface of the store: it records readings as rows and answers questions about them.

To begin, in a notebook or a script:

    from store import open_store

    with open_store("tracker.db") as store:
        for row in store.top().rows:
            print(row.row.rank, row.row.title)

`open_store` gives a `Store`. Its methods answer questions, and its attributes `history`, `pages`,
`visits`, `queue` and `outbox` each cover one kind of work. Their arguments and results are the types below;
all are named tuples, so they can be unpacked and printed. docs/library.md shows more.

Everything else in this package is internal. The module of a name is loaded when the name is first
used (PEP 562), so that a command loads only what it needs. docs/design.md gives the reasons.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.check.check import Checked, Damage
    from store.db.backup import backup
    from store.db.engine import Engine, engine
    from store.db.files import is_store
    from store.db.interrupted import Note, UnderWay
    from store.db.lock import fetch_lock
    from store.db.prune import Plan
    from store.db.versions import OLDEST_SQLITE
    from store.errors import (
        Busy,
        DamagedPage,
        ImportRefused,
        NoStore,
        NotFound,
        StoreError,
    )
    from store.history.changes import Row
    from store.history.derived.stays import Stay
    from store.history.history import Observed
    from store.history.observations import Observation
    from store.history.readings import ListReading
    from store.history.rereading import Rereading
    from store.history.sites import OFFERED, PLACEMENT, ListRow, SiteRow
    from store.history.text_index import folded, runs, search_terms
    from store.outbox.delivery import ChannelState, Sent
    from store.outbox.lock import notify_lock
    from store.outbox.outbox import Message, News, Notice, Outbox, Route
    from store.pages.article_queue import Wanted
    from store.pages.attempts import Attempt, KeptVisit, Validators
    from store.pages.by_visit import by_visit
    from store.pages.captured import Captured
    from store.pages.visits import RankingVisit
    from store.queries.articles.article import Dossier, Evidence, OnList
    from store.queries.articles.facts import ArticleFacts, NewArticle
    from store.queries.articles.lookup import FoundArticle
    from store.queries.articles.search import Hit
    from store.queries.articles.titles import Earlier
    from store.queries.events.edges import Between
    from store.queries.events.event import Event, crosses
    from store.queries.events.filter import Choice, Filter, has_terms, matches
    from store.queries.events.marks import Address, Day
    from store.queries.lists.charts import Chart
    from store.queries.lists.leaders import LEADER_ORDERS, Leader, Leaders
    from store.queries.lists.morning import Morning
    from store.queries.lists.movement import Versus
    from store.queries.lists.movers import MOVER_STATUSES, Mover, Movers
    from store.queries.lists.no_baseline import Advice
    from store.queries.lists.placement import PlacementProfile
    from store.queries.lists.profile import Profile
    from store.queries.lists.rank_lines import Line, RankLines
    from store.queries.lists.top import Departure, Failing, Top, TopRow
    from store.queries.visits.gap_cause import Gap
    from store.queries.visits.incidents import Trouble
    from store.queries.visits.log import LogLine
    from store.queries.visits.refused import Refused
    from store.queries.visits.status import SiteStatus
    from store.store import FOREVER, Store, open_store
    from store.transfer.exports.frozen import Frozen
    from store.transfer.exports.parquet import (
        NoParquet,
        ParquetWriter,
        is_own_parquet,
        load_duckdb,
    )
    from store.transfer.exports.provenance import Provenance, without_login
    from store.transfer.exports.ranking_rows import EntryTexts, ranking_row
    from store.transfer.exports.timeline import ListMoment, Scope
    from store.transfer.exports.types import (
        ArticleRow,
        AttemptRow,
        EventRow,
        GapRow,
        JoinRow,
        ObservationRow,
        PanelRow,
        RankingRow,
        StayRow,
        Time,
        TitleRow,
    )
    from store.transfer.imports.imports import Imported, SiteFacts, import_rankings
    from store.transfer.imports.rows import ImportRow, ImportRows
    from store.transfer.imports.undo import ImportDone
    from store.transfer.merge.merge import Merged, Merging, merge_store
    from store.transfer.warc.archives import Archive, Capture, open_archive
    from store.transfer.warc.payload import PayloadProblem, begins_as_warc, unpacked
    from store.transfer.warc.reader import CutArchive, Head, Other, read_warc
    from store.transfer.warc.writer import KeptPage, PageWriter
else:
    from scrapers import late_names

    _NAMES = {
        "check.check": ("Checked", "Damage"),
        "db.backup": ("backup",),
        "db.engine": ("Engine", "engine"),
        "db.files": ("is_store",),
        "db.interrupted": ("Note", "UnderWay"),
        "db.lock": ("fetch_lock",),
        "db.prune": ("Plan",),
        "db.versions": ("OLDEST_SQLITE",),
        "errors": (
            "Busy",
            "DamagedPage",
            "ImportRefused",
            "NoStore",
            "NotFound",
            "StoreError",
        ),
        "history.changes": ("Row",),
        "history.derived.stays": ("Stay",),
        "history.history": ("Observed",),
        "history.observations": ("Observation",),
        "history.readings": ("ListReading",),
        "history.rereading": ("Rereading",),
        "history.sites": ("OFFERED", "PLACEMENT", "ListRow", "SiteRow"),
        "history.text_index": ("folded", "runs", "search_terms"),
        "outbox.delivery": ("ChannelState", "Sent"),
        "outbox.lock": ("notify_lock",),
        "outbox.outbox": ("Message", "News", "Notice", "Outbox", "Route"),
        "pages.article_queue": ("Wanted",),
        "pages.attempts": ("Attempt", "KeptVisit", "Validators"),
        "pages.by_visit": ("by_visit",),
        "pages.captured": ("Captured",),
        "pages.visits": ("RankingVisit",),
        "queries.articles.article": ("Dossier", "Evidence", "OnList"),
        "queries.articles.facts": ("ArticleFacts", "NewArticle"),
        "queries.articles.lookup": ("FoundArticle",),
        "queries.articles.search": ("Hit",),
        "queries.articles.titles": ("Earlier",),
        "queries.events.edges": ("Between",),
        "queries.events.event": ("Event", "crosses"),
        "queries.events.filter": ("Choice", "Filter", "has_terms", "matches"),
        "queries.events.marks": ("Address", "Day"),
        "queries.lists.charts": ("Chart",),
        "queries.lists.leaders": ("LEADER_ORDERS", "Leader", "Leaders"),
        "queries.lists.morning": ("Morning",),
        "queries.lists.movement": ("Versus",),
        "queries.lists.movers": ("MOVER_STATUSES", "Mover", "Movers"),
        "queries.lists.no_baseline": ("Advice",),
        "queries.lists.placement": ("PlacementProfile",),
        "queries.lists.profile": ("Profile",),
        "queries.lists.rank_lines": ("Line", "RankLines"),
        "queries.lists.top": ("Departure", "Failing", "Top", "TopRow"),
        "queries.visits.gap_cause": ("Gap",),
        "queries.visits.incidents": ("Trouble",),
        "queries.visits.log": ("LogLine",),
        "queries.visits.refused": ("Refused",),
        "queries.visits.status": ("SiteStatus",),
        "store": ("FOREVER", "Store", "open_store"),
        "transfer.exports.frozen": ("Frozen",),
        "transfer.exports.parquet": ("NoParquet", "ParquetWriter", "is_own_parquet", "load_duckdb"),
        "transfer.exports.provenance": ("Provenance", "without_login"),
        "transfer.exports.ranking_rows": ("EntryTexts", "ranking_row"),
        "transfer.exports.timeline": ("ListMoment", "Scope"),
        "transfer.exports.types": (
            "ArticleRow",
            "AttemptRow",
            "EventRow",
            "GapRow",
            "JoinRow",
            "ObservationRow",
            "PanelRow",
            "RankingRow",
            "StayRow",
            "Time",
            "TitleRow",
        ),
        "transfer.imports.imports": ("Imported", "SiteFacts", "import_rankings"),
        "transfer.imports.rows": ("ImportRow", "ImportRows"),
        "transfer.imports.undo": ("ImportDone",),
        "transfer.merge.merge": ("Merged", "Merging", "merge_store"),
        "transfer.warc.archives": ("Archive", "Capture", "open_archive"),
        "transfer.warc.payload": ("PayloadProblem", "begins_as_warc", "unpacked"),
        "transfer.warc.reader": ("CutArchive", "Head", "Other", "read_warc"),
        "transfer.warc.writer": ("KeptPage", "PageWriter"),
    }

    __getattr__ = late_names(__name__, _NAMES)
