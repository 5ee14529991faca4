"""Months of delivery in seconds, the same for the same seed: `python -m tests.delivery.simulation FIRST COUNT DAYS`.

Clocks change, the process is killed and comes back after seconds or a day, the platform fails in all its ways, people
edit, pause and remove while messages are on their way. In the end what stands in the channels is held against what
was to be told.
"""

import asyncio
import contextlib
import logging
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.message import Message
from bot.delivery.composing import Composed, Told
from bot.delivery.delivering import Delivering
from bot.delivery.schedule import next_slot
from bot.delivery.transport import Rates
from db import subscriptions
from db.models import Delivery
from db.models import Subscription as SubscriptionRow
from db.session import Store
from db.subscriptions import CatchUp, Kind, NewSubscription, Quiet, Slot, Subscription
from db.upgrade import upgrade
from tests.delivery.platform import ROUGH, Faults, Platform
from tests.delivery.sweep import by_the_clock
from tests.delivery.transports import FakeTransport, here

ZONES = [
    *("Australia/Sydney", "Pacific/Auckland", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"),
    *("Asia/Tokyo", "Asia/Kolkata", "Africa/Cairo", "America/Santiago", "Asia/Kathmandu"),
]
STARTS = ["2026-03-01", "2026-03-25", "2026-09-20", "2026-10-20", "2027-04-01"]
DAYS = 40
STEP = timedelta(seconds=10)
CRASH = 0.005
"""How likely a process is killed at each of the points where it can be."""
FAILING, OVER = ("failed", "unknown"), ("sent", "skipped", "failed", "unknown", "cancelled")


class SimulatedClock:
    """Time that passes when somebody waits, or when the simulation says so."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._sleepers: list[datetime] = []

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        until = self._now + timedelta(seconds=max(0.0, seconds))
        self._sleepers.append(until)
        try:
            while True:
                # Whoever is to sleep less gets the chance to say so.
                for _ in range(3):
                    await asyncio.sleep(0)
                if until == min(self._sleepers):
                    self.to(until)
                    return
        finally:
            self._sleepers.remove(until)

    def to(self, moment: datetime) -> None:
        self._now = max(self._now, moment)


class FragileStore(Store):
    """A store whose user may be killed before, within and after each transaction."""

    simulation: "Simulation | None" = None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        await self._point()
        async with super().writing() as session:
            yield session
            await self._point()
        await self._point()

    async def _point(self) -> None:
        if self.simulation is not None:
            await self.simulation.point()


async def next_moment(store: Store, now: datetime, events: list[tuple[datetime, int]]) -> datetime:
    """When there is something to do next."""
    async with store.reading() as session:
        slot = await session.scalar(select(func.min(SubscriptionRow.next_run_at)))
        attempt = await session.scalar(
            select(func.min(Delivery.next_attempt_at)).where(Delivery.state.in_(["planned", "composed", "sending"]))
        )
    learnt = next((at for at, _ in events if at + timedelta(seconds=16) > now), None)
    moments = [
        slot - timedelta(minutes=3) if slot else None,
        attempt,
        learnt + timedelta(seconds=16) if learnt else None,
    ]
    return min((moment for moment in moments if moment is not None), default=now + timedelta(days=1))


class Simulation:
    """One world: subscriptions, events, a platform, and a process that delivers."""

    def __init__(self, seed: int, store: FragileStore, days: int) -> None:
        self.days = days
        self.chance = random.Random(seed)
        self.store = store
        self.start = datetime.fromisoformat(self.chance.choice(STARTS)).replace(tzinfo=UTC)
        self.end = self.start + timedelta(days=days)
        self.clock = SimulatedClock(self.start)
        self.platform = Platform(self.chance, remembers=self.chance.random() < 0.5)
        self.platform.now = self.clock.now
        self.platform.refused_words = {"e13 ", "e31 "}
        self.events: list[tuple[datetime, int]] = []
        self.crashes = 0
        self.edited: set[int] = set()
        self.touched: set[int] = set()
        self._work: asyncio.Task[None] | None = None
        self._killed = False
        self._fragile = False

    # What is simulated

    async def run(self) -> Self:
        await self._set_up()
        delivering = self._process()
        next_action = self.start + self._span(36)
        step = STEP
        while self.clock.now() < self.end:
            before = self.platform.requests
            coming = max(await self._next_moment(), self.clock.now() + step)
            self.clock.to(min(coming, next_action, self.end))
            if self.clock.now() >= next_action:
                next_action = self.clock.now() + self._span(36 if await self._act() else 2)
            if not await self._let_work(delivering):
                delivering = self._process()
            step = STEP if self.platform.requests > before else min(2 * step, timedelta(minutes=5))
        await self._heal()
        delivering = self._process()
        end = self.clock.now() + timedelta(days=2)
        while self.clock.now() < end:
            self.clock.to(min(max(await self._next_moment(), self.clock.now() + STEP), end))
            await delivering.run_once()
        return self

    async def _set_up(self) -> None:
        moment = self.start
        for number in range(1, self.days * 3):
            moment += self._span(16)
            self.events.append((moment, number))
        async with self.store.writing() as session:
            for number in range(3):
                kind = Kind.WATCH if number == 2 else Kind.DIGEST
                new = NewSubscription(
                    *("fake", "w", f"c{number // 2}", "fake:creator"),
                    kind=kind,
                    zone=self.chance.choice(ZONES),
                    schedule=None if kind is Kind.WATCH else self._schedule(),
                    catch_up=self.chance.choice([CatchUp.COMBINE, CatchUp.COMBINE, CatchUp.LATEST, CatchUp.SKIP]),
                    quiet=self.chance.choice(list(Quiet)),
                    most_an_hour=2,
                )
                slot = None if new.schedule is None else next_slot(new.schedule, new.zone, after=self.start)
                await subscriptions.add(session, new, now=self.start, slot=slot)

    def _schedule(self) -> str:
        hour, minute = self.chance.choice([0, 1, 2, 3, 8, 23]), self.chance.choice([0, 30])
        every = [f"{minute} {hour} * * *"] * 3 + [f"{minute} {hour} * * 1-5", f"{minute} {hour},16 * * *"]
        return self.chance.choice(every)

    def _span(self, hours: float) -> timedelta:
        return timedelta(seconds=self.chance.expovariate(1 / (hours * 3600)))

    def _process(self) -> Delivering:
        delivering = Delivering(
            *(self.store, self, self),
            clock=self.clock, chance=self.chance, owner=f"process {self.crashes}",
        )  # fmt: skip
        call = here(self.platform)

        async def fragile(request: dict[str, Any]) -> Any:
            await self.point()
            if self._fragile and self.chance.random() < 0.02:
                await self._meddle()
            answer = await call(request)
            await self.point()
            return answer

        delivering.register(FakeTransport(fragile, rates=Rates(a_second=50, channel_seconds=1)))
        return delivering

    async def _let_work(self, delivering: Delivering) -> bool:
        """Let the process do what is due; False where it was killed, and then it is back after a while."""
        self._fragile, self._killed = True, False
        self._work = asyncio.ensure_future(delivering.run_once())
        with contextlib.suppress(asyncio.CancelledError):
            await self._work
        self._fragile = False
        if self._killed:
            self.crashes += 1
            away = [timedelta(seconds=5), timedelta(minutes=10), timedelta(hours=2), timedelta(hours=26)]
            self.clock.to(self.clock.now() + self.chance.choices(away, [60, 25, 10, 5])[0])
        return not self._killed

    async def point(self) -> None:
        """A point at which the process may be killed."""
        if not self._fragile:
            return
        if not self._killed and self.chance.random() < CRASH:
            self._killed = True
            assert self._work is not None
            self._work.cancel()
        if self._killed:
            await asyncio.sleep(0)
            raise asyncio.CancelledError

    async def _next_moment(self) -> datetime:
        return await next_moment(self.store, self.clock.now(), self.events)

    async def _act(self) -> bool:
        """Something happens to the platform, or somebody changes something; False where it will not last."""
        platform = self.platform
        what = self.chance.random()
        if what < 0.35:
            platform.faults = self.chance.choice([Faults(), ROUGH, Faults(lost=0.4), Faults(early_error=0.9)])
            return platform.faults.early_error < 0.5
        if what < 0.45:
            channel = self.chance.choice(["c0", "c1"])
            (platform.forbidden.discard if channel in platform.forbidden else platform.forbidden.add)(channel)
        elif what < 0.5:
            platform.blind ^= {"c0"}
        else:
            await self._meddle()
        return True

    async def _meddle(self) -> None:
        """An admin changes a subscription, at any moment."""
        fragile, self._fragile = self._fragile, False
        async with self.store.writing() as session:
            known = await subscriptions.listed(session)
            if known:
                one = self.chance.choice(known)
                self.edited.add(one.id)
                await self._change(session, one)
        self._fragile = fragile

    async def _change(self, session: AsyncSession, one: Subscription) -> None:
        now, what = self.clock.now(), self.chance.random()
        if one.paused and what < 0.7:
            self.platform.forbidden.discard(one.channel)
            await subscriptions.resume(session, one.id, slot=self._slot(one, now))
        elif what < 0.3:
            until = now + self._span(60) if one.kind is Kind.DIGEST else None
            slot = self._slot(one, until) if until else None
            await subscriptions.pause(session, one.id, "person", now=now, until=until, slot=slot)
        elif what < 0.33:
            self.touched.add(one.id)
            await subscriptions.remove(session, one.id)
        elif what < 0.6 and one.kind is Kind.DIGEST:
            changes = {"schedule": self._schedule(), "zone": self.chance.choice(ZONES)}
            slot = next_slot(changes["schedule"], changes["zone"], after=now)
            paused = one.paused and one.paused_until is None
            await subscriptions.edit(session, one.id, changes, now=now, slot=None if paused else slot)
        else:
            slot = None if one.paused and one.paused_until is None else self._slot(one, now)
            await subscriptions.edit(session, one.id, {"channel": self.chance.choice(["c0", "c1"])}, now=now, slot=slot)

    def _slot(self, one: Subscription, after: datetime) -> Slot | None:
        return next_slot(one.schedule, one.zone, after=after) if one.schedule else None

    async def _heal(self) -> None:
        """Everything works again, and what was paused goes on."""
        self.platform.faults = Faults()
        self.platform.forbidden.clear()
        now = self.clock.now()
        async with self.store.writing() as session:
            for one in await subscriptions.listed(session):
                if one.paused:
                    self.edited.add(one.id)
                    await subscriptions.resume(session, one.id, slot=self._slot(one, now))

    # What the process asks of others

    async def compose(self, subscription: Subscription, start: datetime, end: datetime, now: datetime) -> Composed:
        await self.point()
        if self._fragile and self.chance.random() < 0.02:
            await self._meddle()
        learnt = [number for at, number in self.events if start <= at < end]
        lines = tuple(f"s{subscription.id} e{number} ." for number in learnt)
        if not lines:
            return Composed(Message(text=f"s{subscription.id} quiet"), quiet=True)
        told = tuple(Told(number, line, "state") for number, line in zip(learnt, lines, strict=True))
        return Composed(Message(text=lines[0], lines=lines[1:]), told=told)

    async def matching(self, watches: Sequence[Subscription], start: datetime, end: datetime) -> set[int]:
        return {one.id for one in watches} if any(start <= at < end for at, _ in self.events) else set()

    # What must hold

    async def check(self) -> dict[str, int]:
        """Hold what stands in the channels against what was to be told; how the deliveries ended."""
        async with self.store.reading() as session:
            rows = (await session.scalars(select(Delivery).order_by(Delivery.id))).all()
            known = {one.id: one for one in await subscriptions.listed(session)}
        assert all(row.state in OVER for row in rows), [
            (row.id, row.state, row.error) for row in rows if row.state not in OVER
        ]
        ours = [row for row in rows if row.kind in ("digest", "watch")]
        self._check_telling(ours, known)
        self._check_parts(ours)
        notices = " ".join(row.body["text"] for row in rows if row.kind == "notice" and row.body)
        for row in ours:
            if row.state in FAILING and row.subscription_id is not None:
                assert f"({row.subscription_id})" in notices, f"nobody was told of {row.id}, {row.state}"
            if row.state == "sent" and row.kind == "digest" and not row.part:
                at = self.platform.messages[int(row.message_id or 0) - 1].at
                assert at is not None
                assert row.late or at - row.slot < timedelta(minutes=16), f"{row.id} says nothing of being late"
        for one in known.values():
            if one.kind is Kind.DIGEST and one.id not in self.edited:
                self._check_dates(one, [row for row in ours if row.subscription_id == one.id])
        self._check_watches(ours)
        return dict(Counter(row.state for row in ours))

    def _check_telling(self, rows: list[Delivery], known: dict[int, Subscription]) -> None:
        told = Counter(
            (int(sub[1:]), int(event[1:]))
            for message in self.platform.visible()
            for sub, event, _ in (line.split() for line in message.text.splitlines() if line.endswith(" ."))
        )
        twice = {pair: times for pair, times in told.items() if times > 1}
        assert not twice, f"told twice: {twice}"
        for one in known.values():
            if one.catch_up is not CatchUp.COMBINE and one.kind is Kind.DIGEST:
                continue
            unsure = [
                (row.period_start, row.period_end)
                for row in rows
                if row.subscription_id == one.id and row.state in FAILING
            ]
            for at, number in self.events:
                if at >= one.told_until or told[one.id, number]:
                    continue
                covered = any(start and end and start <= at < end for start, end in unsure)
                assert covered, f"event {number} of {at} was not told by {one.id}, which told until {one.told_until}"

    def _check_parts(self, rows: list[Delivery]) -> None:
        """Each part stands once where it was sent, and after the parts before it."""
        places = {str(message.id): (message.channel, message.text) for message in self.platform.visible()}
        for row in rows:
            if row.state == "sent":
                assert row.body is not None
                assert row.message_id is not None
                assert places[row.message_id] == (row.channel, row.body["text"])
        messages: dict[tuple[int | None, datetime, str], list[Delivery]] = {}
        for row in rows:
            messages.setdefault((row.subscription_id, row.slot, row.kind), []).append(row)
        for key, parts in messages.items():
            if key[0] is not None:
                ids = [int(row.message_id) for row in sorted(parts, key=lambda row: row.part) if row.message_id]
                assert ids == sorted(ids)

    def _check_dates(self, one: Subscription, rows: list[Delivery]) -> None:
        """A daily digest that nobody edited has one slot for each date of its zone."""
        minute, hour, *rest = (one.schedule or "").split()
        if rest != ["*", "*", "*"] or "," in hour:
            return
        wall = time(int(hour), int(minute))
        slots = sorted(row.slot for row in rows if row.part == 0)
        zone = ZoneInfo(one.zone)
        day = (self.start.astimezone(zone)).date() - timedelta(days=1)
        wanted = []
        while day <= self.clock.now().astimezone(zone).date() + timedelta(days=1):
            wanted.append(by_the_clock(one.zone, day)[wall])
            day += timedelta(days=1)
        first, last = self.start, slots[-1]
        assert slots == [at for at in wanted if first < at <= last]
        assert last > self.clock.now() - timedelta(days=2)

    def _check_watches(self, rows: list[Delivery]) -> None:
        sent: dict[int | None, list[datetime]] = {}
        for row in rows:
            if row.kind == "watch" and row.state == "sent" and row.part == 0:
                sent.setdefault(row.subscription_id, []).append(row.slot)
        for slots in sent.values():
            for third, first in zip(sorted(slots)[2:], sorted(slots), strict=False):
                assert third - first >= timedelta(hours=1), "more than two in an hour"


async def simulate(seed: int, template: Path, folder: Path, *, days: int = DAYS) -> tuple[int, dict[str, int]]:
    """Run one seed; how many crashes there were and how the deliveries ended. Raises AssertionError."""
    path = folder / f"{seed}.db"
    shutil.copy(template, path)
    try:
        async with await FragileStore.open(str(path)) as store:
            simulation = Simulation(seed, store, days)
            store.simulation = simulation
            await simulation.run()
            return simulation.crashes, await simulation.check()
    finally:
        for ending in ("", "-wal", "-shm"):
            (folder / f"{seed}.db{ending}").unlink(missing_ok=True)


def main(first: str = "0", count: str = "1000", days: str = str(DAYS)) -> None:
    """Run many seeds, and say which do not hold."""
    logging.disable(logging.CRITICAL)
    crashes, ended, wrong = 0, Counter[str](), []
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        folder = Path(name)
        asyncio.run(upgrade(str(folder / "template.db")))
        for seed in range(int(first), int(first) + int(count)):
            try:
                killed, states = asyncio.run(simulate(seed, folder / "template.db", folder, days=int(days)))
            except AssertionError as error:
                wrong.append(seed)
                sys.stdout.write(f"seed {seed}: {error}\n")
            else:
                crashes += killed
                ended.update(states)
            if seed % 50 == 49:
                sys.stdout.write(f"up to seed {seed}: {crashes} crashes, {dict(ended)}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{count} seeds of {days} days, {crashes} crashes, {dict(ended)}; wrong: {wrong or 'none'}\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
