"""The words that English tells time with, from `data/calendar.tsv`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "calendar.tsv"


@dataclass(frozen=True, slots=True)
class Words:
    """Look-up tables, lower-case word -> value; the comments of the data file say what each one is."""

    month: dict[str, int]
    weekday: dict[str, int]
    number: dict[str, int]
    vague_number: dict[str, int]
    ordinal: dict[str, int]
    season: dict[str, int]
    shift: dict[str, int]
    anchored_shift: dict[str, int]
    stretch: dict[str, int]
    deictic: dict[str, int]
    part: dict[str, int]
    direction: dict[str, int]
    unit: dict[str, str]
    bound: dict[str, str]
    vague: dict[str, str]
    every: dict[str, str]
    ambiguous: frozenset[str]
    daypart: frozenset[str]
    counted: frozenset[str]
    numbered: frozenset[str]
    past: frozenset[str]
    future: frozenset[str]


_TEXT_TABLES = ("unit", "bound", "vague", "every")
_SETS = ("ambiguous", "daypart", "counted", "numbered", "past", "future")


@cache
def load() -> Words:
    """Read the tables once. A line that is no comment is `table, value, words`, tab-separated."""
    tables: dict[str, dict[str, str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            table, value, words = line.split("\t")
            tables.setdefault(table, {}).update(dict.fromkeys(words.split(" "), value))
    texts = {name: tables.pop(name) for name in _TEXT_TABLES}
    sets = {name: frozenset(tables.pop(name)) for name in _SETS}
    numbers = {name: {word: int(value) for word, value in table.items()} for name, table in tables.items()}
    return Words(**texts, **sets, **numbers)  # type: ignore[arg-type]
