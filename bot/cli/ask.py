"""`sealane ask`: one question, or a batch of them."""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.cli.command import CommandError, add_database, open_store, write_line

if TYPE_CHECKING:
    from bot.asking.asker import Asker
    from bot.asking.conversation import Turn

FIRST_YEAR, LAST_YEAR = 1000, 9000
"""Beyond these, counting back and forth would leave the calendar of the standard library."""

EPILOG = """\
examples:
  sealane ask "what did Kishida sign?"
  sealane ask --asked 2023-01-12 "which countries did Kishida visit this week?"
  sealane ask --explain "who last visited Tokyo before India?"
  sealane ask --batch questions.jsonl > answers.jsonl
      each line: {"id": 1, "question": "...", "asked": "2023-01-12", "zone": "Asia/Tokyo", "follows": an earlier id}
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "ask",
        help="ask a question",
        description="Answer a question from the stored events, with the quotes it rests on.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("question", nargs="?", metavar="QUESTION", help="the question, in plain English")
    command.add_argument(
        "--batch", metavar="FILE", help="a file of questions, one JSON object a line ('-' for standard input)"
    )
    command.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    command.add_argument("--explain", action="store_true", help="also say how the question was understood")
    command.add_argument("--asked", metavar="DATETIME", help="when it is asked, ISO 8601 (default: now)")
    command.add_argument("--zone", metavar="ZONE", help="the asker's IANA time zone (default: SEALANE_ZONE, else UTC)")
    add_database(command)
    command.set_defaults(run=run)


def parse_zone(name: str) -> ZoneInfo:
    """Find a zone by its IANA name. Raise `CommandError` for one that does not exist."""
    try:
        return ZoneInfo(name)
    except Exception:
        raise CommandError(f"There is no time zone {name!r}: use an IANA name such as Asia/Tokyo.") from None


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """Read an ISO date or time; without an offset it is local to `zone`. Raise `CommandError` for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is not an ISO date or time such as 2023-01-12 or 2023-01-12T09:00.") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise CommandError(f"{text!r} is no day to ask on: the year must be from {FIRST_YEAR} to {LAST_YEAR}.")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


async def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if (options.question is None) == (options.batch is None):
        raise CommandError("Give either one question or --batch FILE.")
    zone = parse_zone(options.zone) if options.zone is not None else None
    asked = parse_moment(options.asked, zone or ZoneInfo("UTC")) if options.asked is not None else datetime.now(UTC)
    lines = _batch(options.batch, asked, zone) if options.batch is not None else None
    store = await open_store(options)
    try:
        from bot.asking.asker import Asker

        asker = Asker(store)
        if lines is not None:
            return await _run_batch(asker, lines)
        return await _run_one(asker, options, asked, zone)
    finally:
        await store.close()


async def _run_one(asker: "Asker", options: argparse.Namespace, asked: datetime, zone: ZoneInfo | None) -> int:
    from bot.asking.errors import AskingError

    started = time.perf_counter()
    try:
        answer = await asker.ask(options.question, asked=asked, zone=zone)
    except AskingError as error:
        raise CommandError(str(error)) from None
    milliseconds = (time.perf_counter() - started) * 1000
    if options.json:
        write_line(answer.as_json(milliseconds=milliseconds))
        return 0
    from bot.chat.console import print_message, terminal
    from bot.chat.replies import explanation, reply

    console = terminal(sys.stdout)
    print_message(console, reply(answer, more_hint=" match: type “more” in `sealane run` to see them"))
    if options.explain:
        console.print()
        print_message(console, explanation(answer))
    return 0


async def _run_batch(asker: "Asker", lines: "list[_Line]") -> int:
    from bot.asking.errors import AskingError

    # Several lines may continue the same earlier one, so each line's conversation is kept apart, in memory.
    conversations: dict[str, Turn | None] = {}
    for line in lines:
        before = conversations.get(line.follows) if line.follows is not None else None
        started = time.perf_counter()
        try:
            answer, after = await asker.answer(line.question, asked=line.asked, zone=line.zone, before=before)
        except AskingError as error:
            answer, after = asker.refusal(line.question, error), before
        conversations[str(line.id)] = after
        write_line(answer.as_json(line.id, (time.perf_counter() - started) * 1000))
    return 0


@dataclass(frozen=True, slots=True)
class _Line:
    """A question of a batch. `follows` is an earlier line's id as text."""

    id: object
    question: str
    asked: datetime
    zone: ZoneInfo | None
    follows: str | None


def _batch(path: str, asked: datetime, zone: ZoneInfo | None) -> list[_Line]:
    """Read a file of questions whole, so that a bad line is told before any is answered."""
    lines: list[_Line] = []
    known: set[str] = set()
    for number, text in enumerate(_text(path).splitlines(), start=1):
        if not text.strip():
            continue
        try:
            line = _line(text, asked, zone, known)
        except CommandError as error:
            raise CommandError(f"{path}, line {number}: {error}") from None
        known.add(str(line.id))
        lines.append(line)
    return lines


def _line(text: str, asked: datetime, zone: ZoneInfo | None, known: set[str]) -> _Line:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise CommandError("this is not JSON; each line is one object.") from None
    if not isinstance(value, dict) or value.get("id") is None or not isinstance(value.get("question"), str):
        raise CommandError('each line needs "id" and "question", the question in quotation marks.')
    own_zone = parse_zone(str(value["zone"])) if value.get("zone") is not None else zone
    own_asked = asked
    if value.get("asked") is not None:
        own_asked = parse_moment(str(value["asked"]), own_zone or ZoneInfo("UTC"))
    follows = str(value["follows"]) if value.get("follows") is not None else None
    if follows is not None and follows not in known:
        raise CommandError(f'it follows {follows!r}, which is the "id" of no earlier line.')
    return _Line(value["id"], value["question"], own_asked, own_zone, follows)


def _text(path: str) -> str:
    try:
        if not path:
            raise FileNotFoundError
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        raise CommandError(f"There is no file {path or repr(path)}.") from None
    except IsADirectoryError:
        raise CommandError(f"{path} is a folder: name a file of questions.") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not UTF-8 text: save it as UTF-8, one JSON object a line.") from None
