"""Transports to the platform of the tests: in the same process, or over a loopback socket."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.chat.message import Message
from bot.delivery.transport import (
    Body,
    CannotKnow,
    Halt,
    HaltCode,
    Outgoing,
    Problem,
    Rates,
    Refused,
    Retry,
    Unknown,
)
from tests.delivery.platform import Answer, Platform

LINES = 5
"""Lines of a message that one part holds."""

_HALTS = {401: HaltCode.WORKSPACE_GONE, 403: HaltCode.NO_PERMISSION, 404: HaltCode.CHANNEL_GONE}


class FakeTransport:
    """Sends to a `Platform`. Without `keys` nothing tells one message from another: the control of the experiment."""

    def __init__(self, call: "Call", *, platform: str = "fake", rates: Rates | None = None, keys: bool = True) -> None:
        self.platform = platform
        self.rates = rates or Rates(a_second=1000)
        self._call = call
        self._keys = keys

    def pack(self, message: Message, picture: bytes | None) -> list[Body]:
        lines = [message.text, *message.lines, *message.remarks]
        return [{"text": "\n".join(lines[at : at + LINES])} for at in range(0, len(lines), LINES)]

    def plain(self, body: Body) -> Body | None:
        return {**body, "plain": True}

    async def send(self, outgoing: Outgoing) -> str:
        answer = await self._call(
            {
                "do": "post",
                "workspace": outgoing.workspace,
                "channel": outgoing.channel,
                "key": outgoing.key if self._keys else None,
                "text": outgoing.body["text"],
                "plain": outgoing.body.get("plain", False),
            }
        )
        _check(answer)
        if answer.status in (0, 500, 502):
            raise Unknown(f"answer {answer.status}")
        return str(answer.body["id"])

    async def find(self, outgoing: Outgoing) -> str | None:
        answer = await self._call({"do": "history", "workspace": outgoing.workspace, "channel": outgoing.channel})
        _check(answer)
        if answer.status == 418:
            raise CannotKnow("the history is closed")
        if answer.status != 200:
            raise Retry(f"answer {answer.status}")
        found = answer.body["keys"].get(outgoing.key) if self._keys else None
        return None if found is None else str(found)

    async def check(self, workspace: str, channel: str) -> list[Problem]:
        return []


def _check(answer: Answer) -> None:
    if answer.status in _HALTS:
        raise Halt(_HALTS[answer.status], f"answer {answer.status}", invalid=answer.status != 404)
    if answer.status == 400:
        raise Refused("answer 400")
    if answer.status == 429:
        raise Retry("answer 429", after=timedelta(seconds=answer.body["after"]), invalid=True)


Call = Callable[[dict[str, Any]], Awaitable[Answer]]


def perform(platform: Platform, request: dict[str, Any]) -> Answer:
    """Let a platform do what a request asks."""
    if request["do"] == "history":
        return platform.history(request["workspace"], request["channel"])
    return platform.post(
        *(request["workspace"], request["channel"], request["key"], request["text"]), plain=request["plain"]
    )


def here(platform: Platform) -> Call:
    """Calls to a platform in this process."""

    async def call(request: dict[str, Any]) -> Answer:
        return perform(platform, request)

    return call


def over_socket(port: int) -> Call:
    """Calls to a platform that `serve` serves: a line of JSON there and one back."""

    async def call(request: dict[str, Any]) -> Answer:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError as error:
            raise Retry(f"no connection: {error}") from None
        try:
            writer.write(json.dumps(request).encode() + b"\n")
            line = await reader.readline()
        except OSError:
            return Answer(0)
        finally:
            writer.close()
        return Answer(**json.loads(line)) if line else Answer(0)

    return call


async def serve(platform: Platform) -> asyncio.Server:
    """Serve a platform on a loopback socket; where it loses an answer the connection just ends."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await reader.readline()
            if line:
                answer = perform(platform, json.loads(line))
                if answer.status:
                    writer.write(json.dumps({"status": answer.status, "body": answer.body}).encode() + b"\n")
        except OSError:
            pass
        finally:
            writer.close()

    return await asyncio.start_server(handle, "127.0.0.1", 0)
