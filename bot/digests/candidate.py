"""A candidate: an event as digests look at it, with what of it is worked out once."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from bot.digests.telling import Telling, telling
from bot.digests.words import content_words
from bot.knowledge.actors import fold, gazetteer
from db.records import StoredEvent, StoredParticipant
from db.vocabulary import ActorKind, Role

STATES = (ActorKind.COUNTRY, ActorKind.GOVERNMENT)
PARTIES = (Role.ACTOR, Role.PARTNER, Role.TARGET, Role.RECIPIENT)


@dataclass(frozen=True)
class Candidate:
    """An event with when it was learnt.

    `stories` number the matters that its articles tell of; `setting` is the state that its article is mostly about.
    """

    event: StoredEvent
    learnt_at: datetime
    stories: frozenset[int] = frozenset()
    setting: str = ""

    @property
    def id(self) -> int:
        """The event's id."""
        return self.event.id

    @cached_property
    def telling(self) -> Telling | None:
        """The line for it."""
        return telling(self.event)

    @cached_property
    def publishers(self) -> frozenset[str]:
        """Who reports it. What names no publisher counts by its article."""
        return frozenset(report.article.publisher or f"article {report.article.id}" for report in self.event.reports)

    @cached_property
    def parties(self) -> tuple[StoredParticipant, ...]:
        """Those who did it and those whom it was done with or to."""
        return self.event.taking(*PARTIES)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The states whose people or bodies take part, in the order told, with that of the place last."""
        codes = [part.actor.country for part in self.parties if part.actor and part.actor.country]
        told = [*codes, *_countries_in(self.said), *([self.event.country] if self.event.country else [])]
        return tuple(dict.fromkeys(told))

    @cached_property
    def doers(self) -> frozenset[str]:
        """Whom it names as having done it: keys, and states for their governments."""
        return _keys(self.event.taking(Role.ACTOR))

    @cached_property
    def others(self) -> frozenset[str]:
        """Whom it names on the other side."""
        return _keys(self.event.taking(Role.PARTNER, Role.TARGET, Role.RECIPIENT))

    @cached_property
    def said(self) -> str:
        """The words of the clause, or of the line."""
        report = self.event.reports[0] if self.event.reports else None
        return (report.clause or report.quote) if report else self.event.verb

    @cached_property
    def words(self) -> frozenset[str]:
        """The content words of the line."""
        return content_words(self.telling.text if self.telling else self.said)

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The content words of the titles of its articles."""
        return content_words(" ".join(report.article.title or "" for report in self.event.reports))


def _keys(parts: tuple[StoredParticipant, ...]) -> frozenset[str]:
    found = set()
    for part in parts:
        if part.actor is None:
            continue
        state = part.actor.kind in STATES and part.actor.country
        found.add(f"state:{part.actor.country}" if state else part.actor.key)
    return frozenset(found)


@lru_cache(maxsize=1 << 14)
def _state_called(phrase: str) -> str | None:
    return gazetteer().country_of(phrase) or gazetteer().metonym(phrase)


def _countries_in(text: str) -> list[str]:
    """The states that a text names, in order."""
    words, found = fold(text).split(), list[str]()
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            phrase = " ".join(words[at : at + size])
            code = _state_called(phrase)
            if code and at + size <= len(words):
                found.append(code)
                at += size - 1
                break
        at += 1
    return found
