"""Days, weeks and months as people name them: `monday`, `last-week`, 昨日, 先月, `11/20`, 1月27日.

A week begins on Monday. A name without a year means the latest such day that has begun.
"""

import re
from datetime import datetime, timedelta
from unicodedata import normalize

Period = tuple[datetime, datetime]
"""The local start and end (exclusive)."""

SAME = {
    "今日": "today", "本日": "today", "昨日": "yesterday", "一昨日": "2-days-ago",
    "おととい": "2-days-ago", "今週": "this-week", "先週": "last-week", "今月": "this-month",
    "先月": "last-month", "今年": "this-year", "昨年": "last-year", "去年": "last-year",
}  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KANJI = "月火水木金土日"
DAY = r"(?:([0-9]{4})[/年])?([0-9]{1,2})[/月]([0-9]{1,2})日?"
MONTH = r"([0-9]{4})(?:/([0-9]{1,2})|年([0-9]{1,2})月)"


def named(word: str, today: datetime) -> Period | None:
    """Return the period that a word names on a day (its midnight), or None if it names none."""
    text = normalize("NFKC", word).lower().replace(" ", "-")
    text = SAME.get(text, text)
    if text in {"today", "yesterday", "2-days-ago"}:
        return _day(today - timedelta(["today", "yesterday", "2-days-ago"].index(text)))
    if match := re.fullmatch("(this|last)-(week|month|year)", text):
        return _unit(match[2], today, earlier=match[1] == "last")
    if (weekday := _weekday(text)) is not None:
        return _day(today - timedelta((today.weekday() - weekday) % 7))
    return _dated(text, today)


def _day(start: datetime) -> Period:
    return start, start + timedelta(days=1)


def _unit(unit: str, today: datetime, *, earlier: bool) -> Period:
    """The week, month or year of a day, or the one before."""
    if unit == "week":
        start = today - timedelta(today.weekday() + 7 * earlier)
        return start, start + timedelta(7)
    if unit == "month":
        start = today.replace(day=1)
        start = (start - timedelta(days=1)).replace(day=1) if earlier else start
        return start, (start + timedelta(days=31)).replace(day=1)
    start = today.replace(year=today.year - earlier, month=1, day=1)
    return start, start.replace(year=start.year + 1)


def _weekday(text: str) -> int | None:
    """The number of a weekday, Monday first: mon, monday, 月曜, 月曜日."""
    if match := re.fullmatch(f"([{KANJI}])曜日?", text):
        return KANJI.index(match[1])
    for number, name in enumerate(DAYS):
        if text in {name, name[:3]}:
            return number
    return None


def _dated(text: str, today: datetime) -> Period | None:
    """A day with or without its year, or a month with it: 2026/11/20, 11/20, 2026年11月."""
    if match := re.fullmatch(DAY, text):
        year = int(match[1] or today.year)
        start = today.replace(year=year, month=int(match[2]), day=int(match[3]))
        earlier = match[1] is None and start > today
        return _day(start.replace(year=year - 1) if earlier else start)
    if match := re.fullmatch(MONTH, text):
        start = today.replace(year=int(match[1]), month=int(match[2] or match[3]), day=1)
        return start, (start + timedelta(days=31)).replace(day=1)
    return None
