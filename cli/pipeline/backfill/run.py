"""One backfill: asks for the captures of a plan, the oldest first, and has them recorded.

A capture whose body is that of the one before is recorded without being asked for. The archive may
answer with another capture: that one is recorded, at its own time.
"""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from cli.pipeline.archives.choose import is_of
from cli.pipeline.backfill.ask import Asker, Stopped
from cli.pipeline.backfill.plan import Plan, PlannedCapture
from cli.pipeline.backfill.record import Recorder
from cli.terminal.times import now
from scrapers import Answer, Replayed, Site, replayed
from store import Capture

ORIGINAL_TYPE = "x-archive-orig-content-type"
"""The header in which an archive says what media type the page once had."""


class Done(NamedTuple):
    """What became of a plan.

    `repeated` captures were taken from the one before, `elsewhen` ones have another time than the
    listing said. `left_out` counts, by reason, those that were not recorded; `untried` is how many were
    not tried. `stopped` says why the archive was asked no more, "" if it was to the end.
    """

    repeated: int
    elsewhen: int
    left_out: Counter[str]
    untried: int
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
        on_progress: Callable[[int, int], None],
    ) -> None:
        """`on_progress` is told how many captures of the plan are done, and how many there are."""
        self._asker, self._site, self._recorder = asker, site, recorder
        self._most, self._on_progress = most, on_progress
        self._left_out: Counter[str] = Counter()
        self._repeated = self._elsewhen = self._asked = 0
        self._last: dict[
            str, tuple[int, Content | None]
        ] = {}  # at a place: its time; no page: stored
        self._times: set[tuple[str, int]] = set()

    def run(self, plan: Plan) -> Done:
        """Take the captures of a plan."""
        stopped, number = "", 0
        self._times = {(c.place, c.listed.time) for c in plan.captures if c.stored}
        try:
            for number, capture in enumerate(plan.captures):
                self._on_progress(number, len(plan.captures))
                self._take(capture)
            number = len(plan.captures)
        except _Enough:
            pass
        except Stopped as problem:
            stopped = str(problem)
        untried = sum(not capture.stored for capture in plan.captures[number:])
        return Done(self._repeated, self._elsewhen, self._left_out, untried, stopped)

    def _take(self, capture: PlannedCapture) -> None:
        """Take one capture: pass it over, repeat the one before, or ask for it."""
        before = self._last.pop(capture.place, None)
        if capture.stored:
            self._last[capture.place] = capture.listed.time, None
            return
        if (capture.place, capture.listed.time) in self._times:
            self._left_out["twice"] += 1
            return
        page = self._page_of(capture.place, *before) if capture.same and before else None
        if page:
            self._repeated += 1
            url, time = capture.listed.url, capture.listed.time
            self._record(capture, Replayed(time, url, raw=True), page)
            return
        self._ask_for(capture)

    def _ask_for(self, capture: PlannedCapture) -> None:
        """Ask the archive for one capture; record it, or count why not."""
        if self._asked == self._most:
            raise _Enough
        self._asked += 1
        answer, replay = self._answer(capture)
        reason = self._reason(answer, replay)
        if reason or replay is None:
            self._left_out[reason] += 1
            return
        self._elsewhen += replay.time != capture.listed.time
        kind = answer.header(ORIGINAL_TYPE) or answer.header("content-type")
        if (capture.place, replay.time) in self._times:
            self._left_out["twice"] += 1
        else:
            self._record(capture, replay, (answer.body, kind), len(answer.body))

    def _page_of(self, place: str, time: int, page: Content | None) -> Content | None:
        return page or self._recorder.page(place, time)

    def _answer(self, capture: PlannedCapture) -> tuple[Answer, Replayed | None]:
        """The archive's answer, and which capture it is; asked again for one in the archive's frame."""
        answer = self._asker.ask(capture.record)
        replay = replayed(self._asker.archive, answer, now())
        if answer.code or replay is None or replay.raw:
            return answer, replay
        answer = self._asker.ask(self._asker.archive.capture(replay.time, replay.url))
        return answer, replayed(self._asker.archive, answer, now())

    def _reason(self, answer: Answer, replay: Replayed | None) -> str:
        """Why an answer is not recorded, in a word or two; "" if it is."""
        if answer.code:
            reason = f"status {answer.status}" if (answer.status or 0) >= 400 else answer.code
            return answer.detail if answer.code == "corrupt-body" else reason
        if replay is None or not replay.raw:
            return "no capture"
        return "" if is_of(self._site, replay.url) else "other host"

    def _record(
        self, planned: PlannedCapture, replay: Replayed, page: Content, wire: int = 0
    ) -> None:
        body, kind = page
        capture = Capture(
            self._asker.archive.name, planned.record, self._site.name, planned.place, replay.url,
            replay.time, content_type=kind, wire=wire,
        )  # fmt: skip
        self._recorder.take(capture, body)
        if replay.time == planned.listed.time:  # else the digest of the listing is not the page's
            self._last[planned.place] = replay.time, page
        self._times.add((planned.place, replay.time))
