"""Reading the project's data files: commented tab-separated tables."""

from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.names import fold_table

_DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of data/NAME.tsv below its header, each padded to the header's number of columns."""
    return _rows((_DATA / f"{name}.tsv").read_text(encoding="utf-8"))


def rows_with_folded(name: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield each row as it is written and folded by `fold` (semicolons stay, a cell may keep a space at an end)."""
    text = "\n".join(
        line for line in (_DATA / f"{name}.tsv").read_text(encoding="utf-8").split("\n") if line[:1] != "#"
    )
    return zip(_rows(text), _rows(fold_table(text)), strict=True)


def words(name: str) -> frozenset[str]:
    """Return the words of data/NAME.txt, which are parted by spaces and lines."""
    return frozenset(word for line in lines(name) for word in line.split())


def lines(name: str) -> list[str]:
    """Return the lines of data/NAME.txt without comments and empty ones."""
    text = (_DATA / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and line[0] != "#"]


def parts(cell: str) -> list[str]:
    """Return the values of a cell that holds several, parted by semicolons."""
    return [value for part in cell.split(";") if (value := part.strip())] if cell else []


def _rows(text: str) -> Iterator[list[str]]:
    lines = (line for line in text.split("\n") if line and line[0] != "#")
    width = next(lines).count("\t") + 1
    for line in lines:
        cells = line.split("\t")
        yield cells if len(cells) >= width else cells + [""] * (width - len(cells))
