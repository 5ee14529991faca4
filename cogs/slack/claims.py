"""Taking each event on once: Slack delivers again what it thinks was lost, and some messages as two events."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from db import slack
from db.errors import StoreError
from db.session import Store

KEPT = timedelta(days=2)
"""How long it is remembered; Slack's last retry comes after some minutes."""
_REMEMBERED = 20_000
_PATIENCE = 1.0
"""Seconds that an answer waits for the store: a locked database must not hold it up."""
_log = logging.getLogger(__name__)


class Claims:
    """Which events were taken on: by this process from memory, by others and before a restart from the store."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._writing: set[asyncio.Task[bool]] = set()

    async def take(self, key: str) -> bool:
        """Take an event on; False where it was taken before. Where the store does not answer, memory decides."""
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        task = asyncio.create_task(self._store_claim(key))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        done, _ = await asyncio.wait({task}, timeout=_PATIENCE)
        return task.result() if done else True

    async def settle(self) -> None:
        """Wait for what is still being written."""
        if self._writing:
            await asyncio.wait(self._writing)

    async def tidy(self) -> int:
        """Forget what is older than Slack's retries."""
        now = self._clock()
        async with self._store.writing() as session:
            return await slack.remove_old(session, before=now - KEPT, now=now)

    async def _store_claim(self, key: str) -> bool:
        try:
            async with self._store.writing() as session:
                return await slack.take(session, key, now=self._clock())
        except StoreError as error:
            _log.warning("An event could not be noted as taken: %s", error)
            return True
