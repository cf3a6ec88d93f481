"""The lists that were found in a page, as a site's entry can follow them.

A list can be followed where a selector finds its rows and the page, read by that selector,
shows the same list again. This is tried before anybody is asked.
"""

from collections.abc import Sequence
from typing import NamedTuple

import click

from cli.pipeline.list_names import KnownList, names
from scrapers import (
    SHOWN_ELSEWHERE,
    ListSpec,
    Page,
    Problem,
    Ranking,
    Reader,
    Readers,
    Reading,
    Site,
    config,
    learn,
    path_of,
)


class Offer(NamedTuple):
    """A list that was found, the name it would have, and what would be learnt of it."""

    name: str
    ranking: Ranking
    learnt: ListSpec | None = None
    """None where no selector finds the list again."""


def offers_on_page(
    readers: Readers,
    site: Site,
    page: Page,
    rankings: Sequence[Ranking],
    known: Sequence[KnownList] = (),
) -> list[Offer]:
    """The lists of a page with what can be learnt of each; every selector has been tried."""
    proposed = [
        Offer(name, ranking, learn(ranking, name))
        for name, ranking in zip(names(rankings, known), rankings, strict=True)
        if name
    ]
    again = readers.read(page, learned(site, proposed))
    found_again = again.rankings if isinstance(again, Reading) else ()
    rows = {ranking.name: _rows(ranking) for ranking in found_again}
    return [
        offer if rows.get(offer.name) == _rows(offer.ranking) else offer._replace(learnt=None)
        for offer in proposed
    ]


def _rows(ranking: Ranking) -> list[tuple[str, str]]:
    return [(entry.title, entry.url) for entry in ranking.entries]


def learned(site: Site, followed: Sequence[Offer]) -> Site:
    """The site with one reader for the lists that could be learnt; by detection if none could."""
    lists = tuple(offer.learnt for offer in followed if offer.learnt)
    return site._replace(readers=(Reader("selectors", lists=lists) if lists else Reader("detect"),))


def patterned(readers: Readers, site: Site, page: Page) -> Site:
    """The site with a pattern of its articles' paths, if one can be learnt that loses no entry."""
    plain = readers.read(page, site)
    if isinstance(plain, Problem):
        return site
    entries = [entry for ranking in plain.rankings for entry in ranking.entries if entry.article]
    pattern = config.site_hints.article_pattern(path_of(entry.url) for entry in entries)
    matched = readers.read(page, site._replace(article=pattern)) if pattern else plain
    return site._replace(article=pattern) if _same(matched, plain) else site


def _same(matched: Reading | Problem, plain: Reading) -> bool:
    return isinstance(matched, Reading) and [r.entries for r in matched.rankings] == [
        r.entries for r in plain.rankings
    ]


def picked(words: str, count: int) -> list[int]:
    """Places (from 0) that an answer such as `1,3` or `all` names among `count`."""
    if words.strip().lower() == "all":
        return list(range(count))
    numbers = words.replace(",", " ").split()
    if not numbers or not all(
        n.isascii() and n.isdigit() and 1 <= int(n) <= count for n in numbers
    ):
        raise click.BadParameter(f"numbers from 1 to {count} with commas between, or all")
    return sorted({int(number) - 1 for number in numbers})


def turned_down(rejected: Sequence[Ranking]) -> list[str]:
    """Heading and reason of what was looked at and is no ranking."""
    informative = [
        ranking
        for ranking in rejected
        if ranking.evidence and ranking.evidence[-1].rule not in SHOWN_ELSEWHERE
    ]
    return list(
        dict.fromkeys(f"{_heading(ranking)}: {_against(ranking)}" for ranking in informative)
    )


def _heading(ranking: Ranking) -> str:
    return f"{ranking.heading} › {ranking.label}" if ranking.label else ranking.heading


def _against(ranking: Ranking) -> str:
    """What spoke most against a list."""
    against = [signal for signal in ranking.evidence if signal.weight < 0]
    worst = min(against, key=lambda signal: signal.weight, default=ranking.evidence[-1])
    return worst.text


def shown(offer: Offer) -> str:
    """Heading, label and first title of a list, for people."""
    first = offer.ranking.entries[0].title if offer.ranking.entries else ""
    return f"{_heading(offer.ranking)}: {first}"
