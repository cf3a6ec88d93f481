"""The configuration: what a file means, how it is refused, how it is changed, what its guide says."""

import pwd
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.config import TOP, default_path, fields, file, followed, load, parse
from scrapers.errors import ConfigError
from scrapers.model import ListSpec, Reader, Site
from scrapers.sites import KINDS, known
from scrapers.visiting import Visiting
from scrapers.windows import WINDOWS

JDEFENSE = known()["jdefense"]
PLAIN = Visiting()
PATH = Path("sites.toml")
HOME = 'home = "https://news.example/"\n'
GUIDE = (Path(__file__).parents[3] / "docs" / "sites.md").read_text()


def read(text: str):
    return parse(text.encode(), PATH)


def entry(lines: str) -> Site:
    return read(f"[sites.a]\n{lines}").sites["a"]


def error(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(text)
    message = str(caught.value)
    assert "\n" not in message
    assert caught.value.exit_status == 2
    return message


# what is read


def test_an_entry_takes_everything_unsaid_from_the_site_it_extends():
    config = read(
        'default = "local"\n[sites.local]\nextends = "jdefense"\nhome = "http://127.0.0.1:8123/"\n'
        'follow = true\nallow_private = true\ndelay = 0\ndeadline = 120\nevery = "1h"\n'
        "robots = true\n"
    )
    said = {"extends": "jdefense", "home": "http://127.0.0.1:8123/"}
    assert config.sites["local"] == JDEFENSE._replace(name="local", **said)
    assert config.visiting["local"] == Visiting(allow_private=True, delay=0, every=3600)
    assert config.default == "local"
    assert config.followed == ("local",)
    assert config.sites["jdefense"] == JDEFENSE
    assert config.visiting["jdefense"] == Visiting()


def test_an_entry_without_readers_is_read_by_detection():
    assert entry(HOME) == Site("a", "a", "https://news.example/", readers=(Reader("detect"),))


def test_an_entry_named_like_a_builtin_site_extends_it():
    for said in ("", 'extends = "jdefense"\n'):
        config = read(f"[sites.jdefense]\n{said}every = 1800\n")
        assert config.sites["jdefense"]._replace(extends=None) == JDEFENSE
        assert config.visiting["jdefense"] == Visiting(every=1800)


def test_bases_chain_and_the_users_version_of_a_builtin_site_is_the_base():
    config = read(
        '[sites.b]\nextends = "a"\n[sites.a]\nextends = "jdefense"\nlabel = "A"\n'
        "[sites.jdefense]\ndelay = 7\nfollow = false\n"
    )
    assert config.sites["b"].label == "A"
    assert config.visiting["b"].delay == 7
    assert config.followed == ()


@pytest.mark.parametrize(
    ("said", "seconds"), [('"1h"', 3600), ('"30m"', 1800), ("90", 90), ('"2d"', 172800)]
)
def test_a_time_is_seconds_or_a_word(said, seconds):
    config = read(f"[sites.a]\n{HOME}every = {said}\ndelay = {said}\ndeadline = {said}")
    assert config.visiting["a"] == Visiting(every=seconds, delay=seconds, deadline=seconds)


def test_readers_with_their_dates_and_lists():
    site = entry(
        HOME + '[[sites.a.readers]]\nkind = "jdefense"\nuntil = "2026-02-01T03:03:00+09:00"\n'
        '[[sites.a.readers]]\nkind = "detect"\nversion = 2\nsince = 2026-01-31T18:03:00Z\n'
        '[[sites.a.readers.lists]]\nname = "day"\nlabel = "24時間"\n'
    )
    moment = int(datetime(2026, 1, 31, 18, 3, tzinfo=UTC).timestamp())
    rows = (ListSpec("day", label="24時間"),)
    assert site.readers == (
        Reader("jdefense", until=moment),
        Reader("detect", 2, since=moment, lists=rows),
    )


def test_the_contact_signs_every_site_that_has_none_of_its_own():
    config = read(f'contact = "me"\n[sites.a]\n{HOME}contact = "a"\n[sites.b]\n{HOME}')
    assert {name: visiting.contact for name, visiting in config.visiting.items()} == {
        "jdefense": "me",
        "a": "a",
        "b": "me",
    }


# which sites are visited


def test_named_sites_are_visited_once_each_in_the_order_named():
    config = read(f"[sites.a]\n{HOME}follow = false\n")
    assert [s.name for s in followed(config, ["jdefense", "a", "jdefense"])] == ["jdefense", "a"]


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(ConfigError, match="no site is called jdefence; did you mean jdefense"):
        followed(read(""), ["jdefence"])


def test_the_followed_sites_of_the_file_else_the_first_site():
    assert [s.name for s in followed(read(f"[sites.a]\n{HOME}"))] == ["a"]
    assert [s.name for s in followed(read(f"[sites.a]\n{HOME}follow = false"))] == ["jdefense"]
    assert [s.name for s in followed(read(""))] == ["jdefense"]


def test_following_nothing_at_all_is_an_error_not_a_silent_success():
    with pytest.raises(ConfigError, match="no site is followed"):
        followed(read("[sites.jdefense]\nfollow = false"))


# errors


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("defualt = 'a'", 1, "unknown key defualt; did you mean default?"),
        ("\ndefault = 'jdefence'", 2, "default: no site is called jdefence"),
        ("default = 3", 1, "default: a string expected, got 3"),
        ("contact = ' '", 1, "contact: a string with something in it expected"),
        ("contact = 'ＭＥ'", 1, "contact: an address in plain ASCII without brackets expected"),
        ("contact = 'me (really)'", 1, "contact: an address in plain ASCII without brackets"),
        ("sites = 3", 1, "sites: tables expected, each headed [sites.NAME]"),
        ("# one\n[sites]\na = 3", 3, "[sites.a] a table expected, got 3"),
        ("[sites.none]\n" + HOME, 1, "a site cannot be called 'none'"),
        ("[sites.'a b']\n" + HOME, 1, "a site cannot be called 'a b'"),
        ("[sites.'a\\u001b[31m']\n".replace("'", '"') + HOME, 1, r"a site cannot be called 'a\x1b"),
        ("\n[sites.a]\n", 2, "[sites.a] home is missing"),
        ("[sites.a]\nhome = 'https://u@x/'", 2, "[sites.a] home: an address such as"),
        ("[sites.a]\nhome = 'https://x:99999/'", 2, "[sites.a] home: an address such as"),
        ("[sites.a]\nhome = 'ftp://x/'", 2, "[sites.a] home: an address such as"),
        ('[sites.a]\nhome = "http://x/\\n"', 2, "[sites.a] home: an address such as"),
        ("[sites.a]\n" + HOME + "delay = true", 3, "delay: seconds or a time such as 1h"),
        ("[sites.a]\n" + HOME + "delay = nan", 3, "delay: a time from 0 s to a year"),
        ("[sites.a]\n" + HOME + "delay = inf", 3, "delay: a time from 0 s to a year"),
        (
            "[sites.a]\n" + HOME + "deadline = " + "9" * 400,
            3,
            "deadline: a time from 0 s to a year",
        ),
        ("[sites.a]\n" + HOME + "every = '1 month'", 3, "every: seconds or a time such as 1h"),
        ("[sites.a]\n" + HOME + "deadline = 0", 3, "deadline: a time longer than 0 s"),
        ("[sites.a]\n" + HOME + "rankings_on = []", 3, "rankings_on: at least one place"),
        (
            "[sites.a]\n" + HOME + "rankings_on = [\n  'home',\n  'x',\n]\n",
            3,
            "rankings_on: an address such as",
        ),
        ("[sites.a]\n" + HOME + "identity = 'id'", 3, "identity: a list of names of parameters"),
        (
            "[sites.a]\n" + HOME + "formerly = [\n 'old.example',\n 'https://x.example/']",
            3,
            "formerly: a host such as old.example expected, got 'https://x.example/'",
        ),
        ("[sites.a]\n" + HOME + "apart = ['a']", 3, "apart: two addresses expected, got 'a'"),
        (
            "[sites.a]\n" + HOME + "apart = [['https://x.example/a#1', 'http://www.x.example/a']]",
            3,
            "apart: these two are one address",
        ),
        ("[sites.a]\nextends = 'a'\n", 2, "a loop: a extends a"),
        (
            "[sites.a]\nextends = 'b'\n[sites.b]\nextends = 'c'\n[sites.c]\nextends = 'b'\n",
            6,
            "a loop: b extends c extends b",
        ),
        (
            "[sites.a]\n" + HOME + "[[sites.a.readers]]\nkind = 'x'\n",
            4,
            "readers: kind: 'x' is none of",
        ),
        (
            "[sites.a]\n" + HOME + "[[sites.a.readers]]\nkind = 'detect'\n[[sites.a.readers]]\n",
            5,
            "readers: kind is missing",
        ),
        (
            "[sites.a]\n" + HOME + "[[sites.a.readers]]\nkind = 'detect'\nsince = 2026-02-01\n",
            5,
            "readers: since: a time with offset expected, such as 2026-02-01T03:03:00Z",
        ),
        (
            "[sites.a]\n" + HOME + "[[sites.a.readers]]\nkind = 'detect'\nversion = 0\n",
            5,
            "readers: version: a whole number from 1 on expected, got 0",
        ),
        (
            "[sites.a]\n" + HOME + "[[sites.a.readers]]\nkind = 'detect'\n"
            "since = 2026-02-01T00:00:00Z\nuntil = 2026-02-01T00:00:00Z\n",
            6,
            "readers: until must be later than since",
        ),
        (
            "[sites.a]\n" + HOME + "[[sites.a.readers]]\nkind = 'selectors'\n"
            "[[sites.a.readers.lists]]\nname = 'day'\n[[sites.a.readers.lists]]\nnaem = 'week'\n",
            8,
            "readers: lists: unknown key naem; did you mean name?",
        ),
        (
            "[sites.a]\n" + HOME + "[[sites.a.readers]]\nkind = 'selectors'\n",
            3,
            "readers: a reader of kind selectors needs lists",
        ),
        (
            "[sites.a]\n" + HOME + "[[sites.a.readers]]\nkind = 'json'\n"
            "[[sites.a.readers.lists]]\nname = 'day'\nurl = 'https://news.example/r'\n",
            5,
            "readers: lists: title is missing",
        ),
        ("[sites.a]\n" + HOME + "\nx = \n", 4, "not TOML: Invalid value"),
        ("[sites.a]\nhome = 'x\n", 2, "not TOML: "),
        ("[sites.a]\n" + HOME + "home = [\n", 3, "not TOML: "),
        ("[sites.a]\n" + HOME + "[sites.a]\n", 3, "not TOML: "),
    ],
)
def test_an_error_names_its_line_and_what_was_expected(text, line, what):
    message = error(text)
    assert message.startswith(f"sites.toml:{line}: ")
    assert what in message


def test_bytes_that_are_no_utf8_are_named_by_line():
    with pytest.raises(ConfigError, match=r"^sites.toml:2: not UTF-8$"):
        parse(b"# one\n# \xff\n", PATH)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("sites.a.home = 'https://x/'\nsites.a.delya = 1", 2),
        ("sites = { a = { delya = 1 } }\n", 1),
        ("[sites]\n\na = { home = 'https://x/', delya = 1 }\n", 3),
        ("['sites'.\"a\"]\nhome = 'https://x/'\n'delya' = 1\n", 3),
        ("\ufeff[sites.a]\r\n\r\ndelya = [\r\n1,\r\n]\r\n", 3),
        ('contact = """\\\n[sites.a]\\\ndelya = 1"""\n[sites.a]\ndelya = 1\n', 5),
    ],
)
def test_the_line_is_right_however_the_file_is_spelled(text, line):
    assert error(text) == (f"sites.toml:{line}: [sites.a] unknown key delya; did you mean delay?")


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_content_escapes_as_anything_but_a_config_error(content):
    try:
        config = parse(content, PATH)
    except ConfigError as caught:
        assert str(caught).startswith("sites.toml:")  # noqa: PT017 - either way is right
    else:
        assert "jdefense" in config.sites


# the file


def test_no_file_means_the_builtin_sites_unless_it_was_named(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load().sites == known()
    missing = tmp_path / "missing.toml"
    with pytest.raises(ConfigError, match="no such file"):
        load(missing)
    assert load(missing, required=False).path == missing
    default_path().parent.mkdir(parents=True, exist_ok=True)
    default_path().write_text(f"[sites.a]\n{HOME}")
    assert load().followed == ("a",)


@pytest.mark.parametrize("xdg", ["/somewhere", ""])
def test_the_usual_place_is_the_one_platformdirs_names(monkeypatch, xdg):
    monkeypatch.setenv("XDG_CONFIG_HOME", xdg)
    folder = platformdirs.user_config_path("tracker", appauthor=False)
    assert default_path() == folder / "sites.toml"


def test_a_user_without_a_home_has_no_file_and_must_name_one_to_write(monkeypatch):
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", {}.__getitem__)  # no user is known
    assert load().sites == known()
    with pytest.raises(ConfigError, match="no home directory"):
        file.add_entry(load().path, Site("a", "a", "https://a.example/"), PLAIN)


def test_a_file_that_everybody_may_write_is_refused(tmp_path):
    path = tmp_path / "sites.toml"
    path.write_text(f"[sites.a]\n{HOME}")
    path.chmod(0o666)
    with pytest.raises(ConfigError, match=r"everybody may write.*chmod o-w"):
        load(path)
    path.chmod(0o664)
    assert load(path).followed == ("a",)


def test_a_directory_in_the_files_place_is_one_line(tmp_path):
    with pytest.raises(ConfigError, match="Is a directory"):
        load(tmp_path)


# writing

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
MOMENT = st.none() | st.integers(0, 4_000_000_000)
LIST = st.fixed_dictionaries(
    {"name": TEXT, "selector": TEXT, "url": st.just("https://news.example/r.json"), "title": TEXT},
    optional={"heading": TEXT, "window": st.sampled_from(WINDOWS)},
).map(lambda row: ListSpec(**row))
READER = st.builds(
    Reader,
    st.sampled_from(KINDS),
    st.integers(1, 9),
    since=MOMENT,
    until=st.none(),
    lists=st.lists(LIST, min_size=1, max_size=2).map(tuple),
)
SITE = st.builds(
    Site,
    st.from_regex(r"[\w.-]{1,8}", fullmatch=True).filter(lambda n: n not in {"none", "jdefense"}),
    TEXT,
    st.sampled_from(["https://news.example/", "http://127.0.0.1:8123/x?y=#z"]),
    rankings_on=st.sampled_from([("home", "article"), ("article",), ("https://news.example/r",)]),
    article=st.none() | st.just(r"/docs/(?P<section>\w+)/(?P<id>\d{6})\.html"),
    timezone=st.sampled_from(["UTC", "Asia/Tokyo"]),
    windows=st.dictionaries(TEXT, st.sampled_from(WINDOWS), max_size=2).map(
        lambda d: tuple(d.items())
    ),
    readers=st.lists(READER, min_size=1, max_size=3).map(tuple),
    extends=st.none(),
    identity=st.none() | st.lists(TEXT, max_size=2).map(tuple),
    formerly=st.sampled_from([(), ("old.example",), ("127.0.0.1:8123", "older.example")]),
    apart=st.sampled_from([(), (("https://x.example/a?v=1", "https://x.example/a?v=2"),)]),
)
VISITING = st.builds(
    Visiting,
    follow=st.booleans(),
    allow_private=st.booleans(),
    delay=st.floats(0, 1e6),
    deadline=st.floats(0.1, 1e6),
    every=st.none() | st.integers(1, 10**6),
    robots=st.booleans(),
    contact=st.none() | st.just("mailto:me@news.example"),
    ping=st.none() | st.just("https://ping.example/1"),
    patience=st.none() | st.floats(0.1, 1e6),
    proxy=st.none() | st.sampled_from(["none", "env:PROXY", "http://proxy.example:8080"]),
    ca=st.none() | st.just("/etc/our ca.pem"),
    headers=st.sampled_from([(), (("Accept-Language", "ja"), ("Cookie", "env:COOKIE"))]),
    auth=st.none() | st.just("env:LOGIN"),
    cookies=st.booleans(),
    render=st.booleans(),
    render_hosts=st.sampled_from([(), ("cdn.example", "api.example")]),
)


@given(SITE, VISITING)
def test_what_is_written_is_what_is_read(site, visiting):
    config = read(file.entry_toml(site, visiting))
    assert (config.sites[site.name], config.visiting[site.name]) == (site, visiting)


def test_who_gives_a_site_more_time_has_more_patience():
    entry = '[sites.a]\nhome = "https://a.example/"\n'
    lines = ("", 'deadline = "5m"\n', 'patience = "60s"\n', "patience = 5\n")
    silences = [read(entry + line).visiting["a"].silence for line in lines]
    assert silences == [15, 37.5, 60, 5]


def test_a_login_is_not_taken_over_by_a_home_elsewhere():
    both = '[sites.a]\nhome = "https://a.example/"\nauth = "env:A"\nheaders = { X = "y" }\n'
    config = read(
        f'{both}[sites.b]\nextends = "a"\n[sites.c]\nextends = "a"\nhome = "https://c.x/"\n'
    )
    assert [config.visiting[name].auth for name in "abc"] == ["env:A", "env:A", None]
    assert config.visiting["c"].headers == (("X", "y"),)


@pytest.mark.parametrize(
    "line",
    [
        'auth = "me:s3cret"',
        'proxy = "http://me:s3cret@proxy.example:1"',
        'proxy = "env:s3cret pass"',
        'headers = { Cookie = "id=s3cret" }',
        'headers = { Authorization = "Basic s3cret" }',
        'headers = { "A B" = "s3cret" }',
        'headers = { X = "s3cret\\nY: z" }',
        'headers = { User-Agent = "s3cret" }',
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(line):
    with pytest.raises(ConfigError) as error:
        read(f'[sites.a]\nhome = "https://a.example/"\n{line}\n')
    assert ":3: " in str(error.value)
    assert "s3cret" not in str(error.value)


def test_an_entry_says_only_what_differs_from_its_base():
    site = JDEFENSE._replace(name="local", extends="jdefense", home="http://127.0.0.1/")
    assert file.entry_toml(site, Visiting(delay=0)) == (
        '[sites.local]\nhome = "http://127.0.0.1/"\nextends = "jdefense"\ndelay = 0\n'
    )


KEYS = (
    "# a comment\u2028with an odd space\n",
    "\n",
    'default = "jdefense"\n',
    'contact = """\n[sites.mine]"""\n',
)
TABLES = (
    "[sites.b]\nhome = 'https://b.example/' # said so\n\n",
    "[sites.jdefense]\ndelay   =   4\n[[sites.jdefense.readers]]\nkind = 'detect'\n",
    "# before c\n[ sites . 'c' ]\nhome = 'https://c.example/'\r\n",
    "[sites.d]\nhome = 'https://d.example/'\nrankings_on = [\n'home', # [sites.mine]\n]\n",
)
OTHERS = st.tuples(
    st.lists(st.sampled_from(KEYS), unique=True), st.lists(st.sampled_from(TABLES), unique=True)
).map(lambda parts: "".join(parts[0] + parts[1]))
MINE = (
    "[sites.mine]\nhome = 'https://mine.example/'\n",
    "[sites.mine]\nhome = 'https://mine.example/'\n# inside\n\n[[sites.mine.readers]]\nkind='detect'\n",
    "['sites'.mine]\nhome = 'https://mine.example/'",
)


@given(OTHERS, st.sampled_from(["", *MINE]), SITE, VISITING, st.booleans())
def test_changing_an_entry_keeps_the_rest_byte_for_byte(others, mine, site, visiting, bom):
    site = site._replace(name="mine")
    content = ("\ufeff" * bom + others + mine).encode()
    after = file.replaced(content, site, visiting, PATH)
    assert file.replaced(after, site, visiting, PATH) == after
    rest = content[: len(content) - len(mine.encode())]
    assert after.startswith(rest)
    assert parse(after, PATH).sites["mine"].readers == site.readers


def test_an_entry_in_the_middle_is_replaced_where_it_stands():
    content = (
        f"# top\n[sites.a]\n{HOME}# of a\ndelay = 1\n\n# of b\n[sites.b]\n{HOME}"
        "[sites.a.windows]\n'x' = 'day'\n# end\n"
    )
    site = Site("a", "a", "https://new.example/")
    assert file.replaced(content.encode(), site, PLAIN, PATH).decode() == (
        '# top\n[sites.a]\nhome = "https://new.example/"\n\n# of b\n[sites.b]\n' + HOME + "# end\n"
    )


def test_an_entry_that_cannot_be_replaced_is_left_alone(tmp_path):
    path = tmp_path / "sites.toml"
    path.write_text("sites = { a = { home = 'https://x/' } }\n")
    with pytest.raises(ConfigError, match="cannot change"):
        file.add_entry(path, Site("a", "a", "https://new.example/"), PLAIN)
    assert path.read_text() == "sites = { a = { home = 'https://x/' } }\n"
    assert [p.name for p in tmp_path.iterdir()] == ["sites.toml"]


def test_adding_makes_the_file_and_keeps_links_and_modes(tmp_path):
    path = tmp_path / "new" / "sites.toml"
    file.add_entry(path, Site("a", "a", "https://a.example/"), PLAIN)
    path.chmod(0o600)
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    file.add_entry(link, Site("b", "b", "https://b.example/"), PLAIN)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o600
    assert load(link).followed == ("a", "b")
    assert [p.name for p in path.parent.iterdir()] == ["sites.toml"]


def test_the_line_ends_of_the_file_are_kept():
    after = file.replaced(
        b"default = 'jdefense'\r\n", Site("a", "a", "https://a.example/"), PLAIN, PATH
    )
    assert after == b"default = 'jdefense'\r\n\r\n[sites.a]\r\nhome = \"https://a.example/\"\r\n"


# the guide


def table(heading: str) -> dict[str, list[str]]:
    """The rows of the guide's table with that first column heading, by first cell."""
    after = GUIDE.split(f"| {heading} |")[1].split("\n\n")[0]
    rows = [re.split(r"(?<!\\) \| ", row.strip("| ")) for row in after.splitlines()[2:]]
    return {row[0].strip("`"): [cell.strip() for cell in row[1:]] for row in rows}


def test_the_guide_names_every_field_and_no_other():
    site = GUIDE.split("## Keys of a site")[1]
    assert table("key | meaning").keys() == TOP.keys()
    assert (
        set(re.findall(r"^\| `(\w+)` \|", site.split("##")[0], re.MULTILINE)) == fields.SITE.keys()
    )
    assert table("key of a reader").keys() == fields.READER.keys()
    assert table("key of a list").keys() == fields.LIST.keys()
    assert all(f"`{kind}`" in table("key of a reader")["kind"][0] for kind in KINDS)


def test_the_guides_defaults_are_the_codes():
    plain = {**Site("", "", "")._asdict(), **Visiting()._asdict()}
    rows = re.findall(r"^\| `(\w+)` \| (?:`(.+?)`)? ?\| ", GUIDE, re.MULTILINE)
    assert len(rows) == len(fields.SITE)
    for key, default in rows:
        if default:
            said = tomllib.loads(f"x = {default}")["x"]
            assert fields.SITE[key](said) == plain[key]
        else:
            assert plain[key] in (None, "", (Reader("detect"),))


def test_the_guides_examples_are_read():
    examples = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(examples) > 3
    for example in examples:
        assert read(example).followed


@pytest.mark.parametrize(("line", "what"), table("in the entry").items())
def test_the_guides_errors_are_the_codes(line, what):
    home = "" if line.startswith("home") else HOME
    assert error(f"[sites.a]\n{home}{line}\n").endswith(f"[sites.a] {what[0]}")
