"""Where an event was: the place among a predicate's arguments."""

from collections.abc import Callable

from bot.knowledge.actors import gazetteer
from bot.reading.event import Place
from bot.reading.predicates import Form, Phrase, Predicate, Role
from bot.reading.roles import head_kind
from bot.reading.wordlists import words

_PREPOSITIONS = words("place prepositions")
_BROAD = words("broad place prepositions")
"""Prepositions that also join much that is no place."""


def place_of(predicate: Predicate, is_time: Callable[[Phrase], bool]) -> Place | None:
    """The nearest place: one of its own, or one that completes its object noun. What `is_time` is none."""
    own = [(a.preposition, a.phrase) for a in predicate.of(Role.OBLIQUE)]
    inner = [
        pair
        for argument in predicate.of(Role.OBJECT, Role.OBLIQUE, Role.ATTRIBUTE)
        for member in argument.phrase.each
        for pair in member.complements
    ]
    if predicate.form is Form.NOUN:
        inner = []
    for preposition, phrase in (*own, *inner):
        if preposition in _PREPOSITIONS and not is_time(phrase) and (found := place(phrase, is_time, preposition)):
            return found
    return None


def place(phrase: Phrase, is_time: Callable[[Phrase], bool], preposition: str | None = None) -> Place | None:
    """The place that a phrase names; None where it names none, or only a common one ("in a statement")."""
    text = phrase.text
    kind = head_kind(phrase.noun.text, name=phrase.noun.proper)
    if not phrase.noun.proper and kind != "place":
        return _inside(phrase, is_time)
    for reading in _readings(phrase):
        known = gazetteer().place(reading)
        if known is not None:
            name, country = known
            is_side = preposition in {"on", "into"} and phrase.noun.proper and country is not None
            return None if is_side else Place(text, name, country)
    named = any(word.proper for member in phrase.each for word in member.words) or any(
        word.proper for _, inner in phrase.complements for word in inner.words
    )
    if kind == "place" and (named or phrase.owner is not None):
        return Place(text, None, _country(phrase))
    if phrase.noun.proper and kind is None and preposition not in _BROAD and len(phrase.words) <= 4:
        return Place(text, phrase.core, None)
    if phrase.noun.proper and kind is None and preposition == "at" and phrase.complements:
        return Place(text, None, _country(phrase))
    return None


def _inside(phrase: Phrase, is_time: Callable[[Phrase], bool]) -> Place | None:
    """The place of what happens at a common noun: "a briefing *in Beijing*"."""
    for preposition, inner in phrase.complements:
        if preposition in {"in", "at", "near"} and not is_time(inner):
            return place(inner, is_time, preposition)
    return None


def _readings(phrase: Phrase) -> list[str]:
    """The words to look up, the fullest first."""
    bare = " ".join(word.text for word in phrase.words if word.tag not in {"DT", "PRP$"})
    found = [phrase.text, bare, phrase.noun.text if phrase.noun.proper else ""]
    found.extend(inner.text for preposition, inner in phrase.complements if preposition in {"of", "in"})
    found.extend(other.text for other in phrase.appositions)
    return [reading for reading in found if reading]


def _country(phrase: Phrase) -> str | None:
    """The country whose name or adjective stands in the phrase."""
    said = [word.text for word in phrase.words]
    if phrase.owner is not None:
        said.append(phrase.owner.core)
    said.extend(inner.core for _, inner in phrase.complements)
    return next((found for word in said if (found := gazetteer().country_of(word))), None)
