"""What admins order on Slack: by words and forms, in a channel and on the Home tab; and who may."""

import sqlite3
from pathlib import Path

from tests.fakes import slack_payloads as payloads
from tests.fakes.slack_payloads import ADMIN, ALICE, BOB, CHANNEL
from tests.fakes.slack_server import FakeSlack, words
from tests.slack.conftest import Serve
from tests.slack.doing import modal, said, submit

QUESTION = "who visited Tonga in May 2023?"


async def test_admins_order_by_words_and_nobody_else_does(serve: Serve, slack: FakeSlack, database: Path) -> None:
    async with serve(zone="Asia/Tokyo"):
        for text in ("subscribe daily at 8", "watch anything Japan signs", "subscriptions", "sources", "settings"):
            assert "You need to be an admin" in await said(slack, text, ALICE)
        assert "Added subscription 1" in await said(slack, "subscribe weekdays at 8:30 about anything Japan signs")
        assert "Added subscription 2" in await said(slack, "watch anything Fiji signs")
        listed = await said(slack, "subscriptions")
        assert "digest in #news: anything Japan signs; " in listed
        assert "watch in #news: anything Fiji signs" in listed
        assert "Added subscription 3" in await said(slack, "subscribe Mondays at 9", BOB)
        assert "Paused subscription 3" in await said(slack, "subscriptions pause 3", BOB)
        assert "Resumed subscription 3" in await said(slack, "subscriptions resume 3")
        assert "weekdays" in await said(slack, "subscriptions show 1")
        assert "Changed subscription 1" in await said(slack, "subscriptions edit 1 schedule daily at 6:00")
        assert "Removed subscription 2" in await said(slack, "subscriptions remove 2")
        assert "Say what to do and with which" in await said(slack, "subscriptions dance 1")
        assert "You need to be an admin" in await said(slack, "settings zone Suva", BOB)
        assert "Pacific/Fiji" in await said(slack, "settings zone Suva")
        assert "There are no sources yet" in await said(slack, "sources")
        assert "may now change" in await said(slack, f"settings admins add <@{ALICE}|alice>")
        assert "daily at 06:00" in await said(slack, "subscriptions show 1", ALICE)
        slack.fail("users.info", 500, times=9)
        assert "does not say just now whether you are an admin" in await said(slack, "subscriptions remove 1")
    connection = sqlite3.connect(database)
    changes = connection.execute("SELECT person, action FROM audit_entries ORDER BY id").fetchall()
    connection.close()
    assert changes[:4] == [
        (f"slack:T0ISLANDS:{ADMIN}", "subscription.add"),
        (f"slack:T0ISLANDS:{ADMIN}", "subscription.add"),
        (f"slack:T0ISLANDS:{BOB}", "subscription.add"),
        (f"slack:T0ISLANDS:{BOB}", "subscription.pause"),
    ]
    assert {action for _, action in changes} >= {"settings.zone", "settings.admins", "subscription.remove"}


async def test_forms_are_filled_corrected_and_checked_again_when_submitted(serve: Serve, slack: FakeSlack) -> None:
    async with serve(slack_admins=f"U0OTHER, {ALICE}"):
        form = await modal(slack, "subscribe", ALICE)
        assert {"channel", "topic", "schedule", "zone", "name"} <= {block.get("block_id") for block in form["blocks"]}
        again = await submit(slack, form, ALICE, channel=CHANNEL, schedule="whenever", topic="anything Japan signs")
        assert "⚠" in words(again)
        typed = {
            block["block_id"]: block["element"].get("initial_value") for block in again["blocks"] if "element" in block
        }
        assert (typed["schedule"], typed["topic"]) == ("whenever", "anything Japan signs")
        assert "Added subscription 1 (Signings)" in words(
            await submit(slack, again, ALICE, channel=CHANNEL, schedule="Fridays at 17:00", name="Signings")
        )
        form = await modal(slack, payloads.shortcut("subscribe", user=BOB), BOB)
        assert "works only for a channel that you made" in words(form)
        stolen = payloads.shortcut("subscribe", user=BOB)
        form = await modal(slack, stolen, BOB)
        assert "You need to be an admin" in words(
            await submit(slack, form, BOB, channel="C0OTHER", schedule="daily at 7")
        )
        assert "Added subscription 2" in words(await submit(slack, form, BOB, channel=CHANNEL, kind="watch"))
        edited = await modal(slack, "subscriptions edit 1", ALICE)
        assert "Subscription" in edited["title"]["text"]
        assert "Changed subscription 1" in words(
            await submit(slack, edited, ALICE, channel=CHANNEL, schedule="Sundays at 9:00", name="Signings")
        )
        assert "Sundays at 09:00" in await said(slack, "subscriptions show 1", ALICE)
        refused = await modal(slack, "subscriptions edit 1", "U0STRANGER")
        assert "does not say just now" in words(refused)


async def test_the_home_tab_shows_the_brief_and_the_subscriptions_and_acts_on_them(
    serve: Serve, slack: FakeSlack
) -> None:
    async with serve():
        await said(slack, "subscribe daily at 7 about anything Japan signs")
        for user in (ALICE, ADMIN):
            await slack.event({"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home"})
            await slack.reached(lambda user=user: user in slack.homes)  # type: ignore[misc]
        assert "anything Japan signs" in words(slack.homes[ALICE])
        assert not [block for block in slack.homes[ALICE]["blocks"] if "accessory" in block]
        [line] = [block for block in slack.homes[ADMIN]["blocks"] if "accessory" in block]
        pause = line["accessory"]["options"][0]
        chosen = {"type": "overflow", "action_id": line["accessory"]["action_id"], "selected_option": pause}
        assert "Paused subscription 1" in words(await modal(slack, payloads.press_in_home(chosen, user=ADMIN)))
        await slack.reached(lambda: "Paused until it is resumed" in words(slack.homes[ADMIN]))
        forged = payloads.press_in_home(chosen, user=ALICE)
        assert "You need to be an admin" in words(await modal(slack, forged, ALICE))
        new = {"type": "button", "action_id": "sealane:home-new"}
        form = await modal(slack, payloads.press_in_home(new, user=ADMIN))
        assert form["callback_id"] == "sealane:subscription"


async def test_briefs_lists_profiles_help_privacy_and_what_is_no_command(serve: Serve, slack: FakeSlack) -> None:
    async with serve():
        for text, expected in (
            ("", "Ask Sealane about the Indo-Pacific"),
            ("help", "/brief what did Kishida sign?"),
            ("who Ana Kilani", "fisheries envoy"),
            ("who visited Tonga in May 2023", "Fumio Kishida"),
            ("timeline Ana Kilani since 2018", "fishing pact number 2018"),
            ("events Fiji with Ana Kilani until 2012", "fishing pact number 2012"),
            ("events of Narnia", ""),
            ("privacy", "What Sealane keeps of you"),
            ("privacy delete", "Removed:"),
            ("today", ""),
            ("week about anything Fiji signs", ""),
            ("x" * 600, "500 characters"),
        ):
            assert expected in await said(slack, text, ALICE), text
        about = await slack.shortcut_on(f"<@U1> *{QUESTION}*")
        assert "Fumio Kishida" in await about.answer()
        empty = await slack.shortcut_on("")
        assert "no text" in await empty.answer()
        unknown = await slack.interact(payloads.shortcut("another"))
        await slack.reached(lambda: unknown.acknowledged)
