"""kill -9 while collecting: nothing is lost and nothing is read twice. SEALANE_KILLS sets how often it is killed."""

import asyncio
import os
import sys
from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import select

from db import sources
from db.models import Article
from db.session import Store
from db.sources import NewSource, SourceKind
from tests.news.hostile.server import HostileServer
from tests.news.hostile.site import Site

KILLS = int(os.environ.get("SEALANE_KILLS", "4"))


async def test_processes_killed_at_any_moment_lose_no_article_and_read_none_twice(
    store: Store, database_url: str, server: HostileServer
) -> None:
    count = 8 * KILLS
    site = Site(server, host="127.0.0.1")
    for number in range(count):
        site.publish(number)
    now = datetime.now(UTC)
    async with store.writing() as session:
        new = NewSource(site.feed, SourceKind.FEED, "Harbour", host="127.0.0.1")
        await sources.add(session, new, now=now, due_at=now)
    process = await asyncio.create_subprocess_exec(
        *(
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.news.collecting_process",
            database_url,
            str(server.port),
            str(KILLS),
        ),
        stdout=asyncio.subprocess.PIPE,
    )
    killed, _ = await asyncio.wait_for(process.communicate(), timeout=600)
    async with store.reading() as session:
        found = Counter(await session.scalars(select(Article.title)))
    assert set(found) == {f"Story {number}" for number in range(count)}
    assert set(found.values()) == {1}
    assert int(killed) >= KILLS // 2
