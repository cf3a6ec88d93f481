"""One backfill: asks for the captures of a plan, the oldest first, and has them recorded.

A capture whose body is that of the one before is recorded without being asked for. The archive may
answer with another capture: that one is recorded, at its own time.
"""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from cli.pipeline.archives.choose import is_of
from cli.pipeline.backfill.ask import Asker, Stopped
from cli.pipeline.backfill.plan import Chosen, Plan
from cli.pipeline.backfill.record import Recorder
from cli.terminal.times import now
from scrapers import Answer, Replayed, Site, replayed
from store import Capture

ORIGINAL_TYPE = "x-archive-orig-content-type"
"""The header in which an archive says what media type the page once had."""


class Done(NamedTuple):
    """What became of a plan.

    `repeated` captures were taken from the one before, `elsewhen` ones have another time than the
    listing said. `left_out` counts, by reason, those that were not recorded; `rest` is how many were
    not tried. `stopped` says why the archive was asked no more, "" if it was to the end.
    """

    repeated: int
    elsewhen: int
    left_out: Counter[str]
    rest: int
    stopped: str


class _Enough(Exception):
    """As many captures were asked for as are wanted."""


Content = tuple[bytes, str | None]
"""The bytes of a page, and its media type."""


class Backfill:
    """One run; `most` is how many captures are asked for at most."""

    def __init__(
        self,
        asker: Asker,
        site: Site,
        recorder: Recorder,
        most: int | None,
        tell: Callable[[int, int], None],
    ) -> None:
        """`tell` is told how many captures of the plan are done, and how many there are."""
        self._asker, self._site, self._recorder = asker, site, recorder
        self._most, self._tell = most, tell
        self._left_out: Counter[str] = Counter()
        self._repeated = self._elsewhen = self._asked = 0
        self._last: dict[
            str, tuple[int, Content | None]
        ] = {}  # at a place: its time; no page: stored
        self._times: set[tuple[str, int]] = set()

    def run(self, plan: Plan) -> Done:
        """Take the captures of a plan."""
        stopped, number = "", 0
        self._times = {(c.place, c.listed.time) for c in plan.chosen if c.stored}
        try:
            for number, chosen in enumerate(plan.chosen):
                self._tell(number, len(plan.chosen))
                self._take(chosen)
            number = len(plan.chosen)
        except _Enough:
            pass
        except Stopped as problem:
            stopped = str(problem)
        rest = sum(not chosen.stored for chosen in plan.chosen[number:])
        return Done(self._repeated, self._elsewhen, self._left_out, rest, stopped)

    def _take(self, chosen: Chosen) -> None:
        """Record one capture, or count why not."""
        before = self._last.pop(chosen.place, None)
        if chosen.stored:
            self._last[chosen.place] = chosen.listed.time, None
            return
        if (chosen.place, chosen.listed.time) in self._times:
            self._left_out["twice"] += 1
            return
        page = self._page_of(chosen.place, *before) if chosen.same and before else None
        if page:
            self._repeated += 1
            url, time = chosen.listed.url, chosen.listed.time
            self._record(chosen, Replayed(time, url, raw=True), page)
            return
        if self._asked == self._most:
            raise _Enough
        self._asked += 1
        answer, found = self._answer(chosen)
        reason = self._reason(answer, found)
        if reason or found is None:
            self._left_out[reason] += 1
            return
        self._elsewhen += found.time != chosen.listed.time
        kind = answer.header(ORIGINAL_TYPE) or answer.header("content-type")
        if (chosen.place, found.time) in self._times:
            self._left_out["twice"] += 1
        else:
            self._record(chosen, found, (answer.body, kind), len(answer.body))

    def _page_of(self, place: str, time: int, page: Content | None) -> Content | None:
        return page or self._recorder.page(place, time)

    def _answer(self, chosen: Chosen) -> tuple[Answer, Replayed | None]:
        """The archive's answer, and which capture it is; asked again for one in the archive's frame."""
        answer = self._asker.ask(chosen.record)
        found = replayed(self._asker.archive, answer, now())
        if answer.code or found is None or found.raw:
            return answer, found
        answer = self._asker.ask(self._asker.archive.capture(found.time, found.url))
        return answer, replayed(self._asker.archive, answer, now())

    def _reason(self, answer: Answer, found: Replayed | None) -> str:
        """Why an answer is not recorded, in a word or two; "" if it is."""
        if answer.code:
            said = f"status {answer.status}" if (answer.status or 0) >= 400 else answer.code
            return answer.detail if answer.code == "corrupt-body" else said
        if found is None or not found.raw:
            return "no capture"
        return "" if is_of(self._site, found.url) else "other host"

    def _record(self, chosen: Chosen, found: Replayed, page: Content, wire: int = 0) -> None:
        body, kind = page
        capture = Capture(
            self._asker.archive.name, chosen.record, self._site.name, chosen.place, found.url,
            found.time, content_type=kind, wire=wire,
        )  # fmt: skip
        self._recorder.take(capture, body)
        if found.time == chosen.listed.time:  # else the digest of the listing is not the page's
            self._last[chosen.place] = found.time, page
        self._times.add((chosen.place, found.time))
