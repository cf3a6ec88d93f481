"""Finds the sites and lists of another store in this one: by site and name, and nothing else."""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from scrapers import Site
from store.errors import ImportRefused
from store.history.identity.identities import stored_rules
from store.history.sites import ListRow, SiteRow, ensure_list, ensure_site, every_list, sites


class MergedSites(NamedTuple):
    """Their site id -> ours, and their list id -> our list."""

    sites: dict[int, int]
    lists: dict[int, ListRow]


def merge_sites(
    theirs: sqlite3.Connection, db: sqlite3.Connection, renamed: Mapping[str, str]
) -> MergedSites:
    """The sites and lists of theirs in this store; new ones are made. What is known stays as it is."""
    merged = MergedSites({}, {})
    ours = {site.name: site.id for site in sites(db)}
    for site in sites(theirs):
        number = ours.get(site.name) or _new_site(theirs, db, site)
        merged.sites[site.id] = number
        for ranking_list in every_list(theirs, site.id):
            merged.lists[ranking_list.id] = _our_list(db, number, ranking_list, renamed)
    return merged


def _new_site(theirs: sqlite3.Connection, db: sqlite3.Connection, site: SiteRow) -> int:
    stored_rules(theirs, site.id)  # raises an error where its settings cannot be read
    number = ensure_site(db, Site(site.name, site.label, site.home), site.zone, site.every)
    sql = "SELECT by_hand, applied FROM site WHERE id = ?"
    settings = theirs.execute(sql, (site.id,)).fetchone()
    db.execute("UPDATE site SET by_hand = ?, applied = ? WHERE id = ?", (*settings, number))
    return number


def _our_list(
    db: sqlite3.Connection, site: int, ranking_list: ListRow, renamed: Mapping[str, str]
) -> ListRow:
    name = renamed.get(ranking_list.name, ranking_list.name)
    stored = next((row for row in every_list(db, site) if row.name == name), None)
    if stored:
        return stored
    number = ensure_list(db, site, name, ranking_list.window, ranking_list.label)
    return ListRow(number, site, name, ranking_list.window, ranking_list.label)


def label_conflict(
    theirs: sqlite3.Connection, db: sqlite3.Connection, renamed: Mapping[str, str]
) -> str | None:
    """Why lists cannot be merged by their names: in other words, what the user has to decide.

    Lists of one name are one list unless they bore different labels in the same time.
    """
    ours = {site.name: site.id for site in sites(db)}
    for site in sites(theirs):
        our_lists: dict[str, ListRow] = {}
        if site.name in ours:
            our_lists = {row.name: row for row in every_list(db, ours[site.name])}
        their_lists = every_list(theirs, site.id)
        names = [renamed.get(row.name, row.name) for row in their_lists]
        if twice := next((name for name in names if names.count(name) > 1), None):
            return f"two lists of {site.name} would become {twice}; choose others with --list"
        for row in their_lists:
            if row.name not in our_lists or row.name in renamed:
                continue
            if labels := _labels_apart(theirs, row, db, our_lists[row.name]):
                return (
                    f"{site.name} {row.name} is {labels[0]!r} there and {labels[1]!r} "
                    f"here in the same time; if they are one list say  --list {row.name}="
                    f"{row.name}  else  --list {row.name}=OTHER"
                )
    return None


def check_names(theirs: sqlite3.Connection, renamed: Mapping[str, str]) -> None:
    """Raise ImportRefused for a list that is to be renamed and is not there."""
    names = {
        ranking_list.name for site in sites(theirs) for ranking_list in every_list(theirs, site.id)
    }
    for name in renamed.keys() - names:
        available = ", ".join(sorted(names)) or "none"
        raise ImportRefused(
            f"--list {name}=…: there is no such list to merge; there is: {available}"
        )


def _labels_apart(
    theirs: sqlite3.Connection, their_list: ListRow, db: sqlite3.Connection, our_list: ListRow
) -> tuple[str, str] | None:
    """A label of each store, where the two share none in the time that both have."""
    spans = [_span(theirs, their_list), _span(db, our_list)]
    since, until = max(span[0] for span in spans), min(span[1] for span in spans)
    labels = _labels(theirs, their_list, since, until), _labels(db, our_list, since, until)
    if all(labels) and labels[0].isdisjoint(labels[1]):
        return min(labels[0]), min(labels[1])
    return None


_OBSERVED = (
    "FROM snapshot s JOIN shape_list x ON x.shape = s.shape AND x.list = :list "
    "WHERE s.site = :site AND x.result = 'ok'"
)


def _span(db: sqlite3.Connection, ranking_list: ListRow) -> tuple[int, int]:
    sql = f"SELECT coalesce(min(s.observed), 0), coalesce(max(s.observed), -1) {_OBSERVED}"
    first, last = db.execute(sql, {"list": ranking_list.id, "site": ranking_list.site}).fetchone()
    return first, last


def _labels(db: sqlite3.Connection, ranking_list: ListRow, since: int, until: int) -> set[str]:
    """The labels of a list in a time; its name is none, since an import without labels gives it."""
    sql = f"SELECT DISTINCT x.label {_OBSERVED} AND s.observed BETWEEN :since AND :until"
    span = {"list": ranking_list.id, "site": ranking_list.site, "since": since, "until": until}
    return {label for (label,) in db.execute(sql, span)} - {ranking_list.name}
