"""Reason codes: every way in which a visit can fail to give a page that is read as it should be.

This is the one table. The HTTP client, the readers, the pipeline, the store's questions and the
commands take from it what a code means; docs/reasons.md is tested against it. The list is
closed: a code that is not here is a bug.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapers.model import Problem

FAILED, REFUSED, NOTED = "failed", "refused", "noted"
"""Kinds: no page could be had; a page was received and refused; a remark that stops nothing."""


class Reason(NamedTuple):
    """One reason code, its kind, and a sentence for people.

    `partly` is true for what concerns only the lists of a page: its other parts can be believed.
    """

    code: str
    kind: str
    meaning: str
    partly: bool = False


REASONS = (
    Reason("dns", FAILED, "The host's name was not found, or nobody answered the question."),
    Reason("connect", FAILED, "No connection was made in time, or it was refused."),
    Reason("tls", FAILED, "The secure connection could not be made or verified."),
    Reason("timeout", FAILED, "The server was connected, but fell silent."),
    Reason("deadline", FAILED, "The time for this visit was used up."),
    Reason("reset", FAILED, "The connection ended before the answer was there."),
    Reason("interrupted", FAILED, "The run was stopped during this visit."),
    Reason("protocol", FAILED, "The answer is not valid HTTP/1."),
    Reason("headers", FAILED, "The answer has too many or too long headers."),
    Reason("redirect-loop", FAILED, "There were too many redirects, or one led back."),
    Reason("redirect-host", FAILED, "A redirect led to another host or port."),
    Reason("redirect-scheme", FAILED, "A redirect led from https to http, or out of the web."),
    Reason("address-refused", FAILED, "The address is private, or spelt in a way that misleads."),
    Reason("robots", FAILED, "The site's robots.txt does not allow this visit."),
    Reason("status-4xx", FAILED, "The server refused the request."),
    Reason("status-5xx", FAILED, "The server failed."),
    Reason("retry-after", FAILED, "The server had asked to be left alone for a time."),
    Reason("no-content", FAILED, "The answer has no page, or an empty one."),
    Reason("type", REFUSED, "The answer is no page, but an image, a PDF, JSON or the like."),
    Reason("wire-cap", FAILED, "Too many bytes were sent or announced."),
    Reason("body-cap", FAILED, "The page is too long."),
    Reason("encoding-refused", FAILED, "The page is packed in a way that was not asked for."),
    Reason("truncated", FAILED, "The connection ended before the page was whole."),
    Reason("corrupt-body", FAILED, "The packed page is damaged."),
    Reason("charset", REFUSED, "Too much of the page could not be decoded."),
    Reason("blocked", REFUSED, "A consent, captcha, login or block page came instead of the page."),
    Reason("json", REFUSED, "What should be JSON is none."),
    Reason(
        "soft-404", REFUSED, 'A "not found", error or placeholder page came as if it were the page.'
    ),
    Reason("parse-cpu", REFUSED, "Reading the page took too much time."),
    Reason("parse-mem", REFUSED, "Reading the page took too much memory."),
    Reason("parse-crash", REFUSED, "The parser died on the page, or gave no valid answer."),
    Reason("parse-setup", REFUSED, "This machine did not let the page be read."),
    Reason(
        "layout", REFUSED, "The page does not show the lists where they are expected.", partly=True
    ),
    Reason("empty", REFUSED, "A list that had entries before is empty or gone.", partly=True),
    Reason(
        "needs-script", REFUSED, "The lists are filled in by script in the browser.", partly=True
    ),
    Reason("swapped", REFUSED, "The lists and their labels do not belong together.", partly=True),
    Reason("no-text", NOTED, "The text of the article was not read.", partly=True),
    Reason("extra-broken", NOTED, "An optional part of the program fails.", partly=True),
    Reason("render", FAILED, "The page could not be drawn by a browser."),
    Reason("clock", FAILED, "This machine's clock is more than an hour off."),
    Reason("store", FAILED, "The store could not be written."),
)

REFUSALS = frozenset(reason.code for reason in REASONS if reason.kind == REFUSED)
"""Codes of pages that were received and refused."""

_KINDS = {reason.code: reason.kind for reason in REASONS}
_PARTLY = frozenset(reason.code for reason in REASONS if reason.partly)


def kind_of(code: str) -> str:
    """Whether a code says that a visit `failed`, that a page was `refused`, or is merely `noted`."""
    return _KINDS.get(code, FAILED)  # a store may come from a later version


def unreadable(problems: "Iterable[Problem]") -> "Problem | None":
    """The problem that makes everything that was read in a page worthless, if there is one."""
    return next((problem for problem in problems if problem.code not in _PARTLY), None)
