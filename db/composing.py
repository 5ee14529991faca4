"""Deliveries being composed: planned ones are leased to one process each, and get their message."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db import throttles
from db.deliveries import UNSENT, Part, State
from db.models import Delivery


@dataclass(frozen=True, slots=True)
class ToCompose:
    """A planned delivery that a process holds to compose it."""

    id: int
    subscription_id: int | None
    kind: str
    slot: datetime
    period_start: datetime
    period_end: datetime
    platform: str
    workspace: str
    channel: str
    late: bool
    planned_at: datetime


async def waiting(session: AsyncSession, platforms: Collection[str], *, now: datetime) -> bool:
    """Whether something waits to be composed."""
    query = select(Delivery.id).where(
        Delivery.state == State.PLANNED.value, Delivery.platform.in_(platforms), Delivery.next_attempt_at <= now
    )
    return await session.scalar(query.limit(1)) is not None


async def lease_planned(
    session: AsyncSession, owner: str, platforms: Collection[str], *, now: datetime, until: datetime, limit: int
) -> list[ToCompose]:
    """Take planned deliveries to compose until a moment, so many of each platform, one of each channel at a time.

    First those that were planned first, which are those that are due first.

    One of a channel at a time, because what one tells another must not tell again.
    """
    await throttles.used_until(session, "composing")
    other = aliased(Delivery)
    busy = exists().where(
        other.state == State.PLANNED.value,
        other.platform == Delivery.platform,
        other.channel == Delivery.channel,
        other.lease_owner.is_not(None),
        other.next_attempt_at > now,
    )
    columns = [getattr(Delivery, name) for name in ToCompose.__dataclass_fields__]
    taken: dict[tuple[str, str], ToCompose] = {}
    # Platform by platform, so that the index gives the order however many there are.
    for platform in sorted(platforms):
        query = (
            select(*columns)
            .where(
                Delivery.state == State.PLANNED.value,
                Delivery.platform == platform,
                Delivery.next_attempt_at <= now,
                ~busy,
            )
            .order_by(Delivery.next_attempt_at, Delivery.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        for row in await session.execute(query):
            taken.setdefault((row.platform, row.channel), ToCompose(**row._mapping))
    await session.execute(
        update(Delivery)
        .where(Delivery.id.in_([one.id for one in taken.values()]))
        .values(lease_owner=owner, next_attempt_at=until)
        .execution_options(synchronize_session=False)
    )
    return list(taken.values())


async def composed(
    session: AsyncSession,
    delivery: ToCompose,
    owner: str,
    parts: Sequence[Part],
    *,
    picture: bytes | None,
    tells: Sequence[tuple[int, str, str]],
    due_at: datetime,
) -> bool:
    """Keep what was composed; False where the delivery was taken away or changed meanwhile."""
    first = {
        "body": parts[0].body,
        "parts": len(parts),
        "picture": picture,
        "tells": [list(one) for one in tells] or None,
        "state": State.COMPOSED.value,
        "next_attempt_at": due_at,
        "error": None,
        "error_code": None,
    }
    if not await _finish_composing(session, delivery.id, owner, first):
        return False
    if len(parts) == 1:
        return True
    row = (await session.execute(select(Delivery.__table__).where(Delivery.id == delivery.id))).one()._mapping
    further = [
        {**row, "part": number, "key": part.key, "body": part.body, "picture": None, "tells": None}
        for number, part in enumerate(parts[1:], 1)
    ]
    for values in further:
        del values["id"]
    await session.execute(insert(Delivery), further)
    return True


async def not_composed(
    session: AsyncSession, delivery: ToCompose, owner: str, state: State, code: str, error: str | None = None
) -> bool:
    """End a planned delivery without a message; False where it was taken away meanwhile."""
    return await _finish_composing(
        session, delivery.id, owner, {"state": state.value, "error_code": code, "error": error}
    )


async def compose_later(session: AsyncSession, delivery: ToCompose, owner: str, *, at: datetime, error: str) -> None:
    """Let a delivery be composed at another time, because it could not be now."""
    await _finish_composing(session, delivery.id, owner, {"next_attempt_at": at, "error": error})


async def release(session: AsyncSession, owner: str) -> None:
    """Give back what an owner holds to compose, so that nobody waits for a process that has ended in order."""
    await session.execute(
        update(Delivery)
        .where(Delivery.lease_owner == owner, Delivery.state == State.PLANNED.value)
        .values(lease_owner=None, next_attempt_at=Delivery.planned_at)
    )


async def about_to_tell(session: AsyncSession, platform: str, channel: str) -> list[tuple[int, str, str]]:
    """Events that messages tell which are composed for a channel and not sent yet: id, line and state of each."""
    rows = await session.scalars(
        select(Delivery.tells).where(
            Delivery.platform == platform,
            Delivery.channel == channel,
            Delivery.state.in_(UNSENT),
            Delivery.tells.is_not(None),
        )
    )
    return [(event, line, state) for tells in rows for event, line, state in tells or ()]


async def _finish_composing(session: AsyncSession, delivery_id: int, owner: str, values: dict[str, Any]) -> bool:
    kept = await session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state == State.PLANNED.value, Delivery.lease_owner == owner)
        .values(lease_owner=None, **values)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return kept.first() is not None
