"""When an event was: the date expression that belongs to its predicate, and no other's."""

from collections.abc import Sequence
from datetime import date

from bot.knowledge import calendar
from bot.reading.event import EventDate
from bot.reading.passage import Passage
from bot.reading.predicates import Argument, Form, Phrase, Predicate, Relation, Role, Tense
from bot.reading.status import FACTS
from bot.reading.wordlists import words
from db.vocabulary import Granularity, Status

_AHEAD = 1
"""Days by which it may be later where the news was made: articles on Asia are often dated in America."""

_NOT_ITS_OWN = frozenset({calendar.Bound.UNTIL, calendar.Bound.BEFORE, calendar.Bound.AFTER})
"""Bounds of a date that say when something was not yet or no more."""

_FINENESS = [
    Granularity.DAY,
    Granularity.WEEK,
    Granularity.MONTH,
    Granularity.SEASON,
    Granularity.YEAR,
    Granularity.RANGE,
]
_LATER = frozenset({Status.PLANNED, Status.URGED, Status.THREATENED})
_INHERITING = frozenset({Relation.PARTICIPLE, Relation.PREPOSITION})
_CARRYING = words("carrying verbs")
_HEDGES = " \"“”'‘’,"


class Dates:
    """The dates of one passage, shared out among its predicates."""

    def __init__(
        self,
        passage: Passage,
        predicates: Sequence[Predicate],
        statuses: Sequence[Status],
        reference: date,
        anchor: calendar.Interval | None,
    ) -> None:
        self._predicates = predicates
        self._statuses = statuses
        self._reference = reference
        self._anchor = anchor
        self._own: dict[int, list[tuple[int, calendar.Expression]]] = {}
        self._times: list[tuple[int, int]] = []
        for expression in calendar.find(passage.text, reference, anchor=anchor, ahead=_AHEAD):
            start, end = passage.place(expression.start), passage.place_end(expression.end)
            self._times.append((start, end))
            counted = expression.anchored and expression.text.lower().endswith((" before", " after"))
            if expression.kind != "set" and expression.bound not in _NOT_ITS_OWN and not counted:
                self._share(expression, start, end)

    def is_time(self, phrase: Phrase) -> bool:
        """Whether a phrase is a date and so neither a place nor somebody."""
        return any(_is_at(phrase, start, end) for start, end in self._times)

    def of(self, index: int, depth: int = 0) -> EventDate | None:
        """The date of a predicate: its own, or that of the predicate it is told along with."""
        own = self._own.get(index)
        if own:
            _, expression = min(own, key=lambda item: (item[0], _FINENESS.index(item[1].granularity)))
            return self._resolved(expression, index)
        predicate = self._predicates[index]
        if depth > 5:
            return None
        if self._is_carried(predicate):
            return self._of_carrier(predicate.governor or 0, index)
        if self._statuses[index] not in FACTS:
            return None
        above = self._told_with(index, predicate)
        return self.of(above, depth + 1) if above is not None and self._statuses[above] in FACTS else None

    def _is_carried(self, predicate: Predicate) -> bool:
        """Whether the verb above only carries it: "is on Monday *to visit*"."""
        if predicate.relation is not Relation.INFINITIVE or predicate.governor is None:
            return False
        return self._predicates[predicate.governor].lemma in _CARRYING

    def _of_carrier(self, carrier: int, index: int) -> EventDate | None:
        own = self._own.get(carrier)
        return self._resolved(min(own, key=lambda item: item[0])[1], index) if own else None

    def _told_with(self, index: int, predicate: Predicate) -> int | None:
        """The predicate whose date holds for this one as well: "signed it on Monday, *vowing* ...", "*and left*"."""
        if predicate.relation in _INHERITING and predicate.marker not in {"after", "before", "since"}:
            return predicate.governor
        for other in range(index - 1, -1, -1):
            fellow = self._predicates[other]
            beside = fellow.relation is predicate.relation and fellow.governor == predicate.governor
            if beside and fellow.tense is predicate.tense and self._shares_subject(predicate):
                return other
        return None

    @staticmethod
    def _shares_subject(predicate: Predicate) -> bool:
        subjects = [a for a in predicate.arguments if a.role in {Role.SUBJECT, Role.OBJECT} and a.shared]
        return bool(subjects)

    def _share(self, expression: calendar.Expression, start: int, end: int) -> None:
        """Give the expression to the innermost predicate it stands with, unless it belongs to a noun there."""
        holders = [
            (p.end - p.start, i)
            for i, p in enumerate(self._predicates)
            if p.start <= start and end <= p.end and p.form is not Form.NOUN
        ]
        for index, predicate in enumerate(self._predicates):
            if predicate.form is Form.NOUN and predicate.start <= start and end <= predicate.end:
                self._own.setdefault(index, []).append((1, expression))
        if not holders:
            return
        _, index = min(holders)
        predicate = self._predicates[index]
        if expression.bound is calendar.Bound.SINCE and predicate.tense is Tense.PAST and not predicate.perfect:
            return  # "the best harvest since 1902" was not brought in since then
        weight = self._weight(predicate, start, end)
        if weight is not None:
            self._own.setdefault(index, []).append((weight, expression))

    @staticmethod
    def _weight(predicate: Predicate, start: int, end: int) -> int | None:
        """How far the expression is from the predicate: 0 its own, more through a noun, None not its date."""
        containing = [
            a for a in predicate.arguments if a.phrase.start <= start and end <= a.phrase.end and not a.shared
        ]
        if not containing:
            return 0
        argument = min(containing, key=lambda a: a.phrase.end - a.phrase.start)
        return _depth(argument, start, end)

    def _resolved(self, expression: calendar.Expression, index: int) -> EventDate:
        tense = self._tense(index)
        again = calendar.resolve(expression.text, self._reference, tense=tense, anchor=self._anchor, ahead=_AHEAD)
        best = again if again is not None and not expression.anchored else expression
        first, last = best.interval
        return EventDate(first, last, best.granularity, expression.text.strip(_HEDGES))

    def _tense(self, index: int) -> calendar.Tense:
        predicate, status = self._predicates[index], self._statuses[index]
        if predicate.tense is Tense.PAST or predicate.perfect:
            return calendar.Tense.PAST
        if predicate.tense is Tense.FUTURE or status in _LATER:
            return calendar.Tense.FUTURE
        if predicate.tense is Tense.NONE and status in FACTS:
            return calendar.Tense.PAST
        return calendar.Tense.UNKNOWN


def _depth(argument: Argument, start: int, end: int) -> int | None:
    """0 where the argument is the date, 1 where the date completes its noun; None where it lies deeper."""
    phrase = argument.phrase
    if _is_at(phrase, start, end):
        return 0 if argument.role in {Role.OBLIQUE, Role.BARE} else None
    for complement in _complements(phrase):
        if _is_at(complement, start, end):
            return 1 if argument.role is not Role.SUBJECT else 2
    return None


def _complements(phrase: Phrase) -> list[Phrase]:
    first = [complement for member in phrase.each for _, complement in member.complements]
    return first + [inner for complement in first for _, inner in complement.complements]


def _is_at(phrase: Phrase, start: int, end: int) -> bool:
    return any(start <= member.noun.start < end for member in phrase.each)
