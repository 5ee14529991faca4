"""The gazetteer: who and what the words of an article or a question can mean, from the project's own tables of facts.

Nothing here decides by itself whether lower-case "may" is Theresa May: callers see the case and the syntax, and ask
`is_ordinary_word`.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache

from bot.knowledge.catalogue import Catalogue, KnownActor
from bot.knowledge.countries import without_article
from bot.knowledge.english import is_english_word, is_ordinary_word
from bot.knowledge.names import fold
from bot.knowledge.naming import BEFORE_TITLES, LONGEST_NAME, Naming
from bot.knowledge.offices import Office

__all__ = ["Gazetteer", "KnownActor", "Office", "fold", "gazetteer", "is_english_word", "is_ordinary_word"]

_LONGEST_STATE = 6
_OF = frozenset({"of", "to", "for"})
_LEADERS = frozenset({"leader", "ruler"})


class Gazetteer:
    """Names, offices, places and the actors that they mean. Get the one instance from `gazetteer()`."""

    def __init__(self) -> None:
        self._catalogue = Catalogue()
        self._naming = Naming(self._catalogue)

    # -- actors

    def named(self, words: str) -> tuple[KnownActor, ...]:
        """Return whom the words name, best first: by a known name, by country and body, by title and name, by surname.

        "Tokyo" gives the government of Japan: as a place it is found by `place`. An everyday word in lower case names
        nobody: "PLAN" is a navy, "plan" is not.
        """
        tokens = tuple(without_article(fold(words)).split())
        if not tokens or (len(tokens) == 1 and is_ordinary_word(tokens[0]) and words == words.lower()):
            return ()
        return self._naming.whole(tokens)

    def by_key(self, key: str) -> KnownActor | None:
        """Return the actor with that key."""
        return self._catalogue.actor(key)

    def longest(self, folded_tokens: Sequence[str], start: int) -> tuple[int, tuple[KnownActor, ...]] | None:
        """Return the longest name that starts at the token, as the number of tokens and whom they can mean."""
        article = 1 if start < len(folded_tokens) and folded_tokens[start] == "the" else 0
        first = start + article
        length, found = self._naming.longest(tuple(folded_tokens[first : first + 2 * LONGEST_NAME]))
        return (length + article, found) if length else None

    def surname(self, word: str, on: date | None = None) -> tuple[KnownActor, ...]:
        """Return the people of that surname: those in office on the day first, then those near it, then the highest."""
        return self._catalogue.actors(self._catalogue.ranked(self._catalogue.bearers(fold(word)), on))

    def surnames_of(self, key: str) -> tuple[str, ...]:
        """Return the surnames by which a person (a key) is called, folded; empty where the person is not known."""
        person = self._catalogue.people.by_key(key)
        return tuple(fold(surname) for surname in person.surnames) if person else ()

    def misspelt(self, word: str) -> tuple[KnownActor, ...]:
        """Return whom a misspelt name most likely means; nothing for a known name, an English word, a common name.

        One letter more, less, other or swapped; two in names of eight letters or more.
        """
        return self._naming.misspelt(without_article(fold(word)))

    def honorific(self, words: str) -> str | None:
        """Return the sector that a form of address or rank says ("Lt. Gen." -> "MIL", "Mr." -> ""), None for others."""
        return self._naming.honorifics.get(fold(words))

    def sector_on(self, key: str, on: date | None) -> str | None:
        """Return an actor's sector on the day: the Taliban were rebels before they were a government."""
        actor = self.by_key(key)
        if actor is None or not key.startswith("organisation:"):
            return actor.sector if actor else None
        return self._catalogue.sector_on(key, on)

    def members(self, key: str, on: date | None = None) -> tuple[str, ...]:
        """Return the countries in an organisation, on the day or now; empty where they are not known."""
        return self._catalogue.members(key, on)

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
        found = self._holders(title, country, on)
        if not found and title in _LEADERS and (body := self.by_key(country)) and body.country and body.sector == "GOV":
            found = self._holders(title, body.country, on)  # "the Taliban's leader"
        return self.by_key(found[0].holder) if found else None

    def _holders(self, title: str, country: str, on: date) -> list[Office]:
        leaders = self._catalogue.countries.leaders.get(country, ())
        return self._catalogue.offices.holders(title, country, on, leaders)

    def offices_of(self, key: str, on: date | None = None) -> tuple[Office, ...]:
        """Return the terms of a person's offices, all or those that include the day, oldest first."""
        return tuple(office for office in self._catalogue.offices.of_holder(key) if on is None or office.held_on(on))

    def office_named(self, words: str) -> tuple[str, str | None] | None:
        """Return title and country of an office: "Japan's prime minister", "UN chief", "president of Fiji", "PM".

        The country is alpha-3, an organisation's key, or None where the words name none. None where it is no office.
        """
        tokens = without_article(fold(words)).split()
        found = self.longest_office(tokens, 0)
        return (found[1], found[2]) if found and found[0] == len(tokens) else None

    def longest_office(self, folded_tokens: Sequence[str], start: int) -> tuple[int, str, str | None] | None:
        """Return the longest office that starts at the token: its length, title, country or organisation's key."""
        tokens = tuple(folded_tokens[start : start + 2 * LONGEST_NAME])
        first = 1 if tokens[:1] == ("the",) else 0
        best: tuple[int, str, str | None] | None = None
        # "Myanmar junta chief" is the chief of a junta, not of an organisation called "Myanmar junta".
        for begin, state in [(first, None), *self._states_at(tokens, first)]:
            found = self._office_after(tokens, begin, state)
            if found and (best is None or (found[0], len(found[1])) > (best[0], len(best[1]))):
                best = found
        return best

    def _office_after(
        self, tokens: tuple[str, ...], begin: int, state: str | None
    ) -> tuple[int, str, str | None] | None:
        offices = self._catalogue.offices
        if begin >= len(tokens) or tokens[begin] in BEFORE_TITLES:
            return None
        for end in range(min(len(tokens), begin + offices.longest_title), begin, -1):
            title = " ".join(tokens[begin:end])
            if not offices.is_title(title) and title not in _LEADERS:
                continue
            if state is None and end < len(tokens) and tokens[end] in _OF:
                after = end + 1 + (tokens[end + 1 : end + 2] == ("the",))
                for stop, of in self._states_at(tokens, after):
                    return stop, title, of
            return end, title, state or offices.sole_country.get(title) or None
        return None

    def _states_at(self, tokens: tuple[str, ...], start: int) -> list[tuple[int, str]]:
        """Where countries and organisations named at the position end, and their codes or keys; the longest first."""
        countries = self._catalogue.countries
        found = []
        for end in range(min(len(tokens), start + _LONGEST_STATE), start, -1):
            words = " ".join(tokens[start:end])
            if code := countries.codes.get(words) or countries.metonyms.get(words):
                found.append((end, code))
            else:
                keys = (key for key in self._catalogue.keys(words) if key.startswith("organisation:"))
                found += [(end, key) for key in keys]
        return found

    # -- countries and places

    def country_of(self, words: str) -> str | None:
        """Return the alpha-3 code of a country's name, adjective, people or abbreviation: "Japanese", "UK"."""
        return self._catalogue.countries.code(words)

    def metonym(self, words: str) -> str | None:
        """Return whose government a capital or seat of government stands for when it acts ("Tokyo")."""
        return self._catalogue.countries.metonyms.get(without_article(fold(words)))

    def capital_of(self, country: str) -> str | None:
        """Return the name of a country's capital."""
        return self._catalogue.countries.capitals.get(country)

    def country_name(self, alpha3: str) -> str:
        """Return a country's English name, or the code itself where it is unknown."""
        return self._catalogue.countries.names.get(alpha3, alpha3)

    def adjective(self, alpha3: str) -> str:
        """Return a country's adjective ("Japanese"), or the code itself where it is unknown."""
        return self._catalogue.countries.adjectives.get(alpha3, alpha3)

    def region(self, words: str) -> tuple[str, ...]:
        """Return the countries of a region ("Southeast Asian", "Pacific island countries"); empty where it is none."""
        return self._catalogue.countries.region(words)

    def body(self, words: str, country: str) -> KnownActor | None:
        """Return the body of that country which generic words mean there: "foreign ministry", "JPN"."""
        bodies = self._catalogue.bodies
        body = bodies.phrases.get(without_article(fold(words)))
        return self.by_key(bodies.key(country, body)) if body and country in self._catalogue.countries.names else None

    def place(self, words: str) -> tuple[str, str | None] | None:
        """Return a place's usual name and country (None for seas and what is disputed)."""
        folded = without_article(fold(words))
        countries = self._catalogue.countries
        if name := countries.capital_names.get(folded):
            return name, countries.metonyms[folded]
        if code := countries.codes.get(folded):
            return countries.names[code], code
        return self._catalogue.places.named(folded)

    def longest_place(self, folded_tokens: Sequence[str], start: int) -> tuple[int, str, str | None] | None:
        """Return the longest place that starts at the token: its length, name and country."""
        for end in range(min(len(folded_tokens), start + _LONGEST_STATE), start, -1):
            if found := self.place(" ".join(folded_tokens[start:end])):
                return end - start, *found
        return None


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, loaded once in a process."""
    return Gazetteer()
