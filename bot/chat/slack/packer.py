"""Any Message becomes request bodies that Slack takes: as many as are needed, each within every limit.

What a source says is rich text, whose elements Slack shows literally: mrkdwn cannot escape its marks of emphasis and
code, and a quote must be shown, and copied, as it was printed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from bot.chat.limits import Slack
from bot.chat.message import Entry, Message, Picture, Quotation, Section
from bot.chat.plain import clean, fit, length, safe_address
from bot.chat.slack import mrkdwn

Body = dict[str, Any]
"""The JSON of `blocks` and `text`, without channel, buttons and metadata."""
Json = dict[str, Any]

MOST_BLOCKS = Slack.BLOCKS - 5
MOST_CHARACTERS = Slack.BLOCKS_TOTAL - 2_200
"""What is left is for buttons and menus."""
LONGEST_LINE = 1_900
LONGEST_QUOTE = 1_000
LONGEST_PART = 100
"""Of a source: its publisher, date, title or note."""
LONGEST_NOTE = 120
"""Of a note beside an event."""
MOST_NOTES = 5
LONGEST_REMARK = 500
LONGEST_FALLBACK = 400
"""Of the text that a notification shows and a screen reader reads out."""
NOTHING = "Nothing to show."
CONTINUED = "… continued"


class _Kind(Enum):
    LINE = "rich_text_section"
    BULLET = "rich_text_list"
    QUOTE = "rich_text_quote"


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stays together: a line, an item of a list or a quote, of rich-text elements."""

    kind: _Kind
    elements: list[Json]

    @property
    def size(self) -> int:
        """Characters of its texts and addresses."""
        return sum(length(element["text"]) + length(element.get("url", "")) + 1 for element in self.elements)


def pack(message: Message, *, pictures: bool = True) -> list[Body]:
    """Return the bodies that show a message, in order; always at least one. Nobody is ever mentioned.

    An image block names its file by `picture_id`; whoever sends it puts the uploaded file's id there. Without
    `pictures` their descriptions are shown instead.
    """
    blocks = list(_blocks(message, pictures=pictures)) or [_rich_text([_line([_text(NOTHING)])])]
    bodies: list[Body] = []
    room = 0
    for block in blocks:
        size = _size(block)
        if not bodies or size > room or len(bodies[-1]["blocks"]) == MOST_BLOCKS:
            bodies.append({"blocks": [], "text": CONTINUED if bodies else _fallback(message)})
            room = MOST_CHARACTERS
        bodies[-1]["blocks"].append(block)
        room -= size
    return bodies


def picture_id(picture: Picture) -> str:
    """What stands in an image block for the file's id until it is uploaded."""
    return f"picture:{picture.name}"


def _blocks(message: Message, *, pictures: bool) -> Iterator[Json]:
    headline = clean(message.headline or "")
    titled = headline and length(headline) <= Slack.HEADER
    if titled:
        yield {"type": "header", "text": _plain_text(headline)}
    if pictures:
        yield from map(_image, message.pictures)
    for group in _groups(message, headline="" if titled else headline):
        yield from _filled(group)
    remarks = [fit(remark, LONGEST_REMARK) for remark in message.remarks if clean(remark)]
    if not pictures:
        remarks += [fit(f"Picture: {picture.description}", LONGEST_REMARK) for picture in message.pictures]
    for start in range(0, len(remarks), Slack.CONTEXT_ELEMENTS):
        elements = [_plain_text(remark) for remark in remarks[start : start + Slack.CONTEXT_ELEMENTS]]
        yield {"type": "context", "elements": elements}


def _groups(message: Message, headline: str) -> Iterator[list[_Piece]]:
    """What stands together without a gap."""
    if headline:
        yield [_line([_text(fit(headline, LONGEST_LINE), bold=True)])]
    if message.text and message.text != message.headline:
        yield [_line([_text(fit(message.text, LONGEST_LINE))])]
    yield [_line([_text(fit(line, LONGEST_LINE))]) for line in message.lines]
    yield [
        _line([_text(f"{number} ", bold=True), _text(fit(choice, LONGEST_LINE))])
        for number, choice in enumerate(message.choices, start=1)
    ]
    yield [_entry(entry) for entry in message.entries]
    for section in message.sections:
        yield _section(section)
    for quotation in message.quotations:
        yield [_quotation(quotation)]


def _filled(pieces: Iterable[_Piece]) -> Iterator[Json]:
    """Blocks of rich text that hold the pieces, in order and none of them torn."""
    held: list[_Piece] = []
    room = Slack.SECTION
    for whole in pieces:
        piece = replace(whole, elements=[element for element in whole.elements if element["text"]])
        if not any(element["text"].strip() for element in piece.elements):
            continue
        if held and piece.size > room:
            yield _rich_text(held)
            held, room = [], Slack.SECTION
        held.append(piece)
        room -= piece.size
    if held:
        yield _rich_text(held)


def _rich_text(pieces: list[_Piece]) -> Json:
    parts: list[Json] = []
    before = None
    for piece in pieces:
        match piece.kind:
            case _Kind.LINE if before is _Kind.LINE:
                parts[-1]["elements"] += [_text("\n"), *piece.elements]
            case _Kind.BULLET if before is _Kind.BULLET:
                parts[-1]["elements"].append(_item(piece))
            case _Kind.BULLET:
                parts.append({"type": piece.kind.value, "style": "bullet", "elements": [_item(piece)]})
            case _:
                parts.append({"type": piece.kind.value, "elements": list(piece.elements)})
        before = piece.kind
    return {"type": "rich_text", "elements": parts}


def _item(piece: _Piece) -> Json:
    return {"type": _Kind.LINE.value, "elements": piece.elements}


def _line(elements: list[Json]) -> _Piece:
    return _Piece(_Kind.LINE, elements)


def _entry(entry: Entry) -> _Piece:
    when = [_text(f"{fit(entry.when, LONGEST_PART)} ", bold=True)] if entry.when and clean(entry.when) else []
    source = [_text(" — "), *_source(entry.source)] if entry.source and _source(entry.source) else []
    notes = [_text(f" ({fit(note, LONGEST_NOTE)})") for note in entry.notes[:MOST_NOTES] if clean(note)]
    return _Piece(_Kind.BULLET, [*when, _text(fit(entry.text, LONGEST_QUOTE)), *notes, *source])


def _section(section: Section) -> list[_Piece]:
    heading = _line([_text(fit(section.heading, LONGEST_PART), bold=True)])
    return [heading, *(_short_entry(entry) for entry in section.entries)]


def _short_entry(entry: Entry) -> _Piece:
    """An event of a section: date and text, and on a line of its own what is said beside it, with its publisher."""
    when = [_text(f"{fit(entry.when, LONGEST_PART)} ", bold=True)] if entry.when and clean(entry.when) else []
    beside: list[Json] = [
        _text(fit(note, LONGEST_NOTE), italic=True) for note in entry.notes[:MOST_NOTES] if clean(note)
    ]
    if entry.source:
        if entry.source.url or clean(entry.source.publisher or ""):
            beside.append(_link(clean(entry.source.publisher or "") or "source", entry.source.url))
        beside += [_text(fit(part, LONGEST_PART)) for part in (entry.source.published, entry.source.note) if part]
    second = [element for part in beside for element in (_text(" · "), part)][1:]
    return _Piece(
        _Kind.BULLET, [*when, _text(fit(entry.text, LONGEST_QUOTE)), *([_text("\n"), *second] if second else [])]
    )


def _quotation(quotation: Quotation) -> _Piece:
    words = fit(quotation.text, LONGEST_QUOTE)
    if not words:
        return _Piece(_Kind.QUOTE, [])
    source = _source(quotation)
    return _Piece(_Kind.QUOTE, [_text(f"“{words}”"), *([_text("\n— "), *source] if source else [])])


def _source(quotation: Quotation) -> list[Json]:
    """Title, publisher and date, the first of them linked."""
    title = clean(quotation.title or "") or ("source" if quotation.url else "")
    parts = [_link(title, quotation.url)] if title else []
    parts += [
        _text(fit(part, LONGEST_PART)) for part in (quotation.publisher, quotation.published) if part and clean(part)
    ]
    elements = [element for part in parts for element in (_text(", "), part)][1:]
    if quotation.note and clean(quotation.note):
        elements.append(_text(f" ({fit(quotation.note, LONGEST_PART)})"))
    return elements


def _link(title: str, address: str | None) -> Json:
    """A title that links; one that itself looks like an address could hide where it leads, and does not."""
    target = safe_address(address)
    words = fit(title, LONGEST_PART)
    return {"type": "link", "url": target, "text": words} if target and "://" not in title else _text(words)


def _text(text: str, *, bold: bool = False, italic: bool = False) -> Json:
    style = {name: True for name, wanted in (("bold", bold), ("italic", italic)) if wanted}
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def _plain_text(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def _image(picture: Picture) -> Json:
    alt = fit(picture.description, Slack.IMAGE_ALT) or picture.name
    return {"type": "image", "slack_file": {"id": picture_id(picture)}, "alt_text": alt}


def _fallback(message: Message) -> str:
    """The message in a line, for notifications; it is mrkdwn."""
    parts = [message.headline or "", message.text if message.text != message.headline else ""]
    if not any(map(clean, parts)):
        first = next((entry.text for entry in message.entries if clean(entry.text)), "")
        parts = [next((line for line in message.lines if clean(line)), first)]
    return mrkdwn.fit(": ".join(clean(part) for part in parts if clean(part)), LONGEST_FALLBACK) or NOTHING


def _size(value: Any) -> int:
    """Characters of all texts and addresses in a block."""
    if isinstance(value, dict):
        return sum(
            length(part) + 1 if isinstance(part, str) else _size(part)
            for name, part in value.items()
            if name not in ("type", "style", "block_id", "action_id")
        )
    return sum(map(_size, value)) if isinstance(value, list) else 0
