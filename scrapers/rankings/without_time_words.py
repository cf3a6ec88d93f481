"""What a heading says besides when and how many: "Populärt just nu", "24小时热门", "Ranking TOP 10".

Such words leave a weak word as alone as it would be without them.
"""

import re
from collections.abc import Iterator
from functools import cache

from scrapers.rankings.phrase_coverage import fold, stems_of, words
from scrapers.windows import window_of

# Stretches of time and sections of a news site, in scripts written without spaces.
_DENSE = re.compile(
    r"\d+\s*(?:時間|小[时時]|시간|日間?|天|週間?|周|[ヶヵカケか个個箇]?月|개월|일|주)[内內]?"
    r"|[今本当當][日天週周月年]|[昨先前这這上][日天週周月]|每[日天周週月]|毎[日週月]|[日週周月年]間"
    r"|[总總日周週月年](?=排|榜|人[气氣]|[热熱]|[点點])|月度|年度|デイリー|ウィークリー|マンスリー|リアルタイム"
    r"|주간|월간|일간|오늘의?|어제|이번\s?[주달]|실시간|현재|지금|近期|正在|当前|現在|现在|いま|[实實]時|实时"
    r"|国内|国際|国际|國際|海外|政治|経済|社会|スポーツ|エンタメ|芸能|ビジネス|カテゴリー?別|ジャンル別|総合"
    r"|财经|財經|体育|體育|娱乐|娛樂|军事|科技|정치|경제|사회|국제|스포츠|연예"
)
_TOP = re.compile(r"(?:top|топ|ベスト|トップ)\s*[-:]?\s*\d{1,3}(?!\d)", re.IGNORECASE)


def essence(text: str) -> str:
    """A text without its words for stretches of time, for now, and for the length of a list."""
    plain = _DENSE.sub(" ", text)
    said = words(_TOP.sub(" ", plain).lower())
    top = _TOP.search(plain)
    return " ".join(_kept(said, timed=window_of(text) is not None)) or (top[0] if top else "")


def _kept(said: list[str], *, timed: bool) -> Iterator[str]:
    for word in said:
        plain = fold(word)
        if plain.isdigit() or plain in _stems("idle") or (timed and plain in _stems("last")):
            continue
        if not (window_of(word) or window_of(f"1 {word}")):
            yield word


@cache
def _stems(table: str) -> frozenset[str]:
    """The words of a table, each as it stands there."""
    return frozenset(stem.rstrip("$") for stems in stems_of(table) for stem in stems)
