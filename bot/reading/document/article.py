"""An input file becomes a document: clean text with title, publisher, moment of publication and address."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.reading.document.cleaning import clean
from bot.reading.document.dateline import dated, dateline
from bot.reading.document.decoding import decode
from bot.reading.document.errors import (
    BadMetadata,
    DocumentError,
    EmptyDocument,
    NoSuchDocument,
    NotAFile,
    TooLarge,
    Undated,
)
from bot.reading.document.markdown import from_markdown, stated_moment
from bot.reading.document.page import Page, as_moment
from bot.reading.document.webpage import from_html

LIMIT = 5_000_000
"""Bytes of one article. The longest reports run to a fifth of it; more is an archive or a mistake."""

_TITLE_LENGTH = 160
_FIELDS = ("title", "publisher", "published", "url")
_WEB = frozenset((".html", ".htm", ".xhtml"))
_MARKDOWN = frozenset((".md", ".markdown"))


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it is stored: offsets refer to `text`.

    `published` is aware and keeps the offset that was stated, so that its date is the day at the publisher; a day
    without a time is its midnight in UTC. `name` is the file's stem, None for standard input.
    """

    text: str
    title: str | None
    publisher: str | None
    published: datetime
    url: str | None
    name: str | None


def read_document(
    source: Path | bytes,
    *,
    published: datetime | date | None = None,
    publisher: str | None = None,
    url: str | None = None,
    title: str | None = None,
    name: str | None = None,
) -> Document:
    """Read a plain text, Markdown or HTML file, or the bytes of one.

    What is given comes before what a JSON file of the same stem beside it says, and that before what the file says
    itself. The moment of publication is never guessed. Raises DocumentError with one sentence for people.
    """
    if isinstance(source, Path):
        shown, suffix, stem = str(source), source.suffix.lower(), source.stem
        if suffix == ".json":
            raise DocumentError(shown, "holds what is known about an article: name the text file beside it instead")
        data, beside = _bytes(source, shown), _beside(source)
    else:
        shown, suffix, stem = name or "Standard input", "", None
        data, beside = source, {}
    if len(data) > LIMIT:
        raise TooLarge(shown, LIMIT)
    page = _page(data, suffix, shown)
    text = clean(page.text)
    if not any(map(str.isalpha, text)):
        raise EmptyDocument(shown)
    if published is None and "published" in beside:
        published = stated_moment(beside["published"], shown)
    published = published or page.published or _from_dateline(text)
    if published is None:
        raise Undated(shown)
    return Document(
        text=text,
        title=title or beside.get("title") or (clean(page.title) if page.title else None) or _heading(text),
        publisher=publisher or beside.get("publisher") or page.publisher,
        published=as_moment(published),
        url=url or beside.get("url") or page.url,
        name=name or stem,
    )


def _bytes(path: Path, shown: str) -> bytes:
    try:
        if path.is_dir():
            raise NotAFile(shown, "is a directory: name the files in it")
        if path.exists() and not path.is_file():
            raise NotAFile(shown, "is not a regular file")
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except FileNotFoundError:
        raise NoSuchDocument(shown, "does not exist") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NoSuchDocument(shown, f"cannot be read: {reason}") from None


def _page(data: bytes, suffix: str, shown: str) -> Page:
    if not data.strip(b"\x00\t\n\r "):
        raise EmptyDocument(shown)
    text = decode(data, shown)
    if suffix in _WEB or _looks_like_html(text):
        return from_html(text, shown)
    return from_markdown(text, shown) if suffix in _MARKDOWN else Page(text)


def _looks_like_html(text: str) -> bool:
    head = text[:2000].lstrip().lower()
    return head.startswith(("<!doctype html", "<html")) or (head.startswith(("<?xml", "<!--")) and "<html" in head)


def _beside(path: Path) -> dict[str, str]:
    """Read the JSON file of the same stem, where there is one."""
    sidecar = path.with_suffix(".json")
    shown = str(sidecar)
    try:
        data = sidecar.read_bytes() if sidecar.is_file() else None
        fields: Any = {} if data is None else json.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise BadMetadata(shown, f"cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise BadMetadata(shown, f"is not valid JSON ({error})") from None
    except RecursionError:
        raise BadMetadata(shown, "is not valid JSON (nested too deeply)") from None
    if not isinstance(fields, dict):
        raise BadMetadata(shown, "must hold an object with title, publisher, published and url")
    found = {}
    for key in _FIELDS:
        value = fields.get(key)
        if value is not None and not isinstance(value, str):
            raise BadMetadata(shown, f"has a {key} that is no text")
        if value and value.strip():
            found[key] = value.strip()
    return found


def _from_dateline(text: str) -> date | None:
    line = dateline(text)
    return dated(line) if line else None


def _heading(text: str) -> str | None:
    """Take the first line for the title where it is short, no sentence and no dateline."""
    first, _, rest = text.partition("\n")
    if not rest or len(first) > _TITLE_LENGTH or first.endswith((".", ":", "\u2014", "-", ",", ";")):
        return None
    return None if dateline(first) else first
