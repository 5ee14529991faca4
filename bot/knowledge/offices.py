"""Offices, the words for them, and who held them when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.knowledge.bodies import Bodies
from bot.knowledge.names import fold
from bot.knowledge.tables import parts, rows, rows_with_folded

_COUNTRY, _HOLDER = 0, 2


@dataclass(frozen=True, slots=True)
class Office:
    """One term: `holder` (a person's key) was `title` from `start` to `end`, both included; `end` is None if still.

    `country` is alpha-3, None for an organisation's office; `body` is the key of what the holder stands for.
    """

    title: str
    country: str | None
    body: str | None
    holder: str
    start: date
    end: date | None

    def held_on(self, day: date) -> bool:
        """Say whether the term includes the day."""
        return self.start <= day and (self.end is None or day <= self.end)

    def days_from(self, day: date) -> int:
        """Return how many days lie between the term and the day, 0 within the term."""
        if day < self.start:
            return (self.start - day).days
        return 0 if self.end is None else max(0, (day - self.end).days)


@dataclass(frozen=True, slots=True)
class Title:
    """A kind of office. `rank` is 1 for heads of state and government, 2 for ministers and the like, 3 for others.

    `body` is a type of body (bodies.tsv), None where the holder stands for none; `single`: one holds it at a time.
    """

    name: str
    rank: int
    body: str | None
    sector: str
    single: bool


# Words for whoever governs, resolved by the country's own offices (countries.tsv).
_LEADER = frozenset({"leader", "ruler", "top leader", "strongman", "leaders", "head", "chief", "paramount leader"})


class Offices:
    """The terms of office, by country or organisation and by holder."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self.titles: dict[str, list[Title]] = defaultdict(list)
        """Folded words for an office, each with the offices it can mean; "USA:secretary of state" counts there only."""
        self.sole_country: dict[str, str] = {}
        """Words that are an office of one country only: "secretary of state"."""
        for cells, folded in rows_with_folded("titles"):
            name, rank, body, sector, single, words = cells
            title = Title(name, int(rank), None if body == "none" else body, sector, single == "yes")
            for word, form in zip(parts(words), parts(folded[5]), strict=True):
                if word[3:4] == ":":
                    self.titles[f"{word[:3]}:{form[4:]}"].append(title)
                    self.sole_country[form[4:]] = "" if form[4:] in self.sole_country else word[:3]
                else:
                    self.titles[form].append(title)
        self.longest_title = max(form.count(" ") + 1 for form in self.titles)
        """The number of words of the longest title."""

    @cached_property
    def _terms(self) -> tuple[dict[str, list[list[str]]], dict[str, list[list[str]]]]:
        """The rows by country and by holder, read when somebody first asks: most questions never do."""
        by_country: dict[str, list[list[str]]] = defaultdict(list)
        by_holder: dict[str, list[list[str]]] = defaultdict(list)
        for row in rows("offices"):
            by_country[row[_COUNTRY]].append(row)
            by_holder[row[_HOLDER]].append(row)
        return by_country, by_holder

    def meanings(self, folded_title: str, country: str | None) -> list[Title]:
        """Return the offices that the words can mean in that country, the country's own use first."""
        own = self.titles.get(f"{country}:{folded_title}", []) if country else []
        return [*own, *self.titles.get(folded_title, [])]

    def is_title(self, folded: str) -> bool:
        """Say whether the folded words are an office ("foreign minister", "secretary of state")."""
        return folded in self.titles or folded in self.sole_country

    def of_holder(self, person: str) -> tuple[Office, ...]:
        """Return all terms of the person (a key), oldest first."""
        return tuple(sorted(self._offices(self._terms[1].get(person.removeprefix("person:"), ())), key=_start))

    def of_country(self, country: str) -> tuple[Office, ...]:
        """Return all terms in that country, or in the organisation whose key it is."""
        return tuple(self._offices(self._terms[0].get(country, ())))

    def holders(self, title: str, country: str, on: date, leaders: Iterable[str] = ()) -> list[Office]:
        """Return the terms of that office that include the day: regular ones before acting ones, latest first.

        `leaders` are the offices that "leader" means there, the most powerful first.
        """
        folded = fold(title)
        terms = [office for office in self.of_country(country) if office.held_on(on)]
        if folded in _LEADER:
            for leader in leaders:
                if found := self._matching(terms, leader, country):
                    return found
            if country.startswith("organisation:"):
                return [office for office in terms if (kind := self.title_of(office)) and kind.rank == 1]
        return self._matching(terms, folded, country)

    def title_of(self, office: Office) -> Title | None:
        """Return what kind of office the term is of."""
        meanings = self.meanings(fold(office.title), office.country)
        return meanings[0] if meanings else None

    def _matching(self, terms: list[Office], folded: str, country: str) -> list[Office]:
        exact = [office for office in terms if fold(office.title) == folded]
        if not exact:
            wanted = {title.name for title in self.meanings(folded, country)}
            exact = [office for office in terms if (title := self.title_of(office)) and title.name in wanted]
        return sorted(exact, key=lambda office: (office.title.startswith("acting"), -office.start.toordinal()))

    def _offices(self, found: Iterable[list[str]]) -> Iterable[Office]:
        for country, title, holder, start, end in found:
            organisation = country if ":" in country else None
            meanings = self.meanings(fold(title), country)
            body = meanings[0].body if meanings else None
            yield Office(
                title=title,
                country=None if organisation else country,
                body=organisation or (self._bodies.key(country, body) if body else None),
                holder=f"person:{holder}",
                start=date.fromisoformat(start),
                end=date.fromisoformat(end) if end else None,
            )


def _start(office: Office) -> date:
    return office.start
