"""The messages of `fetch`: in cron none if all is well, and one line for each trouble.

On a terminal, `fetch` also shows progress and the next step. All messages go to standard error,
because the data of this program goes to the store.
"""

import sys

from cli.pipeline.articles import Fetched
from cli.pipeline.local_time import local_stamp
from cli.pipeline.rankings import FAILED, PARTIAL, REFUSED, UNCHANGED, Outcome
from cli.terminal import process
from cli.terminal.counting import counted
from cli.terminal.errors import say
from cli.terminal.times import span
from scrapers import Site, reader_at
from store import Trouble


class Reporter:
    """Prints the messages of one run."""

    def __init__(self, *, verbosity: int) -> None:
        self._moving = process.terminal(sys.stderr) and verbosity >= 0
        self._people = self._moving or verbosity > 0
        self._width = 0
        self._broken_reported = False

    def outcome(self, outcome: Outcome, trouble: Trouble | None, *, is_due: bool) -> None:
        """Report a site's rankings: recorded, or a trouble, which is printed if `is_due` is true."""
        if trouble and (is_due or self._people):
            say(f"tracker: {complaint(outcome, trouble)}")
        if self._people and outcome.sizes:
            say(f"{outcome.site.name}  {_recorded_line(outcome)}")

    def recovered(self, site: Site, trouble: Trouble) -> None:
        """Report once that a trouble is over."""
        runs = counted(trouble.times, "run")
        say(f"tracker: {site.name}: recovered after {runs} ({trouble.code})")

    def article(self, site: Site, read: int, queued: int, seconds: float) -> None:
        """Show the progress of fetching article pages, in a line that is overwritten."""
        if not self._moving:
            return
        to_go = f", about {span(int(seconds))} to go" if seconds else ""
        safe = "   (the rankings are safe: Ctrl-C loses nothing)"
        self._line(f"{site.name}  articles {read} of {queued}{to_go}{safe}")

    def articles(self, site: Site, fetched: Fetched) -> None:
        """Report how many article pages of a site were read, and once a run what failed in that."""
        self._line("")
        if fetched.broken and not self._broken_reported:
            say(f"tracker: {fetched.broken}")
            self._broken_reported = True
        if self._people and fetched.queued:
            remaining = fetched.queued - fetched.read
            later = f"; the other {remaining} come with the next fetch" if remaining else ""
            say(f"{site.name}  articles {fetched.read} of {fetched.queued}{later}")

    def ends(self, path: str, size: int, *, fresh: bool) -> None:
        """Report the end of the run."""
        if self._people:
            say(f"Kept in {path} ({size / 1e6:.1f} MB)")
        if self._people and fresh:
            say("")
            say("Now:  tracker top         Every hour from now on:  tracker schedule --cron")

    def _line(self, text: str) -> None:
        """Overwrite the last line. The text is cut to the width: a wrapped line would remain."""
        if self._moving and (text or self._width):
            text = text[: process.columns() - 1]
            sys.stderr.write(f"\r{text:{self._width}}\r" if not text else f"\r{text:{self._width}}")
            sys.stderr.flush()
            self._width = len(text)


def complaint(outcome: Outcome, trouble: Trouble) -> str:
    """One line with the source, the reason, the address and whether the page was kept."""
    verdict = {
        REFUSED: "page changed, not read",
        FAILED: "fetch failed",
        PARTIAL: "recorded in part",
    }
    kept_page = "; the page was kept, nothing recorded" if outcome.verdict == REFUSED else ""
    since = f"; {trouble.times} times since {local_stamp(outcome.site.timezone, trouble.since)}"
    repeated = since if trouble.times > 1 else ""
    return (
        f"{outcome.site.name}: {verdict[outcome.verdict]} ({outcome.code}): {outcome.detail}"
        f"{kept_page}{repeated}  {outcome.address}  {_next_step(outcome)}"
    )


def _next_step(outcome: Outcome) -> str:
    """The command to run next; if learnt lists have moved, the command that finds them again."""
    name = outcome.site.name
    kind = reader_at(outcome.site, outcome.observed).kind if outcome.code == "layout" else ""
    if kind == "selectors":
        return f"See and accept what stands there now:  tracker sites add --again {name}"
    return f"See  tracker {'sites check' if kind == 'json' else 'log --site'} {name}"


def _recorded_line(outcome: Outcome) -> str:
    lists = " · ".join(f"{label} {items}" for label, items in outcome.sizes)
    how = "unchanged" if outcome.verdict == UNCHANGED else "recorded"
    return f"{outcome.address}   {lists}   {how} {local_stamp(outcome.site.timezone, outcome.observed)}"
