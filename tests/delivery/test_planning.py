"""What becomes of slots: in time, late, missed, paused, edited."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.delivery.schedule import next_slot
from db import subscriptions
from db.subscriptions import CatchUp, Quiet, Slot
from tests.delivery.house import House

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = timedelta(days=1)


async def test_a_digest_is_composed_before_its_slot_and_leaves_on_the_second(house: House) -> None:
    await house.subscribe()
    house.wait(minutes=30)
    house.learn(1)
    await house.work(minutes=88)
    assert [(one.state, one.parts) for one in await house.log()] == [("composed", 1)]
    await house.work(every=1, minutes=3)
    (message,) = house.platform.visible()
    assert message.text == "all e1"
    assert message.at == EIGHT


async def test_periods_follow_one_another_without_a_gap(house: House) -> None:
    subscription = await house.subscribe("0 */6 * * *", quiet=Quiet.NOTHING)
    created = house.clock.now()
    await house.work(days=2)
    log = await house.log()
    assert len(log) == 8
    assert log[0].period_start == created
    for before, after in pairwise(log):
        assert after.period_start == before.period_end
    assert (await house.now_is(subscription)).told_until == log[-1].period_end


async def test_down_for_26_hours_one_combined_digest_is_sent_that_says_so(house: House) -> None:
    subscription = await house.subscribe("0 * * * *")
    house.learn(1)
    await house.work(minutes=61)
    house.learn(2)
    house.wait(hours=26)
    house.learn(3)
    house.wait(minutes=20)
    await house.work(minutes=1)
    first, *late = house.texts()
    assert first == "all e1"
    assert len(late) == 1
    told, remark = late[0].splitlines()
    assert told == "all e2"
    assert remark.startswith("Late: due on 3 March, 09:00. It tells what was learnt from 2 March, 06:5")
    log = await house.log(subscription)
    states = [(one.state, one.error_code) for one in log]
    assert states.count(("skipped", "combined")) == 25
    assert states.count(("sent", None)) == 2
    house.learn(4)
    await house.work(minutes=60)
    assert house.texts()[2:] == ["all e3\nall e4"]


@pytest.mark.parametrize(
    ("catch_up", "told"),
    [
        (CatchUp.COMBINE, ["all e1\nall e2\nall e3"]),
        (CatchUp.LATEST, ["all e3"]),
        (CatchUp.SKIP, []),
    ],
)
async def test_what_an_outage_missed_is_told_by_the_policy(house: House, catch_up: CatchUp, told: list[str]) -> None:
    subscription = await house.subscribe(catch_up=catch_up)
    house.learn(1)
    house.wait(days=1)
    house.learn(2)
    house.wait(hours=4)
    house.learn(3)
    house.wait(hours=22, minutes=30)
    house.learn(4)
    await house.work(minutes=1)
    assert [text.split("\nLate")[0] for text in house.texts()] == told
    slots = [EIGHT, EIGHT + DAY, EIGHT + 2 * DAY]
    assert [one.slot for one in sorted(await house.log(subscription), key=lambda one: one.slot)] == slots
    house.learn(5)
    await house.work(days=1)
    assert house.texts()[-1].splitlines() == ["all e4", "all e5"]


async def test_a_process_that_is_back_in_time_is_not_late(house: House) -> None:
    await house.subscribe()
    house.learn(1)
    house.wait(hours=2, minutes=10)
    await house.work(minutes=1)
    assert house.texts() == ["all e1"]


async def test_what_was_composed_before_an_outage_is_told_as_late_after_it(house: House) -> None:
    await house.subscribe()
    house.learn(1)
    await house.work(hours=1, minutes=58)
    house.wait(hours=3)
    await house.work(minutes=1)
    (text,) = house.texts()
    assert text.splitlines()[0] == "all e1"
    assert "Late: due on 2 March, 08:00." in text


async def test_an_unsent_digest_is_told_with_the_next_when_that_is_due_too(house: House) -> None:
    await house.subscribe()
    house.learn(1)
    await house.work(hours=1, minutes=58)
    house.learn(2)
    house.wait(hours=25)
    await house.work(minutes=1)
    (text,) = house.texts()
    assert text.splitlines()[:2] == ["all e1", "all e2"]


@pytest.mark.parametrize(("quiet", "texts"), [(Quiet.NOTHING, []), (Quiet.LINE, ["Nothing new."])])
async def test_a_quiet_day_is_told_by_the_policy(house: House, quiet: Quiet, texts: list[str]) -> None:
    subscription = await house.subscribe(quiet=quiet)
    await house.work(hours=3)
    assert house.texts() == texts
    (delivery,) = await house.log(subscription)
    assert (delivery.state, delivery.error_code) == (("sent", None) if texts else ("skipped", "quiet"))


async def test_after_a_pause_with_an_end_it_goes_on_by_itself_and_tells_the_meantime(house: House) -> None:
    subscription = await house.subscribe()
    until = EIGHT + 3 * DAY
    async with house.store.writing() as session:
        slot = next_slot("0 8 * * *", "UTC", after=until)
        await subscriptions.pause(session, subscription.id, "person", now=house.clock.now(), until=until, slot=slot)
    house.learn(1)
    await house.work(days=4)
    assert house.texts() == []
    assert (await house.now_is(subscription)).paused
    await house.work(hours=4)
    assert house.texts() == ["all e1"]
    assert not (await house.now_is(subscription)).paused


async def test_what_waits_when_it_is_paused_is_told_once_it_is_resumed(house: House) -> None:
    subscription = await house.subscribe()
    house.learn(1)
    await house.work(hours=1, minutes=58)
    async with house.store.writing() as session:
        await subscriptions.pause(session, subscription.id, "person", now=house.clock.now())
    await house.work(hours=5)
    assert house.texts() == []
    async with house.store.writing() as session:
        slot = next_slot("0 8 * * *", "UTC", after=house.clock.now())
        await subscriptions.resume(session, subscription.id, slot=slot)
    await house.work(days=1)
    assert house.texts() == ["all e1"]


async def test_an_edit_before_the_slot_changes_what_is_sent_then(house: House) -> None:
    subscription = await house.subscribe(topic="Japan")
    house.learn(1)
    await house.work(hours=1, minutes=58)
    async with house.store.writing() as session:
        changes = {"topic": "Korea", "channel": "c2"}
        slot = next_slot("0 8 * * *", "UTC", after=house.clock.now())
        await subscriptions.edit(session, subscription.id, changes, now=house.clock.now(), slot=slot)
    await house.work(every=1, minutes=3)
    assert house.texts("c1") == []
    assert house.texts("c2") == ["Korea e1"]
    assert (await house.now_is(subscription)).revision == 2


async def test_an_edit_of_the_hour_moves_what_was_planned_already(house: House) -> None:
    subscription = await house.subscribe()
    house.learn(1)
    await house.work(hours=1, minutes=58)
    async with house.store.writing() as session:
        slot = next_slot("0 9 * * *", "UTC", after=house.clock.now())
        await subscriptions.edit(session, subscription.id, {"schedule": "0 9 * * *"}, now=house.clock.now(), slot=slot)
    await house.work(minutes=50)
    assert house.texts() == []
    await house.work(minutes=20)
    assert house.texts() == ["all e1"]
    assert [one.slot.hour for one in await house.log()] == [9]


async def test_removed_before_it_is_sent_it_is_not_sent_and_the_log_stays(house: House) -> None:
    subscription = await house.subscribe()
    house.learn(1)
    await house.work(hours=1, minutes=58)
    async with house.store.writing() as session:
        assert await subscriptions.remove(session, subscription.id)
        assert not await subscriptions.remove(session, subscription.id)
    await house.work(hours=1)
    assert house.texts() == []
    assert [(one.state, one.subscription_id) for one in await house.log()] == [("cancelled", None)]


async def test_two_processes_plan_and_send_each_slot_once(shared_house: House) -> None:
    house = shared_house
    for number in range(5):
        await house.subscribe(channel=f"c{number}")
    house.learn(1)
    other = house.process("second")
    house.wait(hours=1, minutes=50)
    for _ in range(25):
        await house.work(seconds=30)
        await other.run_once()
    assert len(await house.log()) == 5
    assert len(house.platform.messages) == 5


async def test_a_new_zone_database_moves_the_next_slot_and_runs_no_date_twice(house: House) -> None:
    """Until now the zone was believed to be two hours ahead of UTC; from today on it is three."""
    subscription = await house.subscribe(zone="Etc/GMT-2")
    house.learn(1)
    slot = (await house.now_is(subscription)).next_run_at
    assert slot == datetime(2026, 3, 3, 6, tzinfo=UTC)
    async with house.store.writing() as session:
        wrong = Slot(slot + timedelta(hours=1), datetime.fromisoformat("2026-03-03T08:00"))
        await subscriptions.move_slot(session, subscription.id, slot, wrong)
    await house.delivering.start()
    await house.delivering.stop()
    assert (await house.now_is(subscription)).next_run_at == slot


async def test_the_period_is_told_in_the_zone_of_the_subscription(house: House) -> None:
    await house.subscribe("0 18 * * *", zone="Asia/Tokyo")
    house.learn(1)
    house.wait(hours=8)
    await house.work(minutes=1)
    assert "Late: due on 2 March, 18:00." in house.texts()[0]
