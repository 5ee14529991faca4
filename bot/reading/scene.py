"""One parsed passage with everybody in it identified: what the making of events looks things up in."""

from collections.abc import Sequence

from bot.reading.coreference import Coreference, Named
from bot.reading.event import Mention
from bot.reading.learned.frames import Part
from bot.reading.linking import Linker
from bot.reading.predicates import Argument, Phrase, Predicate, Relation, Role
from bot.reading.quotation import Kind, Unit
from bot.reading.speech import told_by

_ROLES = {Part.ACTOR: Role.SUBJECT, Part.TARGET: Role.OBJECT}
"""The syntactic part that a part in an act is most like."""


class Scene:
    """A unit's predicates, and whom their arguments name. Scenes are made in the order of the text."""

    def __init__(
        self,
        unit: Unit,
        number: int,
        predicates: Sequence[Predicate],
        linker: Linker,
        coreference: Coreference,
        speaker: tuple[Mention, ...],
    ) -> None:
        self.unit = unit
        self.number = number
        self.predicates = predicates
        self.speaker = speaker
        self._linker = linker
        self._coreference = coreference
        self._who: dict[tuple[int, int], tuple[Mention, ...]] = {}
        self._identify()

    def who(self, phrase: Phrase) -> tuple[Mention, ...]:
        """Whom a phrase of this passage names."""
        found = self._who.get((phrase.start, phrase.end))
        return found if found is not None else self._linked(phrase)

    def owner(self, phrase: Phrase) -> tuple[Mention, ...]:
        """Whose the phrase is: "*Seoul's* offer", "*his* visit"."""
        return self.who(phrase.owner) if phrase.owner is not None else ()

    def _linked(self, phrase: Phrase) -> tuple[Mention, ...]:
        if self._linker.is_pronoun(phrase):
            return ()
        again = self._coreference.pair(phrase, self.number)
        if again is None:
            again = self._coreference.same(phrase, self.number)
        if again is None and self._linker.is_body_of_some_country(phrase):
            again = self._linker.body(phrase, self._coreference.countries(phrase.start, self.number))
        return again if again is not None else self._linker.mentions(phrase)

    def _identify(self) -> None:
        """Identify all arguments from left to right, so that pronouns find who was named before them."""
        places: list[tuple[int, int, Argument]] = []
        for index, predicate in enumerate(self.predicates):
            places.extend((a.phrase.start, index, a) for a in predicate.arguments if not a.shared)
        for index, predicate in enumerate(self.predicates):
            for filled in predicate.told.parts if predicate.told is not None else ():
                argument = Argument(_ROLES.get(filled.part, Role.OBLIQUE), filled.phrase, filled.preposition)
                places.append((filled.phrase.start, index, argument))
        places.sort(key=lambda place: (place[0], place[1]))
        for _, index, argument in places:
            if (argument.phrase.start, argument.phrase.end) not in self._who:
                self._enter(index, argument)

    def _enter(self, index: int, argument: Argument) -> None:
        phrase, predicate = argument.phrase, self.predicates[index]
        for owned in _with_owners(phrase):
            if owned.owner is not None and self._linker.is_pronoun(owned.owner):
                self._resolve(index, owned.owner, subject=False)
        subject = argument.role is Role.SUBJECT
        if self._linker.is_pronoun(phrase):
            mentions = self._resolve(index, phrase, subject=subject)
        else:
            mentions = self._who[(phrase.start, phrase.end)] = self._linked(phrase)
        if self.unit.kind is Kind.STATEMENT and self._linker.is_pronoun(phrase):
            return
        self._coreference.note(
            Named(
                phrase.start,
                self.number,
                mentions,
                plural=len(mentions) > 1 or phrase.noun.tag in {"NNS", "NNPS"},
                subject=subject or (argument.role is Role.OBJECT and predicate.passive),
                main=predicate.relation is Relation.MAIN,
            )
        )
        for _, inner in phrase.complements:
            self._coreference.note(
                Named(inner.start, self.number, self.who(inner), len(inner.members) > 1, subject=False, main=False)
            )

    def _resolve(self, index: int, phrase: Phrase, *, subject: bool) -> tuple[Mention, ...]:
        above = told_by(self.predicates, index)
        said_by: tuple[Mention, ...] = ()
        if above is not None and self.predicates[above].at < phrase.start:
            said_by = self.subjects(above)
        elif above is None and self.predicates[index].governor is not None and subject:
            said_by = self.subjects(self.predicates[index].governor or 0)
        quoted = self.speaker if self.unit.kind is Kind.STATEMENT else ()
        found = self._coreference.resolve(phrase, self.number, subject=subject, said_by=said_by, speaker=quoted)
        self._who[(phrase.start, phrase.end)] = found
        return found

    def subjects(self, index: int) -> tuple[Mention, ...]:
        """Who does what a predicate tells."""
        found: list[Mention] = []
        for argument in self.predicates[index].of(Role.SUBJECT):
            found.extend(self.who(argument.phrase))
        return tuple(found)


def _with_owners(phrase: Phrase) -> list[Phrase]:
    """The phrase and what completes it, each of which can have a pronoun for an owner."""
    return [phrase, *phrase.members[1:], *(inner for _, inner in phrase.complements)]
