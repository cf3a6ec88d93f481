"""`tracker status`: is everything being recorded; for people and for monitors."""

import os
from collections.abc import Iterator

import click

from cli import __version__
from cli.exit import Exit
from cli.terminal import options, times
from cli.terminal.columns import Column
from cli.terminal.context import moment_at, reading
from cli.terminal.counting import counted
from cli.terminal.options import Settings
from cli.terminal.output import Form, opened, show
from cli.terminal.times import Moment
from cli.words import Words
from scrapers import REFUSED, TrackerError, kind_of
from store import SiteStatus, Store

WEEK = 7 * times.DAY
STYLES = {"STALE": "bold red", "CHANGED": "bold red", "FAILED": "bold red", "OK": "green"}


@options.command("status")
@options.option("--max-age", metavar="SPAN", help="Exit 7 if a site is older: 30m, 2h, or auto.")
@options.option("--prometheus", is_flag=True, help="Metrics for Prometheus, in its text format.")
@options.lang()
@options.form()
def command(settings: Settings, *, max_age: str | None, prometheus: bool, form: Form) -> int:
    """Show how each site is doing, and exit 7 if one is stale beyond a limit.

    Examples:
      tracker status                   a line for each site, and what to do next
      tracker status --max-age auto    for a monitor: 2.5 x each site's schedule
      tracker status --max-age 90m
      tracker status --json
      tracker status --prometheus      metrics for a textfile of node_exporter
    """
    now = times.now()
    with reading(settings) as store:
        statuses = [store.status(site, now) for site in store.sites(settings.site)]
        if not statuses:
            raise TrackerError("no site was fetched yet; begin with  tracker fetch")
        limits = [_limit(item, max_age) for item in statuses]
        late = [
            item for item, limit in zip(statuses, limits, strict=True) if _age(item, now) > limit
        ]
        if prometheus:
            if form.kind != "people":
                raise click.UsageError("--prometheus is a form of its own")
            from cli.commands.status.prometheus import metrics

            with opened(form, ()) as out:
                out.writelines(f"{line}\n" for line in metrics(statuses))
        elif max_age and form.kind == "people":
            _say_for_monitor(store, statuses, late, limits, now)
        else:
            words = settings.words(store.lang)
            columns = _columns(store, words, max_age, now)
            captions = _footer(store, settings, words, statuses, now)
            show(form, columns, statuses, captions=captions, words=words)
    return Exit.STALE if late and max_age else Exit.DONE


def _limit(item: SiteStatus, max_age: str | None) -> int:
    return item.patience if max_age in {None, "auto"} else times.parse_span(max_age or "")


def _age(item: SiteStatus, now: int) -> float:
    return float("inf") if item.success is None else now - item.success


def _say_for_monitor(
    store: Store,
    statuses: list[SiteStatus],
    late: list[SiteStatus],
    limits: list[int],
    now: int,
) -> None:
    """Print one line for each stale site, or one line if there is none."""
    if not late:
        oldest = max(statuses, key=lambda item: _age(item, now))
        click.echo(
            f"OK {counted(len(statuses), 'site')}, oldest {times.span(int(_age(oldest, now)))} ({oldest.site.name})"
        )
        return
    for item, limit in zip(statuses, limits, strict=True):
        if item in late:
            click.echo(
                _stale(store, item, limit, now, f"{len(late)} of {counted(len(statuses), 'site')}")
            )


def _stale(store: Store, item: SiteStatus, limit: int, now: int, share: str) -> str:
    age = "never recorded" if item.success is None else times.span(now - item.success)
    reason = "no fetch was run"
    if item.failing and item.failure:
        since = times.brief(_at(store, item, item.failure.since), now=now)
        reason = (
            f"{', '.join(item.failure.codes)} {counted(item.failure.times, 'time')} since {since}"
        )
    return f"STALE {item.site.name}: {age} (limit {times.span(limit)}), {reason}; {share}"


def _at(store: Store, item: SiteStatus, time: int) -> Moment:
    return moment_at(store, item.site, time)


def _columns(store: Store, words: Words, max_age: str | None, now: int) -> list[Column[SiteStatus]]:
    def limit(item: SiteStatus) -> int:
        return _limit(item, max_age)

    def state(item: SiteStatus) -> str:
        return "STALE" if _age(item, now) > limit(item) else "OK"

    def shown(item: SiteStatus) -> str:
        """The state for people, who do not call well what failed at the newest visit."""
        if state(item) == "OK" and item.failing and item.failure:
            return "CHANGED" if kind_of(item.failure.code) == REFUSED else "FAILED"
        return state(item)

    def at(item: SiteStatus, time: int | None) -> Moment | None:
        return None if time is None else _at(store, item, time)

    return [
        Column("site", lambda item: item.site.name, "site"),
        Column(
            "",
            lambda item: words.text(shown(item)),
            "state",
            style=lambda item: STYLES[shown(item)],
        ),
        Column("state", state),
        Column("lists", lambda item: " ".join(item.lists), "lists", spare=2),
        Column("", lambda item: _last_success(words, item, now), "last success"),
        Column("last_success", lambda item: at(item, item.success), kind="time"),
        Column(
            "age", lambda item: None if item.success is None else now - item.success, kind="number"
        ),
        Column("", lambda item: words.span(item.every), "every", right=True, spare=4),
        Column("every", lambda item: item.every, kind="number"),
        Column("limit", limit, kind="number"),
        Column("gaps_7d", lambda item: item.gaps, "gaps 7 d", "number", spare=3),
        Column("", lambda item: _last_failure(store, words, item), "last failure", "note", spare=1),
        Column("failing", lambda item: item.failing, kind="flag"),
        Column("code", lambda item: item.failure and item.failure.code),
        Column("failures", lambda item: item.failure.times if item.failure else 0, kind="number"),
        Column(
            "failed_since", lambda item: at(item, item.failure and item.failure.since), kind="time"
        ),
        Column(
            "last_failure", lambda item: at(item, item.failure and item.failure.last), kind="time"
        ),
    ]


def _last_success(words: Words, item: SiteStatus, now: int) -> str:
    return words.text("never") if item.success is None else words.age(now - item.success)


def _last_failure(store: Store, words: Words, item: SiteStatus) -> str | None:
    if item.failure is None:
        return None
    return words.count(
        item.failure.times,
        "{when} {code}, {n} time, {state}",
        "{when} {code}, {n} times, {state}",
        when=words.brief(_at(store, item, item.failure.last), now=times.now()),
        code=words.reasons(item.failure.codes),
        state=words.trouble(item.failure.code) if item.failing else words.text("recovered"),
    )


def _footer(
    store: Store, settings: Settings, words: Words, statuses: list[SiteStatus], now: int
) -> Iterator[str]:
    """The lines below the table: the store's path, its growth, and the next command."""
    size = os.path.getsize(settings.store)
    grown = store.growth(size, now)
    parts = [words.text("store {mb} MB", mb=f"{size / 1e6:.1f}")]
    if grown is not None:
        parts.append(words.text("+{mb} MB a month", mb=f"{grown / 1e6:.1f}"))
    yield words.text("{store} · version {version}", store=words.join(parts), version=__version__)
    yield settings.store
    for item in statuses:
        if item.to_rebuild:
            yield words.text(
                "{site}: its entry tells articles apart otherwise than before; for "
                "what was recorded so far:  tracker check --rebuild",
                site=item.site.name,
            )
    yield from _undelivered(store, words, now)
    yield words.text("next:  {command}", command=_following(settings, statuses, now))


def _undelivered(store: Store, words: Words, now: int) -> Iterator[str]:
    """What channels have not got: a line for each, as long as it waits, or a week if given up."""
    for state in store.undelivered(now - WEEK):
        if state.given_up:
            yield words.count(
                state.given_up,
                "{channel}: {n} message given up ({problem})",
                "{channel}: {n} messages given up ({problem})",
                channel=state.channel, problem=state.problem,
            )  # fmt: skip
        if state.waiting:
            yield words.count(
                state.waiting,
                "{channel}: {n} message waits ({problem})",
                "{channel}: {n} messages wait ({problem})",
                channel=state.channel, problem=state.problem,
            )  # fmt: skip


def _following(settings: Settings, statuses: list[SiteStatus], now: int) -> str:
    """The command that the user may want next, which works with what is stored."""
    if worst := next((item for item in statuses if item.failing), None):
        return settings._replace(site=worst.site.name).line("log")
    if any(_age(item, now) > item.patience for item in statuses):
        return settings.line("fetch", config=True)
    return settings.line("top" if len(statuses) == 1 else "top --all")
