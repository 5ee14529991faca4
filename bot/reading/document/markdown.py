"""Markdown becomes plain text: one paragraph a block, without code, pictures and raw HTML."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.reading.document.errors import BadMetadata
from bot.reading.document.page import Page, as_moment

if TYPE_CHECKING:
    from markdown_it.token import Token

_FENCE = "---"


def from_markdown(text: str, name: str) -> Page:
    """Take the words out of Markdown; front matter gives title, publisher, published (or date) and url."""
    from markdown_it import MarkdownIt

    metadata, body = _front_matter(text, name)
    paragraphs: list[str] = []
    title = metadata.get("title")
    heading = ""
    for token in MarkdownIt("commonmark").parse(body):
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "inline":
            line = _words(token.children or [])
            if line:
                paragraphs.append(line)
            if heading == "h1" and title is None:
                title = line
            heading = ""
    stated = metadata.get("published") or metadata.get("date")
    published = stated_moment(stated, name) if stated else None
    return Page("\n\n".join(paragraphs), title, metadata.get("publisher"), published, metadata.get("url"))


def stated_moment(text: str, name: str) -> datetime:
    """Read the date that a file states in ISO 8601. Raises BadMetadata for any other."""
    try:
        return as_moment(datetime.fromisoformat(text.strip()))
    except ValueError:
        raise BadMetadata(name, f"says it was published {text!r}, which is no ISO date such as 2023-01-12") from None


def _words(tokens: "list[Token]") -> str:
    pieces = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            pieces.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            pieces.append(" ")
    return "".join(pieces).strip()


def _front_matter(text: str, name: str) -> tuple[dict[str, str], str]:
    """Split off the `key: value` lines between two rows of dashes that many Markdown files begin with."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != _FENCE:
        return {}, text
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() in {_FENCE, "..."}:
            pairs = (one.partition(":") for one in lines[1:number])
            metadata = {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs if value.strip()}
            return metadata, "\n".join(lines[number + 1 :])
    if len(lines) > 1 and ":" in lines[1]:
        raise BadMetadata(name, "begins with front matter that never ends: close it with a line of three dashes")
    return {}, text
