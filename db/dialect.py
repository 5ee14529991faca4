"""The few statements that the two databases spell differently."""

import json
from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, any_, bindparam, func, literal, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

_WRITING = 5_368_172
"""Key of the PostgreSQL advisory lock that event writers take turns by; any number that stays the same."""


def is_sqlite(session: AsyncSession) -> bool:
    """Whether the session's database is SQLite; otherwise it is PostgreSQL."""
    return session.get_bind().dialect.name == "sqlite"


async def insert_new(session: AsyncSession, table: type[Any], rows: list[dict[str, Any]]) -> None:
    """Insert the rows that no unique constraint forbids, and leave those out that are already there."""
    if not rows:
        return
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    await session.execute(insert(table.__table__).on_conflict_do_nothing(), rows)


async def take_turn(session: AsyncSession) -> None:
    """Wait until no other transaction writes events or actors; lasts until this transaction ends.

    SQLite has one writer anyway. On PostgreSQL this keeps ids in a day from being given twice and two processes from
    storing the same act or actor at once.
    """
    if not is_sqlite(session):
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITING})


@cache
def each_of(dialect: str, column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """As `among`, for a statement that is made once: the numbers come with each execution, from `numbers`."""
    if dialect == "sqlite":
        given = func.json_each(bindparam("numbers")).table_valued("value")
        return column.in_(select(given.c.value))
    return column == any_(bindparam("numbers", type_=postgresql.ARRAY(BigInteger)))


def numbers(session: AsyncSession, values: Collection[int]) -> dict[str, Any]:
    """The parameters of a statement with `each_of`."""
    return {"numbers": json.dumps(list(values)) if is_sqlite(session) else list(values)}


def among(
    session: AsyncSession,
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    values: Collection[int],
) -> ColumnElement[bool]:
    """Whether the column is one of the numbers: as one parameter however many they are, so that one plan serves all."""
    if is_sqlite(session):
        numbers = func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(select(numbers.c.value))
    return column == any_(literal(list(values), postgresql.ARRAY(BigInteger)))
