"""Connections to SQLite and PostgreSQL as the store needs them, and their errors in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Pool, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from db import one_trip
from db.address import Address
from db.errors import DatabaseFailed, DatabaseUnreachable, NotADatabase, StoreError

BUSY_SECONDS = 30
"""How long a SQLite writer waits for another process's."""
CONNECT_SECONDS = 10
STATEMENT_SECONDS = 30
"""How long one PostgreSQL statement may take before it is given up."""
CACHE_KIBIBYTES = 65536
"""SQLite's page cache for each connection."""


def connect(where: Address, *, readonly: bool = False, durable: bool = False, migrating: bool = False) -> AsyncEngine:
    """Make an engine; it connects at first use.

    On SQLite its transactions begin at once as what they are, reading or writing, so that two writers wait for each
    other instead of failing half-way. `durable` waits for the disk at each commit. `migrating` opens one unpooled
    connection without foreign keys (SQLite alters tables by copying them) and without a time limit.
    """
    pool: type[Pool] | None = NullPool if migrating else None
    if where.is_sqlite:
        return _sqlite(where, pool, readonly=readonly, durable=durable, migrating=migrating)
    return _postgresql(where, pool, limit=0 if migrating else STATEMENT_SECONDS)


def _sqlite(where: Address, pool: type[Pool] | None, *, readonly: bool, durable: bool, migrating: bool) -> AsyncEngine:
    pragmas = [
        f"cache_size = -{CACHE_KIBIBYTES}",
        f"foreign_keys = {'OFF' if migrating else 'ON'}",
        f"synchronous = {'FULL' if durable else 'NORMAL'}",
        f"query_only = {'ON' if readonly else 'OFF'}",
        "temp_store = MEMORY",
    ]
    if migrating:
        pragmas.append("journal_mode = WAL")
    begin = "BEGIN" if readonly else "BEGIN IMMEDIATE"
    # The driver must not begin transactions of its own: it would do so late, and only for what looks like a change.
    engine = create_async_engine(
        where.url,
        poolclass=pool,
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None, "async_creator_fn": one_trip.connect},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        try:
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")
        except BaseException:
            # The pool forgets a connection that it could not prepare, and its thread would outlive the event loop.
            connection.close()
            raise
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql(where: Address, pool: type[Pool] | None, *, limit: int) -> AsyncEngine:
    return create_async_engine(
        where.url,
        poolclass=pool,
        pool_pre_ping=pool is None,
        connect_args={
            "timeout": CONNECT_SECONDS,
            "server_settings": {
                "application_name": "sealane",
                # One plan cannot serve China and a name met once: plan each statement for its own values.
                "plan_cache_mode": "force_custom_plan",
                "jit": "off",
                "statement_timeout": str(limit * 1000),
                "timezone": "UTC",
            },
        },
    )


@contextmanager
def explained(where: Address, *, opening: bool = False) -> Iterator[None]:
    """Turn what a driver raises into a StoreError that says it plainly.

    `opening` also takes the operating system's errors as the database's; later they may be of the caller's own doing.
    """
    try:
        yield
    except DBAPIError as error:
        known = _known(where, error)
        if known is None:
            raise
        raise known from error
    except sqlite3.Error as error:
        known = _known_sqlite(str(where), str(error))
        if known is None:
            raise
        raise known from error
    except PoolTimeout as error:
        raise DatabaseFailed(str(where), "too many are using it at once") from error
    except (OSError, TimeoutError) as error:
        if not opening:
            raise
        raise DatabaseUnreachable(str(where), _plainly(error)) from error


def sqlstate(error: DBAPIError) -> str:
    """PostgreSQL's five-letter code of an error; empty for SQLite's."""
    return getattr(error.orig, "sqlstate", None) or ""


_SQLITE_FAILURES = ("locked", "full", "disk i/o", "malformed", "readonly database")


def _known(where: Address, error: DBAPIError) -> StoreError | None:
    shown = str(where)
    message = str(error.orig).splitlines()[0] if str(error.orig) else type(error.orig).__name__
    if where.is_sqlite:
        return _known_sqlite(shown, message)
    code = sqlstate(error)
    if code[:2] == "28":
        return DatabaseUnreachable(shown, "the server refuses this user or password")
    if code == "3D000":
        return DatabaseUnreachable(shown, "there is no such database")
    if code == "57014":
        return DatabaseFailed(shown, f"a statement took longer than {STATEMENT_SECONDS} s")
    if code == "53300":
        return DatabaseUnreachable(shown, "the server has no connection to spare")
    if code == "42501":
        return DatabaseFailed(shown, "this user lacks a right that is needed (" + _unprefixed(message) + ")")
    if error.connection_invalidated or code[:2] in ("08", "53", "57"):
        return DatabaseFailed(
            shown, "the connection was lost or the server is in trouble (" + _unprefixed(message) + ")"
        )
    return None


def _known_sqlite(shown: str, message: str) -> StoreError | None:
    if "not a database" in message:
        return NotADatabase(shown, "the file holds something else")
    if "unable to open" in message:
        return DatabaseUnreachable(shown, "the file cannot be opened or created there")
    if any(failure in message for failure in _SQLITE_FAILURES):
        return DatabaseFailed(shown, message)
    return None


def _unprefixed(message: str) -> str:
    """An asyncpg message without the class name that SQLAlchemy puts before it."""
    return message.rpartition(">: ")[2]


def _plainly(error: OSError | TimeoutError) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {CONNECT_SECONDS} s"
    if isinstance(error, ConnectionRefusedError):
        return "no server answers there"
    return (error.strerror or str(error) or type(error).__name__).rstrip(".")
