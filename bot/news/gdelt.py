"""The export files of GDELT 2.0: 61 columns parted by tabs, without a header, zipped or not.

Format: http://data.gdeltproject.org/documentation/GDELT-Event_Codebook-V2.0.pdf
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path

from bot.knowledge.actors import gazetteer
from bot.knowledge.relations import relations
from bot.news.imported_actors import actor_coded
from bot.news.imports import ImportResult, Progress, Reader, Row, WrongFormat, cells_of, import_files
from db.records import NewActor
from db.session import Store

_COLUMNS = 61
_ID, _DAY, _ACTOR1, _ACTOR2, _CODE, _PLACE = 0, 1, 5, 15, 26, 52
"""Columns counted from 0; an actor's code is followed by its name and country, and its first type is 7 columns on."""
_NAME, _COUNTRY, _TYPE = 1, 2, 7
_LOOKED_AT = 100
"""Lines among which one good row must be for a file to count as an export."""


async def import_gdelt(store: Store, paths: Sequence[Path], progress: Progress | None = None) -> ImportResult:
    """Store the events of GDELT export files. Raise WrongFormat, with nothing stored, where one is no such file."""
    return await import_files(store, GdeltReader(), paths, progress)


class GdeltReader(Reader):
    """Reads export files. Rows that name nobody on either side are skipped: nothing could be asked about them."""

    source = "gdelt"

    def __init__(self) -> None:
        self._days: dict[str, date | None] = {}
        self._actors: dict[str, NewActor] = {}
        self._keys: dict[tuple[str, str, str], str] = {}

    def rows(self, path: Path, lines: Iterable[str], result: ImportResult) -> Iterator[Row]:
        """Yield the events of a file, given its lines."""
        remaining = iter(lines)
        first = list(islice(remaining, _LOOKED_AT))
        if not any(self._is_row(line.split("\t")) for line in first):
            raise WrongFormat(f"{path} is no GDELT 2.0 export: rows of {_COLUMNS} columns parted by tabs are expected.")
        return self._rows(path, chain(first, remaining), result)

    def actor(self, key: str) -> NewActor:
        """Return the actor of a key that a row has used."""
        return self._actors[key]

    def _is_row(self, cells: list[str]) -> bool:
        return len(cells) == _COLUMNS and cells[_ID].isdecimal() and self._day(cells[_DAY]) is not None

    def _rows(self, path: Path, lines: Iterable[str], result: ImportResult) -> Iterator[Row]:
        for number, cells in cells_of(path, lines, result, columns=_COLUMNS):
            day = self._day(cells[_DAY])
            relation = relations().coded(cells[_CODE])
            source, target = self._key(cells, _ACTOR1), self._key(cells, _ACTOR2)
            if day is None:
                result.skip(path, number, f'"{cells[_DAY][:40]}" is no date')
            elif relation is None:
                result.skip(path, number, f'"{cells[_CODE][:40]}" is no event code')
            elif source is None and target is None:
                result.skip(path, number, "no actor is named")
            else:
                place = cells[_PLACE].strip()
                yield Row(
                    day,
                    relation.action,
                    relation.name,
                    source,
                    target,
                    f"event {cells[_ID]}",
                    place=place.partition(",")[0] or None,
                    country=gazetteer().country_of(place.rpartition(",")[2]) if place else None,
                )

    def _day(self, written: str) -> date | None:
        if written not in self._days:
            try:
                self._days[written] = date(int(written[:4]), int(written[4:6]), int(written[6:]))
            except ValueError:
                self._days[written] = None
        return self._days[written]

    def _key(self, cells: Sequence[str], column: int) -> str | None:
        name, country, kind = (cells[column + offset].strip() for offset in (_NAME, _COUNTRY, _TYPE))
        if not name:
            return None
        key = self._keys.get((name, country, kind))
        if key is None:
            actor = actor_coded(name, country=country, kind=kind)
            key = self._keys[name, country, kind] = actor.key
            self._actors.setdefault(key, actor)
        return key
