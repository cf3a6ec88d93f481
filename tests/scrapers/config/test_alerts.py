"""`[channels]`, `[[alerts]]` and `[[digests]]`: what they mean, how a mistake is answered."""

import re
from pathlib import Path

import pytest

from scrapers.config import alerts, parse
from scrapers.config.alerts import Alert, Digest
from scrapers.errors import ConfigError

PATH = Path("sites.toml")
GUIDE = (Path(__file__).parents[3] / "docs" / "alerts.md").read_text()
CHANNELS = '[channels]\ndesk = "env:DESK"\nhook = "http://127.0.0.1:8/x"\n'


def read(text):
    return parse(text.encode(), PATH)


def error(text):
    with pytest.raises(ConfigError) as caught:
        read(text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def rule(lines, *, channels=CHANNELS):
    (found,) = read(f'{channels}[[alerts]]\nname = "navy"\n{lines}\n').alerts
    return found


def test_a_rule_has_what_it_says_and_the_defaults():
    assert rule('when = ["first"]') == Alert("navy", ("first",))
    said = (
        'match = "海自 -人事"\nsites = ["jdefense"]\nlists = "day"\nto = ["desk", "hook"]\n'
        'when = ["初登場", "top:03", "climb:5/24h", "stale"]\nagain = "2d"\nquiet = "22:00-07:00"\n'
        'batch = "30m"\nmax_age = "1h"\ntimezone = "Asia/Tokyo"\ncategory = "海自"'
    )
    assert rule(said) == Alert(
        "navy", ("new", "top:3", "climb:5/24h", "stale"), ("desk", "hook"), "海自 -人事",
        ("jdefense",), ("day",), ("海自",), 172800, 3600, 1800, (1320, 420), "Asia/Tokyo",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ('"mon-fri"', (0, 1, 2, 3, 4)),
        ('"sat-mon"', (0, 5, 6)),
        ('["mon", "thu"]', (0, 3)),
        ('"tue,thu"', (1, 3)),
    ],
)
def test_a_digest_has_its_days(said, days):
    text = f'[[digests]]\nat = "07:30"\nsince = "last"\ndays = {said}\n'
    assert read(text).digests == (Digest("digest", 450, days),)
    assert read("[[digests]]\nat = 07:30:00\n").digests == (Digest("digest", 450),)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('[[alerts]]\nname = "a"\n', 1, "alerts: when is missing"),
        ('[[alerts]]\nwhen = "first"\n', 1, "alerts: name is missing"),
        (
            '[[alerts]]\nname = "a"\nwhen = "first"\nmacth = "x"\n',
            4,
            "did you mean match or batch?",
        ),
        ('[[alerts]]\nname = "a"\nwhen = ["frist"]\n', 3, "did you mean first?"),
        ('[[alerts]]\nname = "a"\nwhen = "top:1"\n', 3, '"first" is the word for number one'),
        ('[[alerts]]\nname = "a"\nwhen = "climb:5"\n', 3, "no kind of event"),
        ('[[alerts]]\nname = "a"\nwhen = "new"\nto = "dsek"\n', 4, "no channel is called 'dsek'"),
        ('[[alerts]]\nname = "a"\nwhen = "new"\nsites = "jdefens"\n', 4, "did you mean jdefense?"),
        ('[[alerts]]\nname = "a"\nwhen = "new"\nmatch = "-x"\n', 4, "it only excludes"),
        ('[[alerts]]\nname = "a"\nwhen = "new"\nquiet = "22:00"\n', 4, "two times of the day"),
        ('[[alerts]]\nname = "a"\nwhen = "new"\nquiet = "24:00-1:00"\n', 4, "a time of the day"),
        ('[[digests]]\ndays = "mon"\n', 1, "digests: at is missing"),
        ('[[digests]]\nat = "7:30"\ndays = "mon-frd"\n', 3, "a day such as mon"),
        ('[[digests]]\nat = "7:30"\n[[digests]]\nat = "8:30"\n', 3, "another alert or digest"),
        ('[channels]\n"a b" = "stdout"\n', 2, "a channel cannot be called 'a b'"),
        ('[channels]\nstdout = "https://x.example/"\n', 2, "cannot be called 'stdout'"),
    ],
)
def test_a_mistake_is_named_by_line_and_with_the_nearest_name(text, line, what):
    message = error(text)
    assert message.startswith(f"sites.toml:{line}: ")
    assert what in message


@pytest.mark.parametrize(
    "value",
    [
        "s3cret",
        "https://me:s3cret@x.example/",
        "http:///s3cret",
        "env:s3cret word",
        "file:s3cret",
        "smtp://me:s3cret@x.example?to=a@b",
        "smtp://x.example?to=s3cret",
        "smtp://x.example?to=a@b&password=s3cret",
        "smtp://x.example?to=a@b&s3cret",
        "json://s3cret word",
    ],
)
def test_a_channel_that_cannot_be_used_is_refused_and_not_repeated(value):
    message = error(f'[channels]\n\ndesk = "{value}"\n')
    assert message.startswith("sites.toml:3: channels: desk: ")
    assert "s3cret" not in message


@pytest.mark.parametrize(
    "value",
    [
        "https://hook.example/x?y=z#slack",
        "http://10.0.0.1/",
        "file:/etc/x",
        "slack://a/b/c",
        "smtp://me@mail.example:587?to=a@b.example,c@d.example&password=env:P&from=f@g",
        "smtps://mail.example?to=a@b",
        "stdout",
    ],
)
def test_channels_of_every_kind_are_taken(value):
    assert read(f'[channels]\nx = "{value}"\n').channels == {"x": value}


def test_without_any_of_them_nothing_is_told():
    config = read("")
    assert (config.channels, config.alerts, config.digests) == ({}, (), ())


def test_the_guide_names_every_key_and_no_other():
    for heading, known in (("alert", alerts.ALERT), ("digest", alerts.DIGEST)):
        section = GUIDE.split(f"## Keys of a{'n' * (heading == 'alert')} {heading}")[1].split(
            "\n## "
        )[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(known)


def test_the_guides_examples_are_read():
    examples = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(examples) > 1
    for example in examples:
        assert read(example).alerts or read(example).digests
