"""Changing single values of the configuration file, as an editor would: everything else stays.

tomlkit keeps comments, order and spelling. It is not trusted with the meaning: the new text, parsed
by Python's own parser, must be the old content with the wanted change and nothing else, and it must
be a configuration that can be used.
"""

from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapers.config import fields, file
from scrapers.config.values import Unfit
from scrapers.errors import ConfigError
from scrapers.sites import nearest

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Values = Mapping[str, object]


def value(field: str, text: str) -> object:
    """The value that a text means for a field: TOML where that fits, else the text itself."""
    import tomllib

    if field not in fields.SITE:
        raise ConfigError(f"a site has no {field!r}{nearest(field, fields.SITE)}")
    try:
        meant = tomllib.loads(f"value = {text}")
        first = meant["value"] if len(meant) == 1 else text
    except ValueError:
        first = text
    problem: Unfit | None = None
    for candidate in (first, text):
        try:
            fields.SITE[field](candidate)
        except Unfit as unfit:
            problem = problem or unfit
        else:
            return candidate
    raise ConfigError(f"{field}: {problem}")


def set_values(path: Path, name: str, values: Values) -> None:
    """Set values of a site's entry, which is made if there is none; None takes a value away."""

    def changed(sites: dict[str, Any]) -> dict[str, Any]:
        entry = {**sites.get(name, {}), **values}
        return {**sites, name: {key: value for key, value in entry.items() if value is not None}}

    def change(document: "TOMLDocument") -> None:
        entry = _entry(document, name)
        for key, value in values.items():
            if value is None:
                entry.pop(key, None)
            elif key in entry:
                entry[key] = value
            else:
                _append(entry, key, value)

    file.rewrite(path, lambda content: _edited(content, path, name, changed, change))


def remove(path: Path, name: str) -> None:
    """Take a site's entry out of the file; comments above it stay."""

    def changed(sites: dict[str, Any]) -> dict[str, Any]:
        return {key: entry for key, entry in sites.items() if key != name}

    def change(document: "TOMLDocument") -> None:
        document["sites"].pop(name)

    file.rewrite(path, lambda content: _edited(content, path, name, changed, change))


def _edited(
    content: bytes,
    path: Path,
    name: str,
    changed: Callable[[dict[str, Any]], dict[str, Any]],
    change: "Callable[[TOMLDocument], None]",
) -> bytes:
    """The content with a change made to it: `changed` says it of the parsed entries."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from scrapers.config import parse

    before = file.document(content, path)
    try:
        document = tomlkit.parse(content.removeprefix(BOM_UTF8).decode())
        change(document)
        text = tomlkit.dumps(document)
    except TOMLKitError:
        text = ""
    sites = changed(before.get("sites", {}))
    after = file.parsed_or_none(text)
    if after is None or {**after, "sites": after.get("sites", {})} != {**before, "sites": sites}:
        raise ConfigError(f"{path}: cannot change [sites.{name}] as it is written; edit it")
    made = BOM_UTF8 * content.startswith(BOM_UTF8) + text.encode()
    parse(made, path)
    return made


def _entry(document: "TOMLDocument", name: str) -> Any:  # noqa: ANN401 - tables are of many kinds
    """The entry's table, appended to the document if there is none."""
    import tomlkit

    if "sites" not in document:
        document["sites"] = tomlkit.table(is_super_table=True)
    sites: Any = document["sites"]
    if name not in sites:
        sites[name] = tomlkit.table()
    return sites[name]


def _append(entry: Any, key: str, value: object) -> None:  # noqa: ANN401 - any kind of table
    """Add a key behind the last one: comments at the end may speak of the table that follows."""
    from tomlkit.items import Table

    if not isinstance(entry, Table):  # written inline, or in several places
        entry[key] = value
        return
    body = entry.value.body
    tail = []
    while body and body[-1][0] is None:
        tail.append(body.pop())
    entry.append(key, value)
    body.extend(reversed(tail))
