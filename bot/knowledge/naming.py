"""Finding the known ones that folded words name, alone or as part of "the former Japanese defence minister Kono"."""

from functools import cached_property, lru_cache

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
_LINKS = frozenset({"of", "and", "or", "with", "to", "for", "by", "from", "in", "on", "at", "against", "under", "not"})
"""Words after which another one is named: "allies of Kem Sokha"."""
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
        if len(tokens) == 1:
            return self._catalogue.actors(self._catalogue.ranked(self._catalogue.bearers(words)))
        return self._without_middle(tokens) or self._without_country(tokens) or self._at_the_end(tokens)

    def _without_middle(self, tokens: tuple[str, ...]) -> tuple[KnownActor, ...]:
        """Take "Henry M. Paulson" for Henry Paulson, but not "Park Sung Jin" for Park Jin: his surname is Park."""
        keys = self._catalogue.keys(f"{tokens[0]} {tokens[-1]}") if len(tokens) > 2 else []
        return self._catalogue.actors(key for key in keys if key in self._catalogue.bearers(tokens[-1]))

    def _without_country(self, tokens: tuple[str, ...]) -> tuple[KnownActor, ...]:
        """Take "President Xi Jinping of China" for Xi Jinping, because he belongs to China."""
        if "of" not in tokens[1:]:
            return ()
        at = len(tokens) - 1 - tokens[::-1].index("of")
        length, country = self.country_at(tokens, at + 1)
        if country is None or at + 1 + length != len(tokens):
            return ()
        return tuple(actor for actor in self.whole(tokens[:at]) if actor.country == country)

    def _at_the_end(self, tokens: tuple[str, ...]) -> tuple[KnownActor, ...]:
        """The full name that a description ends with: "opposition veteran Kem Sokha", "Abe's brother Nobuo Kishi"."""
        linked = _LINKS - {"of", "for"} if self._title_at(tokens, 0) else _LINKS  # "minister of trade Budi Santoso"
        for start in range(1, len(tokens) - 1):
            if tokens[start - 1] in linked:
                break
            keys = [key for key in self._catalogue.keys(" ".join(tokens[start:])) if key.startswith("person:")]
            if keys:
                return self._catalogue.actors(keys)
        return ()

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

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """The words that a name made of parts begins with: most words of a text are none of them."""
        catalogue = self._catalogue
        forms = {*catalogue.countries.codes, *catalogue.bodies.phrases, *catalogue.offices.titles, *self.honorifics}
        forms |= {*catalogue.offices.sole_country, *BEFORE_TITLES, *catalogue.organisation_names}
        return frozenset(form.partition(" ")[0] for form in forms)

    def _composed(self, tokens: tuple[str, ...], start: int, *, whole: bool) -> Found:
        """Names made of parts: "Thai foreign ministry", "parliament of Fiji", "U.K. Prime Minister Rishi Sunak"."""
        if tokens[start : start + 1] == () or tokens[start] not in self._first_words:
            return 0, ()
        length, country = self.country_at(tokens, start)
        if country:
            best = self._of_country_at(tokens, start + length, country)
            best = (best[0] + length, best[1]) if best[0] else best
        else:
            best = self._body_of_at(tokens, start)
        addressed = self._addressed_at(tokens, start, whole=whole)
        return addressed if addressed[0] > best[0] else best

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
        """A body with its country after it: "parliament of Fiji"."""
        catalogue = self._catalogue
        for end in range(min(len(tokens), start + LONGEST_NAME), start, -1):
            body = catalogue.bodies.phrases.get(" ".join(tokens[start:end]))
            if body and tokens[end : end + 1] == ("of",):
                after = end + 1 + (tokens[end + 1 : end + 2] == ("the",))
                length, country = self.country_at(tokens, after)
                if country:
                    return after + length - start, catalogue.actors([catalogue.bodies.key(country, body)])
        return 0, ()

    def _addressed_at(self, tokens: tuple[str, ...], start: int, *, whole: bool) -> Found:
        """A name after what its bearer is: "former Japanese Prime Minister Abe", "U.N. Secretary-General Guterres"."""
        country: str | None = None
        title: str | None = None
        at = start
        while at < len(tokens):
            if title is not None:
                length, people = self._bearer_at(tokens, at, title, country, whole=whole)
                if people:
                    return at + length - start, self._catalogue.actors(self._catalogue.ranked(people))
            length, of = self.country_at(tokens, at)
            titled = self._title_at(tokens, at)
            if titled > length:
                title, length = " ".join(tokens[at : at + titled]), titled
            elif length:
                country = of
            else:
                length = self._body_at(tokens, at)
            if not length:
                return 0, ()
            at += length
        return 0, ()

    def _title_at(self, tokens: tuple[str, ...], at: int) -> int:
        """How many words at the position are an office or a form of address, or tell when it was held ("former")."""
        offices = self._catalogue.offices
        for end in range(min(len(tokens), at + offices.longest_title), at, -1):
            title = " ".join(tokens[at:end])
            if title in BEFORE_TITLES or title in self.honorifics or offices.is_title(title):
                return end - at
        return 0

    def _body_at(self, tokens: tuple[str, ...], at: int) -> int:
        for end in range(min(len(tokens), at + LONGEST_NAME), at, -1):
            words = " ".join(tokens[at:end])
            keys = self._catalogue.keys(words)
            if words in self._catalogue.bodies.phrases or any(not key.startswith("person:") for key in keys):
                return end - at
        return 0

    def _bearer_at(
        self, tokens: tuple[str, ...], at: int, title: str, country: str | None, *, whole: bool
    ) -> tuple[int, list[str]]:
        for end in range(min(len(tokens), at + _LONGEST_PERSON), at, -1):
            name = " ".join(tokens[at:end])
            people = [key for key in self._catalogue.keys(name) if key.startswith("person:")]
            if not people and end == at + 1 and (whole or len(name) > _SHORT_WORD or not is_ordinary_word(name)):
                people = self._catalogue.bearers(name)
                if title not in self.honorifics and title not in BEFORE_TITLES:
                    people = [key for key in people if self._has_been(key, title, country)]
            if country:
                people = [key for key in people if self._belongs(key, country)]
            if people:
                return end - at, people
        return 0, []

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
