"""A house to test delivery in: a store, a platform, a clock that steps, and a world in which things happen."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.chat.message import Message
from bot.delivery.composing import Composed, Told
from bot.delivery.delivering import Delivering
from bot.delivery.schedule import next_slot
from bot.delivery.transport import Rates
from db import deliveries, subscriptions
from db.deliveries import LoggedDelivery
from db.session import Store
from db.subscriptions import Kind, NewSubscription, Subscription
from tests.delivery.platform import Platform
from tests.delivery.simulation import SimulatedClock, next_moment
from tests.delivery.transports import FakeTransport, here

MORNING = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@dataclass
class World:
    """What was learnt when; composes messages of it, a line for each event."""

    events: list[tuple[datetime, int]] = field(default_factory=list)
    broken: bool = False

    async def compose(self, subscription: Subscription, start: datetime, end: datetime, now: datetime) -> Composed:
        if self.broken:
            raise RuntimeError("the composer is broken")
        learnt = [number for at, number in self.events if start <= at < end]
        lines = tuple(f"{subscription.topic or 'all'} e{number}" for number in learnt)
        if not lines:
            return Composed(Message(text="Nothing new."), quiet=True)
        told = tuple(Told(number, line, "state") for number, line in zip(learnt, lines, strict=True))
        return Composed(Message(text=lines[0], lines=lines[1:]), told=told)

    async def matching(self, watches: Sequence[Subscription], start: datetime, end: datetime) -> set[int]:
        return {one.id for one in watches} if any(start <= at < end for at, _ in self.events) else set()


class House:
    """One process that delivers, and all about it."""

    def __init__(self, store: Store, *, rates: Rates | None = None) -> None:
        self.store = store
        self.clock = SimulatedClock(MORNING)
        self.platform = Platform(random.Random(1))
        self.platform.now = self.clock.now
        self.world = World()
        self.rates = rates or Rates(a_second=1000)
        self.delivering = self.process("first")

    def process(self, owner: str) -> Delivering:
        """Another process that shares the store and the platform."""
        made = Delivering(
            *(self.store, self.world, self.world), clock=self.clock, chance=random.Random(owner), owner=owner
        )
        made.register(FakeTransport(here(self.platform), rates=self.rates))
        return made

    async def subscribe(self, schedule: str | None = "0 8 * * *", **fields: Any) -> Subscription:
        """A digest, or without a schedule a watch."""
        now = self.clock.now()
        new = NewSubscription(
            **{
                "platform": "fake",
                "workspace": "w",
                "channel": "c1",
                "creator": "fake:ann",
                "kind": Kind.DIGEST if schedule else Kind.WATCH,
                "zone": "UTC",
                "schedule": schedule,
                **fields,
            }
        )
        slot = next_slot(schedule, new.zone, after=now) if schedule else None
        async with self.store.writing() as session:
            return await subscriptions.add(session, new, now=now, slot=slot)

    async def now_is(self, subscription: Subscription) -> Subscription:
        """The subscription as it is now."""
        async with self.store.reading() as session:
            found = await subscriptions.get(session, subscription.id)
        assert found is not None
        return found

    def learn(self, *numbers: int) -> None:
        """Things happen now."""
        self.world.events += [(self.clock.now(), number) for number in numbers]

    def wait(self, **span: float) -> None:
        """Time passes without the process."""
        self.clock.to(self.clock.now() + timedelta(**span))

    async def work(self, *, every: float = 10, **span: float) -> None:
        """Time passes, and the process does what is due; it looks no more often than every so many seconds."""
        end = self.clock.now() + timedelta(**span)
        while True:
            await self.delivering.run_once()
            now = self.clock.now()
            if now >= end:
                return
            coming = await next_moment(self.store, now, self.world.events)
            self.clock.to(min(end, max(coming, now + timedelta(seconds=every))))

    async def log(self, subscription: Subscription | None = None) -> list[LoggedDelivery]:
        """Deliveries in the order in which they were planned."""
        async with self.store.reading() as session:
            found = await deliveries.listed(
                session, subscription_id=subscription.id if subscription else None, limit=1000
            )
        return found[::-1]

    def texts(self, channel: str = "c1") -> list[str]:
        """What stands in a channel."""
        return [message.text for message in self.platform.visible(channel)]
