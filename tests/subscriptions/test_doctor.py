"""What the doctor finds, and says how to mend."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.delivery.delivering import HEARTBEAT
from bot.delivery.transport import Problem
from bot.subscriptions.asked import Fields
from bot.subscriptions.doctor import Finding
from bot.subscriptions.errors import Unavailable
from bot.subscriptions.subscriptions import Subscriptions
from db import articles, deliveries, events, models, replies, sources, subscriptions
from db.deliveries import NewDelivery, State
from db.records import NewArticle, NewEvent, NewReport
from db.sources import NewSource, SourceKind, SourceState
from db.vocabulary import Action, Granularity, Status
from tests.subscriptions.conftest import ADMIN, HERE, NOW, Scene, shown

BRIEF = Fields(name="Brief", topic="anything Japan signs", schedule="weekdays 08:30")


async def learn(scene: Scene) -> int:
    """Let an event be learnt an hour ago; its number."""
    quote = "Japan signed a harbour lease with Fiji on 20 November 2026."
    article = NewArticle(quote, NOW - timedelta(hours=2), "A lease", "The Island Courier", "https://courier.example/1")
    told = NewEvent(
        action=Action.AGREE,
        verb="sign",
        status=Status.HAPPENED,
        report=NewReport(quote, 0, len(quote), quote.rstrip(".")),
        object="a harbour lease",
        starts=date(2026, 11, 20),
        ends=date(2026, 11, 20),
        granularity=Granularity.DAY,
        date_text="20 November 2026",
    )
    learnt = NOW - timedelta(hours=1)
    async with scene.store.writing() as session:
        number, _ = await articles.add(session, article, read_at=learnt)
        [event] = await events.add(session, number, [told], published=date(2026, 11, 20), learnt_at=learnt)
    return event


async def add_source(scene: Scene, name: str) -> int:
    async with scene.store.writing() as session:
        new = NewSource(f"https://{name}.example/f", SourceKind.FEED, name, host=f"{name}.example")
        source, _ = await sources.add(session, new, now=scene.now, due_at=scene.now)
        return source.id


async def beat(scene: Scene) -> None:
    """Let delivery be at work."""
    async with scene.store.writing() as session:
        await replies.set_mark(session, HEARTBEAT, scene.now.isoformat())


async def findings(scene: Scene) -> dict[str, Finding]:
    _, checks = await scene.subscriptions.examined(ADMIN, HERE, "1")
    return {check.name: check.finding for check in checks}


async def test_where_all_is_well_the_doctor_says_so(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    await add_source(scene, "harbour")
    await learn(scene)
    await beat(scene)
    told = shown(await scene.subscriptions.doctor(ADMIN, HERE, "1"))
    assert told.startswith("Nothing is wrong with subscription 1 (Brief)")
    for line in (
        "[ok] Channel: I can write there",
        "[ok] State: It is active.",
        "[ok] Schedule: weekdays at 08:30; next: Tue 24 Nov 08:30 (Asia/Tokyo).",
        "[ok] Topic: Events in which Japan signs something.",
        "[ok] Sources: 1 source is polled and well.",
        "[ok] Events: 1 event was learnt in the last 24 hours, the last 1 hour ago.",
        "[note] Sent: Nothing has been sent yet.",
        "[ok] Delivery: Everything that was due is sent.",
    ):
        assert line in told


async def test_each_fault_is_told_with_how_to_mend_it(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    scene.channels.problems["41"] = [Problem("no_permission", "I may not write there.", "Allow Send Messages.")]
    async with scene.store.writing() as session:
        for number, state in enumerate((State.SENT, State.FAILED, State.PLANNED)):
            slot = NOW - timedelta(days=3 - number)
            new = NewDelivery(1, slot, "digest", "discord", "900", "41", f"k{number}", slot, state=state)
            await deliveries.plan(session, [new])
        await session.execute(update(models.Subscription).values(topic="blorf gnarf", halts=2))
        await subscriptions.move_slot(session, 1, NOW.replace(hour=23, minute=30), None)
    await beat(scene)
    told = shown(await scene.subscriptions.doctor(ADMIN, HERE, "1"))
    assert told.startswith("8 things are wrong with subscription 1 (Brief)")
    for line in (
        "[fault] Channel: I may not write there. Allow Send Messages.",
        "[fault] State: Its messages were turned away 2 times in a row. Mend the channel",
        "[fault] Schedule: weekdays at 08:30, but nothing is due. Edit the schedule.",
        "[fault] Topic: The topic “blorf gnarf” cannot be followed",
        "[fault] Sources: News is collected from no source. Add one: /source add.",
        "[fault] Events: No event was learnt in the last 24 hours.",
        "[fault] Sent: 1 of the last 2 did not arrive for certain.",
        "[fault] Delivery: 1 message waits to be sent, for 1 day.",
    ):
        assert line in told


async def test_a_subscription_that_stands_still_or_was_passed_over_is_told(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    scene.later(days=2)
    found = await findings(scene)
    assert found["Schedule"] is Finding.FAULT
    assert found["Delivery"] is Finding.FAULT
    assert "Delivery does not run: it was never seen at work." in shown(
        await scene.subscriptions.doctor(ADMIN, HERE, "1")
    )
    await scene.subscriptions.pause(ADMIN, HERE, "1")
    found = await findings(scene)
    assert (found["State"], found["Schedule"]) == (Finding.FAULT, Finding.NOTE)


async def test_sources_that_give_nothing_are_named(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    first, second = await add_source(scene, "harbour"), await add_source(scene, "lagoon")
    async with scene.store.writing() as session:
        await sources.set_state(session, first, SourceState.GONE, now=scene.now)
    _, checks = await scene.subscriptions.examined(ADMIN, HERE, "1")
    [check] = [check for check in checks if check.name == "Sources"]
    assert (check.finding, check.text) == (Finding.NOTE, "1 of 2 sources gives nothing: harbour.")
    async with scene.store.writing() as session:
        await sources.set_state(session, second, SourceState.PAUSED, now=scene.now)
    assert (await findings(scene))["Sources"] is Finding.FAULT


async def test_a_platform_that_is_not_connected_or_does_not_answer_leaves_the_channel_open(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    scene.channels.silent = True
    assert (await findings(scene))["Channel"] is Finding.UNKNOWN
    alone = Subscriptions(scene.store, zone="UTC", topics=scene.topics, clock=scene.clock)
    _, checks = await alone.examined(ADMIN, HERE, "1")
    assert checks[0].text == "Discord is not connected here, so the channel was not checked."
    with pytest.raises(Unavailable):
        await alone.why(ADMIN, HERE, "1", 1)


async def test_why_tells_to_which_message_an_event_belongs_and_what_was_decided(scene: Scene) -> None:
    event = await learn(scene)
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    told = shown(await scene.subscriptions.why(ADMIN, HERE, "1", event))
    assert "no message of this subscription covers that time: it was made on Mon 23 Nov 12:00 (Asia/Tokyo)" in told
    assert "There is no event 7" in shown(await scene.subscriptions.why(ADMIN, HERE, "1", 7))
    async with scene.store.writing() as session:
        day = timedelta(days=1)
        new = NewDelivery(
            1, NOW, "digest", "discord", "900", "41", "k", NOW, NOW - day, NOW, state=State.SKIPPED, error_code="quiet"
        )
        await deliveries.plan(session, [new])
    told = shown(await scene.subscriptions.why(ADMIN, HERE, "1", event))
    assert (
        "belongs to what was due on Mon 23 Nov 12:00 (Asia/Tokyo) (not sent, because there was nothing to tell)" in told
    )
    assert f"Decided on again:\nEvent {event} was told:" in told
    assert "topic: it covers Japan, sign" in told
    async with scene.store.writing() as session:
        await session.execute(update(models.Delivery).values(period_start=None, period_end=None))
        await session.execute(update(models.Subscription).values(told_until=NOW - day))
    told = shown(await scene.subscriptions.why(ADMIN, HERE, "1", event))
    assert "belongs to the message of Tue 24 Nov 08:30 (Asia/Tokyo), which is yet to come. As things stand:" in told
