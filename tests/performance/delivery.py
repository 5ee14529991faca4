"""10,000 digests due in the same second: `python -m tests.performance.delivery [DATABASE] [COUNT]`.

Without a database it makes an SQLite file. The platform is in a process of its own behind a loopback socket, answers
after 120 ms and takes no more than 50 requests in any second, as Discord does; it counts what it must refuse.
"""

import asyncio
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bot.chat.message import Message
from bot.delivery.composing import Composed, Told
from bot.delivery.delivering import Delivering
from bot.delivery.planning import Planner
from bot.delivery.timing import Timing
from bot.delivery.transport import Outgoing, Rates, Retry
from bot.news.clock import SystemClock
from db import deliveries, subscriptions
from db.session import Store
from db.subscriptions import Kind, NewSubscription, Slot, Subscription
from tests.delivery.platform import Answer
from tests.delivery.transports import FakeTransport

ALLOWED = 50
"""Requests a second, as Discord allows a bot."""
LATENCY = 0.12
ZONES = ["Asia/Tokyo", "Asia/Kolkata", "Australia/Sydney", "Europe/Berlin", "America/New_York", "Asia/Manila"]


def platform(pipe: Connection) -> None:
    """Take at most `ALLOWED` requests in any second; tell when each came, and how many were too many."""
    taken: deque[float] = deque()
    times: list[float] = []
    refused = 0
    bodies = Counter[bytes]()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal refused
        while line := await reader.readline():
            now = time.monotonic()
            while taken and taken[0] <= now - 1:
                taken.popleft()
            if line == b"report\n":
                writer.write(
                    json.dumps(
                        {"times": times, "refused": refused, "twice": sum(count > 1 for count in bodies.values())}
                    ).encode()
                    + b"\n"
                )
                continue
            if len(taken) >= ALLOWED:
                refused += 1
                writer.write(b"refused\n")
                continue
            taken.append(now)
            times.append(time.time())
            bodies[line] += 1
            await asyncio.sleep(LATENCY)
            writer.write(b"%d\n" % len(times))
        writer.close()

    async def main() -> None:
        server = await asyncio.start_server(handle, "127.0.0.1", 0, limit=1 << 20)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


class Pooled(FakeTransport):
    """Sends over connections that are kept open, as an HTTP client does."""

    def __init__(self, port: int, rates: Rates) -> None:
        super().__init__(self._unused, rates=rates)
        self._port = port
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def _unused(self, request: dict[str, Any]) -> Answer:
        raise NotImplementedError

    async def ask(self, line: bytes) -> bytes:
        reader, writer = (
            self._free.pop() if self._free else await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 24)
        )
        writer.write(line)
        answer = await reader.readline()
        self._free.append((reader, writer))
        return answer

    async def send(self, outgoing: Outgoing) -> str:
        answer = await self.ask(outgoing.body["text"].encode().replace(b"\n", b" ") + b"\n")
        if answer == b"refused\n":
            raise Retry("too many", after=timedelta(seconds=0.5), invalid=True)
        return answer.decode().strip()

    def close(self) -> None:
        for _, writer in self._free:
            writer.close()


class Short:
    """Composes a digest of ten lines."""

    async def compose(self, subscription: Subscription, start: datetime, end: datetime, now: datetime) -> Composed:
        lines = tuple(f"{subscription.id}: something happened ({line})" for line in range(3))
        return Composed(
            Message(text="The morning brief", lines=lines),
            told=tuple(Told(n, line, "s") for n, line in enumerate(lines)),
        )

    async def matching(self, watches: Sequence[Subscription], start: datetime, end: datetime) -> set[int]:
        return set()


async def subscribe(store: Store, count: int, slot: datetime) -> None:
    now = datetime.now(UTC)
    async with store.writing() as session:
        for number in range(count):
            new = NewSubscription(
                *("fake", f"w{number // 10}", f"c{number}", "fake:creator"),
                kind=Kind.DIGEST,
                zone=ZONES[number % len(ZONES)],
                schedule=f"{number % 60} {number % 24} * * *",
            )
            wall = slot.replace(tzinfo=None, second=0, microsecond=0)
            await subscriptions.add(session, new, now=now, slot=Slot(slot, wall))


@asynccontextmanager
async def watched(delays: list[float]) -> AsyncIterator[None]:
    """Measure by how much the event loop is late, every 10 ms."""

    async def look() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.01)
            delays.append(time.perf_counter() - before - 0.01)

    task = asyncio.ensure_future(look())
    yield
    task.cancel()


def report(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)] if values else 0.0


async def main(database: str, count: int, port: int) -> None:
    async with await Store.open(database) as store:
        # The slot comes when planning and composing have had the time that they have in earnest.
        slot = (datetime.now(UTC) + timedelta(seconds=10 + count / 200)).replace(microsecond=0)
        await subscribe(store, count, slot)
        delays: list[float] = []
        async with watched(delays):
            started, used = time.perf_counter(), time.process_time()
            planned = await Planner(store, SystemClock()).run_once()
            report(
                f"planned: {planned} in {time.perf_counter() - started:.2f} s"
                f" ({time.process_time() - used:.2f} s of the processor), "
                f"event loop late p99 {percentile(delays, 0.99) * 1000:.0f} ms, most {max(delays) * 1000:.0f} ms"
            )
        transport = Pooled(port, Rates(a_second=ALLOWED * 0.97))
        delivering = Delivering(
            *(store, Short(), Short()),
            clock=SystemClock(), chance=random.Random(1), owner="p", timing=Timing(),
        )  # fmt: skip
        delivering.register(transport)
        delays.clear()
        async with watched(delays):
            await delivering.start()
            composed = None
            while True:
                await asyncio.sleep(1)
                async with store.reading() as session:
                    ended = await deliveries.ended(session, since=slot - timedelta(hours=1))
                if composed is None and not ended.get("planned"):
                    composed = datetime.now(UTC)
                if ended.get("sent", 0) >= count:
                    break
            await delivering.stop()
        told = json.loads(await transport.ask(b"report\n"))
        transport.close()
        times = sorted(told["times"])
        took = times[-1] - times[0]
        rate = (len(times) - 1) / took
        early = (slot - composed).total_seconds() if composed else 0.0
        report(f"composed: {early:.1f} s before the slot" if early > 0 else f"composed: {-early:.1f} s after the slot")
        report(f"first message {(times[0] - slot.timestamp()) * 1000:.0f} ms after the slot")
        report(
            f"sent: {len(times)} in {took:.1f} s, {rate:.2f} a second, {rate / ALLOWED:.1%} of what is allowed; "
            f"{told['refused']} refused, {told['twice']} twice"
        )
        report(
            f"event loop late: p50 {percentile(delays, 0.5) * 1000:.1f} ms, "
            f"p99 {percentile(delays, 0.99) * 1000:.0f} ms, most {max(delays) * 1000:.0f} ms"
        )
        report(ended)


if __name__ == "__main__":
    where = sys.argv[1] if len(sys.argv) > 1 else str(Path(tempfile.mkdtemp()) / "store.db")
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=platform, args=(there,), daemon=True)
    server.start()
    asyncio.run(main(where, int(sys.argv[2]) if len(sys.argv) > 2 else 10_000, here.recv()))
    server.terminate()
