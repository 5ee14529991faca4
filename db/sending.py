"""Deliveries being sent: composed ones are leased to one process each, and what becomes of an attempt is recorded.

One that is still `sending` when its lease ends may or may not have arrived.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, exists, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db import digests, throttles
from db.deliveries import UNSENT, WAITING, State
from db.models import Delivery, Throttle
from db.subscriptions import Kind


@dataclass(frozen=True, slots=True)
class ToSend:
    """A composed delivery that a process holds to send it.

    `uncertain`: an attempt was made of which nobody knows what became. `due_at` is when it may be sent.
    """

    id: int
    subscription_id: int | None
    kind: str
    slot: datetime
    part: int
    parts: int
    platform: str
    workspace: str
    channel: str
    key: str
    body: dict[str, Any]
    picture: bytes | None
    tells: list[Any] | None
    plain: bool
    late: bool
    attempts: int
    first_attempt_at: datetime | None
    planned_at: datetime
    period_start: datetime | None
    due_at: datetime
    uncertain: bool


async def ready(session: AsyncSession, platform: str, *, now: datetime, ahead: timedelta) -> bool:
    """Whether something can be taken to be sent."""
    values = {"platform": platform, "now": now, "soon": now + ahead, "resting": throttles.microseconds(now)}
    for state in UNSENT:
        if (await session.execute(_candidates(state, lock=False), {**values, "most": 1})).first() is not None:
            return True
    return False


async def lease_composed(
    session: AsyncSession,
    owner: str,
    platform: str,
    *,
    now: datetime,
    ahead: timedelta,
    until: datetime,
    limit: int,
) -> list[ToSend]:
    """Take deliveries to send until a moment, soonest first: of each channel the first alone, and none that rests.

    What is due within `ahead` is taken too; what another process may still be sending is not.
    Call it holding the platform's throttle, which is what keeps two processes from taking two of one channel.
    """
    values = {"platform": platform, "now": now, "soon": now + ahead, "resting": throttles.microseconds(now)}
    taken: dict[str, ToSend] = {}
    for state in reversed(UNSENT):
        left = limit - len(taken)
        if left <= 0:
            break
        for row in await session.execute(_candidates(state, lock=True), {**values, "most": left}):
            taken.setdefault(row.channel, ToSend(**row._mapping))
    await session.execute(
        update(Delivery)
        .where(Delivery.id.in_([one.id for one in taken.values()]))
        .values(
            state=State.SENDING.value,
            lease_owner=owner,
            next_attempt_at=until,
            attempts=Delivery.attempts + 1,
            first_attempt_at=func.coalesce(Delivery.first_attempt_at, now),
        )
        .execution_options(synchronize_session=False)
    )
    return list(taken.values())


def channel_throttle(platform: str, channel: str) -> str:
    """The name of the throttle that lets a channel rest between two messages."""
    return f"{platform}/{channel}"


async def sent(session: AsyncSession, delivery: ToSend, owner: str, message_id: str, *, now: datetime) -> bool:
    """Record that it arrived, and what it told; False where the lease was lost to another process."""
    values = {"state": State.SENT.value, "message_id": message_id, "sent_at": now, "error": None, "error_code": None}
    return await _finish_telling(session, delivery, owner, values, now=now)


async def unknown(session: AsyncSession, delivery: ToSend, owner: str, error: str, *, now: datetime) -> bool:
    """Record that nobody can know whether it arrived. What it tells counts as told, so as not to be told twice."""
    values = {"state": State.UNKNOWN.value, "error_code": "unknown", "error": error}
    return await _finish_telling(session, delivery, owner, values, now=now)


async def failed(session: AsyncSession, delivery: ToSend, owner: str, code: str, error: str) -> bool:
    """Record that it was not sent and will not be."""
    values = {"state": State.FAILED.value, "error_code": code, "error": error, "picture": None, "tells": None}
    return await _finish_sending(session, delivery.id, owner, values)


async def again(
    session: AsyncSession, delivery: ToSend, owner: str, *, at: datetime, code: str, error: str, uncertain: bool
) -> bool:
    """Let it be tried at another time. `uncertain`: the attempt may have succeeded, so it is to be looked for first."""
    state = State.SENDING if uncertain else State.COMPOSED
    values = {"state": state.value, "next_attempt_at": at, "error_code": code, "error": error}
    return await _finish_sending(session, delivery.id, owner, values)


async def simplify(
    session: AsyncSession, delivery: ToSend, owner: str, body: dict[str, Any], *, now: datetime, error: str
) -> bool:
    """Let it be sent as plain text, because its body was refused."""
    values = {"body": body, "plain": True, "picture": None, "state": State.COMPOSED.value, "next_attempt_at": now}
    return await _finish_sending(session, delivery.id, owner, {**values, "error_code": "refused", "error": error})


async def compose_late(session: AsyncSession, delivery: ToSend, owner: str, *, now: datetime) -> bool:
    """Let it be composed again as a late one, because it could not be sent in its time; only if nothing of it was."""
    begun = select(Delivery.id).where(
        Delivery.subscription_id == delivery.subscription_id,
        Delivery.slot == delivery.slot,
        Delivery.kind == delivery.kind,
        Delivery.id != delivery.id,
        Delivery.state.not_in(WAITING),
    )
    if delivery.part or await session.scalar(begun) is not None:
        return False
    values = {"state": State.PLANNED.value, "late": True, "parts": 0, "body": None, "picture": None, "tells": None}
    values |= {"plain": False, "attempts": 0, "first_attempt_at": None, "next_attempt_at": now}
    if not await _finish_sending(session, delivery.id, owner, values):
        return False
    await session.execute(
        delete(Delivery).where(
            Delivery.subscription_id == delivery.subscription_id,
            Delivery.slot == delivery.slot,
            Delivery.kind == delivery.kind,
            Delivery.part > 0,
        )
    )
    return True


async def _finish_telling(
    session: AsyncSession, delivery: ToSend, owner: str, values: dict[str, Any], *, now: datetime
) -> bool:
    if not await _finish_sending(session, delivery.id, owner, {**values, "picture": None, "tells": None}):
        return False
    if delivery.tells and delivery.kind in {kind.value for kind in Kind}:
        await digests.record_told(
            *(
                session,
                delivery.platform,
                delivery.channel,
                [(event, line, state) for event, line, state in delivery.tells],
            ),
            delivery_id=delivery.id,
            told_at=now,
        )
    return True


async def _finish_sending(session: AsyncSession, delivery_id: int, owner: str, values: dict[str, Any]) -> bool:
    """Change it and give it back, if the owner still has it: an answer that comes late undoes nothing others did."""
    kept = await session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state == State.SENDING.value, Delivery.lease_owner == owner)
        .values(lease_owner=None, **values)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return kept.first() is not None


@cache
def _candidates(state: str, *, lock: bool) -> Select[Any]:
    """Deliveries in a state that can be taken to be sent, soonest first: the first of each channel that does not rest.

    What is composed can be taken a little ahead; what is being sent, not before its lease ends. Made once, because
    making it takes longer than running it.
    """
    uncertain = state == State.SENDING.value
    fields = [name for name in ToSend.__dataclass_fields__ if name not in ("due_at", "uncertain")]
    query = (
        select(
            *(getattr(Delivery, name) for name in fields),
            Delivery.next_attempt_at.label("due_at"),
            literal(uncertain).label("uncertain"),
        )
        .where(
            Delivery.state == state,
            Delivery.platform == bindparam("platform"),
            Delivery.next_attempt_at <= bindparam("now" if uncertain else "soon"),
            ~_something_before(),
            ~_resting(),
        )
        .order_by(Delivery.next_attempt_at, Delivery.id)
        .limit(bindparam("most"))
    )
    return query.with_for_update(skip_locked=True, of=Delivery) if lock else query


def _something_before() -> ColumnElement[bool]:
    """Something else is to be sent to this channel first."""
    other = aliased(Delivery)
    earlier = or_(
        other.slot < Delivery.slot,
        and_(
            other.slot == Delivery.slot,
            or_(
                other.subscription_id < Delivery.subscription_id,
                and_(
                    other.subscription_id == Delivery.subscription_id,
                    or_(
                        other.part < Delivery.part,
                        and_(other.part == Delivery.part, other.id < Delivery.id),
                    ),
                ),
            ),
        ),
    )
    return exists().where(
        other.state.in_(UNSENT),
        other.platform == Delivery.platform,
        other.channel == Delivery.channel,
        other.slot <= Delivery.slot,
        earlier,
    )


def _resting() -> ColumnElement[bool]:
    """The channel was sent to a moment ago."""
    return exists().where(
        Throttle.name == Delivery.platform + "/" + Delivery.channel, Throttle.used_until > bindparam("resting")
    )
