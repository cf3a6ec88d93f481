"""What a list is called within its site.

The window's slug; slug and label where two lists share a window; a slug of the label where
there is no window. A list that the store knows by window and label keeps its name, so that a
list which comes or goes beside it never renames it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from scrapers import Ranking
from store import ListRow


def names(rankings: Sequence[Ranking], known: Sequence[ListRow]) -> list[str]:
    """A name for each ranking, all different; what a learnt reader calls it comes first."""
    before = {(of.window, of.label): of.name for of in known}
    shared = Counter(ranking.window for ranking in rankings)
    taken: list[str] = []
    for ranking in rankings:
        name = ranking.name or before.get((ranking.window, label_of(ranking)))
        name = name or _name(ranking, alone=shared[ranking.window] == 1)
        taken.append(_free(name, taken))
    return taken


def label_of(ranking: Ranking) -> str:
    """The page's own word for a list: its label, else its heading."""
    return ranking.label or ranking.heading or ranking.window or "ranking"


def _name(ranking: Ranking, *, alone: bool) -> str:
    if ranking.window and alone:
        return ranking.window
    label = slug(label_of(ranking))
    return f"{ranking.window}-{label}" if ranking.window else label


def slug(text: str) -> str:
    """Letters and digits of any script in lower case, everything else a single dash."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "-", folded).strip("-")[:40] or "ranking"


def _free(name: str, taken: Sequence[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
