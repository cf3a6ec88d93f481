"""The chart of a list: its lines with their colours and names, its gaps, its axis."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cli.documents.report.paths import dots, minute, path_data
from cli.documents.report.roles import departed, roles
from cli.documents.subject import Subject
from cli.terminal.times import DAY, HOUR, MINUTE, local_time
from store import Line, RankLines, Top

SPANS = {"hour": 1, "day": 7, "week": 30}
"""Days that a chart shows at first, by the list's window; the others show all."""
RANGES = (("24h", DAY), ("7d", 7 * DAY), ("30d", 30 * DAY))
TALL, LOW, FEW = 26, 18, 12
"""The height of a rank in pixels: tall up to so FEW ranks."""
LABELS = 8
"""Days that are named along the axis at first."""
STEP = 6 * HOUR
"""Between two hours that are named on the last day."""
EDGE = 50
"""No name stands nearer to an edge than this part of what is shown."""
CLOSE = 30 * DAY
"""Up to this span, entries are marked with dots."""
CROWD = 15
"""Lines in view for each rank, beyond which only those with a class are drawn; the script knows it."""


class Path(NamedTuple):
    """One article's lines; `role` is its colour (see `roles`), `lead` for a leader, or empty."""

    article: int
    data: str
    role: str


class Tick(NamedTuple):
    """A place on the axis: its minute, its share of what is shown at first, its name, and kind.

    The kind is `day`, `more` (a day that is named only after zooming), or `hour`.
    """

    minute: int
    share: str
    name: str
    kind: str


class Hole(NamedTuple):
    """A gap on the chart, and its times and cause in words."""

    minute: int
    width: int
    text: str


class Label(NamedTuple):
    """The name of a line that ended: where, and its last rank."""

    minute: int
    share: str
    rank: int
    title: str
    left: bool


class Key(NamedTuple):
    """The number of a leader's row, where its longest line begins."""

    minute: int
    share: str
    rank: int
    number: int


class ChartPart(NamedTuple):
    """What the template draws; `start` is the minute at the left edge of what is shown at first.

    `begin` (UTC seconds) and `offset` (minutes) let the script name times.
    """

    begin: int
    offset: int
    width: int
    start: int
    depth: int
    step: int
    far: bool
    crowded: bool
    zoom: int
    paths: list[Path]
    new: str
    back: str
    ticks: list[Tick]
    holes: list[Hole]
    departed: Label | None
    keys: list[Key]
    ranges: list[tuple[str, int]]
    shown: int


def chart(subject: Subject, lines: RankLines, top: Top, leaders: Sequence[int]) -> ChartPart:
    """The chart of a list; lines with a colour are drawn last, so that they lie above.

    Where too many lines would be in view, only those and the `leaders` of the period are drawn.
    """
    begin = lines.first
    width = max(1, minute(lines.last, begin))
    shown = min(width, SPANS.get(lines.ranking_list.window or "", width) * DAY // MINUTE)
    start = width - shown
    drawn = [line for parts in lines.lines.values() for line in parts]
    return ChartPart(
        begin=begin,
        offset=subject.moment(lines.last).offset,
        width=width,
        start=start,
        depth=lines.depth,
        step=TALL if lines.depth <= FEW else LOW,
        far=shown * MINUTE > CLOSE,
        crowded=sum(minute(line.points[-1][0], begin) >= start for line in drawn)
        > CROWD * lines.depth,
        zoom=max(100, 100 * shown * MINUTE // DAY),
        paths=_paths(lines, top, leaders),
        new=dots(drawn, "new", begin),
        back=dots(drawn, "back", begin),
        ticks=list(_ticks(subject, lines, start, shown)),
        holes=_holes(subject, lines),
        departed=_departed(lines, top, start, shown),
        keys=[_key(lines.lines[a], begin, n, start, shown) for n, a in enumerate(leaders, 1)],
        ranges=[(name, span // MINUTE) for name, span in RANGES if span // MINUTE < width],
        shown=shown,
    )


def _key(parts: list[Line], begin: int, number: int, start: int, shown: int) -> Key:
    longest = max(parts, key=lambda line: line.points[-1][0] - line.points[0][0])
    time, rank = longest.points[0]
    at = minute(time, begin)
    return Key(at, _share(at, start, shown), rank, number)


def _paths(lines: RankLines, top: Top, leaders: Sequence[int]) -> list[Path]:
    colours = roles(top)
    departure = departed(top)
    if departure:
        colours.setdefault(departure.article, "out")
    for article in leaders:
        colours.setdefault(article, "lead")
    paths = [
        Path(article, path_data(parts, lines.first), colours.get(article, ""))
        for article, parts in lines.lines.items()
    ]
    return sorted(paths, key=_layer)


def _layer(path: Path) -> tuple[int, int]:
    order = ("", "lead", "out", "new", "down", "up", "one")
    return order.index(path.role), path.article


def _share(at: int, start: int, shown: int) -> str:
    return f"{100 * (at - start) / shown:.2f}%"


def _ticks(subject: Subject, lines: RankLines, start: int, shown: int) -> Iterator[Tick]:
    """Each midnight, and every sixth hour of the last day."""
    nights = list(_midnights(subject, lines.first, lines.last))
    edge = shown / EDGE
    in_view = [t for t in nights if start + edge <= minute(t, lines.first) <= start + shown - edge]
    named = set(in_view[:: max(1, -(-len(in_view) // LABELS))])
    for time in nights:
        at = minute(time, lines.first)
        local = local_time(time, subject.moment(time).offset)
        kind = "day" if time in named else "more"
        yield Tick(at, _share(at, start, shown), f"{local.month}/{local.day}", kind)
    offset = subject.moment(lines.last).offset
    begun = lines.last - DAY + offset * MINUTE
    for time in range(lines.last - DAY - begun % STEP + STEP, lines.last, STEP):
        at, local = minute(time, lines.first), local_time(time, offset)
        if local.hour and at >= start:
            yield Tick(at, _share(at, start, shown), f"{local:%H:%M}", "hour")


def _midnights(subject: Subject, first: int, last: int) -> Iterator[int]:
    """The local midnights between two times, also where clocks are changed."""
    time = first
    while True:
        offset = subject.moment(time).offset
        night = (time + offset * MINUTE) // DAY * DAY + DAY
        time = night - offset * MINUTE
        time = night - subject.moment(time).offset * MINUTE
        if time > last:
            return
        yield time


def _holes(subject: Subject, lines: RankLines) -> list[Hole]:
    holes = []
    for gap in lines.gaps:
        begun, ended = (minute(time, lines.first) for time in (gap.begun, gap.ended))
        text = subject.words.text(
            "{begun} to {ended}: {cause}",
            begun=subject.brief(gap.begun),
            ended=subject.brief(gap.ended),
            cause=subject.words.cause(gap.cause),
        )
        holes.append(Hole(begun, ended - begun, text))
    return holes


def _departed(lines: RankLines, top: Top, start: int, shown: int) -> Label | None:
    """The name of the highest article that left, where its line ends."""
    departure = departed(top)
    parts = lines.lines.get(departure.article) if departure else None
    if departure is None or parts is None:
        return None
    time, rank = parts[-1].points[-1]
    at = minute(time, lines.first)
    if at < start:
        return None
    return Label(at, _share(at, start, shown), rank, departure.title, left=at - start > shown / 3)
