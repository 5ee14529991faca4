"""Reading beside the event loop: one process that holds the language model, started when first needed."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING, Self

from bot.reading.event import ReadEvent

if TYPE_CHECKING:
    from bot.reading.document import Document
    from bot.reading.reader import Reader

TIMEOUT = 120.0
"""Seconds that one text may take; it takes a hundredth of that."""


class ReadingFailed(Exception):  # noqa: N818 - it is named after what happened
    """A text could not be read: it took too long, or the worker broke."""


class ReadingWorker:
    """Reads texts in other processes, so that nothing waits for it but who asked.

    The model is loaded once in each process when the first text comes. A text that takes longer than `timeout` seconds
    costs its process, which is replaced.
    """

    def __init__(self, processes: int = 1, timeout: float = TIMEOUT) -> None:
        self._processes = processes
        self._timeout = timeout
        self._pool: ProcessPoolExecutor | None = None

    async def read(self, document: "Document") -> list[ReadEvent]:
        """The events of a document. Raises ReadingFailed."""
        return await self.read_sentences(document.text, document.published.date())

    async def read_sentences(self, text: str, published: date) -> list[ReadEvent]:
        """The events of a clean text published on that day. Raises ReadingFailed."""
        if self._pool is None:
            # "spawn", because a forked copy of a process with threads can hang.
            self._pool = ProcessPoolExecutor(self._processes, mp_context=get_context("spawn"))
        future = asyncio.get_running_loop().run_in_executor(self._pool, _read, text, published)
        try:
            return await asyncio.wait_for(future, self._timeout)
        except TimeoutError as error:
            self.kill()
            raise ReadingFailed(f"reading took longer than {self._timeout:.0f} s") from error
        except BrokenProcessPool as error:
            self.kill()
            raise ReadingFailed("the reading process ended unexpectedly") from error
        except Exception as error:
            # A fault of the reader on one text must not cost the others.
            raise ReadingFailed(f"the reader broke on it ({type(error).__name__}: {error})") from error

    def kill(self) -> None:
        """End the processes at once, whatever they are doing. The next text starts new ones."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        for process in list((pool._processes or {}).values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.kill()


@cache
def _reader() -> "Reader":
    from bot.reading.reader import Reader

    return Reader.load()


def _read(text: str, published: date) -> list[ReadEvent]:
    return _reader().read_sentences(text, published)
