"""Composing: planned deliveries get their messages, ahead of their slots."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import notices
from bot.delivery.composing import Composed, Composer
from bot.delivery.keys import key_of
from bot.delivery.timing import USUAL, Timing
from bot.delivery.transport import Transport
from bot.news.clock import Clock
from db import composing, subscriptions
from db.composing import ToCompose
from db.deliveries import Part, State
from db.errors import StoreError
from db.session import Store
from db.subscriptions import Kind, Quiet, Subscription

log = logging.getLogger(__name__)

AT_ONCE = 8

Keep = Callable[[AsyncSession], Awaitable[None]]
"""Keeps in a transaction what came of composing."""


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
            await self._keep(
                await asyncio.gather(*(self._compose(one, known.get(one.subscription_id or 0)) for one in batch))
            )
            done += len(batch)
        return done

    async def _keep(self, made: Sequence[Keep]) -> None:
        """Keep all in one transaction; where one of them breaks it, each in its own."""
        try:
            async with self._store.writing() as session:
                for keep in made:
                    await keep(session)
        except StoreError:
            raise
        except Exception:
            log.exception("What was composed could not be kept")
            if len(made) > 1:
                for keep in made:
                    await self._keep([keep])

    async def _compose(self, delivery: ToCompose, subscription: Subscription | None) -> Keep:
        """Make the message; what is returned keeps what came of it."""
        if subscription is None:
            return self._ended(delivery, State.CANCELLED, "removed")
        try:
            async with asyncio.timeout(self._timing.compose_seconds):
                made = await self._composer.compose(
                    subscription, delivery.period_start, delivery.period_end, self._clock.now()
                )
            if made.quiet and (subscription.quiet is Quiet.NOTHING or delivery.kind == Kind.WATCH):
                return self._ended(delivery, State.SKIPPED, "quiet")
            return self._made(delivery, subscription, made)
        except Exception as error:
            log.exception("Composing delivery %d broke", delivery.id)
            return self._failed(delivery, subscription, f"{type(error).__name__}: {error}")

    def _made(self, delivery: ToCompose, subscription: Subscription, made: Composed) -> Keep:
        message = made.message
        if delivery.late:
            message = replace(message, remarks=(late_remark(subscription, delivery), *message.remarks))
        bodies = self._transports[delivery.platform].pack(message, made.picture)
        parts = [
            Part(key_of(subscription, delivery.kind, delivery.slot, number), body) for number, body in enumerate(bodies)
        ]
        told = [(one.event, one.line, one.state) for one in made.told]

        async def keep(session: AsyncSession) -> None:
            await composing.composed(
                *(session, delivery, self._owner, parts),
                picture=made.picture,
                tells=told,
                due_at=max(delivery.slot, self._clock.now()),
            )

        return keep

    def _ended(self, delivery: ToCompose, state: State, code: str) -> Keep:
        async def keep(session: AsyncSession) -> None:
            await composing.not_composed(session, delivery, self._owner, state, code)

        return keep

    def _failed(self, delivery: ToCompose, subscription: Subscription, error: str) -> Keep:
        async def keep(session: AsyncSession) -> None:
            now = self._clock.now()
            if now <= max(delivery.slot, delivery.planned_at) + self._timing.compose_for:
                at = now + self._timing.compose_again
                await composing.compose_later(session, delivery, self._owner, at=at, error=error)
                return
            log.error("Delivery %d is given up: it could not be composed (%s)", delivery.id, error)
            if await composing.not_composed(session, delivery, self._owner, State.FAILED, "composing", error):
                message = notices.undeliverable(subscription, delivery.slot, "it could not be composed.")
                await notices.post(session, self._transports[delivery.platform], subscription, message, now=now)

        return keep


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
