from datetime import timedelta

from bot.delivery.source_notices import tell_of_sources
from db import sources, workspace_settings
from db.sources import NewSource, Polled, SourceKind
from tests.delivery.house import House


async def fail(house: House) -> None:
    """A source that has failed for two days."""
    async with house.store.writing() as session:
        now = house.clock.now()
        new = NewSource("https://bay.example/feed", SourceKind.FEED, "Bay", host="bay.example")
        source, _ = await sources.add(session, new, now=now, due_at=now)
        await sources.lease_due(session, "me", now=now, until=now, limit=1)
        await sources.finish_poll(session, source.id, "me", Polled(now, 3600, "The server answered 500."), now=now)
    house.wait(days=2)


async def test_each_workspace_is_told_once_of_a_sources_trouble_in_its_fallback_channel(house: House) -> None:
    await house.subscribe(channel="c1")
    await house.subscribe(channel="c2")
    one = await house.subscribe(channel="c3")
    async with house.store.writing() as session:
        await workspace_settings.put(
            session, one.platform, one.workspace, workspace_settings.FALLBACK_CHANNEL, "admins"
        )
    await fail(house)
    for _ in range(3):
        await tell_of_sources(house.store, house.delivering.transports, house.clock.now())
        await house.work(minutes=1)
    told = [text for text in house.texts("admins") if "Bay" in text]
    assert len(told) == 1
    assert "The source Bay (number 1) needs a look. It has failed once, for 2 days: The server answered 500." in told[0]
    assert not [text for channel in ("c1", "c2", "c3") for text in house.texts(channel) if "Bay" in text]


async def test_a_source_that_is_well_is_not_told_of(house: House) -> None:
    await house.subscribe()
    assert await tell_of_sources(house.store, house.delivering.transports, house.clock.now() + timedelta(days=1)) == 0
