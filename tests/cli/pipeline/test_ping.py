"""The dead-man's switch: told of every run, never in its way, its address never told."""

import socket
from contextlib import closing

import pytest
from fakesite import FakeSite, write_config
from flow import Flow

from cli.pipeline.ping import extended, pinging
from cli.terminal.process import Stopped
from scrapers.visiting import Visiting
from store.db.lock import fetch_lock

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

SECRET = "5b0c1d2e"


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        flow.at("2026-01-28 17:03")
        yield flow


@pytest.fixture
def switch():
    """A service that takes pings; `calls` are the paths it was called with."""
    with FakeSite() as service:
        for word in ("", "/start", "/1", "/3", "/4", "/5", "/6", "/143"):
            service.on(f"/{SECRET}{word}", body="OK")
        yield service


def calls(service):
    assert all(asked.path.startswith(f"/{SECRET}") for asked in service.log)
    return [asked.path.removeprefix(f"/{SECRET}") for asked in service.log]


def test_a_run_that_is_well_calls_start_and_the_address(flow, switch):
    said = flow.fetch("--no-articles", "--ping", f"{switch.address}{SECRET}")
    assert said == (0, "", "")
    assert calls(switch) == ["/start", ""]


def test_the_address_can_stand_in_the_environment(flow, switch, monkeypatch):
    monkeypatch.setenv("TRACKER_PING", f"{switch.address}{SECRET}")
    assert flow.rankings() == 0
    assert calls(switch) == ["/start", ""]


@pytest.mark.parametrize("fault", [{"status": 403}, {"body": "<title>x</title><p>Moved.</p>"}])
def test_a_run_that_is_not_well_calls_its_exit_status(flow, switch, fault):
    flow.site.widget = "none"
    flow.site.on("/", **fault)
    status = flow.rankings("--ping", f"{switch.address}{SECRET}")
    assert status in {4, 5}
    assert calls(switch) == ["/start", f"/{status}"]


def test_each_site_has_its_own(flow, switch):
    with FakeSite() as other:
        write_config(flow.config, flow.site.address, more=f'ping = "{switch.address}{SECRET}"\n')
        more = f'[sites.other]\nextends = "local"\nhome = "{other.address}"\n'
        flow.config.write_text(flow.config.read_text() + more + 'ping = "http://127.0.0.1:1/x"\n')
        other.on("/", status=403)
        said = flow.fetch("--no-articles")
    assert said.status == 3
    assert calls(switch) == ["/start", ""]
    assert said.err.count("ping of other failed") == 2


def test_a_store_that_cannot_be_used_is_told(flow, switch):
    flow.store.write_text("no store")
    assert flow.fetch("--ping", f"{switch.address}{SECRET}").status == 6
    assert calls(switch) == ["/start", "/6"]


@pytest.mark.parametrize(("ended", "status"), [(Stopped(15), 143), (RuntimeError("a bug"), 1)])
def test_a_run_that_is_stopped_or_breaks_is_told(switch, ended, status):
    sites = {"news": Visiting(allow_private=True)}
    with pytest.raises(type(ended)), pinging(sites, f"{switch.address}{SECRET}", 0):
        raise ended
    assert calls(switch) == ["/start", f"/{status}"]


def test_a_run_beside_another_says_nothing(flow, switch):
    write_config(flow.config, flow.site.address, more="deadline = 1\n")  # it waits that long
    with fetch_lock(str(flow.store)):
        assert flow.fetch("--ping", f"{switch.address}{SECRET}").status == 75
    assert switch.log == []


def closed_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/{SECRET}"


def elsewhere():
    return f"ftp://127.0.0.1/{SECRET}"


def nonsense():
    return f"http://[{SECRET}"


@pytest.mark.parametrize("address", [closed_port, elsewhere, nonsense])
def test_a_ping_that_fails_changes_nothing_and_keeps_its_address_to_itself(flow, address):
    said = flow.fetch("--no-articles", "--ping", address())
    assert (said.status, said.out) == (0, "")
    assert said.err.count("tracker: ping of --ping failed (") == 2
    assert SECRET not in said.err
    assert len(flow.export("rankings")) == 30


def test_a_quiet_run_does_not_mention_it(flow):
    said = flow.run("-q", "fetch", "--no-articles", "--ping", closed_port())
    assert said == (0, "", "")


def test_private_addresses_are_called_only_where_a_site_may_be_private(switch, capsys):
    with pinging({"news": Visiting()}, f"{switch.address}{SECRET}", 0):
        assert switch.log == []
    assert capsys.readouterr().err.count("(address-refused)") == 1
    with pinging({"news": Visiting(allow_private=True)}, f"{switch.address}{SECRET}", 0):
        assert calls(switch) == ["/start"]


def test_dry_runs_are_not_told(flow, switch):
    said = flow.fetch("--dry-run", "--ping", f"{switch.address}{SECRET}")
    assert said.status == 0
    assert switch.log == []


@pytest.mark.parametrize(
    ("address", "word", "called"),
    [
        ("https://hc.example/abc", "start", "https://hc.example/abc/start"),
        ("https://hc.example/abc/", "", "https://hc.example/abc/"),
        ("https://hc.example/abc?rid=1", "4", "https://hc.example/abc/4?rid=1"),
    ],
)
def test_a_word_goes_to_the_end_of_the_path(address, word, called):
    assert extended(address, word) == called
