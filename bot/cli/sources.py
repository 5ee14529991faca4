"""`sealane source` and `sealane collect`: where news comes from, and fetching it."""

import argparse
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.command import CommandError, add_database, open_store, read_file, settings, write_file, write_line

if TYPE_CHECKING:
    from bot.chat.message import Message
    from bot.subscriptions.asked import Requester, Where
    from bot.subscriptions.sources import Sources

EPILOG = """\
examples:
  sealane source add https://www.rnz.co.nz/rss/pacific.xml     (a site's address is enough: its feed is found)
  sealane source add "RNZ Pacific"                             (by its name on the curated list)
  sealane source list --curated                                the sources that ship with Sealane; none is enabled
  sealane source check fijitimes.com.fj                        what would be collected; stores nothing
  sealane source export sources.opml
A source can be named by its number, its name, its address, or a part of these that no other has.
"""

_Action = Callable[["Sources", argparse.Namespace], Awaitable[None]]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands."""
    source = commands.add_parser(
        "source",
        help="add, list, check and pause sources of news",
        description="The sources that news is collected from.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = source.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, run, operand, text in (
        ("add", _add, "SOURCE", "add a feed, or the feed of a site"),
        ("list", _list, None, "list the sources"),
        ("show", _show, "SOURCE", "tell all about a source"),
        ("pause", _pause, "SOURCE", "stop polling a source for the time being"),
        ("resume", _resume, "SOURCE", "poll a source again"),
        ("remove", _remove, "SOURCE", "remove a source; what was read from it stays"),
        ("check", _check, "SOURCE", "say what would be collected, and store nothing"),
        ("import", _import, "FILE.opml", "add the feeds of an OPML file"),
        ("export", _export, "FILE.opml", "write the feeds to an OPML file ('-' for standard output)"),
    ):
        action = actions.add_parser(name, help=text, description=text.capitalize() + ".")
        if operand is not None:
            action.add_argument("operand", metavar=operand)
        if name == "add":
            action.add_argument("--name", help="what to call it (default: as it calls itself)")
            action.add_argument("--page", action="store_true", help="a single page that changes, not a feed")
        if name == "list":
            action.add_argument("--curated", action="store_true", help="the sources that ship with Sealane instead")
        if name in ("list", "show", "check"):
            action.add_argument("--json", action="store_true", help="print JSON")
        add_database(action)
        action.set_defaults(run=_run, action_of=run)
    collect = commands.add_parser(
        "collect", help="collect news from the sources", description="Poll the sources and read what is new."
    )
    collect.add_argument("--once", action="store_true", help="poll what is due, read it, and end")
    add_database(collect)
    collect.set_defaults(run=_collect)


async def _run(options: argparse.Namespace) -> int:
    from bot.subscriptions.errors import SubscriptionError
    from bot.subscriptions.sources import Sources, open_source_list

    action: _Action = options.action_of
    configured = settings()
    store = await open_store(options)
    try:
        await action(Sources(store, lambda: open_source_list(store, configured)), options)
    except SubscriptionError as error:
        raise CommandError(str(error)) from None
    finally:
        await store.close()
    return 0


def _here() -> "tuple[Requester, Where]":
    """Who asks, and where: whoever has the command line may do everything."""
    from bot.subscriptions.asked import CONSOLE, OPERATOR

    return OPERATOR, CONSOLE


def _say(message: "Message") -> None:
    """Write a message as it is: an address is never broken."""
    for entry in (message.headline, message.text, *message.lines):
        if entry:
            sys.stdout.write(entry + "\n")
    for item in message.entries:
        sys.stdout.write(f"  {item.when}  {item.text}\n")
    for remark in message.remarks:
        sys.stdout.write(remark + "\n")


async def _add(sources: "Sources", options: argparse.Namespace) -> None:
    _say(await sources.add(*_here(), options.operand, name=options.name, page=options.page))


async def _list(sources: "Sources", options: argparse.Namespace) -> None:
    from bot.news.curated import curated_sources
    from bot.news.source_list import described

    if options.curated:
        for curated in curated_sources():
            if options.json:
                values = {"name": curated.name, "country": curated.country, "language": curated.language}
                write_line({**values, "address": curated.address, "verified": curated.verified})
            else:
                sys.stdout.write(f"{curated.country}  {curated.name}  {curated.address}\n")
        return
    every = await sources.found(*_here())
    for source in every:
        told = described(source, datetime.now(UTC))
        if options.json:
            write_line(told)
        else:
            sys.stdout.write(f"{source.id:>4}  {told['health']:<8} {source.name}  {source.address}\n")
    if not every and not options.json:
        sys.stderr.write("There are no sources yet. See `sealane source list --curated` and `sealane source add`.\n")


async def _show(sources: "Sources", options: argparse.Namespace) -> None:
    if not options.json:
        _say(await sources.show(*_here(), options.operand))
        return
    from bot.news.source_list import described

    shown = await sources.shown(*_here(), options.operand)
    counts = shown.activity
    week = {"announced": counts.announced, "read": counts.read, "refused": counts.refused}
    week |= {"failed": counts.failed, "waiting": counts.waiting}
    told = described(shown.source, datetime.now(UTC))
    write_line({**told, "items_a_day": round(shown.items_a_day, 2), "week": week})


async def _pause(sources: "Sources", options: argparse.Namespace) -> None:
    _say(await sources.pause(*_here(), options.operand))


async def _resume(sources: "Sources", options: argparse.Namespace) -> None:
    _say(await sources.resume(*_here(), options.operand))


async def _remove(sources: "Sources", options: argparse.Namespace) -> None:
    _say(await sources.remove(*_here(), options.operand))


async def _check(sources: "Sources", options: argparse.Namespace) -> None:
    if not options.json:
        _say(await sources.check(*_here(), options.operand))
        return
    checked = await sources.checked(*_here(), options.operand)
    items = checked.found.feed.items if checked.found else ()
    page = checked.page
    first = None
    if page is not None:
        published = page.published.moment.isoformat() if page.published else None
        first = {"title": page.title, "published": published, "publisher": page.publisher, "url": page.url}
        first["characters"] = str(len(page.text))
    address = checked.found.address if checked.found else options.operand
    titles = [item.title for item in items[:10]]
    write_line({"address": address, "items": len(items), "titles": titles, "first": first, "problem": checked.problem})


async def _import(sources: "Sources", options: argparse.Namespace) -> None:
    _say(await sources.import_(*_here(), await read_file(options.operand)))


async def _export(sources: "Sources", options: argparse.Namespace) -> None:
    await write_file(options.operand, await sources.export(*_here()))


async def _collect(options: argparse.Namespace) -> int:
    from bot.collection import open_collector
    from bot.intake import Intake
    from bot.process import configure_logging, until_signalled

    configured = settings()
    configure_logging(configured)
    store = await open_store(options)
    try:
        async with (
            Intake(store, workers=configured.reading_workers) as intake,
            open_collector(store, configured, intake) as collector,
        ):
            if not options.once:
                await until_signalled(collector.run())
                return 0
            done = await collector.run_once()
    finally:
        await store.close()
    for words in done.failures or ():
        sys.stderr.write(f"sealane: {words}\n")
    told = f"{done.polled} sources polled, {done.announced} new items, {done.read} articles read"
    sys.stdout.write(f"{told}, {done.refused} refused.\n")
    return 0
