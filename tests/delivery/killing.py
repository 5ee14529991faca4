"""Delivers in processes that it kills: `python -m tests.delivery.killing DATABASE PORT KILLS PROCESSES KEYS`.

Each is forked from this one, which has loaded everything, and killed by SIGKILL at a random moment; at the end they
work until nothing is left to do. Prints how many were killed.
"""

import asyncio
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta

from bot.chat.message import Message
from bot.delivery.composing import Composed, Told
from bot.delivery.delivering import Delivering
from bot.delivery.timing import Timing
from bot.delivery.transport import Rates
from bot.news.clock import SystemClock
from db import deliveries, subscriptions
from db.session import Store
from db.subscriptions import Kind, NewSubscription, Slot, Subscription
from tests.delivery.transports import FakeTransport, over_socket

YEARLY = "0 0 1 1 *"
A_SLOT_EACH = 0.06
"""Seconds of a process's life for each subscription."""
LIFE = 0.25
"""Seconds that a process lives at most once it is at work."""
SHORT = Timing(
    lead=timedelta(seconds=0.4),
    learning=timedelta(0),
    grace=timedelta(hours=1),
    compose_lease=timedelta(seconds=1),
    compose_seconds=0.8,
    lease=timedelta(seconds=4),
    call_seconds=1,
    ahead=timedelta(seconds=0.1),
    settle=timedelta(seconds=0.3),
    first_retry=timedelta(seconds=0.05),
    longest_retry=timedelta(seconds=0.5),
    look_for=timedelta(seconds=20),
)


def text_of(subscription_id: int, line: int) -> str:
    return f"{subscription_id}:{line}"


class Lines:
    """Composes one to three parts for each subscription, always the same."""

    async def compose(self, subscription: Subscription, start: datetime, end: datetime, now: datetime) -> Composed:
        lines = [text_of(subscription.id, line) for line in range(5 * (subscription.id % 3) + 3)]
        told = Told(subscription.id, lines[0], "state")
        return Composed(Message(text=lines[0], lines=tuple(lines[1:])), told=(told,))


async def subscribe(store: Store, count: int, seconds: float, chance: random.Random) -> None:
    """Add subscriptions that are due at moments spread over the next seconds; some share a channel."""
    now = datetime.now(UTC)
    async with store.writing() as session:
        for number in range(count):
            at = now + timedelta(seconds=chance.uniform(0.2, seconds))
            new = NewSubscription(
                *("fake", "w", f"c{number % max(1, count * 4 // 5)}", "fake:creator"),
                kind=Kind.DIGEST,
                zone="UTC",
                schedule=YEARLY,
            )
            await subscriptions.add(session, new, now=now, slot=Slot(at, at.replace(tzinfo=None)))


async def deliver(database: str, port: int, told: int, owner: str, keys: bool) -> None:
    clock = SystemClock()
    async with await Store.open(database) as store:
        transport = FakeTransport(over_socket(port), rates=Rates(a_second=500), keys=keys)
        delivering = Delivering(
            store, Lines(), None, clock=clock, chance=random.Random(owner), owner=owner, timing=SHORT
        )
        delivering.register(transport)
        os.write(told, b".")
        while True:
            await delivering.run_once()
            now = clock.now()
            async with store.reading() as session:
                coming = await subscriptions.scheduled(session, after=0, limit=10_000)
                waiting = await deliveries.lag(session, now=now + timedelta(days=1))
            due = [one for one in coming if one.next_run_at and one.next_run_at < now + timedelta(hours=1)]
            if not due and not waiting.waiting:
                return
            await asyncio.sleep(0.02)


class Worker:
    """A process that delivers."""

    def __init__(self, database: str, port: int, name: str, keys: bool) -> None:
        heard, told = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(heard)
            asyncio.run(deliver(database, port, told, name, keys))
            os._exit(0)
        os.close(told)
        self._heard = heard

    def kill_at_work(self, chance: random.Random) -> bool:
        """Kill it at a random moment once it is at work; False where it had ended already."""
        os.read(self._heard, 1)
        time.sleep(chance.random() * LIFE)
        ended, _ = os.waitpid(self.pid, os.WNOHANG)
        if not ended:
            os.kill(self.pid, signal.SIGKILL)
        self.wait(ended=bool(ended))
        return not ended

    def wait(self, *, ended: bool = False) -> None:
        if not ended:
            os.waitpid(self.pid, 0)
        os.close(self._heard)


def main(database: str, port: str, kills: str, processes: str, keys: str) -> None:
    chance = random.Random(11)
    killed = 0
    names = iter(range(1_000_000))
    workers = [Worker(database, int(port), f"p{next(names)}", keys == "on") for _ in range(int(processes))]
    for turn in range(int(kills)):
        place = turn % len(workers)
        killed += workers[place].kill_at_work(chance)
        workers[place] = Worker(database, int(port), f"p{next(names)}", keys == "on")
    for worker in workers:
        worker.wait()
    sys.stdout.write(f"{killed}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
