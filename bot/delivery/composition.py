"""Composing: planned deliveries get their messages, ahead of their slots."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.delivery import notices
from bot.delivery.composing import Composed, Composer
from bot.delivery.keys import key_of
from bot.delivery.timing import USUAL, Timing
from bot.delivery.transport import Transport
from bot.news.clock import Clock
from db import composing, subscriptions
from db.composing import ToCompose
from db.deliveries import Part, State
from db.session import Store
from db.subscriptions import Kind, Quiet, Subscription

log = logging.getLogger(__name__)

AT_ONCE = 4


class Composing:
    """Composes what is planned. Any number of processes may share the work; `owner` names this one."""

    def __init__(
        self,
        store: Store,
        composer: Composer,
        transports: Mapping[str, Transport],
        *,
        clock: Clock,
        owner: str,
        timing: Timing = USUAL,
        at_once: int = AT_ONCE,
    ) -> None:
        self._store = store
        self._composer = composer
        self._transports = transports
        self._clock = clock
        self._owner = owner
        self._timing = timing
        self._at_once = at_once
        self._stopping = False

    def stop(self) -> None:
        """Begin with nothing more."""
        self._stopping = True

    async def run_once(self) -> int:
        """Compose until nothing is left to compose now, and say how many deliveries that were."""
        done = 0
        while not self._stopping and self._transports:
            async with self._store.reading() as session:
                if not await composing.waiting(session, self._transports, now=self._clock.now()):
                    break
            async with self._store.writing() as session:
                now = self._clock.now()
                batch = await composing.lease_planned(
                    session,
                    self._owner,
                    self._transports,
                    now=now,
                    until=now + self._timing.compose_lease,
                    limit=self._at_once,
                )
                known = await subscriptions.several(session, {one.subscription_id or 0 for one in batch})
            if not batch:
                break
            await asyncio.gather(*(self._compose(one, known.get(one.subscription_id or 0)) for one in batch))
            done += len(batch)
        return done

    async def _compose(self, delivery: ToCompose, subscription: Subscription | None) -> None:
        if subscription is None:
            async with self._store.writing() as session:
                await composing.not_composed(session, delivery, self._owner, State.CANCELLED, "removed")
            return
        try:
            async with asyncio.timeout(self._timing.compose_seconds):
                made = await self._composer.compose(
                    subscription, delivery.period_start, delivery.period_end, self._clock.now()
                )
        except Exception as error:
            log.exception("Composing delivery %d broke", delivery.id)
            await self._failed(delivery, subscription, f"{type(error).__name__}: {error}")
            return
        if made.quiet and (subscription.quiet is Quiet.NOTHING or delivery.kind == Kind.WATCH):
            async with self._store.writing() as session:
                await composing.not_composed(session, delivery, self._owner, State.SKIPPED, "quiet")
            return
        await self._keep(delivery, subscription, made)

    async def _keep(self, delivery: ToCompose, subscription: Subscription, made: Composed) -> None:
        message = made.message
        if delivery.late:
            message = replace(message, remarks=(late_remark(subscription, delivery), *message.remarks))
        bodies = self._transports[delivery.platform].pack(message, made.picture)
        parts = [
            Part(key_of(subscription, delivery.kind, delivery.slot, number), body) for number, body in enumerate(bodies)
        ]
        told = [(one.event, one.line, one.state) for one in made.told]
        async with self._store.writing() as session:
            await composing.composed(
                *(session, delivery, self._owner, parts),
                picture=made.picture,
                tells=told,
                due_at=max(delivery.slot, self._clock.now()),
            )

    async def _failed(self, delivery: ToCompose, subscription: Subscription, error: str) -> None:
        now = self._clock.now()
        async with self._store.writing() as session:
            if now > max(delivery.slot, delivery.planned_at) + self._timing.compose_for:
                log.error("Delivery %d is given up: it could not be composed (%s)", delivery.id, error)
                await composing.not_composed(session, delivery, self._owner, State.FAILED, "composing", error)
                message = notices.undeliverable(subscription, delivery.slot, "it could not be composed.")
                await notices.post(session, self._transports[delivery.platform], subscription, message, now=now)
            else:
                await composing.compose_later(
                    session, delivery, self._owner, at=now + self._timing.compose_again, error=error
                )


def late_remark(subscription: Subscription, delivery: ToCompose) -> str:
    """That a digest is late, and of what time it tells."""
    zone = ZoneInfo(subscription.zone)
    return (
        f"Late: due on {_told(delivery.slot, zone)}."
        f" It tells what was learnt from {_told(delivery.period_start, zone)} to {_told(delivery.period_end, zone)}."
    )


def _told(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B, %H:%M}"
