"""What delivery posts to Discord arrives once, is found again by its key, and each fault says what to do."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import httpx
import pytest

from bot.chat.message import Message, Picture
from bot.delivery.transport import CannotKnow, Halt, HaltCode, Outgoing, Refused, Retry, Unknown
from cogs.discord.posting import DiscordTransport, permissions_in
from tests.fakes.discord_limits import problems
from tests.fakes.discord_server import APPLICATION, CHANNEL, GUILD, LOST, TOKEN, FakeDiscord

POSTS = r"/channels/\d+/messages"
KEY = "s" + "a" * 24


@pytest.fixture
async def server() -> AsyncIterator[FakeDiscord]:
    """A Discord."""
    async with FakeDiscord() as running:
        yield running


@pytest.fixture
async def transport(server: FakeDiscord) -> AsyncIterator[DiscordTransport]:
    """The way to it."""
    async with httpx.AsyncClient() as client:
        yield DiscordTransport(client, server.api, TOKEN)


def outgoing(transport: DiscordTransport, message: Message | None = None, picture: bytes | None = None) -> Outgoing:
    """A message on its way, tried for the first time now."""
    body = transport.pack(message or Message(headline="Monday", text="Fiji opened a port."), picture)[0]
    return Outgoing(1, "discord", str(GUILD), str(CHANNEL), KEY, body, picture, first_attempt_at=datetime.now(UTC))


async def test_a_message_whose_answer_was_lost_is_found_by_its_key_and_one_that_never_came_is_not(
    server: FakeDiscord, transport: DiscordTransport
) -> None:
    message = outgoing(transport)
    assert await transport.find(message) is None
    server.fail("POST", POSTS, LOST)
    with pytest.raises(Unknown):
        await transport.send(message)
    found = await transport.find(message)
    assert found == server.history[str(CHANNEL)][0]["id"]
    assert await transport.find(replace(message, key="s" + "b" * 24)) is None


async def test_sent_again_within_minutes_it_is_the_same_message(
    server: FakeDiscord, transport: DiscordTransport
) -> None:
    message = outgoing(transport)
    first = await transport.send(message)
    assert await transport.send(message) == first
    assert len(server.messages) == 1
    assert problems(server.messages[0]) == []


async def test_it_is_found_behind_many_others_and_too_many_others_are_no_proof_that_it_is_not_there(
    server: FakeDiscord, transport: DiscordTransport
) -> None:
    message = outgoing(transport)
    for number in range(250):
        await transport.send(replace(message, key=f"other{number}"))
    sent = await transport.send(message)
    assert await transport.find(message) == sent
    for number in range(260):
        await transport.send(replace(message, key=f"later{number}"))
    with pytest.raises(CannotKnow):
        await transport.find(replace(message, key="never"))


async def test_a_picture_is_attached_with_what_it_shows(server: FakeDiscord, transport: DiscordTransport) -> None:
    shown = Message(headline="Monday", pictures=(Picture("days.png", "Events a day: 3 on Monday"),))
    await transport.send(outgoing(transport, shown, b"\x89PNG"))
    assert server.files == [("days.png", b"\x89PNG")]
    assert server.messages[0]["attachments"][0]["description"] == "Events a day: 3 on Monday"
    assert server.messages[0]["embeds"][0]["image"] == {"url": "attachment://days.png"}


async def test_without_its_picture_a_message_shows_none(server: FakeDiscord, transport: DiscordTransport) -> None:
    shown = Message(headline="Monday", pictures=(Picture("days.png", "Events a day"),))
    await transport.send(outgoing(transport, shown))
    assert server.files == []
    assert "attachments" not in server.messages[0]
    assert "image" not in server.messages[0]["embeds"][0]


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (404, {"code": 10003, "message": "Unknown Channel"}, HaltCode.CHANNEL_GONE),
        (404, {"code": 10004, "message": "Unknown Guild"}, HaltCode.WORKSPACE_GONE),
        (403, {"code": 50001, "message": "Missing Access"}, HaltCode.NO_PERMISSION),
        (403, {"code": 50013, "message": "Missing Permissions"}, HaltCode.NO_PERMISSION),
        (403, {"code": 50007, "message": "Cannot send"}, HaltCode.PERSON_UNREACHABLE),
    ],
)
async def test_what_only_people_can_mend_halts(
    server: FakeDiscord, transport: DiscordTransport, status: int, body: dict[str, Any], expected: HaltCode
) -> None:
    server.fail("POST", POSTS, status, body=body)
    with pytest.raises(Halt) as caught:
        await transport.send(outgoing(transport))
    assert caught.value.code is expected
    assert caught.value.invalid is (status == 403)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_after_a_fault_of_the_server_nobody_knows_whether_it_arrived(
    server: FakeDiscord, transport: DiscordTransport, status: int
) -> None:
    server.fail("POST", POSTS, status)
    with pytest.raises(Unknown):
        await transport.send(outgoing(transport))


async def test_being_too_fast_says_when_to_try_again_and_whether_anything_may_be_sent(
    server: FakeDiscord, transport: DiscordTransport
) -> None:
    server.fail("POST", POSTS, 429, body={"message": "slow", "retry_after": 2.5, "global": True})
    with pytest.raises(Retry) as caught:
        await transport.send(outgoing(transport))
    assert caught.value.after == timedelta(seconds=2.5)
    assert caught.value.everywhere
    assert caught.value.invalid


async def test_a_wrong_token_is_no_channels_fault(server: FakeDiscord) -> None:
    async with httpx.AsyncClient() as client:
        transport = DiscordTransport(client, server.api, "wrong")
        with pytest.raises(Retry) as caught:
            await transport.send(outgoing(transport))
    assert caught.value.everywhere


async def test_a_discord_that_is_not_there_took_nothing(transport: DiscordTransport) -> None:
    async with httpx.AsyncClient() as client:
        nowhere = DiscordTransport(client, "http://127.0.0.1:9/api", TOKEN)
        with pytest.raises(Retry):
            await nowhere.send(outgoing(transport))


async def test_a_refused_body_is_refused_and_goes_as_plain_text(
    server: FakeDiscord, transport: DiscordTransport
) -> None:
    message = outgoing(transport)
    server.fail("POST", POSTS, 400, body={"code": 50035, "message": "Invalid Form Body"})
    with pytest.raises(Refused):
        await transport.send(message)
    plain = transport.plain(message.body)
    assert plain is not None
    assert "Fiji opened a port." in plain["content"]
    assert transport.plain(plain) is None
    await transport.send(replace(message, body=plain))
    assert server.messages[-1]["content"] == plain["content"]


async def test_where_the_history_may_not_be_read_it_is_not_known(
    server: FakeDiscord, transport: DiscordTransport
) -> None:
    server.fail("GET", POSTS, 403, body={"code": 50001, "message": "Missing Access"})
    with pytest.raises(CannotKnow):
        await transport.find(outgoing(transport))


async def test_a_person_is_told_directly(server: FakeDiscord, transport: DiscordTransport) -> None:
    await transport.send(replace(outgoing(transport), channel="@discord:77"))
    assert [one["author"]["id"] for one in server.history["977"]] == [str(APPLICATION)]


async def test_a_check_names_each_permission_that_is_missing(server: FakeDiscord, transport: DiscordTransport) -> None:
    assert await transport.check(str(GUILD), str(CHANNEL)) == []
    refused = discord.Permissions(send_messages=True, attach_files=True)
    server.overwrites = [{"id": str(GUILD), "type": 0, "allow": "0", "deny": str(refused.value)}]
    told = [problem.text for problem in await transport.check(str(GUILD), str(CHANNEL))]
    assert told == ["Sealane may not write in it.", "Sealane may not attach pictures."]
    server.fail("GET", r"/channels/\d+$", 404, body={"code": 10003, "message": "Unknown Channel"})
    assert [problem.code for problem in await transport.check(str(GUILD), str(CHANNEL))] == ["channel_gone"]


def test_an_overwrite_for_a_role_beats_everyones_and_the_bots_own_beats_both() -> None:
    send = discord.Permissions(send_messages=True).value
    roles = [{"id": "1", "permissions": str(send)}, {"id": "5", "permissions": "0"}]
    channel: dict[str, Any] = {"permission_overwrites": [{"id": "1", "allow": "0", "deny": str(send)}]}
    member = {"roles": ["5"]}
    assert not permissions_in(channel, "1", "7", member, roles).send_messages
    channel["permission_overwrites"].append({"id": "5", "allow": str(send), "deny": "0"})
    assert permissions_in(channel, "1", "7", member, roles).send_messages
    channel["permission_overwrites"].append({"id": "7", "allow": "0", "deny": str(send)})
    assert not permissions_in(channel, "1", "7", member, roles).send_messages
    roles[1]["permissions"] = str(discord.Permissions(administrator=True).value)
    assert permissions_in(channel, "1", "7", member, roles).send_messages
