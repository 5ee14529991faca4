"""Drawing beside the event loop: one process that holds matplotlib, started when the first picture is wanted."""

import asyncio
import logging
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Self

from bot.digests.pictures.drawing import Drawing, Picture

TIMEOUT = 30.0
"""Seconds that one picture may take; it takes less than one."""
MOST_KEPT = 32
"""Pictures that are kept, since channels of the same period and topic have the same one."""

_log = logging.getLogger(__name__)


class Artist:
    """Draws pictures in a process of its own. A picture that fails is left out: the digest goes without."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._pool: ProcessPoolExecutor | None = None
        self._kept: OrderedDict[tuple[Drawing, str], Picture] = OrderedDict()

    async def draw(self, drawing: Drawing, palette: str) -> Picture | None:
        """Draw in the palette, "dark" or "light"; None where it could not be drawn."""
        key = drawing, palette
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if self._pool is None:
            # "spawn", because a forked copy of a process with threads can hang.
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        future = asyncio.get_running_loop().run_in_executor(self._pool, _draw, drawing, palette)
        try:
            picture = await asyncio.wait_for(future, self._timeout)
        except (TimeoutError, BrokenProcessPool) as error:
            self.close()
            _log.warning("A picture (%s) could not be drawn: %s", drawing.kind, error or "it took too long")
            return None
        except Exception:
            _log.exception("A picture (%s) could not be drawn", drawing.kind)
            return None
        self._kept[key] = picture
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return picture

    def close(self) -> None:
        """End the process at once. The next picture starts another."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        for process in list((pool._processes or {}).values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()


def _draw(drawing: Drawing, palette: str) -> Picture:
    from bot.digests.pictures.drawn import draw

    return draw(drawing, palette)
