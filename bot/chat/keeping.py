"""Messages as JSON, for keeping them behind buttons."""

from dataclasses import asdict
from typing import Any

from bot.chat.message import Entry, Message, Picture, Quotation, Section


def message_to_json(message: Message) -> dict[str, Any]:
    """Return the message's parts without the empty ones. `message_from_json` is its inverse."""
    return {name: value for name, value in asdict(message).items() if value}


def message_from_json(data: dict[str, Any]) -> Message:
    """Return the message that was kept. Raise KeyError or TypeError for anything else."""
    return Message(
        headline=data.get("headline"),
        text=data.get("text", ""),
        lines=tuple(data.get("lines", ())),
        entries=tuple(_entry(entry) for entry in data.get("entries", ())),
        sections=tuple(
            Section(section["heading"], tuple(_entry(entry) for entry in section["entries"]))
            for section in data.get("sections", ())
        ),
        quotations=tuple(Quotation(**quotation) for quotation in data.get("quotations", ())),
        remarks=tuple(data.get("remarks", ())),
        choices=tuple(data.get("choices", ())),
        pictures=tuple(Picture(**picture) for picture in data.get("pictures", ())),
    )


def _entry(data: dict[str, Any]) -> Entry:
    source = data.get("source")
    return Entry(data["text"], data.get("when"), Quotation(**source) if source else None, tuple(data.get("notes", ())))
