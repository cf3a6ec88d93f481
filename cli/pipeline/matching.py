"""Pairs rows with columns, one to one, for the greatest sum: the assignment problem.

Each row is added along the best augmenting path, which may change earlier pairs. A page has only
a few lists, so this simple method is fast enough.
"""

from collections.abc import Sequence

Path = tuple[int, tuple[int, ...]]
"""What a path gains, and the columns that it goes through."""


def best_pairs(scores: Sequence[Sequence[int]]) -> list[int | None]:
    """For each row the column that it is paired with, or None if it is not paired.

    The sum of the scores is the greatest possible. Only pairs with a score above zero are made.
    Among equal sums, the first rows get the first columns.
    """
    rows, columns = len(scores), max(map(len, scores), default=0)
    holders: dict[int, int] = {}
    exact = [_with_ties_broken(scores, row) for row in range(rows)]
    for row in range(rows):
        exact[row][columns + row] = 0
        _add(exact, holders, row)
    pairs = {row: column for column, row in holders.items() if column < columns}
    return [pairs.get(row) for row in range(rows)]


def _with_ties_broken(scores: Sequence[Sequence[int]], row: int) -> dict[int, int]:
    """A row's scores by column, each extended by one digit per row that favours earlier columns.

    The numbers get long, but Python's integers are exact.
    """
    columns = len(scores[row])
    base = columns + 1
    place = base ** (len(scores) - 1 - row)
    whole = base ** len(scores)
    return {
        column: score * whole + (columns - column) * place
        for column, score in enumerate(scores[row])
        if score > 0
    }


def _add(scores: Sequence[dict[int, int]], holders: dict[int, int], row: int) -> None:
    """Pair one more row; other rows change their columns if the sum grows by that."""
    best: dict[int, Path] = {column: (gain, (column,)) for column, gain in scores[row].items()}
    waiting = list(best)
    while waiting:
        column = waiting.pop(0)
        if column not in holders:
            continue
        gain, path = best[column]
        holder = holders[column]
        for other, score in scores[holder].items():
            moved = gain - scores[holder][column] + score
            if other not in path and (other not in best or moved > best[other][0]):
                best[other] = moved, (*path, other)
                waiting.append(other)
    _, path = max((path for column, path in best.items() if column not in holders))
    for column in path:
        row, holders[column] = holders.get(column, row), row
