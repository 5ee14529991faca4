"""Sources as people and programs are told of them, on the command line and in chat alike."""

from datetime import datetime

from bot.news.collecting.health import health, sentence
from bot.news.source_list import Shown
from db.models import Source


def told(shown: Shown, now: datetime) -> list[str]:
    """All about a source, a sentence or two a line."""
    source, counts = shown.source, shown.activity
    lines = [
        f"{source.name} ({source.id}), a {source.kind}: {source.address}",
        sentence(source, now),
        (
            f"Polled every {source.interval // 60} minutes; last {_when(source.polled_at)}, "
            f"last well {_when(source.succeeded_at)}, next {_when(source.due_at)}."
        ),
        (
            f"{shown.items_a_day:.1f} items a day in the last week: {counts.read} read, {counts.refused} refused, "
            f"{counts.failed} failed, {counts.waiting} waiting."
        ),
    ]
    if source.error:
        lines.append(f"Last error: {source.error}")
    return lines


def _when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"


def described(source: Source, now: datetime) -> dict[str, object]:
    """A source as JSON: its state as programs and people read it."""

    def moment(value: datetime | None) -> str | None:
        return value.isoformat() if value else None

    return {
        "id": source.id,
        "name": source.name,
        "address": source.address,
        "kind": source.kind,
        "country": source.country,
        "language": source.language,
        "health": health(source, now).value,
        "told": sentence(source, now),
        "interval_seconds": source.interval,
        "due": moment(source.due_at),
        "last_success": moment(source.succeeded_at),
        "last_news": moment(source.news_at),
        "failures": source.failures,
        "last_error": source.error,
    }
