"""What is known of a visit while it goes on: its request and exchange, its cookies, its time."""

import time

from scrapers.http.address_guard import Fault, Target
from scrapers.http.cookies import Jar
from scrapers.http.exchange import Exchange
from scrapers.http.limits import Deadline
from scrapers.media_types import DRAWN_BY
from scrapers.model import Answer

BOMBS = frozenset({"wire-cap", "body-cap"})
"""Reason codes of bodies that are not kept: nobody wants what came of these."""


class VisitState:
    """What is known of a visit so far; it becomes the Answer wherever the visit ends."""

    def __init__(self, asked: str, now: int) -> None:
        self.asked = asked
        self.answered = asked
        self.time = now
        self.exchange = Exchange(Deadline(0))
        self.jar = Jar()
        self.began = time.monotonic()

    def start(self, target: Target, now: int, deadline: Deadline) -> Exchange:
        """A request is being sent."""
        self.answered = target.url
        self.time = now
        self.exchange = Exchange(deadline)
        self.began = time.monotonic()
        return self.exchange

    def end_at(self, aside: "VisitState") -> None:
        """The visit ends at robots.txt: what came of that is what came of the visit."""
        self.answered, self.time, self.exchange = aside.answered, aside.time, aside.exchange
        self.began = aside.began

    def answer(self, fault: Fault | None) -> Answer:
        """The Answer, with the reason that ended the visit."""
        exchange = self.exchange
        return Answer(
            asked=self.asked,
            answered=self.answered,
            time=self.time,
            status=exchange.status,
            code=fault.code if fault else None,
            detail=fault.detail if fault else "",
            headers=tuple(map(_believed, exchange.headers)),
            body=b"" if fault and fault.code in BOMBS else exchange.body,
            wire=exchange.wire,
            seconds=(exchange.ended or time.monotonic()) - self.began,
        )


def _believed(header: tuple[str, str]) -> tuple[str, str]:
    """A header as the server sent it; but only our own browser says that it drew a page."""
    return header[0], header[1].partition(DRAWN_BY)[0]
