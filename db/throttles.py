"""Rates that all processes share: how much of each is used up, as the time until which it is.

On PostgreSQL whoever reads one in a writing transaction holds it until the transaction ends, so those who share it
take turns; SQLite has one writer anyway.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.dialect import insert_new, is_sqlite
from db.models import Throttle

_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def used_until(session: AsyncSession, name: str) -> datetime:
    """Until when a rate is used up; 1970 where it never was. Nobody else changes it before the transaction ends."""
    query = select(Throttle.used_until).where(Throttle.name == name).with_for_update()
    used = await session.scalar(query)
    if used is None:
        await insert_new(session, Throttle, [{"name": name, "used_until": 0}])
        used = await session.scalar(query)
    return _EPOCH + timedelta(microseconds=used or 0)


async def use(session: AsyncSession, names: list[str], until: datetime) -> None:
    """Let rates be used up until a moment, if they are not for longer."""
    if not names:
        return
    value = microseconds(until)
    insert = (sqlite.insert if is_sqlite(session) else postgresql.insert)(Throttle)
    # Sorted, so that two processes that use the same ones wait for each other instead of blocking each other.
    statement = insert.values([{"name": name, "used_until": value} for name in sorted(set(names))])
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["name"],
            set_={"used_until": statement.excluded.used_until},
            where=Throttle.used_until < statement.excluded.used_until,
        )
    )


async def charge(session: AsyncSession, name: str, *, now: datetime, each: timedelta, window: timedelta) -> datetime:
    """Charge one use to a rate of `window / each` uses in a window; until when it is used up, in the past if it is not.

    All uses of a window may come at once; after that, one comes free in each `each`.
    """
    until = max(await used_until(session, name), now - window) + each
    await use(session, [name], until)
    return until


async def forget(session: AsyncSession, *, before: datetime) -> None:
    """Remove what was used up long ago."""
    await session.execute(delete(Throttle).where(Throttle.used_until < microseconds(before)))


def microseconds(moment: datetime) -> int:
    """A moment as throttles keep it."""
    return (moment - _EPOCH) // _MICROSECOND
