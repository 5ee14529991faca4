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


def merged(events: Iterable[ReadEvent]) -> list[ReadEvent]:
    """The events without those that only tell an earlier one again; what only the later one says is added to it."""
    kept: list[ReadEvent] = []
    for event in events:
        index = next((i for i, earlier in enumerate(kept) if _same(earlier, event)), None)
        if index is None:
            kept.append(event)
        else:
            kept[index] = _joined(kept[index], event)
    return kept


def _same(one: ReadEvent, other: ReadEvent) -> bool:
    if one.action is not other.action or one.action in _UNMERGED or one.quoted or other.quoted:
        return False
    if (one.status in FACTS) != (other.status in FACTS) or one.speaker != other.speaker:
        return False
    if one.verb != other.verb and other.verb not in lexicon().synonyms(one.verb):
        return False
    if not _agree(one.actors, other.actors) or not one.actors:
        return False
    if not _agree((*one.targets, *one.partners), (*other.targets, *other.partners)):
        return False
    return _dates_meet(one, other) and _objects_meet(one, other)


def _agree(one: tuple[Mention, ...], other: tuple[Mention, ...]) -> bool:
    """Whether both name the same ones, all of them known."""
    keys = [mention.key for mention in (*one, *other)]
    return None not in keys and {m.key for m in one} == {m.key for m in other}


def _dates_meet(one: ReadEvent, other: ReadEvent) -> bool:
    if one.date is None or other.date is None:
        return one.date is other.date
    return one.date.start <= other.date.end and other.date.start <= one.date.end


def _objects_meet(one: ReadEvent, other: ReadEvent) -> bool:
    """Whether the objects share what they are about, numbers included."""
    first, second = _content(one.object), _content(other.object)
    if not first or not second:
        return first == second
    numbers = {word for word in first | second if word[0].isdigit()}
    return numbers <= (first & second) and (first <= second or second <= first)


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
