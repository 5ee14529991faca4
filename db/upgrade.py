"""Bringing a database to this program's tables, and saying which it has.

Alembic is imported only where there is something to migrate: opening a store that is up to date must stay cheap.
"""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from db import address
from db.address import Address
from db.engine import BUSY_SECONDS, connect, explained, sqlstate
from db.errors import DatabaseUnreachable, NewerDatabase, NotADatabase
from db.models import Base

HEAD = "0004"
"""The revision that `db.models` describes. A test holds it equal to the newest migration."""

VERSION_TABLE = "sealane_version"
"""Alembic's table under a name of our own, so that a PostgreSQL database can be shared with another program."""

_LOCK = 5_368_171
"""Key of the PostgreSQL advisory lock under which the tables are migrated; any number that stays the same."""

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_NO_DATABASE = "3D000"
_NO_TABLE = "42P01"
_NO_RIGHT = "42501"
_ALREADY_CREATED = ("42P04", "23505")
"""By another process: seen before the attempt, or met while it was under way."""


async def current(database: str) -> str | None:
    """The revision of the database at a path or URL; None where it does not exist or is empty.

    Raises BadDatabaseUrl, DatabaseUnreachable, NotADatabase.
    """
    where = address.parse(database)
    if where.is_sqlite and not where.path.exists():
        return None
    engine = connect(where, readonly=True)
    try:
        with explained(where, opening=True):
            return await _stored(where, engine)
    finally:
        await engine.dispose()


async def upgrade(database: str) -> str:
    """Create and migrate the database at a path or URL as needed, and say which revision it has then.

    Several processes may do so at once. Raises BadDatabaseUrl, DatabaseUnreachable, NotADatabase, NewerDatabase.
    """
    where = address.parse(database)
    engine = connect(where, readonly=True)
    try:
        await prepare(where, engine)
    finally:
        await engine.dispose()
    return HEAD


async def prepare(where: Address, reader: AsyncEngine) -> None:
    """Create and migrate the database where that is needed; `reader` is an engine to look with."""
    if where.is_sqlite and not where.path.absolute().parent.is_dir():
        raise DatabaseUnreachable(str(where), f"there is no folder {where.path.absolute().parent}")
    with explained(where, opening=True):
        if await _stored(where, reader) == HEAD:
            return
        engine = connect(where, migrating=True)
        try:
            if not where.is_sqlite:
                await _create_database(where)
            await _migrate(where, engine)
        finally:
            await engine.dispose()


async def _stored(where: Address, engine: AsyncEngine) -> str | None:
    """The stored revision, None where there is no database or none of ours."""
    if where.is_sqlite:
        return await asyncio.to_thread(_stored_in_file, where.path)
    try:
        async with engine.connect() as connection:
            revision: str = await connection.scalar(text(_STORED))
            return revision
    except DBAPIError as error:
        if sqlstate(error) in (_NO_DATABASE, _NO_TABLE):
            return None
        raise


def _stored_in_file(path: Path) -> str | None:
    """Look with the driver beneath: where aiosqlite fails to connect, its thread may outlive the event loop noisily."""
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
        try:
            revision: str = connection.execute(_STORED).fetchone()[0]
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise
        return revision


_STORED = f"SELECT version_num FROM {VERSION_TABLE}"  # noqa: S608 - a constant


async def _create_database(where: Address) -> None:
    """Create the PostgreSQL database if the server does not have it, through the database that every server has."""
    name = where.url.database or ""
    server = connect(Address(where.url.set(database="postgres")), migrating=True)
    quoted = server.dialect.identifier_preparer.quote_identifier(name)
    try:
        async with server.connect() as connection:
            connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            if await connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
                return
            await connection.execute(text(f"CREATE DATABASE {quoted} ENCODING 'UTF8' TEMPLATE template0"))
    except DBAPIError as error:
        if sqlstate(error) in _ALREADY_CREATED:
            return
        if sqlstate(error) == _NO_RIGHT:
            raise DatabaseUnreachable(
                str(where), "it does not exist and this user may not create it (CREATE DATABASE it, or grant CREATEDB)"
            ) from error
        raise
    finally:
        await server.dispose()


async def _migrate(where: Address, engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        if not where.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            encoding = await connection.scalar(text("SHOW server_encoding"))
            if encoding != "UTF8":
                raise NotADatabase(str(where), f"its encoding is {encoding}, and news needs UTF8")
        await connection.run_sync(_run_alembic, str(where))
        if where.is_sqlite and (await connection.execute(text("PRAGMA foreign_key_check"))).first():
            raise NotADatabase(str(where), "rows in it refer to rows that are not there")


def _run_alembic(connection: Connection, shown: str) -> None:
    """Migrate within the open transaction; another process may have done so while this one waited for the lock."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE in tables:
        revision = connection.scalar(text(_STORED))
    else:
        revision = None
        foreign = sorted(tables & set(Base.metadata.tables))
        if foreign:
            raise NotADatabase(shown, f"it holds another program's table {foreign[0]!r}")
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerDatabase(shown, revision, HEAD)
    command.upgrade(config, "head")
