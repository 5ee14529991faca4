"""A Slack of our own, over loopback sockets: Web API, Socket Mode, Events by HTTP, and OAuth, as far as a bot meets it.

It keeps Slack's rules (three seconds, five responses, events delivered again until they are acknowledged, limits of
every body) and fails on request: with a status, an error code, a 429, by losing the answer after the work.
"""

import asyncio
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from tests.fakes import slack_payloads as payloads
from tests.fakes.slack_payloads import ALICE, BOT_USER, CHANNEL, DIRECT, TEAM
from tests.fakes.slack_web_api import APP_TOKEN, CLIENT, CLIENT_SECRET, TOKEN, WebApi

SECRET = "a-signing-secret"
LOST = "lost"
HANG = "hang"
Json = dict[str, Any]
__all__ = ["APP_TOKEN", "CLIENT", "CLIENT_SECRET", "TOKEN", "FakeSlack"]


@dataclass
class Asked:
    """Something sent to the bot and what became of it. Times are of `time.perf_counter`."""

    payload: Json
    kind: str
    sent: float = field(default_factory=time.perf_counter)
    acknowledged: float | None = None
    acknowledgement: Any = None
    deliveries: int = 0
    responses: list[Json] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def delay(self) -> float:
        """Seconds to the acknowledgement."""
        assert self.acknowledged is not None, "never acknowledged"
        return self.acknowledged - self.sent

    async def answer(self, seconds: float = 60) -> str:
        """Wait for a response, and return the words of the last one."""
        await asyncio.wait_for(self.answered.wait(), seconds)
        return words(self.responses[-1])


@dataclass
class Fault:
    """Answer calls whose name matches with a status or an error code, never, or lose the answer after the work."""

    method: str
    outcome: int | str
    times: int
    met: int = 0
    retry_after: int = 1


def words(body: Json) -> str:
    """All words that a body shows."""
    found: list[str] = []

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("type") in ("text", "link", "plain_text", "mrkdwn") and isinstance(value.get("text"), str):
                found.append(value["text"])
            for part in value.values():
                collect(part)
        elif isinstance(value, list):
            for part in value:
                collect(part)

    collect(body.get("blocks") or [])
    return " ".join(found) if found else str(body.get("text", ""))


def actions(body: Json) -> dict[str, Json]:
    """The buttons and menus of a body, by their action ids."""
    return {
        element["action_id"]: element
        for block in body.get("blocks") or []
        if block["type"] == "actions"
        for element in block["elements"]
    }


class FakeSlack(WebApi):
    """Start it with `async with`. `api` is its address; `target`, once set, where it sends requests by HTTP."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, Json, int | str]] = []
        self.faults: list[Fault] = []
        self.asked: list[Asked] = []
        self.connected = asyncio.Event()
        self.connections = 0
        self.target: str | None = None
        self._sockets: dict[web.WebSocketResponse, None] = {}
        self._unacknowledged: dict[str, Asked] = {}
        self._addresses: dict[str, Asked] = {}
        self._changed = asyncio.Condition()
        self._ended = asyncio.Event()

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=20_000_000)
        application.router.add_route("*", "/api/{method}", self._call)
        application.router.add_get("/link/{number}", self._link)
        application.router.add_post("/respond/{number}", self._respond)
        application.router.add_post("/upload/{number}", self._upload)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"
        self.api = f"{self.base}/api/"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ended.set()
        await self.cut()
        await self._session.close()
        await self._runner.cleanup()

    # What tests do

    def fail(self, method: str, outcome: int | str, times: int = 1, retry_after: int = 1) -> Fault:
        """Let the next calls whose name matches fail; "respond" is a response to a command or press."""
        fault = Fault(method, outcome, times, retry_after=retry_after)
        self.faults.append(fault)
        return fault

    async def cut(self, *, warning: bool = False) -> None:
        """Break every socket, or ask the bot to make a new one as Slack does every few hours."""
        for socket in list(self._sockets):
            if warning:
                await socket.send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
            else:
                self.connected.clear()
                self._sockets.pop(socket, None)
                await socket.close(code=1001)

    async def command(self, text: str, *, user: str = ALICE, channel: str = CHANNEL, team: str = TEAM) -> Asked:
        """Type /brief."""
        asked = Asked({}, "slash_commands")
        asked.payload = payloads.command(text, self._address(asked), user=user, channel=channel, team=team)
        return await self.deliver(asked)

    async def press(self, action: Json, *, user: str = ALICE, shown: Json | None = None, chosen: int = 0) -> Asked:
        """Press a button, or choose an option of a menu."""
        asked = Asked({}, "interactive")
        pressed: Json = {name: action[name] for name in ("type", "action_id", "value") if name in action}
        if "options" in action:
            pressed["selected_option"] = action["options"][chosen]
        channel = (shown or {}).get("channel", CHANNEL)
        asked.payload = payloads.press(pressed, self._address(asked), user=user, channel=channel, shown=shown)
        return await self.deliver(asked)

    async def interact(self, payload: Json) -> Asked:
        """Use a shortcut, submit a modal."""
        return await self.deliver(Asked(payload, "interactive"))

    async def shortcut_on(self, text: str, *, user: str = ALICE) -> Asked:
        """Use "Ask Sealane about this" on a message."""
        asked = Asked({}, "interactive")
        asked.payload = payloads.message_shortcut("ask_about_this", text, self._address(asked), user=user)
        return await self.deliver(asked)

    async def say(self, text: str, *, twice: bool = False, **more: Any) -> Json:
        """Write a message in a channel; one that mentions the bot arrives as one event, or as both."""
        written = payloads.message(text, **more)
        mentions = f"<@{BOT_USER}>" in text and written["channel_type"] != "im"
        if mentions:
            await self.event(payloads.mention_of(written))
        if not mentions or twice:
            await self.event(written)
        return written

    async def mention(self, text: str, **more: Any) -> Json:
        """Mention the bot."""
        return await self.say(f"<@{BOT_USER}> {text}", **more)

    async def direct(self, text: str, **more: Any) -> Json:
        """Write to the bot directly."""
        return await self.say(text, channel=DIRECT, kind="im", **more)

    async def event(self, inner: Json, team: str = TEAM) -> Asked:
        """Send an event."""
        return await self.deliver(Asked(payloads.event(inner, team), "events_api"))

    async def deliver(self, asked: Asked) -> Asked:
        """Deliver something, perhaps again."""
        if asked not in self.asked:
            self.asked.append(asked)
        asked.deliveries += 1
        if self.target:
            await self._send_signed(asked)
        else:
            await self._send_by_socket(asked)
        return asked

    async def reached(self, condition: Callable[[], object], seconds: float = 60) -> None:
        """Wait until the condition holds; looked at after every call."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: bool(condition()))

    def answers_to(self, written: Json) -> list[Json]:
        """The bot's messages in the thread of a message."""
        thread = written.get("thread_ts") or written["ts"]
        return [one for one in self.messages if one.get("thread_ts") == thread]

    def called(self, method: str) -> list[Json]:
        """The bodies of all calls of a method that were answered well."""
        return [body for name, body, outcome in self.calls if name == method and outcome == 200]

    def _address(self, asked: Asked) -> str:
        number = payloads.fresh("R")
        self._addresses[number] = asked
        return f"{self.base}/respond/{number}"

    # Events by HTTP

    async def _send_signed(self, asked: Asked) -> None:
        body, kind = encoded(asked)
        answer = await self.post_signed(body, kind, retry=asked.deliveries - 1)
        status, text = answer
        if status == 200:
            asked.acknowledged = asked.acknowledged or time.perf_counter()
            asked.acknowledgement = json.loads(text) if text.startswith("{") else text

    async def post_signed(
        self,
        body: bytes,
        kind: str,
        *,
        at: float | None = None,
        secret: str = SECRET,
        retry: int = 0,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        """Post a body as Slack signs it; return the status and the text of the answer."""
        assert self.target
        now = str(int(time.time() if at is None else at))
        signed = hmac.new(secret.encode(), f"v0:{now}:".encode() + body, hashlib.sha256).hexdigest()
        sent = {"Content-Type": kind, "X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={signed}"}
        if retry > 0:
            sent |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        async with self._session.post(self.target, data=body, headers={**sent, **(headers or {})}) as answer:
            return answer.status, await answer.text()

    # Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode

    async def _send_by_socket(self, asked: Asked) -> None:
        envelope = payloads.fresh("envelope-")
        self._unacknowledged[envelope] = asked
        await self._send_envelope(envelope, asked)

    async def _send_envelope(self, envelope: str, asked: Asked) -> None:
        socket = next(reversed(self._sockets), None)
        if socket is None or socket.closed:
            return
        sent = {
            "envelope_id": envelope,
            "type": asked.kind,
            "payload": asked.payload,
            "accepts_response_payload": asked.kind != "events_api",
            "retry_attempt": max(asked.deliveries - 1, 0),
            "retry_reason": "",
        }
        try:
            await socket.send_str(json.dumps(sent))
        except (ConnectionError, aiohttp.ClientError):
            self._sockets.pop(socket, None)

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        self._sockets[socket] = None
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A"}}))
        self.connected.set()
        await self._notify()
        # What was not acknowledged comes again on the next connection.
        for envelope, asked in list(self._unacknowledged.items()):
            await self._send_envelope(envelope, asked)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._acknowledge(json.loads(message.data))
        finally:
            self._sockets.pop(socket, None)
        return socket

    async def _acknowledge(self, answer: Json) -> None:
        asked = self._unacknowledged.pop(answer.get("envelope_id", ""), None)
        if asked:
            asked.acknowledged = asked.acknowledged or time.perf_counter()
            asked.acknowledgement = answer.get("payload")
            await self._notify()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # Web API

    def _fault(self, name: str) -> Fault | None:
        for fault in self.faults:
            if fault.met < fault.times and re.search(fault.method, name):
                fault.met += 1
                return fault
        return None

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body = await _body_of(request)
        fault = self._fault(method)
        outcome = fault.outcome if fault else None
        if fault and isinstance(outcome, int):
            self.calls.append((method, body, outcome))
            await self._notify()
            return _failure(outcome, fault.retry_after)
        if outcome == HANG:
            await self._ended.wait()
        if isinstance(outcome, str) and outcome != LOST:
            self.calls.append((method, body, outcome))
            await self._notify()
            return web.json_response({"ok": False, "error": outcome})
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(body.get("token", ""))
        open_to_all = method in ("apps.connections.open", "oauth.v2.access")
        if not open_to_all and token not in self.tokens:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        answer = self.do(method, body, token)
        self.calls.append((method, body, outcome or (200 if answer.get("ok", True) else str(answer["error"]))))
        await self._notify()
        if outcome == LOST and request.transport:
            request.transport.abort()
        return web.json_response({"ok": True, **answer})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        self.files[request.match_info["number"]] = await request.read()
        return web.Response(text="OK")

    # Responses: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        asked = self._addresses.get(request.match_info["number"])
        body = await request.json()
        fault = self._fault("respond")
        outcome = fault.outcome if fault else None
        if fault and isinstance(outcome, int):
            return _failure(outcome, fault.retry_after)
        if asked is None or len(asked.responses) >= 5:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        if self.refused(body):
            return web.json_response({"ok": False, "error": "invalid_blocks"}, status=400)
        if body.get("blocks") and body.get("unfurl_links") is not False:
            self.complaints.append("unfurling is on")
        if body.get("replace_original") and asked.kind == "slash_commands" and asked.responses:
            asked.responses[-1] = body
        else:
            asked.responses.append(body)
        asked.answered.set()
        await self._notify()
        if outcome == LOST and request.transport:
            request.transport.abort()
        return web.Response(text="ok")


def encoded(asked: Asked) -> tuple[bytes, str]:
    """A payload as it is posted by HTTP, with its content type."""
    if asked.kind == "events_api":
        return json.dumps(asked.payload).encode(), "application/json"
    form = asked.payload if asked.kind == "slash_commands" else {"payload": json.dumps(asked.payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


async def _body_of(request: web.Request) -> Json:
    if request.content_type == "application/json":
        body: Json = await request.json()
        return body
    found: Json = {**request.query, **dict((await request.post()).items())}
    return found


def _failure(status: int, retry_after: int) -> web.Response:
    if status == 429:
        return web.json_response(
            {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(retry_after)}
        )
    return web.Response(text="<html>fault</html>", content_type="text/html", status=status)
