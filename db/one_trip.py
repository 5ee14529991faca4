"""SQLite cursors that go to their connection's thread once for a statement.

aiosqlite asks the thread separately to make a cursor, to execute, to fetch and to close, and each trip costs about as
much as a small statement itself. Everything the store asks is fetched whole anyway, so one trip does all four.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Self

import aiosqlite


class OneTripCursor:
    """What SQLAlchemy needs of an asynchronous cursor. Rows are fetched with the statement and the cursor closed."""

    def __init__(self, connection: "OneTripConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._rows = []

    async def execute(self, sql: str, parameters: Sequence[Any] | None = None) -> Self:
        """Run a statement and fetch its rows."""
        await self._connection.run(self._execute, sql, parameters or ())
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Run a statement for each of the parameters."""
        await self._connection.run(self._execute_many, sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        """The rows that the last statement gave."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Let go of rows that nobody fetched."""
        self._rows = []

    def _execute(self, connection: sqlite3.Connection, sql: str, parameters: Sequence[Any]) -> None:
        cursor = connection.execute(sql, parameters)
        self._rows = cursor.fetchall() if cursor.description else []
        self._keep(cursor)

    def _execute_many(self, connection: sqlite3.Connection, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._keep(connection.executemany(sql, parameters))

    def _keep(self, cursor: sqlite3.Cursor) -> None:
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        cursor.close()


class OneTripConnection(aiosqlite.Connection):
    """An aiosqlite connection with such cursors for SQLAlchemy."""

    async def run(self, function: Any, *arguments: Any) -> None:
        """Call the function in the connection's thread with the plain connection first."""
        await self._execute(lambda: function(self._conn, *arguments))  # type: ignore[no-untyped-call]

    def cursor(self) -> OneTripCursor:  # type: ignore[override]
        """A cursor; making it takes no trip."""
        return OneTripCursor(self)


def connect(path: str, **options: Any) -> OneTripConnection:
    """Open a connection when awaited, with the options of `sqlite3.connect`."""
    made = OneTripConnection(lambda: sqlite3.connect(path, **options), iter_chunk_size=64)
    # A thread that waits for its next statement must not keep a program from ending.
    made._thread.daemon = True
    return made
