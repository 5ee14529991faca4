"""Importing structured events by the hundred thousand, and never one twice.

Rows are copied into a temporary table by the fastest way that the driver has; from there the database itself leaves out
what it knows, numbers the rest and files it. Imported events have no full-text document: they have no sentence, and
their actors, verbs and days are all indexed.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from db.dialect import is_sqlite, take_turn
from db.events import following_ids
from db.models import Moment
from db.predicates import ensure
from db.vocabulary import Action

BATCH = 50_000
"""Rows staged at once."""


class ImportedEvent(NamedTuple):
    """A row of a structured source, its actors already stored. `fingerprint` is a signed 64-bit hash of the row."""

    day: date
    action: Action
    verb: str
    fingerprint: int
    source_id: int | None
    """The actor who did it."""
    target_id: int | None = None
    """Whom it was done to."""
    place_id: int | None = None
    """The country or known place where it happened, as an actor."""
    place: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-3 of the place."""


async def load(session: AsyncSession, rows: Iterable[ImportedEvent], *, source: str, learnt_at: datetime) -> int:
    """Store the rows that are not stored yet, as events of this source ("icews"); say how many those were.

    All in the session's transaction, so that a failure half-way leaves nothing. Other writers wait until it ends.
    """
    await take_turn(session)
    if not is_sqlite(session):
        await session.execute(text("SET LOCAL statement_timeout = 0"))
        # Else each row's foreign keys are planned anew: measured, three times as long for the whole import.
        await session.execute(text("SET LOCAL plan_cache_mode = auto"))
    await session.execute(_STAGE)
    predicates: dict[tuple[Action, str], int] = {}
    following: dict[date, int] = {}
    added = 0
    with _uncollected():
        for batch in _batches(rows):
            new = await _unknown(session, batch)
            predicates |= await ensure(session, {(row.action, row.verb) for row in new} - predicates.keys())
            following |= await following_ids(session, {row.day for row in new} - following.keys())
            await _stage(session, new, predicates, following)
            await session.execute(_FILE_EVENTS, {"source": source, "learnt_at": learnt_at})
            await session.execute(_FILE_PARTICIPANTS_SQLITE if is_sqlite(session) else _FILE_PARTICIPANTS_POSTGRESQL)
            await session.execute(text("DELETE FROM staged"))
            added += len(new)
    await session.execute(text("DROP TABLE staged"))
    if added and not is_sqlite(session):
        # The planner would take the tables for empty until the server comes to look at them by itself.
        await session.execute(text("ANALYZE actors, predicates, events, participants"))
    return added


_STAGED_COLUMNS = (
    "id",
    "predicate_id",
    "action",
    "day",
    "fingerprint",
    "source_id",
    "target_id",
    "place_id",
    "place",
    "country",
)

_STAGE = text(
    "CREATE TEMPORARY TABLE staged (id BIGINT, predicate_id BIGINT, action TEXT, day DATE, fingerprint BIGINT,"
    " source_id BIGINT, target_id BIGINT, place_id BIGINT, place TEXT, country TEXT)"
)

_FILE_EVENTS = text(
    "INSERT INTO events (id, predicate_id, action, status, place, country, starts, ends, granularity, quoted,"
    " confidence, source, fingerprint, learnt_at)"
    " SELECT id, predicate_id, action, 'happened', place, country, day, day, 'day', false, 1.0,"
    " :source, fingerprint, :learnt_at FROM staged ORDER BY id"
).bindparams(bindparam("source", type_=Text), bindparam("learnt_at", type_=Moment))

_FILE_PARTICIPANTS = (
    "INSERT INTO participants (event_id, role, position, actor_id, predicate_id)"
    " SELECT id, 'actor', 0, source_id AS actor, predicate_id FROM staged WHERE source_id IS NOT NULL"
    " UNION ALL SELECT id, 'target', 1, target_id, predicate_id FROM staged WHERE target_id IS NOT NULL"
    " UNION ALL SELECT id, 'place', 2, place_id, predicate_id FROM staged WHERE place_id IS NOT NULL"
    " ORDER BY "
)
# SQLite keeps the table by event anyway, and its indexes grow faster when an actor's entries come together. PostgreSQL
# keeps the order of insertion, and loads an event faster when its participants stand together.
_FILE_PARTICIPANTS_SQLITE = text(_FILE_PARTICIPANTS + "actor, id")
_FILE_PARTICIPANTS_POSTGRESQL = text(_FILE_PARTICIPANTS + "id")


def _batches(rows: Iterable[ImportedEvent]) -> Iterator[list[ImportedEvent]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


async def _unknown(session: AsyncSession, batch: list[ImportedEvent]) -> list[ImportedEvent]:
    """Each row once, and only those not stored yet."""
    rows = {row.fingerprint: row for row in batch}
    if is_sqlite(session):
        known = await session.scalars(_KNOWN_SQLITE, {"fingerprints": str(list(rows))})
    else:
        known = await session.scalars(_KNOWN_POSTGRESQL, {"fingerprints": list(rows)})
    for fingerprint in known:
        del rows[fingerprint]
    return list(rows.values())


# One parameter each, however many fingerprints: a JSON list is what SQLite can take as a table.
_KNOWN_SQLITE = text("SELECT fingerprint FROM events WHERE fingerprint IN (SELECT value FROM json_each(:fingerprints))")
_KNOWN_POSTGRESQL = text("SELECT fingerprint FROM events WHERE fingerprint = ANY(:fingerprints)").bindparams(
    bindparam("fingerprints", type_=ARRAY(BigInteger))
)


async def _stage(
    session: AsyncSession,
    rows: Sequence[ImportedEvent],
    predicates: dict[tuple[Action, str], int],
    following: dict[date, int],
) -> None:
    raw = await (await session.connection()).get_raw_connection()
    driver: Any = raw.driver_connection
    if is_sqlite(session):
        # SQLite keeps a date as text.
        days: dict[date, Any] = {day: day.isoformat() for day in following}
        await driver.executemany(_INSERT_SQLITE, _staged(rows, predicates, following, days))
    else:
        staged = _staged(rows, predicates, following, {day: day for day in following})
        await driver.copy_records_to_table("staged", records=staged, columns=_STAGED_COLUMNS)


def _staged(
    rows: Iterable[ImportedEvent],
    predicates: dict[tuple[Action, str], int],
    following: dict[date, int],
    days: dict[date, Any],
) -> Iterator[tuple[Any, ...]]:
    """The values of `_STAGED_COLUMNS`, days as the driver takes them; `following` moves on with each id given."""
    for day, action, verb, fingerprint, source_id, target_id, place_id, place, country in rows:
        identifier = following[day]
        following[day] = identifier + 1
        predicate = predicates[action, verb]
        yield identifier, predicate, str(action), days[day], fingerprint, source_id, target_id, place_id, place, country


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold Python's cycle collector off: it looks at every row again and again, a fifth of the time of an import."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


_INSERT_SQLITE = f"INSERT INTO staged VALUES ({', '.join('?' * len(_STAGED_COLUMNS))})"  # noqa: S608 - no values in it
