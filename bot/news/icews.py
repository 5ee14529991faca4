"""The event files of ICEWS: quadruples of source, relation, target and day, and the data set's own 20 columns.

Source: ICEWS Coded Event Data, Harvard Dataverse, doi:10.7910/DVN/28075.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path

from bot.knowledge.actors import gazetteer
from bot.knowledge.relations import Relation, relations
from bot.news.imported_actors import actor_named
from bot.news.imports import ImportResult, Progress, Reader, Row, WrongFormat, cells_of, import_files
from db.records import NewActor
from db.session import Store
from db.vocabulary import Action

_SHORT_COLUMNS = 4
_LONG_COLUMNS = 20
_HEADER = "Event ID\tEvent Date\t"
_LOOKED_AT = 100
"""Lines among which one good row must be for a file to count as quadruples."""


async def import_icews(store: Store, paths: Sequence[Path], progress: Progress | None = None) -> ImportResult:
    """Store the events of ICEWS files. Raise WrongFormat, with nothing stored, where one is no such file."""
    return await import_files(store, IcewsReader(), paths, progress)


class IcewsReader(Reader):
    """Reads both forms of ICEWS files, told apart by the header that only the long one has."""

    source = "icews"

    def __init__(self) -> None:
        self._days: dict[str, date | None] = {}
        self._relations: dict[str, Relation] = {}
        self._actors: dict[str, NewActor] = {}
        self._keys: dict[tuple[str, str, str], str] = {}

    def rows(self, path: Path, lines: Iterable[str], result: ImportResult) -> Iterator[Row]:
        """Yield the events of a file, given its lines."""
        remaining = iter(lines)
        first = list(islice(remaining, _LOOKED_AT))
        if first and first[0].lstrip("\ufeff").startswith(_HEADER):
            return self._long(path, chain(first[1:], remaining), result)
        if not any(self._is_quadruple(line) for line in first):
            raise WrongFormat(
                f"{path} is no ICEWS file: neither rows of source, relation, target and date, parted by tabs, "
                "nor the 20 columns with their header."
            )
        return self._short(path, chain(first, remaining), result)

    def actor(self, key: str) -> NewActor:
        """Return the actor of a key that a row has used."""
        return self._actors[key]

    def _is_quadruple(self, line: str) -> bool:
        cells = line.split("\t")
        return len(cells) == _SHORT_COLUMNS and self._day(cells[3]) is not None

    def _short(self, path: Path, lines: Iterable[str], result: ImportResult) -> Iterator[Row]:
        for number, cells in cells_of(path, lines, result, columns=_SHORT_COLUMNS):
            source, told, target, written = cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip()
            day = self._day(written)
            if day is None:
                result.skip(path, number, f'"{written[:40]}" is no date')
            elif not (source and told and target):
                result.skip(path, number, "an empty column")
            else:
                relation = self._relation(told, "")
                identity = f"{source}\t{relation.name}\t{target}\t{written}"
                yield Row(day, relation.action, relation.name, self._key(source), self._key(target), identity)

    def _long(self, path: Path, lines: Iterable[str], result: ImportResult) -> Iterator[Row]:
        for number, written in cells_of(path, lines, result, columns=_LONG_COLUMNS, first=2):
            cells = [cell.strip() for cell in written]
            day = self._day(cells[1])
            if day is None:
                result.skip(path, number, f'"{cells[1][:40]}" is no date')
            elif not (cells[0] and cells[5] and (cells[2] or cells[8])):
                result.skip(path, number, "an empty column")
            else:
                relation = self._relation(cells[5], cells[6])
                city, country = cells[14], cells[17]
                yield Row(
                    day,
                    relation.action,
                    relation.name,
                    self._key(cells[2], cells[4], cells[3]) if cells[2] else None,
                    self._key(cells[8], cells[10], cells[9]) if cells[8] else None,
                    f"event {cells[0]}",
                    place=city or country or None,
                    country=gazetteer().country_of(country) if country else None,
                )

    def _day(self, written: str) -> date | None:
        try:
            return self._days[written]
        except KeyError:
            try:
                day = date.fromisoformat(written)
            except ValueError:
                day = None
            self._days[written] = day
            return day

    def _relation(self, told: str, code: str) -> Relation:
        """The relation of a row; one that the table lacks keeps its name and says nothing of its class."""
        found = self._relations.get(told)
        if found is None:
            known = relations().named(told) or (relations().coded(code) if code else None)
            found = known or Relation(told, code, Action.OTHER)
            self._relations[told] = found
        return found

    def _key(self, name: str, country: str = "", sectors: str = "") -> str:
        key = self._keys.get((name, country, sectors))
        if key is None:
            actor = actor_named(name, country=country, sectors=sectors)
            key = self._keys[name, country, sectors] = actor.key
            self._actors.setdefault(key, actor)
        return key
