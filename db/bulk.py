"""Importing structured events by the hundred thousand: straight through the driver, and never twice.

Imported events have no full-text document: they have no sentence, and their actors, verbs and days are all indexed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from db.dialect import is_sqlite, take_turn
from db.events import following_ids
from db.vocabulary import Action, Granularity, Role, Status

BATCH = 20_000
"""Events written at once."""


class ImportedEvent(NamedTuple):
    """A row of a structured source, its actors already stored. `fingerprint` is a signed 64-bit hash of the row."""

    day: date
    action: Action
    verb: str
    fingerprint: int
    source_id: int
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
    following: dict[date, int] = {}
    added = 0
    for batch in _batches(rows):
        new = await _unknown(session, batch)
        unseen = {row.day for row in new} - following.keys()
        following |= await following_ids(session, unseen)
        numbered = []
        for row in new:
            numbered.append((following[row.day], row))
            following[row.day] += 1
        await _write(session, numbered, source, learnt_at)
        added += len(numbered)
    return added


def _batches(rows: Iterable[ImportedEvent]) -> Iterator[list[ImportedEvent]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


async def _unknown(session: AsyncSession, batch: list[ImportedEvent]) -> list[ImportedEvent]:
    """Each row once, and only those not stored yet."""
    rows = {row.fingerprint: row for row in batch}
    query = _KNOWN_SQLITE if is_sqlite(session) else _KNOWN_POSTGRESQL
    fingerprints: Any = str(list(rows)) if is_sqlite(session) else list(rows)
    known = set(await session.scalars(query, {"fingerprints": fingerprints}))
    return [row for fingerprint, row in rows.items() if fingerprint not in known]


_KNOWN_SQLITE = text("SELECT fingerprint FROM events WHERE fingerprint IN (SELECT value FROM json_each(:fingerprints))")
_KNOWN_POSTGRESQL = text("SELECT fingerprint FROM events WHERE fingerprint = ANY(:fingerprints)").bindparams(
    bindparam("fingerprints", type_=ARRAY(BigInteger))
)

_EVENT_COLUMNS = (
    "id",
    "action",
    "verb",
    "status",
    "place",
    "country",
    "starts",
    "ends",
    "granularity",
    "quoted",
    "confidence",
    "source",
    "fingerprint",
    "learnt_at",
)
_PARTICIPANT_COLUMNS = ("event_id", "role", "position", "actor_id", "action", "verb")


async def _write(
    session: AsyncSession, numbered: list[tuple[int, ImportedEvent]], source: str, learnt_at: datetime
) -> None:
    participants = [
        (identifier, role, position, actor, row.action.value, row.verb)
        for identifier, row in numbered
        for position, (role, actor) in enumerate(
            (
                (Role.ACTOR.value, row.source_id),
                (Role.TARGET.value, row.target_id),
                (Role.PLACE.value, row.place_id),
            )
        )
        if actor is not None
    ]
    raw = await (await session.connection()).get_raw_connection()
    driver: Any = raw.driver_connection
    if is_sqlite(session):
        moment: Any = learnt_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        events = [_event(identifier, row, row.day.isoformat(), source, moment) for identifier, row in numbered]
        await driver.executemany(_insertion("events", _EVENT_COLUMNS), events)
        await driver.executemany(_insertion("participants", _PARTICIPANT_COLUMNS), participants)
    else:
        events = [_event(identifier, row, row.day, source, learnt_at) for identifier, row in numbered]
        await driver.copy_records_to_table("events", records=events, columns=_EVENT_COLUMNS)
        await driver.copy_records_to_table("participants", records=participants, columns=_PARTICIPANT_COLUMNS)


def _event(identifier: int, row: ImportedEvent, day: date | str, source: str, moment: Any) -> tuple[Any, ...]:
    """The values of `_EVENT_COLUMNS`, the times as the driver takes them."""
    return (
        identifier,
        row.action.value,
        row.verb,
        Status.HAPPENED.value,
        row.place,
        row.country,
        day,
        day,
        Granularity.DAY.value,
        False,
        1.0,
        source,
        row.fingerprint,
        moment,
    )


def _insertion(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
