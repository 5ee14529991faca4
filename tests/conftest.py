"""A store for tests, on both databases for real: `store` is an open empty one, `database_url` the address of one."""

import asyncio
import os
import shutil
import uuid
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]
import pytest
from hypothesis import settings

from db.session import Store
from db.upgrade import upgrade

_Result = TypeVar("_Result")

# No test depends on how busy the machine is. On CI the examples are the same in each run, as Hypothesis does by itself.
settings.register_profile("sealane", settings(), deadline=None)
settings.load_profile("sealane")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database that belongs to this test alone."""
    if request.param == "sqlite":
        path = tmp_path / "store.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield str(path)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with_tables = request.getfixturevalue("postgres_template")
    name = server.new_name()
    server.run(f'CREATE DATABASE "{name}" TEMPLATE "{with_tables}"')
    yield server.address(name)
    server.drop(name)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store with nothing in it."""
    async with await Store.open(database_url) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An address at which there is no database yet."""
    if request.param == "sqlite":
        yield str(tmp_path / "new.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.new_name()
    yield server.address(name)
    server.drop(name)


class PostgresServer:
    """The PostgreSQL server of the tests."""

    def __init__(self, address: str) -> None:
        self._address = address

    def new_name(self) -> str:
        """A name for a database that no other test and no other process uses."""
        return f"sealane_test_{uuid.uuid4().hex[:16]}"

    def address(self, name: str) -> str:
        """The address of a database of this server."""
        return self._address.rpartition("/")[0] + f"/{name}"

    def run(self, statement: str) -> None:
        """Run a statement outside of any transaction."""
        in_a_loop_of_its_own(self._run(statement))

    def drop(self, name: str) -> None:
        """Drop a database, and whoever is still connected to it."""
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(self._address, timeout=10)
        try:
            await connection.execute("SET client_min_messages = error")
            await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgres() -> PostgresServer:
    """The server that SEALANE_TEST_POSTGRES names; without one the test is skipped, or fails where it must not be."""
    address = os.environ.get("SEALANE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
    server = PostgresServer(address.replace("postgresql+asyncpg:", "postgresql:"))
    try:
        server.run("SELECT 1")
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        reason = f"PostgreSQL does not answer ({type(error).__name__}); name a server in SEALANE_TEST_POSTGRES"
        if os.environ.get("CI") or os.environ.get("SEALANE_REQUIRE_POSTGRES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return server


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> Iterator[str]:
    """A migrated database to copy: a copy takes a tenth of the time that migrating takes."""
    name = postgres.new_name()
    in_a_loop_of_its_own(upgrade(postgres.address(name)))
    yield name
    postgres.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    in_a_loop_of_its_own(upgrade(str(path)))
    return path


def in_a_loop_of_its_own(work: Coroutine[Any, Any, _Result]) -> _Result:
    """Run asynchronous work from a fixture that is not, without touching the test's event loop."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()
