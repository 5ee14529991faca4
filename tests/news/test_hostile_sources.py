"""A zoo of hostile sources beside good ones, collected by a process whose memory is measured."""

import asyncio
import json
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db import sources
from db.session import Store
from db.sources import NewSource, SourceKind
from tests.news.hostile.server import HostileServer
from tests.news.hostile.site import Site
from tests.news.hostile.zoo import SECRET, zoo

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GOOD = 4


async def test_hostile_sources_end_within_their_bounds_and_good_ones_keep_their_rhythm(
    server: HostileServer, sqlite_template: Path, tmp_path: Path
) -> None:
    database = str(shutil.copy(sqlite_template, tmp_path / "store.db"))
    animals = dict(zoo(server))
    for name, animal in animals.items():
        server.behaviours[f"/{name}"] = animal.behaviour
    good = [Site(server, f"good-{number}", host=f"good-{number}.example") for number in range(GOOD)]
    for number, site in enumerate(good):
        site.publish(number)
    addresses = {name: server.url(f"/{name}", f"{name}.example") for name in animals}
    addresses |= {site.name: site.feed for site in good}
    server.behaviours["/feed.xml"] = server.behaviours["/good-0/feed.xml"]
    async with await Store.open(database) as store, store.writing() as session:
        for name, address in addresses.items():
            new = NewSource(address, SourceKind.FEED, name, host=f"{name}.example")
            await sources.add(session, new, now=NOW, due_at=NOW)

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-m", "tests.news.hostile_process", database, str(server.port)),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await asyncio.wait_for(process.communicate(), timeout=180)
    told = json.loads(out)

    assert told["own"] + told["worker"] < 400
    assert [publisher for publisher in told["collected"] if publisher.startswith("good")] == [s.name for s in good]
    assert server.count(SECRET) == 0
    async with await Store.open(database) as store, store.reading() as session:
        found = {source.name: source for source in await sources.listed(session)}
    for name, animal in animals.items():
        error = found[name].error
        if animal.says is None:
            assert error is None, (name, error)
        else:
            assert error is not None, name
            assert animal.says in error or (animal.says == "larger than" and "took longer" in error), (name, error)
            assert error.endswith(")." if "busy" in name or "gone" in name else "."), (name, error)
    for site in good:
        source = found[site.name]
        assert source.succeeded_at is not None
        assert source.succeeded_at - NOW > timedelta(minutes=30), "it was polled again in time"
        assert source.failures == 0
