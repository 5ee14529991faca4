"""Subscriptions: what channels have ordered, when each is due, and what stands in its way.

When a slot is, `bot.delivery.schedule` computes; here it is only kept.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from db import models
from db.models import Delivery


class Kind(StrEnum):
    """What a subscription is."""

    DIGEST = "digest"
    WATCH = "watch"


class CatchUp(StrEnum):
    """What becomes of the slots that an outage missed."""

    COMBINE = "combine"
    """One digest tells all of it."""
    LATEST = "latest"
    """One digest tells the last period; what was before is never told."""
    SKIP = "skip"
    """None is told; the next slot is told as ever."""


class Quiet(StrEnum):
    """What is sent when there is nothing to tell."""

    NOTHING = "nothing"
    LINE = "line"


class Palette(StrEnum):
    """Of a digest's picture."""

    DARK = "dark"
    LIGHT = "light"
    NONE = "none"


PAUSED_BY_PERSON = "person"
"""`paused_code` of what somebody paused; any other is the code of a fault."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment at which a digest is due: in UTC, and the wall time (without a zone) that it stands for."""

    at: datetime
    wall: datetime


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """A subscription to be added. The fields are those of `Subscription`."""

    platform: str
    workspace: str
    channel: str
    creator: str
    kind: Kind
    zone: str
    schedule: str | None = None
    name: str | None = None
    topic: str | None = None
    query: dict[str, Any] | None = None
    size: int = 10
    language: str = "en"
    catch_up: CatchUp = CatchUp.COMBINE
    quiet: Quiet = Quiet.LINE
    palette: Palette = Palette.DARK
    most_an_hour: int = 6


@dataclass(frozen=True, slots=True)
class Subscription:
    """A standing order of a channel.

    `workspace` is the Discord guild or Slack team, empty on the console; `creator` is written "discord:1234"; `topic`
    is the question as typed, None is everything, and `query` what it was understood as; `schedule` holds cron
    expressions with ";" between them, in wall times of the IANA `zone`, and is None for a watch. Everything learnt
    before `told_until` (UTC) was told or decided on. `next_run_at` (UTC) is the next slot, None for a watch and while
    paused without an end. `paused_code` says why it stands still; `revision` rises with each edit.
    """

    id: int
    platform: str
    workspace: str
    channel: str
    creator: str
    name: str | None
    kind: Kind
    topic: str | None
    query: dict[str, Any] | None
    schedule: str | None
    zone: str
    size: int
    language: str
    catch_up: CatchUp
    quiet: Quiet
    palette: Palette
    most_an_hour: int
    told_until: datetime
    next_run_at: datetime | None
    next_wall: datetime | None
    paused_until: datetime | None
    paused_code: str | None
    halts: int
    first_halt_at: datetime | None
    revision: int
    created_at: datetime

    @property
    def paused(self) -> bool:
        """Whether it stands still; with `paused_until` it goes on by itself."""
        return self.paused_code is not None


EDITABLE = frozenset(
    {
        *("platform", "workspace", "channel", "name", "topic", "query", "schedule", "zone", "size", "language"),
        *("catch_up", "quiet", "palette", "most_an_hour"),
    }
)
"""Fields that `edit` takes."""

_table = models.Subscription.__table__
_COLUMNS = [_table.c[name] for name in Subscription.__dataclass_fields__]


async def add(session: AsyncSession, new: NewSubscription, *, now: datetime, slot: Slot | None) -> Subscription:
    """Add a subscription that tells what is learnt from now on; `slot` is its first, None for a watch."""
    values = {name: getattr(new, name) for name in NewSubscription.__dataclass_fields__}
    values |= _next(slot) | {"told_until": now, "halts": 0, "revision": 1, "created_at": now}
    row = (await session.execute(insert(models.Subscription).values(values).returning(*_COLUMNS))).one()
    return _record(row)


async def get(session: AsyncSession, subscription_id: int) -> Subscription | None:
    """The subscription with this id."""
    row = (await session.execute(select(*_COLUMNS).where(_table.c.id == subscription_id))).first()
    return _record(row) if row else None


async def several(session: AsyncSession, ids: Collection[int]) -> dict[int, Subscription]:
    """The subscriptions with these ids, by id; missing ones are left out."""
    rows = await session.execute(select(*_COLUMNS).where(_table.c.id.in_(ids)))
    return {row.id: _record(row) for row in rows}


async def listed(
    session: AsyncSession, *, platform: str | None = None, workspace: str | None = None, channel: str | None = None
) -> list[Subscription]:
    """Subscriptions by id: all, or those of a platform, workspace or channel."""
    query = select(*_COLUMNS).order_by(_table.c.id)
    for column, value in ((_table.c.platform, platform), (_table.c.workspace, workspace), (_table.c.channel, channel)):
        if value is not None:
            query = query.where(column == value)
    return [_record(row) for row in await session.execute(query)]


async def any_stored(session: AsyncSession) -> bool:
    """Whether there is any subscription."""
    return await session.scalar(select(_table.c.id).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Named:
    """What people know a subscription by."""

    id: int
    platform: str
    workspace: str
    name: str | None
    kind: str
    topic: str | None


async def names(
    session: AsyncSession,
    *,
    platform: str | None = None,
    workspace: str | None = None,
    after: int = 0,
    limit: int = 1000,
) -> list[Named]:
    """What people know subscriptions by, by id, from beyond an id on: less than `listed`, for many at a time."""
    query = select(*(_table.c[name] for name in Named.__dataclass_fields__)).where(_table.c.id > after)
    for column, value in ((_table.c.platform, platform), (_table.c.workspace, workspace)):
        if value is not None:
            query = query.where(column == value)
    return [Named(*row) for row in await session.execute(query.order_by(_table.c.id).limit(limit))]


async def edit(
    session: AsyncSession, subscription_id: int, changes: Mapping[str, Any], *, now: datetime, slot: Slot | None
) -> Subscription | None:
    """Change `EDITABLE` fields; None where there is no such subscription.

    `slot` is the next one by the schedule as it then is (None for a watch, and where it stays paused without an end).
    What was planned and not begun to be sent is made anew: a slot still to come is planned again, a past one is
    composed again for where it then goes. What is being sent arrives as it was.
    """
    unknown = changes.keys() - EDITABLE
    if unknown:
        raise ValueError(f"not to be edited: {', '.join(sorted(unknown))}")
    values = {**changes, **_next(slot), "revision": models.Subscription.revision + 1}
    await session.execute(update(models.Subscription).where(_table.c.id == subscription_id).values(values))
    await _withdraw_coming(session, subscription_id, now=now)
    edited = await get(session, subscription_id)
    if edited is not None:
        await session.execute(
            update(Delivery)
            .where(*_unbegun(subscription_id), Delivery.part == 0)
            .values(
                state="planned",
                platform=edited.platform,
                workspace=edited.workspace,
                channel=edited.channel,
                parts=0,
                body=None,
                picture=None,
                tells=None,
                plain=False,
                attempts=0,
                first_attempt_at=None,
                lease_owner=None,
                next_attempt_at=now,
            )
        )
        await session.execute(delete(Delivery).where(*_unbegun(subscription_id), Delivery.part > 0))
    return edited


async def pause(
    session: AsyncSession,
    subscription_id: int,
    code: str,
    *,
    now: datetime,
    until: datetime | None = None,
    slot: Slot | None = None,
) -> None:
    """Let it stand still; `until` a moment, after which `slot` is its first, or until it is resumed.

    What was planned and of which nothing is sent yet is not sent: it belongs to the period that follows the pause.
    """
    values = {**_next(slot), "paused_code": code, "paused_until": until}
    await session.execute(update(models.Subscription).where(_table.c.id == subscription_id).values(values))
    await _withdraw_coming(session, subscription_id, now=now)
    await untell(session, subscription_id, *await _cancel(session, *_unbegun(subscription_id), code=code))
    await _cancel(session, *_waiting(subscription_id), code=code)


async def resume(
    session: AsyncSession, subscription_id: int, *, slot: Slot | None, told_until: datetime | None = None
) -> None:
    """Let it go on, without its past faults; `slot` is its next.

    It tells what was learnt in the meantime, unless `told_until` says from when on it shall tell.
    """
    values = {**_next(slot), "paused_code": None, "paused_until": None, "halts": 0, "first_halt_at": None}
    if told_until is not None:
        values["told_until"] = told_until
    await session.execute(update(models.Subscription).where(_table.c.id == subscription_id).values(values))


async def remove(session: AsyncSession, subscription_id: int) -> bool:
    """Remove it; its log stays, and what was not begun to be sent is not sent. False where there is none."""
    await _cancel(session, *_waiting(subscription_id), code="removed")
    gone = await session.execute(
        delete(models.Subscription).where(_table.c.id == subscription_id).returning(_table.c.id)
    )
    return gone.first() is not None


async def pause_workspace(
    session: AsyncSession, platform: str, workspace: str, code: str, *, now: datetime
) -> list[Subscription]:
    """Let all subscriptions of a workspace stand still that the bot had not paused, because it was thrown out."""
    return await _pause_all(session, code, now, _table.c.platform == platform, _table.c.workspace == workspace)


async def pause_channel(
    session: AsyncSession, platform: str, channel: str, code: str, *, now: datetime
) -> list[Subscription]:
    """Let all subscriptions of a channel stand still that the bot had not paused, because it cannot be sent to."""
    return await _pause_all(session, code, now, _table.c.platform == platform, _table.c.channel == channel)


async def due(session: AsyncSession, until: datetime, *, limit: int) -> list[Subscription]:
    """The subscriptions whose next slot is at `until` or before, soonest first; no other process gets them now.

    They are locked until the transaction ends: `advance` them in it.
    """
    query = (
        select(*_COLUMNS)
        .where(_table.c.next_run_at <= until)
        .order_by(_table.c.next_run_at, _table.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_record(row) for row in await session.execute(query)]


async def is_due(session: AsyncSession, until: datetime) -> bool:
    """Whether a subscription has a slot at `until` or before."""
    return await session.scalar(select(_table.c.id).where(_table.c.next_run_at <= until).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Advance:
    """How a subscription goes on after a slot: what it has told or decided on, and its next slot."""

    id: int
    told_until: datetime
    slot: Slot | None


async def advance(session: AsyncSession, steps: Sequence[Advance]) -> None:
    """Move subscriptions on to their next slots; a pause that had an end is over."""
    if not steps:
        return
    rows = [
        {"id": step.id, "told_until": step.told_until, **_next(step.slot), "paused_code": None, "paused_until": None}
        for step in steps
    ]
    await session.execute(update(models.Subscription), rows)


async def watches(session: AsyncSession, *, now: datetime) -> list[Subscription]:
    """The watches that do not stand still."""
    query = (
        select(*_COLUMNS)
        .where(_table.c.kind == Kind.WATCH.value)
        .where(or_(_table.c.paused_code.is_(None), _table.c.paused_until <= now))
        .order_by(_table.c.id)
    )
    return [_record(row) for row in await session.execute(query)]


async def advance_watch(
    session: AsyncSession, subscription_id: int, *, told_until: datetime, to: datetime, revision: int
) -> bool:
    """Move a watch on; False where another process did so or somebody changed it meanwhile."""
    moved = await session.execute(
        update(models.Subscription)
        .where(
            _table.c.id == subscription_id,
            _table.c.told_until == told_until,
            _table.c.revision == revision,
        )
        .values(told_until=to, paused_code=None, paused_until=None)
        .returning(_table.c.id)
    )
    return moved.first() is not None


async def halted(session: AsyncSession, subscription_id: int, *, now: datetime) -> Subscription | None:
    """Count a fault that stands in its way."""
    await session.execute(
        update(models.Subscription)
        .where(_table.c.id == subscription_id)
        .values(
            halts=models.Subscription.halts + 1, first_halt_at=func.coalesce(models.Subscription.first_halt_at, now)
        )
    )
    return await get(session, subscription_id)


async def went_well(session: AsyncSession, ids: Collection[int]) -> None:
    """Forget the faults of subscriptions of which something was sent."""
    await session.execute(
        update(models.Subscription).where(_table.c.id.in_(ids), _table.c.halts > 0).values(halts=0, first_halt_at=None)
    )


async def untell(session: AsyncSession, subscription_id: int, *starts: datetime | None) -> None:
    """Let periods that begin at these moments be told after all, by the next that is sent."""
    known = [start for start in starts if start is not None]
    if known:
        earliest = min(known)
        await session.execute(
            update(models.Subscription)
            .where(_table.c.id == subscription_id, _table.c.told_until > earliest)
            .values(told_until=earliest)
        )


async def scheduled(session: AsyncSession, *, after: int, limit: int) -> list[Subscription]:
    """Subscriptions that have a next slot, by id, from beyond an id on."""
    query = select(*_COLUMNS).where(_table.c.id > after, _table.c.next_run_at.is_not(None)).order_by(_table.c.id)
    return [_record(row) for row in await session.execute(query.limit(limit))]


async def move_slot(session: AsyncSession, subscription_id: int, was: datetime, slot: Slot | None) -> None:
    """Give a subscription another next slot, unless it has moved on meanwhile."""
    await session.execute(
        update(models.Subscription)
        .where(_table.c.id == subscription_id, _table.c.next_run_at == was)
        .values(_next(slot))
    )


async def _pause_all(session: AsyncSession, code: str, now: datetime, *conditions: Any) -> list[Subscription]:
    going = or_(_table.c.paused_code.is_(None), _table.c.paused_code == PAUSED_BY_PERSON)
    query = select(*_COLUMNS).where(*conditions, going).order_by(_table.c.id).with_for_update()
    paused = [_record(row) for row in await session.execute(query)]
    for one in paused:
        await pause(session, one.id, code, now=now)
    return paused


def _waiting(subscription_id: int) -> tuple[Any, ...]:
    return (
        Delivery.subscription_id == subscription_id,
        Delivery.state.in_(["planned", "composed"]),
        Delivery.kind.in_([kind.value for kind in Kind]),
    )


def _unbegun(subscription_id: int) -> tuple[Any, ...]:
    """What was planned for a subscription and of which no part was sent or is on its way."""
    begun = select(Delivery.slot).where(
        Delivery.subscription_id == subscription_id, Delivery.state.not_in(["planned", "composed", "cancelled"])
    )
    return (*_waiting(subscription_id), Delivery.slot.not_in(begun))


async def _withdraw_coming(session: AsyncSession, subscription_id: int, *, now: datetime) -> None:
    """Take back what was planned ahead of its slot, as if it had not been."""
    rows = await session.execute(
        delete(Delivery)
        .where(*_unbegun(subscription_id), Delivery.slot > now)
        .returning(Delivery.period_start)
        .execution_options(synchronize_session=False)
    )
    await untell(session, subscription_id, *[row.period_start for row in rows])


async def _cancel(session: AsyncSession, *conditions: Any, code: str) -> list[datetime | None]:
    """Cancel deliveries; the starts of their periods."""
    rows = await session.execute(
        update(Delivery)
        .where(*conditions)
        .values(state="cancelled", error_code=code, lease_owner=None, picture=None, tells=None)
        .returning(Delivery.period_start)
        .execution_options(synchronize_session=False)
    )
    return [row.period_start for row in rows]


def _next(slot: Slot | None) -> dict[str, Any]:
    if slot is None:
        return {"next_run_at": None, "next_wall": None}
    return {"next_run_at": slot.at, "next_wall": slot.wall.isoformat(timespec="minutes")}


def _record(row: Row[Any]) -> Subscription:
    values = dict(row._mapping)
    values["kind"] = Kind(values["kind"])
    values["catch_up"] = CatchUp(values["catch_up"])
    values["quiet"] = Quiet(values["quiet"])
    values["palette"] = Palette(values["palette"])
    if values["next_wall"] is not None:
        values["next_wall"] = datetime.fromisoformat(values["next_wall"])
    return Subscription(**values)
