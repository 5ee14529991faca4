"""A fetcher as the operator set it up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.news.clock import Clock
from bot.news.fetching.fetcher import Fetcher, user_agent
from bot.news.fetching.guard import AllowedHosts
from bot.news.fetching.hosts import HostTurns
from bot.news.fetching.network import GuardedTransport


@asynccontextmanager
async def open_fetcher(clock: Clock, *, contact: str | None, hosts: str) -> AsyncIterator[Fetcher]:
    """Open a fetcher that says how to reach the operator; `hosts` are private ones it may fetch from, with commas."""
    transport = GuardedTransport(allowed=AllowedHosts.of(*hosts.split(",")))
    async with Fetcher(transport, clock=clock, hosts=HostTurns(clock), agent=user_agent(contact)) as fetcher:
        yield fetcher
