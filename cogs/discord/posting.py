"""Delivery's way to Discord: messages with a nonce, found again by the button they carry.

It speaks to the Web API alone, so that a process may deliver without a gateway of its own. The client is httpx and not
discord.py's, which repeats requests by itself: whether a message was sent twice must be for delivery to decide.
"""

import json
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

import discord
import httpx

from bot.chat.discord import Body, pack
from bot.chat.limits import Discord
from bot.chat.message import Message
from bot.delivery.transport import (
    PERSON,
    CannotKnow,
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
from cogs.discord.marks import mark, marked

RATES = Rates(a_second=Discord.REQUESTS_A_SECOND, channel_seconds=1.0)
CALL_SECONDS = 20.0
PAGE = 100
"""Messages of one page of a channel's history, the most there may be."""
PAGES = 5
_CLOCKS_APART = timedelta(minutes=2)
"""How far the platform's clock may be behind ours."""
_TOKEN_PAUSE = timedelta(minutes=10)

# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
_HALTS = {
    10003: (HaltCode.CHANNEL_GONE, "the channel does not exist"),
    10004: (HaltCode.WORKSPACE_GONE, "Sealane is not in the server"),
    10013: (HaltCode.PERSON_UNREACHABLE, "there is no such person"),
    50001: (HaltCode.NO_PERMISSION, "Sealane may not see the channel"),
    50007: (HaltCode.PERSON_UNREACHABLE, "the person takes no direct messages"),
    50013: (HaltCode.NO_PERMISSION, "Sealane lacks a permission"),
    50083: (HaltCode.NO_PERMISSION, "the thread is archived"),
    160005: (HaltCode.NO_PERMISSION, "the thread is locked"),
}
_LATER = (20016, 20028, 40333, 130000)
"""Slow mode, a channel's own limit, a shut door, overload."""

_NEEDED = {
    "view_channel": "see the channel",
    "send_messages": "write in it",
    "embed_links": "embed links",
    "attach_files": "attach pictures",
    "read_message_history": "read its history, by which nothing is sent twice",
}


class DiscordTransport:
    """Discord, as delivery sees it. `api` is where its Web API is, such as https://discord.com/api/v10."""

    def __init__(self, client: httpx.AsyncClient, api: str, token: str) -> None:
        self._client = client
        self._api = api.rstrip("/")
        self._headers = {
            "Authorization": f"Bot {token}",
            # https://docs.discord.com/developers/reference#user-agent
            "User-Agent": f"DiscordBot (sealane, {version('sealane')})",
        }
        self._own: str | None = None
        self._direct: dict[str, str] = {}

    @property
    def platform(self) -> str:
        """ "discord"."""
        return "discord"

    @property
    def rates(self) -> Rates:
        """How fast Discord may be sent to."""
        return RATES

    def pack(self, message: Message, picture: bytes | None) -> list[Body]:
        """The parts in which a message is sent, in order; the first with the picture."""
        bodies = pack(message)
        return bodies if picture is not None else [_without_picture(body) for body in bodies]

    def plain(self, body: Body) -> Body | None:
        """The same as plain text; None where it is that already."""
        embeds = body.get("embeds")
        if not embeds:
            return None
        texts = (text for embed in embeds for text in (embed.get("title"), embed.get("description")) if text)
        return {"content": "\n\n".join(texts)[: Discord.CONTENT], "allowed_mentions": {"parse": []}}

    async def send(self, outgoing: Outgoing) -> str:
        """Send it, once, and return the message's id."""
        channel = await self._channel(outgoing.channel)
        body = {**outgoing.body, "nonce": outgoing.key, "enforce_nonce": True, "components": mark(outgoing.key)}
        attached = body.get("attachments")
        if attached and outgoing.picture is not None:
            name = attached[0]["filename"]
            answer = await self._ask(
                "POST",
                f"/channels/{channel}/messages",
                data={"payload_json": json.dumps(body)},
                files={"files[0]": (name, outgoing.picture, "image/png")},
            )
        else:
            answer = await self._ask("POST", f"/channels/{channel}/messages", json=_without_picture(body))
        return str(answer["id"])

    async def find(self, outgoing: Outgoing) -> str | None:
        """Look in the channel's history for a message with this key."""
        since = (outgoing.first_attempt_at or datetime.now(UTC)) - _CLOCKS_APART
        try:
            channel = await self._channel(outgoing.channel)
            after = str(discord.utils.time_snowflake(since))
            for _ in range(PAGES):
                page = await self._ask(
                    "GET", f"/channels/{channel}/messages", params={"after": after, "limit": str(PAGE)}
                )
                if found := next((str(one["id"]) for one in page if marked(one) == outgoing.key), None):
                    return found
                if len(page) < PAGE:
                    return None
                after = str(max(int(one["id"]) for one in page))
        except Unknown as error:
            raise Retry(error.reason) from error
        except Halt as error:
            if error.code is HaltCode.NO_PERMISSION:
                raise CannotKnow(error.reason, invalid=error.invalid) from error
            raise
        raise CannotKnow("too much was written in the channel meanwhile")

    async def check(self, workspace: str, channel: str) -> list[Problem]:
        """What stands in the way of sending to this channel."""
        try:
            if channel.startswith(PERSON):
                await self._channel(channel)
                return []
            known = await self._ask("GET", f"/channels/{channel}")
            guild = known.get("guild_id")
            if not guild:
                return []
            own = await self._own_id()
            member = await self._ask("GET", f"/guilds/{guild}/members/{own}")
            roles = await self._ask("GET", f"/guilds/{guild}/roles")
        except Halt as error:
            return [Problem(error.code, f"{error.reason[:1].upper()}{error.reason[1:]}.", _MEND[error.code])]
        except Unknown as error:
            raise Retry(error.reason) from error
        allowed = permissions_in(known, guild, own, member, roles)
        writing = "send_messages_in_threads" if known.get("type") in _THREADS else "send_messages"
        needed = {writing if name == "send_messages" else name: why for name, why in _NEEDED.items()}
        return [
            Problem("no_permission", f"Sealane may not {why}.", f"Allow “{_label(name)}” to Sealane in the channel.")
            for name, why in needed.items()
            if not getattr(allowed, name)
        ]

    async def _own_id(self) -> str:
        if self._own is None:
            self._own = str((await self._ask("GET", "/users/@me"))["id"])
        return self._own

    async def _channel(self, channel: str) -> str:
        """The channel; for a person, the one of direct messages with them."""
        if not channel.startswith(PERSON):
            return channel
        if channel not in self._direct:
            person = channel[1:].rpartition(":")[2]
            try:
                answer = await self._ask("POST", "/users/@me/channels", json={"recipient_id": person})
            except Unknown as error:
                raise Retry(error.reason) from error
            self._direct[channel] = str(answer["id"])
        return self._direct[channel]

    async def _ask(self, method: str, path: str, **request: Any) -> Any:
        try:
            answer = await self._client.request(
                method, self._api + path, headers=self._headers, timeout=CALL_SECONDS, **request
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Retry(f"Discord cannot be reached ({type(error).__name__})") from error
        except httpx.HTTPError as error:
            raise Unknown(f"no answer from Discord ({type(error).__name__})") from error
        if answer.is_success:
            return answer.json()
        raise classify(answer)


_THREADS = (10, 11, 12)
"""Types of channels: https://docs.discord.com/developers/resources/channel#channel-object-channel-types"""
_MEND = {
    HaltCode.CHANNEL_GONE: "Choose another channel with /subscription edit.",
    HaltCode.NO_PERMISSION: "Let Sealane see the channel and write in it.",
    HaltCode.WORKSPACE_GONE: "Invite Sealane to the server again (`sealane discord invite`).",
    HaltCode.PERSON_UNREACHABLE: "Allow direct messages from members of the server.",
}


def classify(answer: httpx.Response) -> DeliveryError:
    """What a failed answer means for the message."""
    told = _json(answer)
    code = told.get("code")
    reason = f"Discord answered {answer.status_code}" + (f" ({told['message']})" if told.get("message") else "")
    if answer.status_code == 429:
        shared = answer.headers.get("X-RateLimit-Scope") == "shared"
        after = _seconds(told.get("retry_after", answer.headers.get("Retry-After")))
        return Retry(reason, after=after, everywhere=bool(told.get("global")), invalid=not shared)
    if answer.status_code >= 500:
        return Unknown(reason)
    invalid = answer.status_code in (401, 403)
    if answer.status_code == 401:
        # The token is wrong for all channels: the operator must mend it, and no channel is to blame.
        return Retry(reason, after=_TOKEN_PAUSE, everywhere=True, invalid=True)
    if code in _LATER:
        return Retry(reason, after=_seconds(told.get("retry_after")), invalid=invalid)
    if code in _HALTS:
        halt, why = _HALTS[code]
        return Halt(halt, why, invalid=invalid)
    if answer.status_code == 403:
        return Halt(HaltCode.NO_PERMISSION, reason, invalid=True)
    if answer.status_code == 404:
        return Halt(HaltCode.CHANNEL_GONE, reason)
    return Refused(reason)


def permissions_in(
    channel: dict[str, Any], guild: str, own: str, member: dict[str, Any], roles: list[dict[str, Any]]
) -> discord.Permissions:
    """What the bot may do in a channel: https://docs.discord.com/developers/topics/permissions#permission-overwrites"""
    held = {guild, *member["roles"]}
    allowed = 0
    for role in roles:
        if role["id"] in held:
            allowed |= int(role["permissions"])
    if discord.Permissions(allowed).administrator:
        return discord.Permissions.all()
    overwrites = {one["id"]: one for one in channel.get("permission_overwrites", [])}
    given = [overwrites[role] for role in member["roles"] if role in overwrites]
    for several in ([overwrites[guild]] if guild in overwrites else [], given, _one(overwrites.get(own))):
        denied = granted = 0
        for overwrite in several:
            denied |= int(overwrite["deny"])
            granted |= int(overwrite["allow"])
        allowed = (allowed & ~denied) | granted
    return discord.Permissions(allowed)


def _one(overwrite: dict[str, Any] | None) -> list[dict[str, Any]]:
    return [overwrite] if overwrite else []


def _label(permission: str) -> str:
    return permission.replace("_", " ").title()


def _without_picture(body: Body) -> Body:
    """The body without what would show a file that is not sent."""
    kept = {name: value for name, value in body.items() if name != "attachments"}
    if "embeds" in kept:
        kept["embeds"] = [{k: v for k, v in embed.items() if k != "image"} for embed in kept["embeds"]]
    return kept


def _seconds(told: Any) -> timedelta | None:
    try:
        return timedelta(seconds=min(max(float(told), 0.0), 3600.0))
    except (TypeError, ValueError):
        return None


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
