"""Sending: composed deliveries leave for their platform in order, at the platform's pace, and each arrives once.

An attempt is recorded before it is made. So whatever has an attempt without an outcome, because a process was killed
or an answer was lost, is looked for in the channel before anything is sent again.
"""

import asyncio
import logging
import random
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.outcomes import Outcome, Outcomes
from bot.delivery.timing import USUAL, Timing
from bot.delivery.transport import DeliveryError, Outgoing, Transport, Unknown
from bot.news.clock import Clock
from db import sending, throttles
from db.errors import StoreError
from db.sending import ToSend
from db.session import Store
from db.subscriptions import Kind

log = logging.getLogger(__name__)

_SHORT = 1.0
"""Seconds that are waited for; for what takes longer the next tick comes."""


class Sender:
    """Sends what is composed for one platform. Any number of processes may; `owner` names this one."""

    def __init__(
        self,
        store: Store,
        transport: Transport,
        *,
        clock: Clock,
        chance: random.Random,
        owner: str,
        timing: Timing = USUAL,
    ) -> None:
        self._store = store
        self._transport = transport
        self._clock = clock
        self._owner = owner
        self._timing = timing
        self._outcomes = Outcomes(transport, clock=clock, chance=chance, owner=owner, timing=timing)
        self._ended: list[Outcome] = []
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._careful = False

    def stop(self) -> None:
        """Begin with nothing more; `run_once` returns when what is on its way has arrived."""
        self._stopping = True

    async def run_once(self) -> int:
        """Send until nothing is left to send now, and say how many attempts that were."""
        attempts = 0
        try:
            while True:
                batch, go_on_at = await self._turn()
                attempts += len(batch)
                self._running |= {asyncio.ensure_future(self._attempt(*one)) for one in batch}
                if not await self._wait(go_on_at):
                    return attempts
        except asyncio.CancelledError:
            await self._let_go()
            raise

    async def _wait(self, go_on_at: datetime | None) -> bool:
        """Wait until there can be something to do; False where nothing is left but to wait for the next tick."""
        left = None if go_on_at is None else (go_on_at - self._clock.now()).total_seconds()
        if left is not None and left <= _SHORT:
            await self._clock.sleep(max(0.0, left))
        elif self._running:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
        self._running = {task for task in self._running if not task.done()}
        return bool(self._running or self._ended) or (left is not None and left <= _SHORT)

    async def _turn(self) -> tuple[list[tuple[ToSend, datetime, datetime]], datetime | None]:
        """Record what has ended and take what comes next: each with when it may leave and when its lease ends.

        Then also when more can be taken; None where nothing more waits that could.
        """
        ended = self._ended[:1] if self._careful else list(self._ended)
        # What has ended makes way for what follows it in its channel.
        ready = not self._stopping and (bool(ended) or await self._ready())
        if not ended and not ready:
            return [], None
        try:
            batch, go_on_at = await self._record_and_take(ended, ready=ready)
        except StoreError:
            raise
        except Exception:
            # A fault of ours with one outcome must not keep the others from being recorded: go through them one by
            # one and leave out the one that breaks, whose message is looked for when its lease ends.
            if len(ended) == 1:
                del self._ended[:1]
            self._careful = bool(self._ended)
            raise
        del self._ended[: len(ended)]
        self._careful = self._careful and bool(self._ended)
        return batch, go_on_at

    async def _record_and_take(
        self, ended: list[Outcome], *, ready: bool
    ) -> tuple[list[tuple[ToSend, datetime, datetime]], datetime | None]:
        async with self._store.writing() as session:
            # First of all, because processes that took what they share in another order would block each other.
            await throttles.used_until(session, self._transport.platform)
            for outcome in ended:
                await self._outcomes.record(session, outcome)
            await self._outcomes.went_well(session, ended)
            return await self._take(session) if ready else ([], None)

    async def _ready(self) -> bool:
        now = self._clock.now()
        async with self._store.reading() as session:
            return await sending.ready(session, self._transport.platform, now=now, ahead=self._timing.ahead)

    async def _take(self, session: AsyncSession) -> tuple[list[tuple[ToSend, datetime, datetime]], datetime | None]:
        """Take as many as the platform may be sent within `ahead`, and use up its throttle for them."""
        platform = self._transport.platform
        each = timedelta(seconds=1 / self._transport.rates.a_second)
        used = await throttles.used_until(session, platform)
        # Looked at only now, because waiting for others who share the throttle may have taken a while.
        now = self._clock.now()
        shut_until = await self._outcomes.shut_until(session)
        free = max(used, shut_until, now)
        room = (now + self._timing.ahead - free) // each
        if room <= 0:
            return [], free - self._timing.ahead / 2
        until = now + self._timing.lease
        taken = await sending.lease_composed(
            session, self._owner, platform, now=now, ahead=self._timing.ahead, until=until, limit=room
        )
        batch = []
        for one in taken:
            free = max(free, one.due_at)
            batch.append((one, free, until))
            # Looking for a message is a request too.
            free += each * (2 if one.uncertain else 1)
        if not batch:
            return [], None
        await throttles.use(session, [platform], free)
        return batch, free - self._timing.ahead / 2

    async def _attempt(self, delivery: ToSend, at: datetime, until: datetime) -> None:
        await self._clock.sleep(max(0.0, (at - self._clock.now()).total_seconds()))
        if self._clock.now() + timedelta(seconds=2 * self._timing.call_seconds) > until:
            self._ended.append(Outcome(delivery, untried=True, uncertain=delivery.uncertain))
        else:
            self._ended.append(await self._try(delivery))

    async def _try(self, delivery: ToSend) -> Outcome:
        uncertain = delivery.uncertain
        outgoing = _outgoing(delivery)
        error: DeliveryError
        try:
            if uncertain:
                async with asyncio.timeout(self._timing.call_seconds):
                    found = await self._transport.find(outgoing)
                if found is not None:
                    return Outcome(delivery, message_id=found)
                uncertain = False
            if self._is_late(delivery):
                return Outcome(delivery)
            async with asyncio.timeout(self._timing.call_seconds):
                return Outcome(delivery, message_id=await self._transport.send(outgoing))
        except DeliveryError as raised:
            error = raised
        except TimeoutError:
            error = Unknown(f"no answer within {self._timing.call_seconds:g} s")
        except Exception as raised:
            log.exception("Sending delivery %d broke", delivery.id)
            error = Unknown(f"{type(raised).__name__}: {raised}")
        return Outcome(delivery, error=error, uncertain=uncertain or isinstance(error, Unknown))

    def _is_late(self, delivery: ToSend) -> bool:
        """Whether it should say that it is late, and does not."""
        late = self._clock.now() - delivery.slot > self._timing.grace
        return late and not delivery.late and not delivery.part and delivery.kind == Kind.DIGEST

    async def _let_go(self) -> None:
        """Leave what is on its way: it is looked for by whoever comes next."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()


def _outgoing(delivery: ToSend) -> Outgoing:
    return Outgoing(
        id=delivery.id,
        platform=delivery.platform,
        workspace=delivery.workspace,
        channel=delivery.channel,
        key=delivery.key,
        body=delivery.body,
        picture=delivery.picture,
        part=delivery.part,
        parts=delivery.parts,
        first_attempt_at=delivery.first_attempt_at if delivery.uncertain else None,
    )
