"""A hostile server, and a fetcher that is allowed to reach it by the names that the tests use."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.news.fetching.fetcher import Fetcher
from bot.news.fetching.guard import AllowedHosts
from bot.news.fetching.hosts import HostTurns
from bot.news.fetching.network import GuardedTransport
from tests.news.hostile.server import HostileServer, hostile_server


class SteppingClock:
    """A clock that moves only when somebody sleeps on it."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self._now = now
        self.slept = 0.0

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        self.slept += max(0.0, seconds)
        self.advance(max(0.0, seconds))


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
async def server() -> AsyncIterator[HostileServer]:
    async with hostile_server() as state:
        yield state


@pytest.fixture
async def fetcher(server: HostileServer, clock: SteppingClock) -> AsyncIterator[Fetcher]:
    transport = GuardedTransport(
        resolver=server.resolve, allowed=AllowedHosts.of("news.example", "other.example", "third.example")
    )
    async with Fetcher(transport, clock=clock, hosts=HostTurns(clock)) as made:
        yield made
