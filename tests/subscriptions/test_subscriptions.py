"""What people do with subscriptions."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.delivery.transport import Problem
from bot.subscriptions import portable
from bot.subscriptions.asked import EVERYWHERE, OPERATOR, Fields, Where
from bot.subscriptions.errors import (
    BadField,
    BadFile,
    BadZone,
    NoSuchSubscription,
    NotAllowed,
    SubscriptionError,
    Unavailable,
)
from bot.subscriptions.subscriptions import Subscriptions
from db import deliveries, models, subscriptions
from db.deliveries import NewDelivery, State
from db.subscriptions import Advance, Slot, Subscription
from tests.subscriptions.conftest import ADMIN, GUEST, HERE, NOW, Scene, shown

BRIEF = Fields(name="Morning brief", topic="events between China and the Philippines", schedule="weekdays 08:30")


async def only(scene: Scene) -> Subscription:
    """The one subscription there is."""
    [one] = await scene.subscriptions.found(ADMIN, Where("discord", "900"))
    return one


async def test_what_is_added_is_told_back_as_it_was_understood(scene: Scene) -> None:
    told = shown(await scene.subscriptions.add(ADMIN, HERE, BRIEF))
    assert told.startswith("Added subscription 1 (Morning brief)\n")
    assert "A digest in #channel-41, weekdays at 08:30 (Asia/Tokyo)." in told
    assert "Next: Tue 24 Nov 08:30 (Asia/Tokyo)." in told
    assert "Understood as: Events that involve both China and the Philippines." in told
    one = await only(scene)
    assert (one.schedule, one.zone, one.creator) == ("30 8 * * 1-5", "Asia/Tokyo", "discord:1")
    assert one.query is not None
    assert one.told_until == NOW


async def test_with_nothing_said_it_is_a_daily_digest_of_everything(scene: Scene) -> None:
    told = shown(await scene.subscriptions.add(ADMIN, HERE, Fields()))
    assert "daily at 07:00 (Asia/Tokyo)" in told
    assert "Topic: everything" in told
    one = await only(scene)
    assert (one.topic, one.query, one.name, one.size) == (None, None, None, 10)


async def test_a_watch_has_no_schedule(scene: Scene) -> None:
    told = shown(await scene.subscriptions.add(ADMIN, HERE, Fields(kind="watch", topic="anything Japan signs")))
    assert "A watch in #channel-41, as news is read" in told
    assert "Next" not in told
    one = await only(scene)
    assert (one.schedule, one.next_run_at) == (None, None)


async def test_a_zone_in_the_schedule_counts_unless_another_is_given(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, Fields(schedule="daily at 7:00 in Canberra"))
    assert (await only(scene)).zone == "Australia/Sydney"
    with pytest.raises(BadField, match="The schedule says Australia/Sydney, but the zone is Asia/Seoul"):
        await scene.subscriptions.add(ADMIN, HERE, Fields(schedule="7:00 in Canberra", zone="Seoul"))


WRONG = [
    (Fields(kind="newsletter"), "kind", "“newsletter” cannot be used for kind: choose digest or watch."),
    (Fields(topic="blorf gnarf"), "topic", "The topic “blorf gnarf” cannot be followed"),
    (Fields(topic="x " * 400), "topic", "a topic may have 300 characters"),
    (Fields(schedule="now and then"), "schedule", "I cannot read “now”"),
    (Fields(kind="watch", schedule="daily"), "schedule", "A watch has no schedule"),
    (Fields(zone="Tokio"), "zone", "did you mean Asia/Tokyo?"),
    (Fields(size="0"), "size", "“0” cannot be used for size: say 1 to 30 lines."),
    (Fields(size="many"), "size", "say 1 to 30 lines"),
    (Fields(size="9" * 50), "size", "say 1 to 30 lines"),
    (Fields(most_an_hour=61), "most_an_hour", "say 1 to 60 messages an hour"),
    (Fields(language="tlh"), "language", "Dates cannot be written in “tlh”: use one of en, en-us, iso"),
    (Fields(catch_up="all"), "catch_up", "choose combine, latest or skip"),
    (Fields(quiet="shout"), "quiet", "choose nothing or line"),
    (Fields(palette="pink"), "palette", "choose dark, light or none"),
    (Fields(name="7"), "name", "A name cannot be only a number"),
    (Fields(name="x" * 61), "name", "it may have 60 characters"),
    (Fields(name="a\x00b"), "name", "characters that cannot be shown"),
    (Fields(channel="x" * 101), "channel", "is no channel"),
]


async def test_a_value_that_cannot_be_used_is_told_in_a_sentence_and_nothing_is_kept(scene: Scene) -> None:
    for fields, field, sentence in WRONG:
        with pytest.raises(BadField) as caught:
            await scene.subscriptions.add(ADMIN, HERE, fields)
        assert caught.value.field == field
        assert sentence in str(caught.value)
    assert not await scene.subscriptions.found(ADMIN, HERE)
    assert not await scene.changes()


async def test_a_channel_that_cannot_be_written_to_is_refused_and_a_lesser_fault_is_told(scene: Scene) -> None:
    scene.channels.problems["41"] = [Problem("no_permission", "I may not write there.", "Allow Send Messages.")]
    with pytest.raises(BadField, match=r"I may not write there\. Allow Send Messages\."):
        await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    scene.channels.problems["41"] = [Problem("no_pictures", "Pictures cannot be sent.", "Allow Attach Files.")]
    assert "Pictures cannot be sent. Allow Attach Files." in shown(await scene.subscriptions.add(ADMIN, HERE, BRIEF))
    scene.channels.silent = True
    assert "Changed" in shown(await scene.subscriptions.edit(ADMIN, HERE, "1", Fields(channel="42")))


async def test_a_subscription_is_found_by_number_name_and_part_of_a_name(scene: Scene) -> None:
    for name in ("Morning brief", "Evening brief", "brief"):
        await scene.subscriptions.add(ADMIN, HERE, Fields(name=name))
    for words, number in (
        ("1", 1),
        ("#2", 2),
        ("morning BRIEF", 1),
        ("even", 2),
        ("brief", 3),
        ("2 (Evening brief)", 2),
    ):
        assert (await scene.subscriptions.get(ADMIN, HERE, words)).id == number
    with pytest.raises(
        NoSuchSubscription, match=r"could be 2 subscriptions: 1 \(Morning brief\); 2 \(Evening brief\)\."
    ):
        await scene.subscriptions.get(ADMIN, HERE, "ning br")
    for words in ("7", "noon", ""):
        with pytest.raises(NoSuchSubscription):
            await scene.subscriptions.get(ADMIN, HERE, words)


async def test_a_name_is_given_once_in_a_workspace_and_may_be_taken_away(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    with pytest.raises(BadField, match="Subscription 1 is called “Morning brief” already"):
        await scene.subscriptions.add(ADMIN, HERE, Fields(name="MORNING BRIEF"))
    await scene.subscriptions.edit(ADMIN, HERE, "1", Fields(name="Morning Brief"))
    await scene.subscriptions.edit(ADMIN, HERE, "1", Fields(name="none"))
    assert (await only(scene)).name is None


async def test_subscriptions_of_other_workspaces_and_platforms_are_not_there(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    for elsewhere in (replace(HERE, workspace="901"), replace(HERE, platform="slack")):
        assert not await scene.subscriptions.found(ADMIN, elsewhere)
        with pytest.raises(NoSuchSubscription):
            await scene.subscriptions.remove(ADMIN, elsewhere, "1")
        with pytest.raises(NoSuchSubscription):
            await scene.subscriptions.show(ADMIN, elsewhere, "Morning brief")
    assert len(await scene.subscriptions.found(OPERATOR, EVERYWHERE)) == 1


async def test_a_list_is_of_one_channel_or_of_all(scene: Scene) -> None:
    assert "There are no subscriptions yet." in shown(await scene.subscriptions.list(ADMIN, HERE))
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    await scene.subscriptions.add(ADMIN, HERE, Fields(channel="42", kind="watch"))
    assert len((await scene.subscriptions.list(ADMIN, HERE)).entries) == 1
    told = shown(await scene.subscriptions.list(ADMIN, replace(HERE, channel=None)))
    assert "1 (Morning brief): digest in #channel-41: events between China and the Philippines" in told
    assert "2: watch in #channel-42: everything; as news is read; watching" in told


async def test_an_edit_changes_what_is_given_and_nothing_else(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    before = await only(scene)
    told = shown(await scene.subscriptions.edit(ADMIN, HERE, "1", Fields(schedule="7:00 and 18:00", size="5")))
    assert told.startswith("Changed subscription 1 (Morning brief)\n")
    assert "daily at 07:00 and 18:00 (Asia/Tokyo)" in told
    assert "Next: Mon 23 Nov 18:00 (Asia/Tokyo)." in told
    after = await only(scene)
    changed = {name for name in Subscription.__dataclass_fields__ if getattr(before, name) != getattr(after, name)}
    assert changed == {"schedule", "size", "next_run_at", "next_wall", "revision"}
    same = await scene.subscriptions.edit(ADMIN, HERE, "1", Fields(size="5"))
    assert shown(same).startswith("Nothing to change in subscription 1")
    assert (await only(scene)).revision == after.revision
    everything = shown(await scene.subscriptions.edit(ADMIN, HERE, "1", Fields(topic="everything")))
    assert "Topic: everything" in everything
    assert (await only(scene)).query is None


async def test_a_topic_that_is_not_understood_any_more_keeps_nobody_from_the_rest(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    async with scene.store.writing() as session:
        await session.execute(update(models.Subscription).values(topic="blorf gnarf"))
    told = shown(await scene.subscriptions.edit(ADMIN, HERE, "1", Fields(size=5)))
    assert "5 lines at most" in told
    assert "Understood as: nothing. The topic “blorf gnarf” cannot be followed" in told
    assert "cannot be followed" in shown(await scene.subscriptions.show(ADMIN, HERE, "1"))


async def test_what_cannot_be_edited_is_told(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    with pytest.raises(BadField, match="A digest stays one: remove it and add a watch"):
        await scene.subscriptions.edit(ADMIN, HERE, "1", Fields(kind="watch"))
    with pytest.raises(BadField, match="Say what to change"):
        await scene.subscriptions.edit(ADMIN, HERE, "1", Fields())
    with pytest.raises(BadZone):
        await scene.subscriptions.edit(ADMIN, HERE, "1", Fields(zone="Atlantis"))


PAUSES = [
    ("Friday", "Fri 27 Nov 00:00", "Fri 27 Nov 08:30"),
    ("30 November", "Mon 30 Nov 00:00", "Mon 30 Nov 08:30"),
    ("Monday", "Mon 30 Nov 00:00", "Mon 30 Nov 08:30"),
    ("tomorrow", "Tue 24 Nov 00:00", "Tue 24 Nov 08:30"),
    ("3 days", "Thu 26 Nov 12:00", "Fri 27 Nov 08:30"),
    ("for a week", "Mon 30 Nov 12:00", "Tue 1 Dec 08:30"),
    ("2026-12-01 08:30", "Tue 1 Dec 08:30", "Tue 1 Dec 08:30"),
    ("5 January", "Tue 5 Jan 00:00", "Tue 5 Jan 08:30"),
]
NO_PAUSES = [
    ("blurb", "“blurb” is no date that I can read: say 30 November, Friday, or 3 days."),
    ("2026-11-22", "is over: name a later day"),
    ("2 June 2031", "A pause with an end lasts a year at most"),
    ("99999999 weeks", "A pause with an end lasts a year at most"),
]


async def test_a_pause_ends_on_the_day_that_is_named_by_the_clocks_of_the_zone(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    for words, sentence in NO_PAUSES:
        with pytest.raises(BadField) as caught:
            await scene.subscriptions.pause(ADMIN, HERE, "1", words)
        assert sentence in str(caught.value)
    assert not (await only(scene)).paused
    for words, until, coming in PAUSES:
        told = shown(await scene.subscriptions.pause(ADMIN, HERE, "1", words))
        assert f"Paused until {until} (Asia/Tokyo)." in told
        assert f"Next: {coming} (Asia/Tokyo)." in told


async def test_a_pause_without_an_end_lasts_until_it_is_resumed_also_over_an_edit(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    assert "Paused until it is resumed." in shown(await scene.subscriptions.pause(ADMIN, HERE, "1"))
    assert (await only(scene)).next_run_at is None
    await scene.subscriptions.edit(ADMIN, HERE, "1", Fields(schedule="9:00"))
    assert (await only(scene)).next_run_at is None
    told = shown(await scene.subscriptions.resume(ADMIN, HERE, "1"))
    assert told == "Resumed subscription 1 (Morning brief)\nNext: Tue 24 Nov 09:00 (Asia/Tokyo)."
    assert "is not paused" in shown(await scene.subscriptions.resume(ADMIN, HERE, "1"))


async def test_a_pause_by_the_bot_is_told_with_its_reason_and_can_be_resumed(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    async with scene.store.writing() as session:
        await subscriptions.pause_channel(session, "discord", "41", "channel_gone", now=scene.now)
    told = shown(await scene.subscriptions.list(ADMIN, HERE))
    assert "Paused by Sealane, because the channel is not there any more, until it is resumed" in told
    await scene.subscriptions.resume(ADMIN, HERE, "1")
    assert not (await only(scene)).paused


async def test_what_is_removed_is_gone(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    assert "Removed subscription 1 (Morning brief)" in shown(await scene.subscriptions.remove(ADMIN, HERE, "morning"))
    with pytest.raises(NoSuchSubscription, match="There is no subscription “morning” here"):
        await scene.subscriptions.remove(ADMIN, HERE, "morning")


async def test_only_admins_may_do_anything(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    desk = scene.subscriptions
    exported = await desk.export(ADMIN, HERE)
    for work in (
        desk.add(GUEST, HERE, BRIEF),
        desk.list(GUEST, HERE),
        desk.show(GUEST, HERE, "1"),
        desk.edit(GUEST, HERE, "1", Fields(size=3)),
        desk.pause(GUEST, HERE, "1"),
        desk.resume(GUEST, HERE, "1"),
        desk.remove(GUEST, HERE, "1"),
        desk.preview(GUEST, HERE, "1"),
        desk.test(GUEST, HERE, "1"),
        desk.doctor(GUEST, HERE, "1"),
        desk.log(GUEST, HERE, "1"),
        desk.why(GUEST, HERE, "1", 1),
        desk.export(GUEST, HERE),
        desk.import_(GUEST, HERE, exported),
    ):
        with pytest.raises(NotAllowed, match="You need the permission “Manage Server” for that"):
            await work
    await scene.settings.add_admin(ADMIN, HERE, "role:77")
    assert len(await desk.found(GUEST, HERE)) == 1
    with pytest.raises(NotAllowed):
        await desk.found(GUEST, replace(HERE, workspace="901"))


async def test_each_change_is_kept_with_who_did_it_and_what_was_before_and_after(scene: Scene) -> None:
    desk = scene.subscriptions
    await desk.add(ADMIN, HERE, BRIEF)
    await desk.edit(ADMIN, HERE, "1", Fields(size="5"))
    await desk.pause(ADMIN, HERE, "1")
    await desk.resume(ADMIN, HERE, "1")
    await desk.remove(ADMIN, HERE, "1")
    removed, resumed, paused, edited, added = await scene.changes()
    assert {one.person for one in (removed, resumed, paused, edited, added)} == {"discord:1"}
    assert [one.action.partition(".")[2] for one in (added, edited, paused, resumed, removed)] == [
        "add", "edit", "pause", "resume", "remove",
    ]  # fmt: skip
    assert added.before is None
    assert added.after is not None
    assert added.after["schedule"] == "30 8 * * 1-5"
    assert (edited.before, edited.after) == ({"size": 10}, {"size": 5})
    assert paused.after is not None
    assert paused.after["paused_code"] == "person"
    assert removed.before is not None
    assert removed.before["name"] == "Morning brief"
    assert removed.after is None
    assert "discord:1 subscription.edit 1 (Morning brief): size 10 -> 5" in shown(
        await scene.settings.changes(ADMIN, HERE)
    )


async def test_an_export_comes_back_with_nothing_lost(scene: Scene) -> None:
    desk = scene.subscriptions
    await desk.add(ADMIN, HERE, replace(BRIEF, language="ja", palette="light", catch_up="skip", quiet="nothing"))
    await desk.add(ADMIN, HERE, Fields(kind="watch", topic="anything Japan signs", most_an_hour=3))
    await desk.pause(ADMIN, HERE, "2")
    await desk.pause(ADMIN, HERE, "1", "Friday")
    async with scene.store.writing() as session:
        one = await subscriptions.get(session, 1)
        assert one is not None
        assert one.next_run_at is not None
        assert one.next_wall is not None
        scene.later(hours=1)
        await subscriptions.advance(session, [Advance(1, scene.now, Slot(one.next_run_at, one.next_wall))])
        await subscriptions.pause(
            session, 1, "person", now=scene.now, until=one.paused_until, slot=Slot(one.next_run_at, one.next_wall)
        )
    scene.later(hours=1)
    exported = await desk.export(ADMIN, HERE)
    before = list(await desk.found(ADMIN, HERE))
    assert "0 of 2 subscriptions were added; 2 were there already." in shown(await desk.import_(ADMIN, HERE, exported))
    for number in ("1", "2"):
        await desk.remove(ADMIN, HERE, number)
    assert "2 of 2 subscriptions were added." in shown(await desk.import_(ADMIN, HERE, exported.encode()))
    after = list(await desk.found(ADMIN, HERE))
    assert [replace(one, id=0, revision=1) for one in after] == [replace(one, id=0, revision=1) for one in before]
    assert json.loads(await desk.export(ADMIN, HERE, "morning"))["subscriptions"][0]["name"] == "Morning brief"


async def test_what_is_imported_elsewhere_begins_there_anew(scene: Scene) -> None:
    desk = scene.subscriptions
    await desk.add(ADMIN, HERE, BRIEF)
    async with scene.store.writing() as session:
        await subscriptions.pause_channel(session, "discord", "41", "channel_gone", now=scene.now)
    exported = await desk.export(ADMIN, HERE)
    scene.later(days=3)
    there = Where("slack", "T1", "C1")
    await desk.import_(ADMIN, there, exported)
    [one] = await desk.found(ADMIN, there)
    assert (one.platform, one.workspace, one.channel) == ("slack", "T1", "C1")
    assert (one.told_until, one.paused, one.name) == (scene.now, False, "Morning brief")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "That file is not JSON."),
        ("[" * 100_000, "That file is not JSON."),
        (b"\xff\xfe\x00", "That file is not JSON."),
        ("{}", "That file holds no subscriptions."),
        ("[1]", "That file holds no subscriptions."),
        ('{"format": "sealane-subscriptions", "version": 9}', "written by a newer Sealane"),
        ('{"format": "sealane-subscriptions", "version": 1, "subscriptions": 3}', "should be a list"),
        (
            '{"format": "sealane-subscriptions", "version": 1, "subscriptions": [3]}',
            "Subscription 1 of the file is not",
        ),
        ('{"format": "sealane-subscriptions", "version": 1, "subscriptions": [{}]}', "lacks its kind"),
        (" " * 2_000_001, "That file is too large"),
    ],
)
def test_a_file_that_cannot_be_imported_is_told(data: str | bytes, sentence: str) -> None:
    with pytest.raises(BadFile) as caught:
        portable.read(data)
    assert sentence in str(caught.value)


WRONG_IN_FILES: list[tuple[dict[str, object], str]] = [
    ({"schedule": "never"}, "Subscription 1 of the file: I cannot read “never”"),
    ({"size": "ten"}, "“size” of subscription 1 in the file should be a number."),
    ({"size": True}, "“size” of subscription 1 in the file should be a number."),
    ({"zone": None}, "Subscription 1 of the file lacks its zone."),
    ({"told_until": "yesterday"}, "“told_until” of subscription 1 in the file should be a time"),
    ({"told_until": "2026-11-01"}, "“told_until” of subscription 1 in the file should be a time"),
]


async def test_a_wrong_value_in_a_file_is_told_with_its_place(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    held = json.loads(await scene.subscriptions.export(ADMIN, HERE))
    [kept] = held["subscriptions"]
    for change, sentence in WRONG_IN_FILES:
        held["subscriptions"] = [{**kept, "name": "other", "channel": "43", **change}]
        with pytest.raises(SubscriptionError) as caught:
            await scene.subscriptions.import_(ADMIN, HERE, json.dumps(held))
        assert sentence in str(caught.value)
    assert len(await scene.subscriptions.found(ADMIN, HERE)) == 1


async def test_a_test_is_planned_for_the_channel_and_counts_as_told_to_nobody(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    told = shown(await scene.subscriptions.test(ADMIN, HERE, "1"))
    assert told.startswith("A test is on its way to #channel-41.")
    _, [planned] = await scene.subscriptions.logged(ADMIN, HERE, "1")
    assert (planned.kind, planned.state, planned.channel) == ("test", State.COMPOSED, "41")
    assert (await only(scene)).told_until == NOW
    with pytest.raises(Unavailable, match="Discord is not connected here"):
        await Subscriptions(scene.store, zone="UTC", topics=scene.topics).test(ADMIN, HERE, "1")


async def test_a_preview_tells_what_is_there_so_far_and_keeps_nothing(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    made = await scene.subscriptions.preview(ADMIN, HERE, "1")
    assert made.quiet
    assert not (await scene.subscriptions.logged(ADMIN, HERE, "1"))[1]
    with pytest.raises(Unavailable, match="Nothing can be composed here"):
        await Subscriptions(scene.store, zone="UTC", topics=scene.topics).preview(ADMIN, HERE, "1")


async def test_the_log_tells_what_became_of_each_delivery(scene: Scene) -> None:
    await scene.subscriptions.add(ADMIN, HERE, BRIEF)
    assert "Nothing has been due yet." in shown(await scene.subscriptions.log(ADMIN, HERE, "1"))
    async with scene.store.writing() as session:
        for number, (state, code) in enumerate(
            ((State.SKIPPED, "quiet"), (State.SKIPPED, "outage"), (State.PLANNED, None))
        ):
            new = NewDelivery(
                1,
                NOW.replace(hour=number),
                "digest",
                "discord",
                "900",
                "41",
                f"k{number}",
                NOW,
                state=state,
                error_code=code,
            )
            await deliveries.plan(session, [new])
    told = shown(await scene.subscriptions.log(ADMIN, HERE, "1"))
    assert "Mon 23 Nov 2026 09:00: not sent, because there was nothing to tell" in told
    assert "Mon 23 Nov 2026 10:00: not sent, because an outage swallowed its time" in told
    assert "Mon 23 Nov 2026 11:00: planned" in told
    assert len((await scene.subscriptions.log(ADMIN, HERE, "1", limit=1)).entries) == 1
