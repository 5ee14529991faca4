"""The bodies of states: governments, ministries, parliaments, courts, banks, armed forces."""

from dataclasses import dataclass

from bot.knowledge.countries import Countries
from bot.knowledge.tables import parts, rows_with_folded
from db.vocabulary import ActorKind


@dataclass(frozen=True, slots=True)
class Body:
    """A body of one state."""

    key: str
    name: str
    kind: ActorKind
    country: str
    sector: str


class Bodies:
    """Every state has the bodies of bodies.tsv; institutions.tsv gives many their own names and adds others."""

    def __init__(self, countries: Countries) -> None:
        self._countries = countries
        self._types: dict[str, tuple[str, str, str]] = {}
        self.phrases: dict[str, str] = {}
        """Folded generic words for a body ("foreign ministry"), with its type."""
        for cells, folded in rows_with_folded("bodies"):
            self._types[cells[0]] = (cells[1], cells[2], cells[3])
            for phrase in parts(folded[4]):
                self.phrases.setdefault(phrase, cells[0])
        self._own: dict[str, tuple[str, str, str]] = {}
        self.aliases: list[tuple[str, str]] = []
        """Folded names that mean one state's body even without the country, with its key."""
        for cells, folded in rows_with_folded("institutions"):
            country, body, kind, sector, name, _ = cells
            if body in self._types:
                kind, sector, _ = self._types[body]
            key = _key(country, body, kind)
            self._own[key] = (name, kind, sector)
            self.aliases += [(alias, key) for alias in (folded[4].strip(), *parts(folded[5]))]

    def key(self, country: str, body: str) -> str:
        """Return the key of a state's body of one of the types in bodies.tsv."""
        return _key(country, body, self._types[body][0] if body in self._types else "")

    def by_key(self, key: str) -> Body | None:
        """Return the body with that key."""
        prefix, _, rest = key.partition(":")
        country, _, body = rest.partition("-")
        if country not in self._countries.names or prefix not in {"government", "body", "military"}:
            return None
        if own := self._own.get(key):
            name, kind, sector = own
        elif (generic := self._types.get(body or "government")) and _key(
            country, body or "government", generic[0]
        ) == key:
            kind, sector, template = generic
            name = template.format(
                country=self._countries.names[country], adjective=self._countries.adjectives[country]
            )
        else:
            return None
        return Body(key, name, ActorKind(kind), country, sector)


def _key(country: str, body: str, kind: str) -> str:
    if body == "government":
        return f"government:{country}"
    return f"{'military' if kind == 'military' else 'body'}:{country}-{body}"
