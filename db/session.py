"""Opening the store, and the sessions in which everything else in `db` works."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from db import address
from db.address import Address
from db.alone import alone
from db.engine import connect, explained
from db.loaded import KEY, LoadedEvents
from db.upgrade import prepare


class Store:
    """An open store. Sessions come from `reading()` and `writing()`; nothing else opens a transaction.

    On SQLite readers never wait, and writers take turns: in this process by a lock, between processes by SQLite itself.
    """

    def __init__(self, where: Address, *, durable: bool = False) -> None:
        self._where = where
        if where.is_sqlite:
            self._reader = connect(where, readonly=True)
            self._writer = connect(where, durable=durable)
        else:
            self._writer = connect(where)
            self._reader = self._writer.execution_options(postgresql_readonly=True)
        self._loaded = LoadedEvents()
        self._read = async_sessionmaker(self._reader, expire_on_commit=False, autoflush=False, info={KEY: self._loaded})
        self._write = async_sessionmaker(self._writer, expire_on_commit=False)
        self._turn = asyncio.Lock() if where.is_sqlite else None

    def __repr__(self) -> str:
        return f"Store({self._where})"

    @classmethod
    async def open(cls, database: str, *, durable: bool = False) -> Self:
        """Open the store at a file path or URL; create and migrate it where that is needed.

        `durable` makes SQLite wait for the disk at each commit; without it a power loss (no mere crash of the
        program) may undo the last commits, which reading the same articles again makes good.

        Raises BadDatabaseUrl, DatabaseUnreachable, NotADatabase, NewerDatabase.
        """
        where = address.parse(database)
        store = cls(where, durable=durable)
        try:
            await prepare(where, store._reader)
        except BaseException:
            await store.close()
            raise
        return store

    async def close(self) -> None:
        """Close all connections."""
        await self._reader.dispose()
        await self._writer.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def where(self) -> str:
        """The address for people: without a password."""
        return str(self._where)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that can only read; on SQLite everything read in it is of one moment."""
        async with self._session(self._read) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session whose work is committed at the end, or undone whole when an exception leaves the block."""
        async with AsyncExitStack() as stack:
            if self._turn is not None:
                await stack.enter_async_context(self._turn)
            session = await stack.enter_async_context(self._session(self._write))
            yield session
            with explained(self._where):
                await session.commit()
            self._loaded.clear()

    @asynccontextmanager
    async def alone(self, name: str, waiting: Callable[[], None]) -> AsyncIterator[None]:
        """Hold what only one process may do at a time; while another does, call `waiting` once and wait."""
        async with alone(self._where, self._writer, name, waiting):
            yield

    @asynccontextmanager
    async def _session(self, make: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
        """A session in a transaction that has begun; it is rolled back at the end unless it was committed."""
        async with make() as session:
            with explained(self._where, opening=True):
                await session.connection()
            with explained(self._where):
                yield session
