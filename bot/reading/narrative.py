"""What the reader of a story fills in by himself: the time that goes on, the doer named before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.knowledge.words import stop_words
from bot.reading.event import EventDate, Mention, ReadEvent
from db.vocabulary import Action, Status

NEWS_DAYS = 14
"""Days before publication that are still the news itself. What is told of an earlier time is told as a story."""

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
    doers: dict[str, set[tuple[Mention, ...]]] = {}
    for event in events:
        known = tuple(mention for mention in event.actors if mention.key is not None)
        if known and event.action not in _TIMELESS and event.status is Status.HAPPENED and not event.quoted:
            doers.setdefault(event.verb, set()).add(known)
    return [_with_doer(event, events, doers) for event in events]


def _with_doer(event: ReadEvent, events: Sequence[ReadEvent], doers: dict[str, set[tuple[Mention, ...]]]) -> ReadEvent:
    known = doers.get(event.verb, set())
    passive = not event.actors and event.targets and event.status is Status.HAPPENED
    if not passive or len({tuple(m.key for m in mentions) for mentions in known}) != 1:
        return event
    things = _things(event)
    for other in events:
        if other.verb == event.verb and other.actors in known and not things.isdisjoint(_things(other)):
            return replace(event, actors=other.actors, confidence=round(event.confidence - 0.1, 2))
    return event


def _things(event: ReadEvent) -> set[str]:
    """What an act is on: keys of its targets, and their and the object's words."""
    words = " ".join([event.object or "", *(m.text for m in event.targets), *(m.name or "" for m in event.targets)])
    return {word for word in words.lower().replace(",", " ").split() if word not in stop_words()}
