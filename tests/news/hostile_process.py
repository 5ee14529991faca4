"""Collects in a process of its own, whose memory is measured: `python -m tests.news.hostile_process DATABASE PORT`.

Prints the peak memory of the process and of its largest worker in megabytes, and the articles that it collected.
"""

import asyncio
import json
import random
import resource
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.news.collecting.article import CollectedArticle
from bot.news.collecting.collector import Collector
from bot.news.fetching.answer import Answer, Validators
from bot.news.fetching.fetcher import Fetcher, Limits
from bot.news.fetching.guard import AllowedHosts
from bot.news.fetching.hosts import HostTurns
from bot.news.fetching.network import GuardedTransport
from bot.news.workers import Workers
from db.session import Store
from tests.news.stepping import SteppingClock

ROUNDS = 2


class Everywhere(AllowedHosts):
    """Every name of the test may be fetched, but not a bare address."""

    def __contains__(self, host_and_port: object) -> bool:
        return isinstance(host_and_port, tuple) and str(host_and_port[0]).endswith(".example")


class Impatient(Fetcher):
    """Waits three seconds and not thirty."""

    async def fetch(
        self, url: str, limits: Limits, *, validators: Validators | None = None, kinds: str = "*/*"
    ) -> Answer:
        return await super().fetch(url, replace(limits, seconds=3.0), validators=validators, kinds=kinds)


async def resolve(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


async def main(database: str, port: str) -> None:
    clock = SteppingClock()
    collected: list[str] = []

    async def deliver(article: CollectedArticle) -> None:
        collected.append(article.publisher)

    transport = GuardedTransport(resolver=resolve, allowed=Everywhere())
    async with (
        await Store.open(database) as store,
        Impatient(transport, clock=clock, hosts=HostTurns(clock)) as fetcher,
        Workers(1) as workers,
    ):
        collector = Collector(store, fetcher, workers, deliver, clock=clock, chance=random.Random(1), owner="one")
        for _ in range(ROUNDS):
            await collector.run_once()
            clock.advance(1800)
    own = _peak()
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    sys.stdout.write(json.dumps({"own": own, "worker": worker, "collected": sorted(collected)}))


def _peak() -> int:
    """The program's peak of memory, in megabytes; `getrusage` would count what started it as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
