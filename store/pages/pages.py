"""The archive of an open store: kept pages, the visits that brought them, and pruning."""

import sqlite3
from typing import TYPE_CHECKING

from scrapers import Page
from store.history.sites import SiteRow

if TYPE_CHECKING:
    from store.db.backup import OnProgress
    from store.db.prune import Plan
    from store.pages.attempts import KeptVisit
    from store.pages.captured import Captured
    from store.queries.visits.refused import Refused


class Pages:
    """The kept pages of an open store (`store.pages`)."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def load(self, page: int) -> bytes:
        """The bytes of a kept page. Raises DamagedPage if they cannot be read."""
        from store.pages.archive import load

        return load(self._db, page)

    def of_visit(self, visit: "KeptVisit") -> Page:
        """The page that a visit brought, to be read again. Raises DamagedPage."""
        body = self.load(visit.page)
        return Page(visit.answered, body, visit.time, visit.content_type, visit.asked)

    def of_rankings(self, site: SiteRow, since: int, until: int) -> "list[KeptVisit]":
        """The visits of [since, until] whose ranking page was kept, oldest first."""
        from store.pages.attempts import kept_visits

        return kept_visits(self._db, site.id, since, until)

    def captured(self, site: SiteRow, file: str) -> "list[Captured]":
        """The ranking visits of a site that were read from an archive, oldest first."""
        from store.pages.captured import captured

        return captured(self._db, site.id, file)

    def newest_recorded(self, site: SiteRow) -> "KeptVisit | None":
        """The newest visit that made a snapshot and whose page is still kept."""
        from store.pages.attempts import newest_recorded

        return newest_recorded(self._db, site.id)

    def refused(self, site: SiteRow) -> "Refused | None":
        """The pages that were refused after the site's newest snapshot, if there are any."""
        from store.queries.visits.refused import refused

        return refused(self._db, site.id)

    def older_than(self, before: int, sites: list[SiteRow]) -> "Plan":
        """What pruning the pages of these sites of before a time would do."""
        from store.db.prune import plan

        return plan(self._db, before, [site.id for site in sites])

    def prune(
        self, before: int, sites: list[SiteRow], on_progress: "OnProgress", *, vacuum: bool = False
    ) -> "Plan":
        """Delete the pages of these sites of before a time, and make the file smaller if asked.

        `on_progress` hears how many pages went, of how many.
        """
        from store.db import prune

        removed = prune.prune(self._db, before, [site.id for site in sites], on_progress)
        if vacuum:
            prune.vacuum(self._db)
        return removed
