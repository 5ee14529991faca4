"""Suggestions while a name is typed: from memory, because there is no time to ask the store."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice

from bot.knowledge.actors import fold
from bot.knowledge.countries import Countries
from bot.knowledge.tables import rows
from db.directory import actors_of
from db.session import Store
from db.vocabulary import ActorKind

MOST = 25
MOST_STORED = 20_000
"""Names taken from the store; about 10 MB."""
SCANNED = 2_000
"""Names looked at for one suggestion: one letter fits thousands, of which any will do."""


class Names:
    """Names, found by the beginning of any of their words. The earlier a name is given, the higher it ranks."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(dict.fromkeys(name for name in names if fold(name)))
        entries = []
        for rank, name in enumerate(self._names):
            words = fold(name).split()
            entries += [(" ".join(words[start:]), rank) for start in range(len(words))]
        entries.sort()
        self._keys = [key for key, _ in entries]
        self._ranks = [rank for _, rank in entries]

    def beginning(self, typed: str, limit: int = MOST) -> list[str]:
        """Return the names of which a word begins with what is typed, the best known first."""
        folded = fold(typed)
        if not folded:
            return self._names[:limit]
        start = bisect_left(self._keys, folded)
        end = bisect_left(self._keys, folded + "\x7f", lo=start)
        ranks = sorted(set(islice(self._ranks, start, min(end, start + SCANNED))))
        return [self._names[rank] for rank in ranks[:limit]]


class Suggestions:
    """Names of people, countries, and of everybody. What the store knows ranks before what only the gazetteer knows."""

    def __init__(self) -> None:
        self._known_people = [cells[1] for cells in rows("people")]
        self._known_countries = list(Countries().names.values())
        self._set([], [], [])

    async def refresh(self, store: Store) -> None:
        """Take in the names that the store has learnt."""
        async with store.reading() as session:
            people = [actor.name for actor in await actors_of(session, [ActorKind.PERSON], limit=MOST_STORED)]
            bodies = await actors_of(session, [ActorKind.ORGANISATION, ActorKind.MILITARY], limit=MOST_STORED)
            countries = [actor.name for actor in await actors_of(session, [ActorKind.COUNTRY], limit=500)]
        known = set(self._known_countries)
        self._set(people, [name for name in countries if name in known], [body.name for body in bodies])

    def _set(self, people: list[str], countries: list[str], bodies: list[str]) -> None:
        self.people = Names([*people, *self._known_people])
        self.countries = Names([*countries, *self._known_countries])
        self.anyone = Names([*countries, *people, *bodies, *self._known_countries, *self._known_people])
