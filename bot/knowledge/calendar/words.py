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
    clock: frozenset[str]
    numbered: frozenset[str]
    comparing: frozenset[str]
    past: frozenset[str]
    modal: frozenset[str]
    timetable: frozenset[str]
    future: frozenset[str]
    to_come: frozenset[str]
    no_verb: frozenset[str]
    placed: frozenset[str]
    often_placed: frozenset[str]
    head: frozenset[str]
    opener: frozenset[str]
    filler: frozenset[str]
    holiday: dict[str, dict[tuple[str, ...], tuple[int, ...]]]
    """First word -> all words -> month and day, or month, weekday and which one of the month."""


_TEXTS = ("unit", "bound", "vague", "every")
_SETS = (
    "ambiguous", "daypart", "counted", "clock", "numbered", "comparing", "past", "modal", "timetable", "future",
    "to_come", "no_verb", "placed", "often_placed", "head", "opener", "filler",
)  # fmt: skip


@cache
def load() -> Words:
    """Read the tables once. A line that is no comment is `table, value, words`, tab-separated."""
    tables: dict[str, dict[str, str]] = {}
    holidays: dict[str, dict[tuple[str, ...], tuple[int, ...]]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        table, value, text = line.split("\t")
        words = text.split(" ")
        if table == "holiday":
            # The tokeniser takes the possessive 's off a word.
            name = tuple(word.removesuffix("'s") for word in words)
            holidays.setdefault(name[0], {})[name] = tuple(int(part) for part in value.split("-"))
        else:
            tables.setdefault(table, {}).update(dict.fromkeys(words, value))
    texts = {name: tables.pop(name) for name in _TEXTS}
    sets = {name: frozenset(tables.pop(name)) for name in _SETS}
    numbers = {name: {word: int(value) for word, value in table.items()} for name, table in tables.items()}
    return Words(holiday=holidays, **texts, **sets, **numbers)  # type: ignore[arg-type]
