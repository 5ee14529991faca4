"""Delivery to the console: what is subscribed to there is printed."""

import asyncio
import sys
from typing import TextIO

from bot.chat.console import print_message, terminal
from bot.chat.keeping import message_from_json, message_to_json
from bot.chat.message import Message
from bot.delivery.transport import Body, CannotKnow, Halt, HaltCode, Outgoing, Problem, Rates

PLATFORM = "console"


class ConsoleTransport:
    """Prints messages to a stream, the standard output unless told otherwise. Pictures are told in words."""

    platform = PLATFORM
    rates = Rates(a_second=20)

    def __init__(self, output: TextIO | None = None) -> None:
        self._output = output or sys.stdout

    def pack(self, message: Message, picture: bytes | None) -> list[Body]:
        """One part, the message itself."""
        return [message_to_json(message)]

    def plain(self, body: Body) -> Body | None:
        """None: it is plain text already."""
        return None

    async def send(self, outgoing: Outgoing) -> str:
        """Print it. Raises Halt where nobody reads the output any more."""
        message = message_from_json(outgoing.body)
        try:
            # In a thread, because a pipe that is not read from blocks.
            await asyncio.to_thread(self._print, message)
        except BrokenPipeError:
            raise Halt(HaltCode.CHANNEL_GONE, "nobody reads the output any more") from None
        return outgoing.key

    async def find(self, outgoing: Outgoing) -> str | None:
        """Raises CannotKnow: a terminal does not tell what was printed on it."""
        raise CannotKnow("the process ended while it printed this")

    async def check(self, workspace: str, channel: str) -> list[Problem]:
        """Nothing ever stands in the way."""
        return []

    def _print(self, message: Message) -> None:
        console = terminal(self._output)
        print_message(console, message)
        console.print()
