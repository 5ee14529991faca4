"""What the bot does besides chatting: services in roles, all in one process or shared by several."""

import asyncio
import logging
import random
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.settings import Settings
from db import sources, subscriptions
from db.session import Store

if TYPE_CHECKING:
    from bot.delivery.transport import Transport

_log = logging.getLogger(__name__)

AGAIN_SECONDS = 5.0
"""The pause before a service that failed unexpectedly is started anew."""
END_SECONDS = 8.0
"""How long services may take to end when the process is asked to: it must be gone within ten."""
NOTICE_SECONDS = 300.0
"""How often it is looked whether admins are to be told of a source's trouble."""
LOOK_SECONDS = 10.0
"""How often it is looked whether there are sources by now, as long as there are none."""


class Role(StrEnum):
    """What a process does. Several processes share the work of a role through leases in the store."""

    COLLECT = "collect"
    """Polls sources and fetches what they announce."""
    READ = "read"
    """Reads what was fetched."""
    CHAT = "chat"
    DELIVER = "deliver"


ALL = frozenset(Role)

Service = Callable[[], Coroutine[Any, Any, None]]
"""Works until it is cancelled."""


Transports = Mapping[str, Callable[[], AbstractAsyncContextManager["Transport"]]]
"""The ways to the platforms that are delivered to, by their names, each to be opened."""


def services(
    store: Store, settings: Settings, roles: frozenset[Role], transports: Transports | None = None
) -> dict[str, Service]:
    """The services of these roles, by the names that the log gives them."""
    found: dict[str, Service] = {}
    if roles & {Role.COLLECT, Role.READ}:
        found["Collecting"] = lambda: _collect(store, settings, roles)
    if Role.DELIVER in roles and transports:
        ways = transports
        found["Delivering"] = lambda: _deliver(store, ways)
    return found


@asynccontextmanager
async def running(working: Mapping[str, Service]) -> AsyncIterator[None]:
    """Let services work during the block. One that fails is logged and started anew; at the end all are cancelled."""
    tasks = [asyncio.create_task(_kept_working(name, service)) for name, service in working.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=END_SECONDS)
            if late:
                _log.warning("%d services did not end in %.0f s", len(late), END_SECONDS)


async def _kept_working(name: str, service: Service) -> None:
    while True:
        try:
            await service()
            return
        except Exception:
            _log.exception("%s failed and is started anew in %.0f s", name, AGAIN_SECONDS)
        await asyncio.sleep(AGAIN_SECONDS)


async def _collect(store: Store, settings: Settings, roles: frozenset[Role]) -> None:
    """Collect and read as the roles say, once there is a source: until then nothing is loaded for it."""
    while True:
        async with store.reading() as session:
            if await sources.any_active(session):
                break
        await asyncio.sleep(LOOK_SECONDS)
    # Collecting loads much that a chat without sources never needs.
    from bot.collection import open_collector
    from bot.intake import Intake

    async with (
        Intake(store, workers=settings.reading_workers) as intake,
        open_collector(
            store, settings, intake if Role.READ in roles else None, fetches=Role.COLLECT in roles
        ) as collector,
    ):
        await collector.run()


async def _deliver(store: Store, transports: Transports) -> None:
    """Deliver digests and watches, once there is a subscription: until then nothing is loaded for it."""
    while True:
        async with store.reading() as session:
            if await subscriptions.any_stored(session):
                break
        await asyncio.sleep(LOOK_SECONDS)
    from bot.delivery.delivering import Delivering
    from bot.delivery.source_notices import tell_of_sources
    from bot.digests.composer import Composer
    from bot.digests.pictures.artist import Artist
    from bot.news.clock import SystemClock

    async with AsyncExitStack() as stack:
        clock = SystemClock()
        composer = Composer(store, await stack.enter_async_context(Artist()))
        delivering = Delivering(
            store, composer, composer, clock=clock, chance=random.Random(), owner=secrets.token_hex(8)
        )
        for name, opened in transports.items():
            try:
                delivering.register(await stack.enter_async_context(opened()))
            except Exception:
                _log.exception("Nothing is delivered to %s", name)
        await delivering.start()
        try:
            while True:
                await tell_of_sources(store, delivering.transports, clock.now())
                await asyncio.sleep(NOTICE_SECONDS)
        finally:
            await delivering.stop()
