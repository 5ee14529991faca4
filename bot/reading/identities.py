"""Who somebody is, by what stands beside the name: "Ri, the head of the committee", "Foreign Minister Hayashi"."""

import re
from collections.abc import Iterator

from bot.reading.event import Mention, ReadEvent
from bot.reading.linking import Linker
from bot.reading.names import is_former, split_name, without_owner
from bot.reading.predicates import Phrase, Predicate
from bot.reading.quotation import Unit
from bot.reading.roles import calling
from db.vocabulary import Action, ActorKind, Status

CONFIDENCE = 0.8
_PREFIX = re.compile(r"\b\w+-?\Z")
_LONGEST_PREFIX = 12
"""Characters of "then-" and the like."""
DEPTH = 3
"""Phrases within phrases that are looked at."""


class Identities:
    """Finds what one document says that its people and things are; each once."""

    def __init__(self, text: str, linker: Linker) -> None:
        self._text = text
        self._linker = linker
        self._told: set[tuple[str, str]] = set()

    def events(self, unit: Unit, predicates: list[Predicate]) -> Iterator[ReadEvent]:
        """What a unit says that somebody is, apart from its predicates."""
        seen: set[int] = set()
        for predicate in predicates:
            for argument in predicate.arguments:
                if not argument.shared and argument.phrase.noun.start not in seen:
                    seen.add(argument.phrase.noun.start)
                    yield from self._of(unit, argument.phrase, 0)

    def _of(self, unit: Unit, phrase: Phrase, depth: int) -> Iterator[ReadEvent]:
        for member in phrase.each:
            yield from self._titled(unit, member)
            for other in member.appositions:
                yield from self._titled(unit, other)
                yield from self._paired(unit, member, other)
            if depth < DEPTH:
                for _, inner in member.complements:
                    yield from self._of(unit, inner, depth + 1)
                if member.owner is not None:
                    yield from self._of(unit, member.owner, depth + 1)

    def _titled(self, unit: Unit, phrase: Phrase) -> Iterator[ReadEvent]:
        """ "Japanese Foreign Minister Yoshimasa Hayashi" is the Japanese Foreign Minister."""
        words = without_owner(phrase.words)
        title, name = split_name(words)
        if not name or not title or calling(title[-1].text) is None or len(name) < 2:
            return
        mention = self._linker.mention(phrase)
        if mention is not None and mention.key is not None:
            before = _PREFIX.search(self._text, max(0, phrase.words[0].start - _LONGEST_PREFIX), phrase.words[0].start)
            start = before.start() if before else phrase.words[0].start
            yield from self._event(unit, mention, self._text[start : title[-1].end].lstrip("-"))

    def _paired(self, unit: Unit, one: Phrase, other: Phrase) -> Iterator[ReadEvent]:
        """A name and a description side by side, in either order."""
        for name, description in ((one, other), (other, one)):
            if not name.noun.proper or is_description(name) or not is_description(description):
                continue
            mention = self._linker.mention(name)
            if mention is not None and mention.key is not None and _says_something(description, mention):
                yield from self._event(unit, mention, description.text)
            return

    def _event(self, unit: Unit, mention: Mention, description: str) -> Iterator[ReadEvent]:
        key = (mention.key or "", description.lower())
        if key in self._told or not description:
            return
        self._told.add(key)
        sentence = unit.sentence
        yield ReadEvent(
            quote=self._text[sentence.start : sentence.end],
            start=sentence.start,
            end=sentence.end,
            clause=self._text[sentence.start : sentence.end],
            action=Action.OTHER,
            verb="be",
            status=Status.HAPPENED if is_former(description) else Status.ONGOING,
            actors=(mention,),
            object=description,
            confidence=CONFIDENCE,
        )


def _says_something(description: Phrase, mention: Mention) -> bool:
    """Whether a description can be of such a one, and is more than "the spokeswoman"."""
    if len(description.text.split()) < 2 or (len(description.text.split()) == 2 and description.words[0].tag == "DT"):
        return False
    of_people = mention.kind in {ActorKind.PERSON, ActorKind.COUNTRY, ActorKind.GOVERNMENT}
    return not of_people or calling(description.noun.text) is not None


def is_description(phrase: Phrase) -> bool:
    """Whether a phrase says what somebody is, rather than who: its head is a common noun, or an office in capitals."""
    if phrase.noun.tag[:2] != "NN":
        return False
    return not phrase.noun.proper or calling(phrase.noun.text) is not None
