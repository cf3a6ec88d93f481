"""Several sites in one fetch: side by side, each on its own, one request at a time per host."""

import signal
import socket
import subprocess
import time
from contextlib import ExitStack, closing
from itertools import pairwise

import pytest
from fakesite import FakeSite
from flow import held, tracker
from running import TRACKER, environment, run

from scrapers.errors import TrackerError
from store.db.connect import reading

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def nobody() -> str:
    """An address where nothing listens."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/"


def entry(name: str, address: str, deadline: float = 60) -> str:
    return (
        f'[sites.{name}]\nextends = "jdefense"\nhome = "{address}"\n'
        f"allow_private = true\ndelay = 0\ndeadline = {deadline}\n"
    )


class Run:
    """A store and a sites file in a folder, for fetches in processes of their own."""

    def __init__(self, folder, entries):
        self.store = str(folder / "t.db")
        config = folder / "sites.toml"
        config.write_text("".join(entries))
        self.words = ("--db", self.store, "--config", str(config))

    def start(self, *words):
        words = (*TRACKER, *self.words, "fetch", *words)
        return subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE, text=True)

    def recorded(self):
        """The names of the sites that have a snapshot."""
        try:
            with reading(self.store) as db:
                rows = db.execute("SELECT DISTINCT site FROM observations ORDER BY site")
                return [name for (name,) in rows]
        except TrackerError:  # the store is being made
            return []


@pytest.fixture
def sites():
    with ExitStack() as stack:
        yield [stack.enter_context(FakeSite()) for _ in range(7)]


def test_one_slow_and_one_dead_site_delay_and_spoil_nobody(sites, tmp_path):
    named = {f"s{n}": site.address for n, site in enumerate(sites)}
    entries = [entry(name, address) for name, address in named.items()]
    fetch = Run(tmp_path, [*entries, entry("dead", nobody())])
    with held(sites[0], "/") as asked:
        process = fetch.start("--no-articles")
        assert asked.wait(30)
        others = [name for name in named if name != "s0"]
        for _ in range(600):
            if fetch.recorded() == others:
                break
            time.sleep(0.05)
        assert fetch.recorded() == others
        assert process.poll() is None
    _, said = process.communicate(timeout=60)
    assert process.returncode == 3
    assert fetch.recorded() == [*named]
    assert [line for line in said.splitlines() if "dead" not in line] == []
    assert said.startswith("tracker: dead: fetch failed (connect): ")


def test_waiting_for_a_slow_site_costs_no_other_its_articles(sites, tmp_path):
    entries = [entry("slow", sites[0].address, 3.5), entry("quick", sites[1].address, 3)]
    fetch = Run(tmp_path, entries)
    with held(sites[0], "/"):
        process = fetch.start("--max-articles", "1")
        process.communicate(timeout=60)
    assert process.returncode == 3
    with reading(fetch.store) as db:
        rows = db.execute("SELECT site, code FROM attempts WHERE kind = 'article'").fetchall()
    assert rows == [("quick", None)]


def test_two_sites_on_one_host_are_asked_one_at_a_time(sites, tmp_path):
    site = sites[0]
    site.latency = 0.1
    entries = [entry(name, site.address) + "robots = false\n" for name in ("a", "b", "c")]
    fetch = Run(tmp_path, entries)
    process = fetch.start("--no-articles")
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert fetch.recorded() == ["a", "b", "c"]
    times = [asked.time for asked in site.asked("/")]
    assert len(times) == 3
    assert all(later - earlier >= site.latency for earlier, later in pairwise(times))


def test_reading_commands_over_many_sites(sites, tmp_path):
    fetch = Run(tmp_path, [entry(f"s{n}", site.address) for n, site in enumerate(sites[:2])])
    fetch.start("--no-articles").communicate(timeout=60)
    status = tracker(*fetch.words, "status", "--csv").out
    assert [line.partition(",")[0] for line in status.splitlines()[1:]] == ["s0", "s1"]
    rows = tracker(*fetch.words, "export", "rankings", "--csv").out.splitlines()
    assert {row.split(",")[1] for row in rows[1:]} == {"s0", "s1"}
    which = tracker(*fetch.words, "top")
    assert (which.status, which.out) == (2, "")
    assert "s0, s1" in which.err
    one = run(*fetch.words, "top", "--site", "s1")
    assert one.returncode == 0


@pytest.mark.parametrize("number", [1, 3])
def test_a_signal_ends_a_fetch_at_once_and_begins_no_visit(tmp_path, number):
    """All sites hold their answers back for longer than the fetch may take to end."""
    with ExitStack() as stack:
        sites = [stack.enter_context(FakeSite()) for _ in range(number)]
        asked = [stack.enter_context(held(site, "/")) for site in sites]
        fetch = Run(tmp_path, [entry(f"s{n}", site.address) for n, site in enumerate(sites)])
        with fetch.start() as program:
            assert all(event.wait(30) for event in asked)
            program.send_signal(signal.SIGINT)
            program.wait(20)  # the sites answer only after this
            assert program.stderr.read() == "tracker: stopped\n"
        assert program.returncode == 130
    assert [len(site.asked("/")) for site in sites] == [1] * number
