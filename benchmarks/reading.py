"""What reading a page costs: bare parse, decoding, article, the whole, and in isolation.

    python benchmarks/reading.py [PAGE.html ADDRESS]
    python benchmarks/reading.py FOLDER

Without a page: one of the made pages of the tests. CPU milliseconds, the best of several runs that
take turns (in isolation: by the clock, since others do the work), and how often each goes into what
trafilatura takes. A folder has `manifest.jsonl`, whose lines tell `id` and `page_url`, and the pages as
`html/<id>.html.gz`: parse and detection of each beside the bare parse, what a visit for rankings
costs that reads nothing else, what all that can be read costs, and their sums.
"""

import gzip
import json
import statistics
import sys
import time
import timeit
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from scrapers.html.page import parse
from scrapers.model import Page
from scrapers.rankings.find import find
from scrapers.read import read_page
from scrapers.sandbox import Readers
from scrapers.sites.jdefense import SITE
from scrapers.sites.jdefense.article import read_article

AT = 1_769_760_000
PEER = "trafilatura, for comparison"
ISOLATED = "whole reading, isolated"


def main() -> None:
    """Measures and prints one line per step."""
    if len(sys.argv) == 2:
        _folder(Path(sys.argv[1]))
        return
    body, url = _page()
    text = body.decode("utf-8", "replace")
    page, parsed = Page(url, body, AT), parse(body, url, None)
    with Readers() as readers:
        steps = {
            "bare parse": lambda: LexborHTMLParser(text),
            "decode and parse": lambda: parse(body, url, None),
            "article of the first site": lambda: read_article(parsed, SITE, AT),
            "detection": lambda: find(parsed, SITE),
            "whole reading": lambda: read_page(page, SITE),
            ISOLATED: lambda: readers.read(page, SITE),
            **_trafilatura(text),
        }
        print(f"{len(body):,} bytes")
        best = _in_turns(steps)
    for name, spent in best.items():
        print(f"{name:30} {spent:8.3f} {best.get(PEER, 0) / spent:8.1f} x")


def _folder(folder: Path) -> None:
    """Detection on every page of a collection, beside the bare parse and the whole reading."""
    bare, found, visits, wholes = [], [], [], []
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        body = gzip.decompress((folder / "html" / f"{record['id']}.html.gz").read_bytes())
        url = record.get("page_url") or ""
        text = parse(body, url, None).tree.html or ""
        bare.append(_milliseconds(lambda text=text: LexborHTMLParser(text), 2))
        found.append(_milliseconds(lambda b=body, u=url: find(parse(b, u, None), None), 2))
        page = Page(url, body, AT)
        visits.append(_milliseconds(lambda p=page: read_page(p, kind="ranking"), 1))
        wholes.append(_milliseconds(lambda p=page: read_page(p), 1))
    shares = sorted(f / b for f, b in zip(found, bare, strict=True))
    print(f"{len(bare)} pages, milliseconds in all: bare parse {sum(bare):.0f}, ", end="")
    print(f"parse and detection {sum(found):.0f}: {sum(found) / sum(bare):.2f} x")
    print(f"a page: median {statistics.median(shares):.2f} x, most {shares[-1]:.2f} x")
    for name, spent in (("a visit for rankings", visits), ("the whole reading", wholes)):
        print(f"{name}: mean {statistics.mean(spent):.1f}, median {statistics.median(spent):.1f}")


def _page() -> tuple[bytes, str]:
    if len(sys.argv) > 2:
        return Path(sys.argv[1]).read_bytes(), sys.argv[2]
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "kit"))
    from defensepages import ADDRESS, page

    return page().encode(), ADDRESS


def _trafilatura(text: str) -> dict[str, Callable[[], object]]:
    try:
        import trafilatura
    except ImportError:
        return {}
    return {PEER: lambda: trafilatura.extract(text, with_metadata=True)}


def _in_turns(steps: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The fewest milliseconds of each step, measured one after the other again and again."""
    best = dict.fromkeys(steps, float("inf"))
    for _ in range(9):
        for name, step in steps.items():
            timer = time.perf_counter if name == ISOLATED else time.process_time
            best[name] = min(best[name], timeit.timeit(step, timer, number=20) / 20 * 1e3)
    return best


def _milliseconds(step: object, number: int = 10) -> float:
    return min(timeit.repeat(step, number=number, repeat=5)) / number * 1e3  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
