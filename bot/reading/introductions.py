"""How an article introduces people and bodies: what it calls them first is what they are known by later on."""

import re
from collections.abc import Sequence

from bot.knowledge.names import fold
from bot.reading.cast import Cast, Identity
from bot.reading.linking import Linker
from bot.reading.names import split_name, without_owner
from bot.reading.predicates import Phrase, Predicate, Role, Word
from bot.reading.roles import calling, head_kind, head_sector, role_group
from bot.reading.speech import is_speech
from db.vocabulary import ActorKind

LONGEST_NAME = 5
"""Words of a name."""
LONGEST_PERSON = 4
"""Words of the name of somebody who is a person only because he speaks."""
DEPTH = 3
"""Phrases within phrases that are looked at."""

_ABBREVIATION = re.compile(r"['’]?s?\s*\(([A-Z][A-Za-z&-]{1,9})\)")
_CALLED = frozenset({ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.GOVERNMENT, ActorKind.MILITARY})
_PREFIXES = {ActorKind.PERSON: "person", ActorKind.OTHER: "name"}


class Introductions:
    """Enters into the cast whom the phrases of a document name in full."""

    def __init__(self, text: str, linker: Linker, cast: Cast) -> None:
        self._text = text
        self._linker = linker
        self._cast = cast

    def hear(self, predicates: Sequence[Predicate]) -> None:
        """Enter whom a passage's predicates name."""
        for predicate in predicates:
            for argument in predicate.arguments:
                speaks = argument.role is Role.SUBJECT and is_speech(predicate.lemma)
                self._phrase(argument.phrase, speaks=speaks)

    def _phrase(self, phrase: Phrase, *, speaks: bool, depth: int = 0) -> None:
        for member in phrase.each:
            roles = [other.noun.text for other in member.appositions if _says_what(other)]
            self._enter(member, speaks=speaks, roles=roles)
            own = [member.noun.text] if _says_what(member) else []
            for other in member.appositions:
                self._enter(other, roles=own, country=self._linker.country(member))
            if depth < DEPTH:
                for _, inner in member.complements:
                    self._phrase(inner, speaks=False, depth=depth + 1)

    def _enter(
        self, phrase: Phrase, *, speaks: bool = False, roles: Sequence[str] = (), country: str | None = None
    ) -> None:
        """Enter whom a phrase names. `roles` are the nouns of what it is said to be beside the phrase."""
        words = without_owner(phrase.words)
        title, name = split_name(words)
        if not name:
            self._described(phrase, words)
            return
        if len(name) > LONGEST_NAME or not name[0].text[:1].isupper():
            return
        roles = (*(word.text for word in title if calling(word.text) or role_group(word.text) == "vessel"), *roles)
        identity = self._linker.known(phrase, title, name)
        spelling = self._linker.full_name(phrase, name)
        if identity is None:
            identity = self._new(phrase, title, name, roles, country, speaks=speaks)
            if identity is None:
                return
        elif identity.kind is not ActorKind.PERSON or len(name) == 1:
            spelling = identity.name
        if identity.kind is not ActorKind.PERSON:
            roles = (*roles, name[-1].text)
        self._cast.add(identity, spelling, roles, self._linker.title(title))
        if abbreviation := _ABBREVIATION.match(self._text, phrase.noun.end):
            self._cast.add(identity, abbreviation[1])

    def _described(self, phrase: Phrase, words: Sequence[Word]) -> None:
        """Enter a body or an officer by the description: after "Myanmar's military junta", "the junta" is known."""
        if head_kind(phrase.noun.text) not in {"organisation", "military"} and calling(phrase.noun.text) is None:
            return
        identity = self._linker.described(phrase, words)
        if identity is not None and identity.kind in _CALLED:
            self._cast.add(identity, identity.name, (phrase.noun.text,))

    def _new(
        self,
        phrase: Phrase,
        title: Sequence[Word],
        name: Sequence[Word],
        roles: Sequence[str],
        country: str | None,
        *,
        speaks: bool,
    ) -> Identity | None:
        """Somebody whom the gazetteer does not know; None where the name may be of nobody."""
        kind = _kind(title, name, roles, speaks=speaks)
        surface = self._linker.full_name(phrase, name)
        slug = fold(surface).replace(" ", "-")
        if kind is None or not slug or (len(name) == 1 and kind is ActorKind.PERSON):
            return None
        if kind is ActorKind.PERSON:
            sector = next((found.sector for role in reversed(roles) if (found := calling(role))), None)
        else:
            sector = head_sector(name[-1].text)
        key = f"{_PREFIXES.get(kind, 'organisation')}:{slug}"
        return Identity(key, surface, kind, self._linker.country(phrase) or country, sector)


def _says_what(phrase: Phrase) -> bool:
    """Whether a phrase says what somebody is, and does not only name him."""
    return not phrase.noun.proper or calling(phrase.noun.text) is not None


def _kind(title: Sequence[Word], name: Sequence[Word], roles: Sequence[str], *, speaks: bool) -> ActorKind | None:
    """What a new name is, from its own words, its title and what is said of it; None where it is no actor."""
    own = head_kind(name[-1].text)
    if own is not None and len(name) > 1:
        return None if own in {"place", "thing"} else ActorKind(own)
    if any(calling(role) for role in roles):
        return ActorKind.PERSON
    called = next((found for word in reversed(title) if (found := head_kind(word.text))), None)
    called = called or next((found for role in roles if (found := head_kind(role))), None)
    if called is not None:
        return ActorKind.OTHER if called in {"place", "thing"} else ActorKind(called)
    if name[-1].text.isupper() and len(name[-1].text) > 1:
        return ActorKind.ORGANISATION if len(name) == 1 else ActorKind.OTHER
    if speaks and 1 < len(name) <= LONGEST_PERSON:
        return ActorKind.PERSON
    return ActorKind.OTHER if len(name) > 1 else None
