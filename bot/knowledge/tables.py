"""Reading the project's data files: commented tab-separated tables and lists of words."""

from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.names import fold_table

_DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of data/NAME.tsv below its header, each padded to the header's number of columns."""
    return _rows(_lines(name, "tsv"))


def rows_with_folded(name: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield each row as it is written and folded by `fold` (semicolons stay, a cell may keep a space at an end)."""
    found = _lines(name, "tsv")
    return zip(_rows(found), _rows(_folded(found)), strict=True)


def lines_with_folded(name: str) -> Iterator[tuple[str, str]]:
    """Yield each line below the header of data/NAME.tsv, as written and folded, for tables too long to take apart."""
    found = _lines(name, "tsv")[1:]
    return zip(found, _folded(found), strict=True)


def words(name: str) -> frozenset[str]:
    """Return the words of data/NAME.txt, which are parted by spaces and lines."""
    return frozenset(word for line in lines(name) for word in line.split())


def lines(name: str) -> list[str]:
    """Return the lines of data/NAME.txt without comments and empty ones."""
    return _lines(name, "txt")


def parts(cell: str) -> list[str]:
    """Return the values of a cell that holds several, parted by semicolons."""
    return [value for part in cell.split(";") if (value := part.strip())] if cell else []


def _lines(name: str, kind: str) -> list[str]:
    text = (_DATA / f"{name}.{kind}").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and line[0] != "#"]


def _folded(found: list[str]) -> list[str]:
    return fold_table("\n".join(found)).split("\n")


def _rows(found: list[str]) -> Iterator[list[str]]:
    width = found[0].count("\t") + 1
    for line in found[1:]:
        cells = line.split("\t")
        yield cells if len(cells) >= width else cells + [""] * (width - len(cells))
