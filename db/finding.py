"""Finding events by who took part, what was done and when, from the indexes alone."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from db.dialect import is_sqlite
from db.models import Event, Participant
from db.predicates import meaning
from db.records import ids_between
from db.vocabulary import Action, Role, Status

# One for all: each lookup is a sub-select with a scope of its own, and making an alias costs more than running it.
_OTHER = aliased(Participant)


@dataclass(frozen=True, slots=True)
class Involved:
    """One of these actors, in one of these parts; in any part where none is given."""

    actors: tuple[int, ...]
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Criteria:
    """Which events are wanted: all that is given must hold, and what is empty or None does not restrict.

    Each of `involved` must take part, none of `without` may. `first` and `last` bound the event's day: when it began,
    or else when it was published. `countries` are ISO 3166-1 alpha-3, of the place. `imported` asks for events with
    (True) or without (False) a `source`.
    """

    involved: tuple[Involved, ...] = ()
    without: tuple[Involved, ...] = ()
    verbs: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    statuses: tuple[Status, ...] = ()
    countries: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    imported: bool | None = None


async def find(
    session: AsyncSession, criteria: Criteria, *, newest: bool = True, limit: int | None = None
) -> list[int]:
    """Ids of the matching events, newest first or oldest first."""
    prepared = await _prepare(session, criteria)
    if prepared is None:
        return []
    column, query = prepared
    return list(await session.scalars(query.order_by(column.desc() if newest else column.asc()).limit(limit)))


async def count(session: AsyncSession, criteria: Criteria) -> int:
    """How many events match."""
    prepared = await _prepare(session, criteria)
    if prepared is None:
        return 0
    return await session.scalar(select(func.count()).select_from(prepared[1].subquery())) or 0


async def _prepare(session: AsyncSession, criteria: Criteria) -> tuple[InstrumentedAttribute[int], Select[int]] | None:
    """The ids of matching events, each once, and the column to order them by; None where nothing can match."""
    predicates = None
    if criteria.verbs or (criteria.actions and criteria.involved):
        # Looked up beforehand, so that the indexes are searched for numbers that are known when it is planned.
        predicates = await meaning(session, verbs=criteria.verbs, actions=criteria.actions)
        if not predicates:
            return None
    if criteria.involved:
        lead, *others = await _rarest_first(session, criteria.involved)
        return _query_by_participant(criteria, lead, others, predicates)
    return _query_by_event(criteria, predicates)


async def _rarest_first(session: AsyncSession, involved: tuple[Involved, ...]) -> list[Involved]:
    """Let the one with the fewest entries lead: the others are looked up for each of its entries.

    PostgreSQL knows that from its statistics, SQLite takes all actors for equally common. Beyond a couple of thousand
    entries it matters little which leads: two such actors meet often, so the newest common events come soon.
    """
    if len(involved) == 1 or not is_sqlite(session):
        return list(involved)
    entries = ", ".join(_ENTRIES.format(number) for number in range(len(involved)))
    values = {f"actors{number}": json.dumps(party.actors) for number, party in enumerate(involved)}
    sizes = (await session.execute(text(f"SELECT {entries}"), values)).one()
    return [party for _, party in sorted(zip(sizes, involved, strict=True), key=lambda pair: pair[0])]


_ENTRIES = (
    "(SELECT count(*) FROM (SELECT 1 FROM participants"
    " WHERE actor_id IN (SELECT value FROM json_each(:actors{})) LIMIT 2000))"
)


def _query_by_participant(
    criteria: Criteria, lead: Involved, others: list[Involved], predicates: list[int] | None
) -> tuple[InstrumentedAttribute[int], Select[int]]:
    column = Participant.event_id
    query = select(column).where(*_takes_part(Participant, lead, predicates), *_within(column, criteria))
    if len(lead.actors) > 1 or len(lead.roles) != 1:
        query = query.distinct()
    for party in others:
        query = query.where(_somebody(column, party, predicates))
    for party in criteria.without:
        query = query.where(~_somebody(column, party, None))
    conditions = _event_conditions(criteria)
    if conditions:
        query = query.join(Event, Event.id == column).where(*conditions)
    return column, query


def _query_by_event(criteria: Criteria, predicates: list[int] | None) -> tuple[InstrumentedAttribute[int], Select[int]]:
    query = select(Event.id).where(*_within(Event.id, criteria), *_event_conditions(criteria))
    if predicates is not None:
        query = query.where(Event.predicate_id.in_(predicates))
    elif criteria.actions:
        query = query.where(Event.action.in_([action.value for action in criteria.actions]))
    for party in criteria.without:
        query = query.where(~_somebody(Event.id, party, None))
    return Event.id, query


def _takes_part(participant: Any, party: Involved, predicates: list[int] | None) -> list[ColumnElement[bool]]:
    conditions = [participant.actor_id.in_(party.actors)]
    if party.roles:
        conditions.append(participant.role.in_([role.value for role in party.roles]))
    if predicates is not None:
        conditions.append(participant.predicate_id.in_(predicates))
    return conditions


def _somebody(column: InstrumentedAttribute[int], party: Involved, predicates: list[int] | None) -> ColumnElement[bool]:
    return exists().where(_OTHER.event_id == column, *_takes_part(_OTHER, party, predicates))


def _within(column: InstrumentedAttribute[int], criteria: Criteria) -> list[ColumnElement[bool]]:
    if criteria.first is None and criteria.last is None:
        return []
    return [column.between(*ids_between(criteria.first, criteria.last))]


def _event_conditions(criteria: Criteria) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if criteria.statuses:
        conditions.append(Event.status.in_([status.value for status in criteria.statuses]))
    if criteria.countries:
        conditions.append(Event.country.in_(criteria.countries))
    if criteria.imported is not None:
        conditions.append(Event.source.is_not(None) if criteria.imported else Event.source.is_(None))
    return conditions
