"""People in the news: their names, surnames, spellings."""

from dataclasses import dataclass

from bot.knowledge.tables import lines_with_folded, parts

_KEY, _NAME, _SURNAMES, _ALIASES, _COUNTRY, _SECTOR, _ABOUT = range(7)
_PADDING = "\t" * _ABOUT

# In the usual English form of these countries' names the family name comes last ("Fumio Kishida"), at home first.
_ALSO_REVERSED = frozenset({"JPN"})


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the table has them. `key` is without "person:"; `surnames` are as written, the usual one first."""

    key: str
    name: str
    surnames: tuple[str, ...]
    country: str | None
    sector: str | None
    about: str | None


class People:
    """The people of people.tsv by key, name and surname."""

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}
        self.aliases: list[tuple[str, str]] = []
        """Folded full names and other spellings, with the person's key."""
        self.surnames: dict[str, list[str]] = {}
        """Folded surnames of one word with the keys of those who bear them; longer ones are among the aliases."""
        # Only the names are taken apart now: most people are never asked for, and every process pays for the loading.
        for line, folded in lines_with_folded("people"):
            key = line[: line.index("\t")]
            self._lines[key] = line
            cells = f"{folded}{_PADDING}".split("\t", _SECTOR)
            name = cells[_NAME].strip()
            self.aliases.append((name, key))
            for surname in cells[_SURNAMES].split(";"):
                if " " in surname.strip():
                    self.aliases.append((surname.strip(), key))
                elif surname:
                    self.surnames.setdefault(surname.strip(), []).append(key)
            for alias in parts(cells[_ALIASES]):
                self.aliases.append((alias, key))
            if cells[_COUNTRY].strip().upper() in _ALSO_REVERSED and name.count(" ") == 1:
                given, family = name.split(" ")
                self.aliases.append((f"{family} {given}", key))

    def by_key(self, key: str) -> Person | None:
        """Return the person with that key, with or without "person:"."""
        line = self._lines.get(key.removeprefix("person:"))
        if line is None:
            return None
        cells = f"{line}{_PADDING}".split("\t")
        surnames = tuple(parts(cells[_SURNAMES]))
        return Person(
            cells[_KEY], cells[_NAME], surnames, cells[_COUNTRY] or None, cells[_SECTOR] or None, cells[_ABOUT] or None
        )
