"""Japanese: its texts stand in `cli/words/ja.py`, the forms of times and moves here.

Japanese has one form for one thing and for many. An arrow is parted from its number, because many
Japanese fonts draw it over two columns.
"""

from cli.terminal.times import DAY, HOUR, MINUTE, Moment, local_time
from cli.words import Words
from cli.words.ja import REASONS, TEXTS

WEEKDAYS = "月火水木金土日"
MOVES = {"same": "=", "unknown": "?", "new": "初", "re": "再", "out": "外", "visit": "一時"}


class Japanese(Words):
    """What the base class says, as Japanese readers write it."""

    language = "ja"

    def text(self, english: str, /, **values: object) -> str:
        """Return the Japanese of a text with its placeholders filled."""
        text = TEXTS.get(english, english)
        return text.format(**values) if values else text

    def count(self, n: int, _one: str, many: str, /, **values: object) -> str:
        """Return the text with the number of things."""
        return self.text(many, n=f"{n:,}", **values)

    def reason(self, code: str) -> str:
        """Return what a reason code means, and the code."""
        return f"{REASONS[code]}（{code}）" if code in REASONS else code

    def list_name(self, _name: str, label: str) -> str:
        """Return the label of a list, which `--window` understands as well."""
        return label

    def join(self, parts: list[str]) -> str:
        """Return parts of a sentence as one: a、b、c."""
        return "、".join(parts)

    def stamp(self, moment: Moment) -> str:
        """Return a time in full: 2026年1月29日（木）07:03 JST."""
        local = local_time(moment.seconds, moment.offset)
        return f"{local.year}年{self.brief(moment, weekday=True)} {moment.zone}".rstrip()

    def brief(self, moment: Moment, *, weekday: bool = False, now: int | None = None) -> str:
        """Return a short time: 1月28日22:03, 1月28日（水）22:03, 2024年1月28日22:03."""
        local = local_time(moment.seconds, moment.offset)
        other_year = now is not None and local.year != local_time(now, moment.offset).year
        year = f"{local.year}年" if other_year else ""
        day = f"（{WEEKDAYS[local.weekday()]}）" if weekday else ""
        return f"{year}{self.day(moment)}{day}{local:%H:%M}"

    def near(self, moment: Moment, now: int) -> str:
        """Return a time as shortly as `now` allows: 07:03 today, 26日22:03 this month, else brief."""
        local, today = (local_time(t, moment.offset) for t in (moment.seconds, now))
        if local.date() == today.date():
            return f"{local:%H:%M}"
        if (local.year, local.month) == (today.year, today.month):
            return f"{local.day}日{local:%H:%M}"
        return self.brief(moment, now=now)

    def day(self, moment: Moment) -> str:
        """Return the day alone: 1月28日."""
        local = local_time(moment.seconds, moment.offset)
        return f"{local.month}月{local.day}日"

    def date(self, moment: Moment) -> str:
        """Return the date with its year: 2026年1月29日."""
        return f"{local_time(moment.seconds, moment.offset).year}年{self.day(moment)}"

    def span(self, seconds: int) -> str:
        """Return a span in its two largest units: 9分, 3時間9分, 7日11時間."""
        if seconds < MINUTE:
            return f"{seconds}秒"
        if seconds < HOUR:
            return f"{seconds // MINUTE}分"
        unit, name, smaller, its_name = (
            (HOUR, "時間", MINUTE, "分") if seconds < 2 * DAY else (DAY, "日", HOUR, "時間")
        )
        whole, rest = divmod(seconds, unit)
        return f"{whole}{name}{rest // smaller}{its_name}" if rest >= smaller else f"{whole}{name}"

    def age(self, seconds: int) -> str:
        """Return an age: たった今, 9分前, 17時間前, 3日前."""
        return "たった今" if seconds < MINUTE else f"{self.short(seconds)}前"

    def short(self, seconds: int, *, at_least: bool = False) -> str:
        """Return a span for a table's cell: 40分, 41時間, 6日以上."""
        unit, name = next(
            (unit, name)
            for limit, unit, name in (
                (HOUR, MINUTE, "分"),
                (2 * DAY, HOUR, "時間"),
                (None, DAY, "日"),
            )
            if limit is None or seconds < limit
        )
        return f"{seconds // unit}{name}{'以上' * at_least}"

    def move(self, status: str, change: int | None = None) -> str:
        """Return a move: ↑ 4, ↓ 2, =, 初 (new), 再 (back), 外 (out), or ? if it is unknown."""
        if status in {"up", "down"} and change:
            return f"{'↑' if status == 'up' else '↓'} {abs(change)}"
        return MOVES.get(status, status)
