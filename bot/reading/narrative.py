"""What the reader of a story fills in by himself: the time that goes on, the doer named before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.knowledge.words import stop_words
from bot.reading.event import EventDate, ReadEvent
from db.vocabulary import Action, Status

NEWS_DAYS = 14
"""Days before publication that are still the news itself. What is told of an earlier time is told as a story."""

_MOST_TOLD = 20
"""Events of one verb that are looked through for the doer of another."""
_TIMELESS = frozenset({Action.SAY, Action.OTHER})


class StoryTime:
    """The time that a paragraph tells of.

    After "In 2019 the army seized power", the next act of the paragraph in the plain past was then as well, not on the
    day of the news.
    """

    def __init__(self, published: date) -> None:
        self._published = published
        self._paragraph = -1
        self._time: EventDate | None = None

    def dated(self, event: ReadEvent, paragraph: int, *, plain_past: bool) -> ReadEvent:
        """The event with the time of its paragraph where it has none of its own."""
        if paragraph != self._paragraph:
            self._paragraph, self._time = paragraph, None
        if event.date is not None:
            if event.status is Status.HAPPENED:
                past = (self._published - event.date.end).days > NEWS_DAYS
                self._time = event.date if past else None
            return event
        if self._time is None or not plain_past or event.action in _TIMELESS or event.quoted:
            return event
        return replace(event, date=self._time, confidence=round(event.confidence - 0.1, 2))


def with_doers(events: Sequence[ReadEvent]) -> list[ReadEvent]:
    """Name the doer of a passive whom the article names elsewhere: "Seoul seized a ship. It was seized in May"."""
    told: dict[str, list[ReadEvent]] = {}
    for event in events:
        known = event.actors and all(mention.key is not None for mention in event.actors)
        if known and event.action not in _TIMELESS and event.status is Status.HAPPENED and not event.quoted:
            told.setdefault(event.verb, []).append(event)
    alone = {verb: done for verb, done in told.items() if len({_keys(event) for event in done}) == 1}
    return [_with_doer(event, alone.get(event.verb, ())) for event in events]


def _keys(event: ReadEvent) -> tuple[str | None, ...]:
    return tuple(mention.key for mention in event.actors)


def _with_doer(event: ReadEvent, told: Sequence[ReadEvent]) -> ReadEvent:
    """`told` are the events of the same verb, all by the same actors."""
    if event.actors or event.status is not Status.HAPPENED or event.action in _TIMELESS:
        return event
    things = _things(event)
    if any(not things.isdisjoint(_things(other)) for other in told[:_MOST_TOLD]):
        return replace(event, actors=told[0].actors, confidence=round(event.confidence - 0.1, 2))
    return event


def _things(event: ReadEvent) -> set[str]:
    """What an act is on: the words of its object and of its targets."""
    words = " ".join([event.object or "", *(m.text for m in event.targets), *(m.name or "" for m in event.targets)])
    return {word for word in words.lower().replace(",", " ").split() if word not in stop_words()}
