"""`sealane digest`: compose a digest of a period and print it."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.ask import parse_moment, parse_zone
from bot.cli.command import CommandError, add_database, open_store, settings, write_line

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.chat.message import Message
    from bot.digests.digest import Digest, Line
    from bot.digests.period import Period

EPILOG = """\
examples:
  sealane digest                                     what was learnt in the last day
  sealane digest --period week --zone Asia/Tokyo
  sealane digest --from 2022-07-04 --to 2022-07-11 --topic "events between China and the Philippines"
  sealane digest --period week --chart week.png      also draw what the digest would be posted with
  sealane digest --render discord                    the request bodies that would be sent, one JSON object a line
"""
LENGTHS = ("hour", "day", "week")
PALETTES = ("dark", "light")
KINDS = ("bars", "map", "matrix", "timeline")
MOST_LINES = 50
RENDERINGS = ("console", "discord", "slack")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "digest",
        help="compose a digest",
        description="Compose a digest of the events that were learnt in a period, and print it. Nothing is posted.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--json", action="store_true", help="print the digest as one JSON object")
    command.add_argument("--from", dest="start", metavar="DATETIME", help="the period's beginning, ISO 8601")
    command.add_argument("--to", dest="end", metavar="DATETIME", help="the period's end, not included (default: now)")
    command.add_argument("--period", metavar="day|week|hour", help="the hour, day or week up to --to (default: day)")
    command.add_argument("--topic", metavar="QUESTION", help='what to follow, such as "anything Japan signs"')
    command.add_argument("--zone", metavar="ZONE", help="the reader's IANA time zone (default: SEALANE_ZONE, else UTC)")
    command.add_argument("--size", type=int, default=12, metavar="N", help="lines at most (default: 12)")
    command.add_argument("--language", default="en", metavar="CODE", help="of dates, such as en-US, ja or iso")
    command.add_argument(
        "--render", metavar="console|discord|slack", default="console", help="as which platform shows it"
    )
    command.add_argument("--chart", metavar="FILE.png", help="write the picture to this file")
    command.add_argument("--picture", metavar="KIND", help="bars, map, matrix or timeline (default: what suits)")
    command.add_argument("--palette", metavar="dark|light", default="light", help="of the picture")
    command.add_argument("--why", type=int, metavar="EVENT", help="say why an event is in the digest or is not")
    add_database(command)
    command.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from bot.digests.composer import Composer
    from bot.digests.digest import Order
    from bot.digests.errors import DigestError
    from bot.digests.pictures.artist import Artist

    zone = parse_zone(options.zone) if options.zone is not None else settings().zone_info
    for name, choices in (("period", LENGTHS), ("render", RENDERINGS), ("palette", PALETTES), ("picture", KINDS)):
        chosen = getattr(options, name)
        if chosen is not None and chosen not in choices:
            raise CommandError(f"--{name} {chosen}: choose {', '.join(choices[:-1])} or {choices[-1]}.")
    if not 1 <= options.size <= MOST_LINES:
        raise CommandError(f"--size {options.size}: a digest has from 1 to {MOST_LINES} lines.")
    chart = _chart(options.chart) if options.chart is not None else None
    try:
        period = _period(options, zone)
        order = Order(
            period,
            topic=options.topic,
            zone=zone,
            size=options.size,
            language=options.language,
            palette=options.palette if chart else None,
            picture=options.picture,
        )
        store = await open_store(options)
        try:
            async with Artist() as artist:
                composer = Composer(store, artist)
                if options.why is not None:
                    sys.stdout.write(await composer.why(order, options.why) + "\n")
                    return 0
                digest = await composer.digest(order)
        finally:
            await store.close()
    except DigestError as error:
        raise CommandError(str(error)) from None
    if chart:
        _write(chart, digest)
    _print(digest, options)
    return 0


def _period(options: argparse.Namespace, zone: "ZoneInfo") -> "Period":
    """The period that the options name. Raise `CommandError` for times that cannot be read, BadPeriod for a bad one."""
    from bot.digests.period import Length, Period

    if options.start is not None and options.period is not None:
        raise CommandError("Give either --from or --period, not both.")
    end = parse_moment(options.end, zone) if options.end is not None else datetime.now(UTC)
    if options.start is not None:
        return Period.asked(parse_moment(options.start, zone), end)
    return Period.ending(end, Length(options.period or "day"), zone)


def _chart(path: str) -> Path:
    """The file that the picture goes to. Raise `CommandError` where it cannot be written."""
    chart = Path(path)
    if chart.suffix.casefold() != ".png":
        raise CommandError(f"--chart {path}: the picture is a PNG, so let the name end in .png.")
    if chart.is_dir() or not chart.absolute().parent.is_dir():
        raise CommandError(f"--chart {path}: there is no folder {chart.absolute().parent}, or this is one.")
    return chart


def _write(chart: Path, digest: "Digest") -> None:
    if digest.picture is None:
        sys.stderr.write(f"sealane: there is too little to draw, so {chart} was not written.\n")
        return
    try:
        chart.write_bytes(digest.picture)
    except OSError as error:
        raise CommandError(f"--chart {chart} cannot be written: {error.strerror or error}.") from None


def _print(digest: "Digest", options: argparse.Namespace) -> None:
    if options.json:
        write_line(_json(digest))
        return
    if options.render == "console":
        from bot.chat.console import print_message, terminal

        print_message(terminal(sys.stdout), digest.message)
        return
    for body in _bodies(digest.message, options.render):
        sys.stdout.write(json.dumps(body, ensure_ascii=False) + "\n")


def _bodies(message: "Message", platform: str) -> list[dict[str, Any]]:
    if platform == "discord":
        from bot.chat import discord

        return discord.pack(message)
    from bot.chat import slack

    return slack.pack(message)


def _json(digest: "Digest") -> dict[str, Any]:
    """The digest for programs: what was asked for, what is told, and what stands behind each line."""
    from bot.asking.wording import to_json

    order, topic = digest.order, digest.topic
    return {
        "from": order.period.start.astimezone(order.zone).isoformat(),
        "to": order.period.end.astimezone(order.zone).isoformat(),
        "zone": order.zone.key,
        "topic": topic.text,
        "understood": topic.sentence,
        "query": to_json(topic.query) if topic.query else None,
        "unknown": list(topic.unknown),
        "headline": digest.message.headline,
        "text": digest.message.text,
        "quiet": digest.quiet,
        "events": digest.learnt,
        "articles": digest.articles,
        "publishers": digest.publishers,
        "left_out": digest.left_out,
        "lines": [_line_json(line) for line in digest.lines],
        "ahead": [_line_json(line) for line in digest.ahead],
        "remarks": list(digest.message.remarks),
        "picture": digest.message.pictures[0].description if digest.message.pictures else None,
    }


def _line_json(line: "Line") -> dict[str, Any]:
    return {
        "event": line.events[0],
        "events": list(line.events),
        "theme": line.theme,
        "text": line.text,
        "when": line.when,
        "status": line.status,
        "notes": list(line.notes),
        "publishers": line.publishers,
        "quote": line.quote,
        "publisher": line.publisher,
        "published": line.published,
        "url": line.url,
        "title": line.title,
        "score": line.score.total,
        "why": [str(part) for part in line.score.parts],
    }
