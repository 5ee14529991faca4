"""What becomes of attempts: each fault ends as it should, nothing arrives twice, and others are not affected."""

import asyncio
import contextlib
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outcomes
from bot.delivery.transport import Rates
from db import deliveries, sending, subscriptions, workspace_settings
from db.models import Delivery, Throttle, Told
from db.subscriptions import Subscription
from tests.delivery.house import House
from tests.delivery.platform import Faults


async def _two(house: House) -> tuple[Subscription, Subscription]:
    """A subscription in a channel that meets trouble, and one in a channel that does not."""
    troubled = await house.subscribe(name="Morning", workspace="w1", channel="c1")
    other = await house.subscribe(workspace="w2", channel="c2", creator="fake:bob")
    house.learn(1)
    house.wait(hours=1, minutes=56)
    return troubled, other


@pytest.mark.parametrize(
    ("trouble", "code", "words"),
    [
        ("gone", "channel_gone", "the channel is not there any more"),
        ("forbidden", "no_permission", "not allowed to write there"),
        ("uninstalled", "workspace_gone", "no longer in the workspace"),
    ],
)
async def test_what_only_people_can_mend_pauses_the_channel_after_an_hour_and_is_told(
    house: House, trouble: str, code: str, words: str
) -> None:
    troubled, other = await _two(house)
    async with house.store.writing() as session:
        await workspace_settings.put(session, "fake", "w1", workspace_settings.FALLBACK_CHANNEL, "ops")
    getattr(house.platform, trouble).add("w1" if trouble == "uninstalled" else "c1")
    await house.work(minutes=60)
    assert not (await house.now_is(troubled)).paused
    assert house.texts("c2") == ["all e1"]
    await house.work(minutes=20)
    paused = await house.now_is(troubled)
    assert (paused.paused_code, paused.next_run_at, paused.halts) == (code, None, 3)
    assert not (await house.now_is(other)).paused
    log = await house.log(troubled)
    assert [(one.kind, one.channel, one.state) for one in log if one.kind == "digest"] == [("digest", "c1", "failed")]
    notices = {one.channel: one.state for one in log if one.kind == "notice"}
    told = "failed" if trouble == "uninstalled" else "sent"
    assert notices == {"c1": "failed", "@ann": told, "ops": told}
    if trouble != "uninstalled":
        assert words in house.texts("@ann")[0]
        assert "“Morning”" in house.texts("ops")[0]


async def test_once_mended_and_resumed_the_missed_period_is_told(house: House) -> None:
    troubled, _ = await _two(house)
    house.platform.forbidden.add("c1")
    await house.work(hours=2)
    house.learn(2)
    house.platform.forbidden.clear()
    async with house.store.writing() as session:
        await subscriptions.resume(session, troubled.id, slot=await _next(house, troubled))
    await house.work(days=1)
    assert house.texts("c1") == ["all e1\nall e2"]


async def _next(house: House, subscription: Subscription) -> subscriptions.Slot | None:
    from bot.delivery.schedule import next_slot

    assert subscription.schedule is not None
    return next_slot(subscription.schedule, subscription.zone, after=house.clock.now())


async def test_a_fault_that_passes_within_the_hour_pauses_nothing(house: House) -> None:
    troubled, _ = await _two(house)
    house.platform.forbidden.add("c1")
    await house.work(minutes=20)
    assert (await house.now_is(troubled)).halts == 1
    house.platform.forbidden.clear()
    await house.work(minutes=40)
    assert "all e1" in house.texts("c1")[0]
    assert "Late" in house.texts("c1")[0]
    assert (await house.now_is(troubled)).halts == 0


async def test_a_refused_body_is_sent_as_plain_text(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.platform.refused_words = {"e1"}
    await _two(house)
    await house.work(minutes=10)
    assert house.texts("c1") == ["all e1"]
    log = await house.log()
    assert {(one.state, one.plain) for one in log} == {("sent", True)}
    assert "was refused (answer 400); its body is kept" in caplog.text


async def test_what_is_refused_as_plain_text_too_fails_and_is_told(house: House) -> None:
    troubled, _ = await _two(house)
    house.platform.post = _refusing(house, "c1")  # type: ignore[method-assign]
    await house.work(minutes=10)
    assert house.texts("c2") == ["all e1"]
    digest, *notices = await house.log(troubled)
    assert (digest.state, digest.error_code) == ("failed", "refused")
    assert {one.kind for one in notices} == {"notice"}
    assert "could not be sent: answer 400" in house.texts("@ann")[0]
    assert not (await house.now_is(troubled)).paused


def _refusing(house: House, channel: str):  # type: ignore[no-untyped-def]
    from tests.delivery.platform import Answer

    post = house.platform.post

    def refuse(workspace: str, where: str, key: str | None, text: str, *, plain: bool = False) -> Answer:
        return Answer(400) if where == channel else post(workspace, where, key, text, plain=plain)

    return refuse


@pytest.mark.parametrize("remembers", [True, False])
@pytest.mark.parametrize("fault", [Faults(lost=1), Faults(late_error=1)])
async def test_a_lost_answer_is_found_out_and_nothing_is_sent_twice(
    house: House, fault: Faults, remembers: bool
) -> None:
    await _two(house)
    house.platform.remembers = remembers
    house.platform.faults = fault
    await house.work(minutes=5)
    house.platform.faults = Faults()
    await house.work(minutes=2)
    assert Counter(message.channel for message in house.platform.visible()) == {"c1": 1, "c2": 1}
    assert {(one.state, one.error) for one in await house.log()} == {("sent", None)}


async def test_what_cannot_be_found_out_is_not_sent_again_and_is_told(house: House) -> None:
    troubled, _ = await _two(house)
    house.platform.blind.add("c1")
    house.platform.faults = Faults(early_error=1)
    await house.work(minutes=4, seconds=5)
    house.platform.faults = Faults()
    await house.work(minutes=2)
    assert (await house.log(troubled))[0].state == "unknown"
    assert [text for text in house.texts("c1") if text.startswith("all")] == []
    assert "may not have arrived" in house.texts("@ann")[0]
    async with house.store.reading() as session:
        assert set(await session.scalars(select(Told.event_id).where(Told.channel == "c1"))) == {1}


async def test_an_outcome_that_cannot_be_recorded_holds_up_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, other = await _two(house)
    record = outcomes.Outcomes.record

    async def broken(self: outcomes.Outcomes, session: AsyncSession, outcome: outcomes.Outcome) -> None:
        if outcome.delivery.channel == "c1":
            raise RuntimeError("a bug")
        await record(self, session, outcome)

    await house.work(minutes=3)
    monkeypatch.setattr(outcomes.Outcomes, "record", broken)
    for _ in range(4):
        house.wait(minutes=1)
        with contextlib.suppress(RuntimeError):
            await house.delivering.run_once()
    assert [one.state for one in await house.log(other)] == ["sent"]
    monkeypatch.undo()
    await house.work(minutes=3)
    assert {one.state for one in await house.log()} == {"sent"}
    assert len(house.platform.messages) == 2


async def test_too_many_requests_wait_as_long_as_the_platform_says(house: House) -> None:
    await _two(house)
    house.platform.faults = Faults(too_many=1)
    await house.work(minutes=4, seconds=10)
    assert house.platform.messages == []
    house.platform.faults = Faults()
    await house.work(minutes=1)
    assert len(house.platform.messages) == 2


async def test_what_was_told_is_written_down_with_the_sending(house: House) -> None:
    troubled, _ = await _two(house)
    await house.work(minutes=3)
    async with house.store.reading() as session:
        assert (await session.scalars(select(Told))).all() == []
        assert await _about_to(session, "c1") == [(1, "all e1", "state")]
    await house.work(minutes=2)
    (digest,) = await house.log(troubled)
    async with house.store.reading() as session:
        row = (await session.scalars(select(Told).where(Told.channel == "c1"))).one()
        assert (row.event_id, row.as_told, row.delivery_id) == (1, "all e1", digest.id)
        assert await _about_to(session, "c1") == []


async def _about_to(session, channel: str) -> list[tuple[int, str, str]]:  # type: ignore[no-untyped-def]
    from db import composing

    return await composing.about_to_tell(session, "fake", channel)


async def test_an_answer_that_comes_after_the_lease_changes_nothing(shared_house: House) -> None:
    house = shared_house
    subscription = await house.subscribe()
    house.learn(1)
    house.wait(hours=1, minutes=58)
    await house.work(seconds=1)
    house.wait(minutes=3)
    now = house.clock.now()
    none, minute = timedelta(0), timedelta(seconds=60)
    async with house.store.writing() as session:
        (first,) = await sending.lease_composed(
            session, "slow", "fake", now=now, ahead=none, until=now + minute, limit=5
        )
    later = now + timedelta(seconds=61)
    async with house.store.writing() as session:
        (second,) = await sending.lease_composed(
            session, "quick", "fake", now=later, ahead=none, until=later + minute, limit=5
        )
        assert (first.uncertain, second.uncertain) == (False, True)
        assert await sending.sent(session, second, "quick", "m2", now=later)
    async with house.store.writing() as session:
        assert not await sending.sent(session, first, "slow", "m1", now=later)
        assert not await sending.failed(session, first, "slow", "x", "x")
    assert [(one.state, one.message_id) for one in await house.log(subscription)] == [("sent", "m2")]


async def test_parts_and_messages_of_a_channel_arrive_in_order(house: House) -> None:
    long = await house.subscribe(topic="long")
    await house.subscribe(topic="short", catch_up="latest")
    house.learn(*range(12))
    house.platform.faults = Faults(too_many=0.5)
    house.wait(hours=1, minutes=56)
    await house.work(minutes=15)
    texts = house.texts()
    assert [text.split("\n")[0] for text in texts] == [
        *("long e0", "long e5", "long e10"),
        *("short e0", "short e5", "short e10"),
    ]
    log = await house.log(long)
    assert [(one.part, one.parts) for one in log] == [(0, 3), (1, 3), (2, 3)]


async def test_a_channel_rests_between_two_messages_where_the_platform_wants_it(house: House) -> None:
    house = House(house.store, rates=Rates(a_second=1000, channel_seconds=1))
    await house.subscribe()
    house.learn(*range(12))
    house.wait(hours=1, minutes=56)
    await house.work(every=1, minutes=5)
    moments = [message.at for message in house.platform.visible() if message.at]
    assert len(moments) == 3
    assert all(after - before >= timedelta(seconds=1) for before, after in pairwise(moments))


async def test_processes_share_the_rate_of_the_platform(shared_house: House) -> None:
    house = House(shared_house.store, rates=Rates(a_second=10))
    for number in range(30):
        await house.subscribe(channel=f"c{number}")
    house.learn(1)
    house.wait(hours=1, minutes=58)
    second = house.process("second")
    await house.work(seconds=1)
    house.wait(minutes=1, seconds=58)
    for _ in range(8):
        await asyncio.gather(house.delivering.run_once(), second.run_once())
        house.wait(seconds=1)
    moments = sorted(message.at for message in house.platform.messages if message.at)
    assert len(moments) == 30
    for before, after in zip(moments, moments[10:], strict=False):
        assert after - before >= timedelta(seconds=0.9)


async def test_sending_slows_down_before_a_platform_shuts_the_bot_out(house: House) -> None:
    await _two(house)
    house.platform.faults = Faults(too_many=1)
    async with house.store.writing() as session:
        each = outcomes.INVALID_WINDOW / outcomes.INVALID
        at = house.clock.now() + timedelta(minutes=4) + timedelta(minutes=10)
        session.add(Throttle(name="fake invalid", used_until=int((at - each).timestamp() * 1_000_000)))
    await house.work(every=60, minutes=12)
    assert house.platform.requests == 0
    assert outcomes.INVALID * 2 < 10_000 / 2
    await house.work(every=60, minutes=4)
    assert house.platform.requests > 0


async def test_what_is_given_up_after_days_is_told(house: House) -> None:
    troubled, _ = await _two(house)
    house.platform.faults = Faults(too_many=1)
    house.platform.faults, down = Faults(), house.platform.faults
    await house.work(minutes=3)
    house.platform.faults = down
    await house.work(every=1200, hours=73)
    states = {one.state for one in await house.log(troubled) if one.kind == "digest" and one.slot.day == 2}
    assert states <= {"failed", "skipped"}


async def test_a_composer_that_breaks_is_tried_for_half_an_hour_and_then_told(house: House) -> None:
    troubled, _ = await _two(house)
    house.world.broken = True
    await house.work(minutes=10)
    assert {one.state for one in await house.log()} == {"planned"}
    house.world.broken = False
    await house.work(minutes=2)
    assert house.texts("c1") == ["all e1"]
    house.world.broken = True
    await house.work(hours=25)
    assert [one.state for one in await house.log(troubled) if one.kind == "digest"] == ["sent", "failed"]
    assert "could not be sent: it could not be composed" in house.texts("@ann")[0]


async def test_the_log_is_forgotten_after_three_months_and_what_waits_is_not(house: House) -> None:
    troubled, _ = await _two(house)
    await house.work(minutes=5)
    async with house.store.writing() as session:
        await session.execute(update(Delivery).where(Delivery.channel == "c2").values(state="sending"))
    house.wait(days=91)
    await house.delivering.clean_up()
    assert await house.log(troubled) == []
    assert [one.channel for one in await house.log()] == ["c2"]


async def test_how_far_behind_delivery_is_can_be_asked(house: House) -> None:
    await _two(house)
    await house.work(minutes=3)
    house.wait(minutes=10)
    async with house.store.reading() as session:
        behind = await deliveries.lag(session, now=house.clock.now())
        assert (behind.waiting, behind.uncertain) == (2, 0)
        assert behind.oldest is not None
        assert house.clock.now() - behind.oldest > timedelta(minutes=8)
    await house.work(minutes=1)
    async with house.store.reading() as session:
        assert (await deliveries.lag(session, now=house.clock.now())).waiting == 0
        assert await deliveries.ended(session, since=house.clock.now() - timedelta(days=1)) == {"sent": 2}
