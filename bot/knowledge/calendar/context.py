"""What the rules know besides the words: the reference day, the tense, and the date last spoken of."""

from dataclasses import dataclass, field
from datetime import date

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.expression import Interval, Tense
from bot.knowledge.calendar.spans import Span
from bot.knowledge.calendar.tense import tense_at
from bot.knowledge.calendar.tokens import Tokens
from db.vocabulary import Granularity

_WRONG_WAY = {Tense.PAST: 6, Tense.UNKNOWN: 3, Tense.PRESENT: 3}
"""How much further off a date in the future counts: "on 9 January" in a text of 3 January is next week all the same."""


@dataclass(slots=True)
class Context:
    """The circumstances of one text. `anchor` is the date that "the same day" means; it moves on with every date found."""

    tokens: Tokens
    reference: date
    tense: Tense = Tense.UNKNOWN
    anchor: Span | None = None
    day_first: bool | None = None
    vague: bool = False
    outside: bool = False
    """Whether the anchor was given by the caller and no date of this text has taken its place."""
    has_person_may: bool = False
    """Whether the text names somebody May: then "by May" is she."""
    _tenses: dict[int, Tense] = field(default_factory=dict)

    def tense_at(self, index: int) -> Tense:
        """Give the tense of the clause around the token; the caller's word for it comes first."""
        if self.tense is not Tense.UNKNOWN:
            return self.tense
        if index not in self._tenses:
            self._tenses[index] = tense_at(self.tokens, index)
        return self._tenses[index]

    @property
    def base(self) -> Span:
        """Give the date that anchored expressions count from."""
        return self.anchor or spans.day(self.reference)

    def nearest(self, candidates: list[Span], tense: Tense) -> Span | None:
        """Choose among the same date of several years: the nearest, with a penalty for the wrong side of the reference."""

        def cost(span: Span) -> int:
            behind = (self.reference - span.end).days
            ahead = (span.start - self.reference).days
            if tense is Tense.FUTURE:
                return max(ahead, 0) if behind <= 0 else behind * 6
            return max(behind, 0) if ahead <= 0 else ahead * _WRONG_WAY[tense]

        return min(candidates, key=cost, default=None)

    def latest(self, candidates: list[Span], tense: Tense) -> Span | None:
        """Choose strictly by tense: the last one begun, or the first one not over when the tense is future."""
        if tense is Tense.FUTURE:
            return min((span for span in candidates if span.end >= self.reference), key=lambda s: s.start, default=None)
        return max((span for span in candidates if span.start <= self.reference), key=lambda s: s.start, default=None)


def anchor_span(interval: Interval) -> Span:
    """Give the caller's anchor the granularity its days show."""
    first, last = interval
    for unit, granularity in (("week", Granularity.WEEK), ("month", Granularity.MONTH), ("year", Granularity.YEAR)):
        if spans.around(first, unit).interval == interval:
            return Span(first, last, granularity)
    return Span(first, last, Granularity.DAY if first == last else Granularity.RANGE)
