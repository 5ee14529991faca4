"""Who says what: reported speech, quotations and their speakers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.knowledge.actions import lexicon
from bot.knowledge.words import verb_lemmas
from bot.reading.event import Mention
from bot.reading.predicates import Form, Predicate, Relation, Role

SOURCES = frozenset({"according to", "per"})
"""Prepositions that name the source of a whole sentence."""


@lru_cache(maxsize=20_000)
def is_speech_word(word: str) -> bool:
    """Whether a word is a form of a verb of saying."""
    return any(is_speech(lemma) for lemma in verb_lemmas(word))


@lru_cache(maxsize=20_000)
def is_speech(lemma: str) -> bool:
    """Whether a verb tells that something is said."""
    return lexicon().is_speech(lemma)


def attributing(predicates: Sequence[Predicate], *, ahead: bool) -> int | None:
    """The predicate of an attribution ("she told reporters on Monday") that tells of the saying.

    Where the attribution stands `ahead` of the quotation, the last one does: "she did not explain, but said: ...".
    """
    speaking = [i for i, p in enumerate(predicates) if p.form is Form.VERB and is_speech(p.lemma)]
    open_ended = [i for i in speaking if content(predicates, i) is None]
    if ahead:
        return max(open_ended or speaking, key=lambda i: predicates[i].at, default=None)
    main = [i for i in speaking if predicates[i].relation is Relation.MAIN]
    return next(iter(main or speaking), None)


def with_speaker(predicates: Sequence[Predicate], index: int) -> Predicate:
    """The predicate of an attribution with its speaker for a subject; of "said X" the parser makes X the object."""
    predicate = predicates[index]
    objects = predicate.of(Role.OBJECT)
    if predicate.of(Role.SUBJECT) or not objects or objects[0].phrase.start < predicate.at:
        return predicate
    arguments = tuple(replace(a, role=Role.SUBJECT) if a is objects[0] else a for a in predicate.arguments)
    return replace(predicate, arguments=arguments)


def content(predicates: Sequence[Predicate], index: int) -> str | None:
    """What is said, in the words of the clause: "that" clauses and plain ones, not participles and purposes."""
    predicate = predicates[index]
    for clause in predicate.clauses:
        if clause.predicate is None:
            continue
        below = predicates[clause.predicate]
        if below.governor == index and below.relation is Relation.CONTENT:
            return clause.text
    return None


def told_by(predicates: Sequence[Predicate], index: int) -> int | None:
    """The speech predicate in whose content clause a predicate stands."""
    seen = 0
    while (governor := predicates[index].governor) is not None and seen < len(predicates):
        if predicates[index].relation is Relation.CONTENT and is_speech(predicates[governor].lemma):
            return governor
        index, seen = governor, seen + 1
    return None


def source(
    predicates: Sequence[Predicate], who: Callable[[Predicate, Role, str], tuple[Mention, ...]]
) -> tuple[Mention, ...]:
    """Whom a sentence names as its source: "according to Yonhap"."""
    for predicate in predicates:
        for preposition in SOURCES:
            found = who(predicate, Role.OBLIQUE, preposition)
            if found:
                return found
    return ()
