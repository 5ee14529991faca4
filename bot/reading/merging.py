"""One act told in several sentences of an article is one event."""

from collections.abc import Iterable
from dataclasses import replace

from bot.knowledge.actions import lexicon
from bot.knowledge.words import stop_words
from bot.reading.event import Mention, ReadEvent
from bot.reading.status import FACTS
from db.vocabulary import Action

_UNMERGED = frozenset({Action.SAY, Action.OTHER})
"""Statements and states are kept apart: each has words of its own."""

_MOST_ALIKE = 50
"""Events of one class and the same actors that a further one is compared with."""


def merged(events: Iterable[ReadEvent]) -> list[ReadEvent]:
    """The events without those that only tell an earlier one again; what only the later one says is added to it."""
    kept: list[ReadEvent] = []
    alike: dict[tuple[Action, frozenset[str | None]], list[int]] = {}
    for event in events:
        if event.action in _UNMERGED or event.quoted:
            kept.append(event)
            continue
        earlier = alike.setdefault((event.action, frozenset(m.key for m in event.actors)), [])
        index = next((i for i in earlier[-_MOST_ALIKE:] if _same(kept[i], event)), None)
        if index is None:
            earlier.append(len(kept))
            kept.append(event)
        else:
            kept[index] = _joined(kept[index], event)
    return kept


def _same(one: ReadEvent, other: ReadEvent) -> bool:
    """Whether two events of one class and the same actors are the same act."""
    if not one.actors or None in {mention.key for mention in one.actors} or one.speaker != other.speaker:
        return False
    if one.status is not other.status and not (one.status in FACTS and other.status in FACTS):
        return False
    if one.verb != other.verb and other.verb not in lexicon().synonyms(one.verb):
        return False
    return _sides_agree(one, other) and _dates_agree(one, other) and _objects_agree(one, other)


def _sides_agree(one: ReadEvent, other: ReadEvent) -> bool:
    """Whether the known ones of one side are among those of the other."""
    first, second = _keys((*one.targets, *one.partners)), _keys((*other.targets, *other.partners))
    return first <= second or second <= first


def _keys(mentions: tuple[Mention, ...]) -> set[str]:
    return {mention.key for mention in mentions if mention.key is not None}


def _dates_agree(one: ReadEvent, other: ReadEvent) -> bool:
    if one.date is None or other.date is None:
        return True
    return one.date.start <= other.date.end and other.date.start <= one.date.end


def _objects_agree(one: ReadEvent, other: ReadEvent) -> bool:
    """Whether the words of one object are among those of the other, numbers included."""
    first, second = _content(one.object), _content(other.object)
    if not first or not second:
        return first == second and _keys(one.targets) == _keys(other.targets)
    return first <= second or second <= first


def _content(words: str | None) -> set[str]:
    return {word for word in (words or "").lower().split() if word not in stop_words()}


def _joined(first: ReadEvent, again: ReadEvent) -> ReadEvent:
    return replace(
        first,
        date=first.date or again.date,
        place=first.place or again.place,
        recipients=first.recipients or again.recipients,
        confidence=max(first.confidence, again.confidence),
    )
