"""`sealane run` collects: as a console chat, and as several processes that share the work by roles."""

import asyncio
import os
import shutil
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from db import feed_items, sources
from db.feed_items import ItemState
from db.models import Article
from db.session import Store
from db.sources import NewSource, SourceKind
from tests.news.hostile.server import HostileServer
from tests.news.hostile.site import Site

ARTICLES = 3


async def run(folder: Path, server: HostileServer, database: str, *arguments: str) -> asyncio.subprocess.Process:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEALANE_")}
    settings = {
        "SEALANE_DATABASE": database,
        "SEALANE_FETCH_HOSTS": f"127.0.0.1:{server.port}",
        "SEALANE_SAMPLES": "false",
    }
    return await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).with_name("sealane")), "run", *arguments),
        env={**kept, **settings},
        cwd=folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )


async def ended(process: asyncio.subprocess.Process) -> tuple[int, float]:
    """Send SIGTERM; return the exit code and how long it took to end, in seconds."""
    began = time.perf_counter()
    process.send_signal(signal.SIGTERM)
    return await asyncio.wait_for(process.wait(), 30), time.perf_counter() - began


async def stored(store: Store) -> Counter[str | None]:
    async with store.reading() as session:
        return Counter(await session.scalars(select(Article.title)))


async def until(store: Store, *, articles: int = 0, ready: int = 0) -> None:
    async with asyncio.timeout(90):
        while True:
            async with store.reading() as session:
                waiting, _ = await feed_items.waiting(session, [ItemState.READY])
            if (await stored(store)).total() >= articles and waiting >= ready:
                return
            await asyncio.sleep(0.2)


async def test_processes_share_collecting_and_reading_and_end_when_asked_with_nothing_lost(
    server: HostileServer, sqlite_template: Path, tmp_path: Path
) -> None:
    database = str(shutil.copy(sqlite_template, tmp_path / "store.db"))
    site = Site(server, host="127.0.0.1")
    for number in range(ARTICLES):
        site.publish(number)
    now = datetime.now(UTC)
    async with await Store.open(database) as store:
        async with store.writing() as session:
            new = NewSource(site.feed, SourceKind.FEED, "Harbour", host="127.0.0.1")
            await sources.add(session, new, now=now, due_at=now)
        collecting = await run(tmp_path, server, database, "--roles", "collect")
        await until(store, ready=1)
        assert await ended(collecting) < (1, 10)
        assert (await stored(store)).total() == 0, "nobody has read yet"
        chat = await run(tmp_path, server, database)
        await until(store, articles=ARTICLES)
        code, seconds = await ended(chat)
        assert code == 0
        assert seconds < 10
        assert await stored(store) == {f"Story {number}": 1 for number in range(ARTICLES)}
