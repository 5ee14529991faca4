"""Watches tell within a minute, together, and no more often than they may."""

from datetime import timedelta

from db import subscriptions
from db.subscriptions import Kind
from tests.delivery.house import House


async def test_what_is_learnt_is_told_within_a_minute(house: House) -> None:
    await house.subscribe(None)
    house.wait(minutes=7)
    await house.work(seconds=30)
    house.learn(1)
    learnt = house.clock.now()
    await house.work(minutes=2)
    (message,) = house.platform.visible()
    assert message.text == "all e1"
    assert message.at is not None
    assert message.at - learnt < timedelta(minutes=1)


async def test_what_comes_together_is_told_together_and_at_most_so_often_an_hour(house: House) -> None:
    watch = await house.subscribe(None, most_an_hour=2)
    for number in range(12):
        house.learn(number)
        await house.work(minutes=5)
    assert house.texts() == ["all e0", "all e1"]
    for _ in range(5):
        await house.work(minutes=2)
    assert house.texts()[2].startswith("all e2\nall e3\nall e4")
    lines = [line for text in house.texts() for line in text.splitlines()]
    assert lines == [f"all e{number}" for number in range(12)]
    sent = sorted({one.slot for one in await house.log(watch)})
    assert all(third - first >= timedelta(hours=1) for first, third in zip(sent, sent[2:], strict=False))


async def test_a_watch_that_has_nothing_to_tell_is_silent(house: House) -> None:
    watch = await house.subscribe(None)
    await house.work(hours=5)
    assert await house.log() == []
    assert (await house.now_is(watch)).told_until < house.clock.now()


async def test_a_paused_watch_tells_the_meantime_once_it_is_resumed(house: House) -> None:
    watch = await house.subscribe(None)
    async with house.store.writing() as session:
        await subscriptions.pause(session, watch.id, "person", now=house.clock.now())
    house.learn(1)
    await house.work(minutes=30)
    assert house.texts() == []
    async with house.store.writing() as session:
        await subscriptions.resume(session, watch.id, slot=None)
    await house.work(minutes=1)
    assert house.texts() == ["all e1"]


async def test_a_watch_waits_for_its_last_message(house: House) -> None:
    await house.subscribe(None)
    await house.work(minutes=1)
    house.platform.forbidden.add("c1")
    house.learn(1)
    await house.work(minutes=5)
    house.learn(2)
    await house.work(minutes=5)
    assert [one.kind for one in await house.log()] == [Kind.WATCH]
    house.platform.forbidden.clear()
    await house.work(minutes=40)
    assert house.texts() == ["all e1", "all e2"]
