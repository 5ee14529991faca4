"""The console: a Message as a terminal shows it, and a chat on standard input and output."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.chat.message import Entry, Message, Quotation

WIDTH = 100
_OPENING = ("“", '"')
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


def print_message(console: Console, message: Message) -> None:
    """Write a message. Nothing in it is read as markup."""
    if message.headline:
        _print(console, message.headline, style="bold")
    if message.text and message.text != message.headline:
        _print(console, message.text)
    for line in message.lines:
        _print(console, line)
    for number, choice in enumerate(message.choices, start=1):
        _print(console, f"{number}. {choice}", indent=2)
    for entry in message.entries:
        _print(console, f"- {entry.when}: {entry.text}" if entry.when else f"- {entry.text}")
        if entry.source:
            _print_source(console, entry.source)
    for section in message.sections:
        console.print()
        _print(console, section.heading, style="bold")
        for entry in section.entries:
            _print_line(console, entry)
    for told in _by_source(message.quotations):
        console.print()
        for quotation in told:
            _print(console, _in_quotes(quotation.text), indent=2, style="italic")
        _print_source(console, told[0])
    if message.remarks:
        console.print()
    for remark in message.remarks:
        _print(console, remark, style="dim")
    for picture in message.pictures:
        _print(console, f"[Picture: {picture.description}]", style="dim")


def _print_line(console: Console, entry: Entry) -> None:
    """An event of a section: what happened, and below it what is said beside it and who reports it."""
    _print(console, f"- {entry.when}: {entry.text}" if entry.when else f"- {entry.text}")
    source = entry.source
    told = (
        [*entry.notes, *(part for part in (source.publisher, source.published, source.note) if part)]
        if source
        else entry.notes
    )
    if told:
        _print(console, " · ".join(told), indent=2, style="dim")
    if source and source.url:
        _print_address(console, source.url)


def _print(console: Console, text: str, *, indent: int = 0, style: str = "") -> None:
    for line in Text(visible(text)).wrap(console, console.width - indent):
        line.rstrip()
        console.print(Text(" " * indent).append_text(Text(line.plain, style=style)), soft_wrap=True)


def _by_source(quotations: Iterable[Quotation]) -> list[list[Quotation]]:
    """The quotations that one article holds, together, so that it is named once."""
    groups: dict[Quotation, list[Quotation]] = {}
    for quotation in quotations:
        groups.setdefault(replace(quotation, text=""), []).append(quotation)
    return list(groups.values())


def _in_quotes(text: str) -> str:
    """The text in quotation marks, unless it begins with someone's words in their own."""
    return text if text.startswith(_OPENING) else f"“{text}”"


def _print_source(console: Console, quotation: Quotation) -> None:
    source = ", ".join(part for part in (quotation.publisher, quotation.published, quotation.title) if part)
    if source:
        _print(console, f"— {source}{f' ({quotation.note})' if quotation.note else ''}", indent=2, style="dim")
    if quotation.url:
        _print_address(console, quotation.url)


def _print_address(console: Console, url: str) -> None:
    # An address is never broken, so that a terminal can open it.
    console.print(Text(f"    {visible(url)}", style="dim"), soft_wrap=True)


class _Console(Console):
    """A console whose reader may leave: that ends the program quietly, and is for the caller to see."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def terminal(stream: TextIO) -> Console:
    """A console of a readable width; plain text where the stream is no terminal. It raises `BrokenPipeError`."""
    console = _Console(file=stream, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH) if stream.isatty() else WIDTH
    return console


@contextlib.contextmanager
def _terminal_kept(stream: TextIO) -> Iterator[None]:
    """Leave the terminal as it was: a prompt that waits when the process ends would leave it without echo."""
    try:
        import termios
    except ImportError:  # Windows has none
        yield
        return
    settings = termios.tcgetattr(stream)
    try:
        yield
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, settings)


class ConsoleChat:
    """One conversation on the terminal, or from a pipe.

    `ask` takes a question and returns the reply; `explain` tells how the last one was understood; `forget` starts anew.
    `further` are commands by their names, "/source", which take the rest of the line; `help_lines` tell of them.
    """

    def __init__(
        self,
        ask: Callable[[str], Awaitable[Message]],
        explain: Callable[[], Awaitable[Message]],
        forget: Callable[[], Awaitable[None]],
        source: TextIO | None = None,
        output: TextIO | None = None,
        *,
        further: Mapping[str, Callable[[str], Awaitable[Message]]] | None = None,
        help_lines: Sequence[str] = (),
    ) -> None:
        self._ask = ask
        self._explain = explain
        self._forget = forget
        self._further = further or {}
        self._help = (*HELP.rstrip().splitlines(), *(f"  {line}" for line in help_lines))
        self._source = source or sys.stdin
        self._output = output or sys.stdout
        self._console = terminal(self._output)
        self._interactive = self._source.isatty() and self._output.isatty()

    async def run(self, welcome: str) -> None:
        """Chat until /quit or the end of the input. Raise `BrokenPipeError` where nobody reads the output any more."""
        if not self._interactive:
            await self._talk()
            return
        self._console.print(Text(welcome, style="dim"))
        with _terminal_kept(self._source):
            await self._talk()

    async def _talk(self) -> None:
        while (line := await self._next_line()) is not None:
            if not line.strip():
                continue
            if not self._interactive:
                self._console.print(Text(f"> {visible(line.strip())}", style="dim"), soft_wrap=True)
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
                return Message(lines=self._help)
            case "/explain" | "/why":
                return await self._explain()
            case "/forget" | "/new":
                await self._forget()
                return Message(text="A new conversation.")
            case "/ask":
                if not rest.strip():
                    return Message(text="Type the question after /ask, for example: /ask what did Kishida sign?")
                return await self._ask(rest.strip())
            case known if known in self._further:
                return await self._further[known](rest.strip())
            case _ if command.startswith("/"):
                return Message(text=f"There is no command {command}. Type /help for those there are.")
            case _:
                return await self._ask(line)
