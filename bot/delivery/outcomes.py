"""What becomes of a delivery after an attempt: recorded in one transaction with all that follows from it."""

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import notices
from bot.delivery.timing import USUAL, Timing
from bot.delivery.transport import CannotKnow, DeliveryError, Halt, Refused, Retry, Transport
from bot.news.clock import Clock
from db import sending, subscriptions, throttles
from db.sending import ToSend
from db.subscriptions import Kind

log = logging.getLogger(__name__)

INVALID, INVALID_WINDOW = 1_000, timedelta(minutes=10)
"""Requests that a platform counts as invalid, of all processes, after which nothing is sent for a while.

Discord shuts out who makes 10,000 in 10 minutes: https://docs.discord.com/developers/topics/rate-limits
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt: the id of the message, or an error; neither where it is to be composed anew as late.

    `uncertain`: it may have arrived nevertheless. `untried`: the lease would have ended before the attempt had.
    """

    delivery: ToSend
    message_id: str | None = None
    error: DeliveryError | None = None
    uncertain: bool = False
    untried: bool = False


class Outcomes:
    """Records outcomes of one platform for one process."""

    def __init__(
        self, transport: Transport, *, clock: Clock, chance: random.Random, owner: str, timing: Timing = USUAL
    ) -> None:
        self._transport = transport
        self._clock = clock
        self._chance = chance
        self._owner = owner
        self._timing = timing

    async def record(self, session: AsyncSession, outcome: Outcome) -> None:
        """Record an outcome and what follows from it; nothing where the lease was lost meanwhile."""
        delivery, error, now = outcome.delivery, outcome.error, self._clock.now()
        if error is not None and error.invalid:
            await self._count_invalid(session, now)
        if outcome.message_id is not None:
            await sending.sent(session, delivery, self._owner, outcome.message_id, now=now)
        elif outcome.untried:
            await sending.again(
                *(session, delivery, self._owner),
                at=now,
                code="slow",
                error="the process that held it was too slow",
                uncertain=outcome.uncertain,
            )
        elif error is None:
            await sending.compose_late(session, delivery, self._owner, now=now)
        elif isinstance(error, CannotKnow):
            await self._doubtful(session, delivery, error.reason, now)
        elif isinstance(error, Halt):
            await self._halted(session, outcome, error, now)
        elif isinstance(error, Refused):
            await self._refused(session, delivery, error, now)
        elif outcome.uncertain:
            await self._uncertain(session, delivery, error, now)
        else:
            await self._not_taken(session, delivery, error, now)
        rest = self._transport.rates.channel_seconds
        if rest:
            await throttles.use(
                session,
                [sending.channel_throttle(delivery.platform, delivery.channel)],
                now + timedelta(seconds=rest),
            )

    async def went_well(self, session: AsyncSession, outcomes: Sequence[Outcome]) -> None:
        """Forget the faults of subscriptions of which something arrived."""
        ours = [one.delivery for one in outcomes if one.message_id is not None and one.delivery.kind in set(Kind)]
        ids = {one.subscription_id for one in ours}
        known = sorted(one for one in ids if one is not None)
        if known:
            await subscriptions.went_well(session, known)

    async def shut_until(self, session: AsyncSession) -> datetime:
        """Until when nothing is sent, because too many requests were invalid."""
        return await throttles.used_until(session, self._invalid)

    @property
    def _invalid(self) -> str:
        return f"{self._transport.platform} invalid"

    async def _count_invalid(self, session: AsyncSession, now: datetime) -> None:
        each = INVALID_WINDOW / INVALID
        until = await throttles.charge(session, self._invalid, now=now, each=each, window=INVALID_WINDOW)
        if now < until <= now + each:
            log.error(
                "%s: %d requests in %d minutes were invalid; sending slows down",
                *(self._transport.platform, INVALID, INVALID_WINDOW.seconds // 60),
            )

    async def _not_taken(self, session: AsyncSession, delivery: ToSend, error: DeliveryError, now: datetime) -> None:
        """It certainly did not arrive: try again later."""
        wait = self._backoff(delivery)
        if isinstance(error, Retry) and error.after is not None:
            # What the platform says, unless it has said so before.
            wait = max(wait, error.after) if delivery.attempts else error.after
        at = now + wait
        if isinstance(error, Retry) and error.everywhere:
            await throttles.use(session, [delivery.platform], at)
        if at > max(delivery.slot, delivery.planned_at) + self._timing.retry_for:
            await self._fail(session, delivery, "gave_up", error.reason, now)
            return
        await sending.again(session, delivery, self._owner, at=at, code="retry", error=error.reason, uncertain=False)

    async def _uncertain(self, session: AsyncSession, delivery: ToSend, error: DeliveryError, now: datetime) -> None:
        """It may have arrived: look for it when it has had the time to."""
        since = delivery.first_attempt_at or now
        if delivery.uncertain and now - since > self._timing.look_for:
            await self._doubtful(session, delivery, error.reason, now)
            return
        after = error.after if isinstance(error, Retry) else None
        at = now + max(
            self._timing.settle, after or (self._backoff(delivery) if delivery.uncertain else self._timing.settle)
        )
        await sending.again(session, delivery, self._owner, at=at, code="uncertain", error=error.reason, uncertain=True)

    async def _refused(self, session: AsyncSession, delivery: ToSend, error: Refused, now: datetime) -> None:
        """The body is wrong, which is a bug of ours: keep it, say so, and try plain text once."""
        plain = None if delivery.plain else self._transport.plain(delivery.body)
        log.error("Delivery %d was refused (%s); its body is kept: %r", delivery.id, error.reason, delivery.body)
        if plain is None:
            await self._fail(session, delivery, "refused", error.reason, now)
        else:
            await sending.simplify(session, delivery, self._owner, plain, now=now, error=error.reason)

    async def _halted(self, session: AsyncSession, outcome: Outcome, error: Halt, now: datetime) -> None:
        """Only people can mend it: try for an hour, then pause whatever goes to the channel and say so."""
        delivery = outcome.delivery
        subscription = None
        if delivery.subscription_id is not None and delivery.kind in set(Kind):
            subscription = await subscriptions.halted(session, delivery.subscription_id, now=now)
        if subscription is not None and not self._for_long(subscription, now):
            await sending.again(
                *(session, delivery, self._owner),
                at=now + self._timing.halt_retry,
                code=error.code.value,
                error=error.reason,
                uncertain=outcome.uncertain,
            )
            return
        if outcome.uncertain:
            await sending.unknown(session, delivery, self._owner, error.reason, now=now)
        else:
            await sending.failed(session, delivery, self._owner, error.code.value, error.reason)
        if subscription is None:
            log.warning("Delivery %d, a %s, could not be sent: %s", delivery.id, delivery.kind, error.reason)
            return
        log.error("Channel %s of %s is paused: %s", delivery.channel, delivery.platform, error.reason)
        paused = await subscriptions.pause_channel(
            session, delivery.platform, delivery.channel, error.code.value, now=now
        )
        if not outcome.uncertain and not delivery.part:
            await subscriptions.untell(session, subscription.id, delivery.period_start)
        told: set[str] = set()
        for one in paused:
            if one.creator not in told:
                told.add(one.creator)
                message = notices.paused([other for other in paused if other.creator == one.creator], error.code)
                await notices.post(session, self._transport, one, message, now=now)

    async def _doubtful(self, session: AsyncSession, delivery: ToSend, reason: str, now: datetime) -> None:
        """Nobody can know whether it arrived: say so."""
        if not await sending.unknown(session, delivery, self._owner, reason, now=now):
            return
        log.error("Delivery %d may or may not have arrived: %s", delivery.id, reason)
        if subscription := await self._subscription(session, delivery):
            await notices.post(
                session, self._transport, subscription, notices.doubtful(subscription, delivery.slot), now=now
            )

    async def _fail(self, session: AsyncSession, delivery: ToSend, code: str, reason: str, now: datetime) -> None:
        """It will not be sent: say so."""
        if not await sending.failed(session, delivery, self._owner, code, reason):
            return
        log.error("Delivery %d is given up: %s", delivery.id, reason)
        if subscription := await self._subscription(session, delivery):
            message = notices.undeliverable(subscription, delivery.slot, reason)
            await notices.post(session, self._transport, subscription, message, now=now)

    async def _subscription(self, session: AsyncSession, delivery: ToSend) -> subscriptions.Subscription | None:
        """Whose it is; None for a notice, of which no notice is given."""
        if delivery.subscription_id is None or delivery.kind not in set(Kind):
            return None
        return await subscriptions.get(session, delivery.subscription_id)

    def _backoff(self, delivery: ToSend) -> timedelta:
        longest = min(self._timing.first_retry * (1 << min(delivery.attempts, 12)), self._timing.longest_retry)
        return longest * (0.5 + self._chance.random() / 2)

    def _for_long(self, subscription: subscriptions.Subscription, now: datetime) -> bool:
        first = subscription.first_halt_at
        often = subscription.halts >= self._timing.halts
        return often and first is not None and now - first >= self._timing.halts_for
