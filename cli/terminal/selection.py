"""Which articles a command tells: `--match` and `--category`, or `--rule` of the configuration.

A rule also names sites and lists. What `--site` and `--window` name beside it has to be among them.
"""

import functools
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import click

from cli.terminal.options import Settings, option
from scrapers import TrackerError
from store import ListRow, NotFound, SiteRow, Store

if TYPE_CHECKING:
    from scrapers import Alert
    from store import Choice

Function = TypeVar("Function", bound=Callable[..., object])


def articles() -> Callable[[Function], Function]:
    """Give a command the options that choose articles; it gets them as `choice`, a `Choice`."""
    match = option(
        "--match", metavar="WORDS", default="", callback=_searchable,
        help='Only titles with these words; -word excludes, "…" holds together.',
    )  # fmt: skip
    category = option(
        "--category", "categories", metavar="NAME", multiple=True,
        help="Only this category, as the article's page names it; may be repeated.",
    )  # fmt: skip
    rule = option("--rule", metavar="NAME", help="Only what this alert rule is about.")

    def decorate(function: Function) -> Function:
        @functools.wraps(function)
        def run(settings: Settings, **options: object) -> object:
            values = (options.pop(name) for name in ("match", "categories", "rule"))
            return function(settings, choice=_choice(settings, *values), **options)  # type: ignore[arg-type]  # click's values are objects

        return match(category(rule(run)))  # type: ignore[return-value]  # the wrapper is no Function

    return decorate


def _searchable(_ctx: click.Context, _param: click.Parameter, words: str) -> str:
    from store import has_terms

    if words and not has_terms(words):
        raise click.UsageError(f"--match {words!r} has no word to look for")
    return words


def _choice(
    settings: Settings, match: str, categories: tuple[str, ...], rule: str | None
) -> "Choice":
    from store import Choice

    if rule is None:
        return Choice(match, categories)
    if match or categories:
        raise click.UsageError("--rule has words and categories of its own; leave the others out")
    return of_rule(_rule(settings, rule))


def of_rule(rule: "Alert") -> "Choice":
    """What an alert rule is about."""
    from store import Choice

    return Choice(rule.match, rule.category, rule.sites, rule.lists)


def _rule(settings: Settings, name: str) -> "Alert":
    """The alert rule of this name. Raises an error with the nearest names if there is none."""
    from scrapers import nearest

    config = settings.load_config()
    rules = {rule.name: rule for rule in config.alerts}
    if not rules:
        raise TrackerError(f"{config.path}: no [[alerts]]; see  tracker docs alerts")
    if name not in rules:
        raise TrackerError(f"no alert rule is called {name!r}{nearest(name, list(rules))}")
    return rules[name]


def sites(store: Store, settings: Settings, choice: "Choice") -> list[SiteRow]:
    """The site of `--site`, or all sites, as far as they are chosen."""
    known = store.sites(settings.site)
    kept = [site for site in known if choice.has_site(site.name)]
    if known and not kept:
        raise NotFound(f"the rule is about {', '.join(choice.sites)}, and not about these sites")
    return kept


def one_site(store: Store, settings: Settings, choice: "Choice") -> SiteRow:
    """The site of `--site`, else the only one that is chosen, else the default site."""
    only = choice.sites[0] if len(choice.sites) == 1 else None
    site = store.site(settings.site or only)
    if not choice.has_site(site.name):
        raise NotFound(f"the rule is about other sites; say --site {' or '.join(choice.sites)}")
    return site


def lists(
    store: Store, sites: Sequence[SiteRow], choice: "Choice", windows: Sequence[str] = ()
) -> list[ListRow]:
    """The lists of these names, or all lists, of some sites, as far as they are chosen.

    Raises NotFound for a name that none of the sites has, and if nothing is left.
    """
    if windows:
        known = [named for window in windows for named in _named(store, sites, window)]
    else:
        known = store.all_lists(sites)
    kept = list(
        dict.fromkeys(ranking_list for ranking_list in known if choice.has_list(ranking_list))
    )
    if known and not kept:
        names = dict.fromkeys(ranking_list.name for ranking_list in known)
        raise NotFound(f"the rule is about {', '.join(choice.lists)}, and not {', '.join(names)}")
    return kept


def _named(store: Store, sites: Sequence[SiteRow], window: str) -> list[ListRow]:
    """The list of a name on each site that has one."""
    if len(sites) == 1:
        return [store.one_list(sites[0], window)]
    lists = []
    for site in sites:
        with suppress(NotFound):
            lists.append(store.one_list(site, window))
    if not lists:
        raise NotFound(f"no site has a list {window!r}; see  tracker status")
    return lists


def one_list(store: Store, site: SiteRow, choice: "Choice", window: str | None) -> ListRow:
    """The list of `--window`, else the day's list if it is chosen, else the first that is."""
    usual = store.one_list(site, window)
    names = [usual.name] if window or choice.has_list(usual) else []
    return lists(store, [site], choice, names)[0]
