"""Houses for tests."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db.session import Store
from tests.delivery.house import House


@pytest.fixture
async def house(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[House]:
    """A house of one process, on SQLite."""
    path = tmp_path / "house.db"
    shutil.copy(sqlite_template, path)
    async with await Store.open(str(path)) as store:
        yield House(store)


@pytest.fixture
def shared_house(store: Store) -> House:
    """A house of several processes, on both databases."""
    return House(store)
