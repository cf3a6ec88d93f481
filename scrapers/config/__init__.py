"""The configuration: the user's sites and wishes, read from one TOML file.

The file says what differs: an entry takes everything unsaid from the site it extends (one
named like a built-in site extends that one), and what remains unsaid from the defaults of
`scrapers.model`. Whatever cannot be used is a ConfigError of one line, `FILE:LINE: what`,
because the reader of that message has the file open in an editor.
"""

import functools
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from scrapers.config import alerts as alerts
from scrapers.config import channels as channels
from scrapers.config import edit as edit
from scrapers.config import fields as fields
from scrapers.config import file as file
from scrapers.config import site_hints as site_hints
from scrapers.config import values as values
from scrapers.config.alerts import Alert, Digest
from scrapers.config.file import HOMELESS
from scrapers.config.values import Fields, Unfit
from scrapers.directories import user_directory
from scrapers.errors import ConfigError
from scrapers.model import Site
from scrapers.sites import known, lookup, nearest
from scrapers.visiting import Visiting

LANGUAGES = ("en", "ja")
"""The languages that tables and pages can be in."""

TOP: Fields = {
    "default": values.text,
    "contact": values.contact,
    "lang": functools.partial(values.one_of, LANGUAGES),
    "sites": lambda table: table,
    "channels": channels.channels,
    "alerts": alerts.alerts,
    "digests": alerts.digests,
}
"""The keys outside any site."""


LARGEST = 2**20
"""Bytes of the largest file that is read."""

LONGEST_CHAIN = 20
"""Sites that may extend each other in a row."""


class Config(NamedTuple):
    """What the file says, completed by the defaults.

    `sites` are the built-in and the user's by name, the built-in first; `visiting` says how each of
    them is visited. `followed` are the names of the file's entries that `fetch` visits unasked, in
    the file's order. `contact` already stands for every site that has none of its own. `channels`
    are as they are written: what `env:NAME` stands for is looked up by whoever sends.
    """

    path: Path
    sites: dict[str, Site]
    visiting: dict[str, Visiting]
    followed: tuple[str, ...] = ()
    default: str | None = None
    contact: str | None = None
    lang: str | None = None
    channels: Mapping[str, str] = MappingProxyType({})
    alerts: tuple[Alert, ...] = ()
    digests: tuple[Digest, ...] = ()


def default_path() -> Path:
    """Where the file is looked for when none is named; it need not exist."""
    folder = user_directory("config")
    return Path(folder) / "sites.toml" if folder else HOMELESS


def load(path: Path | None = None, *, required: bool = True) -> Config:
    """The configuration in the file `path`, or in the user's own place if it is None.

    A named file must exist unless it is not `required` (it is about to be written).
    """
    place = path or default_path()
    if place == HOMELESS:
        return _plain(place)
    try:
        content = _trusted(place)
    except (FileNotFoundError, NotADirectoryError) as error:
        if path and required:
            raise ConfigError(f"{place}: no such file") from error
        return _plain(place)
    except OSError as error:
        raise ConfigError(f"{place}: {error.strerror}") from error
    return parse(content, place)


def _plain(path: Path) -> Config:
    """What holds without a file: the built-in sites."""
    return Config(path, known(), dict.fromkeys(known(), Visiting()))


def _trusted(place: Path) -> bytes:
    """The file's content, refused if anybody may write it: it decides where we connect."""
    with place.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if os.name == "posix" and mode & stat.S_IWOTH and not _without_rights(place.parent):
            raise ConfigError(f"{place}: everybody may write this file; mend: chmod o-w {place}")
        content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise ConfigError(f"{place}: more than {LARGEST >> 20} MB; that is no sites file")
        return content


def _without_rights(folder: Path) -> bool:
    """Whether every file of a folder is everybody's to write, as on FAT, or Windows' disks in WSL.

    Nobody could mend that, so it says nothing of a file there.
    """
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            return bool(os.fstat(probe.fileno()).st_mode & stat.S_IWOTH)
    except OSError:
        return False


def parse(content: bytes, path: Path) -> Config:
    """The configuration that a file's content holds; `path` is named in errors."""
    document = file.document(content, path)
    try:
        return _config(document, path)
    except Unfit as unfit:
        line = file.line_of(content, unfit.place)
        raise ConfigError(f"{path}:{line}: {unfit}") from None


def _config(document: Mapping[str, Any], path: Path) -> Config:
    top = values.checked(document, TOP)
    tables = top.pop("sites", {})
    if not isinstance(tables, dict):
        raise Unfit("sites: tables expected, each headed [sites.NAME]", "sites")
    entries = {name: _entry(name, table) for name, table in tables.items()}
    plain = _plain(path)
    for name in entries:
        plain.sites[name], plain.visiting[name] = _resolve(name, entries, ())
    followed = tuple(name for name in entries if plain.visiting[name].follow)
    config = plain._replace(followed=followed, **top)
    if config.default is not None and config.default not in config.sites:
        raise Unfit(
            f"default: no site is called {config.default}{nearest(config.default, config.sites)}",
            "default",
        )
    alerts.check_names(config.alerts, config.digests, config.channels, config.sites)
    return config._replace(
        visiting={
            n: v._replace(contact=v.contact or config.contact) for n, v in plain.visiting.items()
        }
    )


def fit_name(name: str) -> bool:
    """Whether a site can be called so; `none` is kept for "no site" on the command line."""
    return bool(name) and name != "none" and name.isprintable() and not set(name) & set("/,: ")


def _entry(name: str, table: object) -> dict[str, Any]:
    """One entry's own values."""
    if not fit_name(name):
        raise Unfit(f"a site cannot be called {name!r}", "sites", name)
    try:
        return values.checked(table, fields.SITE, ("sites", name))
    except Unfit as unfit:
        raise Unfit(f"[sites.{name}] {unfit}", *(unfit.place or ("sites", name))) from None


def _resolve(
    name: str, entries: Mapping[str, dict[str, Any]], above: tuple[str, ...]
) -> tuple[Site, Visiting]:
    """The site of that name with everything unsaid taken from the one it extends."""
    if len(above) > LONGEST_CHAIN:
        raise Unfit(f"more than {LONGEST_CHAIN} sites that extend each other", "sites", name)
    if name in above:
        loop = " extends ".join([*above[above.index(name) :], name])
        raise Unfit(f"a loop: {loop}", "sites", above[-1], "extends")
    own = entries[name]
    base, visiting = own.get("extends"), Visiting()
    if base is None or (base == name and name in known()):
        site = known().get(name, Site(name, name, ""))
    elif base in entries:
        site, visiting = _resolve(base, entries, (*above, name))
    elif base in known():
        site = known()[base]
    else:
        problem = f"no site is called {base}{nearest(base, [*known(), *entries])}"
        raise Unfit(f"[sites.{name}] extends: {problem}", "sites", name, "extends")
    of_site = {key: value for key, value in own.items() if key in Site._fields}
    site = site._replace(**{"extends": None, **of_site, "name": name})
    if not site.home:
        raise Unfit(f"[sites.{name}] home is missing", "sites", name)
    if "home" in own:  # a login is for the servers of the entry that says it
        visiting = visiting._replace(auth=None)
    return site, visiting._replace(**{k: v for k, v in own.items() if k in Visiting._fields})


def followed(config: Config, names: Sequence[str] = ()) -> list[Site]:
    """The sites to visit: those named, else those the file follows, else the first site."""
    if names:
        return [lookup(name, config.sites) for name in dict.fromkeys(names)]
    sites = [config.sites[name] for name in config.followed or ("jdefense",)]
    if not any(config.visiting[site.name].follow for site in sites):
        raise ConfigError(f"{config.path}: no site is followed; set follow = true for one")
    return sites
