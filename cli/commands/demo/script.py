"""The script of the demo's days: which stories are read, what happens, and when tracker fetches.

No ranking is random or written down here. Each story has *waves* of interest: a start, a strength,
and a half-life in hours. From these follow the reads in any period, and the three lists show the
most-read stories of the last 24 hours, 7 days and 30 days. So the lists move as real ones do, the
long ones slowly. In addition, the site is down once, no fetch runs for a day and a half, and one
headline is reworded.
"""

from datetime import datetime, timedelta, timezone
from math import exp2
from typing import NamedTuple

from cli.commands.demo.pages import LABELS, SECTIONS, SiteState, Story

JST = timezone(timedelta(hours=9))
HOURS = {"day": 24, "week": 7 * 24, "month": 30 * 24}
HOUR = 3600


def moment(text: str) -> int:
    """UTC seconds of a time in Japan such as `2026-01-26 18:00`."""
    return int(datetime.fromisoformat(text).replace(tzinfo=JST).timestamp())


class Wave(NamedTuple):
    """Interest in a story, from `start` (UTC seconds) on, halved every `half` hours."""

    start: int
    strength: float
    half: float

    def between(self, begin: int, end: int) -> float:
        """The reads from `begin` to `end`, in a unit of its own."""
        return self._left(begin) - self._left(end)

    def _left(self, time: int) -> float:
        hours = max(0, time - self.start) / HOUR
        return self.strength * self.half * exp2(-hours / self.half)


class Plot(NamedTuple):
    """A story, its publication, and how interest in it comes and goes.

    `again` is a second wave; `reworded` the headline from a moment on.
    """

    published: str
    section: str
    title: str
    strength: float
    half: float
    again: tuple[str, float, float] | None = None
    reworded: tuple[str, str] | None = None

    @property
    def waves(self) -> tuple[Wave, ...]:
        """The first wave comes with publication."""
        first = Wave(moment(self.published), self.strength, self.half)
        return (first, Wave(moment(self.again[0]), *self.again[1:])) if self.again else (first,)

    def reads(self, begin: int, end: int) -> int:
        """How often the story was read from `begin` to `end`, in whole reads."""
        return round(sum(wave.between(begin, end) for wave in self.waves))

    def title_at(self, time: int) -> str:
        """The headline at that time."""
        if self.reworded and time >= moment(self.reworded[0]):
            return self.reworded[1]
        return self.title


FIRST = 7001
"""The number of the first article; the others follow in order of publication."""

# fmt: off
PLOTS = (
    Plot("2025-10-30 18:00", "words", "《用語》「哨戒」とは", 4, 2000),
    Plot("2025-11-12 12:00", "special", "《特集》音で知る艦の種類　ソナー入門　後編", 14, 900, ("2026-01-25 05:00", 42, 14)),
    Plot("2025-11-20 18:00", "commentary", "《解説》レーダーはなぜ回るのか──基礎から読む警戒監視", 9, 3000),
    Plot("2025-12-02 10:00", "mod", "見本音楽まつり、来場者数を公表（12月2日）", 30, 250),
    Plot("2025-12-12 18:00", "special", "《特集》はじめての艦艇見学　持ち物と歩き方　前編", 17, 1200),
    Plot("2025-12-19 18:00", "mod", "空自の救難隊、雪山で合同訓練を公開（12月19日）", 40, 120, ("2026-01-24 19:00", 25, 9)),
    Plot("2025-12-26 12:00", "special", "《特集》輸送艦の一日──艦内の朝から消灯まで", 25, 300),
    Plot("2026-01-05 09:00", "mod", "人事発令　1月5日付け、1佐人事（陸自3名、空自2名）", 50, 90),
    Plot("2026-01-09 18:00", "commentary", "《解説》無人機の「目」と「耳」　小型センサーの現在", 45, 80),
    Plot("2026-01-13 18:00", "special", "【講演録】元艦長が語る「凪の日」の過ごし方", 40, 70),
    Plot("2026-01-15 17:00", "special", "《連載》基地のまちを歩く　第3回　灯台の見える岬", 38, 60),
    Plot("2026-01-17 10:00", "mod", "音楽隊の定期演奏会、2月14日に開催　申込は1月31日まで", 44, 40, ("2026-01-26 17:00", 40, 20)),
    Plot("2026-01-19 09:00", "mod", "陸自の炊事車、競技会の結果を発表（1月18日）", 62, 22),
    Plot("2026-01-19 18:00", "mod", "海自Ｐ-1、流氷の観測を実施　オホーツク海（1月17日～18日）", 70, 24),
    Plot("2026-01-20 11:00", "mod", "護衛艦「みほんなみ」就役　母港に初入港（1月20日）", 95, 30),
    Plot("2026-01-21 08:00", "mod", "装備庁、静粛型ポンプの試験結果を公表（1月20日）", 48, 26),
    Plot("2026-01-21 18:00", "commentary", "《ニュース解説》予備自衛官の “もう一つの名刺”　企業との協定が広がる", 75, 34),
    Plot("2026-01-22 16:00", "mod", "統幕長が定例会見　離島輸送、冬季訓練の安全など（1月22日）", 84, 20),
    Plot("2026-01-22 18:00", "mod", "人事発令　1月22日付け、将補人事（海自2名）", 72, 28),
    Plot("2026-01-23 12:00", "mod", "掃海艇「ためししま」除籍　37年の任務を終える（1月23日）", 88, 32),
    Plot("2026-01-24 07:00", "mod", "空自Ｃ-2、離島の断水で給水袋を輸送（1月23日）", 80, 18),
    Plot("2026-01-24 15:00", "mod", "陸自ヘリ、林野火災で空中消火を実施（1月24日、第2報）", 130, 12),
    Plot("2026-01-25 09:00", "mod", "防衛省の庁舎見学、新しい道順を公開予定", 76, 30, None, ("2026-01-26 10:00", "防衛省の庁舎見学、新しい道順を公開（1月26日）")),
    Plot("2026-01-25 18:00", "special", "《レポート》潜水艦救難艦の体験航海　見えない海の底へ", 98, 26),
    Plot("2026-01-26 06:00", "mod", "陸自と豪州陸軍、雪上の共同訓練を2月上旬に実施予定", 120, 24),
    Plot("2026-01-26 12:00", "mod", "人事発令　1月26日付け、2佐人事（陸自5名）", 92, 20),
    Plot("2026-01-27 06:00", "mod", "海幕長が記者会見　潜水艦救難艦の公開、若手の定着策など（1月27日）", 330, 16),
)
# fmt: on

STEP = 2 * HOUR
DOWN = (moment("2026-01-25 12:00"), moment("2026-01-25 13:00"))
AWAY = (moment("2026-01-22 09:00"), moment("2026-01-23 15:00"))

VISITS = tuple(
    time
    for time in range(moment("2026-01-20 00:03"), moment("2026-01-27 08:04"), STEP)
    if not AWAY[0] <= time < AWAY[1]
)
"""When tracker looks at the site, UTC seconds; from AWAY[0] to AWAY[1] it does not run."""


def down_at(time: int) -> bool:
    """Whether the site answers with an error then."""
    return DOWN[0] <= time < DOWN[1]


def state_at(time: int) -> SiteState:
    """The site as it is at that moment (UTC seconds)."""
    out = {FIRST + n: plot for n, plot in enumerate(PLOTS) if moment(plot.published) <= time}
    stories = {number: _story(plot, time) for number, plot in out.items()}
    lists = {window: _most_read(out, time - HOURS[window] * HOUR, time) for window in LABELS}
    return SiteState(stories, lists, latest=tuple(sorted(out, reverse=True)[:12]))


def _most_read(plots: dict[int, Plot], begin: int, end: int) -> tuple[int, ...]:
    return tuple(sorted(plots, key=lambda n: (-plots[n].reads(begin, end), n))[:10])


def _story(plot: Plot, time: int) -> Story:
    day, clock = plot.published.split()
    year, month, date = map(int, day.split("-"))
    title = plot.title_at(time)
    paragraphs = (
        f"これは tracker の見本のために作られた記事で、実在の出来事を伝えるものではない。題は「{title}」。",
        "見本の順位は、作られた読者の数から計算されている。",
        "（以上）",
    )
    printed = f"{year}-{month}-{date} {clock}"
    return Story(title, printed, SECTIONS[plot.section], plot.section, paragraphs)
