"""Planning: what is due is written down once, before anything is composed or sent.

A slot is planned a little ahead, so that its message is ready when it comes. The period it tells ends a little before
the moment of planning, because what was learnt just then may not be stored yet; the next period begins there.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.keys import key_of
from bot.delivery.schedule import moment, next_slot, previous_slot
from bot.delivery.timing import USUAL, Timing
from bot.news.clock import Clock
from db import deliveries, subscriptions
from db.deliveries import NewDelivery, State
from db.session import Store
from db.subscriptions import Advance, CatchUp, Slot, Subscription

COMBINED, OUTAGE = "combined", "outage"
"""Codes of slots that were skipped: told in a later digest, or not at all."""
_BATCH = 250
_MOST_MISSED = 200
"""Missed slots of one subscription that are logged."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the slots of a subscription that have come."""

    planned: NewDelivery | None
    advance: Advance
    skipped: list[NewDelivery] = field(default_factory=list)


class Planner:
    """Plans what is due. Any number of processes may."""

    def __init__(self, store: Store, clock: Clock, timing: Timing = USUAL) -> None:
        self._store = store
        self._timing = timing
        self._clock = clock

    async def run_once(self) -> int:
        """Plan all slots that come within the lead, and say of how many subscriptions."""
        planned = 0
        async with self._store.reading() as session:
            if not await subscriptions.is_due(session, self._clock.now() + self._timing.lead):
                return 0
        while True:
            async with self._store.writing() as session:
                now = self._clock.now()
                batch = await subscriptions.due(session, now + self._timing.lead, limit=_BATCH)
                await self._plan(session, batch, now)
            planned += len(batch)
            if len(batch) < _BATCH:
                return planned

    async def _plan(self, session: AsyncSession, batch: list[Subscription], now: datetime) -> None:
        if not batch:
            return
        overdue = await deliveries.overdue(session, before=now - self._timing.grace)
        decisions = []
        for subscription in batch:
            starts = []
            if waiting := overdue.get(subscription.id):
                code = COMBINED if subscription.catch_up is CatchUp.COMBINE else OUTAGE
                starts = await deliveries.skip_overdue(session, subscription.id, waiting, code)
            decisions.append(decide(subscription, now, overdue=starts, timing=self._timing))
        await deliveries.plan(session, [row for decision in decisions for row in decision.skipped])
        await deliveries.plan(session, [decision.planned for decision in decisions if decision.planned])
        await subscriptions.advance(session, [decision.advance for decision in decisions])

    async def refresh(self) -> int:
        """Compute again when each next slot is, because the zone database may have changed; how many moved."""
        moved, after = 0, 0
        while True:
            async with self._store.reading() as session:
                batch = await subscriptions.scheduled(session, after=after, limit=_BATCH)
            changed = []
            for one in batch:
                after = one.id
                if one.next_wall is not None and one.next_run_at is not None:
                    at = moment(one.next_wall, ZoneInfo(one.zone))
                    if at != one.next_run_at:
                        changed.append((one.id, one.next_run_at, Slot(at, one.next_wall)))
            if changed:
                async with self._store.writing() as session:
                    for identifier, was, slot in changed:
                        await subscriptions.move_slot(session, identifier, was, slot)
            moved += len(changed)
            if len(batch) < _BATCH:
                return moved


def decide(
    subscription: Subscription, now: datetime, *, overdue: Collection[datetime] = (), timing: Timing = USUAL
) -> Decision:
    """What becomes of the slots of a subscription up to `now` and the lead.

    `overdue` are the starts of the periods of digests that were planned, could not be sent in time, and are skipped.
    """
    slots, upcoming = _slots(subscription, now + timing.lead)
    *missed, last = slots
    late = bool(missed or overdue) or now - last.at > timing.grace
    start = min([subscription.told_until, *overdue])
    end = max(min(last.at, now - timing.learning), subscription.told_until)
    combine = subscription.catch_up is CatchUp.COMBINE
    told: Slot | None = last
    if not combine and (late or subscription.paused):
        before = previous_slot(subscription.schedule or "", subscription.zone, before=last)
        start = max(subscription.told_until, min(before, end))
        if subscription.catch_up is CatchUp.SKIP and now - last.at > timing.grace:
            told, missed = None, slots
    return Decision(
        planned=None if told is None else _delivery(subscription, told, now, start, end, late=late),
        advance=Advance(subscription.id, end, upcoming),
        skipped=[
            _delivery(subscription, slot, now, None, None, skipped=COMBINED if combine else OUTAGE)
            for slot in missed[-_MOST_MISSED:]
        ],
    )


def _slots(subscription: Subscription, until: datetime) -> tuple[list[Slot], Slot | None]:
    """The slots that have come, at least one, and the next."""
    if subscription.next_run_at is None or subscription.next_wall is None or subscription.schedule is None:
        raise ValueError(f"subscription {subscription.id} has no slot")
    slots = [Slot(subscription.next_run_at, subscription.next_wall)]
    while True:
        upcoming = next_slot(subscription.schedule, subscription.zone, after=slots[-1].at, wall=slots[-1].wall)
        if upcoming is None or upcoming.at > until:
            return slots, upcoming
        slots.append(upcoming)


def _delivery(
    subscription: Subscription,
    slot: Slot,
    now: datetime,
    start: datetime | None,
    end: datetime | None,
    *,
    late: bool = False,
    skipped: str | None = None,
) -> NewDelivery:
    return NewDelivery(
        subscription_id=subscription.id,
        slot=slot.at,
        kind=subscription.kind.value,
        platform=subscription.platform,
        workspace=subscription.workspace,
        channel=subscription.channel,
        key=key_of(subscription, subscription.kind.value, slot.at, 0),
        planned_at=now,
        period_start=start,
        period_end=end,
        state=State.SKIPPED if skipped else State.PLANNED,
        late=late,
        error_code=skipped,
    )
