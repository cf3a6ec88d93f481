"""Who is number one, since when, and who was before."""

from cli.documents.sentences.sentence import NAMED, Line, Part, Sentence, others, with_facts
from cli.documents.sentences.telling import Telling
from store import Event, Mover


def number_one(telling: Telling) -> Sentence | None:
    """The sentence; it tells all events of the articles that it names."""
    leader = telling.stretch.leader
    first = leader.row.article if leader else None
    before = [article for article in _formers(telling) if article != first]
    named = before[:NAMED]
    lines = [_leader(telling, leader, first)] if leader and first is not None else []
    lines += [_former(telling, article) for article in named]
    if not lines:
        return None
    stories = telling.stories  # one that led at the beginning and stayed on the list has none
    more = [a for a in before[NAMED:] if a in stories and stories[a].status == "first"]
    if more:
        lines.append([Part(others(telling.words, len(more)))])
    stories_told = [telling.stories[a] for a in (first, *named, *more) if a in telling.stories]
    events = tuple(event for story in stories_told for event in story.events)
    return Sentence("one", _heading(telling, first), lines, events)


def took_first(telling: Telling, article: int | None) -> Event | None:
    """The newest event in which an article became number one."""
    firsts = [event for event in telling.stretch.firsts if event.article == article]
    return firsts[-1] if firsts else None


def led_before(telling: Telling, event: Event) -> bool:
    """Whether an article that becomes number one had been that before."""
    chart = telling.charts[event.article]
    return chart.peak == 1 and chart.peak_at < event.by


def _heading(telling: Telling, article: int | None) -> str:
    event = took_first(telling, article)
    again = event is not None and led_before(telling, event)
    return telling.words.text("#1 again" if again else "#1")


def _leader(telling: Telling, leader: Mover, article: int) -> Line:
    words = telling.words
    event = took_first(telling, article)
    facts = [words.text("unchanged"), telling.at_one(article)]
    if event:
        facts = [_from(telling, leader), telling.since(event)]
    named = telling.title(article, whole=True)
    return with_facts(words, named, [*facts, *telling.beside.get(article, [])])


def _from(telling: Telling, leader: Mover) -> str:
    """From where it came: `9 → 1`, or whether it is new or back."""
    if leader.was:
        return telling.moved(leader.was, 1) if leader.was != 1 else ""
    words = {"new": telling.words.text("new"), "re": telling.words.text("back")}
    return words.get(leader.status, "")


def _formers(telling: Telling) -> list[int]:
    """The articles that were number one before, the latest first."""
    firsts = [event.article for event in reversed(telling.stretch.firsts)]
    if firsts:
        begin = [row.row.article for row in telling.stretch.movers if row.was == 1]
        firsts += [article for article in begin if article is not None]
    return list(dict.fromkeys(firsts))


def _former(telling: Telling, article: int) -> Line:
    facts = [telling.at_one(article), telling.now(article)]
    return with_facts(telling.words, telling.title(article), facts, telling.words.text("before: "))
