"""A news site in the shape of the first one, on a real loopback server, with a small language.

with FakeSite() as site:
    site.lists["day"] = [6003, 6001]                 # article numbers, best read first
    site.articles[6099] = Story("見出し", "2026-1-26 18:00")
    site.markup = "tabs-aria"                        # any of cli.commands.demo.pages.MARKUPS
    site.widget = "empty"                            # or "none"; "lists" is the usual
    site.on("/", status=503, headers={"Retry-After": "60"}, times=2)
    ... site.address, site.url(6099), site.log ...
"""

import time
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import NamedTuple, Self

from cli.commands.demo.pages import SECTIONS, SiteState, Story, path_of
from cli.commands.demo.server import Loopback, Response, respond

__all__ = ["Asked", "FakeSite", "Story", "write_config"]

TITLES = (
    "護衛艦「ためし」、訓練航海を終えて帰港（1月21日）",
    "《特集》はじめての艦艇見学　持ち物と歩き方　前編",
    "人事発令　1月20日付け、1佐人事（陸自2名、空自1名）",
    "空自Ｃ-2、離島へ物資を輸送（1月19日）",
    "《解説》レーダーはなぜ回るのか──基礎から読む警戒監視",
    "陸自の炊事車、競技会の結果を発表（1月18日）",
    "防衛省、庁舎見学の新しい道順を公開（1月25日）",
    "《「ためし」乗艦レポート》④ 通信員の夜",
    "【講演録】元艦長が語る「凪の日」の過ごし方",
    "海自Ｐ-1、流氷の観測を実施　オホーツク海（1月17日～18日）",
    "音楽隊の定期演奏会、2月14日に開催へ",
    "掃海艇が除籍　37年の任務を終える “最後の木造艇”",
)
FIRST = 6001
"""The number of the first of the twelve articles that a new site has."""


def _section(title: str) -> tuple[str, str]:
    """Category and section, as the mark at the title's beginning has it."""
    section = {"《特": "special", "《解": "commentary"}.get(title[:2], "mod")
    return SECTIONS[section], section


class Asked(NamedTuple):
    """One request that reached the site; `time` is monotonic seconds."""

    path: str
    headers: Mapping[str, str]
    time: float


class FakeSite:
    """The site; its attributes may be changed while it runs. Use it in a `with` block."""

    def __init__(self) -> None:
        self.articles = {
            FIRST + n: Story(title, f"2026-1-{n + 10} 9:0{n % 10}", *_section(title))
            for n, title in enumerate(TITLES)
        }
        self.lists = {
            "day": [FIRST + n for n in range(10)],
            "week": [FIRST + n for n in (3, 1, 11, 0, 2, 4, 10, 9, 8, 7)],
            "month": [FIRST + n for n in (11, 10, 1, 9, 8, 7, 6, 5, 4, 3)],
        }
        self.latest = [FIRST + n for n in reversed(range(8))]
        self.markup = "tabs-href"
        self.widget = "lists"
        self.last_modified: str | None = None
        """A Last-Modified date to be used as the validator instead of an ETag."""
        self.conditional: Response | None = None
        """What every conditional request gets, whatever it asks for."""
        self.latency = 0.0
        """Seconds that every answer takes."""
        self.log: list[Asked] = []
        self._scripts: dict[str, list[tuple[Response, Iterator[int]]]] = {}
        self._server = Loopback(self._answer)
        self.address = self._server.address

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(self, *error) -> None:
        self._server.__exit__(*error)

    def url(self, number: int, part: int = 1) -> str:
        """The absolute address of an article's page."""
        return self.address.rstrip("/") + path_of(number, self.articles[number], part)

    def on(self, path: str, *, status=200, headers=(), body: bytes | str = b"", times=None) -> None:
        """Answer `path` so: the next `times` requests, or all. Scripts run in order given."""
        body = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": "text/html; charset=utf-8", **dict(headers)}
        turns = iter(range(times)) if times is not None else count()
        script = Response(status, tuple(headers.items()), body)
        self._scripts.setdefault(path, []).append((script, turns))

    def asked(self, path: str) -> list[Asked]:
        """The requests for that path."""
        return [asked for asked in self.log if asked.path == path]

    def page(self, path: str = "/") -> bytes:
        """The page at a path as it is now, the home page unless another is named."""
        return respond(self.state(), path, {}).body

    def turned(self) -> bytes:
        """The home page after the day's list has moved on by one."""
        self.lists["day"] = self.lists["day"][1:] + self.lists["day"][:1]
        return self.page()

    def state(self) -> SiteState:
        """The site as it is now."""
        return SiteState(self.articles, self.lists, self.latest, self.markup, self.widget)

    def _answer(self, path: str, headers: Mapping[str, str]) -> Response:
        self.log.append(Asked(path, headers, time.monotonic()))
        time.sleep(self.latency)
        if self.conditional and {"if-none-match", "if-modified-since"} & set(headers):
            return self.conditional
        for script, turns in self._scripts.get(path, ()):
            if next(turns, None) is not None:
                return script
        usual = respond(self.state(), path, headers)
        return self._dated(usual, headers) if self.last_modified else usual

    def _dated(self, usual: Response, headers: Mapping[str, str]) -> Response:
        date = ("Last-Modified", self.last_modified)
        if headers.get("if-modified-since") == self.last_modified:
            return Response(304, (date,))
        kept = (header for header in usual.headers if header[0] != "ETag")
        return usual._replace(headers=(*kept, date))


def write_config(path: Path, site_url: str, name: str = "local", more: str = "") -> Path:
    """A sites.toml that knows the fake site under `name`; `more` is appended as it is."""
    path.write_text(
        f'[sites.{name}]\nextends = "jdefense"\nhome = "{site_url}"\n'
        f"allow_private = true\ndelay = 0\n{more}"
    )
    return path
