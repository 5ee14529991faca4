"""How many feeds one process keeps in rhythm: `python -m tests.performance.collecting [FEEDS]`.

A server of its own process serves the feeds under as many host names; an hour is simulated in steps of a minute. Then
the fetching alone is compared with bare httpx over the same connections.
"""

import asyncio
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import httpx

from bot.news.collecting.article import CollectedArticle
from bot.news.collecting.collector import Collector
from bot.news.fetching.fetcher import FEED, Fetcher
from bot.news.fetching.guard import AllowedHosts
from bot.news.fetching.hosts import HostTurns
from bot.news.fetching.network import GuardedTransport
from bot.news.workers import Workers
from db import sources
from db.session import Store
from db.sources import NewSource, SourceKind
from tests.news.hostile.server import conditional, hostile_server
from tests.news.stepping import SteppingClock

MINUTES = 60
CONNECTIONS = 20
REQUESTS = 3000
ITEMS = 20


def feed(number: int) -> bytes:
    items = "".join(
        f"<item><guid>{number}-{at}</guid><title>Harbour {number} reports ship {at}</title>"
        f"<description>Items that were known when the source was added are not fetched again.</description>"
        f"<pubDate>Mon, 02 Feb 2026 09:00:00 GMT</pubDate><link>http://f{number}.example/{at}</link></item>"
        for at in range(ITEMS)
    )
    return f"<rss version='2.0'><channel><title>{number}</title>{items}</channel></rss>".encode()


def serve(pipe: Connection, feeds: int) -> None:
    async def main() -> None:
        async with hostile_server() as server:
            for number in range(feeds):
                server.behaviours[f"/{number}"] = conditional(
                    feed(number), f'"{number}"', "Mon, 02 Feb 2026 09:00:00 GMT"
                )
            pipe.send(server.port)
            while True:
                await asyncio.sleep(1)
                server.requests.clear()

    asyncio.run(main())


async def everywhere(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


class Everything(AllowedHosts):
    def __contains__(self, host_and_port: object) -> bool:
        return True


async def hour(port: int, feeds: int, folder: Path) -> None:
    clock = SteppingClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    late: list[float] = []
    polls: Counter[str] = Counter()

    class Watched(Fetcher):
        async def fetch(self, url: str, *args: object, **kwargs: object) -> object:  # type: ignore[override]
            polls[url] += 1
            return await super().fetch(url, *args, **kwargs)  # type: ignore[arg-type]

    async def deliver(article: CollectedArticle) -> None:
        raise AssertionError("all items are old")

    transport = GuardedTransport(resolver=everywhere, allowed=Everything(), connections=100, kept=0)
    async with (
        await Store.open(str(folder / "store.db")) as store,
        Watched(transport, clock=clock, hosts=HostTurns(clock)) as fetcher,
        Workers(1) as workers,
    ):
        chance = random.Random(1)
        async with store.writing() as session:
            for number in range(feeds):
                host = f"f{number}.example"
                new = NewSource(f"http://{host}:{port}/{number}", SourceKind.FEED, host, host=host, interval=1800)
                due = clock.now() + timedelta(seconds=1800 * chance.random())
                await sources.add(session, new, now=clock.now(), due_at=due)
        collector = Collector(
            store, fetcher, workers, deliver, clock=clock, chance=chance, owner="one", lease=timedelta(minutes=30)
        )
        began, used = time.perf_counter(), time.process_time()
        for _ in range(MINUTES):
            async with store.reading() as session:
                first = await sources.next_due(session)
            late.append(max(0.0, (clock.now() - first).total_seconds()) if first else 0.0)
            while not (await collector.run_once()).idle:
                pass
            clock.advance(60)
        seconds, computed = time.perf_counter() - began, time.process_time() - used
    total = sum(polls.values())
    print(f"{feeds} feeds, {MINUTES} simulated minutes: {total} polls of {len(polls)} feeds in {seconds:.0f} s wall")  # noqa: T201
    print(f"  {total / seconds:.0f} polls/s, {computed:.0f} s of computing in the collecting process")  # noqa: T201
    print(f"  the longest that a feed was overdue at a minute's start: {max(late):.0f} s")  # noqa: T201
    print(f"  memory of the collecting process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")  # noqa: T201


async def bare(port: int) -> float:
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:
        wanted = iter(range(REQUESTS))

        async def work() -> None:
            for _ in wanted:
                assert (await client.get(f"http://127.0.0.1:{port}/1")).content

        began = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(CONNECTIONS)))
        return REQUESTS / (time.perf_counter() - began)


async def own(port: int) -> float:
    clock = SteppingClock()
    transport = GuardedTransport(resolver=everywhere, allowed=Everything(), connections=CONNECTIONS, kept=CONNECTIONS)
    async with Fetcher(transport, clock=clock, hosts=HostTurns(clock, gap=0)) as fetcher:
        wanted = iter(range(REQUESTS))

        async def work(number: int) -> None:
            for _ in wanted:
                assert (await fetcher.fetch(f"http://f{number}.example:{port}/1", FEED)).body

        began = time.perf_counter()
        await asyncio.gather(*(work(number) for number in range(CONNECTIONS)))
        return REQUESTS / (time.perf_counter() - began)


def main() -> None:
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(there, feeds), daemon=True)
    server.start()
    port = here.recv()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(hour(port, feeds, Path(folder)))
    rates = [(asyncio.run(bare(port)), asyncio.run(own(port))) for _ in range(3)]
    shares = sorted(mine / theirs for theirs, mine in rates)
    print(f"fetching alone: {shares[1]:.2f} of bare httpx (middle of {', '.join(f'{share:.2f}' for share in shares)})")  # noqa: T201
    server.terminate()


if __name__ == "__main__":
    main()
