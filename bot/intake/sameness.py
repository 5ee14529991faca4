"""When two articles tell the same: the same act in their own words, or the same sentence in the very same words."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.actors import fold
from db import events
from db.records import NewEvent, StoredEvent
from db.search import words_of
from db.vocabulary import Action, Role

SAME_ACT_DAYS = 1
"""The same act may be dated a day apart by articles of different time zones."""
COPIED_DAYS = 2
"""A copy may be printed so many days later."""


async def same_act(session: AsyncSession, event: NewEvent) -> int | None:
    """The stored event that this one tells again, if another article told it: same verb, actors and nearly day."""
    if event.action in {Action.OTHER, Action.SAY} or event.starts is None or event.starts != event.ends:
        return None
    doers = new_ids(event, Role.ACTOR)
    if not doers:
        return None
    near = await events.similar(
        session,
        first=event.starts - timedelta(days=SAME_ACT_DAYS),
        last=event.starts + timedelta(days=SAME_ACT_DAYS),
        actors=doers,
        verb=event.verb,
    )
    for stored in near:
        if (
            stored.status is event.status
            and stored.verb == event.verb
            and stored.starts is not None
            and stored_ids(stored, Role.ACTOR) == doers
            and sides_agree(stored, event)
        ):
            return stored.id
    return None


def sides_agree(stored: StoredEvent, event: NewEvent) -> bool:
    """Whether nothing tells the other sides and objects of two acts apart."""
    others = (Role.PARTNER, Role.TARGET, Role.RECIPIENT)
    mine, theirs = new_ids(event, *others), stored_ids(stored, *others)
    if mine and theirs and mine.isdisjoint(theirs):
        return False
    if not event.object or not stored.object:
        return bool(mine & theirs)
    one, other = set(fold(event.object).split()), set(fold(stored.object).split())
    return len(one & other) / min(len(one), len(other)) >= 0.5 if one and other else False


class Copied:
    """What the copies of a text tell, wire reports with other headlines: the same sentence tells the same event there.

    So each statement of a wire report is one event with as many publishers as printed it, whatever it is about. What is
    reported in the same words of another day, as the daily figures of a ministry are, is another event.
    """

    def __init__(self, told: Iterable[StoredEvent]) -> None:
        self._by_words: dict[tuple[str, ...], list[StoredEvent]] = defaultdict(list)
        for event in told:
            for quote in {report.quote for report in event.reports}:
                self._by_words[_words(event, quote)].append(event)

    @classmethod
    async def by(cls, session: AsyncSession, articles: Iterable[int]) -> Self:
        """What these articles tell."""
        told = {event.id: event for article in articles for event in await events.of_article(session, article)}
        return cls(told.values())

    def take(self, event: NewEvent, published: date) -> int | None:
        """The event that is told in the same words; it is given once."""
        found = self._by_words.get(_words(event, event.report.quote), [])
        day = event.starts or published
        for place, stored in enumerate(found):
            if abs(stored.day - day) <= timedelta(days=COPIED_DAYS):
                return found.pop(place).id
        return None


def _words(event: NewEvent | StoredEvent, quote: str) -> tuple[str, ...]:
    return (event.action.value, event.verb, event.status.value, *words_of(quote))


def new_ids(event: NewEvent, *roles: Role) -> set[int]:
    """The actors in these parts of a new event."""
    return {part.actor_id for part in event.participants if part.role in roles and part.actor_id is not None}


def stored_ids(event: StoredEvent, *roles: Role) -> set[int]:
    """The actors in these parts of a stored event."""
    return {part.actor.id for part in event.taking(*roles) if part.actor}
