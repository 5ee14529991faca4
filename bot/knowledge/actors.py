"""The gazetteer: who and what the words of an article or a question can mean, from the project's own tables of facts.

Nothing here decides by itself whether lower-case "may" is Theresa May: callers see the case and the syntax, and ask
`is_ordinary_word`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from bot.knowledge.bodies import Bodies
from bot.knowledge.countries import Countries, without_article
from bot.knowledge.english import is_english_word, is_ordinary_word
from bot.knowledge.names import fold
from bot.knowledge.offices import Office, Offices
from bot.knowledge.people import People
from bot.knowledge.tables import parts, rows_with_folded
from db.vocabulary import ActorKind

__all__ = ["Gazetteer", "KnownActor", "Office", "fold", "gazetteer", "is_english_word", "is_ordinary_word"]

_LONGEST_ALIAS = 10
# A surname of at most so many letters that is also an English word is a word after a title: "the prime minister may".
_SHORT_WORD = 3
_NEAR = 730
"""Days around a term in which a bare surname still most likely means its holder."""
_BEFORE_TITLES = frozenset(
    {"former", "ex", "then", "late", "acting", "outgoing", "incoming", "new", "current", "ousted"}
)


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


_Found = tuple[int, tuple[KnownActor, ...]]
"""How many words were understood, and whom they can mean."""


class Gazetteer:
    """Names, offices, places and the actors that they mean. Get the one instance from `gazetteer()`."""

    def __init__(self) -> None:
        self._countries = Countries()
        self._bodies = Bodies(self._countries)
        self._offices = Offices(self._bodies)
        self._people = People()
        self._organisations: dict[str, list[str]] = {}
        self._aliases: dict[str, list[str]] = {}
        self._places: dict[str, tuple[str, str | None]] = {}
        for form, code in self._countries.codes.items():
            self._add(form, f"country:{code}")
        for form, code in self._countries.metonyms.items():
            self._add(form, f"government:{code}")
        for cells, folded in rows_with_folded("organisations"):
            key = f"organisation:{cells[0]}"
            self._organisations[key] = cells
            for form in (folded[1].strip(), *parts(folded[5])):
                self._add(without_article(form), key)
        for form, key in self._bodies.aliases:
            self._add(without_article(form), key)
        for form, key in self._people.aliases:
            self._add(form, f"person:{key}")
        for cells, folded in rows_with_folded("places"):
            for form in (folded[0].strip(), *parts(folded[2])):
                self._places.setdefault(without_article(form), (cells[0], cells[1] or None))

    def _add(self, form: str, key: str) -> None:
        keys = self._aliases.setdefault(form, [])
        if key not in keys:
            keys.append(key)

    # -- actors by name

    def named(self, words: str) -> tuple[KnownActor, ...]:
        """Return whom the words name, best first: by a known name, by country and body, by title and name, by surname.

        "Tokyo" gives the government of Japan: as a place it is found by `place`.
        """
        folded = without_article(fold(words))
        tokens = folded.split()
        if not tokens:
            return ()
        if keys := self._aliases.get(folded):
            return self._actors(keys)
        length, found = self._composed(tuple(tokens), 0, whole=True)
        if length == len(tokens):
            return found
        return self._actors(self._ranked(self._people.surnames.get(folded, ()), None))

    def by_key(self, key: str) -> KnownActor | None:
        """Return the actor with that key."""
        return self._by_key(key)

    def longest(self, folded_tokens: Sequence[str], start: int) -> tuple[int, tuple[KnownActor, ...]] | None:
        """Return the longest name that starts at the token, as the number of tokens and whom they can mean."""
        tokens = tuple(folded_tokens[start : start + _LONGEST_ALIAS + 2])
        article = 1 if tokens[:1] == ("the",) else 0
        length, found = self._composed(tokens, article)
        for end in range(min(len(tokens), article + _LONGEST_ALIAS), article + length, -1):
            if keys := self._aliases.get(" ".join(tokens[article:end])):
                return end, self._actors(keys)
        if length:
            return article + length, found
        if tokens[article:] and (keys := self._people.surnames.get(tokens[article], [])):
            return article + 1, self._actors(self._ranked(keys, None))
        return None

    def _composed(self, tokens: tuple[str, ...], start: int, *, whole: bool = False) -> _Found:
        """Names made of parts: "Thai foreign ministry", "parliament of Fiji", "U.K. Prime Minister Rishi Sunak"."""
        length, country = self._country_at(tokens, start)
        best: tuple[int, tuple[KnownActor, ...]] = (0, ())
        if country:
            best = self._body_or_member_at(tokens, start + length, country)
            if best[0]:
                best = (best[0] + length, best[1])
        else:
            best = self._body_of_country_at(tokens, start)
        titled, found = self._titled_at(tokens, start + length, country, whole=whole)
        return (titled + length, found) if titled and titled + length > best[0] else best

    def _country_at(self, tokens: tuple[str, ...], start: int) -> tuple[int, str | None]:
        for end in range(min(len(tokens), start + 6), start, -1):
            if code := self._countries.codes.get(" ".join(tokens[start:end])):
                return end - start, code
        return 0, None

    def _body_or_member_at(self, tokens: tuple[str, ...], start: int, country: str) -> _Found:
        for end in range(min(len(tokens), start + _LONGEST_ALIAS), start, -1):
            phrase = " ".join(tokens[start:end])
            if body := self._bodies.phrases.get(phrase):
                return end - start, self._actors([self._bodies.key(country, body)])
            keys = self._aliases.get(phrase, ())
            if not keys and end == start + 1 and not is_ordinary_word(phrase):
                keys = [f"person:{key}" for key in self._people.surnames.get(phrase, ())]
            own = [a for a in self._actors(keys) if a.country == country and not a.key.startswith("country:")]
            if own:
                return end - start, tuple(own)
        return 0, ()

    def _body_of_country_at(self, tokens: tuple[str, ...], start: int) -> _Found:
        for end in range(min(len(tokens), start + _LONGEST_ALIAS), start, -1):
            body = self._bodies.phrases.get(" ".join(tokens[start:end]))
            if body and tokens[end : end + 1] == ("of",):
                after = end + 1 + (tokens[end + 1 : end + 2] == ("the",))
                length, country = self._country_at(tokens, after)
                if country:
                    return after + length - start, self._actors([self._bodies.key(country, body)])
        return 0, ()

    def _titled_at(self, tokens: tuple[str, ...], start: int, country: str | None, *, whole: bool) -> _Found:
        """A title with the name of one who has or had that office: "former President Moon"."""
        first = start + (tokens[start : start + 1] != () and tokens[start] in _BEFORE_TITLES)
        for end in range(min(len(tokens) - 1, first + self._offices.longest_title), first, -1):
            title = " ".join(tokens[first:end])
            if not self._offices.is_title(title):
                continue
            for stop in range(min(len(tokens), end + 5), end, -1):
                name = " ".join(tokens[end:stop])
                keys = [key for key in self._aliases.get(name, ()) if key.startswith("person:")]
                short_word = len(name) <= _SHORT_WORD and is_ordinary_word(name)
                if not keys and stop == end + 1 and (whole or not short_word):
                    keys = [f"person:{key}" for key in self._people.surnames.get(name, ())]
                    keys = [key for key in keys if self._has_been(key, title, country)]
                if keys:
                    return stop - start, self._actors(self._ranked([key.removeprefix("person:") for key in keys], None))
        return 0, ()

    def _has_been(self, key: str, title: str, country: str | None) -> bool:
        for office in self._offices.of_holder(key):
            if country and office.country not in (country, None):
                continue
            wanted = {meaning.name for meaning in self._offices.meanings(title, office.country)}
            kind = self._offices.title_of(office)
            if kind and kind.name in wanted:
                return True
        return False

    def surname(self, word: str, on: date | None = None) -> tuple[KnownActor, ...]:
        """Return the people of that surname: those in office on the day first, then those near it, then the highest."""
        return self._actors(self._ranked(self._people.surnames.get(fold(word), ()), on))

    def misspelt(self, word: str) -> tuple[KnownActor, ...]:
        """Return whom a misspelt name most likely means, nothing for a known name or an English word.

        One letter more, less, other or swapped; two in names of eight letters or more.
        """
        return self._misspelt(without_article(fold(word)))

    # -- offices

    def holder(self, title: str, country: str | None, on: date) -> KnownActor | None:
        """Return who held the office on the day: "prime minister", "JPN"; "leader" is whoever governs.

        `country` is alpha-3 or an organisation's key; without it the title must say it: "UN secretary-general",
        "secretary of state".
        """
        if country is None and (named := self.office_named(title)):
            title, country = named
        if country is None:
            return None
        found = self._offices.holders(title, country, on, self._countries.leaders.get(country, ()))
        return self._by_key(found[0].holder) if found else None

    def offices_of(self, key: str, on: date | None = None) -> tuple[Office, ...]:
        """Return the terms of a person's offices, all or those that include the day, oldest first."""
        return tuple(office for office in self._offices.of_holder(key) if on is None or office.held_on(on))

    def office_named(self, words: str) -> tuple[str, str | None] | None:
        """Return title and country of an office: "Japan's prime minister", "UN chief", "president of Fiji", "PM".

        The country is alpha-3, an organisation's key, or None where the words name none. None where it is no office.
        """
        tokens = tuple(without_article(fold(words)).split())
        found = self.longest_office(tokens, 0)
        return (found[1], found[2]) if found and found[0] == len(tokens) else None

    def longest_office(self, folded_tokens: Sequence[str], start: int) -> tuple[int, str, str | None] | None:
        """Return the longest office that starts at the token: its length, title, country or organisation's key."""
        tokens = tuple(folded_tokens[start : start + 2 * _LONGEST_ALIAS])
        first = 1 if tokens[:1] == ("the",) else 0
        length, state = self._state_at(tokens, first)
        begin = first + length
        if tokens[begin : begin + 1] and tokens[begin] in _BEFORE_TITLES and tokens[begin] != "acting":
            return None
        for end in range(min(len(tokens), begin + self._offices.longest_title), begin, -1):
            title = " ".join(tokens[begin:end])
            if not self._offices.is_title(title) and title not in {"leader", "ruler"}:
                continue
            if state is None and tokens[end : end + 1] in {("of",), ("to",), ("for",)}:
                after = end + 1 + (tokens[end + 1 : end + 2] == ("the",))
                length, of = self._state_at(tokens, after)
                if of:
                    return after + length, title, of
            return end, title, state or self._offices.sole_country.get(title) or None
        return None

    def _state_at(self, tokens: tuple[str, ...], start: int) -> tuple[int, str | None]:
        for end in range(min(len(tokens), start + 6), start, -1):
            words = " ".join(tokens[start:end])
            if code := self._countries.codes.get(words) or self._countries.metonyms.get(words):
                return end - start, code
            for key in self._aliases.get(words, ()):
                if key.startswith("organisation:"):
                    return end - start, key
        return 0, None

    # -- countries, places, bodies

    def country_of(self, words: str) -> str | None:
        """Return the alpha-3 code of a country's name, adjective, people or abbreviation: "Japanese", "UK"."""
        return self._countries.code(words)

    def metonym(self, words: str) -> str | None:
        """Return whose government a capital or seat of government stands for when it acts ("Tokyo")."""
        return self._countries.metonyms.get(without_article(fold(words)))

    def capital_of(self, country: str) -> str | None:
        """Return the name of a country's capital."""
        return self._countries.capitals.get(country)

    def country_name(self, alpha3: str) -> str:
        """Return a country's English name, or the code itself where it is unknown."""
        return self._countries.names.get(alpha3, alpha3)

    def adjective(self, alpha3: str) -> str:
        """Return a country's adjective ("Japanese"), or the code itself where it is unknown."""
        return self._countries.adjectives.get(alpha3, alpha3)

    def body(self, words: str, country: str) -> KnownActor | None:
        """Return the body of that country which generic words mean there: "foreign ministry", "JPN"."""
        body = self._bodies.phrases.get(without_article(fold(words)))
        return self._by_key(self._bodies.key(country, body)) if body and country in self._countries.names else None

    def place(self, words: str) -> tuple[str, str | None] | None:
        """Return a place's usual name and country (None for seas and what is disputed)."""
        folded = without_article(fold(words))
        if found := self._places.get(folded):
            return found
        if name := self._countries.capital_names.get(folded):
            return name, self._countries.metonyms[folded]
        if code := self._countries.codes.get(folded):
            return self._countries.names[code], code
        return None

    def region(self, words: str) -> tuple[str, ...]:
        """Return the countries of a region ("Southeast Asian", "Pacific island countries"); empty where it is none."""
        return self._countries.region(words)

    def surnames_of(self, key: str) -> tuple[str, ...]:
        """Return the surnames by which a person (a key) is called, folded; empty where the person is not known."""
        person = self._people.by_key(key)
        return tuple(fold(surname) for surname in parts(person.surnames)) if person else ()

    def members(self, key: str, on: date | None = None) -> tuple[str, ...]:
        """Return the countries in an organisation, on the day or at any time; empty where they are not known."""
        row = self._organisations.get(key)
        found = []
        for member in parts(row[6]) if row else ():
            code, _, term = member.partition("@")
            since, _, until = term.partition("..")
            day = on.isoformat() if on else None
            if day and ((since and day < since) or (until and day > until)):
                continue
            if not day and until:
                continue
            found.append(code)
        return tuple(found)

    # -- making actors

    def _actors(self, keys: Iterable[str]) -> tuple[KnownActor, ...]:
        found = (self._by_key(key if ":" in key else f"person:{key}") for key in keys)
        return tuple(actor for actor in found if actor)

    def _ranked(self, keys: Iterable[str], on: date | None) -> list[str]:
        keys = list(keys)
        return sorted(keys, key=lambda key: self._prominence(key, on)) if len(keys) > 1 else keys

    def _prominence(self, key: str, on: date | None) -> tuple[int, int, int]:
        best = (3, 9, 0)
        for office in self._offices.of_holder(key):
            title = self._offices.title_of(office)
            rank = title.rank if title else 4
            if on is None:
                last = (office.end or date.max).toordinal()
                best = min(best, (0, rank, -last))
            else:
                days = office.days_from(on)
                best = min(best, (0 if not days else 1 if days <= _NEAR else 2, rank, days))
        return best

    @cache  # noqa: B019 - the one instance lives as long as the process
    def _by_key(self, key: str) -> KnownActor | None:
        prefix, _, rest = key.partition(":")
        if prefix == "country" and rest in self._countries.names:
            return KnownActor(key, self._countries.names[rest], ActorKind.COUNTRY, rest, None, None)
        if prefix == "organisation":
            return self._organisation(key)
        if prefix == "person":
            return self._person(key)
        if body := self._bodies.by_key(key):
            return KnownActor(key, body.name, body.kind, body.country, body.sector, None)
        return None

    def _organisation(self, key: str) -> KnownActor | None:
        row = self._organisations.get(key)
        if row is None:
            return None
        _, name, kind, country, sector, _, _, about = row
        return KnownActor(key, name, ActorKind(kind or "organisation"), country or None, sector or None, about or None)

    def _person(self, key: str) -> KnownActor | None:
        person = self._people.by_key(key)
        if person is None:
            return None
        offices = [(office, self._offices.title_of(office)) for office in self._offices.of_holder(key)]
        ranked = sorted(((title.rank, -office.start.toordinal()), office, title) for office, title in offices if title)
        return KnownActor(
            key,
            person.name,
            ActorKind.PERSON,
            person.country,
            person.sector or (ranked[0][2].sector if ranked else None),
            person.about or (self._described(ranked[0][1]) if ranked else None),
        )

    def _described(self, office: Office) -> str:
        years = f"{office.start.year}-{office.end.year}" if office.end else f"since {office.start.year}"
        if office.country:
            return f"{office.title} of {self.country_name(office.country)}, {years}"
        body = self._by_key(office.body) if office.body else None
        return f"{office.title} of {body.name if body else 'an organisation'}, {years}"

    @lru_cache(maxsize=4096)  # noqa: B019 - the one instance lives as long as the process
    def _misspelt(self, folded: str) -> tuple[KnownActor, ...]:
        from rapidfuzz.distance import DamerauLevenshtein
        from rapidfuzz.process import extract

        if len(folded) < 5 or folded in self._aliases or folded in self._people.surnames or is_english_word(folded):
            return ()
        names = self._nameable()
        allowed = 2 if len(folded) >= 8 else 1
        found = extract(folded, names, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=20)
        if not found:
            return ()
        nearest = min(distance for _, distance, _ in found)
        keys: dict[str, None] = {}
        for name, distance, _ in found:
            if distance > nearest or (distance == 2 and len(name) < 8):
                continue
            for key in self._ranked(self._people.surnames.get(name, ()), None):
                keys[f"person:{key}"] = None
            for key in self._aliases.get(name, ()):
                keys[key] = None
        return self._actors(keys)

    @cache  # noqa: B019 - the one instance lives as long as the process
    def _nameable(self) -> list[str]:
        names = {*self._aliases, *self._people.surnames}
        return sorted(name for name in names if len(name) >= 5)


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, loaded once in a process."""
    return Gazetteer()
