"""What became of events after the article that told them changed: kept for those who were told of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import EventChange
from db.records import StoredEvent


async def updated(
    session: AsyncSession, before: StoredEvent, became_id: int, *, reason: str, changed_at: datetime
) -> None:
    """Record that an event is now told otherwise, under the same id unless its day changed."""
    await _record(session, before, "updated", became_id, reason, changed_at)


async def withdrawn(session: AsyncSession, before: StoredEvent, *, reason: str, changed_at: datetime) -> None:
    """Record that nobody tells an event any more."""
    await _record(session, before, "withdrawn", None, reason, changed_at)


async def _record(
    session: AsyncSession, before: StoredEvent, kind: str, became_id: int | None, reason: str, changed_at: datetime
) -> None:
    row = {
        "event_id": before.id,
        "kind": kind,
        "became_id": became_id,
        "before": as_told(before),
        "reason": reason,
        "changed_at": changed_at,
    }
    await session.execute(insert(EventChange), [row])


def as_told(event: StoredEvent) -> dict[str, Any]:
    """What an event says and rests on, as JSON: days and moments in ISO 8601, participants by role and name."""
    report = event.reports[0]
    return {
        "quote": report.quote,
        "publisher": report.article.publisher,
        "title": report.article.title,
        "url": report.article.url,
        "published": report.article.published.isoformat(),
        "action": event.action.value,
        "verb": event.verb,
        "status": event.status.value,
        "object": event.object,
        "starts": event.starts.isoformat() if event.starts else None,
        "ends": event.ends.isoformat() if event.ends else None,
        "participants": [{"role": one.role.value, "name": one.name} for one in event.participants],
    }
