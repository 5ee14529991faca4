"""Who a noun phrase names: the gazetteer first, then whom the document itself has introduced."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from bot.knowledge.actions import lexicon
from bot.knowledge.actors import Gazetteer, KnownActor, gazetteer, is_ordinary_word
from bot.knowledge.names import fold
from bot.knowledge.roles import resolve_role
from bot.reading.cast import Cast, Identity
from bot.reading.event import Mention
from bot.reading.names import split_name, without_article, without_owner
from bot.reading.predicates import Phrase, Word
from bot.reading.roles import calling, head_kind, head_sector, role_group
from bot.reading.wordlists import words as listed
from db.vocabulary import ActorKind

_CAPITAL = re.compile(r" [A-Z]")
_OFFICIAL = ("government:", "military:", "body:")
"""Keys of bodies of a state; the Arakan Army is an army, but not "the army"."""
_SOME_COUNTRY = "JPN"
"""Any country will do to ask whether countries have such a body."""
_CRAFT = frozenset({"vessel", "force"})
"""Kinds of things that are a side when they are a country's: "a North Korean vessel"."""
_GOVERNING = listed("governing bodies")
_HALVES = listed("halves")
_PRONOUNS = listed("pronouns")
_FORMER = listed("former")


@lru_cache(maxsize=20_000)
def _role(words: str, on: date) -> tuple[str | None, str | None]:
    """Country and sector that a description says."""
    return resolve_role(words, on)


def identity_of(actor: KnownActor) -> Identity:
    """What the gazetteer knows of somebody, as an identity."""
    return Identity(actor.key, actor.name, actor.kind, actor.country, actor.sector)


class Linker:
    """Links the noun phrases of one document. `on` is its day, for "the prime minister"."""

    def __init__(self, text: str, on: date, cast: Cast) -> None:
        self._text = text
        self._on = on
        self._cast = cast
        self._gazetteer: Gazetteer = gazetteer()

    def mentions(self, phrase: Phrase) -> tuple[Mention, ...]:
        """Whom the phrase names, each member of a coordination apart. A pronoun names nobody here."""
        found = [mention for member in phrase.each for mention in (self._joint(member) or (self.mention(member),))]
        return tuple(mention for mention in found if mention is not None)

    def _joint(self, phrase: Phrase) -> tuple[Mention, ...]:
        """The several sides of one noun: "U.S. and South Korean forces", "China's and Russia's envoys"."""
        words = phrase.words[: phrase.head]
        if not any(word.tag == "CC" for word in words):
            return ()
        sides: list[list[Word]] = [[]]
        for word in words:
            if word.tag in {"CC", ","}:
                sides.append([])
            elif word.tag != "POS":
                sides[-1].append(word)
        codes = [self._country_of_words(side) for side in sides if side]
        if len(codes) < 2 or None in codes:
            return ()
        head = phrase.noun.text
        if phrase.noun.proper and self._gazetteer.body(head, codes[0] or "") is None:
            return self._named_sides(phrase, [*sides[:-1], [*sides[-1], phrase.noun]])
        found = []
        for code in codes:
            body = self._gazetteer.body(head, code or "")
            found.append(
                self._mention(phrase, identity_of(body))
                if body is not None
                else replace(
                    self._unnamed(phrase), text=f"{self._gazetteer.adjective(code or '')} {head}", country=code
                )
            )
        return tuple(found)

    def _named_sides(self, phrase: Phrase, sides: list[list[Word]]) -> tuple[Mention, ...]:
        """Sides that are whole names: "Fiji's Prime Minister A B and Samoa's Prime Minister C D"."""
        found = []
        for side in sides:
            text = " ".join(word.text for word in side)
            known = self._gazetteer.named(text)
            if not known:
                return ()
            whole = self._mention(phrase, identity_of(known[0]))
            found.append(replace(whole, text=text, start=side[0].start, end=side[-1].end))
        return tuple(found)

    def is_body_of_some_country(self, phrase: Phrase) -> bool:
        """Whether a phrase is of a body that every country has, and does not say of which: "the government"."""
        if phrase.members or phrase.owner is not None or not self._is_known_by_head(phrase):
            return False
        return not phrase.noun.proper and self._gazetteer.body(phrase.noun.text, _SOME_COUNTRY) is not None

    def body(self, phrase: Phrase, countries: set[str]) -> tuple[Mention, ...]:
        """Such a body of the only country that is spoken of; of nobody's where there are several."""
        named = self._cast.called(phrase.noun.text)
        official = named is not None and (named.key.startswith(_OFFICIAL) or named.sector == "GOV")
        if named is not None and official and countries <= {named.country}:
            return (self._mention(phrase, named),)
        actor = self._gazetteer.body(phrase.noun.text, *countries) if len(countries) == 1 else None
        return (self._mention(phrase, identity_of(actor)) if actor else self._unnamed(phrase),)

    def of_country(self, code: str, phrase: Phrase) -> Mention | None:
        """A mention of a country by its code, in the words of a phrase."""
        actor = self._gazetteer.by_key(f"country:{code}")
        return self._mention(phrase, identity_of(actor)) if actor else None

    def mention(self, phrase: Phrase) -> Mention | None:
        """Whom one phrase names, or how it calls somebody unnamed; None for a pronoun."""
        if self.is_pronoun(phrase):
            return None
        identity = self._by_other_name(phrase) or self.identify(phrase)
        if identity is not None:
            return self._mention(phrase, identity)
        return self._unnamed(phrase)

    def is_pronoun(self, phrase: Phrase) -> bool:
        """Whether a phrase is a pronoun, and so names somebody through what went before. "You" can be a surname."""
        word = phrase.noun.text
        if len(phrase.words) > 1 or fold(word) not in _PRONOUNS:
            return False
        return not (word[:1].isupper() and word.lower() == "you" and self._cast.short(word) is not None)

    def _by_other_name(self, phrase: Phrase) -> Identity | None:
        """The name that a description is followed by: "the press secretary, Hikariko Ono"."""
        if split_name(without_owner(phrase.words))[1]:
            return None
        noun = phrase.noun.text
        says_what = calling(noun) is not None or head_kind(noun) is not None or role_group(noun) == "vessel"
        for other in phrase.appositions:
            close = other.start <= phrase.noun.end + 1
            if other.noun.proper and (says_what or close) and (identity := self.identify(other)) is not None:
                return identity
        return None

    def _mention(self, phrase: Phrase, identity: Identity) -> Mention:
        start, end = phrase.words[0].start, phrase.noun.end
        return Mention(
            self._text[start:end],
            start,
            end,
            identity.key,
            identity.name,
            identity.kind,
            identity.country,
            identity.sector,
        )

    def _unnamed(self, phrase: Phrase) -> Mention:
        """A mention of nobody in particular: "protesters", "Chinese officials", "the agreement"."""
        head = phrase.noun
        found, kind = calling(head.text), head_kind(head.text, name=head.proper)
        if found is not None:
            plural = head.tag == "NNS" or phrase.noun.text.lower() in {"people", "police"}
            actor_kind = ActorKind.GROUP if plural else ActorKind.PERSON
        elif kind in {"organisation", "military"}:
            actor_kind = ActorKind(kind)
        elif self._gazetteer.region(phrase.core) or self._gazetteer.region(phrase.text):
            actor_kind = ActorKind.GROUP
        else:
            actor_kind = ActorKind.OTHER
        sector = found.sector if found else head_sector(head.text)
        if actor_kind is ActorKind.OTHER:
            moving = not _CRAFT.isdisjoint(lexicon().kinds_of([head.lemma]))
            country = self._country_of_words(without_owner(phrase.words)) if moving else None
        else:
            country = self.country(phrase)
            said_country, said_sector = _role(phrase.core, self._on)
            country, sector = country or said_country, said_sector or sector
        text = phrase.text if len(phrase.text) <= 80 else phrase.core
        return Mention(text, phrase.start, phrase.end, None, None, actor_kind, country, sector)

    # Identity

    def identify(self, phrase: Phrase) -> Identity | None:
        """The actor that a phrase names, by name or by description; None where it is nobody known."""
        words = without_owner(phrase.words)
        if not words:
            return None
        title, name = split_name(words)
        if not name:
            return self.described(phrase, words)
        if calling(name[-1].text) and phrase.appositions and (other := self._by_other_name(phrase)) is not None:
            return other
        known = self.known(phrase, title, name)
        if known is not None:
            return known
        return self._cast.full(self.full_name(phrase, name)) or self._cast.full(self.surface(name))

    def full_name(self, phrase: Phrase, name: Sequence[Word]) -> str:
        """The name with what belongs to it after the head: "Ministry of Government Legislation"."""
        for preposition, inner in phrase.complements[:1]:
            close = inner.words[0].start - name[-1].end < len(preposition) + 3
            if preposition in {"of", "for"} and inner.noun.proper and close and head_kind(name[-1].text) is not None:
                return self._text[name[0].start : inner.noun.end]
        return self.surface(name)

    def known(self, phrase: Phrase, title: Sequence[Word], name: Sequence[Word]) -> Identity | None:
        """By the gazetteer, the fullest words first, then by surname."""
        whole = self.surface(without_article(phrase.words))
        last = self.surface(name)
        if len(name) > 1 or title:
            readings = [phrase.text, whole, self.surface([*title, *name]), last]
        else:
            readings = [phrase.text, whole, last]
        single = len(name) == 1 and name[0].text[:1].isupper()
        if (alias := self._cast.full(last)) is not None and alias.kind is not ActorKind.PERSON:
            return alias
        shared = self._cast.short(last, self.title(title)) if single else None
        for reading in dict.fromkeys(readings):
            found = self._gazetteer.named(reading)
            persons = [actor for actor in found if actor.kind is ActorKind.PERSON]
            if found and not persons:
                return identity_of(found[0])
            if persons and (len(name) > 1 or not single):
                return identity_of(persons[0])
        if not single:
            return self._cast.full(last) or self._cast.short(last)
        if fold(last) in _HALVES and phrase.words[0].text.lower() != "the":
            return None
        # "Cheong" of "Cheong Wa Dae" is nobody's surname.
        goes_on = _CAPITAL.match(self._text, phrase.noun.end) is not None
        return self._surnamed(last, shared, title, goes_on=goes_on)

    def title(self, title: Sequence[Word]) -> str:
        """A title without the country: "Japanese Prime Minister" -> "Prime Minister"."""
        return self.surface([word for word in title if self._gazetteer.country_of(word.text) is None])

    def _surnamed(
        self, word: str, shared: Identity | None, title: Sequence[Word], *, goes_on: bool = False
    ) -> Identity | None:
        """Whom one capitalised word means: somebody of the document, else a known person, else a misspelt one."""
        if shared is not None:
            return shared
        if self._cast.is_shared(word):
            return None
        near = self._cast.nearly(word)
        if near is not None and not self._gazetteer.surname(word, self._on):
            return near
        # "SWIFT" is no Mr Swift, but the banks' network.
        if (is_ordinary_word(fold(word)) and not title) or goes_on or (word.isupper() and not title):
            return None
        people = self._gazetteer.surname(word, self._on)
        if not people:
            people = self._gazetteer.misspelt(word) if len(word) > 4 and title else ()
            people = tuple(p for p in people if p.kind is ActorKind.PERSON)
        if title and len(people) > 1:
            country = self._country_of_words(title)
            people = tuple(p for p in people if country is None or p.country == country) or people
        return identity_of(people[0]) if people else None

    def described(self, phrase: Phrase, words: Sequence[Word]) -> Identity | None:
        """By what it is called: "the Japanese prime minister", "South Korea's coast guard", "the spokesperson"."""
        plain = self.surface(without_article(words))
        owner = self._owner(phrase)
        if owner is not None and owner.country and phrase.noun.text.lower() in _GOVERNING:
            return self._government(owner.country)
        if phrase.noun.tag == "NNS" and calling(phrase.noun.text) is not None:
            return None
        for reading in dict.fromkeys((phrase.text, self.surface(without_article(phrase.words)), plain)):
            # "A man" is nobody's surname: a description never names a person.
            found = [actor for actor in self._gazetteer.named(reading) if actor.kind is not ActorKind.PERSON]
            if found:
                return identity_of(found[0])
        if phrase.noun.text.lower() in _GOVERNING:
            person = self._named_within(words)
            if person is not None and person.country is not None:
                return self._government(person.country)
        country = self.country(phrase)
        kind = head_kind(phrase.noun.text, name=phrase.noun.proper)
        if kind in {"organisation", "military"} and country is None and self._is_known_by_head(phrase):
            return self._cast.called(phrase.noun.text)
        if phrase.words[0].text.lower() in {"the", "this"} and role_group(phrase.noun.text) == "vessel":
            return self._cast.called(phrase.noun.text) if phrase.noun.tag == "NN" else None
        if calling(phrase.noun.text) is not None:
            if any(word.text.lower() in _FORMER for word in words):
                return None
            return self._officer(phrase, words, country)
        if country is not None:
            rest = [word for word in words if self._gazetteer.country_of(word.text) is None]
            body = self._gazetteer.body(self.surface(without_article(rest)), country) if rest else None
            if body is not None:
                return identity_of(body)
        return None

    @staticmethod
    def _is_known_by_head(phrase: Phrase) -> bool:
        """Whether a description can only mean what was named before: "the council", "the ministry"."""
        definite = phrase.words[0].text.lower() in {"the", "this", "that"}
        return definite and len(phrase.words) == 2 and not phrase.complements and phrase.noun.tag != "NNS"

    def _officer(self, phrase: Phrase, words: Sequence[Word], country: str | None) -> Identity | None:
        """The holder of an office on the document's day, or the one person that it introduced with such a calling."""
        definite = phrase.owner is not None or phrase.words[0].text.lower() in {"the", "this", "that"}
        if not definite:
            return None
        if any(preposition in {"for", "at", "on", "in"} for preposition, _ in phrase.complements):
            return None
        title = self.surface([w for w in without_article(words) if self._gazetteer.country_of(w.text) is None])
        if not title:
            return None
        if country is not None:
            holder = self._gazetteer.holder(title, country, self._on)
            return identity_of(holder) if holder else None
        if phrase.complements or phrase.owner is not None:
            return None
        named = self._cast.called(phrase.noun.text)
        if named is not None:
            return named
        office = self._gazetteer.office_named(title)
        if office is not None and office[1] is not None:
            holder = self._gazetteer.holder(office[0], office[1], self._on)
            return identity_of(holder) if holder else None
        return None

    def _government(self, country: str) -> Identity | None:
        actor = self._gazetteer.by_key(f"government:{country}")
        return identity_of(actor) if actor else None

    def _owner(self, phrase: Phrase) -> Identity | None:
        return self.identify(phrase.owner) if phrase.owner is not None and phrase.owner.noun.proper else None

    def _named_within(self, words: Sequence[Word]) -> Identity | None:
        """Somebody whose name modifies the noun: "the *Biden* administration"."""
        names = [word for word in words[:-1] if word.proper]
        if not names:
            return None
        last = self.surface(names)
        return self._surnamed(names[-1].text, self._cast.short(last), ())

    # Countries

    def country(self, phrase: Phrase) -> str | None:
        """The country that a phrase says somebody is of: by adjective, by owner, by "of" or "from"."""
        found = self._country_of_words(without_owner(phrase.words))
        if found is None and phrase.owner is not None:
            owner = self.identify(phrase.owner) if phrase.owner.noun.tag[:2] == "NN" else None
            found = owner.country if owner else None
        if found is None:
            for preposition, inner in phrase.complements:
                if preposition in {"of", "from", "in"} and (known := self._gazetteer.country_of(inner.core)):
                    return known
        return found

    def _country_of_words(self, words: Sequence[Word]) -> str | None:
        for start in range(len(words)):
            for end in range(min(len(words), start + 3), start, -1):
                part = words[start:end]
                if not part[0].text[:1].isupper():
                    continue
                text = self.surface(part)
                code = self._gazetteer.country_of(text) or self._gazetteer.metonym(text)
                if code is not None:
                    return code
        return None

    def surface(self, words: Sequence[Word]) -> str:
        """The words as the document has them, hyphens and dots in place."""
        return self._text[words[0].start : words[-1].end] if words else ""
