"""A Discord of our own, over loopback sockets: REST and gateway as far as a bot without voice meets them.

It keeps Discord's rules (three seconds, one acknowledgement, nonces, sessions that resume) and fails on request: with a
status, with a 429, by losing the answer after the work, by cutting the gateway.
"""

import asyncio
import itertools
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import WSMsgType, web

EPOCH = 1_420_070_400_000  # https://docs.discord.com/developers/reference#snowflakes
APPLICATION = 111_111_111_111_111_111
GUILD = 222_222_222_222_222_222
CHANNEL = 333_333_333_333_333_333
USER = 444_444_444_444_444_444
TOKEN = "a-token-that-works"
LOST = "lost"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Asked:
    """An interaction and what became of it. Times are of `time.perf_counter`."""

    id: int
    token: str
    sent: float
    acknowledged: float | None = None
    answered_at: float | None = None
    callback: dict[str, Any] = field(default_factory=dict)
    edits: list[dict[str, Any]] = field(default_factory=list)
    followups: list[dict[str, Any]] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def delay(self) -> float:
        """Seconds to the acknowledgement."""
        assert self.acknowledged is not None
        return self.acknowledged - self.sent

    async def answer(self, seconds: float = 20) -> str:
        """Wait for the answer, and return its title and text."""
        await asyncio.wait_for(self.answered.wait(), seconds)
        body = (self.edits or self.followups)[-1]
        return " ".join(str(embed.get(key, "")) for embed in body["embeds"] for key in ("title", "description"))


@dataclass
class Fault:
    """Answer matching requests with a status, or lose the answer after doing the work."""

    method: str
    path: str
    status: int | str
    times: int
    met: int = 0
    body: dict[str, Any] | None = None
    """What the failure says; without it a usual one."""


class FakeDiscord:
    """Start it with `async with`; `api` and `gateway` are its addresses."""

    def __init__(self) -> None:
        self.asked: dict[str, Asked] = {}
        self.messages: list[dict[str, Any]] = []
        self.commands: list[list[dict[str, Any]]] = []
        self.requests: list[tuple[str, str, int | str]] = []
        self.faults: list[Fault] = []
        self.identified = asyncio.Event()
        self.identifies = 0
        self.resumes = 0
        self.refuse_resume = False
        self.history: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        """The messages of each channel, oldest first."""
        self.files: list[tuple[str, bytes]] = []
        self.everyone = 0x7FFFFFFFFFFFF & ~0x8
        """What everyone may do: all but administrate."""
        self.overwrites: list[dict[str, Any]] = []
        self._numbers = itertools.count()
        self._changed = asyncio.Condition()
        self._sockets: set[web.WebSocketResponse] = set()
        self._sequence = 0
        self._sent: deque[dict[str, Any]] = deque(maxlen=5000)
        self._session = ""
        self._online: web.WebSocketResponse | None = None
        self._by_nonce: dict[str, dict[str, Any]] = {}

    async def __aenter__(self) -> Self:
        application = web.Application(middlewares=[self._rest])
        application.router.add_get("/gateway/", self._gateway)
        for method, path, handler in (
            ("GET", "/users/@me", self._me),
            ("GET", "/oauth2/applications/@me", self._application),
            ("GET", "/gateway/bot", self._gateway_bot),
            ("PUT", "/applications/{app}/commands", self._put_commands),
            ("PUT", "/applications/{app}/guilds/{guild}/commands", self._put_commands),
            ("POST", "/interactions/{id}/{token}/callback", self._callback),
            ("PATCH", "/webhooks/{app}/{token}/messages/@original", self._edit),
            ("DELETE", "/webhooks/{app}/{token}/messages/@original", self._delete),
            ("POST", "/webhooks/{app}/{token}", self._followup),
            ("POST", "/channels/{channel}/messages", self._post),
            ("GET", "/channels/{channel}/messages", self._history),
            ("GET", "/channels/{channel}", self._channel),
            ("GET", "/guilds/{guild}/roles", self._roles),
            ("GET", "/guilds/{guild}/members/{member}", self._own_member),
            ("POST", "/users/@me/channels", self._direct),
        ):
            application.router.add_route(method, "/api" + path, handler)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.api = f"http://{host}:{port}/api"
        self.gateway = f"ws://{host}:{port}/gateway/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()
        await self._runner.cleanup()

    # What tests do

    def fail(
        self, method: str, path: str, status: int | str, times: int = 1, body: dict[str, Any] | None = None
    ) -> Fault:
        """Let the next requests whose path matches fail."""
        fault = Fault(method, path, status, times, body=body)
        self.faults.append(fault)
        return fault

    async def cut(self, code: int = 1001) -> None:
        """Break every gateway connection."""
        self._online = None
        self.identified.clear()
        for socket in list(self._sockets):
            await socket.close(code=code)

    async def command(self, name: str, /, user: int = USER, **options: Any) -> Asked:
        """Type a slash command."""
        kinds = {bool: 5, int: 4, str: 3}
        data = {
            "id": "1",
            "name": name,
            "type": 1,
            "options": [{"name": key, "type": kinds[type(value)], "value": value} for key, value in options.items()],
        }
        return await self._interact(2, data, user)

    async def press(self, custom_id: str, user: int = USER) -> Asked:
        """Press a button of some message."""
        button = {"type": 2, "id": 2, "style": 2, "label": "Button", "custom_id": custom_id}
        row = {"type": 1, "id": 1, "components": [button]}
        message = self._message(str(self._snowflake()), {"components": [row]})
        return await self._interact(3, {"custom_id": custom_id, "component_type": 2}, user, message=message)

    async def say(self, content: str, user: int = USER, channel: int = CHANNEL) -> int:
        """Write a message that mentions the bot."""
        number = self._snowflake()
        message = self._message(str(number), {"content": f"<@{APPLICATION}> {content}"})
        message |= {"author": _user(user), "channel_id": str(channel), "guild_id": str(GUILD)}
        message |= {"mentions": [{**_user(APPLICATION), "bot": True}], "member": _member(None)}
        await self._dispatch("MESSAGE_CREATE", message)
        return number

    async def _interact(self, kind: int, data: dict[str, Any], user: int, **further: Any) -> Asked:
        number = self._snowflake()
        asked = Asked(number, f"token-{number}", time.perf_counter())
        self.asked[asked.token] = asked
        payload = {
            "id": str(number),
            "application_id": str(APPLICATION),
            "type": kind,
            "token": asked.token,
            "version": 1,
            "data": data,
            "guild_id": str(GUILD),
            "guild": {"id": str(GUILD), "locale": "en-GB", "features": []},
            "channel_id": str(CHANNEL),
            "channel": {"id": str(CHANNEL), "type": 0, "name": "news", "permissions": "0"},
            "member": _member(_user(user)),
            "app_permissions": str(1 << 14 | 1 << 11),
            "locale": "en-GB",
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(GUILD)},
            "context": 0,
            "attachment_size_limit": 10_000_000,
            **further,
        }
        await self._dispatch("INTERACTION_CREATE", payload)
        return asked

    async def reached(self, condition: Callable[[], object], seconds: float = 20) -> None:
        """Wait until the condition holds; looked at after every request."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: bool(condition()))

    # REST

    @web.middleware
    async def _rest(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith("/api"):
            return await handler(request)
        path = request.path.removeprefix("/api")
        status: int | str = 0
        told: dict[str, Any] | None = None
        for fault in self.faults:
            if fault.met < fault.times and fault.method == request.method and re.search(fault.path, path):
                fault.met += 1
                status, told = fault.status, fault.body
                break
        if isinstance(status, int) and status:
            self.requests.append((request.method, path, status))
            return _json(told, status) if told else self._failure(status)
        open_to_all = path.startswith(("/interactions/", "/webhooks/"))
        if not open_to_all and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        response = await handler(request)
        async with self._changed:
            self._changed.notify_all()
        self.requests.append((request.method, path, status or response.status))
        if status == LOST and request.transport:
            request.transport.abort()
        return response

    @staticmethod
    def _failure(status: int) -> web.Response:
        if status == 429:
            body = {"message": "You are being rate limited.", "retry_after": 0.3, "global": False}
            return _json(body, 429, {"Retry-After": "1", "X-RateLimit-Scope": "user", "X-RateLimit-Reset-After": "0.3"})
        return _json({"message": "fault", "code": 0}, status)

    async def _me(self, _: web.Request) -> web.Response:
        return _json({**_user(APPLICATION), "bot": True, "flags": 0, "verified": True})

    async def _application(self, _: web.Request) -> web.Response:
        return _json(
            {
                "id": str(APPLICATION),
                "name": "Sealane",
                "description": "",
                "icon": None,
                "bot_public": True,
                "bot_require_code_grant": False,
                "verify_key": "00",
                "flags": 0,
                "owner": _user(USER),
                "team": None,
                "summary": "",
            }
        )

    async def _gateway_bot(self, _: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return _json({"url": self.gateway, "shards": 1, "session_start_limit": limit})

    async def _put_commands(self, request: web.Request) -> web.Response:
        told = await request.json()
        self.commands.append(told)
        kept = {"application_id": str(APPLICATION), "version": "1", "default_member_permissions": None}
        return _json(
            [{"type": 1, "description": "", **command, **kept, "id": str(self._snowflake())} for command in told]
        )

    async def _callback(self, request: web.Request) -> web.Response:
        asked = self.asked.get(request.match_info["token"])
        now = time.perf_counter()
        if asked is None or (asked.acknowledged is None and now - asked.sent > 3):
            return _json({"message": "Unknown interaction", "code": 10062}, 404)
        if asked.acknowledged is not None:
            return _json({"message": "Interaction has already been acknowledged.", "code": 40060}, 400)
        asked.acknowledged = now
        asked.callback = await request.json()
        if asked.callback["type"] in (4, 8):
            asked.edits.append(asked.callback.get("data", {}))
            asked.answered.set()
        answer = {"id": str(asked.id), "type": 2, "response_message_id": str(self._snowflake())}
        return _json({"interaction": answer, "resource": {"type": asked.callback["type"]}})

    def _known(self, request: web.Request) -> Asked | None:
        asked = self.asked.get(request.match_info["token"])
        return asked if asked and asked.acknowledged is not None else None

    async def _edit(self, request: web.Request) -> web.Response:
        asked = self._known(request)
        if asked is None:
            return _json({"message": "Unknown Webhook", "code": 10015}, 404)
        asked.edits.append(await self._body(request))
        asked.answered_at = asked.answered_at or time.perf_counter()
        asked.answered.set()
        return _json(self._message(str(asked.id + 1), asked.edits[-1]))

    async def _delete(self, request: web.Request) -> web.Response:
        return web.Response(status=204, headers={"Via": "fake"}) if self._known(request) else _json({}, 404)

    async def _followup(self, request: web.Request) -> web.Response:
        asked = self._known(request)
        if asked is None:
            return _json({"message": "Unknown Webhook", "code": 10015}, 404)
        asked.followups.append(await self._body(request))
        return _json(self._message(str(self._snowflake()), asked.followups[-1]))

    async def _post(self, request: web.Request) -> web.Response:
        body = await self._body(request)
        nonce = str(body.get("nonce", ""))
        if body.get("enforce_nonce") and nonce in self._by_nonce:
            return _json(self._by_nonce[nonce])
        message = self._message(str(self._snowflake()), body)
        if nonce:
            self._by_nonce[nonce] = message
        self.messages.append(body)
        self.history[request.match_info["channel"]].append(message)
        return _json(message)

    async def _body(self, request: web.Request) -> dict[str, Any]:
        """What is sent, as JSON alone or with a file."""
        if request.content_type == "application/json":
            sent: dict[str, Any] = await request.json()
            return sent
        form = await request.post()
        body: dict[str, Any] = json.loads(str(form["payload_json"]))
        file = form["files[0]"]
        assert isinstance(file, web.FileField)
        self.files.append((file.filename, file.file.read()))
        return body

    async def _history(self, request: web.Request) -> web.Response:
        """Newest first; with `after` the oldest that come after it."""
        after = int(request.query.get("after", 0))
        later = [one for one in self.history[request.match_info["channel"]] if int(one["id"]) > after]
        return _json(later[: int(request.query.get("limit", 50))][::-1])

    async def _channel(self, request: web.Request) -> web.Response:
        found = {"id": request.match_info["channel"], "type": 0, "guild_id": str(GUILD)}
        return _json({**found, "permission_overwrites": self.overwrites})

    async def _roles(self, _: web.Request) -> web.Response:
        return _json([{"id": str(GUILD), "permissions": str(self.everyone)}])

    async def _own_member(self, _: web.Request) -> web.Response:
        return _json({"roles": [], "user": _user(APPLICATION)})

    async def _direct(self, request: web.Request) -> web.Response:
        person = (await request.json())["recipient_id"]
        return _json({"id": f"9{person}", "type": 1})

    def _message(self, number: str, body: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": number,
            "channel_id": str(CHANNEL),
            "author": {**_user(APPLICATION), "bot": True},
            "content": body.get("content") or "",
            "timestamp": "2026-05-04T09:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": body.get("embeds") or [],
            "components": body.get("components") or [],
            "pinned": False,
            "type": 0,
            "flags": 0,
        }

    # Gateway: https://docs.discord.com/developers/events/gateway

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        await _send(socket, {"op": 10, "d": {"heartbeat_interval": 5000}})
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(socket, json.loads(message.data))
        finally:
            self._sockets.discard(socket)
            if self._online is socket:
                self._online = None
                self.identified.clear()
        return socket

    async def _receive(self, socket: web.WebSocketResponse, message: dict[str, Any]) -> None:
        match message["op"]:
            case 1:
                await _send(socket, {"op": 11})
            case 2 if message["d"]["token"] != TOKEN:
                await socket.close(code=4004)
            case 2:
                await self._identify(socket)
            case 6:
                await self._resume(socket, message["d"])

    async def _identify(self, socket: web.WebSocketResponse) -> None:
        self.identifies += 1
        self._session = f"session-{self.identifies}"
        self._sequence = 0
        self._sent.clear()
        self._online = socket
        ready = {
            "v": 10,
            "user": {**_user(APPLICATION), "bot": True},
            "guilds": [{"id": str(GUILD), "unavailable": True}],
            "session_id": self._session,
            "resume_gateway_url": self.gateway,
            "application": {"id": str(APPLICATION), "flags": 0},
            "shard": [0, 1],
        }
        await self._dispatch("READY", ready)
        channels = [{"id": str(CHANNEL), "type": 0, "name": "news", "position": 0, "permission_overwrites": []}]
        everyone = {"id": str(GUILD), "name": "@everyone", "permissions": str((1 << 50) - 1), "position": 0}
        everyone |= {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
        guild: dict[str, Any] = {
            "id": str(GUILD),
            "name": "Islands",
            "owner_id": str(USER),
            "roles": [everyone],
            "channels": channels,
        }
        guild |= {"members": [_member({**_user(APPLICATION), "bot": True})], "member_count": 2, "threads": []}
        guild |= {"emojis": [], "stickers": [], "features": [], "voice_states": [], "presences": []}
        await self._dispatch("GUILD_CREATE", guild)
        self.identified.set()

    async def _resume(self, socket: web.WebSocketResponse, asked: dict[str, Any]) -> None:
        if self.refuse_resume or asked["session_id"] != self._session:
            self.refuse_resume = False
            await _send(socket, {"op": 9, "d": False})
            return
        self.resumes += 1
        for event in [event for event in self._sent if event["s"] > asked["seq"]]:
            await _send(socket, event)
        self._online = socket
        await self._dispatch("RESUMED", {})
        self.identified.set()

    async def _dispatch(self, name: str, data: dict[str, Any]) -> None:
        """Send an event, or keep it for the session that will resume."""
        self._sequence += 1
        event = {"op": 0, "t": name, "s": self._sequence, "d": data}
        self._sent.append(event)
        if self._online is not None and not self._online.closed:
            await _send(self._online, event)

    def _snowflake(self) -> int:
        return (int(time.time() * 1000) - EPOCH) << 22 | next(self._numbers) % (1 << 22)


async def _send(socket: web.WebSocketResponse, payload: dict[str, Any]) -> None:
    await socket.send_str(json.dumps(payload))


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # discord.py reads JSON only where the type is exactly this, and takes a 429 without Via for a ban.
    data = json.dumps(body).encode()
    return web.Response(
        body=data, status=status, headers={"Content-Type": "application/json", "Via": "fake", **(headers or {})}
    )


def _user(number: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "username": f"user{number % 1000}",
        "discriminator": "0",
        "avatar": None,
        "global_name": None,
    }


def _member(user: dict[str, Any] | None) -> dict[str, Any]:
    member: dict[str, Any] = {"roles": [], "joined_at": "2024-01-01T00:00:00+00:00", "deaf": False, "mute": False}
    member |= {"flags": 0, "permissions": "0", "nick": None, "avatar": None, "premium_since": None, "pending": False}
    return {**member, "user": user} if user else member
