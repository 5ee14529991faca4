"""Finding the known ones that folded words name, alone or as part of "the former Japanese defence minister Kono"."""

from functools import lru_cache

from bot.knowledge.catalogue import Catalogue, KnownActor
from bot.knowledge.english import is_english_word, is_ordinary_word, is_personal_name
from bot.knowledge.tables import parts, rows

Found = tuple[int, tuple[KnownActor, ...]]
"""How many words were understood, and whom they can mean."""

LONGEST_NAME = 10
"""Words; no name in the tables that the news writes out is longer."""
_LONGEST_COUNTRY = 6
_LONGEST_PERSON = 6
# A surname of at most so many letters that is also an English word is a word after a title: "the prime minister may".
_SHORT_WORD = 3
_SHORTEST_MISSPELT = 5
_TWO_LETTERS_WRONG = 8
"""From so many letters on, a name may have two wrong ones."""
BEFORE_TITLES = frozenset({"former", "ex", "then", "late", "outgoing", "incoming", "new", "current", "ousted"})


class Naming:
    """Names in a catalogue. Positions and lengths count folded words."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.honorifics = {word: sector for sector, cell in rows("honorifics") for word in parts(cell)}
        """Folded words before a name ("lt gen"), with the sector that they say, empty where they say none."""

    def whole(self, tokens: tuple[str, ...]) -> tuple[KnownActor, ...]:
        """Return whom all the words together name: by a name, by country and body, by title and name, by surname."""
        words = " ".join(tokens)
        if keys := self._catalogue.keys(words):
            return self._catalogue.actors(keys)
        length, found = self._composed(tokens, 0, whole=True)
        if length == len(tokens):
            return found
        return self._catalogue.actors(self._catalogue.ranked(self._catalogue.bearers(words)))

    def longest(self, tokens: tuple[str, ...]) -> Found:
        """Return the longest name at the start of the words; (0, ()) where there is none."""
        length, found = self._composed(tokens, 0, whole=False)
        for end in range(min(len(tokens), LONGEST_NAME), length, -1):
            if keys := self._catalogue.keys(" ".join(tokens[:end])):
                return end, self._catalogue.actors(keys)
        if length:
            return length, found
        if tokens and (people := self._catalogue.bearers(tokens[0])):
            return 1, self._catalogue.actors(self._catalogue.ranked(people))
        return 0, ()

    def country_at(self, tokens: tuple[str, ...], start: int) -> tuple[int, str | None]:
        """Return the longest country name or adjective at the position, as its length and code."""
        codes = self._catalogue.countries.codes
        for end in range(min(len(tokens), start + _LONGEST_COUNTRY), start, -1):
            if code := codes.get(" ".join(tokens[start:end])):
                return end - start, code
        return 0, None

    def _composed(self, tokens: tuple[str, ...], start: int, *, whole: bool) -> Found:
        length, country = self.country_at(tokens, start)
        if country:
            best = self._of_country_at(tokens, start + length, country)
            best = (best[0] + length, best[1]) if best[0] else best
        else:
            best = self._body_of_at(tokens, start)
        titled, found = self._titled_at(tokens, start + length, country, whole=whole)
        return (titled + length, found) if titled and titled + length > best[0] else best

    def _of_country_at(self, tokens: tuple[str, ...], start: int, country: str) -> Found:
        """What belongs to the country named before: "foreign ministry", "Xi" after "China's"."""
        catalogue = self._catalogue
        for end in range(min(len(tokens), start + LONGEST_NAME), start, -1):
            words = " ".join(tokens[start:end])
            if body := catalogue.bodies.phrases.get(words):
                return end - start, catalogue.actors([catalogue.bodies.key(country, body)])
            keys = catalogue.keys(words)
            if not keys and end == start + 1 and not is_ordinary_word(words):
                keys = catalogue.ranked(catalogue.bearers(words))
            own = [a for a in catalogue.actors(keys) if a.country == country and not a.key.startswith("country:")]
            if own:
                return end - start, tuple(own)
        return 0, ()

    def _body_of_at(self, tokens: tuple[str, ...], start: int) -> Found:
        """ "Parliament of Fiji"."""
        catalogue = self._catalogue
        for end in range(min(len(tokens), start + LONGEST_NAME), start, -1):
            body = catalogue.bodies.phrases.get(" ".join(tokens[start:end]))
            if body and tokens[end : end + 1] == ("of",):
                after = end + 1 + (tokens[end + 1 : end + 2] == ("the",))
                length, country = self.country_at(tokens, after)
                if country:
                    return after + length - start, catalogue.actors([catalogue.bodies.key(country, body)])
        return 0, ()

    def _titled_at(self, tokens: tuple[str, ...], start: int, country: str | None, *, whole: bool) -> Found:
        """A title or form of address with the name of one who has had that office: "former President Moon", "Mr Xi"."""
        first = start + (tokens[start : start + 1] != () and tokens[start] in BEFORE_TITLES)
        for end in range(min(len(tokens) - 1, first + self._catalogue.offices.longest_title), first, -1):
            title = " ".join(tokens[first:end])
            office = title if self._catalogue.offices.is_title(title) else None
            if office is None and title not in self.honorifics:
                continue
            for stop in range(min(len(tokens), end + _LONGEST_PERSON), end, -1):
                name = " ".join(tokens[end:stop])
                people = [key for key in self._catalogue.keys(name) if key.startswith("person:")]
                single = stop == end + 1 and (whole or len(name) > _SHORT_WORD or not is_ordinary_word(name))
                if not people and single:
                    people = self._catalogue.bearers(name)
                    if title not in self.honorifics:
                        people = [key for key in people if self._has_been(key, title, country)]
                if country:
                    people = [key for key in people if self._belongs(key, country)]
                if people:
                    return stop - start, self._catalogue.actors(self._catalogue.ranked(people))
        return 0, ()

    def _belongs(self, key: str, country: str) -> bool:
        actor = self._catalogue.actor(key)
        return actor is not None and actor.country in (country, None)

    def _has_been(self, key: str, title: str, country: str | None) -> bool:
        offices = self._catalogue.offices
        for office in offices.of_holder(key):
            if country and office.country not in (country, None):
                continue
            kind = offices.title_of(office)
            if kind and any(kind.name == meaning.name for meaning in offices.meanings(title, office.country)):
                return True
        return False

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one instance, and it lives as long as the process
    def misspelt(self, folded: str) -> tuple[KnownActor, ...]:
        """Return whom an unknown name most likely means, nearest spelling first."""
        if len(folded) < _SHORTEST_MISSPELT or self._catalogue.is_name(folded) or _is_in_use(folded):
            return ()
        # Imported here because most processes that ask a question never meet a misspelling.
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        allowed = 2 if len(folded) >= _TWO_LETTERS_WRONG else 1
        near = extract(folded, self._long_names(), scorer=OSA.distance, score_cutoff=allowed, limit=20)
        if not near:
            return ()
        nearest = min(distance for _, distance, _ in near)
        people: dict[str, None] = {}
        others: dict[str, None] = {}
        for name, distance, _ in near:
            if distance == nearest and (distance == 1 or len(name) >= _TWO_LETTERS_WRONG) and _differ(folded, name):
                for key in (*self._catalogue.bearers(name), *self._catalogue.keys(name)):
                    (people if key.startswith("person:") else others)[key] = None
        return self._catalogue.actors([*self._catalogue.ranked(list(people)), *others])

    @lru_cache(maxsize=1)  # noqa: B019 - there is one instance, and it lives as long as the process
    def _long_names(self) -> list[str]:
        return sorted(name for name in self._catalogue.all_names() if len(name) >= _SHORTEST_MISSPELT - 1)


def _is_in_use(folded: str) -> bool:
    return all(is_english_word(word) or is_personal_name(word) for word in folded.split())


def _differ(written: str, name: str) -> bool:
    """Whether only words that nobody uses are taken for misspelt: "Defence Ministry" is not mistyped."""
    pairs = zip(written.split(), name.split(), strict=False)
    if written.count(" ") != name.count(" "):
        return False
    return not any(word != known and _is_in_use(word) for word, known in pairs)
