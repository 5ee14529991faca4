"""Digests from a store: periods that meet, updates, corrections, what lies ahead, watches, and the reasons."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.digests.composer import Composer
from bot.digests.digest import Channel, Digest, Order, Told
from bot.digests.errors import TopicNotUnderstood
from bot.digests.period import Period
from db import digests, event_changes, events
from db.loading import load
from db.session import Store
from db.subscriptions import CatchUp, Kind, Palette, Quiet, Subscription
from db.vocabulary import Status
from tests.digests.newsroom import DENIAL, MORNING, NIGHT, PROTESTS, RAMMING, TREATY, VISIT, Press

HERE = Channel("discord", "41")
TODAY = Order(Period(MORNING, NIGHT), zone=ZoneInfo("Asia/Tokyo"), channel=HERE)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TOMORROW = replace(TODAY, period=Period(NIGHT, NIGHT + DAY))


def verbs(digest: Digest) -> list[str]:
    return [line.text.split()[1] for line in (*digest.lines, *digest.ahead)]


async def record(store: Store, told: tuple[Told, ...], at: datetime = NIGHT, channel: Channel = HERE) -> None:
    async with store.writing() as session:
        await digests.record_told(
            session, channel.platform, channel.id, [(one.event, one.line, one.state) for one in told],
            delivery_id=None, told_at=at,
        )  # fmt: skip


def subscription(**further: object) -> Subscription:
    values: dict[str, object] = {
        "id": 1, "platform": "discord", "workspace": "9", "channel": "41", "creator": "discord:1", "name": None,
        "kind": Kind.DIGEST, "topic": None, "query": None, "schedule": "0 9 * * *", "zone": "Asia/Tokyo", "size": 12,
        "language": "en", "catch_up": CatchUp.COMBINE, "quiet": Quiet.LINE, "palette": Palette.NONE, "most_an_hour": 6,
        "told_until": MORNING, "next_run_at": None, "next_wall": None, "paused_until": None, "paused_code": None,
        "halts": 0, "first_halt_at": None, "revision": 1, "created_at": MORNING,
    } | further  # fmt: skip
    return Subscription(**values)  # type: ignore[arg-type]


async def test_a_digest_tells_what_was_learnt_in_its_period_and_nothing_else(press: Press, composer: Composer) -> None:
    await press.publish(TREATY, at=MORNING - timedelta(microseconds=1))
    await press.publish(RAMMING, at=MORNING)
    await press.publish(PROTESTS, at=NIGHT - timedelta(microseconds=1))
    await press.publish(DENIAL, at=NIGHT)
    digest = await composer.digest(TODAY)
    assert sorted(verbs(digest)) == ["protested", "rammed"]
    assert (digest.learnt, digest.articles, digest.publishers) == (2, 2, 1)


async def test_periods_that_meet_tell_everything_once(press: Press, composer: Composer) -> None:
    told: list[int] = []
    for number, news in enumerate((TREATY, RAMMING, PROTESTS, DENIAL)):
        await press.publish(news, at=MORNING + 6 * HOUR * number)
    for start in (MORNING + 5 * HOUR * number for number in range(5)):
        digest = await composer.digest(replace(TODAY, period=Period(start, start + 5 * HOUR), channel=None))
        told += [line.events[0] for line in digest.lines]
    assert len(told) == len(set(told)) == 4


async def test_a_channel_is_not_told_twice_but_another_is(press: Press, composer: Composer) -> None:
    await press.publish(TREATY, RAMMING)
    first = await composer.digest(TODAY)
    assert len(first.told) == 2
    await record(press.store, first.told)
    assert (await composer.digest(TODAY)).quiet
    assert len((await composer.digest(replace(TODAY, channel=Channel("slack", "41")))).lines) == 2


async def test_what_was_told_then_can_be_seen_again_as_it_was(press: Press, composer: Composer) -> None:
    await press.publish(TREATY)
    first = await composer.digest(TODAY)
    await record(press.store, first.told, at=NIGHT)
    again = await composer.digest(replace(TODAY, told_before=NIGHT))
    assert again.message == first.message


async def test_a_later_report_changes_no_earlier_digest(press: Press, composer: Composer) -> None:
    (event,) = await press.publish(TREATY)
    before = await composer.digest(TODAY)
    await press.publish(TREATY, same_as=[event], publisher="The Reef Times", at=NIGHT + HOUR)
    assert (await Composer(press.store).digest(TODAY)).message == before.message


async def test_reports_of_several_publishers_are_counted(press: Press, composer: Composer) -> None:
    (event,) = await press.publish(TREATY)
    await press.publish(TREATY, same_as=[event], publisher="The Reef Times", at=MORNING + 4 * HOUR)
    (line,) = (await composer.digest(TODAY)).lines
    assert line.publishers == 2
    assert "reported by 2 publishers" in line.notes


async def test_a_plan_that_was_told_and_is_done_is_told_as_an_update(press: Press, composer: Composer) -> None:
    await press.publish(VISIT)
    await record(press.store, (await composer.digest(TODAY)).told)
    done = replace(VISIT, quote="Sina Leota visited Tonga on 8 May 2026.", status=Status.HAPPENED)
    await press.publish(done, at=NIGHT + HOUR, publisher="The Reef Times")
    (line,) = (await composer.digest(TOMORROW)).lines
    assert line.notes[0] == "Update: now done, was planned"


async def change(press: Press, event_id: int, told: object, at: datetime) -> int:
    """An article changed: what it told is now told otherwise."""
    async with press.store.writing() as session:
        (before,) = await load(session, [event_id])
        became = await events.replace(
            session, event_id, before.reports[0].article.id, press.event(told), learnt_at=at  # type: ignore[arg-type]
        )  # fmt: skip
        await event_changes.updated(session, before, became, reason="the article was changed", changed_at=at)
        return became


async def withdraw(press: Press, event_id: int, at: datetime) -> None:
    async with press.store.writing() as session:
        (before,) = await load(session, [event_id])
        await event_changes.withdrawn(session, before, reason="the publisher removed it", changed_at=at)


async def test_an_event_that_changed_is_told_again_with_what_changed(press: Press, composer: Composer) -> None:
    (event,) = await press.publish(RAMMING)
    await record(press.store, (await composer.digest(TODAY)).told)
    later = replace(
        RAMMING, quote=RAMMING.quote.replace("4 May", "2 May"), day=RAMMING.day and RAMMING.day.replace(day=2)
    )
    became = await change(press, event, later, NIGHT + HOUR)
    assert became != event
    digest = await composer.digest(TOMORROW)
    (line,) = digest.lines
    assert line.notes[0] == "Update: date now 2 May, was 4 May"
    await record(press.store, digest.told, at=NIGHT + DAY)
    assert (await composer.digest(replace(TODAY, period=Period(NIGHT + HOUR, NIGHT + 2 * DAY)))).quiet


async def test_an_event_that_was_only_reworded_is_not_told_again(press: Press, composer: Composer) -> None:
    (event,) = await press.publish(RAMMING)
    await record(press.store, (await composer.digest(TODAY)).told)
    await change(press, event, replace(RAMMING, quote=RAMMING.quote.replace("a boat", "one boat")), NIGHT + HOUR)
    assert (await composer.digest(TOMORROW)).quiet


async def test_a_withdrawn_event_is_corrected_once_where_it_was_told(press: Press, composer: Composer) -> None:
    event, _ = await press.publish(RAMMING, TREATY)
    await record(press.store, (await composer.digest(TODAY)).told)
    await withdraw(press, event, NIGHT + HOUR)
    digest = await composer.digest(TOMORROW)
    (section,) = digest.message.sections
    assert section.heading == "Corrections"
    (entry,) = section.entries
    assert entry.text.startswith("China rammed a boat")
    assert entry.notes == ("withdrawn: the publisher removed it", "told on 5 May")
    assert not digest.quiet
    await record(press.store, digest.told, at=NIGHT + DAY)
    assert (await composer.digest(replace(TODAY, period=Period(NIGHT + HOUR, NIGHT + 2 * DAY)))).quiet
    assert (await composer.digest(replace(TOMORROW, channel=Channel("slack", "1")))).quiet


async def test_what_is_planned_for_the_next_days_is_told_with_its_date_though_learnt_before(
    press: Press, composer: Composer
) -> None:
    await press.publish(VISIT, at=MORNING - 5 * DAY)
    digest = await composer.digest(TODAY)
    assert digest.message.sections[-1].heading == "In the next days"
    (line,) = digest.ahead
    assert (line.when, line.status) == ("8 May", "planned")
    assert "planned, not told as done" in line.notes
    await record(press.store, digest.told)
    assert (await composer.digest(TODAY)).quiet


async def test_a_topic_tells_only_what_is_on_it(press: Press, composer: Composer) -> None:
    await press.publish(TREATY, RAMMING, PROTESTS)
    digest = await composer.digest(replace(TODAY, topic="anything Japan signs"))
    assert verbs(digest) == ["signed"]
    assert "Topic: Events in which Japan signs something." in digest.message.lines


async def test_a_topic_that_is_not_understood_is_refused(composer: Composer) -> None:
    with pytest.raises(TopicNotUnderstood):
        await composer.digest(replace(TODAY, topic="flurbistan"))


async def test_a_quiet_day_is_one_line_that_says_the_period(press: Press, composer: Composer) -> None:
    empty = await composer.digest(TODAY)
    assert empty.quiet
    assert empty.message.text == "Nothing was read from 4 May, 09:00 to 5 May, 09:00 (Asia/Tokyo)."
    await press.publish(PROTESTS)
    off_topic = await composer.digest(replace(TODAY, topic="anything Japan signs"))
    assert off_topic.quiet
    assert off_topic.message.text.startswith("Nothing to tell: none of the 1 events read")
    assert off_topic.message.sections == ()


async def test_why_tells_the_reason_for_each_event(press: Press, composer: Composer) -> None:
    ram, deny = await press.publish(RAMMING, DENIAL)
    (old,) = await press.publish(TREATY, at=MORNING - DAY)
    told = await composer.why(TODAY, ram)
    assert told.startswith(f"Event {ram} was told: it counts")
    assert "act: an attack (“ram”) (3.0 of 3.0)" in told
    on_topic = replace(TODAY, topic="anything Japan signs")
    assert "was not told: it is not on the topic" in await composer.why(on_topic, deny)
    assert "was not considered: it was learnt on 3 May 2026, 09:00" in await composer.why(TODAY, old)
    assert await composer.why(TODAY, 5) == "There is no event 5."


# Subscriptions and watches


async def test_a_subscription_is_composed_as_it_was_ordered(press: Press, composer: Composer) -> None:
    await press.publish(TREATY, RAMMING)
    ordered = subscription(topic="anything Japan signs", name="Ink", language="ja")
    composed = await composer.compose(ordered, MORNING, NIGHT, NIGHT)
    assert composed.message.headline == "Ink: 2026年5月5日(火)"
    assert [one.line for one in composed.told] == ["Japan signed a fishing treaty with Fiji on 3 May 2026"]
    assert not composed.quiet
    assert composed.picture is None


async def test_a_watch_tells_all_new_matches_in_one_message_and_each_once(press: Press, composer: Composer) -> None:
    await press.publish(RAMMING, TREATY, PROTESTS)
    watch = subscription(kind=Kind.WATCH, topic="events between China and the Philippines", schedule=None)
    composed = await composer.compose(watch, MORNING, NIGHT, NIGHT)
    assert composed.message.headline == "events between China and the Philippines: 1 new event"
    await record(press.store, composed.told)
    again = await composer.compose(watch, MORNING, NIGHT, NIGHT)
    assert again.quiet
    assert again.told == ()


async def test_only_watches_that_a_new_event_may_concern_are_found(press: Press, composer: Composer) -> None:
    await press.publish(RAMMING)
    watches = [
        subscription(id=1, kind=Kind.WATCH, topic="events between China and the Philippines"),
        subscription(id=2, kind=Kind.WATCH, topic="anything Japan signs"),
        subscription(id=3, kind=Kind.WATCH, topic=None),
        subscription(id=4, kind=Kind.WATCH, topic="flurbistan"),
    ]
    # One whose topic is not understood any more is found too, so that composing it tells what is wrong.
    assert await composer.matching(watches, MORNING, NIGHT) == {1, 3, 4}
    assert await composer.matching(watches, NIGHT, NIGHT + DAY) == {4}


async def test_a_watch_offers_topics_that_would_tell_less(press: Press, composer: Composer) -> None:
    await press.publish(RAMMING, TREATY)
    wide = await composer.watch(None, MORNING, NIGHT)
    assert "anything China does" in wide.narrower
    narrow = await composer.watch("China", MORNING, NIGHT)
    assert narrow.narrower == ("events between China and Philippines",)
    topic = await composer.understand(narrow.narrower[0], NIGHT.astimezone(UTC), ZoneInfo("UTC"))
    assert topic.sentence == "Events that involve both China and the Philippines."


async def test_samples_are_marked_as_nobodys_reporting(press: Press, composer: Composer) -> None:
    await press.publish(TREATY, sample=True)
    digest = await composer.digest(TODAY)
    source = digest.message.sections[0].entries[0].source
    assert source is not None
    assert source.note == "sample"
    assert any("nobody's reporting" in remark for remark in digest.message.remarks)


def replace_order(*, zone: str = "Asia/Tokyo", **further: object) -> Order:
    return replace(TODAY, zone=ZoneInfo(zone), **further)  # type: ignore[arg-type]
