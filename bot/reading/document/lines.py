"""The input of `sealane read --sentences`: one JSON object a line."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.reading.document.cleaning import tidy
from bot.reading.document.decoding import decode
from bot.reading.document.errors import BadLine, EmptyDocument, NoSuchDocument, NotAFile
from bot.reading.document.page import as_moment


@dataclass(frozen=True, slots=True)
class SentenceLine:
    """A sentence to read: its id as given, its text, and when it was published where the line says so."""

    id: str | int
    text: str
    published: datetime | None


def read_sentence_lines(path: Path | str) -> list[SentenceLine]:
    """Read lines {"id", "text", "published"?}. Raises BadLine for the first line that is no good, with its number."""
    path = Path(path)
    shown = str(path)
    if path.is_dir():
        raise NotAFile(shown, "is a directory")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NoSuchDocument(shown, "does not exist") from None
    except OSError as error:
        raise NoSuchDocument(shown, f"cannot be read: {error.strerror}") from None
    lines = [
        _line(line, shown, number)
        for number, line in enumerate(decode(data, shown).split("\n") if data else [], start=1)
        if line.strip()
    ]
    if not lines:
        raise EmptyDocument(shown)
    return lines


def _line(line: str, shown: str, number: int) -> SentenceLine:
    try:
        fields: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine(shown, number, "is not valid JSON") from None
    if not isinstance(fields, dict):
        raise BadLine(shown, number, 'is not an object with "id" and "text"')
    identifier, text, published = fields.get("id"), fields.get("text"), fields.get("published")
    if isinstance(identifier, bool) or not isinstance(identifier, str | int):
        raise BadLine(shown, number, 'has no "id" (a text or a whole number)')
    if not isinstance(text, str) or not text.strip():
        raise BadLine(shown, number, 'has no "text"')
    return SentenceLine(identifier, tidy(text), _moment(published, shown, number))


def _moment(published: object, shown: str, number: int) -> datetime | None:
    if published is None:
        return None
    try:
        return as_moment(datetime.fromisoformat(published)) if isinstance(published, str) else _no_date(published)
    except ValueError:
        reason = f'has a "published" that is no ISO date such as 2023-01-12: {published!r}'
        raise BadLine(shown, number, reason) from None


def _no_date(published: object) -> datetime:
    raise ValueError(published)
