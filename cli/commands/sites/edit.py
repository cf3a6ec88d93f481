"""`tracker sites set`, `follow` and `remove`: change the sites file without an editor."""

import os

import click

from cli.terminal import options
from cli.terminal.errors import say
from cli.terminal.options import Settings
from scrapers import Config, ConfigError, config, lookup


@options.command("set", limited=False)
@click.argument("name", metavar="NAME")
@click.argument("changes", metavar="FIELD=VALUE...", nargs=-1, required=True)
def set_(settings: Settings, *, name: str, changes: tuple[str, ...]) -> None:
    """Set values of a site in the sites file; everything else in it stays as it is.

    Examples:
      tracker sites set nikkan every=2h delay=5
      tracker sites set nikkan label=日刊 contact=me@example.jp
      tracker sites set nikkan every=                take the value away again

    A value is TOML or plain text. All fields:  tracker docs sites
    """
    configuration = _configuration(settings, name)
    values = dict(map(_change, changes))
    config.edit.set_values(configuration.path, name, values)
    _say_written(settings, configuration)


def _change(text: str) -> tuple[str, object]:
    """A field and its value; None if it is to be taken away."""
    field, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"FIELD=VALUE expected, got {text!r}")
    return field, config.edit.value(
        field, value
    ) if value or field not in config.fields.SITE else None


@options.command("follow", limited=False)
@click.argument("name", metavar="NAME")
@options.option("--off", is_flag=True, help="Do not visit it any more; what is recorded stays.")
def follow(settings: Settings, *, name: str, off: bool) -> None:
    """Let `fetch` visit a site from now on, or with --off no longer.

    Examples:
      tracker sites follow jdefense          beside the sites of the file
      tracker sites follow nikkan --off
    """
    configuration = _configuration(settings, name)
    config.edit.set_values(configuration.path, name, {"follow": not off})
    _say_written(settings, configuration)


@options.command("remove", limited=False)
@click.argument("name", metavar="NAME")
def remove(settings: Settings, *, name: str) -> None:
    """Take a site out of the sites file. What is recorded of it stays in the store.

    Examples:
      tracker sites remove nikkan
    """
    configuration = _configuration(settings, name)
    if name not in _entries(configuration):
        raise ConfigError(
            f"{name} is built in; to visit it no more:  tracker sites follow {name} --off"
        )
    config.edit.remove(configuration.path, name)
    _say_written(settings, configuration)


def _configuration(settings: Settings, name: str) -> Config:
    """The configuration, if it knows a site of that name."""
    configuration = settings.load_config(required=False)
    lookup(name, configuration.sites)
    return configuration


def _entries(configuration: Config) -> dict[str, object]:
    """The entries of the file."""
    if not os.path.exists(configuration.path):
        return {}
    content = configuration.path.read_bytes()
    entries: dict[str, object] = config.file.document(content, configuration.path).get("sites", {})
    return entries


def _say_written(settings: Settings, configuration: Config) -> None:
    """Name the file and say which sites are followed now."""
    if settings.verbosity < 0:
        return
    try:
        names = [site.name for site in config.followed(settings.load_config(required=False))]
    except ConfigError:
        names = []
    say(f"{configuration.path}: written; followed: {', '.join(names) or 'none'}")
