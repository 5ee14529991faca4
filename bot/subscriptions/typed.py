"""The commands of admins as lines of text, for chats that have no forms: "/subscription pause 3 --until Friday"."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Protocol

from bot.chat.message import Message
from bot.subscriptions.asked import Fields, Requester, Where
from bot.subscriptions.errors import SubscriptionError

if TYPE_CHECKING:
    from bot.subscriptions.administration import Administration

HELP = (
    "/subscription add TOPIC [--schedule WHEN] [--zone CITY] [--kind digest|watch] [--name NAME]",
    "    [--size LINES] [--language CODE] [--catch-up combine|latest|skip] [--quiet line|nothing]",
    "    [--palette dark|light|none] [--most-an-hour MESSAGES]",
    "/subscription edit NUMBER --topic TOPIC --schedule WHEN ...   only what is to be changed",
    "/subscription list        /subscription show | resume | remove | preview | test | doctor NUMBER",
    "/subscription pause NUMBER [--until DAY]        /subscription log NUMBER [--limit N]",
    "/subscription why NUMBER EVENT                  /subscription export | import FILE.json",
    "/source add ADDRESS [--name NAME] [--page]      /source list [--curated]",
    "/source show | pause | resume | remove | check SOURCE        /source export | import FILE.opml",
    "/settings show | timezone CITY | language CODE | changes",
)
_OPTION = re.compile(r"(?:^|\s)(?:--|—)(?=[a-zA-Z])")
"""Phones and chats make one long dash of two hyphens."""
_QUOTES = "\"“”'‘’"
_FIELDS = tuple(one.name for one in fields(Fields) if one.name != "channel")


class BadCommand(SubscriptionError):  # noqa: N818
    """A line that is no command; the message says what would be."""


class Files(Protocol):
    """Files of whoever types, where the chat can reach them."""

    async def read(self, path: str) -> bytes:
        """The bytes of a file. Raises SubscriptionError."""
        ...

    async def write(self, path: str, text: str) -> None:
        """Write a text. Raises SubscriptionError."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """A command as it was typed: what to do, with what, and the options after it, without their hyphens."""

    command: str
    action: str
    operand: str
    options: Mapping[str, str]

    def option(self, name: str) -> str | None:
        """The value of an option; None where it was not given."""
        return self.options.get(name)

    def number(self, name: str, usual: int) -> int:
        """The value of an option that is a number. Raises BadCommand."""
        text = self.options.get(name, str(usual))
        if not text.isdecimal() or len(text) > 6:
            raise BadCommand(f"“{text}” cannot be used for --{name}: give a number.")
        return int(text)


class TypedCommands:
    """Does what a line says. Without `files` nothing is exported or imported."""

    def __init__(self, administration: "Administration", files: Files | None = None) -> None:
        self._all = administration
        self._files = files

    async def respond(self, who: Requester, where: Where, command: str, rest: str) -> Message:
        """The reply to "/subscription", "/source" or "/settings" and the rest of its line. Raises SubscriptionError."""
        actions = {"/subscription": self._subscriptions, "/source": self._sources, "/settings": self._settings}
        known = actions[command](who, where)
        action, _, rest = rest.strip().partition(" ")
        if command == "/settings" and action.casefold() == "admins":
            second, _, rest = rest.strip().partition(" ")
            action = f"admins {second}".strip()
        if action.casefold() not in known:
            names = ", ".join(known)
            wrong = f"There is no {command} {action}: " if action else ""
            raise BadCommand(f"{wrong}{'use' if wrong else 'Use'} one of {names}.")
        work, options = known[action.casefold()]
        return await work(_line(command, action.casefold(), rest, options))

    def _subscriptions(self, who: Requester, where: Where) -> "_Actions":
        desk = self._all.subscriptions

        async def add(line: Line) -> Message:
            return await desk.add(who, where, _fields(line, topic=line.operand or None))

        async def edit(line: Line) -> Message:
            return await desk.edit(who, where, line.operand, _fields(line, topic=line.option("topic")))

        async def why(line: Line) -> Message:
            which, _, event = line.operand.rpartition(" ")
            if not which or not event.isdecimal() or len(event) > 18:
                raise BadCommand("Say which subscription and which event: /subscription why 3 8823.")
            return await desk.why(who, where, which, int(event))

        async def preview(line: Line) -> Message:
            return (await desk.preview(who, where, line.operand)).message

        async def export(line: Line) -> Message:
            await self._reach().write(line.operand, await desk.export(who, where))
            return Message(text=f"The subscriptions are in {line.operand}.")

        async def import_(line: Line) -> Message:
            return await desk.import_(who, where, await self._reach().read(line.operand))

        ordered = tuple(name for name in _FIELDS if name != "topic")
        return {
            "add": (add, ordered),
            "list": (lambda _: desk.list(who, where), ()),
            "show": (lambda line: desk.show(who, where, line.operand), ()),
            "edit": (edit, tuple(name for name in _FIELDS if name != "kind")),
            "pause": (lambda line: desk.pause(who, where, line.operand, line.option("until")), ("until",)),
            "resume": (lambda line: desk.resume(who, where, line.operand), ()),
            "remove": (lambda line: desk.remove(who, where, line.operand), ()),
            "preview": (preview, ()),
            "test": (lambda line: desk.test(who, where, line.operand), ()),
            "doctor": (lambda line: desk.doctor(who, where, line.operand), ()),
            "log": (lambda line: desk.log(who, where, line.operand, limit=line.number("limit", 10)), ("limit",)),
            "why": (why, ()),
            "export": (export, ()),
            "import": (import_, ()),
        }

    def _sources(self, who: Requester, where: Where) -> "_Actions":
        desk = self._all.sources

        async def add(line: Line) -> Message:
            page = line.option("page") is not None
            return await desk.add(who, where, line.operand, name=line.option("name"), page=page)

        async def export(line: Line) -> Message:
            await self._reach().write(line.operand, await desk.export(who, where))
            return Message(text=f"The feeds are in {line.operand}.")

        async def import_(line: Line) -> Message:
            return await desk.import_(who, where, await self._reach().read(line.operand))

        return {
            "add": (add, ("name", "page")),
            "list": (lambda line: desk.list(who, where, curated=line.option("curated") is not None), ("curated",)),
            "show": (lambda line: desk.show(who, where, line.operand), ()),
            "pause": (lambda line: desk.pause(who, where, line.operand), ()),
            "resume": (lambda line: desk.resume(who, where, line.operand), ()),
            "remove": (lambda line: desk.remove(who, where, line.operand), ()),
            "check": (lambda line: desk.check(who, where, line.operand), ()),
            "export": (export, ()),
            "import": (import_, ()),
        }

    def _settings(self, who: Requester, where: Where) -> "_Actions":
        desk = self._all.choices
        return {
            "show": (lambda _: desk.show(who, where), ()),
            "timezone": (lambda line: desk.set_zone(who, where, line.operand), ()),
            "language": (lambda line: desk.set_language(who, where, line.operand), ()),
            "fallback-channel": (lambda line: desk.set_fallback_channel(who, where, line.operand or None), ()),
            "admins add": (lambda line: desk.add_admin(who, where, line.operand), ()),
            "admins remove": (lambda line: desk.remove_admin(who, where, line.operand), ()),
            "changes": (lambda line: desk.changes(who, where, limit=line.number("limit", 10)), ("limit",)),
        }

    def _reach(self) -> Files:
        if self._files is None:
            raise BadCommand("Files cannot be reached from this chat: use the command line, `sealane subscription`.")
        return self._files


_Actions = Mapping[str, tuple[Callable[[Line], Awaitable[Message]], tuple[str, ...]]]
"""What can be done, each with the names of its options."""


def _line(command: str, action: str, rest: str, options: tuple[str, ...]) -> Line:
    """Part what follows the action into its operand and its options. Raises BadCommand for an option not known."""
    operand, *given = _OPTION.split(rest)
    values: dict[str, str] = {}
    for text in given:
        name, _, value = text.strip().partition(" ")
        name, equals, joined = name.partition("=")
        key = name.casefold().replace("-", "_")
        if key not in options:
            known = ", ".join(f"--{one.replace('_', '-')}" for one in options)
            hint = f"use {known}." if known else "it takes no options."
            raise BadCommand(f"There is no --{name} for {command} {action}: {hint}")
        values[key] = _plain(joined + (" " + value if value else "") if equals else value)
    return Line(command, action, _plain(operand), values)


def _fields(line: Line, *, topic: str | None) -> Fields:
    return Fields(topic=topic, **{name: value for name, value in line.options.items() if name != "topic"})


def _plain(text: str) -> str:
    """The text without the quotation marks around it."""
    text = text.strip()
    if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        return text[1:-1].strip()
    return text
