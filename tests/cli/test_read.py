"""`sealane read`: what cannot be read as an article is refused in one line, and the others are read all the same."""

import json
import sqlite3
from pathlib import Path

import pytest

from bot.reading.document import Document
from bot.reading.event import ReadEvent
from bot.reading.worker import ReadingWorker
from tests.cli.conftest import Command

NEWS = "José Ramos-Horta opened a maritime school in Dili on 3 May 2024."
DATED = ("--published", "2024-05-04")


@pytest.fixture(autouse=True)
def _no_language_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading it takes seconds, and these tests are about files."""

    async def nothing(self: ReadingWorker, document: Document) -> list[ReadEvent]:
        return []

    monkeypatch.setattr(ReadingWorker, "read", nothing)


def stored(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "sealane.db") as connection:
        return [text for (text,) in connection.execute("SELECT text FROM articles ORDER BY id")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "holds no text"),
        ("blank.txt", b" \n\t\n ", "holds no text"),
        ("report.pdf", b"%PDF-1.7\n1 0 obj", "is a PDF"),
        ("report.txt", b"%PDF-1.4\nendstream", "is a PDF"),
    ],
)
def test_a_file_that_is_no_article(sealane: Command, tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert sealane("read", *DATED, name).refused(name, words)


def test_a_file_of_fifty_megabytes(sealane: Command, tmp_path: Path) -> None:
    (tmp_path / "huge.txt").write_bytes(b"The reef is closed today.\n" * 2_100_000)
    assert sealane("read", *DATED, "huge.txt").refused("huge.txt", "larger than")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Name at least one article"),
        (("missing.txt", *DATED), "missing.txt does not exist"),
        ((".", *DATED), "is a directory"),
        (("--sentences", "missing.jsonl", "--json"), "missing.jsonl does not exist"),
        (("--sentences", "x.jsonl", "y.txt"), "not both"),
        (("--published", "yesterday", "x.txt"), "--published 'yesterday' is not an ISO date"),
    ],
)
def test_bad_usage_is_told_in_one_line(sealane: Command, arguments: tuple[str, ...], words: str) -> None:
    assert sealane("read", *arguments).refused(words)


def test_the_date_is_asked_for_where_the_article_says_none(sealane: Command, tmp_path: Path) -> None:
    (tmp_path / "school.txt").write_text("A maritime school was opened in Dili.", encoding="utf-8")
    assert sealane("read", "school.txt").refused("school.txt", "--published")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_text_in_other_encodings_is_read_as_it_was_written(sealane: Command, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "school.txt").write_bytes(NEWS.encode(encoding))
    assert sealane("read", *DATED, "school.txt").code == 0
    assert stored(tmp_path) == [NEWS]


def test_an_article_from_standard_input(sealane: Command, tmp_path: Path) -> None:
    assert sealane("read", *DATED, "-", given=NEWS).code == 0
    assert stored(tmp_path) == [NEWS]


def test_of_several_files_the_good_ones_are_read_and_each_bad_one_is_told(sealane: Command, tmp_path: Path) -> None:
    (tmp_path / "school.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    result = sealane("read", *DATED, "missing.txt", "school.txt", "empty.txt")
    assert result.code == 2
    assert [line.partition(": ")[2].split()[0] for line in result.err.splitlines()] == ["missing.txt", "empty.txt"]
    assert stored(tmp_path) == [NEWS]


def test_title_publisher_and_date_come_from_the_file_beside_it(sealane: Command, tmp_path: Path) -> None:
    (tmp_path / "school.txt").write_text(NEWS, encoding="utf-8")
    beside = {"title": "A school of the sea", "publisher": "Dili Wire", "published": "2024-05-04"}
    (tmp_path / "school.json").write_text(json.dumps(beside), encoding="utf-8")
    assert sealane("read", "school.txt").out.startswith("A school of the sea: ")
    (tmp_path / "school.json").write_text("{", encoding="utf-8")
    assert sealane("read", "school.txt").refused("school.json")
