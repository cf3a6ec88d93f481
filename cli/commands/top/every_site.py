"""`tracker top --all`: one list of every site, in one table."""

from collections.abc import Iterator
from typing import NamedTuple

from cli.commands.top.columns import Line, columns
from cli.terminal import times
from cli.terminal.context import View, reading
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from cli.words import Words
from store import NotFound, Store, Top


class TopOptions(NamedTuple):
    """The options of the command, as they were typed."""

    window: str | None
    vs: str | None
    at: str | None
    tolerance: str | None
    limit: int | None


def show_all(settings: Settings, form: Form, top_options: TopOptions) -> None:
    """Show a list of every site, or of the one that `--site` names, each against its baseline.

    A site without such a list is named below the table. Raises NotFound if no site has one.
    """
    with reading(settings) as store:
        words = settings.words(store.lang)
        tops, missing = _tops(settings, store, words, top_options)
        if not tops:
            raise NotFound(
                missing[0] if missing else "no site was fetched yet; begin with  tracker fetch"
            )
        show(
            form,
            columns(words, times.now(), tops, form, several=True),
            [Line(top, row) for top in tops for row in top.rows[: top_options.limit]],
            captions=[*_captions(words, tops), *missing],
            words=words,
        )


def _tops(
    settings: Settings, store: Store, words: Words, top_options: TopOptions
) -> tuple[list[Top], list[str]]:
    """The list of each site, and why a site has none."""
    span = times.parse_span(top_options.tolerance) if top_options.tolerance else None
    now = times.now()
    tops, missing = [], []
    for site in store.sites(settings.site):
        if not store.lists(site):
            log = settings._replace(site=site.name).line("log")
            missing.append(
                words.text("{site}: no list was recorded yet; see  {log}", site=site.name, log=log)
            )
            continue
        try:
            ranking_list = store.one_list(site, top_options.window)
            view = View(settings, store, site, ranking_list, now, words)
            until = view.time(top_options.at, "end") if top_options.at else now
            tops.append(store.top(view.ranking_list, until, view.versus(top_options.vs), span))
        except NotFound as problem:
            missing.append(str(problem))
    return tops, missing


def _captions(words: Words, tops: list[Top]) -> Iterator[str]:
    yield words.text("move: against the time in the column vs; ? nothing to compare with")
    for top in tops:
        if top.failing:
            yield words.count(
                top.failing.times,
                "{site}: OLD, {what} ({code}, {n} time)",
                "{site}: OLD, {what} ({code}, {n} times)",
                site=top.site.name,
                what=words.trouble(top.failing.code),
                code=words.reasons(top.failing.codes),
            )
