"""Delivery as a whole: plan, watch, compose, send and clean up, each at its own pace, for as long as it runs."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

from bot.delivery.composing import Composer, Matcher
from bot.delivery.composition import Composing
from bot.delivery.planning import Planner
from bot.delivery.sending import Sender
from bot.delivery.timing import USUAL, Timing
from bot.delivery.transport import Transport
from bot.delivery.watching import Watching
from bot.news.clock import Clock
from db import composing, deliveries, replies, throttles
from db.errors import StoreError
from db.session import Store

log = logging.getLogger(__name__)

PLAN_SECONDS, WATCH_SECONDS, COMPOSE_SECONDS, SEND_SECONDS, CLEAN_SECONDS = 5, 10, 1, 1, 3600
STOPPING_SECONDS = 20.0
"""How long what is on its way may take to arrive when the process ends."""
KEPT = timedelta(days=90)
"""How long the log of deliveries is kept."""
BEAT = timedelta(minutes=1)
HEARTBEAT = "delivery heartbeat"
"""The mark that says, in ISO format, when delivery was last seen at work."""


class Delivering:
    """The delivery of one process; any number of processes may share a store. `owner` names this one.

    Register each platform's transport, then `start`. Without a matcher no watch is served.
    """

    def __init__(
        self,
        store: Store,
        composer: Composer,
        matcher: Matcher | None,
        *,
        clock: Clock,
        chance: random.Random,
        owner: str,
        timing: Timing = USUAL,
    ) -> None:
        self._store = store
        self._clock = clock
        self._chance = chance
        self._owner = owner
        self._timing = timing
        self._transports: dict[str, Transport] = {}
        self._planner = Planner(store, clock, timing)
        self._watching = Watching(store, matcher, clock, timing) if matcher else None
        self._composing = Composing(store, composer, self._transports, clock=clock, owner=owner, timing=timing)
        self._senders: dict[str, Sender] = {}
        self._beaten_at: datetime | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._working: dict[str, asyncio.Task[None]] = {}

    @property
    def transports(self) -> dict[str, Transport]:
        """The registered transports by platform."""
        return dict(self._transports)

    def register(self, transport: Transport) -> None:
        """Deliver to this platform too; also while running."""
        platform = transport.platform
        self._transports[platform] = transport
        sender = Sender(
            self._store, transport, clock=self._clock, chance=self._chance, owner=self._owner, timing=self._timing
        )
        self._senders[platform] = sender
        if self._scheduler.running:
            self._every(SEND_SECONDS, f"send to {platform}", sender.run_once)

    async def start(self) -> None:
        """Begin to deliver."""
        logging.getLogger("apscheduler").setLevel(logging.WARNING)  # that it ticks is no news
        moved = await self._planner.refresh()
        if moved:
            log.info("The zone database has changed: %d next slots were moved", moved)
        self._every(PLAN_SECONDS, "plan", self._plan)
        if self._watching:
            self._every(WATCH_SECONDS, "watch", self._watching.run_once)
        self._every(COMPOSE_SECONDS, "compose", self._composing.run_once)
        for platform, sender in self._senders.items():
            self._every(SEND_SECONDS, f"send to {platform}", sender.run_once)
        self._every(CLEAN_SECONDS, "clean up", self.clean_up)
        self._scheduler.start()

    async def stop(self) -> None:
        """End: nothing more is begun, what is on its way may arrive, what is held is given back."""
        if self._scheduler.running:
            self._scheduler.pause()
        self._composing.stop()
        for sender in self._senders.values():
            sender.stop()
        if self._working:
            _, late = await asyncio.wait(self._working.values(), timeout=STOPPING_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        async with self._store.writing() as session:
            await composing.release(session, self._owner)

    async def run_once(self) -> None:
        """Do once all that is to be done now."""
        await self._plan()
        if self._watching:
            await self._watching.run_once()
        await self._composing.run_once()
        await asyncio.gather(*(sender.run_once() for sender in self._senders.values()))

    async def clean_up(self) -> None:
        """Remove what nobody looks up any more."""
        now = self._clock.now()
        while True:
            async with self._store.writing() as session:
                gone = await deliveries.forget(session, before=now - KEPT)
                await throttles.forget(session, before=now - timedelta(days=1))
            if not gone:
                return

    async def _plan(self) -> int:
        planned = await self._planner.run_once()
        await self._beat()
        return planned

    async def _beat(self) -> None:
        now = self._clock.now()
        if self._beaten_at is None or now - self._beaten_at >= BEAT:
            self._beaten_at = now
            async with self._store.writing() as session:
                await replies.set_mark(session, HEARTBEAT, now.isoformat())

    def _every(self, seconds: float, name: str, work: Callable[[], Awaitable[object]]) -> None:
        async def tick() -> None:
            # It is begun and not waited for: the scheduler would cancel it when it ends, and we let it finish.
            if name not in self._working:
                task = asyncio.ensure_future(self._guarded(name, work))
                self._working[name] = task
                task.add_done_callback(lambda _: self._working.pop(name))

        self._scheduler.add_job(
            tick, "interval", seconds=seconds, id=name, replace_existing=True,
            coalesce=True, misfire_grace_time=None, next_run_time=datetime.now(UTC),
        )  # fmt: skip

    async def _guarded(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """Do it; what breaks is logged, and tried again at the next tick."""
        try:
            await work()
        except StoreError as error:
            log.error("Delivery could not %s: %s", name, error)
        except Exception:
            log.exception("Delivery broke: %s", name)
