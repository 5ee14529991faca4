"""Whether what a predicate tells is told as done: from its own verb group and from what governs it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.knowledge.actions import lexicon
from bot.reading.predicates import Form, Predicate, Relation, Role, Tense
from bot.reading.wordlists import words
from db.vocabulary import Action, Status

FACTS = frozenset({Status.HAPPENED, Status.ONGOING})

_DOUBTS = words("doubting adverbs")
_NEGATING_MARKERS = words("negating markers")
_OPEN_MARKERS = words("open markers")
_LATER_MARKERS = words("later markers")
_NOTHING = words("words for nothing")
_PARTS = frozenset({Role.SUBJECT, Role.OBJECT, Role.ATTRIBUTE})
_DUTIES = words("duties")
_UNREAL = words("unreal modals")
_CHANCES = words("chances")
_COMPLETED = frozenset({Relation.INFINITIVE, Relation.PREPOSITION, Relation.CONTENT, Relation.NOMINAL})
_DEPENDENT = frozenset({Relation.PARTICIPLE, Relation.PREPOSITION, Relation.INFINITIVE, Relation.NOMINAL})
_CIRCUMSTANCES = words("circumstances")
_WITHIN = frozenset({"during", "after", "following", "since"})
"""Prepositions that tell an event as having come, even a planned one."""
_OPPOSING = frozenset({"against", "toward", "towards"})
"""Prepositions before a gerund that leave open whether it is done."""
DEPTH = 12
"""Predicates governing each other, beyond which none is looked at."""


@cache
def _governors() -> dict[tuple[str, str], str]:
    """(word, kind) -> status, "same" or "past"."""
    found: dict[tuple[str, str], str] = {}
    path = Path(__file__).parent / "data" / "governors.tsv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        governors, kind, status = line.split("\t")
        for word in governors.split(";"):
            for each in ("to", "ing", "that", "noun") if kind == "any" else (kind,):
                found.setdefault((word, each), status)
    return found


def statuses(predicates: Sequence[Predicate]) -> list[Status]:
    """The status of each of a sentence's predicates."""
    return [_status(predicates, index) for index in range(len(predicates))]


def _status(predicates: Sequence[Predicate], index: int, depth: int = 0) -> Status:
    predicate = predicates[index]
    own = _own(predicate)
    if depth > DEPTH:
        return own
    governed = _governed(predicates, predicate, depth)
    if governed in FACTS:
        goes_on = governed is Status.ONGOING and own is Status.HAPPENED and predicate.tense is Tense.NONE
        return governed if goes_on and predicate.relation is not Relation.MODIFIER else own
    if own is Status.NEGATED:
        return Status.ALLEGED if governed is Status.NEGATED else Status.NEGATED
    if own in FACTS or governed is not Status.ALLEGED:
        return governed
    return own


def _own(predicate: Predicate) -> Status:
    """From the verb group alone."""
    if predicate.modal in _UNREAL and predicate.perfect:
        return Status.ALLEGED
    if predicate.negated or _is_of_nothing(predicate):
        return Status.NEGATED
    if predicate.modal in _CHANCES:
        return Status.ALLEGED
    if predicate.modal in _DUTIES:
        return Status.URGED
    if predicate.modal is not None:
        return Status.PLANNED
    if predicate.form is Form.NOUN:
        return Status.HAPPENED
    if _DOUBTS.intersection(predicate.adverbs):
        return Status.ALLEGED
    if predicate.marker in _OPEN_MARKERS:
        return Status.ALLEGED
    if predicate.marker in _LATER_MARKERS and predicate.tense is Tense.PRESENT:
        return Status.PLANNED
    if predicate.relation is Relation.MAIN and _commands(predicate):
        return Status.URGED
    if predicate.progressive or (predicate.form is Form.COPULA and predicate.tense is Tense.PRESENT):
        return Status.ONGOING
    return Status.HAPPENED


def _is_of_nothing(predicate: Predicate) -> bool:
    """Whether nobody does it or it is done to nothing: "found *no evidence*". "Says no deal is near" says something."""
    if predicate.form is Form.NOUN:
        return False
    first = [a.phrase.words[0].text.lower() for a in predicate.arguments if a.role in _PARTS and not a.shared]
    return not _NOTHING.isdisjoint(first) and not lexicon().is_speech(predicate.lemma)


def _commands(predicate: Predicate) -> bool:
    """Whether it is an imperative: a bare verb without a subject."""
    bare = predicate.tense is Tense.NONE and not predicate.infinitive and not predicate.passive
    return bare and predicate.base and not predicate.of(Role.SUBJECT)


def _governed(predicates: Sequence[Predicate], predicate: Predicate, depth: int) -> Status:
    """From what it hangs on: HAPPENED where nothing takes the fact away."""
    if predicate.marker in _NEGATING_MARKERS:
        return Status.NEGATED
    governor = predicates[predicate.governor] if predicate.governor is not None else None
    if predicate.relation is Relation.PURPOSE:
        link = _said(governor.lemma, "to", ("verb",)) if governor is not None else None
        over = governor is not None and governor.tense is Tense.PAST and not governor.progressive
        return Status(link) if link in set(Status) and not (link == Status.ONGOING and over) else Status.PLANNED
    if governor is None and not predicate.via:
        return Status.HAPPENED
    above = _status(predicates, predicate.governor, depth + 1) if predicate.governor is not None else Status.HAPPENED
    if predicate.form is Form.NOUN:
        return _of_noun(predicate, governor, above)
    if predicate.relation not in _COMPLETED:
        if predicate.relation in _DEPENDENT and predicate.tense is Tense.NONE:
            return above if above not in {Status.NEGATED, Status.DENIED} else Status.HAPPENED
        return Status.HAPPENED
    if predicate.relation is Relation.PREPOSITION and predicate.marker in _CIRCUMSTANCES and not predicate.via:
        return above if above in {Status.PLANNED, Status.URGED, Status.THREATENED} else Status.HAPPENED
    link = _link(predicate, governor)
    if link == "past":
        return Status.HAPPENED
    above = Status.NEGATED if predicate.via_negated else above
    if link == "same":
        if predicate.tense is not Tense.NONE and above is Status.NEGATED:
            return Status.ALLEGED  # "did not confirm that it sank" leaves open whether it did
        return above if predicate.tense is Tense.NONE or above is Status.DENIED else Status.HAPPENED
    if link == Status.ONGOING and governor is not None and governor.tense is Tense.PAST and not governor.progressive:
        return Status.PLANNED  # "worked to convince them" does not say that it did
    return _combined(Status(link), above)


def _of_noun(predicate: Predicate, governor: Predicate | None, above: Status) -> Status:
    """Of an event noun: a certain event is a fact unless something says otherwise, any event is none."""
    if predicate.marker in _WITHIN and not predicate.via and above in FACTS:
        return Status.HAPPENED
    for word in predicate.adverbs:
        frame = lexicon().frame(word, "adjective")
        if frame is not None and (found := frame.status("noun")) is not None:
            return found
    if predicate.marker in _CIRCUMSTANCES and not predicate.via:
        return above if above in {Status.PLANNED, Status.URGED, Status.THREATENED} else Status.HAPPENED
    link = "same" if predicate.subject else _link(predicate, governor)
    if link == "past":
        return Status.HAPPENED
    if link != "same":
        return _combined(Status(link), Status.NEGATED if predicate.via_negated else above)
    if above in {Status.PLANNED, Status.URGED, Status.THREATENED}:
        return above
    told = lexicon().event_noun(predicate.lemma)
    if told is not None and told.action is Action.CONSULT:
        return Status.ALLEGED  # "his visit" is talked of before as much as after it
    return Status.HAPPENED if predicate.definite and above in FACTS else Status.ALLEGED


def _combined(link: Status, above: Status) -> Status:
    """What `link` says of the act, under a governor that is itself only planned, negated, ..."""
    if above in FACTS:
        return link
    if above is Status.NEGATED:
        return Status.NEGATED if link in {Status.PLANNED, Status.THREATENED, Status.HAPPENED} else Status.ALLEGED
    if link in FACTS or above is not Status.URGED:
        return Status.NEGATED if link is Status.NEGATED else above
    return link


def _link(predicate: Predicate, governor: Predicate | None) -> str:
    """What the nearest governing word says of the act: a status, "same" or "past"."""
    kind = _kind(predicate)
    if predicate.relation is Relation.CONTENT and predicate.marker in {"whether", "if"}:
        return Status.ALLEGED
    if governor is not None and kind == "to" and "yet" in governor.adverbs:
        return Status.NEGATED
    if predicate.via:
        # "There is *evidence that* it sank", "is *likely* to sink": the nearest word that says anything decides.
        for word in predicate.via:
            found = _said(word, kind, ("noun", "adjective"))
            if found:
                return found
        if predicate.relation is Relation.PREPOSITION and governor is not None:
            for phrase in _phrases(governor, predicate):
                found = _said(phrase, kind, ("verb", "passive"))
                if found and found not in FACTS:
                    return found
    elif governor is not None:
        parts = ("passive", "verb", "adjective") if governor.passive else ("verb",)
        for phrase in (*_phrases(governor, predicate), _full(governor), governor.lemma):
            found = _said(phrase, kind, parts)
            if found:
                return found
    if kind == "ing" and predicate.marker in _OPPOSING:
        return Status.ALLEGED
    return Status.PLANNED if kind == "to" else "same"


def _kind(predicate: Predicate) -> str:
    if predicate.form is Form.NOUN:
        return "noun"
    if predicate.relation is Relation.CONTENT:
        return "indicative" if predicate.tense is not Tense.NONE and predicate.modal != "should" else "that"
    return "to" if predicate.infinitive else "ing"


def _full(governor: Predicate) -> str:
    return f"{governor.lemma} {governor.particle}" if governor.particle else governor.lemma


def _phrases(governor: Predicate, predicate: Predicate) -> list[str]:
    """The governor with the preposition that joins the act ("refrain from") or the one who is to do it ("call on")."""
    joining = [predicate.marker] if predicate.relation in {Relation.PREPOSITION, Relation.NOMINAL} else []
    if predicate.infinitive:
        joining = [argument.preposition for argument in governor.of(Role.OBLIQUE)]
    return [f"{_full(governor)} {preposition}" for preposition in joining if preposition]


def _said(governor: str, kind: str, parts: Sequence[str]) -> str | None:
    own = _governors().get((governor, kind))
    if own is None and kind == "indicative":
        return _said(governor, "that", parts)
    if own is not None:
        return own
    for part in parts:
        frame = lexicon().frame(governor, part)
        if frame is not None and (found := frame.status(kind)) is not None:
            return found
    return None
