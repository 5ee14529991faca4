"""Who stood on the other side of an act, and when: read from the participants index alone, grouped by the database."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, TextClause, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.records import StoredActor, day_of, ids_between
from db.vocabulary import ActorKind, Role

Days = tuple[date | None, date | None]
"""The first and the last day that count; None is an open end."""


_TURNED = {Role.ACTOR: Role.TARGET, Role.TARGET: Role.ACTOR}


@dataclass(frozen=True, slots=True)
class Act:
    """An act with known participants: the predicates that mean it, and for each known side the ids it can be."""

    predicates: tuple[int, ...]
    sides: tuple[tuple[Role, tuple[int, ...]], ...]

    def joined_by(self, role: Role, actors: tuple[int, ...]) -> "Act":
        """The same act with one more side known."""
        return replace(self, sides=(*self.sides, (role, actors)))

    def turned(self) -> "Act":
        """The act of those at the other end: actors are targets, targets actors."""
        return replace(self, sides=tuple((_TURNED.get(role, role), actors) for role, actors in self.sides))


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Someone on the other side, with the ids of the first and last event and the number of events."""

    actor: StoredActor
    first: int
    last: int
    events: int

    def with_more(self, other: "Counterpart") -> "Counterpart":
        """The same one over two spans of time."""
        return Counterpart(
            self.actor, min(self.first, other.first), max(self.last, other.last), self.events + other.events
        )


async def of(session: AsyncSession, act: Act, role: Role, days: Days) -> list[Counterpart]:
    """Everyone who has this role in events of the act on those days."""
    rows = await session.execute(
        _grouped(len(act.sides), len(act.predicates) == 1), _values(act, days) | {"role": role.value}
    )
    return [
        Counterpart(StoredActor(i, key, name, ActorKind(kind), country, sector, description), first, last, events)
        for first, last, events, i, key, name, kind, country, sector, description in rows
    ]


async def ids_of(session: AsyncSession, act: Act, days: Days) -> list[int]:
    """The ids of the act's events on those days, oldest first."""
    return list((await session.scalars(_listed(len(act.sides), len(act.predicates) == 1), _values(act, days))).all())


async def days_of(session: AsyncSession, act: Act, days: Days) -> list[date]:
    """The days of the act's events, oldest first and each once."""
    return list(dict.fromkeys(day_of(i) for i in await ids_of(session, act, days)))


def _values(act: Act, days: Days) -> dict[str, Any]:
    low, high = ids_between(*days)
    values: dict[str, Any] = {"predicates": act.predicates, "low": low, "high": high}
    for number, (role, actors) in enumerate(act.sides):
        values |= {f"role{number}": role.value, f"actors{number}": actors}
    return values


@cache
def _grouped(sides: int, single: bool) -> TextClause:
    grouped = (
        "SELECT other.actor_id AS actor_id,"  # noqa: S608 - no values in it
        " min(other.event_id) AS first, max(other.event_id) AS last, count(*) AS events"
        f" FROM {_events(sides)} JOIN participants other ON other.event_id = {_lead(sides)} AND other.role = :role"
        f" WHERE other.actor_id IS NOT NULL AND {_conditions(sides, single)} GROUP BY other.actor_id"
    )
    columns = ", ".join(f"actors.{name}" for name in ("id", "key", "name", "kind", "country", "sector", "description"))
    return _prepared(
        f"SELECT found.first, found.last, found.events, {columns}"  # noqa: S608 - no values in it
        f" FROM ({grouped}) found JOIN actors ON actors.id = found.actor_id",
        sides,
    )


@cache
def _listed(sides: int, single: bool) -> TextClause:
    events, conditions = _events(sides), _conditions(sides, single)
    return _prepared(f"SELECT {_lead(sides)} FROM {events} WHERE {conditions} ORDER BY 1", sides)  # noqa: S608 - no values


def _prepared(query: str, sides: int) -> TextClause:
    lists: list[BindParameter[Any]] = [bindparam("predicates", expanding=True)]
    lists += [bindparam(f"actors{number}", expanding=True) for number in range(sides)]
    return text(query).bindparams(*lists)


def _lead(sides: int) -> str:
    return "side0.event_id" if sides else "events.id"


def _events(sides: int) -> str:
    if not sides:
        return "events"
    joined = [f"JOIN participants side{number} ON side{number}.event_id = side0.event_id" for number in range(1, sides)]
    return " ".join(("participants side0", *joined))


def _conditions(sides: int, single: bool) -> str:
    """Each side by the columns of the index that begins with the actor, whichever side the database begins with.

    With several predicates SQLite would rather walk all of an actor's events in a range of ids, whatever they are: the
    plus keeps it from that. The other sides need no range, and given one it would walk that for each event.
    """
    if not sides:
        return "events.predicate_id IN :predicates AND events.id BETWEEN :low AND :high"
    each = [
        f"side{number}.actor_id IN :actors{number} AND side{number}.role = :role{number}"
        f" AND side{number}.predicate_id IN :predicates"
        for number in range(sides)
    ]
    return " AND ".join((*each, f"{'' if single else '+'}side0.event_id BETWEEN :low AND :high"))
