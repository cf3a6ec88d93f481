"""The outbox: what is noted, frozen, sent and given up, and what is forgotten."""

import pytest
from storekit import fresh_store, list_row

from store.errors import Busy, StoreError
from store.outbox.delivery import notices_of, undelivered
from store.outbox.lock import notify_lock
from store.outbox.outbox import Message, News, Notice, Outbox, Route

NOW = 1_800_000_000
ROUTE = Route(0, "navy", "desk", NOW)


@pytest.fixture
def box():
    with fresh_store() as (db, site):
        box = Outbox(db)
        box.db = db
        box.ranking_list = list_row(db, site, "day")
        box.note(News([ROUTE], {box.ranking_list.id: NOW}, [], {}), NOW)
        yield box


def notice(article, time=NOW, kind="first"):
    place = "news/day"
    return Notice(0, "navy", "desk", f"article:{article}", kind, place, time, {"title": "見出し"})


def frozen(box, name="n1", due=NOW):
    held = box.waiting()
    message = Message(0, name, "navy", "desk", NOW, 0, due, {"text": "x"})
    box.freeze(message, [one.id for one in held])
    return held


def test_a_notice_is_stored_once_and_held_until_it_is_in_a_message(box):
    for _ in range(2):
        box.note(News([ROUTE], {}, [notice(1), notice(2)], {("navy", "desk"): 3}), NOW)
    assert [one.subject for one in box.waiting()] == ["article:1", "article:2"]
    assert box.waiting()[0].event == {"title": "見出し"}
    assert box.routes()["navy", "desk"].left_out == 6
    frozen(box)
    assert box.waiting() == []
    assert box.routes()["navy", "desk"].left_out == 0
    assert box.judged_until() == {box.ranking_list.id: NOW}
    assert box.last("navy", "desk", "article:1") == {"first": NOW}
    assert box.last("navy", "other", "article:1") == {}


def test_a_message_is_due_until_it_was_sent(box):
    frozen(box, due=NOW + 10)
    assert box.due(NOW + 9) == []
    (message,) = box.due(NOW + 10)
    assert (message.name, message.content, message.tries) == ("n1", {"text": "x"}, 0)
    box.failed(message.id, NOW + 10, NOW + 70, "timeout")
    assert box.due(NOW + 69) == []
    (again,) = box.due(NOW + 70)
    assert (again.name, again.content, again.tries) == ("n1", {"text": "x"}, 1)
    (state,) = undelivered(box.db, NOW)
    assert (state.channel, state.waiting, state.given_up, state.problem) == (
        "desk",
        1,
        0,
        "timeout",
    )
    box.sent(message.id, NOW + 71)
    assert (box.due(NOW + 10**6), undelivered(box.db, NOW)) == ([], [])


def test_what_was_given_up_is_known_for_a_time(box):
    frozen(box)
    (message,) = box.due(NOW)
    box.failed(message.id, NOW, None, "refused")
    assert box.due(NOW + 10**6) == []
    (state,) = undelivered(box.db, NOW - 1)
    assert (state.waiting, state.given_up, state.problem) == (0, 1, "refused")
    assert undelivered(box.db, NOW) == []


def test_what_became_of_a_notice_is_told(box):
    box.note(News([], {}, [notice(1)], {}), NOW)
    assert [one.name for one in notices_of(box.db, 1)] == [None]
    frozen(box)
    (message,) = box.due(NOW)
    box.sent(message.id, NOW + 5)
    (sent,) = notices_of(box.db, 1)
    assert (sent.rule, sent.kind, sent.name, sent.ended, sent.problem) == (
        *("navy", "first", "n1", NOW + 5, ""),
    )


def test_what_is_long_past_is_forgotten_but_nothing_unsent(box):
    box.note(News([], {}, [notice(1)], {}), NOW)
    frozen(box)
    (message,) = box.due(NOW)
    box.sent(message.id, NOW)
    box.note(News([], {}, [notice(2)], {}), NOW)
    later = NOW + 500 * 86400
    box.note(News([], {}, [], {}), later)
    assert notices_of(box.db, 1) == []
    assert [one.subject for one in box.waiting()] == ["article:2"]


def test_one_run_at_a_time(tmp_path):
    store = str(tmp_path / "t.db")
    with notify_lock(store), pytest.raises(Busy, match="another notify"), notify_lock(store):
        pass
    with notify_lock(store):
        pass


def test_a_damaged_notice_or_message_is_said_to_be_damaged(box):
    box.note(News([ROUTE], {}, [notice(1)], {}), NOW)
    frozen(box)
    box.note(News([ROUTE], {}, [notice(2)], {}), NOW)
    for text in ("{", "[]", "[" * 100_000):
        box._db.execute("UPDATE notice SET event = ?", (text,))
        box._db.execute("UPDATE message SET content = ?", (text,))
        for read in (box.waiting, lambda: box.due(NOW)):
            with pytest.raises(StoreError, match="the store is damaged"):
                read()
