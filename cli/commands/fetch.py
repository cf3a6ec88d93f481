"""`tracker fetch`: visit the sites once and record what they show."""

import click

from cli.terminal import options
from cli.terminal.options import Settings
from cli.terminal.times import now


@options.command("fetch")
@click.argument("names", metavar="[SITE]...", nargs=-1)
@options.option("--no-articles", is_flag=True, help="Rankings only.")
@options.option(
    "--max-articles",
    metavar="N",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help="Article pages per site and run; the rest comes with the next run.",
)
@options.option(
    "--dry-run", is_flag=True, help="Say what would be visited; visit and store nothing."
)
@options.option(
    "--ping",
    metavar="URL",
    envvar="TRACKER_PING",
    help="Tell a dead-man's switch: URL/start, then URL or URL/<exit status> [TRACKER_PING].",
)
def command(
    settings: Settings,
    *,
    names: tuple[str, ...],
    no_articles: bool,
    max_articles: int,
    dry_run: bool,
    ping: str | None,
) -> int:
    """Visit each site once: rankings first, then article pages not read yet.

    Examples:
      tracker fetch                  the sites that are followed, else jdefense
      tracker fetch jdefense         one site
      tracker fetch --no-articles    the rankings only: one page a site
      5 * * * *  tracker fetch       in cron: silent when all is well

    The rankings of all sites are stored before the first article page is asked for. Pages are
    fetched one at a time per host, three seconds apart unless the site's entry says otherwise.

    Exit status: 0 recorded or unchanged, 3 in part, 4 failed, 5 refused, 75 a fetch is running.
    """
    from scrapers import config

    if names and settings.site:
        raise click.UsageError("name sites behind fetch, or one with --site")
    configuration = settings.load_config()
    names = names or ((settings.site,) if settings.site else ())
    sites = config.followed(configuration, names)
    if dry_run:
        from cli.pipeline.plan import Plan

        for site in sites:
            click.echo(f"{site.name}  {Plan(site, now())}")
        return 0
    from cli.pipeline.run import Wishes, fetch

    options.make_folder(settings)
    limit = 0 if no_articles else max_articles
    visiting = {site.name: configuration.visiting[site.name] for site in sites}
    wishes = Wishes(
        sites, visiting, configuration.default, limit, settings.verbosity, ping, configuration.lang
    )
    return fetch(str(settings.store), wishes)
