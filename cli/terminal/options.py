"""The options that commands share, as decorators.

`--db`, `--site`, `--config`, `-q` and `-v` stand before the command; `--db` and `--site` may also
stand after it, and the later one wins. Every command gets them as `Settings`, its first argument.
The decorator `form` adds the flags of the output forms, which a command gets as one `Form`.
"""

import functools
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from scrapers import TrackerError, user_directory

if TYPE_CHECKING:
    from cli.words import Words
    from scrapers import Config

Function = TypeVar("Function", bound=Callable[..., object])

LOGGED = 2
"""How often -v is given to see what is logged."""

LIMIT = click.IntRange(1, 1_000_000_000)
"""Rows to be shown at most; SQLite counts to 2**63."""

LANGUAGE = click.Choice(("en", "ja"))
STORE = "The store [TRACKER_DB, else the user's data directory]."
SITES_FILE = "The sites file [TRACKER_CONFIG, else the user's]."
IN_WORDS_OF = "Words of tables: en, ja [TRACKER_LANG, else the locale]."


class Settings(NamedTuple):
    """The values of the shared options; None for an option that was not given."""

    db: str | None = None
    site: str | None = None
    config: str | None = None
    verbosity: int = 0
    """-1 with -q, else how often -v was given."""
    lang: str | None = None

    @property
    def store(self) -> str:
        """The store's path: `--db`, else TRACKER_DB, else in the user's data directory."""
        if self.db:
            return self.db
        if named := os.environ.get("TRACKER_DB"):
            return os.path.expanduser(named)  # crontabs and units leave a ~ as it is
        folder = user_directory("data")
        if folder is None:
            raise TrackerError(
                "no home directory to keep the store in; say --db PATH or set TRACKER_DB"
            )
        return os.path.join(folder, "tracker.db")

    @property
    def configuration(self) -> str | None:
        """The configuration's path: `--config`, else TRACKER_CONFIG, else None (the usual one)."""
        return self.config or os.path.expanduser(os.environ.get("TRACKER_CONFIG", "")) or None

    @property
    def usual_configuration(self) -> str | None:
        """Where the configuration is where none is named; None for a user without a home."""
        folder = user_directory("config")
        return os.path.join(folder, "sites.toml") if folder else None

    def line(self, command: str, *, config: bool = False) -> str:
        """Return a command to type next, with the store, site and configuration that were given."""
        given = [("--db", self.db), ("--site", self.site)]
        after = "".join(f" {name} {_quoted(value)}" for name, value in given if value)
        before = f" --config {_quoted(self.config)}" if config and self.config else ""
        return f"tracker{before} {command}{after}"

    def words(self, noted: str | None = None) -> "Words":
        """Return the words of `--lang`, else TRACKER_LANG, the language `noted`, or the locale."""
        from cli.words import catalogue, language

        return catalogue(language(self.lang, noted))

    def own_files(self) -> list[str]:
        """The files that no output may replace: the store, its companions, the configuration."""
        config = self.configuration or self.usual_configuration
        endings = ("", ".lock", ".notify.lock", "-journal", "-wal", "-shm")
        store = [f"{self.store}{ending}" for ending in endings]
        return [*store, *([config] if config else [])]

    def load_config(self, *, required: bool = True) -> "Config":
        """Return the configuration; unless `required`, a named file may be missing."""
        from pathlib import Path

        from scrapers import config

        path = Path(self.configuration) if self.configuration else None
        return config.load(path, required=required)


def _quoted(value: str) -> str:
    from shlex import quote

    return quote(value)


def make_folder(settings: Settings) -> None:
    """Make the default folder of the store; a folder that the user names must exist."""
    if settings.db is None and not os.environ.get("TRACKER_DB"):
        folder = os.path.dirname(settings.store)
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as problem:
            raise TrackerError(
                f"cannot make {folder} for the store ({problem.strerror}); say --db PATH"
            ) from problem


def path(text: str) -> str:
    """Return a path as typed: arguments are read as UTF-8, paths go by the locale.

    Paths are strings here and in the store: pathlib would cost a tenth of the start.
    """
    return os.fsdecode(text.encode())


def _settle(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Keep one shared option; a command's context starts with the options before the command."""
    if value is not None and param.name is not None:
        ctx.obj = ctx.ensure_object(Settings)._replace(**{param.name: value})  # type: ignore[arg-type]


class Option(click.Option):
    """An option whose help is one line: to unfold longer ones click would load `inspect`."""

    def __init__(
        self,
        names: Sequence[str],
        help: str | None = None,  # noqa: A002 - click's name for it
        **attributes: object,
    ) -> None:
        super().__init__(names, **attributes)  # type: ignore[arg-type]
        self.help = help


option = functools.partial(click.option, cls=Option)
"""A decorator that gives a command an option."""


def lang() -> Callable[[Function], Function]:
    """Give a command that has its words in every language the option `--lang`."""
    return option("--lang", type=LANGUAGE, expose_value=False, callback=_settle, help=IN_WORDS_OF)


def _setting(*names: str, text: str, **attributes: object) -> click.Option:
    return Option(names, text, expose_value=False, callback=_settle, **attributes)


def telling(*names: str, tell: Callable[[click.Context], str], text: str) -> click.Option:
    """Return a flag that prints a text instead of running the command."""

    def show(ctx: click.Context, _param: click.Parameter, is_set: bool) -> None:  # noqa: FBT001
        if is_set and not ctx.resilient_parsing:
            click.echo(tell(ctx))
            ctx.exit()

    return Option(names, text, is_flag=True, expose_value=False, is_eager=True, callback=show)


def helping() -> click.Option:
    """Return `--help`. Click's own option would load the catalogues of its translations."""
    return telling("-h", "--help", tell=click.Context.get_help, text="Show this message and exit.")


def everywhere(*, limited: bool = True) -> list[click.Parameter]:
    """Return the options that stand before and after every command.

    `--site` is left out after a command that cannot be limited to a site.
    """
    return [
        _setting("--db", type=path, metavar="PATH", text=STORE),
        *([_setting("--site", metavar="NAME", text="Only this site.")] if limited else []),
    ]


def before_command() -> list[click.Parameter]:
    """Return the options that stand before the command."""
    return [
        *everywhere(),
        _setting("--config", type=path, metavar="PATH", text=SITES_FILE),
        _setting("--lang", type=LANGUAGE, text=IN_WORDS_OF),
        _setting("-q", "verbosity", flag_value=-1, text="Say only what went wrong."),
        _setting(
            "-v",
            "verbosity",
            count=True,
            type=click.INT,
            default=None,
            text="Say more; -vv logs every step.",
        ),
    ]


class Command(click.Command):
    """A command whose help shows examples first.

    The docstring's first paragraph says what the command does. A paragraph that begins with
    `Examples:` is printed as it stands, right after the first; the rest follows.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; a word too many is answered with the option that takes it."""
        ctx.allow_extra_args = True
        surplus = super().parse_args(ctx, args)
        if surplus and not isinstance(self, click.Group):
            from cli.terminal.usage import too_many

            raise click.UsageError(too_many(ctx, surplus), ctx)
        return surplus

    def format_help_text(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it does, the examples, then the rest."""
        from cli.terminal.usage import write_help

        write_help(formatter, self.help or "")


def docstring(function: Callable[..., object] | None) -> str | None:
    """Return a function's docstring, from its source where `python -OO` dropped it."""
    if function is None or function.__doc__:
        return function.__doc__ if function else None
    from cli.terminal.usage import docstring_of_source

    return docstring_of_source(function)


def command(
    name: str, *, limited: bool = True, **attributes: object
) -> Callable[[Function], Command]:
    """Make a command of a function that takes `Settings` first, then its own options.

    The function returns its exit status, or None for 0. A command that is not `limited` to a site
    refuses --site, because it always works on all sites.
    """

    def make(function: Function) -> Command:
        @click.pass_context
        @functools.wraps(function)
        def run(ctx: click.Context, /, **options: object) -> object:
            settings = ctx.ensure_object(Settings)
            if settings.site is not None and not limited:
                raise click.UsageError(f"{name} cannot be limited to a site; leave --site out")
            if settings.verbosity < LOGGED:
                return function(settings, **options)
            from cli.terminal import logs

            with logs.shown():
                return function(settings, **options)

        attributes.setdefault("help", docstring(function))
        made = click.command(name, cls=Command, **attributes)(run)
        made.params.extend([*everywhere(limited=limited), helping()])
        return made

    return make


FLAGS = {
    "csv": "Comma-separated values.",
    "tsv": "Tab-separated values.",
    "json": "A JSON array of objects.",
    "nl": "JSON objects, one a line.",
    "excel": "CSV as Excel opens it by double click.",
}


def form(default: str = "people") -> Callable[[Function], Function]:
    """Give a command the flags of the output's forms; it gets them as `form`, a `Form`."""

    def decorate(function: Function) -> Function:
        @functools.wraps(function)
        def run(*args: object, **options: object) -> object:
            from cli.terminal.output import chosen_form

            kinds = [kind for kind in FLAGS if options.pop(f"form_{kind}")]
            options["form"] = chosen_form(default, kinds, options)
            return function(*args, **options)

        for flag in reversed(list(_form_options())):
            run = flag(run)
        return run  # type: ignore[return-value]

    return decorate


def _form_options() -> list[Callable[[Callable[..., object]], Callable[..., object]]]:
    flag = functools.partial(option, is_flag=True)
    return [
        *(flag(f"--{kind}", f"form_{kind}", help=text) for kind, text in FLAGS.items()),
        flag("--no-headers", help="No line of headings."),
        flag("--raw", help="Text cells as they are, also where a spreadsheet sees a formula."),
        flag("--ascii", "ascii_", help="Arrows as ^ and v."),
        option(
            "-o", "output", metavar="FILE", type=path, help="Write to FILE, whole or not at all."
        ),
    ]
