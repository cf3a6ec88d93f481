"""How a store gets its schema: the first version from schema.sql, then a migration per change.

A migration is a function that brings the tables from one version to the next and says the new
`user_version`. Migrations only ever grow at the end; docs/design.md says how to add one. A new
store gets at once what they all lead to. This module is loaded only when a store is made or when
it is older than the program.
"""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from store.db.versions import APPLICATION_ID, SCHEMA_VERSION

SCHEMA = Path(__file__).with_name("schema.sql")
NEWEST = SCHEMA.with_name("schema_now.sql")

migrations = Migrations("tracker")


@migrations()
def m001_first_schema(db: Database) -> None:
    """Everything that the first release stores; its stores bear this name and version 2."""
    run(db, SCHEMA.read_text(encoding="utf-8"))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 2")


@migrations()
def m003_identity(db: Database) -> None:
    """Which addresses are one article is derived, from what is stored beside them."""
    run(db, SCHEMA.with_name("identity.sql").read_text(encoding="utf-8"))
    db.execute("PRAGMA user_version = 3")


@migrations()
def m004_imports(db: Database) -> None:
    """Which file gave which observation, so that an import can be taken back."""
    run(db, SCHEMA.with_name("imports.sql").read_text(encoding="utf-8"))
    db.execute("PRAGMA user_version = 4")


@migrations()
def m005_visits(db: Database) -> None:
    """The media type and the refusal belong to the visit, and the label to the observation."""
    run(db, SCHEMA.with_name("visits.sql").read_text(encoding="utf-8"))
    db.execute("PRAGMA user_version = 5")


@migrations()
def m006_merging(db: Database) -> None:
    """What other machines brought, so that a merge can be taken back."""
    run(db, SCHEMA.with_name("merging.sql").read_text(encoding="utf-8"))
    db.execute("PRAGMA user_version = 6")


@migrations()
def m007_outbox(db: Database) -> None:
    """What alerts and digests tell, and what became of it."""
    run(db, SCHEMA.with_name("outbox.sql").read_text(encoding="utf-8"))
    db.execute("PRAGMA user_version = 7")


@migrations()
def m008_archives(db: Database) -> None:
    """Pages of archives are observations with a provenance of their own."""
    run(db, SCHEMA.with_name("archives.sql").read_text(encoding="utf-8"))
    db.execute("PRAGMA user_version = 8")


@migrations()
def m009_schedules(db: Database) -> None:
    """The schedule that judges an observation's gap is stored with it."""
    run(db, SCHEMA.with_name("schedules.sql").read_text(encoding="utf-8"))
    db.execute("PRAGMA user_version = 9")


@migrations()
def m010_observations(db: Database) -> None:
    """The view of observations says what its export says; a list's name is reserved."""
    run(db, SCHEMA.with_name("observations.sql").read_text(encoding="utf-8"))
    db.execute("PRAGMA user_version = 10")


def create(db: Database) -> None:
    """Give a blank file what all migrations together would give it, which takes five times as long.

    A test holds that both give the same.
    """
    with db.atomic():
        run(db, NEWEST.read_text(encoding="utf-8"))
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        migrations.ensure_migrations_table(db)
        row = {"migration_set": migrations.name, "applied_at": str(datetime.now(UTC))}
        names = [migration.name for migration in migrations.pending(db)]
        db.table(migrations.migrations_table).insert_all(row | {"name": name} for name in names)


def run(db: Database, script: str) -> None:
    """Execute statements one by one: sqlite3's executescript would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
