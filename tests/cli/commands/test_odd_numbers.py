"""Numbers that nothing can count are usage errors, said in one line."""

import pytest
from fakesite import FakeSite
from flow import Flow

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

COMMANDS = (("top",), ("leaders",), ("log",), ("search", "記事"))


@pytest.fixture(scope="module")
def flow(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, FakeSite() as site:
        flow = Flow(site, tmp_path_factory.mktemp("numbers"), patch)
        flow.at("2026-01-28 17:03")
        assert flow.rankings() == 0
        yield flow


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize("limit", ["9" * 20, str(2**63 - 1), "0", "-1", "1.5", "nan"])
def test_a_limit_that_is_none_is_a_usage_error(flow, words, limit):
    said = flow.run(*words, "--limit", limit)
    assert (said.status, said.out) == (2, "")
    (line,) = said.err.splitlines()
    assert "--limit" in line


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_limit_far_beyond_the_rows_shows_all(flow, words):
    assert flow.run(*words, "--limit", "1000000000") == flow.run(*words, "--limit", "1000")
