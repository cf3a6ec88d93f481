"""Sites and lists in the store, so that reading commands need no configuration."""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from scrapers import WINDOWS
from store.errors import NotFound

if TYPE_CHECKING:
    from scrapers import Site


class SiteRow(NamedTuple):
    """A site in the store.

    `zone` is the short name to print beside its times: `JST`, or `-240=EDT -300=EST` where it
    changes with the offset, in minutes east of UTC.
    """

    id: int
    name: str
    label: str
    home: str
    zone: str
    every: int | None

    def zone_at(self, offset: int) -> str:
        """The zone's short name at an offset, such as EDT in summer."""
        if "=" not in self.zone:
            return self.zone
        return dict(name.split("=", 1) for name in self.zone.split()).get(str(offset), "")


PLACEMENT = "placement"
"""The reserved name of the list that has the articles which a page offers, in its order."""

OFFERED = "offered"
"""The flag of its rows. A teaser may be cut or hold a date: it is no title, and no evidence."""


class ListRow(NamedTuple):
    """A list in the store: one ranking of one site, or the placement of its links."""

    id: int
    site: int
    name: str
    window: str | None
    label: str

    @property
    def is_placement(self) -> bool:
        """Whether it has what a page offers, and is no ranking of readers."""
        return self.name == PLACEMENT


def ensure_site(db: sqlite3.Connection, site: "Site", zone: str, every: int | None = None) -> int:
    """The id of a site, which is inserted or updated from its configuration.

    `every` is its schedule in seconds, or None if the schedule is learnt. If nothing changed,
    nothing is written, because a transaction that writes waits for the disk.
    """
    values = (site.label, site.home, zone, every)
    row = db.execute(
        "SELECT id, label, home, zone, every FROM site WHERE name = ?", (site.name,)
    ).fetchone()
    if row and row[1:] == values:
        return int(row[0])
    sql = (
        "INSERT INTO site (name, label, home, zone, every) VALUES (?,?,?,?,?) "
        "ON CONFLICT (name) DO UPDATE SET label = excluded.label, home = excluded.home, "
        "zone = excluded.zone, every = excluded.every RETURNING id"
    )
    return int(db.execute(sql, (site.name, *values)).fetchone()[0])


def is_applied(db: sqlite3.Connection, site: int) -> bool:
    """Whether the history was derived with the present settings of the site's entry."""
    row = db.execute("SELECT by_hand = applied FROM site WHERE id = ?", (site,)).fetchone()
    return bool(row[0])


def ensure_list(
    db: sqlite3.Connection, site: int, name: str, window: str | None, label: str
) -> int:
    """The id of a list, which is inserted if it is new; its label is updated."""
    row = db.execute(
        "SELECT id, window, label FROM list WHERE site = ? AND name = ?", (site, name)
    ).fetchone()
    if row and row[1:] == (window, label):
        return int(row[0])
    sql = (
        "INSERT INTO list (site, name, window, label) VALUES (?,?,?,?) ON CONFLICT (site, name) "
        "DO UPDATE SET window = excluded.window, label = excluded.label RETURNING id"
    )
    return int(db.execute(sql, (site, name, window, label)).fetchone()[0])


def in_store(db: sqlite3.Connection, ranking_list: ListRow) -> ListRow:
    """A list with its id, which is inserted or updated to what the site shows."""
    return ranking_list._replace(
        id=ensure_list(
            db, ranking_list.site, ranking_list.name, ranking_list.window, ranking_list.label
        )
    )


def settle_label(db: sqlite3.Connection, ranking_list: ListRow) -> None:
    """Give a list the label that its newest observation has."""
    row = db.execute(
        "SELECT x.label FROM snapshot s CROSS JOIN shape_list x ON x.shape = s.shape "
        "AND x.list = ? WHERE s.site = ? AND x.result = 'ok' ORDER BY s.observed DESC LIMIT 1",
        (ranking_list.id, ranking_list.site),
    ).fetchone()
    if row:
        sql = "UPDATE list SET label = ?1 WHERE id = ?2 AND label <> ?1"
        db.execute(sql, (row[0], ranking_list.id))


def sites(db: sqlite3.Connection) -> list[SiteRow]:
    """All sites, by name."""
    return [SiteRow(*row) for row in db.execute(f"SELECT {_SITE} FROM site ORDER BY name")]


def lists(db: sqlite3.Connection, site: int) -> list[ListRow]:
    """A site's most-read lists, shortest window first, those without a window last."""
    return [ranking_list for ranking_list in every_list(db, site) if not ranking_list.is_placement]


def every_list(db: sqlite3.Connection, site: int) -> list[ListRow]:
    """A site's most-read lists and, last, the placement of its links if that is recorded."""
    rows = [
        ListRow(*row)
        for row in db.execute(
            "SELECT id, site, name, window, label FROM list WHERE site = ?", (site,)
        )
    ]
    return sorted(rows, key=by_window)


def by_window(ranking_list: ListRow) -> tuple[bool, int, str]:
    """The place of a list among those of its site; that of the placement is the last."""
    return ranking_list.is_placement, _length(ranking_list.window), ranking_list.name


def one_site(db: sqlite3.Connection, name: str | None) -> SiteRow:
    """The site asked for, else the store's only one, else the default that fetch noted.

    Raises NotFound with the names there are.
    """
    all_sites = sites(db)
    if name is None and len(all_sites) == 1:
        return all_sites[0]
    wanted_name = name or get_meta(db, "default")
    if named := next((site for site in all_sites if site.name == wanted_name), None):
        return named
    if not all_sites:
        raise NotFound("nothing was recorded yet; begin with  tracker fetch")
    if name is None:
        raise NotFound(
            f"which site? Say --site with one of: {', '.join(s.name for s in all_sites)}"
        )
    raise NotFound(f"no site {name!r} in the store{nearest(name, [s.name for s in all_sites])}")


def one_list(db: sqlite3.Connection, site: SiteRow, wanted: str, slug: str | None) -> ListRow:
    """The list of this name or label, else the one of this window slug.

    Raises NotFound with the nearest names.
    """
    site_lists = every_list(db, site.id) if wanted == PLACEMENT else lists(db, site.id)
    for matches in (
        [row for row in site_lists if wanted in (row.name, row.label)],
        [row for row in site_lists if slug and row.window == slug],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise NotFound(f"{wanted!r} is more than one list of {site.name}: {_names(matches)}")
    raise NotFound(
        f"no list {wanted!r} on {site.name}{nearest(wanted, [row.name for row in site_lists])}"
    )


def default_list(db: sqlite3.Connection, site: SiteRow) -> ListRow:
    """The list shown when none is asked for: the day's, else the shortest window."""
    site_lists = lists(db, site.id)
    if not site_lists:
        raise NotFound(f"no list of {site.name} was recorded yet; see  tracker log")
    return next((row for row in site_lists if row.window == "day"), site_lists[0])


def get_meta(db: sqlite3.Connection, key: str) -> str | None:
    """A note about the store itself."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def set_meta(db: sqlite3.Connection, key: str, value: str) -> None:
    """Note something about the store itself."""
    sql = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    db.execute(sql, (key, value))


def nearest(word: str, names: Sequence[str]) -> str:
    """The end of an error message: the nearest names, or all names."""
    from difflib import get_close_matches

    if close := get_close_matches(word, names, n=3):
        return f"; did you mean {' or '.join(close)}?"
    return f"; there is: {', '.join(names)}" if names else "; there is none yet"


def _names(rows: Sequence[ListRow]) -> str:
    return ", ".join(row.name for row in rows)


def _length(window: str | None) -> int:
    return WINDOWS.index(window) if window in WINDOWS else len(WINDOWS)


_SITE = "id, name, label, home, zone, every"
