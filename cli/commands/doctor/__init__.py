"""`tracker doctor`: the set-up, with a remedy for each finding."""

import os
from collections.abc import Iterator

from cli.commands.doctor import machine, sites
from cli.commands.doctor import store as storage
from cli.commands.doctor.finding import OK, Finding, bad, exit_status, ok, warn
from cli.exit import Exit
from cli.terminal import options
from cli.terminal.columns import Column
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from cli.terminal.times import now
from scrapers import Config, Readers, Site, TrackerError, browser_trial, config
from store import SiteRow, Store, open_store

COLUMNS: tuple[Column[Finding], ...] = (
    Column("topic", lambda finding: finding.topic, "topic"),
    Column("state", lambda finding: finding.state, "state"),
    Column("what", lambda finding: finding.what, "what", "title"),
    Column("remedy", lambda finding: finding.remedy or None, "do", "title"),
    Column("status", lambda finding: finding.status, kind="number"),
)


@options.command("doctor")
@options.option("--network", is_flag=True, help="Also visit each followed site's home, once.")
@options.form()
def command(settings: Settings, *, network: bool, form: Form) -> int:
    """Look at the whole set-up and say what to do about whatever is not well.

    Examples:
      tracker doctor              the machine, store, configuration and readers
      tracker doctor --network    and whether the sites answer
      tracker -q doctor           only what is not ok

    Nothing is changed, and without --network nothing is visited. Exit status: 0 when nothing is
    bad, else that of the gravest finding: 6 store, 2 configuration, 7 stale, 4 fetch.
    """
    with Readers() as readers:
        found = list(_findings(settings, readers, network=network))
    shown = [f for f in found if f.state != OK or settings.verbosity >= 0]
    if shown or form.kind != "people":
        show(form, COLUMNS, shown)
    return exit_status(found)


def _findings(settings: Settings, readers: Readers, *, network: bool) -> Iterator[Finding]:
    known, finding = _configuration(settings)
    chosen = _chosen(known, settings) if known else []
    yield finding
    yield from _machine(settings.store, chosen)
    yield machine.isolation(limited=readers.limited)
    yield machine.articles_extra()
    yield machine.archives_extra()
    yield machine.parquet_extra()
    if known and (known.channels or known.alerts or known.digests):
        from cli.commands.doctor.channels import channels

        yield from channels(known)
    if known and any(known.visiting[site.name].render for site in chosen):
        yield machine.browser(*browser_trial())
    path = settings.store
    states = []
    if os.path.exists(path) and os.access(path, os.R_OK):
        try:
            with open_store(path) as opened:
                states = sites.host_states(opened)
                yield from _store(opened, chosen, readers)
        except TrackerError as error:
            yield machine.loaded_sqlite(None)
            yield bad("store", str(error), "tracker check; restore a backup if need be", Exit.STORE)
    else:
        yield machine.loaded_sqlite(None)
    if network and known:
        yield from (sites.answers(site, known.visiting[site.name], states) for site in chosen)


def _configuration(settings: Settings) -> tuple[Config | None, Finding]:
    try:
        known = settings.load_config()
        many = ", ".join(site.name for site in config.followed(known))
    except TrackerError as error:
        return None, bad("configuration", str(error), "mend this line", Exit.USAGE)
    there = known.path.exists()
    where = f"{known.path}" if there else f"no {known.path}, the built-in sites"
    return known, ok("configuration", f"{where}; followed: {many}")


def _chosen(known: Config, settings: Settings) -> list[Site]:
    return config.followed(known, [settings.site] if settings.site else ())


def _machine(path: str, chosen: list[Site]) -> Iterator[Finding]:
    yield storage.place(path)
    folder = os.path.dirname(os.path.abspath(path))
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    size = os.path.getsize(path) if os.path.exists(path) else 0
    yield machine.disk(machine.free_bytes(folder), size)
    yield machine.file_system(folder, machine.mounted())
    yield machine.terminal()
    yield machine.zones(site.timezone for site in chosen)


def _store(store: Store, chosen: list[Site], readers: Readers) -> Iterator[Finding]:
    """What the store shows of itself, of the clock and of each followed site."""
    mode = store.journal_mode()
    yield machine.loaded_sqlite(mode)
    yield storage.journal_mode(mode)
    known: dict[str, SiteRow] = {row.name: row for row in store.sites()}
    yield storage.clock(store, list(known.values()), now())
    for site in chosen:
        if row := known.get(site.name):
            yield storage.success(store, row, now())
            yield sites.reader(store, row, site, readers)
        else:
            yield warn(f"site {site.name}", "never visited", f"tracker fetch {site.name}")
