"""The commands of admins in a simulated Discord: who may use them, what they do, and what is kept of it."""

import json

import discord
import pytest
import simcord

from tests.cogs.conftest import Server
from tests.cogs.conftest import description as as_sent
from tests.cogs.test_discord_tree import command_total, parts

TOPIC = "events between Japan and Tonga"


def description(result: simcord.InteractionResult) -> str:
    """What a result shows, as people see it: without the marks that keep markup from being live."""
    return as_sent(result).replace("\\", "")


async def add(server: Server, **options: object) -> simcord.InteractionResult:
    return await server.admin.slash(server.channel, "subscription add", **{"topic": TOPIC, "name": "Brief", **options})


async def test_a_subscription_lives_its_whole_life_by_commands(server: Server) -> None:
    added = await add(server, schedule="weekdays 08:30", zone="Tokyo", language="ja")
    assert added.ephemeral
    told = description(added)
    assert told.startswith("Added subscription 1 (Brief)")
    assert "A digest in #news, weekdays at 08:30 (Asia/Tokyo)." in told
    assert "Understood as: Events that involve both Japan and Tonga." in told
    [one] = await server.subscriptions()
    assert (one.channel, one.creator) == (str(server.channel.id), f"discord:{server.admin.id}")
    for command, options, expected in (
        ("list", {}, "digest in #news: events between Japan and Tonga; weekdays at 08:30"),
        ("show", {"subscription": "brief"}, "Subscription 1 (Brief)"),
        ("edit", {"subscription": "1", "schedule": "7:00 and 18:00"}, "daily at 07:00 and 18:00"),
        ("pause", {"subscription": "1", "until": "3 days"}, "Paused until"),
        ("resume", {"subscription": "1"}, "Resumed subscription 1"),
        ("preview", {"subscription": "1"}, "Brief"),
        ("doctor", {"subscription": "1"}, "Discord is not connected here"),
        ("log", {"subscription": "1"}, "Nothing has been due yet."),
        ("why", {"subscription": "1", "event": 999}, "There is no event 999"),
        ("test", {"subscription": "1"}, "Discord is not connected here"),
        ("remove", {"subscription": "Brief"}, "Removed subscription 1 (Brief)"),
        ("list", {}, "There are no subscriptions yet."),
    ):
        result = await server.admin.slash(server.channel, f"subscription {command}", **options)
        assert result.ephemeral
        assert expected in description(result)
    actions = [change.action for change in await server.changes()]
    assert actions == [f"subscription.{name}" for name in ("remove", "resume", "pause", "edit", "add")]


async def test_only_admins_and_those_whom_they_name_may_use_the_commands(server: Server) -> None:
    await add(server)
    everybody = (server.alice, server.editor)
    for actor in everybody:
        for command, options in (
            ("subscription list", {}),
            ("subscription remove", {"subscription": "1"}),
            ("source list", {}),
            ("settings timezone", {"zone": "Tokyo"}),
            ("settings admins add", {"who": server.editor}),
        ):
            told = description(await actor.slash(server.channel, command, **options))
            assert told.startswith("You need the permission “Manage Server” for that"), command
    assert "the role editors may now change" in description(
        await server.admin.slash(server.channel, "settings admins add", who=server.role)
    )
    assert "1 (Brief)" in description(await server.editor.slash(server.channel, "subscription list"))
    told = description(await server.editor.slash(server.channel, "settings admins add", who=server.editor))
    assert told.startswith("You need the permission “Manage Server” for that: the list of admins")
    assert description(await server.alice.slash(server.channel, "subscription list")).startswith("You need")
    assert len(await server.subscriptions()) == 1


async def test_a_channel_in_which_the_bot_may_not_post_is_refused_with_what_to_allow(server: Server) -> None:
    told = description(await add(server, channel=server.closed))
    assert told == "I may not post in #closed: let me Send Messages, Embed Links there, then try again."
    assert not await server.subscriptions()
    await add(server)
    told = description(
        await server.admin.slash(server.channel, "subscription edit", subscription="1", channel=server.closed)
    )
    assert told.startswith("I may not post in #closed")
    told = description(await server.admin.slash(server.channel, "settings fallback-channel", channel=server.closed))
    assert told.startswith("I may not post in #closed")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"schedule": "now and then"}, "I cannot read “now” in the schedule “now and then”."),
        ({"zone": "Tokio"}, "I know no time zone “Tokio”: did you mean Asia/Tokyo?"),
        ({"topic": "blorf gnarf"}, "The topic “blorf gnarf” cannot be followed"),
        ({"kind": "watch", "schedule": "daily"}, "A watch has no schedule"),
    ],
)
async def test_bad_input_is_told_in_one_sentence(server: Server, options: dict[str, str], sentence: str) -> None:
    told = description(await add(server, **options))
    assert told.startswith(sentence)
    assert "\n" not in told
    assert not await server.subscriptions()


@pytest.mark.parametrize(
    ("command", "option", "typed", "value"),
    [
        ("subscription add", "zone", "canb", "Australia/Sydney"),
        ("subscription add", "topic", "prot", "protests in Myanmar"),
        ("subscription add", "topic", "events between Japan and ton", "events between Japan and Tonga"),
        ("subscription add", "schedule", "weekdays 8:30 jst", "weekdays 8:30 jst"),
        ("subscription show", "subscription", "bri", "1"),
        ("source add", "source", "fiji ti", "Fiji Times"),
        ("settings timezone", "zone", "tok", "Asia/Tokyo"),
    ],
)
async def test_names_are_completed_from_memory(
    server: Server, command: str, option: str, typed: str, value: str
) -> None:
    await add(server)
    choices = await server.admin.autocomplete(server.channel, command, option, typed)
    assert choices[0]["value"] == value
    assert all(len(choice["name"]) <= 100 for choice in choices)


async def test_a_schedule_is_shown_as_it_is_understood_while_it_is_typed(server: Server) -> None:
    choices = await server.admin.autocomplete(server.channel, "subscription add", "schedule", "mon 9 in suva")
    assert choices[0] == {"name": "Mondays at 09:00 (Pacific/Fiji)", "value": "mon 9 in suva"}


async def test_names_of_what_is_set_up_are_not_shown_to_others_than_admins(server: Server) -> None:
    await add(server)
    assert await server.alice.autocomplete(server.channel, "subscription show", "subscription", "") == []
    assert await server.alice.autocomplete(server.channel, "source show", "source", "") == []


async def test_an_export_is_a_file_that_comes_back(server: Server) -> None:
    await add(server, schedule="Mondays 9am")
    result = await server.admin.slash(server.channel, "subscription export")
    [followup] = result.followups
    assert followup.ephemeral
    [attachment] = followup.attachments
    exported = await attachment.read()
    assert attachment.filename == "subscriptions.json"
    assert json.loads(exported)["subscriptions"][0]["schedule"] == "0 9 * * 1"
    await server.admin.slash(server.channel, "subscription remove", subscription="1")
    for expected in ("1 of 1 subscriptions were added.", "0 of 1 subscriptions were added; 1"):
        result = await server.admin.slash(server.channel, "subscription import", file=("x.json", exported))
        assert expected in description(result)
    told = description(await server.admin.slash(server.channel, "subscription import", file=("x.json", b"{")))
    assert told == "That file is not JSON. Import what the export of subscriptions wrote."
    opml = b'<opml version="2.0"><body><outline text="Bay" xmlUrl="https://bay.example/f"/></body></opml>'
    told = description(await server.admin.slash(server.channel, "source import", file=("x.opml", opml)))
    assert told == "1 sources added, 0 were there already."
    [followup] = (await server.admin.slash(server.channel, "source export")).followups
    assert b"https://bay.example/f" in await followup.attachments[0].read()
    assert "1 (Bay)" in description(await server.admin.slash(server.channel, "settings changes"))


async def test_settings_are_kept_shown_and_start_new_subscriptions(server: Server) -> None:
    for command, options in (
        ("timezone", {"zone": "Suva"}),
        ("language", {"language": "iso"}),
        ("fallback-channel", {"channel": server.channel}),
        ("admins add", {"who": server.role}),
    ):
        await server.admin.slash(server.channel, f"settings {command}", **options)
    told = description(await server.admin.slash(server.channel, "settings show"))
    for expected in ("Pacific/Fiji", "iso", "#news", "the role editors"):
        assert expected in told
    await add(server)
    [one] = await server.subscriptions()
    assert (one.zone, one.language) == ("Pacific/Fiji", "iso")
    told = description(await server.admin.slash(server.channel, "settings changes"))
    assert "ada settings.zone zone: zone null -> Pacific/Fiji" in told
    await server.admin.slash(server.channel, "settings admins remove", who=server.role)
    assert description(await server.editor.slash(server.channel, "settings show")).startswith("You need")


async def test_sources_are_listed_and_bad_ones_refused(server: Server) -> None:
    assert "There are no sources yet." in description(await server.admin.slash(server.channel, "source list"))
    curated = description(await server.admin.slash(server.channel, "source list", curated=True))
    assert "RNZ Pacific" in curated
    told = description(await server.admin.slash(server.channel, "source add", source="file:///etc/passwd"))
    assert "it is not a web address" in told
    told = description(await server.admin.slash(server.channel, "source show", source="lighthouse"))
    assert told.startswith("There is no source")


async def test_the_groups_of_admins_are_within_discords_limits_and_hidden_from_others(server: Server) -> None:
    for name in ("subscription", "source", "settings"):
        group = server.bot.tree.get_command(name)
        assert group is not None
        payload = group.to_dict(server.bot.tree)
        assert payload["contexts"] == [0]
        assert payload["default_member_permissions"] == discord.Permissions(manage_guild=True).value
        assert command_total(payload) <= 8_000
        assert all(1 <= len(part["description"]) <= 100 for part in parts(payload))
