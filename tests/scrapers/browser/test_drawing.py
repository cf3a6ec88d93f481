"""Drawing without a browser: a stand-in for its process says what it likes, and is not believed."""

import os
import socket
import sys
import tempfile
import threading
import time
from functools import partial

import pytest

from scrapers import Client, Politeness, drawn_by
from scrapers.browser import drawing, process, rendering
from scrapers.browser.channel import LARGEST, Channel, Message, Order, Reply
from scrapers.browser.gate import Budget, Gate
from scrapers.browser.parts import Parts
from scrapers.http.address_guard import Fault
from scrapers.model import Answer
from scrapers.visiting import Visiting
from scrapers.visits import ranking_visit

PAGE = "http://127.0.0.1:8000/"
HEADERS = (("date", "Sat"), ("etag", "1"), ("last-modified", "Sat"), ("content-type", "text/html"))
RECEIVED = Answer(PAGE, PAGE, 0, 200, headers=HEADERS, body=b"<p>frame", wire=10, seconds=1.0)


class StandIn:
    """In the place of the browser's process: `play` gets the other end."""

    last_words = "a last word"

    def __init__(self, play):
        ours, self._theirs = socket.socketpair()
        self._channel = Channel(ours)
        self._play = threading.Thread(target=play, args=(self._theirs,))

    def __enter__(self):
        self._play.start()
        return self._channel

    def __exit__(self, *_):
        self._channel.close()
        self._play.join()
        self._theirs.close()


@pytest.fixture
def draw(monkeypatch):
    def drawn(play, seconds=20.0):
        monkeypatch.setattr(process, "BrowserProcess", partial(StandIn, play))
        client, budget = Client(Politeness((), int), user_agent="t"), Budget()
        end = time.monotonic() + seconds
        parts = Parts(Gate(PAGE, (), budget), budget, client, client, end)
        return drawing.drawn(RECEIVED, parts, end, "tracker/0")

    return drawn


def says(*messages, body=b"<p>drawn"):
    def play(end):
        channel = Channel(end)
        order, page = channel.receive(Order)
        assert (order.address, page) == (PAGE, b"<p>frame")
        for message in messages:
            channel.send(message, body)
            if message.what == "ask":
                assert channel.receive(Reply) == (Reply(), b"")
        end.shutdown(socket.SHUT_WR)

    return play


def drawn_at(address, version="156.0.8078.108"):
    return Message("drawn", address, detail=version)


def test_the_drawn_document_takes_the_place_of_the_received_one(draw):
    image = Message("ask", f"{PAGE}a.png", "GET", "image")
    found = draw(says(image, drawn_at(f"{PAGE}#top")))
    assert (found.code, found.body, found.answered, found.status) == (None, b"<p>drawn", PAGE, 200)
    assert dict(found.headers).keys() == {"date", "content-type"}
    assert drawn_by(found.header("content-type")) == "Chromium-156"
    assert found.detail.startswith("drawn by Chromium 156 in ")
    assert found.detail.endswith("0 requests; refused: 1 image")


@pytest.mark.parametrize(
    ("play", "why"),
    [
        (says(Message("failed", detail="no\x1b[31m sandbox")), "sandbox"),
        (says(Message("surprise")), "failed"),
        (says(drawn_at("chrome-error://chromewebdata/")), "left for"),
        (says(drawn_at("http://127.0.0.1:8001/")), "left for"),
        (says(drawn_at("about:blank")), "left for"),
        (says(), "ended: a last word"),
        (lambda end: end.close(), "ended: a last word"),
        (lambda end: end.sendall(b"\0\0\0\5\0\0\0\0hello"), "failed"),
        (lambda end: end.sendall(b"\xff" * 8), "failed"),
        (lambda end: end.sendall(b"\0\0\0\2\xff\xff\xff\xff[]"), "failed"),
    ],
)
def test_whatever_else_comes_is_a_fault(draw, play, why):
    with pytest.raises(Fault, match=why) as fault:
        draw(play)
    assert fault.value.code == "render"


def test_a_browser_that_says_nothing_is_not_waited_for(draw):
    silent = threading.Event()
    with pytest.raises(Fault, match="did not come to rest"):
        draw(lambda _: silent.wait(0.3), seconds=0.1)


def test_a_document_that_is_too_long(draw, monkeypatch):
    monkeypatch.setattr(drawing, "BODY_CAP", 5)
    with pytest.raises(Fault) as fault:
        draw(says(drawn_at(PAGE)))
    assert fault.value.code == "body-cap"


@pytest.mark.parametrize(
    ("lacks", "remedy"), [("find_spec", "extra browser"), ("program", "apt install chromium")]
)
def test_without_playwright_or_chromium_nothing_is_visited(monkeypatch, lacks, remedy):
    monkeypatch.setattr(process, "find_spec", lambda name: name)
    monkeypatch.setattr(process, lacks, lambda *_: None)
    visiting, politeness = Visiting(render=True), Politeness((), lambda: 7)
    client = Client.of(visiting, politeness, "0")
    found = ranking_visit(client, visiting, politeness, "0")(PAGE, deadline=0.0)
    assert (found.code, found.status, found.time) == ("render", None, 7)
    assert remedy in found.detail
    assert remedy in rendering.trial()[1]


def test_a_site_without_render_is_visited_by_its_client():
    client = Client(Politeness((), int), user_agent="t")
    visit = ranking_visit(client, Visiting(), Politeness((), int), "0")
    assert visit == client.visit


def test_a_message_is_bounded():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        with pytest.raises(TimeoutError):
            Channel(ours).receive(Message, 0.01)
        Channel(theirs).send(Message("ask", "x"), b"body")
        assert Channel(ours).receive(Message, 1.0) == (Message("ask", "x"), b"body")
        theirs.sendall(b"\0\0\0\2" + (LARGEST + 1).to_bytes(4, "big") + b"[]")
        with pytest.raises(ValueError, match="too much"):
            Channel(ours).receive(Message, 1.0)


def test_the_process_ends_with_its_connection_and_its_last_words_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/bin/sh")  # which cannot do what it is asked for
    for name, age in (("tracker-browser-old", 2), ("tracker-browser-new", 0)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age * 3600,) * 2)
    browser = process.BrowserProcess()
    with browser as channel, pytest.raises((EOFError, ConnectionError)):
        channel.receive(Message, 30.0)
    assert browser.last_words
    assert [folder.name for folder in tmp_path.iterdir()] == ["tracker-browser-new"]
