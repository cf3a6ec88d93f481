"""`tracker export pages --warc`: readable by others, and by `tracker import` with equal rankings."""

import io

import pytest
from fakesite import FakeSite
from flow import Flow, tracker_bytes
from warcio.archiveiterator import ArchiveIterator

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def flow(tmp_path, monkeypatch):
    """A store with a changed, an unchanged, a refused and another changed page, and articles."""
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        flow.at("2026-01-28 17:03")
        assert flow.fetch("--max-articles", "2").status == 0
        flow.at("2026-01-28 18:03")
        assert flow.rankings() == 0
        site.widget = "none"
        flow.at("2026-01-28 19:03")
        assert flow.rankings() == 5
        site.widget = "lists"
        site.lists["day"] = site.lists["day"][::-1]
        flow.at("2026-01-28 20:03")
        assert flow.rankings() == 0
        flow.at("2026-02-01 12:00")
        yield flow


def copy_of(flow, monkeypatch) -> Flow:
    folder = flow.store.parent / "copy"
    folder.mkdir()
    return Flow(flow.site, folder, monkeypatch)


def test_an_export_imported_gives_equal_rankings(flow, tmp_path, monkeypatch):
    file = tmp_path / "pages.warc.gz"
    said = flow.run("export", "pages", "--warc", "-o", str(file))
    assert said.status == 0, said.err
    other = copy_of(flow, monkeypatch)
    said = other.run("import", str(file))
    assert said.status == 0, said.err
    assert other.run("export", "rankings").out == flow.run("export", "rankings").out
    assert other.run("check").status == 0
    kept = "SELECT time, asked, answered, status, code, page FROM attempts WHERE kind = 'ranking' "
    order = "AND page IS NOT NULL ORDER BY time, asked"
    assert other.query(kept + order) == flow.query(kept + order)
    said = flow.run("import", str(file))
    assert "0 observations and 0 visits imported, 9 known" in said.err


def test_others_can_read_it(flow, tmp_path):
    for name in ("pages.warc", "pages.warc.gz"):
        assert flow.run("export", "pages", "-o", str(tmp_path / name)).status == 0
        with (tmp_path / name).open("rb") as file:
            kinds, bodies = [], {}
            for record in ArchiveIterator(file, check_digests="raise"):
                kinds.append(record.rec_type)
                body = record.content_stream().read()
                if record.rec_type == "response":
                    bodies[record.rec_headers.get_header("WARC-Target-URI")] = body
        assert kinds[0] == "warcinfo"
        assert kinds.count("metadata") == kinds.count("response") + kinds.count("revisit")
        assert kinds.count("revisit") >= 1
        assert "</html>" in bodies[flow.site.address].decode()


def test_parts_of_a_size_can_each_be_read_alone(flow, tmp_path, monkeypatch):
    parts = tmp_path / "parts"
    said = flow.run("export", "pages", "--shard", "4K", "-o", str(parts))
    assert said.status == 0, said.err
    files = sorted(parts.iterdir())
    assert len(files) > 1
    other = copy_of(flow, monkeypatch)
    for file in files:
        assert other.run("import", str(file)).status in {0, 2}  # a part may have articles alone
    assert other.run("export", "rankings").out == flow.run("export", "rankings").out
    assert flow.run("export", "pages", "--shard", "4K", "-o", str(parts)).status == 6


def test_a_file_is_replaced_only_by_its_like(flow, tmp_path):
    file, other = tmp_path / "pages.warc.gz", tmp_path / "other.warc.gz"
    for _ in range(2):
        assert flow.run("export", "pages", "--warc", "-o", str(file)).status == 0
    other.write_bytes(b"\x1f\x8bsomething else")
    assert flow.run("export", "pages", "--warc", "-o", str(other)).status == 6
    with tracker_bytes("--db", str(flow.store), "export", "pages", "--warc") as (_, out, _):
        assert out == file.read_bytes()
    assert len(list(ArchiveIterator(io.BytesIO(out)))) > 4


def test_what_does_not_go_together(flow, tmp_path):
    file = str(tmp_path / "x.warc")
    for words in (
        ("pages",), ("pages", "--json"), ("rankings", "-o", file), ("rankings", "--warc"),
        ("pages", "--warc", "--window", "day"), ("pages", "--warc", "--shard", "some", "-o", file),
        ("pages", "--shard", "1GB"),
    ):  # fmt: skip
        said = flow.run("export", *words)
        assert said.status == 2, words
    assert flow.run("top", "-o", file).status == 2
