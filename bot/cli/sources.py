"""`sealane source` and `sealane collect`: where news comes from, and fetching it."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.command import CommandError, add_database, open_store, settings, write_line

if TYPE_CHECKING:
    from bot.news.source_list import SourceList
    from db.models import Source

EPILOG = """\
examples:
  sealane source add https://www.rnz.co.nz/rss/pacific.xml     (a site's address is enough: its feed is found)
  sealane source add "RNZ Pacific"                             (by its name on the curated list)
  sealane source list --curated                                the sources that ship with Sealane; none is enabled
  sealane source check fijitimes.com.fj                        what would be collected; stores nothing
  sealane source export sources.opml
A source can be named by its number, its name, its address, or a part of these that no other has.
"""

_Action = Callable[["SourceList", argparse.Namespace], Awaitable[None]]


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
    from bot.news.errors import NewsError

    action: _Action = options.action_of
    async with _opened(options) as listing:
        try:
            await action(listing, options)
        except NewsError as error:
            raise CommandError(str(error)) from None
    return 0


@asynccontextmanager
async def _opened(options: argparse.Namespace) -> "AsyncIterator[SourceList]":
    from bot.news.clock import SystemClock
    from bot.news.fetching.opening import open_fetcher
    from bot.news.source_list import SourceList
    from bot.news.workers import Workers

    configured, clock = settings(), SystemClock()
    store = await open_store(options)
    try:
        async with (
            open_fetcher(clock, contact=configured.contact, hosts=configured.fetch_hosts) as fetcher,
            Workers() as workers,
        ):
            yield SourceList(store, fetcher, workers, clock)
    finally:
        await store.close()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


async def _add(listing: "SourceList", options: argparse.Namespace) -> None:
    added = await listing.add(options.operand, name=options.name, page=options.page)
    done = "Added" if added.is_new else "Already there:"
    _say(f"{done} source {added.source.id}: {added.source.name}, {added.source.address}")


async def _list(listing: "SourceList", options: argparse.Namespace) -> None:
    from bot.news.curated import curated_sources
    from bot.news.source_list import described

    if options.curated:
        for curated in curated_sources():
            if options.json:
                values = {"name": curated.name, "country": curated.country, "language": curated.language}
                write_line({**values, "address": curated.address, "verified": curated.verified})
            else:
                _say(f"{curated.country}  {curated.name}  {curated.address}")
        return
    every = await listing.all()
    for source in every:
        told = described(source, datetime.now(UTC))
        if options.json:
            write_line(told)
        else:
            _say(f"{source.id:>4}  {told['health']:<8} {source.name}  {source.address}")
    if not every and not options.json:
        sys.stderr.write("There are no sources yet. See `sealane source list --curated` and `sealane source add`.\n")


async def _show(listing: "SourceList", options: argparse.Namespace) -> None:
    from bot.news.source_list import described

    shown = await listing.show(options.operand)
    told = described(shown.source, datetime.now(UTC))
    counts = shown.activity
    if options.json:
        week = {"announced": counts.announced, "read": counts.read, "refused": counts.refused}
        week |= {"failed": counts.failed, "waiting": counts.waiting}
        write_line({**told, "items_a_day": round(shown.items_a_day, 2), "week": week})
        return
    source = shown.source
    _say(f"{source.name} ({source.id}), a {source.kind}: {source.address}")
    _say(f"{told['told']}")
    _say(
        f"Polled every {source.interval // 60} minutes; last {_when(source.polled_at)}, "
        f"last well {_when(source.succeeded_at)}, next {_when(source.due_at)}."
    )
    _say(
        f"{shown.items_a_day:.1f} items a day in the last week: {counts.read} read, {counts.refused} refused, "
        f"{counts.failed} failed, {counts.waiting} waiting."
    )
    if source.error:
        _say(f"Last error: {source.error}")


def _when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"


async def _pause(listing: "SourceList", options: argparse.Namespace) -> None:
    from db.sources import SourceState

    _told("Paused", await listing.set_state(options.operand, SourceState.PAUSED))


async def _resume(listing: "SourceList", options: argparse.Namespace) -> None:
    from db.sources import SourceState

    _told("Resumed", await listing.set_state(options.operand, SourceState.ACTIVE))


async def _remove(listing: "SourceList", options: argparse.Namespace) -> None:
    _told("Removed", await listing.remove(options.operand))


def _told(done: str, source: "Source") -> None:
    _say(f"{done} source {source.id}: {source.name}.")


async def _check(listing: "SourceList", options: argparse.Namespace) -> None:
    checked = await listing.check(options.operand)
    feed = checked.found.feed if checked.found else None
    address = checked.found.address if checked.found else options.operand
    items = feed.items if feed else ()
    page = checked.page
    if options.json:
        first = None
        if page is not None:
            published = page.published.moment.isoformat() if page.published else None
            first = {"title": page.title, "published": published, "publisher": page.publisher, "url": page.url}
            first["characters"] = str(len(page.text))
        titles = [item.title for item in items[:10]]
        write_line(
            {"address": address, "items": len(items), "titles": titles, "first": first, "problem": checked.problem}
        )
        return
    _say(f"{(feed.title if feed else None) or 'A feed'} at {address}: {len(items)} items.")
    for item in items[:10]:
        day = f"{item.published.moment:%Y-%m-%d}" if item.published else "no date   "
        _say(f"  {day}  {item.title or item.link or 'untitled'}")
    if page is not None:
        _say(f"Its first article has {len(page.text)} characters of text and begins: {page.text[:160]}")
    else:
        _say(f"Its first article cannot be read: {checked.problem}")


async def _import(listing: "SourceList", options: argparse.Namespace) -> None:
    try:
        data = await asyncio.to_thread(Path(options.operand).read_bytes)
    except OSError as error:
        raise CommandError(f"Cannot read {options.operand}: {error.strerror}.") from None
    added = await listing.import_opml(data)
    new = sum(one.is_new for one in added)
    _say(f"{new} sources added, {len(added) - new} were there already.")


async def _export(listing: "SourceList", options: argparse.Namespace) -> None:
    text = await listing.export_opml()
    if options.operand == "-":
        sys.stdout.write(text)
        return
    try:
        await asyncio.to_thread(Path(options.operand).write_text, text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"Cannot write {options.operand}: {error.strerror}.") from None


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
    _say(
        f"{done.polled} sources polled, {done.announced} new items, {done.read} articles read, {done.refused} refused."
    )
    return 0
