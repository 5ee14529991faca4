"""Weeks of delivery with changing clocks, crashes, platform faults and edits; `make simulate` runs thousands more."""

from pathlib import Path

import pytest

from tests.delivery.simulation import simulate


@pytest.mark.parametrize("seed", range(20))
async def test_nothing_is_lost_or_told_twice_whatever_happens(seed: int, sqlite_template: Path, tmp_path: Path) -> None:
    await simulate(seed, sqlite_template, tmp_path, days=4)
