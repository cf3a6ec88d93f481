"""Several pages at a time: the answers of one reader, in the order of the pages."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from defensepages import page
from hypothesis import given, settings
from hypothesis import strategies as st
from running import environment
from sizes import examples

from scrapers import Page, ReaderPool, read_page
from scrapers.sites.jdefense import SITE

PAGES = [page().encode(), b"<p>", b"", "<h1>見出し</h1>".encode("cp932")]


@settings(max_examples=examples(30))
@given(st.lists(st.sampled_from(PAGES), max_size=12), st.integers(1, 3))
def test_answers_come_in_the_order_of_the_pages(bodies, jobs):
    pages = [
        (n, Page("https://j-defense.ikaros.jp/", body, 1_769_760_000))
        for n, body in enumerate(bodies)
    ]
    with ReaderPool(jobs) as readers:
        answers = list(readers.read(iter(pages), SITE))
    assert answers == [(n, read_page(asked, SITE)) for n, asked in pages]


def test_pages_are_asked_for_only_a_little_ahead_and_in_one_thread():
    asked = []

    def pages():
        for n in range(100):
            asked.append(threading.get_ident())
            yield n, Page("https://j-defense.ikaros.jp/", b"<p>", 0)

    with ReaderPool(2) as readers:
        next(readers.read(pages(), SITE))
    assert set(asked) == {threading.get_ident()}
    assert len(asked) < 10


@pytest.mark.skipif(not hasattr(os, "fork"), reason="pages are read in this process here")
def test_an_interrupted_pool_ends_at_once_and_leaves_no_process():
    """Its readers are kept busy by pages that take seconds."""
    code = (
        "import scrapers.read, time\n"
        "scrapers.read.read_page = lambda *_, **__: time.sleep(60)\n"
        "from scrapers import Page, ReaderPool\n"
        "with ReaderPool(2) as readers:\n"
        "    print(*(each._pid for each in readers._all), flush=True)\n"
        "    list(readers.read(((n, Page('', b'', 0)) for n in range(9)), None))"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment(), text=True,
    )  # fmt: skip
    servers = [int(word) for word in program.stdout.readline().split()]
    time.sleep(0.3)
    program.send_signal(signal.SIGINT)
    program.communicate(timeout=30)  # half the time of the first page
    for server in servers:
        with pytest.raises(ProcessLookupError):
            os.kill(server, 0)
