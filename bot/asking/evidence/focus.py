"""What a conversation is about, and how far from it an answer is looked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from db import events
from db.records import StoredEvent

NEAR = 1500
"""Characters within which an article likely still tells of the same act."""
IN_ARTICLE = 0.08
"""What it counts that an event is told anywhere in an article in focus."""
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

    `same` says that the very act is asked about that they tell; `seen` are events not to be told again.
    """

    events: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    scope: Scope = Scope.ANYWHERE
    same: bool = False
    seen: frozenset[int] = frozenset()

    def nearness(self, event: StoredEvent, spots: Mapping[int, Collection[int]]) -> float:
        """What it counts that an event lies in the focus, up to 0.15. `spots` are those that `spots_of` gives."""
        if event.id in self.events:
            return 0.15
        for report in event.reports:
            if report.article.id in self.articles:
                apart = min((abs(report.start - spot) for spot in spots.get(report.article.id, ())), default=NEAR)
                return IN_ARTICLE + 0.06 * max(0.0, 1 - apart / NEAR)
        return 0.0

    def spots_of(self, events: Iterable[StoredEvent]) -> dict[int, list[int]]:
        """Where in their articles the events in focus are told: offsets by article."""
        spots = defaultdict[int, list[int]](list)
        for event in events:
            if event.id in self.events:
                for report in event.reports:
                    spots[report.article.id].append(report.start)
        return spots


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
