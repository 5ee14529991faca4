"""People in the news: their names, surnames, spellings."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from bot.knowledge.tables import parts, rows_with_folded

# Family names come first in the usual English form of these countries' names only in part: Japanese ones come last
# ("Fumio Kishida"), but are also written first.
_ALSO_REVERSED = frozenset({"JPN"})


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the table has them. `key` is without "person:"."""

    key: str
    name: str
    surnames: str
    country: str | None
    sector: str | None
    about: str | None


class People:
    """The people of people.tsv by key, name and surname."""

    def __init__(self) -> None:
        self._rows: dict[str, list[str]] = {}
        self.aliases: list[tuple[str, str]] = []
        """Folded full names and other spellings, with the person's key."""
        self.surnames: dict[str, list[str]] = defaultdict(list)
        """Folded surnames of one word with the keys of those who bear them; longer ones are among the aliases."""
        for cells, folded in rows_with_folded("people"):
            key = cells[0]
            self._rows[key] = cells
            name = folded[1].strip()
            self.aliases.append((name, key))
            for alias in parts(folded[3]):
                self.aliases.append((alias, key))
            if cells[4] in _ALSO_REVERSED and name.count(" ") == 1:
                given, family = name.split(" ")
                self.aliases.append((f"{family} {given}", key))
            for surname in parts(folded[2]):
                if " " in surname:
                    self.aliases.append((surname, key))
                else:
                    self.surnames[surname].append(key)

    def by_key(self, key: str) -> Person | None:
        """Return the person with that key, with or without "person:"."""
        row = self._rows.get(key.removeprefix("person:"))
        if row is None:
            return None
        return Person(row[0], row[1], row[2], row[4] or None, row[5] or None, row[6] or None)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """All keys, without "person:"."""
        return tuple(self._rows)
