"""Transactions: all or nothing, and writers that take turns."""

import asyncio
import subprocess
import sys

import pytest
from sqlalchemy import func, select, text

from db import events
from db.models import Article, Event
from db.records import first_id
from db.session import Store
from tests.db.building import NOW, add_actor, add_article, day, event


class Interrupted(Exception):  # noqa: N818
    """Something breaks in the middle."""


async def counts(store: Store) -> tuple[int, int, int]:
    async with store.reading() as session:
        return (
            await session.scalar(select(func.count()).select_from(Article)) or 0,
            await session.scalar(select(func.count()).select_from(Event)) or 0,
            await session.scalar(text("SELECT count(*) FROM documents")) or 0,
        )


async def test_work_is_kept_when_the_block_ends_well(store: Store) -> None:
    async with store.writing() as session:
        await add_article(session, event("Kiribati opened a port."), event("It is busy.", starts=day("2024-01-02")))
    assert await counts(store) == (1, 2, 2)


async def test_work_is_undone_whole_when_something_breaks(store: Store) -> None:
    async def write() -> None:
        async with store.writing() as session:
            await add_article(session, event("Kiribati opened a port."))
            raise Interrupted

    with pytest.raises(Interrupted):
        await write()
    assert await counts(store) == (0, 0, 0)


async def test_work_is_undone_when_the_task_is_cancelled(store: Store) -> None:
    begun = asyncio.Event()

    async def write() -> None:
        async with store.writing() as session:
            await add_article(session, event("Kiribati opened a port."))
            begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await counts(store) == (0, 0, 0)
    async with store.writing() as session:
        await add_article(session, event("Kiribati closed a port."))
    assert await counts(store) == (1, 1, 1)


async def test_readers_see_the_last_commit_while_somebody_writes(store: Store) -> None:
    async with store.writing() as session:
        await add_article(session, event("Kiribati opened a port."))
        assert await asyncio.wait_for(counts(store), timeout=10) == (0, 0, 0)
    assert await counts(store) == (1, 1, 1)


async def test_writers_in_one_process_never_give_an_id_twice(store: Store) -> None:
    async def write(number: int) -> None:
        async with store.writing() as session:
            actor = await add_actor(session, "Palau")
            await asyncio.sleep(0)
            told = [event(f"Sentence {number} of many, part {part}.", starts=day("2024-05-01")) for part in range(3)]
            await add_article(session, *told)
            assert actor

    await asyncio.gather(*(write(number) for number in range(8)))
    assert await counts(store) == (8, 24, 24)
    async with store.reading() as session:
        ids = sorted(await session.scalars(select(Event.id)))
    assert ids == [first_id(day("2024-05-01")) + number for number in range(24)]


async def test_writers_in_two_processes_take_turns(database_url: str) -> None:
    program = (
        "import asyncio, sys\n"
        "from db.session import Store\n"
        "from tests.db.building import add_actor, add_article, event\n"
        "async def main():\n"
        "    async with await Store.open(sys.argv[1]) as store:\n"
        "        for number in range(10):\n"
        "            async with store.writing() as session:\n"
        "                await add_actor(session, 'Palau')\n"
        "                await add_article(session, event(f'Process {sys.argv[2]}, sentence {number}.'))\n"
        "asyncio.run(main())\n"
    )
    writers = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", program, database_url, name, stderr=subprocess.PIPE)
        for name in ("first", "second")
    ]
    for writer in writers:
        _, errors = await writer.communicate()
        assert writer.returncode == 0, errors.decode()
    async with await Store.open(database_url) as store:
        assert await counts(store) == (20, 20, 20)


async def test_a_time_without_a_zone_is_never_stored(store: Store) -> None:
    with pytest.raises(Exception, match="without a zone"):
        async with store.writing() as session:
            await add_article(session, event("Kiribati opened a port."), published=NOW.replace(tzinfo=None))


async def test_ids_of_any_day_sort_by_day(store: Store) -> None:
    days = [day("0001-01-01"), day("1969-12-31"), day("1970-01-01"), day("2024-02-29"), day("9999-12-31")]
    async with store.writing() as session:
        _, ids = await add_article(session, *[event(f"On {item}.", starts=item) for item in days])
        assert ids == sorted(ids)
        assert ids[0] > 0
        assert [stored.day for stored in await events.of_article(session, 1)] == days
