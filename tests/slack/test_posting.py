"""Delivery's way to Slack: once, with its picture, and each error told as what it asks for."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.chat.message import Entry, Message, Picture, Section
from bot.delivery.transport import DeliveryError, Halt, HaltCode, Outgoing, Refused, Retry, Unknown
from cogs.slack.calling import asking_client, make_session
from cogs.slack.posting import SlackTransport
from cogs.slack.workspaces import OneWorkspace, Workspace
from tests.fakes.slack_payloads import ALICE, CHANNEL, TEAM
from tests.fakes.slack_server import LOST, TOKEN, FakeSlack, words

PICTURE = Picture("chart.png", "Events a day, most on Tuesday")
DIGEST = Message(
    headline="Brief",
    sections=(Section("Security", (Entry("Japan sailed", "3 May"),)),),
    pictures=(PICTURE,),
)
NOW = datetime(2020, 5, 4, 9, tzinfo=UTC)


@pytest.fixture
async def transport(slack: FakeSlack) -> AsyncIterator[SlackTransport]:
    async def left(team: str) -> None:
        raise AssertionError(team)

    async def at_once(seconds: float) -> None:
        await asyncio.sleep(0)

    async with make_session() as session:
        workspaces = OneWorkspace(Workspace(TEAM, "Islands", TOKEN, "B1", "U1"), left)
        yield SlackTransport(workspaces, asking_client(session, slack.api), sleep=at_once)


def outgoing(transport: SlackTransport, message: Message = DIGEST, **changed: Any) -> Outgoing:
    picture = changed.pop("picture", None)
    body = transport.pack(message, picture)[0]
    given = {"id": 1, "platform": "slack", "workspace": TEAM, "channel": CHANNEL, "key": "key-1", "body": body}
    return Outgoing(**{**given, "picture": picture, **changed})


async def test_a_digest_is_posted_with_its_picture_described_in_words(
    slack: FakeSlack, transport: SlackTransport
) -> None:
    ts = await transport.send(outgoing(transport, picture=b"\x89PNG"))
    [message] = slack.messages
    assert message["ts"] == ts
    [image] = [block for block in message["blocks"] if block["type"] == "image"]
    assert slack.files[image["slack_file"]["id"]] == b"\x89PNG"
    assert image["alt_text"] == PICTURE.description
    assert slack.called("files.getUploadURLExternal")[0]["alt_txt"] == PICTURE.description
    assert message["metadata"]["event_payload"] == {"key": "key-1"}
    assert (message["unfurl_links"], message["unfurl_media"]) == (False, False)


async def test_a_picture_that_is_not_ready_is_waited_for_and_one_that_cannot_be_is_described(
    slack: FakeSlack, transport: SlackTransport
) -> None:
    slack.fail("chat.postMessage", "invalid_blocks", times=2)
    await transport.send(outgoing(transport, picture=b"\x89PNG"))
    assert "image" in {block["type"] for block in slack.messages[0]["blocks"]}
    slack.fail("files.getUploadURLExternal", "missing_scope")
    await transport.send(outgoing(transport, picture=b"\x89PNG"))
    assert "image" not in {block["type"] for block in slack.messages[1]["blocks"]}
    assert PICTURE.description in words(slack.messages[1])
    slack.fail("chat.postMessage", "invalid_blocks", times=4)
    await transport.send(outgoing(transport, picture=b"\x89PNG"))
    assert PICTURE.description in words(slack.messages[2])
    await transport.send(outgoing(transport))
    assert PICTURE.description in words(slack.messages[3])


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (429, Retry),
        ("ratelimited", Retry),
        (500, Unknown),
        (503, Unknown),
        (LOST, Unknown),
        ("internal_error", Unknown),
        ("invalid_blocks", Refused),
        ("msg_blocks_too_long", Refused),
        ("channel_not_found", HaltCode.CHANNEL_GONE),
        ("is_archived", HaltCode.CHANNEL_GONE),
        ("not_in_channel", HaltCode.NO_PERMISSION),
        ("missing_scope", HaltCode.NO_PERMISSION),
        ("restricted_action_read_only_channel", HaltCode.NO_PERMISSION),
        ("account_inactive", HaltCode.WORKSPACE_GONE),
        ("token_revoked", HaltCode.WORKSPACE_GONE),
        ("invalid_auth", HaltCode.WORKSPACE_GONE),
        ("user_not_found", HaltCode.PERSON_UNREACHABLE),
    ],
)
async def test_each_error_is_what_it_asks_for(
    slack: FakeSlack, transport: SlackTransport, outcome: int | str, expected: Any
) -> None:
    slack.fail("chat.postMessage", outcome, retry_after=7)
    with pytest.raises(DeliveryError) as caught:
        await transport.send(outgoing(transport))
    if isinstance(expected, HaltCode):
        assert isinstance(caught.value, Halt)
        assert caught.value.code is expected
    else:
        assert type(caught.value) is expected
    if outcome == 429:
        assert isinstance(caught.value, Retry)
        assert caught.value.after is not None
        assert caught.value.after.total_seconds() == 7


async def test_a_lost_answer_is_found_by_its_key_and_a_message_never_sent_is_not(
    slack: FakeSlack, transport: SlackTransport
) -> None:
    slack.fail("chat.postMessage", LOST)
    sent = outgoing(transport, first_attempt_at=NOW)
    with pytest.raises(Unknown):
        await transport.send(sent)
    assert await transport.find(sent) == slack.messages[0]["ts"]
    assert await transport.find(outgoing(transport, key="key-2", first_attempt_at=NOW)) is None
    for code, expected in (("missing_scope", "CannotKnow"), (503, "Retry"), ("channel_not_found", "Halt")):
        slack.fail("conversations.history", code)
        with pytest.raises(DeliveryError) as caught:
            await transport.find(sent)
        assert type(caught.value).__name__ == expected


async def test_a_person_is_written_to_directly_and_plain_text_says_the_same(
    slack: FakeSlack, transport: SlackTransport
) -> None:
    await transport.send(outgoing(transport, channel=f"@{TEAM}:{ALICE}"))
    assert slack.messages[0]["channel"] == f"D{ALICE[1:]}"
    body = transport.pack(DIGEST, None)[0]
    plain = transport.plain(body)
    assert plain is not None
    assert "Japan sailed" in plain["text"]
    assert transport.plain(plain) is None


async def test_a_channel_is_checked_with_how_to_mend_it(slack: FakeSlack, transport: SlackTransport) -> None:
    assert await transport.check(TEAM, CHANNEL) == []
    slack.members.clear()
    [problem] = await transport.check(TEAM, CHANNEL)
    assert (problem.code, "/invite" in problem.mend) == (HaltCode.NO_PERMISSION, True)
    [gone] = await transport.check(TEAM, "C0GONE")
    assert gone.code == HaltCode.CHANNEL_GONE
    slack.fail("conversations.info", 503)
    with pytest.raises(Retry):
        await transport.check(TEAM, CHANNEL)


async def test_tokens_are_in_no_log(
    slack: FakeSlack, transport: SlackTransport, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    slack.fail("chat.postMessage", "invalid_auth")
    with pytest.raises(Halt):
        await transport.send(outgoing(transport))
    assert TOKEN not in caplog.text
