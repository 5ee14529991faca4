"""`sealane subscription`: digests and watches of channels, by whoever runs the bot."""

import argparse
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from bot.cli.command import CommandError, add_database, open_store, read_file, settings, write_file, write_line

if TYPE_CHECKING:
    from bot.chat.message import Message
    from bot.delivery.transport import Transport
    from bot.settings import Settings
    from bot.subscriptions.asked import Fields, Requester, Where
    from bot.subscriptions.subscriptions import Subscriptions
    from db.session import Store

EPILOG = """\
examples:
  sealane subscription add "events between China and the Philippines" --schedule "weekdays 08:30" --zone Manila
  sealane subscription add "anything Japan signs" --kind watch --platform discord --workspace 81384 --channel 41771
  sealane subscription list --platform slack
  sealane subscription edit 3 --schedule "7:00 and 18:00"
  sealane subscription pause 3 --until "30 November"
  sealane subscription doctor 3                                what keeps it from telling, and how to mend it
  sealane subscription why 3 8823                              why an event was, or was not, in a digest
  sealane subscription export subscriptions.json
A subscription is named by its number, its name, or a part of the name that no other has.
Schedules: daily at 7:00; weekdays 08:30; Mondays 9am; hourly; 7:00 and 18:00; first of the month; or cron: 30 8 * * 1-5
"""
_PLATFORMS = ("console", "discord", "slack")
_FIELDS = (
    ("name", "NAME", "what to call it; “none” takes a name away"),
    ("schedule", "WHEN", "when a digest comes: words, or a cron expression"),
    ("zone", "ZONE", "whose clocks the schedule goes by: a city or an IANA name"),
    ("size", "LINES", "the most lines of a digest"),
    ("language", "CODE", "the language of dates"),
    ("catch-up", "HOW", "after an outage: combine, latest or skip"),
    ("quiet", "HOW", "when there is nothing to tell: nothing or line"),
    ("palette", "COLOURS", "of the picture: dark, light or none"),
    ("most-an-hour", "MESSAGES", "the most messages of a watch in an hour"),
)

_ASKING_PLATFORMS = ("add", "edit", "test", "doctor")
"""Actions that look whether a channel can be written to."""

_Action = Callable[["Subscriptions", argparse.Namespace], Awaitable[None]]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "subscription",
        help="digests and watches of channels",
        description="What channels have subscribed to: digests by a schedule, and watches as news is read.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, run, text in (
        ("add", _add, "add a subscription"),
        ("list", _list, "list subscriptions"),
        ("show", _show, "tell all of a subscription"),
        ("edit", _edit, "change a subscription"),
        ("pause", _pause, "let a subscription stand still"),
        ("resume", _resume, "let a paused subscription go on"),
        ("remove", _remove, "remove a subscription; its log stays"),
        ("preview", _preview, "show what the next message would hold"),
        ("test", _test, "send the channel a test"),
        ("doctor", _doctor, "say what keeps a subscription from telling, and how to mend it"),
        ("log", _log, "tell what was sent and what was not"),
        ("why", _why, "say why an event was or was not told"),
        ("export", _export, "write subscriptions to a JSON file ('-' for standard output)"),
        ("import", _import, "add the subscriptions of a JSON file ('-' for standard input)"),
    ):
        action = actions.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        _add_operands(action, name)
        add_database(action)
        action.set_defaults(run=_run, action_of=run)


def _add_operands(action: argparse.ArgumentParser, name: str) -> None:
    if name == "add":
        action.add_argument(
            "topic", nargs="?", metavar="TOPIC", help="what to tell, as a question (default: everything)"
        )
        action.add_argument("--kind", metavar="KIND", help="digest (default) or watch")
    elif name in ("export", "import"):
        action.add_argument("file", metavar="FILE.json")
    elif name != "list":
        action.add_argument("subscription", metavar="SUBSCRIPTION")
    if name == "edit":
        action.add_argument("--topic", metavar="TOPIC", help="what to tell, as a question; “everything” for all")
    if name in ("add", "edit"):
        for option, metavar, text in _FIELDS:
            action.add_argument(f"--{option}", metavar=metavar, help=text)
    if name == "pause":
        action.add_argument("--until", metavar="DAY", help="when it goes on by itself: 30 November, Friday, 3 days")
    if name == "why":
        action.add_argument("event", type=int, metavar="EVENT", help="the number of the event")
    if name == "log":
        action.add_argument("--limit", type=int, default=20, metavar="N", help="how many (default: 20)")
    if name in ("list", "show", "log", "doctor"):
        action.add_argument("--json", action="store_true", help="print JSON")
    action.add_argument("--platform", choices=_PLATFORMS, help="only there" if name != "add" else "default: console")
    action.add_argument("--workspace", metavar="ID", help="the Discord server or Slack team")
    moved = "the channel to move it to" if name == "edit" else "the channel"
    action.add_argument("--channel", metavar="ID", help=moved)


async def _run(options: argparse.Namespace) -> int:
    from bot.subscriptions.errors import SubscriptionError

    action: _Action = options.action_of
    configured = settings()
    store = await open_store(options)
    try:
        async with AsyncExitStack() as stack:
            opened = await _opened(stack, store, configured) if options.action in _ASKING_PLATFORMS else {}
            await action(_subscriptions(store, configured, opened), options)
    except SubscriptionError as error:
        raise CommandError(str(error)) from None
    finally:
        await store.close()
    return 0


async def _opened(stack: AsyncExitStack, store: "Store", configured: "Settings") -> "dict[str, Transport]":
    """The ways to the platforms that the settings name; one whose settings are wrong is left out, and that is said."""
    from bot.cli.run import transports
    from bot.process import LaunchError

    found: dict[str, Transport] = {}
    for name, opened in transports(store, configured).items():
        try:
            transport = await stack.enter_async_context(opened())
        except LaunchError as error:
            sys.stderr.write(f"sealane: {name} is left out: {error}\n")
            continue
        found[transport.platform] = transport
    return found


def _subscriptions(store: "Store", configured: "Settings", opened: "dict[str, Transport]") -> "Subscriptions":
    from bot.delivery.console import ConsoleTransport
    from bot.digests.composer import Composer
    from bot.subscriptions.subscriptions import Subscriptions

    console = ConsoleTransport()
    return Subscriptions(
        store,
        zone=configured.zone,
        composer=Composer(store),
        transports={console.platform: console, **opened},
    )


def _operator() -> "Requester":
    from bot.subscriptions.asked import OPERATOR

    return OPERATOR


def _where(options: argparse.Namespace) -> "Where":
    """Which subscriptions are meant: all, unless the options say less."""
    from bot.subscriptions.asked import Where

    if options.platform is None and (options.workspace is not None or options.channel is not None):
        raise CommandError("Say with --platform whose workspace or channel that is: discord or slack.")
    if options.platform == "console":
        return Where("console", "", "")
    return Where(options.platform, options.workspace, options.channel)


def _home(options: argparse.Namespace) -> "Where":
    """Where a new subscription belongs: the console, unless the options name a channel."""
    from bot.subscriptions.asked import CONSOLE

    where = _where(options)
    if where.platform in (None, "console"):
        return CONSOLE
    if not where.workspace or not where.channel:
        raise CommandError(f"Name the channel: --platform {where.platform} --workspace ID --channel ID.")
    return where


def _fields(options: argparse.Namespace) -> "Fields":
    from bot.subscriptions.asked import Fields

    names = [name.replace("-", "_") for name, _, _ in _FIELDS]
    return Fields(topic=options.topic, **{name: getattr(options, name) for name in names})


def _print(message: "Message") -> None:
    from bot.chat.console import print_message, terminal

    print_message(terminal(sys.stdout), message)


async def _add(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    from dataclasses import replace

    fields = replace(_fields(options), kind=options.kind)
    _print(await subscriptions.add(_operator(), _home(options), fields))


async def _list(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    if not options.json:
        _print(await subscriptions.list(_operator(), _where(options)))
        return
    from bot.subscriptions.portable import as_json

    for one in await subscriptions.found(_operator(), _where(options)):
        write_line(as_json(one))


async def _show(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    if not options.json:
        _print(await subscriptions.show(_operator(), _where(options), options.subscription))
        return
    from bot.subscriptions.portable import as_json

    write_line(as_json(await subscriptions.get(_operator(), _where(options), options.subscription)))


async def _edit(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    from dataclasses import replace

    fields = replace(_fields(options), channel=options.channel)
    options.channel = None
    _print(await subscriptions.edit(_operator(), _where(options), options.subscription, fields))


async def _pause(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    _print(await subscriptions.pause(_operator(), _where(options), options.subscription, options.until))


async def _resume(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    _print(await subscriptions.resume(_operator(), _where(options), options.subscription))


async def _remove(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    _print(await subscriptions.remove(_operator(), _where(options), options.subscription))


async def _preview(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    _print((await subscriptions.preview(_operator(), _where(options), options.subscription)).message)


async def _test(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    _print(await subscriptions.test(_operator(), _where(options), options.subscription))


async def _doctor(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    if not options.json:
        _print(await subscriptions.doctor(_operator(), _where(options), options.subscription))
        return
    _, checks = await subscriptions.examined(_operator(), _where(options), options.subscription)
    for one in checks:
        write_line({"check": one.name, "finding": one.finding.value, "text": one.text, "mend": one.mend})


async def _log(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    if options.limit < 1:
        raise CommandError("--limit should be a number from 1 on.")
    if not options.json:
        _print(await subscriptions.log(_operator(), _where(options), options.subscription, limit=options.limit))
        return
    from bot.subscriptions.log import as_json

    _, logged = await subscriptions.logged(_operator(), _where(options), options.subscription, limit=options.limit)
    for one in logged:
        write_line(as_json(one))


async def _why(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    _print(await subscriptions.why(_operator(), _where(options), options.subscription, options.event))


async def _export(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    await write_file(options.file, await subscriptions.export(_operator(), _where(options)))


async def _import(subscriptions: "Subscriptions", options: argparse.Namespace) -> None:
    data = await read_file(options.file)
    _print(await subscriptions.import_(_operator(), _where(options), data))
