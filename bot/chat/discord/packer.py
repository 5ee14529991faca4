"""Any Message becomes request bodies that Discord takes: as many as are needed, each within every limit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.discord.markdown import fit, link
from bot.chat.limits import Discord
from bot.chat.message import Entry, Message, Picture, Quotation, Section
from bot.chat.plain import clean, length

Body = dict[str, Any]
"""The JSON of a "create message" request, without components and nonce."""

COLOUR = 0x1F6F8B
LONGEST_BLOCK = 1_900
"""Of one paragraph, so that any fits a message of its own, as an embed or as plain content."""
LONGEST_QUOTE = 1_000
LONGEST_PART = 100
"""Of a source: its publisher, date, title or note."""
LONGEST_NOTE = 120
"""Of a note beside an event."""
MOST_NOTES = 5
NOTHING = "Nothing to show."
_PARAGRAPH, _LINE = "\n\n", "\n"


@dataclass(frozen=True, slots=True)
class _Block:
    """What stays together: a gap from what is before it, and its text in at most so many characters."""

    gap: str
    text: Callable[[int], str]


def pack(message: Message, *, embeds: bool = True) -> list[Body]:
    """Return the bodies that show a message, in order; always at least one.

    Without `embeds` it is plain content, for channels in which the bot may not embed. Nobody is ever mentioned.
    """
    headline = clean(message.headline or "")
    titled = embeds and 0 < length(fit(headline, LONGEST_BLOCK)) <= Discord.EMBED_TITLE
    blocks = list(_blocks(message))
    if headline and not titled:
        blocks.insert(0, _Block(_PARAGRAPH, lambda budget: f"**{fit(headline, budget - 4)}**"))
    texts = _fill(blocks, Discord.EMBED_DESCRIPTION if embeds else Discord.CONTENT)
    if not texts and not titled:
        texts = [NOTHING]
    if not embeds:
        bodies = [_body(content=text) for text in texts]
        return _with_pictures(bodies, message.pictures, embeds=False)
    bodies = [_body(embeds=[{"color": COLOUR, "description": text}]) for text in texts] or [
        _body(embeds=[{"color": COLOUR}])
    ]
    if titled:
        bodies[0]["embeds"][0]["title"] = fit(headline, Discord.EMBED_TITLE)
    return _with_pictures(bodies, message.pictures, embeds=True)


def _with_pictures(bodies: list[Body], pictures: Sequence[Picture], *, embeds: bool) -> list[Body]:
    """Attach the pictures to the first body; whoever sends it adds a file for each of its attachments, in order."""
    if pictures:
        bodies[0]["attachments"] = [
            {
                "id": number,
                "filename": picture.name,
                "description": clean(picture.description)[: Discord.ATTACHMENT_DESCRIPTION // 2],
            }
            for number, picture in enumerate(pictures)
        ]
        if embeds:
            bodies[0]["embeds"][0]["image"] = {"url": f"attachment://{pictures[0].name}"}
    return bodies


def _body(**parts: Any) -> Body:
    return {**parts, "allowed_mentions": {"parse": []}}


def _fill(blocks: list[_Block], limit: int) -> list[str]:
    """Put blocks into texts of at most `limit` characters, in order and none of them torn."""
    texts: list[str] = []
    for block in blocks:
        text = block.text(LONGEST_BLOCK)
        if not text.strip():
            continue
        if texts and length(texts[-1]) + length(block.gap) + length(text) <= limit:
            texts[-1] += block.gap + text
        else:
            texts.append(text)
    return texts


def _blocks(message: Message) -> Iterator[_Block]:
    if message.text and message.text != message.headline:
        yield _plain(_PARAGRAPH, message.text)
    for number, line in enumerate(message.lines):
        yield _plain(_LINE if number else _PARAGRAPH, line)
    for number, choice in enumerate(message.choices):
        yield _labelled(_LINE if number else _PARAGRAPH, f"**{number + 1}** ", choice)
    for entry in message.entries:
        yield _entry(entry)
    for section in message.sections:
        yield from _section(section)
    for quotation in message.quotations:
        yield _quotation(quotation)
    for number, remark in enumerate(message.remarks):
        yield _labelled(_LINE if number else _PARAGRAPH, "-# ", remark)


def _plain(gap: str, text: str) -> _Block:
    return _Block(gap, lambda budget: fit(text, budget))


def _labelled(gap: str, label: str, text: str) -> _Block:
    return _Block(gap, lambda budget: f"{label}{fit(text, budget - len(label))}" if clean(text) else "")


def _entry(entry: Entry) -> _Block:
    def text(budget: int) -> str:
        when = f"**{fit(entry.when, LONGEST_PART)}** " if entry.when else ""
        source = f" — {_source(entry.source)}" if entry.source else ""
        return when + fit(entry.text, budget - length(when) - length(source)) + source

    return _Block(_PARAGRAPH, text)


def _section(section: Section) -> Iterator[_Block]:
    """The heading stays with the first line."""
    heading = f"### {fit(section.heading, LONGEST_PART)}"
    lines = [_line(entry) for entry in section.entries]
    if not lines:
        yield _Block(_LINE, lambda budget: heading)
        return
    first = lines[0]
    yield _Block(_LINE, lambda budget: f"{heading}\n{first.text(budget - length(heading) - 1)}")
    yield from lines[1:]


def _line(entry: Entry) -> _Block:
    """An event of a section: bold date, text, and in small what is said beside it with the linked publisher."""

    def text(budget: int) -> str:
        when = f"**{fit(entry.when, LONGEST_PART)}** " if entry.when else ""
        beside = " · ".join([*(fit(note, LONGEST_NOTE) for note in entry.notes[:MOST_NOTES]), *_in_short(entry.source)])
        beside = f"\n-# {beside}" if beside else ""
        return f"- {when}{fit(entry.text, budget - length(when) - length(beside) - 2)}{beside}"

    return _Block(_LINE, text)


def _in_short(source: Quotation | None) -> Iterator[str]:
    if source is None:
        return
    if source.url or source.publisher:
        yield link(source.publisher or "source", source.url, LONGEST_PART)
    yield from (fit(part, LONGEST_PART) for part in (source.published, source.note) if part and clean(part))


def _quotation(quotation: Quotation) -> _Block:
    """A block quote on one line, so that no part of it can leave the quote, and its source on the next."""

    def text(budget: int) -> str:
        source = _source(quotation)
        last = f"\n> — {source}" if source else ""
        words = fit(quotation.text, min(LONGEST_QUOTE, budget - length(last) - 4))
        return f"> “{words}”{last}" if words else ""

    return _Block(_PARAGRAPH, text)


def _source(quotation: Quotation) -> str:
    """Title, publisher and date, the first of them linked; a link is whole or not there at all."""
    title = clean(quotation.title or "") or ("source" if quotation.url else "")
    parts = [link(title, quotation.url, LONGEST_PART)] if title else []
    parts += [fit(part, LONGEST_PART) for part in (quotation.publisher, quotation.published) if part and clean(part)]
    note = f" ({fit(quotation.note, LONGEST_PART)})" if quotation.note and clean(quotation.note) else ""
    return ", ".join(parts) + note
