"""Draw the picture of a report that README shows: `make picture` (needs Chromium)."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import madestore
from browser import Browser
from running import ROOT, run

PICTURE = ROOT / "docs" / "report.webp"
WIDTH, HEIGHT = 1180, 980


def main():
    """Make the store of the sample site's week, its report, and the picture."""
    with TemporaryDirectory() as folder, Browser() as browser:
        store, page = Path(folder, "t.db"), Path(folder, "report.html")
        madestore.make(store)
        run("--db", str(store), "report", "-o", str(page), env={"TRACKER_NOW": madestore.NOW})
        browser.open(page, WIDTH, HEIGHT)
        browser.picture(PICTURE, HEIGHT)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
