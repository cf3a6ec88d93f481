"""`tracker sites`: the known sites, and what holds for each.

A group: without a subcommand it lists; `show` tells one site's fields and where each of them
comes from.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, NamedTuple

import click

from cli.commands.sites import add, check, edit
from cli.terminal import options, times
from cli.terminal.columns import Column
from cli.terminal.context import moment_at
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from cli.terminal.times import Moment
from scrapers import Config, ConfigError, Reader, Site, Visiting, config, known, lookup
from store import SiteStatus, Store, open_store

FIELDS: tuple[Column[tuple[str, str, str]], ...] = (
    Column("", itemgetter(0), "field"),
    Column("", itemgetter(1), "value"),
    Column("", itemgetter(2), "from"),
)


SECRETS = frozenset({"ping"})
"""Fields whose values are shown nowhere; who may read the file can read them there."""

HIDDEN = "(set, not shown)"


class Sites(options.Command, click.Group):
    """The commands about sites; without one of them the sites are listed."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names in the order in which they were added."""
        return list(self.commands)


class Recorded(NamedTuple):
    """What the store holds of a site, and its newest observation's time as it was there."""

    status: SiteStatus
    success: Moment | None


class Known(NamedTuple):
    """A known site; `recorded` is None where the store holds nothing of it."""

    site: Site
    visiting: Visiting
    recorded: Recorded | None
    followed: bool

    @property
    def every(self) -> int | None:
        """The schedule in seconds: the site's own, else what was learnt."""
        learnt = self.recorded.status.every if self.recorded and self.success else None
        return self.visiting.every or learnt

    @property
    def success(self) -> Moment | None:
        """When its newest observation was made."""
        return self.recorded.success if self.recorded else None


@click.group(
    "sites",
    cls=Sites,
    invoke_without_command=True,
    params=[*options.everywhere(), options.helping()],
)
@options.form()
@click.pass_context
def command(ctx: click.Context, *, form: Form) -> None:
    """List the known sites: the built-in ones and those of the configuration.

    Examples:
      tracker sites                   what is known, followed and recorded
      tracker sites show jdefense     everything that holds for one site
      tracker sites add nikkan https://news.example.jp/
      tracker sites set nikkan every=2h
      tracker sites --json            for a script

    `every` is the schedule: the site's own, else learnt from what was recorded.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.ensure_object(Settings), form)


def _list(settings: Settings, form: Form) -> None:
    configuration = settings.load_config()
    listed = (
        [lookup(settings.site, configuration.sites)]
        if settings.site
        else [*configuration.sites.values()]
    )
    now = times.now()
    recorded = _recorded(settings.store, now)
    followed = _followed(configuration)
    rows = [
        Known(
            site, configuration.visiting[site.name], recorded.get(site.name), site.name in followed
        )
        for site in listed
    ]
    show(form, _columns(now), rows, captions=[f"configuration: {configuration.path}"])


def _followed(configuration: Config) -> set[str]:
    """The names of the sites that `fetch` visits unasked."""
    try:
        return {site.name for site in config.followed(configuration)}
    except ConfigError:  # none is
        return set()


def _recorded(path: str, now: int) -> dict[str, Recorded]:
    """What the store holds, by site; nothing where there is no store yet."""
    if not os.path.exists(path):
        return {}
    with open_store(path) as store:
        statuses = [store.status(site, now) for site in store.sites()]
        return {status.site.name: Recorded(status, _moment(store, status)) for status in statuses}


def _moment(store: Store, status: SiteStatus) -> Moment | None:
    if status.success is None:
        return None
    return moment_at(store, status.site, status.success)


def _columns(now: int) -> list[Column[Known]]:
    return [
        Column("site", lambda known: known.site.name, "site"),
        Column("label", lambda known: known.site.label),
        Column("lists", _list_names, "lists", spare=3),
        Column("followed", lambda known: known.followed, "followed", "flag", spare=2),
        Column(
            "",
            lambda known: times.span(known.every) if known.every else None,
            "every",
            right=True,
            spare=4,
        ),
        Column("every", lambda known: known.every, kind="number"),
        Column("", lambda known: _last_success(known, now), "last success"),
        Column("last_success", lambda known: known.success, kind="time"),
        Column("home", lambda known: known.site.home, "home", spare=1),
    ]


def _list_names(known: Known) -> str | None:
    return " ".join(known.recorded.status.lists) or None if known.recorded else None


def _last_success(known: Known, now: int) -> str:
    return times.age(now - known.success.seconds) if known.success else "never"


@options.command("show", limited=False)
@click.argument("name", metavar="NAME")
@options.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show_site(settings: Settings, *, name: str, as_json: bool) -> None:
    """Show all that holds for a site, and where each value comes from.

    Examples:
      tracker sites show jdefense
      tracker sites show jdefense --json

    What is printed is TOML as it could stand in the configuration file. Behind each value stands
    where it comes from: the file, a built-in site, or the default of all sites.
    """
    configuration = settings.load_config()
    site = lookup(name, configuration.sites)
    origins = _Origins(configuration)
    visiting = configuration.visiting[name]
    values = {**site._asdict(), **visiting._asdict()}
    values |= {field: HIDDEN for field in SECRETS if values[field] is not None}
    del values["name"]
    if as_json:
        columns: list[Column[str]] = [
            Column("site", lambda name: name),
            Column("values", lambda _: _plain(values)),
            Column("from", lambda name: {field: origins.of(name, field) for field in values}),
        ]
        show(Form("nl"), columns, [name])
        return
    rows = [_toml_row(field, value, origins.of(name, field)) for field, value in values.items()]
    show(Form(headers=False), FIELDS, rows, heading=f"[sites.{config.file.toml_key(name)}]")


command.help = command.help or options.docstring(command.callback)
command.add_command(show_site)
command.add_command(add.command)
command.add_command(check.command)
command.add_command(edit.set_)
command.add_command(edit.follow)
command.add_command(edit.remove)


class _Origins:
    """Where the values of the sites come from: the file, a built-in site, or the defaults."""

    def __init__(self, configuration: Config) -> None:
        self._path = configuration.path
        try:
            self._top = tomllib.loads(configuration.path.read_bytes().decode("utf-8-sig"))
        except (FileNotFoundError, NotADirectoryError):
            self._top = {}
        self._entries: Mapping[str, Any] = self._top.get("sites", {})

    def of(self, site: str, field: str) -> str:
        """Where the field of a site comes from."""
        *entries, last = self._line(site)
        for name in entries:
            if field in self._entries[name]:
                return f"{self._path}" + (f", sites.{name}" if name != site else "")
            if field == "extends":
                return "default"
        if field == "contact" and "contact" in self._top:
            return f"{self._path}, contact"
        base = known().get(last)
        if base is None or field == "extends" or field not in Site._fields:
            return "default"
        plain = Site(base.name, base.name, "")
        return "default" if getattr(base, field) == getattr(plain, field) else f"built-in {last}"

    def _line(self, name: str) -> Iterator[str]:
        """The entries that a site takes its values from, nearest first, then the last base."""
        while name in self._entries:
            yield name
            base = self._entries[name].get("extends", name)
            if base == name:
                break
            name = base
        yield name


def _toml_row(field: str, value: object, origin: str) -> tuple[str, str, str]:
    if value is None:
        return f"# {field}", "= unset", f"# {origin}"
    return field, f"= {config.file.toml_value(_plain({field: value})[field])}", f"# {origin}"


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    """The values as the configuration file has them: windows and readers as tables."""
    plain = dict(values)
    for field in ("windows", "headers"):
        if field in plain:
            plain[field] = dict(plain[field])  # type: ignore[call-overload]
    if "readers" in plain:
        plain["readers"] = [_reader(reader) for reader in plain["readers"]]  # type: ignore[attr-defined]
    return plain


def _reader(reader: Reader) -> dict[str, object]:
    """What is said of a reader; times as ISO 8601."""
    bounds = {"since": reader.since, "until": reader.until}
    fields = {"kind": reader.kind, "version": reader.version}
    shown_bounds = {
        key: datetime.fromtimestamp(time, UTC).isoformat()
        for key, time in bounds.items()
        if time is not None
    }
    lists = [spec.fields() for spec in reader.lists]
    return {**fields, **shown_bounds, **({"lists": lists} if lists else {})}
