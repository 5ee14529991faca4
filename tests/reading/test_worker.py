"""Reading beside the event loop."""

import asyncio
from datetime import date

import pytest

from bot.reading.worker import ReadingFailed, ReadingWorker

DAY = date(2024, 5, 15)


async def test_nothing_else_waits_while_a_text_is_read() -> None:
    async with ReadingWorker() as worker:
        reading = asyncio.create_task(worker.read_sentences("Fiji voted on Monday.", DAY))
        longest, before = 0.0, asyncio.get_running_loop().time()
        while not reading.done():
            await asyncio.sleep(0.01)
            now = asyncio.get_running_loop().time()
            longest, before = max(longest, now - before), now
        assert [event.verb for event in await reading] == ["vote"]
        assert longest < 1.0


async def test_a_text_that_takes_too_long_fails_and_the_next_one_is_read() -> None:
    async with ReadingWorker(timeout=0.05) as worker:
        with pytest.raises(ReadingFailed, match="longer than"):
            await worker.read_sentences("Fiji voted.", DAY)
    async with ReadingWorker() as worker:
        assert await worker.read_sentences("Fiji voted.", DAY)


async def test_a_worker_never_used_starts_nothing() -> None:
    async with ReadingWorker() as worker:
        worker.kill()
