"""Processes that read what strangers sent: each task has a bound of time and memory, and what exceeds it is killed."""

import asyncio
import contextlib
import pickle
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from bot.news.errors import NewsError, TooCostly
from bot.news.working import LENGTH, TrustedOnly

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a task may take: `cpu_seconds` of computing, `seconds` altogether, `megabytes` of memory."""

    cpu_seconds: int = 10
    seconds: float = 60.0
    megabytes: int = 380


class _Worker:
    """One process and the task it is on."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._process: asyncio.subprocess.Process | None = None

    async def run(self, task: bytes) -> bytes:
        """Send a task and wait for its result. Raises TooCostly; the next task then gets another process."""
        try:
            async with asyncio.timeout(self._bounds.seconds):
                tasks, results = await self._pipes()
                tasks.write(LENGTH.pack(len(task)) + task)
                await tasks.drain()
                (length,) = LENGTH.unpack(await results.readexactly(LENGTH.size))
                return await results.readexactly(length)
        except TimeoutError as error:
            await self.stop()
            raise TooCostly(f"Reading it took longer than {self._bounds.seconds:g} s.") from error
        except (asyncio.IncompleteReadError, ConnectionError, struct.error) as error:
            await self.stop()
            raise TooCostly("Reading it took more time or memory than allowed.") from error
        except asyncio.CancelledError:
            await self.stop()
            raise

    async def _pipes(self) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
        """The way to the process and back; it is started where there is none."""
        if self._process is None or self._process.returncode is not None:
            arguments = (str(self._bounds.cpu_seconds), str(self._bounds.megabytes))
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.news.working", *arguments),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the program, which then ends its workers
            )
        if self._process.stdin is None or self._process.stdout is None:
            raise TooCostly("The reading process has no pipes.")
        return self._process.stdin, self._process.stdout

    async def stop(self) -> None:
        """Kill the process."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await asyncio.shield(process.wait())
        # Lets the loop close the pipes before it may itself be closed.
        if process.stdin is not None:
            process.stdin.close()
            with contextlib.suppress(ConnectionError):
                await process.stdin.wait_closed()


class Workers:
    """A few such processes; they start when first needed."""

    def __init__(self, count: int = 1, bounds: Bounds | None = None) -> None:
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._all = [_Worker(bounds or Bounds()) for _ in range(count)]
        for worker in self._all:
            self._idle.put_nowait(worker)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a module's function in a worker and give back what it returns or raise the NewsError it raises.

        Raises TooCostly where it exceeded its bounds.
        """
        worker = await self._idle.get()
        try:
            # Only now, because many large bodies may be waiting.
            reply = await worker.run(pickle.dumps((function, args, kwargs)))
        finally:
            self._idle.put_nowait(worker)
        result: T | NewsError = TrustedOnly.loads(reply)
        if isinstance(result, NewsError):
            raise result
        return result

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await asyncio.gather(*(worker.stop() for worker in self._all))
