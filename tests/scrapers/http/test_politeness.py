"""Politeness, under a clock that moves only when somebody waits."""

import threading
import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.http.address_guard import Fault
from scrapers.http.politeness import (
    DEFAULT_HOLD,
    LONGEST_HOLD,
    HostState,
    Politeness,
    pause,
    retry_after,
)

NOW = 1_800_000_000
FAR = 10**9


class World:
    """Time that passes by sleeping and working."""

    def __init__(self, states=(), at=NOW):
        self.at = float(at)
        self.politeness = Politeness(
            states, lambda: int(self.at), clock=lambda: self.at, sleep=self.sleep
        )

    def sleep(self, seconds):
        self.at += seconds
        return False

    def ask(self, host="h", *, delay=3.0, takes=0.1, crawl=0.0, well=True, deadline=2 * FAR):
        """One request; when it began."""
        with self.politeness.turn(host, delay, crawl, deadline) as turn:
            began = self.at
            self.at += takes
            turn.well = well
        return began


def refusal(world, **options):
    before = world.at
    with pytest.raises(Fault) as caught:
        world.ask(**options)
    assert world.at == before  # nothing was waited for
    return caught.value.code


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 120 ", 120),
        ("-5", 0),
        ("100000000000000000000", LONGEST_HOLD),
        ("9" * 3000, LONGEST_HOLD),
        (formatdate(NOW + 90, usegmt=True), 90),
        (formatdate(NOW - 90, usegmt=True), 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_HOLD),
        (None, DEFAULT_HOLD),
        ("", DEFAULT_HOLD),
        ("nan", DEFAULT_HOLD),
        ("inf", DEFAULT_HOLD),
        ("1e20", DEFAULT_HOLD),
        ("1.5", DEFAULT_HOLD),
        ("１２０", DEFAULT_HOLD),
        ("9" * 5000, DEFAULT_HOLD),
        ("soon", DEFAULT_HOLD),
        ("Fri, 31 Dec 10000 23:59:59 GMT", DEFAULT_HOLD),
        ("Fri, 99 Dec 2026 23:59:59 GMT", DEFAULT_HOLD),
        ("Fri, 31 Dec 2026 23:59:60 +9999", DEFAULT_HOLD),
    ],
)
def test_retry_after(value, seconds):
    assert retry_after(value, NOW) == NOW + seconds


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+:\d+ \S+"))
def test_retry_after_is_always_in_bounds(value):
    assert NOW <= retry_after(value, NOW) <= NOW + LONGEST_HOLD


def test_pause_is_the_longest():
    assert pause(3, 0.2, 0) == 3
    assert pause(3, 2, 0) == 10
    assert pause(3, 2, 30) == 30
    assert pause(0, 2, 0, 1) == 2


def test_first_request_waits_for_nothing():
    assert World().ask() == NOW


def test_delay_lies_between_the_end_and_the_next_start():
    world = World()
    starts = [world.ask(takes=0.1) for _ in range(3)]
    assert starts == pytest.approx([NOW, NOW + 3.1, NOW + 6.2])


def test_time_spent_elsewhere_counts():
    world = World()
    world.ask(takes=0.1)
    world.at += 2
    assert world.ask() == pytest.approx(NOW + 3.1)
    world.at += 60
    assert world.ask() == pytest.approx(world.at - 0.1)


def test_slow_hosts_are_asked_less():
    world = World()
    world.ask(takes=4)
    assert world.ask() == pytest.approx(NOW + 4 + 20)


def test_crawl_delay():
    world = World()
    world.ask(takes=0.1)
    assert world.ask(crawl=30) == pytest.approx(NOW + 30.1)


def test_hosts_do_not_wait_for_each_other():
    world = World()
    world.ask("one")
    assert world.ask("two") == pytest.approx(NOW + 0.1)


def test_failures_never_speed_up():
    world = World()
    world.ask(takes=4)
    world.ask(takes=0.001, well=False)
    before = world.at
    assert world.ask() == pytest.approx(before + 20)


def test_an_exception_counts_as_failure():
    world = World()
    world.ask(takes=4)
    with pytest.raises(KeyError), world.politeness.turn("h", 3, 0, 2 * FAR):
        raise KeyError
    assert world.politeness.states()[0].latency == 4


@given(st.lists(st.tuples(st.floats(0, 9), st.booleans()), min_size=2, max_size=8), st.floats(0, 5))
def test_any_course_keeps_the_pauses(requests, delay):
    world, last = World(), None
    for takes, well in requests:
        began = world.ask(takes=takes, well=well, delay=delay)
        if last is not None:
            assert began - last[0] >= max(delay, 5 * last[1]) - 1e-5
        last = (world.at, takes)


def test_a_pause_beyond_the_deadline_is_not_begun():
    world = World()
    world.ask()
    assert refusal(world, deadline=world.at + 2) == "deadline"


def test_hold_keeps_until_its_time():
    world = World()
    world.politeness.hold("h", NOW + 60)
    world.politeness.hold("h", NOW + 30)  # a shorter one takes nothing back
    assert refusal(world) == "retry-after"
    world.at += 59
    assert refusal(world) == "retry-after"
    world.at += 1
    assert world.ask() == NOW + 60


def test_states_carry_manners_to_the_next_run():
    world = World()
    world.ask("slow", takes=1)
    world.politeness.hold("held", NOW + 500)
    states = world.politeness.states()
    assert states == [HostState("held", NOW + 500), HostState("slow", 0, NOW + 1, 1.0)]
    later = World(states, at=NOW + 2)
    assert refusal(later, host="held") == "retry-after"
    assert later.ask("slow") >= NOW + 1 + 5


def test_a_wrong_clock_does_not_lock_a_host_out():
    world = World(
        [HostState("h", not_before=NOW + 10 * LONGEST_HOLD, asked=NOW + 10**8, latency=1)]
    )
    assert world.ask() == NOW + 5


def test_one_request_at_a_time():
    politeness = Politeness((), lambda: NOW)
    inside, most = 0, 0

    def ask():
        nonlocal inside, most
        with politeness.turn("h", 0, 0, time.monotonic() + 60):
            inside += 1
            most = max(most, inside)
            time.sleep(0.005)
            inside -= 1

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, inside) == (1, 0)


def test_waiting_for_others_ends_at_the_deadline():
    politeness = Politeness((), lambda: NOW)
    first = politeness.turn("h", 0, 0, time.monotonic() + 60)
    second = politeness.turn("h", 0, 0, time.monotonic() + 0.05)
    with first, pytest.raises(Fault) as caught, second:
        pass
    assert caught.value.code == "deadline"


def test_stop_ends_waiting():
    politeness = Politeness((), lambda: NOW)
    codes = []

    def wait():
        try:
            politeness.wait(60, time.monotonic() + 100)
        except Fault as fault:
            codes.append(fault.code)

    thread = threading.Thread(target=wait)
    thread.start()
    politeness.stop()
    thread.join(10)
    assert codes == ["interrupted"]
