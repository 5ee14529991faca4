"""The migrations make exactly the tables that the models describe, on both databases."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text

from db.models import Base
from db.session import Store
from db.upgrade import HEAD, current, upgrade


def test_the_known_revision_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", "db:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


async def test_the_migrated_tables_are_those_of_the_models(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "include_object": _is_of_the_models}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))

    async with store.reading() as session:
        assert await (await session.connection()).run_sync(differences) == []


def _is_of_the_models(item: object, name: str | None, kind: str, reflected: bool, compared_to: object) -> bool:
    """All but the full-text tables, which each database makes in its own way, and Alembic's own."""
    return not (kind == "table" and name is not None and name.startswith(("documents", "sealane_version")))


async def test_constraints_are_named_and_tables_laid_out_as_in_the_models(tmp_path: Path) -> None:
    """What Alembic does not compare: names, what happens on deletion, and SQLite's tables without row ids."""

    def layout(connection: Connection) -> dict[str, object]:
        inspector = inspect(connection)
        without_rowid = {row.name for row in connection.execute(text("PRAGMA table_list")) if row.wr}
        return {
            table: (
                inspector.get_pk_constraint(table),
                sorted(inspector.get_foreign_keys(table), key=str),
                sorted(inspector.get_unique_constraints(table), key=str),
                table in without_rowid,
            )
            for table in Base.metadata.tables
        }

    await upgrade(str(tmp_path / "migrated.db"))
    layouts = []
    for name in ("migrated.db", "models.db"):
        engine = create_engine(f"sqlite:///{tmp_path / name}")
        with engine.begin() as connection:
            if name == "models.db":
                Base.metadata.create_all(connection)
            layouts.append(layout(connection))
        engine.dispose()
    assert layouts[0] == layouts[1]


async def test_every_constraint_has_a_name(store: Store) -> None:
    def unnamed(connection: Connection) -> list[str]:
        inspector = inspect(connection)
        found = []
        for table in Base.metadata.tables:
            constraints = [
                inspector.get_pk_constraint(table),
                *inspector.get_foreign_keys(table),
                *inspector.get_unique_constraints(table),
            ]
            found += [f"{table}: {constraint}" for constraint in constraints if not constraint["name"]]
        return found

    async with store.reading() as session:
        assert await (await session.connection()).run_sync(unnamed) == []


async def test_migrating_again_changes_nothing(database_url: str) -> None:
    assert await upgrade(database_url) == HEAD
    assert await upgrade(database_url) == HEAD
    assert await current(database_url) == HEAD


async def test_a_migration_that_breaks_leaves_nothing_behind(new_database_url: str) -> None:
    """What a later migration would do to a store: everything in one transaction, tables included."""
    async with await Store.open(new_database_url) as store:
        try:
            async with store.writing() as session:
                await session.execute(text("CREATE TABLE half_done (id INTEGER)"))
                await session.execute(text("SELECT no_such_column FROM half_done"))
        except Exception:
            pass
        async with store.reading() as session:
            tables = await (await session.connection()).run_sync(lambda there: inspect(there).get_table_names())
    assert "half_done" not in tables
