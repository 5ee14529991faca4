"""Delivery's way to Slack: messages with a key and a picture, and whether a channel can be written to."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.limits import Slack
from bot.chat.message import Message
from bot.chat.slack import Body, pack, text_only
from bot.delivery.transport import (
    PERSON,
    DeliveryError,
    Halt,
    HaltCode,
    Outgoing,
    Problem,
    Rates,
    Refused,
    Retry,
    Unknown,
)
from cogs.slack.buttons import about_message
from cogs.slack.calling import find, post, posting_client
from cogs.slack.faults import INVITE, REINSTALL, classify, code_of, hindrance
from cogs.slack.manifest import SCOPES
from cogs.slack.wording import worded
from cogs.slack.workspaces import Workspaces

RATES = Rates(a_second=10, channel_seconds=Slack.POST_SECONDS)
PICTURE_PAUSES = (0.5, 1.0, 2.0)
"""Seconds that are waited for Slack to have a picture ready: until then it refuses blocks that show it."""
_log = logging.getLogger(__name__)


class SlackTransport:
    """Slack, as delivery sees it. `client` needs no token: each workspace has its own."""

    def __init__(
        self,
        workspaces: Workspaces,
        client: AsyncWebClient,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._workspaces = workspaces
        self._client = client
        self._sleep = sleep

    @property
    def platform(self) -> str:
        """ "slack"."""
        return "slack"

    @property
    def rates(self) -> Rates:
        """How fast Slack may be sent to."""
        return RATES

    def pack(self, message: Message, picture: bytes | None) -> list[Body]:
        """The parts in which a message is sent, in order."""
        return pack(worded(message), pictures=picture is not None)

    def plain(self, body: Body) -> Body | None:
        """The same as plain text; None where it is that already."""
        return text_only(body)

    async def send(self, outgoing: Outgoing) -> str:
        """Send it, once, and return its `ts`."""
        client = await self._client_of(outgoing.workspace)
        channel = await self._channel_of(client, outgoing.channel)
        body = _signed(outgoing.body, outgoing.key)
        file = await _uploaded(client, body, outgoing.picture)
        if file is None:
            return await post(client, channel, without_pictures(body), outgoing.key)
        shown = _with_picture(body, file)
        for pause in (*PICTURE_PAUSES, None):
            try:
                return await post(client, channel, shown, outgoing.key)
            except Refused as error:
                if pause is None:
                    _log.warning("Slack does not show the picture (%s); it is described instead", error.reason)
                    break
                await self._sleep(pause)
        return await post(client, channel, without_pictures(body), outgoing.key)

    async def find(self, outgoing: Outgoing) -> str | None:
        """Look in the channel for a message sent with this key."""
        since = outgoing.first_attempt_at or datetime.now(UTC)
        client = await self._client_of(outgoing.workspace)
        channel = await self._channel_of(client, outgoing.channel)
        return await find(client, channel, outgoing.key, since=since)

    async def check(self, workspace: str, channel: str) -> list[Problem]:
        """What stands in the way of sending to this channel."""
        try:
            client = await self._client_of(workspace)
            if channel.startswith(PERSON):
                await self._channel_of(client, channel)
                return []
            answer = await client.conversations_info(channel=channel)
        except Exception as error:
            return [_problem(error)]
        known = answer["channel"]
        if known.get("is_archived"):
            return [_hindered("is_archived")]
        if not (known.get("is_member") or known.get("is_im")):
            return [_hindered("not_in_channel")]
        granted = _granted(answer.headers)
        return [
            Problem("missing_scope", f"Sealane lacks the right {scope}, {why}.", f"Add the scope, then: {REINSTALL}")
            for scope, why in SCOPES.items()
            if granted and scope in ("chat:write", "files:write", "channels:history") and scope not in granted
        ]

    async def _client_of(self, workspace: str) -> AsyncWebClient:
        found = await self._workspaces.find(None, workspace)
        if found is None:
            raise Halt(HaltCode.WORKSPACE_GONE, f"Sealane is not installed in the workspace {workspace}. {REINSTALL}")
        return posting_client(self._client, found.token)

    async def _channel_of(self, client: AsyncWebClient, channel: str) -> str:
        """The channel; for a person, the one of direct messages with them."""
        if not channel.startswith(PERSON):
            return channel
        try:
            answer = await client.conversations_open(users=channel[1:].rpartition(":")[2])
        except Exception as error:
            raise _before_posting(error) from error
        return str(answer["channel"]["id"])


def _signed(body: Body, key: str) -> Body:
    """The body with the button that tells how it came about; text alone stays that."""
    blocks = body.get("blocks")
    return {**body, "blocks": [*blocks, about_message(key)]} if blocks else body


async def _uploaded(client: AsyncWebClient, body: Body, picture: bytes | None) -> str | None:
    """Upload the picture with its alternative text, and return the file's id; None where none is to be shown."""
    image = next((block for block in body.get("blocks") or [] if block["type"] == "image"), None)
    if image is None or picture is None:
        return None
    try:
        begun = await client.files_getUploadURLExternal(
            filename=image["slack_file"]["id"].partition(":")[2] or "picture.png",
            length=len(picture),
            alt_txt=image["alt_text"],
        )
        assert client.session is not None  # noqa: S101 - every client of ours has one
        async with client.session.post(begun["upload_url"], data=picture) as answer:
            if answer.status != 200:
                raise Retry(f"uploading a picture: http_{answer.status}")
        await client.files_completeUploadExternal(files=[{"id": begun["file_id"], "title": image["alt_text"][:250]}])
    except Exception as error:
        reason = _before_posting(error)
        if isinstance(reason, (Halt, Refused)):
            _log.warning("A picture could not be uploaded (%s); it is described instead", reason.reason)
            return None
        raise reason from error
    return str(begun["file_id"])


def _before_posting(error: Exception) -> DeliveryError:
    """What failed before anything was posted certainly was not taken."""
    reason = classify(error)
    return Retry(reason.reason) if isinstance(reason, Unknown) else reason


def _with_picture(body: Body, file: str) -> Body:
    """The body whose first picture is the uploaded file; there are no others."""
    blocks: list[dict[str, Any]] = []
    for block in body["blocks"]:
        if block["type"] != "image":
            blocks.append(block)
        elif not any(one["type"] == "image" for one in blocks):
            blocks.append({**block, "slack_file": {"id": file}})
    return {**body, "blocks": blocks}


def without_pictures(body: Body) -> Body:
    """The body with its pictures described instead of shown."""
    blocks = [
        block
        if block["type"] != "image"
        else {
            "type": "context",
            "elements": [{"type": "plain_text", "text": f"Picture: {block['alt_text']}"[:2000], "emoji": False}],
        }
        for block in body.get("blocks") or []
    ]
    return {**body, "blocks": blocks} if blocks else body


def _problem(error: Exception) -> Problem:
    """What stands in the way, from a failed question; Slack not answering says nothing about it."""
    reason = classify(error)
    if isinstance(reason, Halt):
        code = code_of(error) if isinstance(error, SlackApiError) else ""
        found = hindrance(code)
        return Problem(reason.code, found.text, found.mend) if found else Problem(reason.code, reason.reason, INVITE)
    if isinstance(reason, Retry):
        raise reason
    raise Retry(reason.reason) from error


def _hindered(code: str) -> Problem:
    found = hindrance(code)
    assert found is not None  # noqa: S101 - only known codes are given
    return Problem(found.code, found.text, found.mend)


def _granted(headers: Any) -> frozenset[str]:
    """The scopes that Slack says the token has; empty where it does not say."""
    told = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return frozenset(scope.strip() for scope in told.split(",") if scope.strip())
