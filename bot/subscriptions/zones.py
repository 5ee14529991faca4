"""Time zones as people name them: by a city, a country or an abbreviation; completed while typed, from memory."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from bot.chat.suggestions import MOST, Names
from bot.knowledge.names import fold
from bot.knowledge.tables import rows
from bot.subscriptions.errors import BadZone

LONGEST = 64
"""Characters of a zone's name at most; the longest of the database has 32."""
_BEGINNING = 3
"""Letters from which on the beginning of a name says which may be meant."""
_NEAR = 80.0
"""Similarity, of 100, from which on a zone is offered for one that is not known."""
_NEAREST_REGIONS = ("Asia", "Australia", "Pacific", "Indian")


@dataclass(frozen=True, slots=True)
class Place:
    """A place whose time is kept by a zone: "Canberra (Australia/Sydney)"."""

    name: str
    zone: str

    def __str__(self) -> str:
        return self.zone if self.zone == self.name else f"{self.name} ({self.zone})"


class Zones:
    """All zones of the IANA database that comes with the program. Get the one instance from `zones()`."""

    def __init__(self) -> None:
        tables = resources.files("tzdata") / "zoneinfo"
        listed = [line.split("\t") for line in _lines((tables / "zone.tab").read_text("utf-8"))]
        countries = dict(line.split("\t") for line in _lines((tables / "iso3166.tab").read_text("utf-8")))
        places = [Place(city, zone) for city, zone in rows("zone_cities")]
        named = {place.zone for place in places}
        found = sorted({cells[2] for cells in listed}, key=lambda zone: (not zone.startswith(_NEAREST_REGIONS), zone))
        places += [Place(zone.rpartition("/")[2].replace("_", " "), zone) for zone in found if zone not in named]
        self._by_city = {place.name: place for place in places}
        self._cities = Names(self._by_city)
        self._by_zone = {place.zone: place for place in reversed(places)}
        self._zones = Names(dict.fromkeys(place.zone for place in places))
        self._by_name: dict[str, str] = {}
        self._several: dict[str, list[str]] = {}
        rank = {zone: place for place, zone in enumerate(dict.fromkeys(place.zone for place in places))}
        for words, zone in [
            *((place.name, place.zone) for place in places),
            *((str(place), place.zone) for place in places),
            *((zone.rpartition("/")[2], zone) for zone in found),
            *((cells[0], cells[1]) for cells in rows("zone_names")),
        ]:
            self._by_name.setdefault(fold(words), zone)
        for code, country in countries.items():
            match [cells[2] for cells in listed if cells[0] == code]:
                case [zone]:
                    self._by_name.setdefault(fold(country), zone)
                case several:
                    self._several[fold(country)] = sorted(several, key=lambda zone: rank.get(zone, len(rank)))
        for zone in (resources.files("tzdata") / "zones").read_text("utf-8").split():
            self._by_name.setdefault(zone.casefold(), zone)

    def beginning(self, typed: str, limit: int = MOST) -> list[Place]:
        """The places of which a word begins with what is typed, the region's first; then zones by their names."""
        cities = [self._by_city[name] for name in self._cities.beginning(typed, limit)]
        shown = {place.zone for place in cities}
        zones = [self._by_zone[zone] for zone in self._zones.beginning(typed, limit) if zone not in shown]
        return [*cities, *zones][:limit]

    def find(self, words: str) -> str:
        """The IANA name of the zone that words mean: "Asia/Tokyo", "tokyo", "Canberra", "Fiji", "JST", "UTC+9".

        Raises BadZone, which names the nearest.
        """
        words = words.strip()
        folded = fold(words)
        found = self._by_name.get(words.casefold()) or self._by_name.get(folded) or _offset(words)
        if found is None:
            raise BadZone(words[:LONGEST], (self._several.get(folded) or self._near(folded))[:2])
        return found

    def info(self, words: str) -> ZoneInfo:
        """The zone that words mean, as an object. Raises BadZone."""
        return ZoneInfo(self.find(words))

    def _near(self, folded: str) -> list[str]:
        found = process.extract(folded, self._by_name.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=5)
        begun = [place.zone for place in self.beginning(folded, 2)] if len(folded) >= _BEGINNING else []
        return list(dict.fromkeys([*(self._by_name[name] for name, _, _ in found), *begun]))


@cache
def zones() -> Zones:
    """The zones, read once."""
    return Zones()


def _lines(table: str) -> list[str]:
    return [line for line in table.splitlines() if line and not line.startswith("#")]


def _offset(words: str) -> str | None:
    """The zone of a fixed whole-hour offset: "UTC+9" is called Etc/GMT-9, with the sign turned round."""
    text = words.casefold().replace(" ", "").removeprefix("utc").removeprefix("gmt")
    sign, digits = text[:1], text[1:].removesuffix(":00")
    if sign not in ("+", "-") or not digits.isdecimal() or len(digits) > 2:
        return None
    hours = int(digits)
    if hours == 0:
        return "UTC"
    if hours > (14 if sign == "+" else 12):
        return None
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"
