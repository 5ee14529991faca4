"""Someone named in a question, as they can be recognised in an event and in its words."""

import re
from collections.abc import Iterable, Mapping

from bot.asking.evidence.terms import Words, alike, figures, words_of
from bot.asking.query import Name, Part
from bot.knowledge.actors import fold, gazetteer
from bot.knowledge.surnames import surnames
from db.records import StoredActor, StoredParticipant
from db.vocabulary import ActorKind

STATES = (ActorKind.COUNTRY, ActorKind.GOVERNMENT)
THINGS = (ActorKind.OTHER, ActorKind.GROUP)


class Named:
    """Someone named in a question, as it can be recognised in an event."""

    def __init__(self, name: Name, actors: Mapping[int, StoredActor]) -> None:
        self.name = name
        self.ids = frozenset(name.actors)
        known = [actors[identifier] for identifier in name.actors if identifier in actors]
        self.states = frozenset(actor.country for actor in known if actor.kind in STATES and actor.country)
        if not known and not _is_city(name):
            # Known to the program, though the store has no such actor yet: "the Myanmar junta" is told as Myanmar.
            meant = gazetteer().named(name.text)[:1]
            self.states = frozenset(actor.country for actor in meant if actor.kind in STATES and actor.country)
        self.people = [actor for actor in known if actor.kind is ActorKind.PERSON]
        self.is_thing = not self.states and all(actor.kind in THINGS for actor in known)
        """Neither a person nor a body, as far as is known: a ship, a treaty, an aircraft."""
        self.is_no_party = self.is_thing or (
            not self.states and all(actor.kind in (*THINGS, ActorKind.ORGANISATION) for actor in known)
        )
        """Something that articles are about, such as a treaty or a bloc: named once, then called "the pact"."""
        self.spellings = frozenset(f" {spelling} " for spelling in _spellings(name, known) if spelling)

    def part(self, participant: StoredParticipant) -> float:
        """How surely a participant is this one: 0 to 1."""
        actor = participant.actor
        if actor is None:
            return 0.8 if self.stands_in(words_of(participant.text or "")) else 0.0
        if actor.id in self.ids:
            return 1.0
        if actor.country in self.states:
            if actor.kind in STATES:
                return 1.0
            return 0.8 if actor.sector in {"GOV", "MIL", "LEG"} else 0.65
        if actor.kind not in STATES and self.stands_in(words_of(participant.text or "")):
            return 0.7
        return 0.0

    def is_namesake(self, participant: StoredParticipant) -> bool:
        """Whether the participant is somebody else of the same surname."""
        actor = participant.actor
        if actor is None or actor.kind is not ActorKind.PERSON or actor.id in self.ids:
            return False
        own = {surname for person in self.people for surname in surnames(person.name, person.key)}
        return not own.isdisjoint(surnames(actor.name, actor.key))

    def in_full(self, words: Words) -> bool:
        """Whether the words hold a whole name of this person."""
        return any(f" {fold(person.name)} " in words.joined for person in self.people)

    def leads(self, participant: StoredParticipant) -> bool:
        """Whether the participant is the state that this person governs."""
        actor = participant.actor
        return (
            actor is not None
            and actor.kind in STATES
            and any(person.sector == "GOV" and person.country == actor.country for person in self.people)
        )

    def stands_in(self, words: Words) -> bool:
        """Whether the words hold one of its spellings, or for a state its adjective or capital."""
        if any(spelling in words.joined for spelling in self.spellings):
            return True
        if self.is_thing and (self._by_initials(words) or self._by_words(words)):
            return True
        return bool(self.states) and not self.states.isdisjoint(words.countries)

    def _by_initials(self, words: Words) -> bool:
        """Whether an abbreviation's letters begin words in a row: "RAA", "a Reciprocal Access Agreement"."""
        letters = fold(self.name.text)
        if not (3 <= len(letters) <= 6 and letters.isalpha() and " " not in letters):
            return False
        return letters in words.initials

    def _by_words(self, words: Words) -> bool:
        """Whether every word of the name is there, in whatever order and nearly so spelt: "US F-35s", "US F-35As"."""
        own = fold(self.name.text).split()
        if len(own) > 1 and "-" in self.name.text and own[-1][0].isdigit():
            # Of "Tuatara-2" the figure says which, and "on April 2" is none.
            return re.search(rf" {re.escape(f'{own[-2]} {figures(own[-1])}')}(?!\d)", words.joined) is not None
        return (len(own) > 1 or len(own[0]) >= 6) and all(
            any(alike(word, other) for other in words.set) for word in own
        )


def _is_city(name: Name) -> bool:
    """Whether it is asked for as a place and smaller than a state: what was in Japan need not have been in Tokyo."""
    known = gazetteer()
    return name.part is Part.PLACE and known.place(name.text) is not None and known.country_of(name.text) is None


def _spellings(name: Name, known: Iterable[StoredActor]) -> Iterable[str]:
    yield fold(name.text)
    if name.name:
        yield fold(name.name)
    for actor in known:
        yield fold(actor.name)
        if actor.kind is ActorKind.PERSON:
            yield from surnames(actor.name, actor.key)
