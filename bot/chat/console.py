"""The console: a Message as a terminal shows it, and a chat on standard input and output."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.chat.message import Message, Quotation

WIDTH = 100
HELP = """\
Ask anything about the events that Sealane has read:
  what did Kishida sign?            who visited Tokyo in May 2023?
  has Britain joined the CPTPP?     when did Australia and Japan last meet?
A short follow-up stays with what was asked before: and with whom?   when was that?   more   why do you say that?

  /ask QUESTION   the same as typing the question
  /explain        how the last question was understood
  /forget         start a new conversation
  /help           this
  /quit           leave (or Ctrl+D)
"""


def visible(text: str) -> str:
    """Drop control and direction characters: a source must not be able to steer the terminal."""
    # str.isprintable() is false for every control, direction, private and unassigned character and for exotic spaces.
    return "".join(character if character.isprintable() else " " * character.isspace() for character in text)


def _source(quotation: Quotation) -> str:
    parts = [quotation.publisher, quotation.published, quotation.title]
    line = ", ".join(visible(part) for part in parts if part)
    return f"{line} ({quotation.note})" if quotation.note else line


def print_message(console: Console, message: Message) -> None:
    """Write a message. Nothing in it is read as markup."""
    if message.headline:
        console.print(Text(visible(message.headline), style="bold"))
    if message.text and message.text != message.headline:
        console.print(Text(visible(message.text)))
    for line in message.lines:
        console.print(Text(visible(line)))
    for entry in message.entries:
        console.print(Text(visible(": ".join(part for part in (entry.when, entry.text) if part))))
        if entry.source and (source := _source(entry.source)):
            console.print(Padding(Text(f"— {source}", style="dim"), (0, 0, 0, 2)))
    for number, choice in enumerate(message.choices, start=1):
        console.print(Text(f"  {number}. {visible(choice)}"))
    for quotation in message.quotations:
        console.print()
        console.print(Padding(Text(f"“{visible(quotation.text)}”", style="italic"), (0, 0, 0, 2)))
        source = _source(quotation)
        if source:
            console.print(Padding(Text(f"— {source}", style="dim"), (0, 0, 0, 2)))
        if quotation.url:
            console.print(Text(f"    {visible(quotation.url)}", style="dim"), soft_wrap=True)
    if message.remarks:
        console.print()
    for remark in message.remarks:
        console.print(Text(visible(remark), style="dim"))


def terminal(stream: TextIO) -> Console:
    """A console of a readable width; plain text where the stream is no terminal."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH) if stream.isatty() else WIDTH
    return console


class ConsoleChat:
    """One conversation on the terminal, or from a pipe.

    `ask` takes a question and returns the reply; `explain` tells how the last one was understood; `forget` starts anew.
    """

    def __init__(
        self,
        ask: Callable[[str], Awaitable[Message]],
        explain: Callable[[], Awaitable[Message]],
        forget: Callable[[], Awaitable[None]],
        source: TextIO | None = None,
        output: TextIO | None = None,
    ) -> None:
        self._ask = ask
        self._explain = explain
        self._forget = forget
        self._source = source or sys.stdin
        self._output = output or sys.stdout
        self._console = terminal(self._output)
        self._interactive = self._source.isatty() and self._output.isatty()

    async def run(self, welcome: str) -> None:
        """Chat until /quit or the end of the input."""
        if self._interactive:
            self._console.print(Text(welcome, style="dim"))
        while (line := await self._next_line()) is not None:
            if not line.strip():
                continue
            if not self._interactive:
                self._console.print(Text(f"> {visible(line.strip())}", style="dim"))
            message = await self._respond(line.strip())
            if message is None:
                return
            print_message(self._console, message)
            self._console.print()

    async def _next_line(self) -> str | None:
        # Reading a terminal blocks, so a thread does it: a daemon, because a thread of the loop's own pool that waits
        # for a line would keep the process from ending on SIGTERM.
        loop = asyncio.get_running_loop()
        line: asyncio.Future[str | None] = loop.create_future()

        def deliver(text: str | None) -> None:
            if not line.done():
                line.set_result(text)

        def read() -> None:
            text = self._prompt() if self._interactive else self._source.readline() or None
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(deliver, text)

        threading.Thread(target=read, daemon=True).start()
        return await line

    def _prompt(self) -> str | None:
        with contextlib.suppress(ImportError):  # Windows has none
            import readline  # noqa: F401 - gives the prompt a history and editing keys
        try:
            return input("> ")
        except EOFError:
            return None

    async def _respond(self, line: str) -> Message | None:
        command, _, rest = line.partition(" ")
        match command.casefold():
            case "/quit" | "/exit" | "/q":
                return None
            case "/help" | "/?":
                return Message(lines=tuple(HELP.rstrip().splitlines()))
            case "/explain" | "/why":
                return await self._explain()
            case "/forget" | "/new":
                await self._forget()
                return Message(text="A new conversation.")
            case "/ask":
                if not rest.strip():
                    return Message(text="Type the question after /ask, for example: /ask what did Kishida sign?")
                return await self._ask(rest.strip())
            case _ if command.startswith("/"):
                return Message(text=f"There is no command {command}. Type /help for those there are.")
            case _:
                return await self._ask(line)
