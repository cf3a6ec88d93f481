"""`tracker sites add`: look at a site, ask which lists to follow, and write its entry.

With `--again` (see `cli.commands.sites.again`) the same for a site that is known and was redesigned.
"""

import re
import sys
from collections.abc import Sequence
from math import ceil
from shlex import quote
from typing import Any

import click

from cli.commands.sites import again
from cli.commands.sites.lists import (
    Offer,
    learned,
    offers_on_page,
    patterned,
    picked,
    shown,
    turned_down,
)
from cli.commands.sites.scripted import as_entry
from cli.exit import Exit
from cli.pipeline.page_source import Source, failed, visited
from cli.terminal import errors, options
from cli.terminal.columns import Column
from cli.terminal.options import Settings
from cli.terminal.output import Form, say, show
from scrapers import (
    Config,
    Problem,
    Readers,
    Reading,
    Site,
    TrackerError,
    Visiting,
    config,
    host_of,
    unreadable,
)

PATIENCE = 30.0
"""Seconds for looking at the page."""

COLUMNS: tuple[Column[tuple[int, Offer]], ...] = (
    Column("", lambda row: row[0], "#", right=True),
    Column("", lambda row: row[1].name, "list"),
    Column("", lambda row: row[1].ranking.window, "window"),
    Column("", lambda row: len(row[1].ranking.entries), "items", right=True),
    Column("", lambda row: shown(row[1]), "heading and first title", "title"),
)
"""Over the numbered offers."""


@options.command("add", limited=False)
@click.argument("name", metavar="NAME")
@click.argument("address", metavar="[ADDRESS]", required=False)
@options.option(
    "--yes", is_flag=True, help="Follow all lists; with --again those of before; do not ask."
)
@options.option("--follow", metavar="1,2|all", help="Follow these lists; do not ask.")
@options.option("--timezone", metavar="ZONE", help="The site's zone, such as Asia/Tokyo.")
@options.option("--delay", metavar="TIME", help="Seconds between two requests [3].")
@options.option("--allow-private", is_flag=True, help="The site is on this machine or network.")
@options.option("--render", is_flag=True, help="Let a browser run the page's scripts first.")
@options.option("--again", "anew", is_flag=True, help="A known site: see what it is like now.")
@options.option(
    "--fetch", "afresh", is_flag=True, help="With --again: visit it, read no kept page."
)
def command(settings: Settings, *, name: str, address: str | None, **answers: object) -> int:
    """Look at a site's page, show the most-read lists in it, and write its entry.

    Examples:
      tracker sites add nikkan https://news.example.jp/
      tracker sites add nikkan https://news.example.jp/ --follow 1,2
      tracker sites add nikkan https://news.example.jp/ --render   scripted ones
      tracker sites add --again nikkan   after a redesign: old beside new

    ADDRESS is the page that shows the lists; without a scheme it is https. Its robots.txt is asked first. Each list is learnt
    by a selector and by the heading it stands under, so that a redesign is noticed. The entry is
    put into the sites file; everything else in that file stays as it is.

    Exit status: 0 written, 4 the visit failed, 5 no list was found.
    """
    configuration = settings.load_config(required=False)
    follow = str(answers["follow"]) if answers["follow"] else None
    if answers["anew"]:
        if address:
            raise click.UsageError("--again takes the address from the site's entry")
        afresh, agreed = bool(answers["afresh"]), bool(answers["yes"])
        return again.command(settings, configuration, name, follow, afresh=afresh, agreed=agreed)
    follow = follow or ("all" if answers["yes"] else None)
    if address and re.match(r"[^\s/:]+\.[^\s/:]+(:\d+)?(/|$)", address):
        address = f"https://{address}"  # as it is typed and copied without its scheme
    if not address or not re.match(r"https?://[^/\s]", address, re.IGNORECASE):
        raise click.BadParameter("an http or https address", param_hint="ADDRESS")
    site, visiting = _new(configuration, name, address, answers)
    return _add(configuration, site, visiting, follow, has_zone=bool(answers["timezone"]))


def _new(
    configuration: Config, name: str, address: str, answers: dict[str, object]
) -> tuple[Site, Visiting]:
    """The site as far as the command line tells it."""
    if name in configuration.sites:
        raise TrackerError(
            f"{name} is known already; see what it is like now:  tracker sites add --again {name}"
        )
    if not config.fit_name(name):
        raise click.BadParameter(f"a site cannot be called {name!r}", param_hint="NAME")
    site = Site(name, name, _checked("home", address, "ADDRESS"), rankings_on=("home",))
    if answers["timezone"]:
        site = site._replace(timezone=_checked("timezone", answers["timezone"], "--timezone"))
    visiting = Visiting(
        allow_private=bool(answers["allow_private"]),
        contact=configuration.contact,
        render=bool(answers["render"]),
    )
    if answers["delay"]:
        delay = str(answers["delay"])
        value = float(delay) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", delay) else delay
        visiting = visiting._replace(delay=_checked("delay", value, "--delay"))
    return site, visiting


def _checked(field: str, value: object, hint: str) -> Any:  # noqa: ANN401 - by the field
    """A value that a field of a site can hold."""
    try:
        return config.fields.SITE[field](value)
    except config.values.Unfit as unfit:
        raise click.BadParameter(str(unfit), param_hint=hint) from None


def _add(
    configuration: Config, site: Site, visiting: Visiting, follow: str | None, *, has_zone: bool
) -> int:
    with Readers() as readers:
        source = visited(site.home, visiting._replace(deadline=PATIENCE))
        page, read = source.page, source.read(readers, site)
        if isinstance(read, Problem):
            return _failed(site, source, read)
        if wrong := unreadable(read.problems):
            return failed(site.home, wrong)
        if has_zone:
            zone = config.site_hints.Zone(site.timezone, "as you say")
        else:
            zone = config.site_hints.zone(page.url, page.body.decode("latin-1"))
        site = site._replace(home=page.url, timezone=zone.name)
        if not read.rankings:
            return _nothing(site, visiting, read)
        offers = offers_on_page(readers, site, page, read.rankings)
        _show(source, read, zone, offers)
        followed = choose(offers, follow, site.name)
        site = patterned(readers, learned(site, followed), page)
    visiting = visiting._replace(deadline=_deadline(visiting.deadline, source.crawl_delay))
    config.file.add_entry(configuration.path, site, visiting)
    _say_written(configuration, site)
    return 0


def _failed(site: Site, source: Source, problem: Problem) -> Exit:
    """Say why there is no page; where the site sends on to another host, how to add that."""
    status = failed(site.home, problem)
    if source.moved:
        errors.say(f"Is this your site? Then:  tracker sites add {site.name} {quote(source.moved)}")
    return status


def _deadline(deadline: float, crawl_delay: float) -> float:
    """A deadline within which a site with this Crawl-delay can be asked for two pages."""
    least = 2 * crawl_delay + deadline / 2
    return float(ceil(least)) if 2 * crawl_delay > deadline / 2 else deadline


FEW_LINKS = 3
"""A page with fewer links into its site is filled in by scripts, whatever it says."""


def _nothing(site: Site, visiting: Visiting, read: Reading) -> int:
    """No list was found: what there is instead, and what can be done."""
    script = next((p for p in read.problems if p.code == "needs-script"), None)
    down = [f"turned down: {line}" for line in turned_down(read.rejected)[:3]]
    say(*([f"needs-script: {script.text}"] if script else down))
    if script and (entry := as_entry(site, visiting, script.addresses)):
        click.echo(f"\n{entry}", nl=False)
    errors.say(
        f"tracker: {site.home}: no most-read list was found, nothing was written. "
        f"See why:  tracker inspect -v {site.home}"
    )
    if not visiting.render and (script or read.face.links < FEW_LINKS):
        errors.say(_second_way(site, visiting))
    return Exit.REFUSED


def _second_way(site: Site, visiting: Visiting) -> str:
    private = " --allow-private" if visiting.allow_private else ""
    again = f"tracker sites add {site.name} {quote(site.home)}{private} --render"
    return f"A browser can draw it first (render = true), at a hundred times the cost:  {again}"


def _show(
    source: Source, read: Reading, zone: config.site_hints.Zone, offers: Sequence[Offer]
) -> None:
    down = turned_down(read.rejected)
    count = f"{len(offers)} list{'s' * (len(offers) != 1)} found, {len(down)} turned down"
    head = [f"{host_of(source.page.url)}: robots.txt allows it", read.encoding]
    captions = [*filter(None, [source.drawn]), *(f"turned down: {line}" for line in down[:3])]
    if unlearnt := [offer.name for offer in offers if not offer.learnt]:
        captions.append(f"no selector finds {', '.join(unlearnt)} again: {BY_DETECTION}")
    heading = " · ".join([*head, f"{zone.name} ({zone.because})", count])
    show(Form(), COLUMNS, enumerate(offers, 1), heading=heading, captions=captions)


BY_DETECTION = "followed only where no list has one, by detection"


def choose(offers: Sequence[Offer], follow: str | None, name: str) -> list[Offer]:
    """The lists to follow: those the command line names, else those a person at a terminal does."""
    if follow is not None:
        return [offers[n] for n in picked(follow, len(offers))]
    require_terminal(f"tracker sites add {name} ADDRESS --yes (all), or --follow 1,2")
    numbers = f"{','.join(str(n) for n in range(1, len(offers) + 1))} or all"
    answer: list[int] = click.prompt(
        f"Follow which? [{numbers}]",
        prompt_suffix=" ",
        err=True,
        value_proc=lambda words: picked(words, len(offers)),
    )
    return [offers[n] for n in answer]


def require_terminal(instead: str) -> None:
    """TrackerError unless somebody is there to be asked."""
    if not sys.stdin.isatty():
        raise TrackerError(f"nobody is there to be asked; say it with  {instead}")


def _say_written(configuration: Config, site: Site) -> None:
    lines = [
        f"Written to {configuration.path}.   tracker fetch {site.name}   ·   tracker top --site {site.name}"
    ]
    if not configuration.followed:
        lines.append(
            f"tracker fetch  without a name now visits {site.name} alone; to go on with jdefense, "
            "add a line  [sites.jdefense]  to the file."
        )
    say(*lines)
