"""The verdict on a visited ranking page: accept it, try the next candidate, or refuse it."""

from typing import NamedTuple

from cli.pipeline.task import Result
from scrapers import Answer, Problem, Reading, http_date, kind_of, unreadable
from store import SiteRow, Store

HOUR = 3600

TOO_MANY = 429

NO_RANKING = "no ranking was found where it used to be"

NOTHING_SHOWN = frozenset({"layout", "empty", "needs-script"})
"""Reason codes of pages that came from the site and show no list with entries."""


class Verdict(NamedTuple):
    """`kind` is recorded, unchanged, refused, failed or next; every kind but next is final."""

    kind: str
    code: str | None = None
    detail: str = ""

    @property
    def line(self) -> str:
        """The verdict as one line of the log."""
        return ": ".join(filter(None, (self.kind, self.code, self.detail)))

    @property
    def final(self) -> bool:
        """Whether no further candidate is visited."""
        return self.kind != "next"


def judge(result: Result, *, widget_seen: bool, last: bool) -> Verdict:
    """The verdict on one candidate; `last` is true if there is no candidate after it.

    `widget_seen` is true if this page, or an earlier one of the run, had an empty widget.
    """
    answer = result.answer
    if answer.code:
        return _answer(answer, last=last)
    if answer.status == 304:
        return Verdict("unchanged")
    return _page(result, widget_seen=widget_seen, last=last)


def _page(result: Result, *, widget_seen: bool, last: bool) -> Verdict:
    """The verdict on a page that was received."""
    reading = result.reading
    wrong = wrong_with(result)
    if wrong or reading is None:
        wrong = wrong or Problem("parse-crash", "nothing was read")
        return _bad(wrong.code, wrong.text)
    misfit = _misfit(reading)
    if any(ranking.entries for ranking in reading.rankings):
        return misfit or Verdict("recorded")
    if not last:
        what = "an empty ranking" if reading.widget == "empty" else "no ranking"
        return Verdict("next", None, f"{what} on this page")
    if widget_seen:
        script = any(problem.code == "needs-script" for problem in reading.problems)
        code = "needs-script" if script else "empty"
        return Verdict("refused", code, "the ranking is there, without entries")
    return misfit or Verdict("refused", "layout", NO_RANKING)


def _misfit(reading: Reading) -> Verdict | None:
    """The refusal of a page that lacks learnt lists where the reader expects them."""
    layout = [problem.text for problem in reading.problems if problem.code == "layout"]
    return Verdict("refused", "layout", "; ".join(layout)) if layout else None


def wrong_with(result: Result) -> Problem | None:
    """The problem because of which a received page cannot be read at all, if there is one."""
    return result.problem or unreadable(result.reading.problems if result.reading else ())


def answered_badly(answer: Answer) -> bool:
    """Whether the server may have failed because the request was conditional.

    Some servers answer a conditional request with 400, 403, 412 or 500, or with an empty 200, but
    send the page for the same request without conditions. Statuses that say that the page is
    gone, or that the host wants fewer requests, do not count.
    """
    if answer.code is None or answer.status is None:
        return False
    asks_for_rest = answer.status == TOO_MANY or answer.header("retry-after") is not None
    if answer.code == "no-content":
        return True
    return answer.status >= 400 and not answer.gone and not asks_for_rest


def with_note(verdict: Verdict, answer: Answer) -> Verdict:
    """The verdict on a page that a browser drew, with what is to be known of the drawing."""
    if answer.code or not answer.detail:
        return verdict
    return verdict._replace(detail="; ".join(filter(None, (verdict.detail, answer.detail))))


def _answer(answer: Answer, *, last: bool) -> Verdict:
    """The verdict on an answer that contains no page to read."""
    if answer.gone and not last:
        return Verdict("next", answer.code, answer.detail)
    return _bad(answer.code or "", answer.detail)


def _bad(code: str, detail: str) -> Verdict:
    """A refusal or a failure, depending on the reason code."""
    return Verdict(kind_of(code), code, detail)


def clock_problem(
    store: Store, row: SiteRow, answer: Answer, *, trust_date: bool
) -> Verdict | None:
    """The failure for a clock that is more than an hour wrong; its times must not be recorded.

    With `trust_date`, the clock is also compared with the server's Date header.
    """
    newest = [
        o.observed
        for ranking_list in store.lists(row)
        if (o := store.history.newest_own(ranking_list))
    ]
    if newest and answer.time < max(newest) - HOUR:
        return Verdict("failed", "clock", "this machine's clock is behind the newest observation")
    served = http_date(answer.header("date") or "") if trust_date else None
    if served is not None and abs(served - answer.time) > HOUR + _age(answer):
        return Verdict("failed", "clock", "this machine's clock is over an hour off the server's")
    return None


def _age(answer: Answer) -> int:
    """Seconds for which a cache held the answer; its Date is correct but that much older."""
    age = answer.header("age") or ""
    return int(age[:9]) if age.isascii() and age.isdigit() else 0
