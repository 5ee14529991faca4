"""A store of made-up news, filled once on each database that is asked for."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db.session import Store
from tests.asking.world import fill
from tests.conftest import in_a_loop_of_its_own


@pytest.fixture(scope="session")
def filled_world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled SQLite file to copy."""
    path = tmp_path_factory.mktemp("world") / "world.db"
    shutil.copy(sqlite_template, path)

    async def make() -> None:
        async with await Store.open(str(path)) as store:
            await fill(store)

    in_a_loop_of_its_own(make())
    return path


@pytest.fixture
async def world(filled_world: Path, tmp_path: Path) -> AsyncIterator[Store]:
    """An open store with the made-up news, on SQLite."""
    shutil.copy(filled_world, tmp_path / "world.db")
    async with await Store.open(str(tmp_path / "world.db")) as opened:
        yield opened
