"""What a conversation is about, and how far from it an answer is looked for."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from db import events

MOST_IN_ARTICLES = 300
"""Events of the articles in focus that are looked at; few articles tell more than a hundred."""


class Scope(StrEnum):
    """Where an answer is looked for."""

    EVENTS = "events"
    """Only in the events last answered from: "and when?"."""
    ARTICLES = "articles"
    """Only in the articles that tell those: "who objected?"."""
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Focus:
    """The events last answered from and their articles: they count as nearer, or alone, as `scope` says.

    `seen` are events that have been shown and are not wanted again.
    """

    events: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    scope: Scope = Scope.ANYWHERE
    seen: frozenset[int] = frozenset()


EVERYWHERE = Focus()
"""What a question has in focus that stands by itself."""


async def in_scope(session: AsyncSession, focus: Focus) -> list[int] | None:
    """Ids of the events that the focus confines an answer to, without those seen; None where it confines to nothing."""
    match focus.scope:
        case Scope.EVENTS:
            found = list(focus.events)
        case Scope.ARTICLES:
            found = await events.ids_of_articles(session, focus.articles, limit=MOST_IN_ARTICLES)
        case Scope.ANYWHERE:
            return None
    return [identifier for identifier in found if identifier not in focus.seen]
