"""Deliveries: planned once for each slot, composed, leased to one process at a time, and what became of them.

A delivery is `planned`, then `composed`, then `sending` while a process holds it, and ends as `sent`, `skipped`,
`failed`, `unknown` or `cancelled`. One that is still `sending` when its lease ends may or may not have arrived.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.dialect import insert_new
from db.models import Delivery
from db.subscriptions import Kind


class State(StrEnum):
    """How far a delivery is."""

    PLANNED = "planned"
    COMPOSED = "composed"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


WAITING = (State.PLANNED.value, State.COMPOSED.value)
UNSENT = (State.COMPOSED.value, State.SENDING.value)
NOTICE = "notice"
TEST = "test"
"""Kinds of deliveries beside those of subscriptions."""


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery to be planned, or to be logged as skipped. Times are in UTC."""

    subscription_id: int
    slot: datetime
    kind: str
    platform: str
    workspace: str
    channel: str
    key: str
    planned_at: datetime
    period_start: datetime | None = None
    period_end: datetime | None = None
    state: State = State.PLANNED
    late: bool = False
    error_code: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a composed message."""

    key: str
    body: dict[str, Any]


async def plan(session: AsyncSession, new: Sequence[NewDelivery]) -> None:
    """Insert what is not planned yet: a slot of a subscription is planned once, whoever does it."""
    rows = [
        {
            **{name: getattr(one, name) for name in NewDelivery.__dataclass_fields__},
            "state": one.state.value,
            "part": 0,
            "parts": 0,
            "plain": False,
            "attempts": 0,
            "next_attempt_at": one.planned_at,
        }
        for one in new
    ]
    await insert_new(session, Delivery, rows)


async def post(session: AsyncSession, new: NewDelivery, parts: Sequence[Part], *, due_at: datetime) -> None:
    """Insert a message that is composed already."""
    values = {name: getattr(new, name) for name in NewDelivery.__dataclass_fields__ if name != "key"}
    values |= {"state": State.COMPOSED.value, "parts": len(parts), "plain": False, "attempts": 0}
    rows = [
        {**values, "part": number, "key": part.key, "body": part.body, "next_attempt_at": due_at}
        for number, part in enumerate(parts)
    ]
    await insert_new(session, Delivery, rows)


async def overdue(session: AsyncSession, *, before: datetime) -> dict[int, list[datetime]]:
    """Slots of digests that were due before a moment and of which nothing is sent yet, by subscription."""
    query = select(Delivery.subscription_id, Delivery.slot).where(
        Delivery.state.in_(WAITING),
        Delivery.kind == Kind.DIGEST.value,
        Delivery.part == 0,
        Delivery.slot < before,
        Delivery.subscription_id.is_not(None),
    )
    found: dict[int, list[datetime]] = {}
    for row in await session.execute(query):
        found.setdefault(row.subscription_id, []).append(row.slot)
    return found


async def skip_overdue(
    session: AsyncSession, subscription_id: int, slots: Collection[datetime], code: str
) -> list[datetime]:
    """Skip waiting digests, because a later one takes their place; the starts of their periods."""
    rows = await session.execute(
        update(Delivery)
        .where(
            Delivery.subscription_id == subscription_id,
            Delivery.slot.in_(slots),
            Delivery.kind == Kind.DIGEST.value,
            Delivery.state.in_(WAITING),
            _nothing_begun(),
        )
        .values(state=State.SKIPPED.value, error_code=code, lease_owner=None, picture=None, tells=None)
        .returning(Delivery.period_start)
        .execution_options(synchronize_session=False)
    )
    return [row.period_start for row in rows if row.period_start is not None]


def _nothing_begun() -> ColumnElement[bool]:
    """No part of this message was sent or is on its way."""
    other = aliased(Delivery)
    return ~exists().where(
        other.subscription_id == Delivery.subscription_id,
        other.slot == Delivery.slot,
        other.kind == Delivery.kind,
        other.state.not_in(WAITING),
    )


# Looking up


@dataclass(frozen=True, slots=True)
class LoggedDelivery:
    """What is known of a delivery; the fields are those of the table. Times are in UTC."""

    id: int
    subscription_id: int | None
    slot: datetime
    part: int
    parts: int
    kind: str
    period_start: datetime | None
    period_end: datetime | None
    platform: str
    workspace: str
    channel: str
    state: str
    late: bool
    plain: bool
    attempts: int
    next_attempt_at: datetime
    message_id: str | None
    error_code: str | None
    error: str | None
    planned_at: datetime
    sent_at: datetime | None


_LOGGED = [getattr(Delivery, name) for name in LoggedDelivery.__dataclass_fields__]


async def get(session: AsyncSession, delivery_id: int) -> LoggedDelivery | None:
    """The delivery with this id."""
    row = (await session.execute(select(*_LOGGED).where(Delivery.id == delivery_id))).first()
    return LoggedDelivery(**row._mapping) if row else None


async def by_key(session: AsyncSession, key: str) -> LoggedDelivery | None:
    """The delivery that was sent with this key."""
    row = (await session.execute(select(*_LOGGED).where(Delivery.key == key))).first()
    return LoggedDelivery(**row._mapping) if row else None


async def listed(
    session: AsyncSession,
    *,
    subscription_id: int | None = None,
    platform: str | None = None,
    workspace: str | None = None,
    channel: str | None = None,
    before_id: int | None = None,
    limit: int = 20,
) -> list[LoggedDelivery]:
    """Deliveries, the latest planned first; `before_id` goes on where a page ended."""
    query = select(*_LOGGED).order_by(Delivery.id.desc()).limit(limit)
    for column, value in (
        (Delivery.subscription_id, subscription_id),
        (Delivery.platform, platform),
        (Delivery.workspace, workspace),
        (Delivery.channel, channel),
    ):
        if value is not None:
            query = query.where(column == value)
    if before_id is not None:
        query = query.where(Delivery.id < before_id)
    return [LoggedDelivery(**row._mapping) for row in await session.execute(query)]


async def covering(session: AsyncSession, subscription_id: int, moment: datetime) -> list[LoggedDelivery]:
    """The deliveries of a subscription to whose period a moment belongs: what was learnt then was decided on there."""
    query = (
        select(*_LOGGED)
        .where(
            Delivery.subscription_id == subscription_id,
            Delivery.period_start <= moment,
            Delivery.period_end > moment,
        )
        .order_by(Delivery.id)
    )
    return [LoggedDelivery(**row._mapping) for row in await session.execute(query)]


@dataclass(frozen=True, slots=True)
class Lag:
    """How far behind delivery is. `oldest` was due then and is not sent; None where all that was due is."""

    oldest: datetime | None
    waiting: int
    uncertain: int
    """Of which it must be found out whether they arrived."""


async def lag(session: AsyncSession, *, now: datetime, platform: str | None = None) -> Lag:
    """How far behind delivery is at a moment."""
    conditions = [Delivery.state.in_([*WAITING, State.SENDING.value]), Delivery.slot <= now]
    if platform is not None:
        conditions.append(Delivery.platform == platform)
    row = (
        await session.execute(
            select(
                func.min(Delivery.slot),
                func.count(),
                func.sum(
                    case(
                        (and_(Delivery.state == State.SENDING.value, Delivery.lease_owner.is_(None)), 1),
                        else_=0,
                    )
                ),
            ).where(*conditions)
        )
    ).one()
    oldest, waiting, uncertain = row
    return Lag(oldest, waiting, uncertain or 0)


async def ended(session: AsyncSession, *, since: datetime) -> dict[str, int]:
    """How many deliveries planned since a moment ended how."""
    query = (
        select(Delivery.state, func.count().label("deliveries"))
        .where(Delivery.planned_at >= since)
        .group_by(Delivery.state)
    )
    return {row.state: row.deliveries for row in await session.execute(query)}


async def forget(session: AsyncSession, *, before: datetime, limit: int = 1000) -> int:
    """Remove deliveries that were planned before a moment and have ended, and say how many that were."""
    old = (
        select(Delivery.id)
        .where(Delivery.planned_at < before, Delivery.state.not_in([*WAITING, State.SENDING.value]))
        .order_by(Delivery.id)
        .limit(limit)
    )
    gone = await session.scalars(
        delete(Delivery)
        .where(Delivery.id.in_(old.scalar_subquery()))
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


async def messages_since(session: AsyncSession, ids: Collection[int], since: datetime) -> dict[int, int]:
    """How many messages each of these watches has sent, or is about to, since a moment."""
    query = (
        select(Delivery.subscription_id, func.count().label("messages"))
        .where(
            Delivery.subscription_id.in_(ids),
            Delivery.kind == Kind.WATCH.value,
            Delivery.slot > since,
            Delivery.state.in_([*WAITING, State.SENDING.value, State.SENT.value, State.UNKNOWN.value]),
        )
        .group_by(Delivery.subscription_id)
    )
    return {row.subscription_id: row.messages for row in await session.execute(query)}


async def unfinished(session: AsyncSession, ids: Collection[int]) -> set[int]:
    """Which of these subscriptions have something that is not sent yet."""
    query = select(Delivery.subscription_id).where(
        Delivery.subscription_id.in_(ids), Delivery.state.in_([*WAITING, State.SENDING.value])
    )
    return {identifier for identifier in await session.scalars(query) if identifier is not None}
