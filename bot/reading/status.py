"""Whether what a predicate tells is told as done: from its own verb group and from what governs it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.reading.predicates import Form, Predicate, Relation, Tense
from db.vocabulary import Status

FACTS = frozenset({Status.HAPPENED, Status.ONGOING})

_DOUBTS = frozenset(
    "allegedly reportedly purportedly supposedly apparently possibly perhaps maybe probably presumably likely "
    "potentially ostensibly".split()
)
_NEGATING_MARKERS = frozenset({"without", "instead of", "rather than", "unless", "lest"})
_OPEN_MARKERS = frozenset({"if", "whether", "unless", "in case", "provided", "should"})
_LATER_MARKERS = frozenset({"until", "till", "before", "once", "when", "as soon as"})
_DUTIES = frozenset({"should", "must", "ought", "shall", "need"})
_CHANCES = frozenset({"may", "might", "could", "can"})
_COMPLETED = frozenset({Relation.INFINITIVE, Relation.PREPOSITION, Relation.CONTENT})
_DEPENDENT = frozenset({Relation.PARTICIPLE, Relation.PREPOSITION, Relation.INFINITIVE})
DEPTH = 12
"""Predicates governing each other, beyond which none is looked at."""


@cache
def _governors() -> dict[str, tuple[tuple[str, str], ...]]:
    """For each governing word the (kinds, status) lines that hold for what completes it."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    path = Path(__file__).parent / "data" / "governors.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "word\t")):
            word, kinds, status = line.split("\t")
            found[word] = (*found.get(word, ()), (kinds, status))
    return found


def status(predicates: Sequence[Predicate], index: int, depth: int = 0) -> Status:
    """The status of one of a sentence's predicates."""
    predicate = predicates[index]
    own = _own(predicate)
    if depth > DEPTH:
        return own
    governed = _governed(predicates, predicate, depth)
    if predicate.negated and governed in FACTS | {Status.ALLEGED}:
        return Status.NEGATED
    return own if governed in FACTS else governed


def _own(predicate: Predicate) -> Status:
    """From the verb group alone."""
    if predicate.modal in {"would", "could", "should", "might"} and predicate.perfect:
        return Status.ALLEGED
    if predicate.negated:
        return Status.NEGATED
    if predicate.modal in _CHANCES:
        return Status.ALLEGED
    if predicate.modal in _DUTIES:
        return Status.URGED
    if predicate.modal is not None:
        return Status.PLANNED
    if _DOUBTS.intersection(predicate.adverbs):
        return Status.ALLEGED
    if predicate.marker in _OPEN_MARKERS:
        return Status.ALLEGED
    if predicate.marker in _LATER_MARKERS and predicate.tense is Tense.PRESENT:
        return Status.PLANNED
    if predicate.progressive or (predicate.form is Form.COPULA and predicate.tense is Tense.PRESENT):
        return Status.ONGOING
    return Status.HAPPENED


def _governed(predicates: Sequence[Predicate], predicate: Predicate, depth: int) -> Status:
    """From what it hangs on: HAPPENED where nothing takes the fact away."""
    if predicate.marker in _NEGATING_MARKERS:
        return Status.NEGATED
    governor = predicates[predicate.governor] if predicate.governor is not None else None
    if predicate.relation is Relation.PURPOSE:
        return Status.PLANNED
    if governor is None and not predicate.via:
        return Status.HAPPENED
    above = status(predicates, predicate.governor, depth + 1) if predicate.governor is not None else Status.HAPPENED
    if predicate.relation not in _COMPLETED:
        if predicate.relation in _DEPENDENT and predicate.tense is Tense.NONE:
            return above if above not in {Status.NEGATED, Status.DENIED} else Status.HAPPENED
        return Status.HAPPENED
    link = _link(predicate, governor)
    if predicate.via and governor is not None and link not in {"past", "same"}:
        return _combined(Status(link), Status.NEGATED if predicate.via_negated else above)
    if link == "past":
        return Status.HAPPENED
    if link == "same":
        dependent = predicate.tense is Tense.NONE
        return (Status.NEGATED if predicate.via_negated else above) if dependent else Status.HAPPENED
    return _combined(Status(link), Status.NEGATED if predicate.via_negated else above)


def _combined(link: Status, above: Status) -> Status:
    """What `link` says of the act, under a governor that is itself only planned, negated, ..."""
    if above in FACTS or above is Status.URGED:
        return link
    if above is Status.NEGATED:
        return Status.NEGATED if link in {Status.PLANNED, Status.THREATENED} else Status.ALLEGED
    return Status.NEGATED if link is Status.NEGATED else above


def _link(predicate: Predicate, governor: Predicate | None) -> str:
    """The table's word for what the nearest governing word says of the act."""
    kind = {Relation.CONTENT: "content", Relation.INFINITIVE: "infinitive"}.get(predicate.relation, "preposition")
    words = predicate.via[:1] or ((governor.lemma,) if governor is not None else ())
    for word in words:
        for kinds, found in _governors().get(word, ()):
            if kinds in {"any", kind} and not (kind == "content" and predicate.via and found == "planned"):
                return found
    if predicate.relation is Relation.INFINITIVE and predicate.tense is Tense.NONE:
        return Status.PLANNED if _bare_infinitive(predicate) else "same"
    return "same"


def _bare_infinitive(predicate: Predicate) -> bool:
    """Whether it is a to-infinitive, which nothing says to have come true, and no gerund."""
    return predicate.text.lower().startswith("to ") or " to " in predicate.text.lower()
