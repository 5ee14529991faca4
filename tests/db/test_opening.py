"""Opening a store: addresses, creation, and what is said when it cannot be opened."""

import asyncio
import subprocess
import sys
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db import address, engine
from db.errors import (
    BadDatabaseUrl,
    DatabaseFailed,
    DatabaseUnreachable,
    NewerDatabase,
    NotADatabase,
    StoreError,
)
from db.session import Store
from db.upgrade import HEAD, VERSION_TABLE, current, upgrade
from tests.conftest import PostgresServer

SECRET = "hunter2-sesame"


async def refusal(database: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        await Store.open(database)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    return caught.value


async def test_a_store_that_does_not_exist_is_created_and_migrated(new_database_url: str) -> None:
    assert await current(new_database_url) is None
    async with await Store.open(new_database_url) as store, store.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM events")) == 0
    assert await current(new_database_url) == HEAD


@pytest.mark.parametrize(
    ("given_as", "driver"),
    [
        ("sealane.db", "sqlite+aiosqlite"),
        ("sqlite:///sealane.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///sealane.db", "sqlite+aiosqlite"),
        ("postgresql://reader@example.org/sealane", "postgresql+asyncpg"),
        ("postgres://reader@example.org/sealane", "postgresql+asyncpg"),
        ("postgresql+psycopg://reader@example.org:5433/sealane?sslmode=require", "postgresql+asyncpg"),
        ("postgresql+asyncpg://reader@example.org/sealane", "postgresql+asyncpg"),
    ],
)
def test_paths_and_urls_get_an_asynchronous_driver(given_as: str, driver: str) -> None:
    assert address.parse(given_as).url.drivername == driver


def test_a_file_may_be_named_by_a_path_with_spaces_and_signs(tmp_path: Path) -> None:
    odd = tmp_path / "my store 100%?.db"
    assert address.parse(str(odd)).path == odd
    assert address.parse("sqlite:////var/lib/sealane.db").path == Path("/var/lib/sealane.db")


def test_the_way_libpq_asks_for_encryption_is_understood() -> None:
    assert address.parse("postgresql://example.org/sealane?sslmode=require").url.query == {"ssl": "require"}


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "   ",
        "mysql://reader:hunter2-sesame@example.org/news",
        "postgresql://reader:hunter2-sesame@example.org:port/news",
        "postgresql://reader:hunter2-sesame@example.org",
        "postgresql://reader:hunter2-sesame@example.org/news?color=blue",
        "sqlite://sealane.db",
        "sqlite://",
        "sqlite:///:memory:",
        "://",
        "nonsense://:hunter2-sesame@",
    ],
)
async def test_a_bad_address_is_refused_in_one_sentence_without_its_password(bad: str) -> None:
    error = await refusal(bad)
    assert isinstance(error, BadDatabaseUrl)
    assert SECRET not in str(error)
    assert SECRET not in repr(error)


@given(
    rest_of_password=st.text(st.characters(min_codepoint=33, max_codepoint=0x2FFF)),
    scheme=st.sampled_from(["postgresql", "mysql", "nonsense", "sqlite", "postgresql+asyncpg"]),
    rest=st.sampled_from(["host/name", "host", "host:port/name", "/name", "[::1", "host/name?color=blue"]),
)
def test_whatever_the_password_holds_it_is_never_shown(rest_of_password: str, scheme: str, rest: str) -> None:
    written = f"{scheme}://reader:{SECRET}{rest_of_password}@{rest}"
    try:
        shown = f"{address.parse(written)} {address.parse(written)!r}"
    except BadDatabaseUrl as error:
        shown = f"{error} {error!r} {error.args}"
    assert SECRET not in shown


async def test_the_password_of_a_server_that_does_not_answer_is_never_shown() -> None:
    error = await refusal(f"postgresql://reader:{SECRET}@127.0.0.1:1/news")
    assert isinstance(error, DatabaseUnreachable)
    seen: BaseException | None = error
    while seen is not None:
        assert SECRET not in f"{seen} {seen!r}"
        seen = seen.__cause__ or seen.__context__


async def test_a_user_that_the_server_does_not_know_is_refused(postgres: PostgresServer) -> None:
    place = postgres.address("postgres").rpartition("@")[2]
    error = await refusal(f"postgresql://sealane_nobody:{SECRET}@{place}")
    assert isinstance(error, DatabaseUnreachable)
    assert SECRET not in str(error)


async def test_a_database_that_may_not_be_created_is_said_to_be_missing(postgres: PostgresServer) -> None:
    user = postgres.new_name()
    postgres.run(f"CREATE ROLE {user} LOGIN PASSWORD 'x'")
    try:
        place = postgres.address(postgres.new_name()).rpartition("@")[2]
        error = await refusal(f"postgresql://{user}:x@{place}")
    finally:
        postgres.run(f"DROP ROLE {user}")
    assert isinstance(error, DatabaseUnreachable)
    assert "may not create it" in str(error)


async def test_a_missing_folder_and_a_folder_in_place_of_a_file_are_named(tmp_path: Path) -> None:
    assert str(tmp_path / "missing") in str(await refusal(str(tmp_path / "missing" / "store.db")))
    assert isinstance(await refusal(str(tmp_path)), DatabaseUnreachable)


async def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Harbour master's notes. " * 100)
    before = path.read_bytes()
    assert isinstance(await refusal(str(path)), NotADatabase)
    assert path.read_bytes() == before


async def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    async with await Store.open(str(path)):
        assert await current(str(path)) == HEAD


async def test_another_programs_tables_are_not_touched(new_database_url: str) -> None:
    async with await Store.open(new_database_url) as store, store.writing() as session:
        await session.execute(text(f"DROP TABLE {VERSION_TABLE}"))
    error = await refusal(new_database_url)
    assert isinstance(error, NotADatabase)


async def test_a_newer_database_is_refused_and_left_alone(database_url: str) -> None:
    async with await Store.open(database_url) as store, store.writing() as session:
        await session.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    error = await refusal(database_url)
    assert isinstance(error, NewerDatabase)
    assert error.revision == "9999"
    assert await current(database_url) == "9999"
    with pytest.raises(NewerDatabase):
        await upgrade(database_url)


async def test_opening_an_up_to_date_store_imports_no_migrations(database_url: str) -> None:
    program = (
        "import asyncio, sys\n"
        "from db.session import Store\n"
        "async def main():\n"
        "    await (await Store.open(sys.argv[1])).close()\n"
        "asyncio.run(main())\n"
        "print([name for name in ('alembic', 'pydantic', 'spacy', 'numpy') if name in sys.modules])\n"
    )
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", program, database_url], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


async def test_two_processes_that_start_first_at_once_both_succeed(new_database_url: str) -> None:
    program = "import asyncio, sys; from db.upgrade import upgrade; print(asyncio.run(upgrade(sys.argv[1])))"
    starts = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, new_database_url, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    for start in starts:
        out, err = await start.communicate()
        assert out.decode().strip() == HEAD, err.decode()


async def test_a_reading_session_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        async with store.reading() as session:
            await session.execute(text("DELETE FROM events"))


async def test_sqlite_is_set_up_for_one_writer_and_many_readers(tmp_path: Path) -> None:
    settings = ("journal_mode", "foreign_keys", "busy_timeout", "synchronous", "query_only")

    async def values(session: AsyncSession) -> list[object]:
        return [await session.scalar(text(f"PRAGMA {setting}")) for setting in settings]

    async with await Store.open(str(tmp_path / "store.db")) as store:
        async with store.writing() as session:
            assert await values(session) == ["wal", 1, 30_000, 1, 0]
        async with store.reading() as session:
            assert await values(session) == ["wal", 1, 30_000, 1, 1]
    async with await Store.open(str(tmp_path / "store.db"), durable=True) as store, store.writing() as session:
        assert await values(session) == ["wal", 1, 30_000, 2, 0]


async def test_postgresql_plans_for_each_question_and_gives_up_slow_ones(
    postgres: PostgresServer, postgres_template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "STATEMENT_SECONDS", 1)
    async with await Store.open(postgres.address(postgres_template)) as store:
        async with store.reading() as session:
            assert await session.scalar(text("SHOW plan_cache_mode")) == "force_custom_plan"
            assert await session.scalar(text("SHOW jit")) == "off"
        with pytest.raises(DatabaseFailed, match="longer than 1 s"):
            async with store.reading() as session:
                await session.execute(text("SELECT pg_sleep(20)"))


async def test_a_database_without_the_right_to_make_tables_is_told_plainly(postgres: PostgresServer) -> None:
    name = postgres.new_name()
    postgres.run(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
    postgres.run(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        place = postgres.address(name).rpartition("@")[2]
        error = await refusal(f"postgresql://{name}:x@{place}")
    finally:
        postgres.drop(name)
        postgres.run(f"DROP ROLE {name}")
    assert "lacks a right" in str(error)


async def test_a_database_that_cannot_hold_every_language_is_refused(postgres: PostgresServer) -> None:
    name = postgres.new_name()
    postgres.run(f"CREATE DATABASE {name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    try:
        error = await refusal(postgres.address(name))
    finally:
        postgres.drop(name)
    assert isinstance(error, NotADatabase)
    assert "LATIN1" in str(error)


async def test_a_lost_connection_is_told_plainly(postgres: PostgresServer) -> None:
    name = postgres.new_name()
    hang_up = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"

    async def write_while_the_server_hangs_up(store: Store) -> None:
        async with store.writing() as session:
            await asyncio.to_thread(postgres.run, hang_up)
            await session.execute(text("SELECT 1"))

    try:
        async with await Store.open(postgres.address(name)) as store:
            with pytest.raises(DatabaseFailed, match="connection was lost"):
                await write_while_the_server_hangs_up(store)
            async with store.reading() as session:
                assert await session.scalar(text("SELECT 1")) == 1
    finally:
        postgres.drop(name)


async def test_a_store_says_where_it_is_without_a_password(postgres: PostgresServer) -> None:
    name = postgres.new_name()
    with_password = postgres.address(name).replace("@", f":{SECRET}@", 1)
    try:
        async with await Store.open(with_password) as store:
            assert SECRET not in f"{store!r} {store.where}"
            assert name in store.where
    except DatabaseUnreachable:
        pytest.skip("this server checks passwords")
    finally:
        postgres.drop(name)


async def test_the_news_configuration_needs_no_extension(postgres: PostgresServer, postgres_template: str) -> None:
    connection = await asyncpg.connect(postgres.address(postgres_template))
    try:
        assert await connection.fetchval("SELECT string_agg(extname, ',') FROM pg_extension") == "plpgsql"
    finally:
        await connection.close()
