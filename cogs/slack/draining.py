"""What is under way, so that the process ends only after it."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

_JUST = 0.05
_log = logging.getLogger(__name__)


class UnderWay:
    """Counts what is under way."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold back the end of the process while something is under way."""
        self._count += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._idle.set()

    async def drain(self, seconds: float) -> None:
        """Let what is under way come to its end, what has just come in included."""
        await asyncio.sleep(_JUST)
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            _log.warning("%d replies were still under way at the end", self._count)
