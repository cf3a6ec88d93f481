"""What reading a page costs: bare parse, decoding, article, the whole, and in isolation.

    python benchmarks/reading.py [PAGE.html ADDRESS]

Without a page: one of the made pages of the tests. Milliseconds, the best of several runs.
"""

import sys
import timeit
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from scrapers import detect
from scrapers.isolate import Readers
from scrapers.page import parse
from scrapers.read import read_page
from scrapers.sites.jdefense import SITE
from scrapers.sites.jdefense_article import read_article

AT = 1_769_760_000


def main() -> None:
    """Measures and prints one line per step."""
    body, url = _page()
    text = body.decode("utf-8", "replace")
    page = parse(body, url, None)
    with Readers() as readers:
        steps = {
            "bare parse": lambda: LexborHTMLParser(text),
            "decode and parse": lambda: parse(body, url, None),
            "article of the first site": lambda: read_article(page, SITE, AT),
            "detection": lambda: detect.find(page, SITE),
            "whole reading": lambda: read_page(SITE, url, body, content_type=None, at=AT),
            "whole reading, isolated": lambda: readers.read(
                SITE, url, body, content_type=None, at=AT
            ),
            **_trafilatura(text),
        }
        print(f"{len(body):,} bytes")
        for name, step in steps.items():
            print(f"{name:30} {_milliseconds(step):8.2f}")


def _page() -> tuple[bytes, str]:
    if len(sys.argv) > 2:
        return Path(sys.argv[1]).read_bytes(), sys.argv[2]
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from defensepages import ADDRESS, page

    return page().encode(), ADDRESS


def _trafilatura(text: str) -> dict[str, object]:
    try:
        import trafilatura
    except ImportError:
        return {}
    return {"trafilatura, for comparison": lambda: trafilatura.extract(text, with_metadata=True)}


def _milliseconds(step: object) -> float:
    return min(timeit.repeat(step, number=10, repeat=5)) * 100  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
