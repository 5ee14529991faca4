"""Who changed what: subscriptions, sources and settings of a workspace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Change:
    """A change. `action` is such as "subscription.edit", `subject` names what was changed, `person` is "discord:1234".

    `before` and `after` hold what differs: `before` is None for what was made, `after` for what was removed.
    """

    at: datetime
    platform: str
    workspace: str
    person: str
    action: str
    subject: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


async def record(session: AsyncSession, change: Change) -> None:
    """Keep that something was changed."""
    values = {name: getattr(change, name) for name in Change.__dataclass_fields__}
    await session.execute(insert(AuditEntry).values(values))


async def changes(session: AsyncSession, *, platform: str, workspace: str, limit: int) -> Sequence[Change]:
    """What was changed in a workspace, the newest first."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.platform == platform, AuditEntry.workspace == workspace)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [
        Change(*(getattr(entry, name) for name in Change.__dataclass_fields__))
        for entry in await session.scalars(query)
    ]
