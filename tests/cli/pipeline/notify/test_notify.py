"""`tracker notify` as a whole: what is told to whom, when, and what becomes of what cannot be sent."""

import json
import re
import sqlite3
import sys
from contextlib import closing

import pytest
from flow import tracker
from notifying import BEGIN, HOUR, SITE
from receivers import LATE, REFUSE, TAKE, Hook, MailServer
from reference import Obs
from running import ROOT, run, text
from storekit import list_row, reading

from cli.pipeline.notify import deliver
from cli.terminal.times import iso
from scrapers.model import Answer
from store.db.connect import transaction, writing
from store.history.readings import Snapshot
from store.history.recorder import recording
from store.history.sites import ensure_site
from store.outbox.lock import notify_lock
from store.pages import attempts

HOME = "https://news.example/"
EVENTS = (ROOT / "docs" / "alerts.md").read_text().split("## Events for programs")[1]
SITES = '[sites.news]\nhome = "https://news.example/"\ntimezone = "Asia/Tokyo"\n'


def documented():
    """The keys of an event, as the guide has them."""
    rows = re.findall(r"(?m)^\| (`.*`) \|", EVENTS.split("\n\n")[1])
    return [key for row in rows for key in re.findall(r"`(\w+)`", row)]


class Desk:
    """A store that is filled hour by hour, a configuration, and runs of the program."""

    def __init__(self, folder, monkeypatch):
        self.store, self.config = folder / "t.db", folder / "sites.toml"
        self._patch = monkeypatch
        self.now = BEGIN

    def rules(self, text):
        self.config.write_text(SITES + text)

    def measure(self, hour, source="fetch", **lists):
        """Record an observation of each list, its articles in order, at an hour."""
        observed = BEGIN + round(hour * HOUR)
        with writing(str(self.store)) as db, transaction(db):
            site = ensure_site(db, SITE, "JST", HOUR)
            rows = [
                (list_row(db, site, name), articles.split()) for name, articles in lists.items()
            ]
            attempt = None
            if source == "fetch":
                answer = Answer(HOME, HOME, observed, 200, body=str(hour).encode())
                attempt = attempts.keep_attempt(db, site, "ranking", answer)
            read = [
                reading(db, site, of.name, Obs(observed, tuple(articles)), source)
                for of, articles in rows
            ]
            with recording(db) as recorder:
                recorder.record(Snapshot(site, observed, 540, attempt, read))
        self.now = max(self.now, observed + 60)

    def fail(self, hour, code):
        """Record a visit that brought nothing."""
        observed = BEGIN + round(hour * HOUR)
        with writing(str(self.store)) as db, transaction(db):
            site = ensure_site(db, SITE, "JST", HOUR)
            answer = Answer(HOME, HOME, observed, 200, body=b"x")
            attempts.keep_attempt(db, site, "ranking", answer, (code, "why"))
        self.now = observed + 60

    def notify(self, *words, hour=None):
        if hour is not None:
            self.now = BEGIN + round(hour * HOUR)
        self._patch.setenv("TRACKER_NOW", iso(self.now))
        return self.run("notify", *words)

    def run(self, *words):
        return tracker("--db", str(self.store), "--config", str(self.config), *words)

    def status(self):
        return self.run("status")

    def dump(self):
        with closing(sqlite3.connect(self.store)) as db:
            return "\n".join(db.iterdump())


@pytest.fixture
def desk(tmp_path, monkeypatch):
    desk = Desk(tmp_path, monkeypatch)
    desk.rules('[[alerts]]\nname = "all"\nwhen = ["first", "new", "top:2"]\n')
    desk.measure(0, day="a b c")
    desk.measure(1, day="b a c")
    assert desk.notify() == (0, "", "")
    return desk


def test_what_is_new_is_told_once_and_nothing_of_the_past(desk):
    desk.measure(2, day="x b a")
    said = desk.notify()
    assert said.status == 0
    assert said.out.splitlines()[0] == "[all] number one: Title x"
    assert "https://news.example/docs/x.html" in said.out
    assert "Title b" not in said.out
    assert desk.notify() == (0, "", "")


def test_several_lists_of_one_article_are_one_line(desk):
    desk.measure(2, day="x b a", week="b a c")
    desk.notify()
    desk.measure(3, day="x b a", week="x b a")
    assert "Title" not in desk.notify().out, "x was told on the list of the day an hour before"
    desk.measure(4, day="y x b", week="y x b")
    said = desk.notify().out
    assert said.count("https://") == 1
    assert "  number one, new at 1, into the first 2: 1 · News · day · 13:00\n" in said
    assert "  number one, new at 1, into the first 2: 1 · News · week · 13:00\n" in said


def test_what_lies_across_a_gap_is_one_item_with_both_times(desk):
    desk.measure(20, day="x y a")
    said = desk.notify().out
    assert said.count("not measured from") == 1
    assert "Title x" in said
    assert "Title y" in said


@pytest.mark.parametrize("source", ["import", "reread", "archive"])
def test_only_what_was_fetched_is_told(desk, source):
    desk.measure(2, source, day="x b a")
    assert desk.notify() == (0, "", "")


def test_a_flapping_article_is_told_once(desk):
    desk.rules('[[alerts]]\nname = "all"\nwhen = ["out", "back"]\nagain = "5h"\n')
    said = []
    for hour in range(2, 12):
        desk.measure(hour, day="b a c" if hour % 2 else "b a x")
        said.append(desk.notify().out)
    assert sum("Title c" in text for text in said) == 4, "out and back, and again after five hours"


def test_what_is_too_old_is_counted_in_the_next_message(desk):
    desk.measure(2, day="x b a")
    desk.measure(2.5, day="x b a")
    assert desk.notify(hour=9) == (0, "", "")
    desk.measure(10, day="y x b")
    desk.rules('[[alerts]]\nname = "all"\nwhen = ["first", "new", "top:2"]\n')
    assert "3 more were too old to be told" in desk.notify().out


def test_quiet_hours_hold_and_deliver_once_in_one_message(desk):
    desk.rules('[[alerts]]\nname = "all"\nwhen = "first"\nquiet = "11:00-14:00"\n')  # 2 to 5 here
    desk.measure(2, day="x b a")
    assert desk.notify() == (0, "", "")
    desk.measure(3, day="y x b")
    assert desk.notify() == (0, "", "")
    preview = desk.notify("--dry-run").out
    assert "held back until 14:00 (quiet hours)" in preview
    said = desk.notify("--due", hour=5).out
    assert "Title x" in said
    assert "  number one · News · day · 11:00 · now 2\n" in said
    assert "  number one · News · day · 12:00\n" in said
    assert said.count("[all]") == 1
    assert desk.notify("--due", hour=5.1) == (0, "", "")


def test_what_is_held_for_a_rule_that_is_gone_is_dropped(desk):
    quiet = '[[alerts]]\nname = "all"\nwhen = "first"\nquiet = "11:00-14:00"\n'
    other = '[[alerts]]\nname = "other"\nwhen = "out"\n'
    desk.rules(quiet)
    desk.measure(2, day="x b a")
    desk.notify()
    desk.rules(other)
    desk.notify()
    desk.rules(quiet)
    assert desk.notify("--due", hour=5) == (0, "", "")


def test_a_batch_sends_the_first_at_once_and_the_others_together(desk):
    desk.rules('[[alerts]]\nname = "all"\nwhen = "first"\nbatch = "3h"\n')
    desk.measure(2, day="x b a")
    assert "Title x" in desk.notify().out
    for hour, articles in ((3, "y x b"), (4, "z y x")):
        desk.measure(hour, day=articles)
        assert desk.notify() == (0, "", "")
    said = desk.notify("--due", hour=5.1).out
    assert said.startswith("[all] 2 articles: Title y and 1 other\n")
    assert "Title y" in said
    assert "Title z" in said


def test_a_new_channel_begins_at_the_newest_observation(desk):
    with Hook() as hook:
        rule = '[[alerts]]\nname = "all"\nwhen = "first"\nto = ["stdout", "hook"]\n'
        desk.rules(f'[channels]\nhook = "{hook.address}"\n{rule}')
        desk.measure(2, day="x b a")
        assert "Title x" in desk.notify().out
        assert hook.got == []
        desk.measure(3, day="y x b")
        desk.notify()
    (message,) = hook.got
    assert [event["title"] for event in message["events"]] == ["Title y"]
    assert set(message) == {"id", "rule", "text", "events"}
    assert list(message["events"][0]) == documented()
    assert message["events"][0]["by"] == "2026-01-01T12:00:00+09:00"


def hooked(desk, address, rest='when = "first"\nto = "hook"\n', more=""):
    desk.rules(f'[channels]\nhook = "{address}"\n{more}[[alerts]]\nname = "all"\n{rest}')
    desk.notify()
    desk.measure(2, day="x b a")


def test_a_refused_message_comes_again_under_its_number_and_is_given_up_in_the_end(desk):
    fate = [REFUSE] * 6
    rest = 'when = ["first", "undelivered"]\nto = ["hook", "stdout"]\n'
    with Hook(lambda: fate.pop() if fate else TAKE) as hook:
        hooked(desk, f"{hook.address}s3cret", rest)
        first = desk.notify()
        assert first.status == 3, "standard output had it"
        assert "hook: message" in first.err
        assert "HTTP 503: ok); tried again in 1 min" in first.err
        hours = [desk.now]
        for wait in (59, 1, 300, 1800, 7200, 21600):
            desk.now += wait
            hours.append(desk.notify("--due"))
        assert hours[1] == (0, "", ""), "not before a minute"
        assert [said.status for said in hours[2:]] == [4] * 5
        assert "given up" in hours[-1].err
        assert "hook: 1 message given up" in desk.status().out
        desk.now += 60
        assert "hook: 1 message given up (HTTP 503: ok)" in desk.notify().out
        assert desk.notify() == (0, "", "")
    assert hook.got == []
    assert "s3cret" not in desk.dump() + first.out + first.err


def test_a_message_whose_answer_was_late_comes_again_under_its_number(desk, monkeypatch):
    monkeypatch.setattr(deliver, "PATIENCE", 0.1)
    fate = [LATE]
    with Hook(lambda: fate.pop() if fate else TAKE, late=0.4) as hook:
        hooked(desk, hook.address)
        assert desk.notify().status == 4
        desk.now += 61
        assert desk.notify().status == 0
    first, again = hook.got
    assert first == again


def test_what_a_channel_answers_is_printed_harmlessly_and_without_its_secret(desk):
    answer = (400, {}, b"bad \x1b[31m token s3cret-token \xff")
    with Hook(answer=answer) as hook:
        hooked(desk, f"{hook.address}hooks/s3cret-token?key=0123456789")
        said = tracker_logged(desk)
    assert "HTTP 400: bad \\x1b[31m token *** " in said.err
    for secret in ("s3cret", "0123456789", "\x1b"):
        assert secret not in said.err + said.out + desk.dump()


def tracker_logged(desk):
    desk._patch.setenv("TRACKER_NOW", iso(desk.now))
    return tracker("-vv", "--db", str(desk.store), "--config", str(desk.config), "notify")


def test_a_redirect_is_not_followed(desk):
    with Hook() as other, Hook(answer=(302, {"Location": other.address}, b"")) as hook:
        hooked(desk, hook.address)
        assert "HTTP 302: redirects, which are not followed" in desk.notify().err
    assert other.got == []


def test_services_get_their_own_forms(desk):
    with Hook() as hook:
        channels = "".join(
            f'{n} = "{hook.address}{n}#{n}"\n' for n in ("slack", "discord", "telegram")
        )
        hooked(
            desk, hook.address, 'when = "first"\nto = ["slack", "discord", "telegram"]\n', channels
        )
        assert desk.notify().status == 0
    forms = {path: body for (path, _), body in zip(hook.heads, hook.got, strict=True)}
    assert forms["/slack"]["mrkdwn"] is False
    assert "<https://news.example/docs/x.html|Title x>" in forms["/slack"]["text"]
    assert forms["/discord"]["allowed_mentions"] == {"parse": []}
    assert forms["/telegram"]["parse_mode"] == "HTML"


def test_a_mail_has_a_text_and_a_page_and_the_same_number_each_time(desk):
    with MailServer({"RCPT": "451 later"}) as server:
        hooked(desk, f"smtp://127.0.0.1:{server.port}?to=a@b.example,c@d.example&from=t@b.example")
        said = desk.notify()
        assert said.status == 4
        assert "451 later" in said.err
        server.refuse = {}
        desk.now += 61
        assert desk.notify().status == 0
    (mail,) = server.got
    assert mail["Subject"] == "[all] number one (was 3)? " or mail["Subject"].startswith(
        "[all] number one"
    )
    assert mail["To"] == "a@b.example, c@d.example"
    assert mail["Message-ID"].endswith("@b.example>")
    text, page = mail.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert "Title x" in text.get_content()
    assert '<a href="https://news.example/docs/x.html">Title x</a>' in page.get_content()


def test_a_mail_server_gets_its_password_from_a_file_that_nobody_else_reads(desk, tmp_path):
    secret = tmp_path / "password"
    secret.write_text("s3cret\n")
    with MailServer(login="AG1lAHMzY3JldA==") as server:
        hooked(desk, f"smtp://me@127.0.0.1:{server.port}?to=a@b.example&password=file:{secret}")
        secret.chmod(0o644)
        assert "others may read" in desk.notify().err
        secret.chmod(0o600)
        desk.now += 61
        assert desk.notify().status == 0
    assert len(server.got) == 1
    assert "s3cret" not in desk.dump()


def test_a_channel_may_stand_in_the_environment(desk, monkeypatch):
    with Hook() as hook:
        hooked(desk, "env:DESK_URL")
        said = desk.notify()
        assert (said.status, "DESK_URL is not set" in said.err) == (4, True)
        monkeypatch.setenv("DESK_URL", hook.address)
        desk.now += 61
        assert desk.notify().status == 0
    assert len(hook.got) == 1


def test_a_dead_channel_delays_no_other(desk):
    with Hook() as hook:
        more = 'dead = "http://127.0.0.1:9/"\n'
        hooked(desk, hook.address, 'when = "first"\nto = ["dead", "hook"]\n', more)
        assert desk.notify().status == 3
    assert len(hook.got) == 1


def test_one_run_at_a_time(desk):
    with notify_lock(str(desk.store)):
        said = desk.notify()
    assert (said.status, said.out) == (75, "")
    assert "another notify is running" in said.err


def test_the_recorders_trouble_is_told_once_then_daily_and_when_it_is_over(desk):
    desk.rules('[[alerts]]\nname = "rec"\nwhen = ["stale", "refused", "empty", "recovered"]\n')
    desk.notify()
    desk.fail(2, "layout")
    assert "page changed, not read since" in desk.notify().out
    desk.fail(3, "layout")
    assert desk.notify() == (0, "", "")
    stale = desk.notify(hour=5).out
    assert "nothing recorded since" in stale
    assert "page changed" not in stale
    assert desk.notify(hour=6) == (0, "", "")
    daily = desk.notify(hour=30).out
    assert "nothing recorded since" in daily
    assert "page changed" in daily
    desk.measure(31, day="b a c")
    assert "recorded again" in desk.notify().out
    assert desk.notify() == (0, "", "")


def test_failures_of_several_kinds_are_all_named_beside_their_number(desk):
    desk.rules('[[alerts]]\nname = "rec"\nwhen = ["refused"]\n')
    desk.notify()
    for hour, code in ((2, "layout"), (3, "timeout"), (4, "layout")):
        desk.fail(hour, code)
    for said in (
        desk.notify(),
        desk.status(),
        desk.run("top"),
        desk.run("status", "--max-age", "1h"),
    ):
        assert re.search("layout, timeout,? 3 times", said.out), said.out


def test_a_trouble_that_waits_since_an_older_version_is_told(desk):
    desk.rules('[[alerts]]\nname = "rec"\nwhen = ["refused"]\nquiet = "00:00-23:59"\n')
    desk.notify()
    desk.fail(2, "layout")
    assert desk.notify() == (0, "", "")
    with closing(sqlite3.connect(desk.store)) as db, db:
        db.execute("UPDATE notice SET event = json_remove(event, '$.codes')")
    desk.rules('[[alerts]]\nname = "rec"\nwhen = ["refused"]\n')
    assert "(layout, 1 time)" in desk.notify("--due").out


def test_a_digest_is_sent_at_its_time_also_when_that_was_slept_through(desk):
    with MailServer() as server:
        desk.rules(
            f'[channels]\nmail = "smtp://127.0.0.1:{server.port}?to=a@b.example"\n'
            '[[digests]]\nat = "12:00"\nto = "mail"\n'  # at hour 3
        )
        desk.notify(hour=1.1)
        desk.measure(2, day="x b a")
        assert desk.notify() == (0, "", "")
        assert server.got == []
        assert desk.notify("--due", hour=4).status == 0
        assert desk.notify("--due", hour=5) == (0, "", "")
    (mail,) = server.got
    text, page = (part.get_content() for part in mail.iter_parts())
    assert "Title x" in text
    assert "<script" not in page


def test_looking_before_and_asking_afterwards(desk):
    desk.measure(2, day="x b a")
    before = desk.dump()
    preview = desk.notify("--dry-run").out
    assert "all → stdout: now" in preview
    assert "Title x" in preview
    assert desk.dump() == before
    assert "told: nothing" in desk.notify("--explain", "day:1").out
    desk.notify()
    said = desk.notify("--explain", "day:1").out
    assert "all:\n  first  news/day" in said
    assert "all → stdout: first, news/day" in said
    assert "sent " in said


def test_what_was_told_across_a_gap_is_found_by_its_articles(desk):
    desk.measure(20, day="x y a")
    desk.notify()
    for told in ("day:1", "day:2"):
        assert "all → stdout: gap, news/day" in desk.notify("--explain", told).out
    assert "told: nothing" in desk.notify("--explain", "day:3").out


def test_a_channel_is_tried_without_the_outbox(desk):
    with Hook() as hook:
        desk.rules(f'[channels]\nhook = "{hook.address}"\nbad = "http://127.0.0.1:9/"\n')
        assert desk.notify("--test", "hook").status == 0
        bad = desk.notify("--test", "bad")
        assert (bad.status, "Connection refused" in bad.err) == (4, True)
        assert desk.notify("--test", "hok").err.count("did you mean hook?") == 1
    assert "works" in hook.got[0]["text"]


def test_without_rules_it_says_what_to_do(desk):
    desk.rules("")
    said = desk.notify()
    assert said.status == 2
    assert "no [[alerts]]" in said.err


def test_a_store_of_old_history_tells_nothing_at_first(desk):
    for hour in range(2, 12):
        desk.measure(hour, day=f"x{hour} b a")
    desk.rules('[[alerts]]\nname = "young"\nwhen = ["first", "new"]\n')
    assert desk.notify() == (0, "", "")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Apprise and what it loads
def test_apprise_is_a_channel_where_it_is_installed(desk):
    pytest.importorskip("apprise")
    with Hook() as hook:
        address = hook.address.replace("http://", "json://")
        hooked(desk, address)
        said = desk.notify()
    assert said.status == 0
    assert "Title x" in hook.got[0]["message"]


def test_doctor_looks_at_channels_without_sending(desk, monkeypatch, tmp_path):
    secret = tmp_path / "url"
    secret.write_text("smtp://mail.example?to=a@b.example,c@d.example")
    secret.chmod(0o600)
    with Hook() as hook:
        monkeypatch.setenv("DESK_URL", f"{hook.address}s3cret#slack")
        desk.rules(
            f'[channels]\na = "env:DESK_URL"\nb = "env:NOT_SET"\nc = "file:{secret}"\n'
            'd = "nosuchservice://s3cret/x"\n'
            '[[alerts]]\nname = "all"\nwhen = "new"\nto = ["a", "stdout"]\n'
        )
        words = ("--db", str(desk.store), "--config", str(desk.config), "doctor", "--json")
        said = tracker(*words)
    assert hook.got == []
    assert "s3cret" not in said.out + said.err
    found = {one["topic"]: (one["state"], one["what"]) for one in json.loads(said.out)}
    assert found["channel stdout"] == ("ok", "standard output, which cron mails")
    assert found["channel a"] == ("ok", "a message by POST, in the form of slack")
    assert found["channel b"] == ("bad", "the variable NOT_SET is not set")
    assert found["channel c"] == ("ok", "mail to 2 addresses; no rule names it")
    assert found["channel d"][0] == "bad"


def test_with_nothing_to_say_it_loads_no_network_and_no_library(desk):
    script = "import sys; from cli.main import main; main(); print(*sys.modules)"
    words = ["--db", str(desk.store), "--config", str(desk.config), "notify"]
    program = (sys.executable, "-c", script)
    loaded = set(text(run(*words, program=program, env={"TRACKER_NOW": iso(desk.now)})).split())
    assert "store.outbox.outbox" in loaded
    assert not loaded & {"apprise", "httpx", "smtplib", "ssl", "jinja2", "selectolax"}
