"""What the admins of a workspace chose: a zone, a language of dates, a fallback channel, and who else is an admin."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.dialect import insert_new
from db.models import WorkspaceSetting

ZONE = "zone"
LANGUAGE = "language"
FALLBACK_CHANNEL = "fallback_channel"
ADMINS = "admins"


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """The settings of a workspace; None where nothing was chosen.

    `zone` is an IANA name, `language` one of those that dates are written in. To `fallback_channel` goes what another
    channel cannot be told. `admins` are persons ("discord:1234") and roles ("role:1234").
    """

    zone: str | None = None
    language: str | None = None
    fallback_channel: str | None = None
    admins: frozenset[str] = frozenset()


async def get(session: AsyncSession, platform: str, workspace: str) -> WorkspaceSettings:
    """The settings of a workspace."""
    query = select(WorkspaceSetting.name, WorkspaceSetting.value).where(_of(platform, workspace))
    values = {row.name: row.value for row in await session.execute(query)}
    return WorkspaceSettings(
        values.get(ZONE),
        values.get(LANGUAGE),
        values.get(FALLBACK_CHANNEL),
        frozenset(json.loads(values.get(ADMINS, "[]"))),
    )


async def admins(session: AsyncSession) -> dict[tuple[str, str], frozenset[str]]:
    """Who is on the list of admins, by platform and workspace."""
    query = select(WorkspaceSetting).where(WorkspaceSetting.name == ADMINS)
    return {(row.platform, row.workspace): frozenset(json.loads(row.value)) for row in await session.scalars(query)}


async def put(session: AsyncSession, platform: str, workspace: str, name: str, value: str | None) -> None:
    """Keep a choice, by one of the names above; None forgets it."""
    this = and_(_of(platform, workspace), WorkspaceSetting.name == name)
    if value is None:
        await session.execute(delete(WorkspaceSetting).where(this))
        return
    row = {"platform": platform, "workspace": workspace, "name": name, "value": value}
    await insert_new(session, WorkspaceSetting, [row])
    await session.execute(update(WorkspaceSetting).where(this).values(value=value))


async def put_admins(session: AsyncSession, platform: str, workspace: str, admins: Collection[str]) -> None:
    """Keep who is an admin besides those whom the platform lets manage the workspace."""
    await put(session, platform, workspace, ADMINS, json.dumps(sorted(admins)) if admins else None)


def _of(platform: str, workspace: str) -> ColumnElement[bool]:
    return and_(WorkspaceSetting.platform == platform, WorkspaceSetting.workspace == workspace)
