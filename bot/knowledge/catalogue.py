"""All that the gazetteer knows, by key and by folded name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.knowledge.bodies import Bodies
from bot.knowledge.countries import Countries, without_article
from bot.knowledge.offices import Office, Offices
from bot.knowledge.people import People
from bot.knowledge.places import Places
from bot.knowledge.tables import parts, rows_with_folded
from db.vocabulary import ActorKind

_NEAR = 730
"""Days around a term in which a bare surname still most likely means its holder."""


@dataclass(frozen=True, slots=True)
class KnownActor:
    """Someone or something the gazetteer knows.

    `key` is stable: "country:JPN", "government:JPN", "body:JPN-foreign-ministry", "military:JPN-navy",
    "organisation:asean", "person:fumio-kishida". `country` is ISO 3166-1 alpha-3 (XKX for Kosovo); `sector` a CAMEO
    code such as GOV, MIL, REB, OPP, PTY, BUS, MED, IGO; `description` says in a few words who it is.
    """

    key: str
    name: str
    kind: ActorKind
    country: str | None
    sector: str | None
    description: str | None


class Catalogue:
    """The tables together, with one index of names and one of keys."""

    def __init__(self) -> None:
        self.countries = Countries()
        self.bodies = Bodies(self.countries)
        self.offices = Offices(self.bodies)
        self.people = People()
        self._organisations: dict[str, list[str]] = {}
        self._keys: dict[str, str | list[str]] = {}
        self._known: dict[str, KnownActor | None] = {}
        for form, code in self.countries.codes.items():
            self._add(form, f"country:{code}")
        for form, code in self.countries.metonyms.items():
            self._add(form, f"government:{code}")
        for cells, folded in rows_with_folded("organisations"):
            key = f"organisation:{cells[0]}"
            self._organisations[key] = cells
            for form in (folded[1].strip(), *parts(folded[5])):
                self._add(without_article(form), key)
        for form, key in self.bodies.aliases:
            self._add(without_article(form), key)
        self.organisation_names = list(self._keys)
        """Every folded name of a country, seat of government, organisation or institution."""
        keys = self._keys
        for form, person in self.people.aliases:
            if form in keys:
                self._add(form, f"person:{person}")
            else:
                keys[form] = f"person:{person}"

    def _add(self, form: str, key: str) -> None:
        known = self._keys.setdefault(form, key)
        if isinstance(known, str):
            if known != key:
                self._keys[form] = [known, key]
        elif key not in known:
            known.append(key)

    @cached_property
    def places(self) -> Places:
        """The places, read when first asked for."""
        return Places()

    def keys(self, folded: str) -> list[str]:
        """Return the keys of those whose name or alias it exactly is, likeliest first; surnames are apart."""
        known = self._keys.get(folded)
        if known is None:
            return []
        return [known] if isinstance(known, str) else known

    def is_name(self, folded: str) -> bool:
        """Say whether it is exactly somebody's or something's name, alias or surname."""
        return folded in self._keys or folded in self.people.surnames

    def bearers(self, surname: str) -> list[str]:
        """Return the keys of the people of that folded surname, in no order."""
        return [f"person:{key}" for key in self.people.surnames.get(surname, ())]

    def all_names(self) -> set[str]:
        """Return every folded name, alias and surname."""
        return {*self._keys, *self.people.surnames}

    def actor(self, key: str) -> KnownActor | None:
        """Return the actor with that key."""
        if key not in self._known:
            self._known[key] = self._make(key)
        return self._known[key]

    def actors(self, keys: Iterable[str]) -> tuple[KnownActor, ...]:
        """Return the actors with these keys, in the same order."""
        return tuple(actor for key in keys if (actor := self.actor(key)))

    def ranked(self, people: list[str], on: date | None = None) -> list[str]:
        """Order people (keys): those in office on the day, those near it, then the highest and latest in office."""
        return sorted(people, key=lambda key: self._prominence(key, on)) if len(people) > 1 else people

    def _prominence(self, key: str, on: date | None) -> tuple[int, int, int]:
        best = (3, 9, 0)
        for office in self.offices.of_holder(key):
            title = self.offices.title_of(office)
            rank = title.rank if title else 4
            if on is None:
                best = min(best, (0, rank, -(office.end or date.max).toordinal()))
            else:
                days = office.days_from(on)
                best = min(best, (0 if not days else 1 if days <= _NEAR else 2, rank, days))
        return best

    def members(self, key: str, on: date | None) -> tuple[str, ...]:
        """Return the countries in an organisation, on the day or now."""
        row = self._organisations.get(key)
        return tuple(_in_force(row[6], on)) if row else ()

    def sector_on(self, key: str, on: date | None) -> str | None:
        """Return an organisation's sector on the day or now: the Taliban were rebels until 2021."""
        row = self._organisations.get(key)
        return next(iter(_in_force(row[4], on)), None) if row else None

    def _make(self, key: str) -> KnownActor | None:
        prefix, _, rest = key.partition(":")
        if prefix == "country" and rest in self.countries.names:
            return KnownActor(key, self.countries.names[rest], ActorKind.COUNTRY, rest, None, None)
        if prefix == "organisation":
            return self._organisation(key)
        if prefix == "person":
            return self._person(key)
        if body := self.bodies.by_key(key):
            return KnownActor(key, body.name, body.kind, body.country, body.sector, None)
        return None

    def _organisation(self, key: str) -> KnownActor | None:
        row = self._organisations.get(key)
        if row is None:
            return None
        _, name, kind, country, _, _, _, about = row
        sector = self.sector_on(key, None)
        return KnownActor(key, name, ActorKind(kind or "organisation"), country or None, sector, about or None)

    def _person(self, key: str) -> KnownActor | None:
        person = self.people.by_key(key)
        if person is None:
            return None
        ranked = sorted(
            ((title, office) for office in self.offices.of_holder(key) if (title := self.offices.title_of(office))),
            key=lambda held: (held[0].rank, -held[1].start.toordinal()),
        )
        return KnownActor(
            key,
            person.name,
            ActorKind.PERSON,
            person.country,
            person.sector or (ranked[0][0].sector if ranked else None),
            person.about or (self._described(ranked[0][1]) if ranked else None),
        )

    def _described(self, office: Office) -> str:
        years = f"{office.start.year}-{office.end.year}" if office.end else f"since {office.start.year}"
        if office.country:
            return f"{office.title} of {self.countries.names[office.country]}, {years}"
        body = self.actor(office.body) if office.body else None
        return f"{office.title} of {body.name if body else 'an organisation'}, {years}"


def _in_force(cell: str, on: date | None) -> list[str]:
    """The values of a cell like "REB@..2021-08-14;GOV@2021-08-15.." that hold on the day, or without end for None."""
    found = []
    day = on.isoformat() if on else None
    for part in parts(cell):
        value, _, term = part.partition("@")
        since, _, until = term.partition("..")
        holds = not until if day is None else since <= day and (not until or day <= until)
        if holds:
            found.append(value)
    return found
