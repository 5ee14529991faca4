"""Installations in Slack workspaces, OAuth logins under way, and which of a platform's events were taken on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.dialect import is_sqlite
from db.models import HandledEvent, SlackInstallation, SlackLogin


@dataclass(frozen=True, slots=True)
class SealedInstallation:
    """An installation as it is stored, its tokens encrypted.

    `enterprise` is empty where there is none, `team` for an installation in a whole enterprise.
    """

    enterprise: str
    team: str
    sealed: bytes
    installed_at: datetime
    expires_at: datetime | None = None


async def put_installation(session: AsyncSession, installation: SealedInstallation) -> None:
    """Keep an installation, in place of an earlier one in the same workspace."""
    values = {
        "sealed": installation.sealed,
        "installed_at": installation.installed_at,
        "expires_at": installation.expires_at,
    }
    insert = (sqlite.insert if is_sqlite(session) else postgresql.insert)(SlackInstallation)
    await session.execute(
        insert.values(enterprise=installation.enterprise, team=installation.team, **values).on_conflict_do_update(
            index_elements=["enterprise", "team"], set_=values
        )
    )


async def installation(session: AsyncSession, enterprise: str, team: str) -> SealedInstallation | None:
    """The installation in a workspace, None where there is none."""
    query = select(SlackInstallation).where(SlackInstallation.enterprise == enterprise, SlackInstallation.team == team)
    found = await session.scalar(query)
    return _sealed(found) if found else None


async def installation_of_team(session: AsyncSession, team: str) -> SealedInstallation | None:
    """The installation in a workspace whose enterprise is not known."""
    query = select(SlackInstallation).where(SlackInstallation.team == team)
    found = await session.scalar(query.order_by(SlackInstallation.installed_at.desc()).limit(1))
    return _sealed(found) if found else None


async def expiring(session: AsyncSession, *, before: datetime) -> Sequence[SealedInstallation]:
    """The installations whose tokens end before that time."""
    found = await session.scalars(select(SlackInstallation).where(SlackInstallation.expires_at < before))
    return [_sealed(one) for one in found]


async def remove_installation(session: AsyncSession, enterprise: str, team: str) -> bool:
    """Remove the installation in a workspace, and say whether there was one."""
    statement = delete(SlackInstallation).where(
        SlackInstallation.enterprise == enterprise, SlackInstallation.team == team
    )
    gone = await session.scalars(statement.returning(SlackInstallation.team))
    return bool(gone.all())


async def begin_login(session: AsyncSession, state: str, *, expires_at: datetime) -> None:
    """Note that somebody is installing, under an unguessable state."""
    session.add(SlackLogin(state=state, expires_at=expires_at))
    await session.flush()


async def end_login(session: AsyncSession, state: str, *, now: datetime) -> bool:
    """Use up a state; False where it is not known, was used before or has expired."""
    statement = delete(SlackLogin).where(SlackLogin.state == state).returning(SlackLogin.expires_at)
    expires_at = await session.scalar(statement)
    return expires_at is not None and expires_at > now


async def take(session: AsyncSession, key: str, *, now: datetime) -> bool:
    """Take an event on; False where it was taken before."""
    insert = (sqlite.insert if is_sqlite(session) else postgresql.insert)(HandledEvent)
    statement = insert.values(key=key, handled_at=now).on_conflict_do_nothing(index_elements=["key"])
    taken = await session.scalar(statement.returning(HandledEvent.key))
    return taken is not None


async def remove_old(session: AsyncSession, *, before: datetime, now: datetime) -> int:
    """Forget which events were taken before a time, and logins that were never finished; say how many events."""
    gone = await session.scalars(
        delete(HandledEvent).where(HandledEvent.handled_at < before).returning(HandledEvent.key)
    )
    await session.execute(delete(SlackLogin).where(SlackLogin.expires_at <= now))
    return len(gone.all())


def _sealed(row: SlackInstallation) -> SealedInstallation:
    return SealedInstallation(row.enterprise, row.team, row.sealed, row.installed_at, row.expires_at)
