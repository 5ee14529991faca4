"""The commands of admins on the console, whose user is the operator and has files at hand."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache, partial
from pathlib import Path

from bot.chat.message import Message
from bot.settings import Settings
from bot.subscriptions.asked import CONSOLE, OPERATOR
from bot.subscriptions.errors import BadFile, SubscriptionError
from bot.subscriptions.typed import TypedCommands
from db.errors import StoreError
from db.session import Store

COMMANDS = ("/subscription", "/source", "/settings")


class LocalFiles:
    """The files of this machine."""

    async def read(self, path: str) -> bytes:
        """The bytes of a file. Raises BadFile."""
        try:
            return await asyncio.to_thread(Path(_named(path)).read_bytes)
        except OSError as error:
            raise BadFile(f"Cannot read {path}: {error.strerror}.") from None

    async def write(self, path: str, text: str) -> None:
        """Write a text. Raises BadFile."""
        try:
            await asyncio.to_thread(Path(_named(path)).write_text, text, encoding="utf-8")
        except OSError as error:
            raise BadFile(f"Cannot write {path}: {error.strerror}.") from None


def console_commands(store: Store, settings: Settings) -> dict[str, Callable[[str], Awaitable[Message]]]:
    """What the console does with the rest of a line that begins with one of `COMMANDS`."""

    @cache
    def typed() -> TypedCommands:
        # What admins do loads much that a chat without them never needs.
        from bot.delivery.console import ConsoleTransport
        from bot.subscriptions.administration import Administration

        transport = ConsoleTransport()
        administration = Administration.of(store, settings, transports={transport.platform: transport})
        return TypedCommands(administration, LocalFiles())

    async def respond(command: str, rest: str) -> Message:
        try:
            return await typed().respond(OPERATOR, CONSOLE, command, rest)
        except (SubscriptionError, StoreError) as error:
            return Message(text=str(error))

    return {command: partial(respond, command) for command in COMMANDS}


def _named(path: str) -> str:
    if not path or "\x00" in path:
        raise BadFile("Name the file, for example subscriptions.json.")
    return path
