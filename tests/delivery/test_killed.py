"""kill -9 while delivering: nothing is lost and nothing sent twice. SEALANE_KILLS sets how often it is killed."""

import asyncio
import os
import random
import sys
from collections import Counter

from sqlalchemy import select

from db.models import Delivery, Told
from db.session import Store
from tests.delivery.killing import A_SLOT_EACH, LIFE, subscribe
from tests.delivery.platform import ROUGH, Platform
from tests.delivery.transports import serve

KILLS = int(os.environ.get("SEALANE_KILLS", "5"))


async def _killed(store: Store, database_url: str, platform: Platform, *, keys: bool) -> int:
    """Deliver with killings; how many there were. One process on SQLite, three on PostgreSQL."""
    processes = 3 if "postgresql" in database_url else 1
    seconds = KILLS * LIFE / 2 + 0.5
    await subscribe(store, int(seconds / A_SLOT_EACH), seconds, random.Random(5))
    server = await serve(platform)
    port = server.sockets[0].getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-m", "tests.delivery.killing", database_url),
        *(str(port), str(KILLS), str(processes), "on" if keys else "off"),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), timeout=1200)
    finally:
        server.close()
    return int(output)


async def test_processes_killed_at_any_moment_lose_no_message_and_send_none_twice(
    store: Store, database_url: str
) -> None:
    platform = Platform(random.Random(3), faults=ROUGH)
    platform.blind = {f"c{number}" for number in range(0, 4000, 20)}
    killed = await _killed(store, database_url, platform, keys=True)
    assert killed >= KILLS // 2
    sent = Counter((message.channel, message.text) for message in platform.visible())
    async with store.reading() as session:
        rows = (await session.scalars(select(Delivery).order_by(Delivery.id))).all()
        told = set(await session.scalars(select(Told.event_id)))
    digests = [row for row in rows if row.kind == "digest"]
    noticed = {row.subscription_id for row in rows if row.kind == "notice"}
    states = Counter(row.state for row in digests)
    print(f"\n{killed} kills, {dict(states)}, {platform.requests} requests")  # noqa: T201 - what the simulation reports
    assert len({row.subscription_id for row in digests}) == int((KILLS * LIFE / 2 + 0.5) / A_SLOT_EACH)
    assert set(states) <= {"sent", "unknown"}
    assert states["sent"] > states["unknown"]
    for row in digests:
        assert row.body is not None
        times = sent[row.channel, row.body["text"]]
        if row.state == "sent":
            assert times == 1, f"{times} times: {row.body}"
        else:
            assert times <= 1
            assert row.subscription_id in noticed
    bodies = {(row.channel, row.body["text"]) for row in digests if row.body}
    assert max(times for what, times in sent.items() if what in bodies) == 1
    assert told == {row.subscription_id for row in digests if row.part == 0}
    _in_order(platform, digests)


def _in_order(platform: Platform, digests: list[Delivery]) -> None:
    """The parts of a message came one after another, with nothing else between them."""
    places = {(message.channel, message.text): message.id for message in platform.visible()}
    by_channel = {channel: platform.visible(channel) for channel in {row.channel for row in digests}}
    for row in digests:
        assert row.body is not None
        here = (row.channel, row.body["text"])
        following = [
            other
            for other in digests
            if other.subscription_id == row.subscription_id and other.part == row.part + 1 and other.body
        ]
        for other in following:
            assert other.body is not None
            there = (other.channel, other.body["text"])
            if here in places and there in places:
                ids = [message.id for message in by_channel[row.channel]]
                assert ids.index(places[there]) == ids.index(places[here]) + 1


async def test_without_keys_the_same_processes_send_some_messages_twice(store: Store, database_url: str) -> None:
    """The control: if nothing were sent twice here either, the test above would prove nothing."""
    platform = Platform(random.Random(3), faults=ROUGH)
    await _killed(store, database_url, platform, keys=False)
    sent = Counter((message.channel, message.text) for message in platform.visible())
    twice = sum(times > 1 for times in sent.values())
    print(f"\n{twice} of {len(sent)} were sent more than once")  # noqa: T201 - what the simulation reports
    assert twice
