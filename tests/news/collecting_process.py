"""Collects in processes that it kills: `python -m tests.news.collecting_process DATABASE PORT KILLS`.

Each is forked from this one, which has loaded everything, and killed a moment after it has handed on a few articles;
the last works until nothing is left to do.
"""

import asyncio
import os
import random
import signal
import sys
import time
from datetime import timedelta

import trafilatura

from bot.news.clock import SystemClock
from bot.news.collecting.article import CollectedArticle
from bot.news.collecting.collector import Collector
from bot.news.fetching.fetcher import Fetcher
from bot.news.fetching.guard import AllowedHosts
from bot.news.fetching.hosts import HostTurns
from bot.news.fetching.network import GuardedTransport
from db import articles, feed_items
from db.records import NewArticle
from db.session import Store
from tests.news.desk import InProcess

LEASE = timedelta(seconds=0.3)


async def collect(database: str, port: str, told: int, owner: str) -> None:
    clock = SystemClock()
    transport = GuardedTransport(allowed=AllowedHosts.of(f"127.0.0.1:{port}"))
    hosts = HostTurns(clock, gap=0)
    async with await Store.open(database) as store, Fetcher(transport, clock=clock, hosts=hosts) as fetcher:

        async def deliver(article: CollectedArticle) -> None:
            """What the intake does, without the language model."""
            new = NewArticle(article.text, article.published, article.title, article.publisher, article.url)
            async with store.writing() as session:
                await articles.add(session, new, read_at=clock.now())
            os.write(told, b".")

        collector = Collector(
            *(store, fetcher, InProcess(0), deliver),
            clock=clock, chance=random.Random(1), owner=owner, lease=LEASE, at_once=5,
        )  # fmt: skip
        while True:
            await collector.run_once()
            async with store.reading() as session:
                count, _ = await feed_items.waiting(session)
            if not count:
                return
            await asyncio.sleep(0.05)


def main(database: str, port: str, kills: str) -> None:
    assert trafilatura is not None
    chance = random.Random(7)
    killed = 0
    for attempt in range(int(kills) + 1):
        heard, told = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(heard)
            asyncio.run(collect(database, port, told, f"process-{attempt}"))
            os._exit(0)
        os.close(told)
        wanted = chance.randint(1, 6) if attempt < int(kills) else 1_000_000
        while wanted and os.read(heard, 1):
            wanted -= 1
        if not wanted:
            time.sleep(chance.random() * 0.03)
            os.kill(process, signal.SIGKILL)
            killed += 1
        os.waitpid(process, 0)
        os.close(heard)
    sys.stdout.write(f"{killed}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
