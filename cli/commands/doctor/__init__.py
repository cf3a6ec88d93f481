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
        findings = list(_findings(settings, readers, network=network))
    listed = [f for f in findings if f.state != OK or settings.verbosity >= 0]
    if listed or form.kind != "people":
        show(form, COLUMNS, listed)
    return exit_status(findings)


def _findings(settings: Settings, readers: Readers, *, network: bool) -> Iterator[Finding]:
    configuration, finding = _configuration(settings)
    followed = _followed(configuration, settings) if configuration else []
    yield finding
    yield from _machine(settings.store, followed)
    yield machine.isolation(limited=readers.limited)
    yield machine.articles_extra()
    yield machine.archives_extra()
    yield machine.parquet_extra()
    if configuration:
        yield from _asked_for(configuration, followed)
    path = settings.store
    states = []
    if os.path.exists(path) and os.access(path, os.R_OK):
        try:
            with open_store(path) as opened:
                states = sites.host_states(opened)
                yield from _store(opened, followed, readers)
        except TrackerError as error:
            yield machine.loaded_sqlite(None)
            yield bad("store", str(error), "tracker check; restore a backup if need be", Exit.STORE)
    else:
        yield machine.loaded_sqlite(None)
    if network and configuration:
        yield from (
            sites.answers(site, configuration.visiting[site.name], states) for site in followed
        )


def _asked_for(configuration: Config, followed: list[Site]) -> Iterator[Finding]:
    """The channels and the browser, where the configuration asks for them."""
    if configuration.channels or configuration.alerts or configuration.digests:
        from cli.commands.doctor.channels import channels

        yield from channels(configuration)
    if any(configuration.visiting[site.name].render for site in followed):
        yield machine.browser(*browser_trial())


def _configuration(settings: Settings) -> tuple[Config | None, Finding]:
    try:
        configuration = settings.load_config()
        followed = ", ".join(site.name for site in config.followed(configuration))
    except TrackerError as error:
        return None, bad("configuration", str(error), "mend this line", Exit.USAGE)
    there = configuration.path.exists()
    source = f"{configuration.path}" if there else f"no {configuration.path}, the built-in sites"
    return configuration, ok("configuration", f"{source}; followed: {followed}")


def _followed(configuration: Config, settings: Settings) -> list[Site]:
    return config.followed(configuration, [settings.site] if settings.site else ())


def _machine(path: str, followed: list[Site]) -> Iterator[Finding]:
    yield storage.place(path)
    folder = os.path.dirname(os.path.abspath(path))
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    size = os.path.getsize(path) if os.path.exists(path) else 0
    yield machine.disk(machine.free_bytes(folder), size)
    yield machine.file_system(folder, machine.mounted())
    yield machine.terminal()
    yield machine.zones(site.timezone for site in followed)


def _store(store: Store, followed: list[Site], readers: Readers) -> Iterator[Finding]:
    """What the store shows of itself, of the clock and of each followed site."""
    mode = store.journal_mode()
    yield machine.loaded_sqlite(mode)
    yield storage.journal_mode(mode)
    recorded: dict[str, SiteRow] = {row.name: row for row in store.sites()}
    yield storage.clock(store, now())
    for site in followed:
        if row := recorded.get(site.name):
            yield storage.success(store, row, now())
            yield sites.reader(store, row, site, readers)
        else:
            yield warn(f"site {site.name}", "never visited", f"tracker fetch {site.name}")
