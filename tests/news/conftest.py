"""A hostile server, and a fetcher that is allowed to reach it by the names that the tests use."""

from collections.abc import AsyncIterator

import pytest

from bot.news.fetching.fetcher import Fetcher
from bot.news.fetching.guard import AllowedHosts
from bot.news.fetching.hosts import HostTurns
from bot.news.fetching.network import GuardedTransport
from db.session import Store
from tests.news.desk import Desk, InProcess
from tests.news.hostile.server import HostileServer, hostile_server
from tests.news.stepping import SteppingClock


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


@pytest.fixture
def desk(store: Store, fetcher: Fetcher, clock: SteppingClock) -> Desk:
    return Desk(store, fetcher, InProcess(0), clock)
