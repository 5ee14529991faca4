"""A store or a setting that cannot be used is told in one line, whatever the command."""

import sqlite3
from pathlib import Path

import pytest

from bot.cli import main
from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "it is empty"),
        ("mysql://root@localhost/news", "mysql is not supported"),
        ("postgresql://", "the database's name is missing"),
        ("postgresql://nobody:secret@127.0.0.1:1/news", "no server answers there"),
        ("no/such/folder/news.db", "there is no folder"),
        (".", "cannot be opened"),
    ],
)
@pytest.mark.parametrize("command", [("ask", "who?"), ("db", "upgrade"), ("run",)])
def test_an_address_that_cannot_be_opened(sealane: Command, command: tuple[str, ...], address: str, words: str) -> None:
    result = sealane(*command, "--database", address)
    assert result.refused(words), result
    assert "secret" not in result.err


def test_a_file_that_holds_something_else(sealane: Command, tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_bytes(b"Dear editor, " * 900)
    assert sealane("ask", "who?", "--database", "letter.db").refused("not a Sealane database")


def test_a_store_of_a_newer_version(sealane: Command, world_path: Path) -> None:
    with sqlite3.connect(world_path) as connection:
        connection.execute("UPDATE sealane_version SET version_num = '9999'")
    for command in (("ask", "who?"), ("run",), ("db", "upgrade")):
        assert sealane(*command).refused("newer version of Sealane")


def test_a_store_that_does_not_exist_yet_is_made(sealane: Command, tmp_path: Path) -> None:
    assert sealane("ask", "who visited Fiji?", "--database", "new.db").code == 0
    assert (tmp_path / "new.db").exists()


def test_every_wrong_setting_is_named_in_one_line(sealane: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEALANE_ZONE", "Mars")
    monkeypatch.setenv("SEALANE_SAMPLES", "perhaps")
    monkeypatch.setenv("SEALANE_READING_WORKERS", "99")
    assert sealane("run").refused("SEALANE_ZONE", "SEALANE_SAMPLES", "SEALANE_READING_WORKERS")


def test_a_settings_file_that_is_no_text(sealane: Command, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"SEALANE_ZONE=\xff\xfe")
    assert sealane("ask", "who?").refused(".env", "UTF-8")


def test_what_breaks_unexpectedly_is_told_without_a_traceback_unless_asked_for(
    sealane: Command, monkeypatch: pytest.MonkeyPatch, world_path: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the reef is gone")

    monkeypatch.setattr("bot.asking.asker.Asker.answer", broken)
    result = sealane("ask", "who?")
    assert result.code == 1
    assert "something broke (RuntimeError: the reef is gone)" in result.err
    assert "Traceback" not in result.err
    monkeypatch.setenv("SEALANE_LOG_LEVEL", "debug")
    assert "Traceback" in sealane("ask", "who?").err


@pytest.mark.parametrize("arguments", [[], ["frobnicate"], ["ask", "--colour"], ["read", "--sentences"]])
def test_wrong_usage_shows_how_it_is_used(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "usage: sealane" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["ask", "read", "run", "samples", "db", "import"])
def test_help_teaches_every_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert end.value.code == 0
    assert f"usage: sealane {command}" in capsys.readouterr().out
