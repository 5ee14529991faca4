"""Whom a pronoun means, where one can be sure enough. A wrong actor is worse than none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.names import fold
from bot.reading.event import Mention
from bot.reading.predicates import Phrase
from bot.reading.wordlists import words
from db.vocabulary import ActorKind

REACH = 1
"""Sentences back that a pronoun may reach."""

_PERSON = words("person pronouns")
_SHE = words("she pronouns")
_HE = words("he pronouns")
_THING = words("thing pronouns")
_MANY = words("many pronouns")
_SELF = words("self pronouns")
_PAIRS = words("pairs")
_SIDES = words("sides")
_LEADERS = words("leaders")
_BODIES = frozenset({ActorKind.COUNTRY, ActorKind.GOVERNMENT, ActorKind.ORGANISATION, ActorKind.MILITARY})


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named: a place a later pronoun can look back to."""

    start: int
    sentence: int
    mentions: tuple[Mention, ...]
    plural: bool
    subject: bool
    main: bool


class Coreference:
    """Remembers who was named, in the order of the text."""

    def __init__(self, country: Callable[[str, Phrase], Mention | None]) -> None:
        """`country` makes a mention of a country of its code, as a phrase calls it."""
        self._named: list[Named] = []
        self._pronouns: dict[str, str] = {}
        """Keys of people with the pronoun, "he" or "she", that has meant them."""
        self._country = country

    def note(self, named: Named) -> None:
        """Enter a phrase and whom it names."""
        if named.mentions:
            self._named.append(named)

    def resolve(
        self,
        phrase: Phrase,
        sentence: int,
        *,
        subject: bool,
        said_by: tuple[Mention, ...] = (),
        speaker: tuple[Mention, ...] = (),
    ) -> tuple[Mention, ...]:
        """Whom a pronoun means.

        `said_by` is who says the clause it stands in, `speaker` whose quoted words it is of.
        """
        word = fold(phrase.noun.text)
        if word in _SELF:
            return speaker
        if speaker:
            return ()
        if word in _PERSON:
            return self._by_pronoun(word, self._person(phrase.start, sentence, said_by, word, subject=subject))
        if word in _THING:
            return self._body(phrase.start, sentence, said_by, subject=subject)
        if word in _MANY:
            return self._many(phrase.start, sentence, said_by, subject=subject)
        return ()

    def pair(self, phrase: Phrase, sentence: int) -> tuple[Mention, ...] | None:
        """Whom "the two", "both sides", "the two leaders" means; None where the phrase is nothing of that kind."""
        if not _PAIRS.intersection(word.lemma for word in phrase.words) or any(word.proper for word in phrase.words):
            return None
        head = phrase.noun.lemma
        if head not in _PAIRS | _SIDES | _LEADERS:
            return None
        wanted = {ActorKind.PERSON} if head in _LEADERS else _BODIES if head in _SIDES else _BODIES | {ActorKind.PERSON}
        for named in self._before(phrase.start, sentence, REACH + 1):
            linked = [m for m in named.mentions if m.key and m.kind in wanted]
            if len(linked) == 2 == len(named.mentions):
                return tuple(linked)
            if head in _SIDES and (sides := self._sides_of(named.mentions, phrase)):
                return sides
        recent: dict[str, Mention] = {}
        for named in self._before(phrase.start, sentence, REACH):
            for mention in named.mentions:
                if mention.key and mention.kind in wanted:
                    recent.setdefault(mention.country or mention.key, mention)
                elif head in _SIDES and mention.country and (side := self._country(mention.country, phrase)):
                    recent.setdefault(mention.country, side)
        return tuple(recent.values())[::-1] if len(recent) == 2 else ()

    def _sides_of(self, mentions: Sequence[Mention], phrase: Phrase) -> tuple[Mention, ...]:
        """The two countries that two people stand for: "Sunak and Kishida signed a pact between the two nations"."""
        countries = [mention.country for mention in mentions if mention.country]
        if len(mentions) != 2 or len(set(countries)) != 2:
            return ()
        sides = [self._country(country, phrase) for country in countries]
        return tuple(side for side in sides if side)

    def same(self, phrase: Phrase, sentence: int) -> tuple[Mention, ...] | None:
        """Whom "the country", "the island nation" means; None where the phrase is nothing of that kind."""
        core = phrase.words
        if phrase.noun.lemma not in {"country", "nation"} or core[0].text.lower() not in {"the", "this", "that"}:
            return None
        if len(core) > 3 or phrase.noun.tag != "NN" or phrase.complements or any(word.proper for word in core):
            return None
        return self._one(phrase.start, sentence, frozenset({ActorKind.COUNTRY, ActorKind.GOVERNMENT}))

    def countries(self, start: int, sentence: int) -> set[str]:
        """The countries of all who were named in the sentence so far and in the one before."""
        return {m.country for named in self._before(start, sentence, REACH) for m in named.mentions if m.country}

    def _person(
        self, start: int, sentence: int, said_by: tuple[Mention, ...], word: str, *, subject: bool
    ) -> tuple[Mention, ...]:
        if subject and len(said_by) == 1 and said_by[0].kind is ActorKind.PERSON and self._fits(said_by[0], word):
            return said_by
        return self._one(start, sentence, frozenset({ActorKind.PERSON}), word)

    def _fits(self, mention: Mention, word: str | None) -> bool:
        """Whether a pronoun can mean somebody, by the pronoun that has meant him before."""
        before = self._pronouns.get(mention.key or "")
        return before is None or word not in _SHE | _HE or before == _gender(word)

    def _by_pronoun(self, word: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Remember which pronoun has meant whom."""
        if word in _SHE | _HE and len(mentions) == 1 and mentions[0].key is not None:
            self._pronouns.setdefault(mentions[0].key, _gender(word))
        return mentions

    def _body(self, start: int, sentence: int, said_by: tuple[Mention, ...], *, subject: bool) -> tuple[Mention, ...]:
        if subject and len(said_by) == 1 and said_by[0].kind in _BODIES:
            return said_by
        if not subject:
            own = [n for n in self._before(start, sentence, 0) if n.subject and n.mentions[0].kind in _BODIES]
            return own[0].mentions if len({n.mentions for n in own}) == 1 else ()
        return self._one(start, sentence, _BODIES)

    def _one(
        self, start: int, sentence: int, kinds: frozenset[ActorKind], word: str | None = None
    ) -> tuple[Mention, ...]:
        """The only one of the kinds within reach, or else the subject of the nearest sentence that has one."""
        within = list(self._before(start, sentence, REACH))
        single = [n for n in within if len(n.mentions) == 1 and n.mentions[0].kind in kinds]
        fitting = [n for n in single if self._fits(n.mentions[0], word)]
        if not fitting:
            return ()
        if len({n.mentions[0].key or n.mentions[0].text for n in fitting}) == 1:
            return fitting[0].mentions
        nearest = [n for n in fitting if n.sentence == fitting[0].sentence]
        subjects = [n for n in nearest if n.subject and n.main] or [n for n in nearest if n.subject]
        distinct = {n.mentions[0].key or n.mentions[0].text for n in subjects}
        return subjects[0].mentions if len(distinct) == 1 else ()

    def _many(self, start: int, sentence: int, said_by: tuple[Mention, ...], *, subject: bool) -> tuple[Mention, ...]:
        if subject and said_by and (len(said_by) > 1 or said_by[0].kind in _BODIES | {ActorKind.GROUP}):
            return said_by
        subjects = [n for n in self._before(start, sentence, REACH) if n.plural and n.subject]
        if subjects and len({n.mentions for n in subjects if n.sentence == subjects[0].sentence}) == 1:
            return subjects[0].mentions
        return ()

    def _before(self, start: int, sentence: int, reach: int) -> Iterator[Named]:
        """What was named before a place, nearest first."""
        for named in reversed(self._named):
            if named.sentence < sentence - reach:
                return
            if named.start < start:
                yield named


def _gender(pronoun: str | None) -> str:
    return "she" if pronoun in _SHE else "he"
