"""What only one process may do at a time, such as answering under one bot's token: held for as long as it runs.

PostgreSQL has locks for that which end with their connection. Beside a SQLite file a lock file does it, which ends with
the process that holds it.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from db.address import Address

AGAIN_SECONDS = 1.0
"""How often a process that waits looks whether it may go on."""


@asynccontextmanager
async def alone(where: Address, engine: AsyncEngine, name: str, waiting: Callable[[], None]) -> AsyncIterator[None]:
    """Hold the name during the block; while another process holds it, call `waiting` once and wait."""
    held = _beside(where, name, waiting) if where.is_sqlite else _in_database(engine, name, waiting)
    async with held:
        yield


@asynccontextmanager
async def _in_database(engine: AsyncEngine, name: str, waiting: Callable[[], None]) -> AsyncIterator[None]:
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    async with engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        told = False
        while not await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
            if not told:
                waiting()
                told = True
            await asyncio.sleep(AGAIN_SECONDS)
        try:
            yield
        finally:
            await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})


@asynccontextmanager
async def _beside(where: Address, name: str, waiting: Callable[[], None]) -> AsyncIterator[None]:
    try:
        import fcntl
    except ImportError:  # Windows has no such locks; who runs two there is on their own
        yield
        return
    path = where.path.with_name(f"{where.path.name}.{name}.lock")
    # It stays: whoever removed it could take it from under another process that has just opened it.
    with await asyncio.to_thread(path.open, "w") as file:
        told = False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not told:
                    waiting()
                    told = True
                await asyncio.sleep(AGAIN_SECONDS)
        yield
