"""Subscriptions, deliveries and throttles as the store keeps them, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from db import composing, deliveries, sending, subscriptions, throttles
from db.deliveries import NewDelivery, Part
from db.session import Store
from db.subscriptions import Advance, Kind, NewSubscription, Slot

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _slot(at: datetime) -> Slot:
    return Slot(at, at.replace(tzinfo=None))


async def _subscribed(store: Store, count: int = 1, *, due: datetime = NOW) -> list[subscriptions.Subscription]:
    made = []
    async with store.writing() as session:
        for number in range(count):
            new = NewSubscription("fake", "w", f"c{number}", "fake:ann", Kind.DIGEST, "UTC", schedule="0 6 * * *")
            made.append(await subscriptions.add(session, new, now=NOW, slot=_slot(due)))
    return made


def _planned(subscription: subscriptions.Subscription, key: str) -> NewDelivery:
    return NewDelivery(
        *(subscription.id, NOW, "digest", "fake", "w", subscription.channel, key, NOW),
        period_start=NOW - MINUTE,
        period_end=NOW,
    )


async def test_what_is_added_is_what_is_got(store: Store) -> None:
    (made,) = await _subscribed(store)
    async with store.reading() as session:
        assert await subscriptions.get(session, made.id) == made
        assert await subscriptions.listed(session, platform="fake", workspace="w", channel="c0") == [made]
        assert await subscriptions.listed(session, channel="c1") == []
        assert await subscriptions.several(session, [made.id, 99]) == {made.id: made}
    assert made.next_wall == datetime.fromisoformat("2026-03-02T06:00")
    assert made.revision == 1


async def test_a_field_that_nobody_may_edit_is_refused(store: Store) -> None:
    (made,) = await _subscribed(store)
    with pytest.raises(ValueError, match="told_until"):
        async with store.writing() as session:
            await subscriptions.edit(session, made.id, {"told_until": NOW}, now=NOW, slot=None)


async def test_what_one_plans_no_other_plans(store: Store) -> None:
    """On PostgreSQL the second gets what the first left; on SQLite it waits until the first is done."""
    await _subscribed(store, 3)
    async with store.writing() as session:
        due = await subscriptions.due(session, NOW, limit=10)
        assert len(due) == 3
        steps = [Advance(one.id, NOW, _slot(NOW + timedelta(days=1))) for one in due]
        await subscriptions.advance(session, steps)
    async with store.writing() as session:
        assert await subscriptions.due(session, NOW, limit=10) == []
        assert not await subscriptions.is_due(session, NOW)
        assert await subscriptions.is_due(session, NOW + timedelta(days=1))


async def test_a_slot_is_planned_once_whoever_plans_it(store: Store) -> None:
    (made,) = await _subscribed(store)
    for key in ("k1", "k2"):
        async with store.writing() as session:
            await deliveries.plan(session, [_planned(made, key)])
    async with store.reading() as session:
        assert len(await deliveries.listed(session)) == 1


async def test_one_message_of_a_channel_is_on_its_way_at_a_time(store: Store) -> None:
    (made,) = await _subscribed(store)
    async with store.writing() as session:
        new = _planned(made, "k0")
        await deliveries.post(
            session, new, [Part(f"k{number}", {"text": str(number)}) for number in range(3)], due_at=NOW
        )
    sent = []
    at = NOW
    for _ in range(3):
        async with store.writing() as session:
            taken = await sending.lease_composed(
                session, "me", "fake", now=at, ahead=timedelta(0), until=at + MINUTE, limit=9
            )
            assert len(taken) == 1
            nothing = await sending.lease_composed(
                session, "other", "fake", now=at, ahead=timedelta(0), until=at + MINUTE, limit=9
            )
            assert nothing == []
            assert await sending.sent(session, taken[0], "me", "m", now=at)
        sent += taken
    assert [one.part for one in sent] == [0, 1, 2]


async def test_what_was_being_composed_is_composed_by_another_when_the_lease_ends(store: Store) -> None:
    (made,) = await _subscribed(store)
    async with store.writing() as session:
        await deliveries.plan(session, [_planned(made, "k")])
        (first,) = await composing.lease_planned(session, "a", ["fake"], now=NOW, until=NOW + MINUTE, limit=5)
        assert await composing.lease_planned(session, "b", ["fake"], now=NOW, until=NOW + MINUTE, limit=5) == []
    later = NOW + 2 * MINUTE
    async with store.writing() as session:
        (second,) = await composing.lease_planned(session, "b", ["fake"], now=later, until=later + MINUTE, limit=5)
        parts = [Part("k", {"text": "one"}), Part("l", {"text": "two"})]
        rest = {"picture": None, "tells": [(1, "line", "state")], "due_at": NOW}
        assert not await composing.composed(session, first, "a", parts, **rest)  # type: ignore[arg-type]
        assert await composing.composed(session, second, "b", parts, **rest)  # type: ignore[arg-type]
    async with store.reading() as session:
        log = await deliveries.listed(session)
        assert [(one.part, one.parts, one.state) for one in log] == [(1, 2, "composed"), (0, 2, "composed")]
        assert await composing.about_to_tell(session, "fake", "c0") == [(1, "line", "state")]


async def test_a_rate_is_used_up_and_comes_free_again(store: Store) -> None:
    window, each = timedelta(minutes=10), timedelta(seconds=60)
    async with store.writing() as session:
        for number in range(1, 11):
            until = await throttles.charge(session, "x", now=NOW, each=each, window=window)
            assert until == NOW - window + number * each
        assert until <= NOW
        assert await throttles.charge(session, "x", now=NOW, each=each, window=window) > NOW
        await throttles.use(session, ["y", "x"], NOW)
        assert await throttles.used_until(session, "y") == NOW
        assert await throttles.used_until(session, "x") > NOW
        await throttles.forget(session, before=NOW + MINUTE / 2)
        assert await throttles.used_until(session, "y") < NOW
        assert await throttles.used_until(session, "x") > NOW
