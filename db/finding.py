"""Finding events by who took part, what was done and when, from the indexes alone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from db.models import Event, Participant
from db.predicates import meaning
from db.records import ids_between
from db.vocabulary import Action, Role, Status


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
    predicates = await _predicates(session, criteria)
    if predicates == []:
        return []
    column, query = _query(criteria, predicates)
    query = query.order_by(column.desc() if newest else column.asc()).limit(limit)
    return list(await session.scalars(query))


async def count(session: AsyncSession, criteria: Criteria) -> int:
    """How many events match."""
    predicates = await _predicates(session, criteria)
    if predicates == []:
        return 0
    _, query = _query(criteria, predicates)
    return await session.scalar(select(func.count()).select_from(query.subquery())) or 0


async def _predicates(session: AsyncSession, criteria: Criteria) -> list[int] | None:
    """The predicates wanted, None for all. Looked up beforehand, so that the index is searched by their numbers."""
    if not criteria.verbs and (criteria.involved == () or not criteria.actions):
        return None
    return await meaning(session, verbs=criteria.verbs, actions=criteria.actions)


def _query(criteria: Criteria, predicates: list[int] | None) -> tuple[InstrumentedAttribute[int], Select[int]]:
    """The ids of matching events, each once, and the column to order by.

    The first of `involved` leads: its entries in the participants index are already those of the verbs and days wanted,
    and only for them are the others looked up. Without one the events table leads.
    """
    lead: Any
    if criteria.involved:
        lead = Participant
        column = Participant.event_id
        query = select(column).where(*_takes_part(Participant, criteria.involved[0]))
        if len(criteria.involved[0].actors) > 1 or len(criteria.involved[0].roles) != 1:
            query = query.distinct()
    else:
        lead = Event
        column = Event.id
        query = select(column)
    if predicates is not None:
        query = query.where(lead.predicate_id.in_(predicates))
    elif criteria.actions:
        query = query.where(Event.action.in_([action.value for action in criteria.actions]))
    if criteria.first is not None or criteria.last is not None:
        query = query.where(column.between(*ids_between(criteria.first, criteria.last)))
    for involved in criteria.involved[1:]:
        query = query.where(_somebody(column, involved))
    for involved in criteria.without:
        query = query.where(~_somebody(column, involved))
    conditions = list(_event_conditions(criteria))
    if conditions and lead is not Event:
        query = query.join(Event, Event.id == column)
    return column, query.where(*conditions)


def _takes_part(participant: Any, involved: Involved) -> list[ColumnElement[bool]]:
    conditions = [participant.actor_id.in_(involved.actors)]
    if involved.roles:
        conditions.append(participant.role.in_([role.value for role in involved.roles]))
    return conditions


def _somebody(column: InstrumentedAttribute[int], involved: Involved) -> ColumnElement[bool]:
    other = aliased(Participant)
    return exists().where(other.event_id == column, *_takes_part(other, involved))


def _event_conditions(criteria: Criteria) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if criteria.statuses:
        conditions.append(Event.status.in_([status.value for status in criteria.statuses]))
    if criteria.countries:
        conditions.append(Event.country.in_(criteria.countries))
    if criteria.imported is not None:
        conditions.append(Event.source.is_not(None) if criteria.imported else Event.source.is_(None))
    return conditions
