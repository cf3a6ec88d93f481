"""Which requests of a page are made: the decision alone, without a browser or a network."""

import pytest

from scrapers.browser.channel import Message
from scrapers.browser.gate import MOST_DOCUMENTS, Budget, Gate
from scrapers.http.address_guard import Fault

PAGE = "https://www.news.example/ranking/"


def ask(address, kind="fetch", method="GET", *, main=False):
    return Message("ask", address, method, kind, main)


def gate(page=PAGE, hosts=(), **budget):
    return Gate(page, hosts, Budget(**budget))


@pytest.mark.parametrize(
    "message",
    [
        ask("https://www.news.example/api/rank.json"),
        ask("https://www.news.example/app.js", "script"),
        ask("https://api.news.example/rank.json", "xhr"),
        ask("https://www.news.example/other", "document", main=True),
        ask("https://cdn.example/jquery.js", "script"),
        ask("https://www.cdn.example/jquery.js", "script"),
    ],
    ids=lambda message: f"{message.kind} {message.address}",
)
def test_what_is_made(message):
    opened = gate(hosts=("cdn.example",))
    assert opened.admitted(message).url == message.address
    assert opened.summary() == ""


@pytest.mark.parametrize(
    ("message", "word"),
    [
        (ask("https://www.news.example/a.png", "image"), "image"),
        (ask("https://www.news.example/a.css", "stylesheet"), "stylesheet"),
        (ask("https://www.news.example/a.woff", "font"), "font"),
        (ask("https://www.news.example/a.mp4", "media"), "media"),
        (ask("https://www.news.example/e", "eventsource"), "eventsource"),
        (ask("https://www.news.example/p", "ping", "POST"), "POST"),
        (ask("https://www.news.example/api", "fetch", "POST"), "POST"),
        (ask("https://www.news.example/api", "fetch", "get"), "get"),
        (ask("https://www.news.example/frame", "document"), "frame"),
        (ask("https://www.news.example/", "", ""), "unknown"),
        (ask("https://elsewhere.example/", "document", main=True), "way to elsewhere.example"),
        (ask("http://www.news.example/", "document", main=True), "way to www.news.example"),
        (
            ask("https://www.news.example:8443/", "document", main=True),
            "way to www.news.example:8443",
        ),
        (ask("https://ads.example/a.js", "script"), "ads.example"),
        (ask("https://news.example.evil.example/a.js", "script"), "news.example.evil.example"),
        (ask("https://www.news.example:8443/a"), "www.news.example:8443"),
        (ask("http://127.0.0.1/a"), "127.0.0.1"),
        (ask("http://0x7f.1/a"), "odd address"),
        (ask("https://me:pw@www.news.example/a"), "odd address"),
        (ask("file:///etc/passwd"), "odd address"),
        (ask("ws://www.news.example/"), "odd address"),
        (ask("chrome://settings/"), "odd address"),
    ],
    ids=lambda value: f"{value.kind} {value.address}" if isinstance(value, Message) else "",
)
def test_what_is_refused(message, word):
    closed = gate()
    assert closed.admitted(message) is None
    assert closed.summary() == f"1 {word}"


@pytest.mark.parametrize(
    ("page", "other", "same"),
    [
        (PAGE, "https://www.news.example/x", True),
        (PAGE, "http://www.news.example/x", False),
        (PAGE, "https://api.news.example/x", False),
        ("http://news.example/", "https://news.example/x", True),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/x", True),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8001/x", False),
        ("http://127.0.0.1:8000/", "https://127.0.0.1:8001/x", False),
    ],
)
def test_the_pages_own_server_is_host_port_and_scheme(page, other, same):
    opened = gate(page)
    assert opened.is_home(gate(other).page) is same


def test_a_budget_of_requests_and_of_bytes():
    budget = Budget(requests=2, size=100)
    opened = Gate(PAGE, (), budget)
    for _ in range(2):
        assert opened.admitted(ask(f"{PAGE}a"))
        budget.spend()
    assert opened.admitted(ask(f"{PAGE}a")) is None
    with pytest.raises(Fault):
        budget.spend()
    assert (budget.requests, opened.summary()) == (2, "1 over budget")
    full = Budget(size=100)
    full.bytes = 100
    assert Gate(PAGE, (), full).admitted(ask(f"{PAGE}a")) is None


def test_a_page_may_lead_on_a_few_times():
    opened = gate()
    led = [opened.admitted(ask(f"{PAGE}{n}", "document", main=True)) for n in range(8)]
    assert [bool(target) for target in led].count(True) == MOST_DOCUMENTS


def test_hostile_words_are_cut_and_counted():
    opened = gate()
    for n in range(9):
        opened.admitted(ask("https://x.example/", f"{n}" * 500))
    assert opened.summary().count(",") == 5
    assert opened.summary().endswith("…")
    assert len(opened.summary()) < 400
