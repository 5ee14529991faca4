"""What the commands share: their error, the database option, and JSON lines on standard output."""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.settings import Settings
    from db.session import Store


class CommandError(Exception):
    """Bad usage or bad input: one clear sentence for the person at the terminal."""


def add_database(command: argparse.ArgumentParser) -> None:
    """Add `--database`."""
    command.add_argument(
        "--database",
        metavar="URL",
        help="the store: a file path or an SQLAlchemy URL (default: SEALANE_DATABASE, else sealane.db)",
    )


def settings() -> "Settings":
    """Read the settings. Raise `CommandError` with every wrong one."""
    from bot.settings import SettingsError, load_settings

    try:
        return load_settings()
    except SettingsError as error:
        raise CommandError(str(error)) from None


async def open_store(options: argparse.Namespace) -> "Store":
    """Open the store that the options or the settings name, creating and migrating it where needed."""
    from db.session import Store

    address = options.database if options.database is not None else settings().database.get_secret_value()
    return await Store.open(address)


def write_line(value: dict[str, Any]) -> None:
    """Write one JSON object as a line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


async def read_file(path: str) -> bytes:
    """Read a file, or standard input for "-". Raise `CommandError` where that fails."""
    try:
        if path == "-":
            return await asyncio.to_thread(sys.stdin.buffer.read)
        return await asyncio.to_thread(Path(path).read_bytes)
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from None


async def write_file(path: str, text: str) -> None:
    """Write a file, or to standard output for "-". Raise `CommandError` where that fails."""
    if path == "-":
        sys.stdout.write(text)
        return
    try:
        await asyncio.to_thread(Path(path).write_text, text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}.") from None
