"""The command line run in this process, in a folder of its own, with a store of made-up news."""

import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Settings
from tests.asking.conftest import filled_world

__all__ = ["filled_world"]


@dataclass(frozen=True)
class Result:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    def refused(self, *words: str) -> bool:
        """Whether it ended as bad input does: exit code 2 and one line on standard error that holds the words."""
        one_line = self.err.startswith("sealane: ") and self.err.count("\n") == 1
        return self.code == 2 and one_line and not self.out and all(word in self.err for word in words)


Command = Callable[..., Result]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands run in a new folder, without the settings of whoever runs the tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SEALANE_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def world_path(filled_world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of made-up news, which the settings name."""
    path = tmp_path / "world.db"
    shutil.copy(filled_world, path)
    monkeypatch.setenv("SEALANE_DATABASE", str(path))
    return path


@pytest.fixture
def sealane(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command; `given` is its standard input."""

    def run(*arguments: str, given: str = "") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return run
