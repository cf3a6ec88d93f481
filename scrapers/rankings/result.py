"""What detection saw in a page."""

from typing import NamedTuple

from scrapers.model import Problem, Ranking

SHOWN_ELSEWHERE = ("same-rows", "copy")
"""Why lists are turned down whose rows are shown in another's place."""


class Found(NamedTuple):
    """The lists of a page, and what was looked at besides.

    `widget` is "lists" where a ranking was found, "empty" where its heading and window labels
    stand without a single row, else "none". `rejected` are lists that were looked at and turned
    down; the last of their evidence says why.
    """

    rankings: tuple[Ranking, ...] = ()
    widget: str = "none"
    rejected: tuple[Ranking, ...] = ()
    problems: tuple[Problem, ...] = ()
