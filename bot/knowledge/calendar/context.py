"""What the rules know besides the words: the reference day, the tense, and the date last spoken of."""

from dataclasses import dataclass, field
from datetime import date

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.expression import Interval, Tense
from bot.knowledge.calendar.spans import Span
from bot.knowledge.calendar.tense import Guess, tense_at
from bot.knowledge.calendar.tokens import Tokens
from db.vocabulary import Granularity

Found = tuple[int, Span]
"""What a rule reads: the index of the first token after the expression, and its days."""

_WRONG_SIDE = {Tense.PAST: 6, Tense.FUTURE: 6, Tense.UNKNOWN: 3, Tense.PRESENT: 3}
"""How much further off a date on the wrong side counts. Told on 3 January, "on 9 January" is next week all the same."""


@dataclass(slots=True)
class Context:
    """The circumstances of one text. `anchor` is the date that "the same day" means; it moves on with each date."""

    tokens: Tokens
    reference: date
    tense: Tense = Tense.UNKNOWN
    anchor: Span | None = None
    day_first: bool | None = None
    given: bool = False
    """Whether the anchor came from the caller and no date of this text has taken its place."""
    quarter: Span | None = None
    """The quarter last spoken of: "the quarter", "the year-earlier period"."""
    has_person_may: bool = False
    """Whether the text names somebody May: then "by May" is she."""
    cased: bool = True
    """Whether the text tells capital letters from small ones."""
    dates: dict[int, Found | None] = field(default_factory=dict)
    """What `date_at` has read so far, by token."""
    ahead: int = 0
    """Days by which it may be later where the news was made than where it was published."""
    _tenses: dict[int, Guess] = field(default_factory=dict)

    def like(self, tense: Tense, anchor: Span | None = None) -> "Context":
        """Give the same circumstances with another tense, and another anchor where one is given."""
        return Context(
            tokens=self.tokens,
            reference=self.reference,
            tense=tense,
            anchor=anchor or self.anchor,
            day_first=self.day_first,
            quarter=self.quarter,
            has_person_may=self.has_person_may,
            cased=self.cased,
            ahead=self.ahead,
        )

    def tense_at(self, index: int) -> Tense:
        """Give the tense of the clause around the token; the caller's word for it comes first."""
        return self.guess(index).tense

    def guess(self, index: int) -> Guess:
        """Give the same, and whether it is sure."""
        if self.tense is not Tense.UNKNOWN:
            return Guess(self.tense)
        if index not in self._tenses:
            self._tenses[index] = tense_at(self.tokens, index)
        return self._tenses[index]

    @property
    def base(self) -> Span:
        """Give the date that anchored expressions count from."""
        return self.anchor or spans.day(self.reference)

    def move_anchor(self, span: Span) -> None:
        """Let later expressions count from this date, unless it only looks back ("a year earlier")."""
        if span.kind in {"set", "vague", "duration"} or (span.anchored and span.start < self.base.start):
            return
        self.anchor, self.given = span, False
        if spans.is_quarter(span) and (self.quarter is None or span.start > self.quarter.start):
            self.quarter = span
        self.dates.clear()

    def nearest(self, candidates: list[Span], index: int) -> Span | None:
        """Choose among the same date of several years: the nearest, the wrong side of the reference counting more."""
        guess = self.guess(index)

        def cost(span: Span) -> int:
            behind = (self.reference - span.end).days
            ahead = (span.start - self.reference).days
            if guess.tense is Tense.FUTURE:
                return max(ahead, 0) if behind <= 0 else behind * (_WRONG_SIDE[guess.tense] if guess.sure else 1)
            return max(behind, 0) if ahead <= 0 else ahead * _WRONG_SIDE[guess.tense]

        return min(candidates, key=cost, default=None)

    def by_tense(self, candidates: list[Span], index: int) -> Span | None:
        """Choose by tense: the last one begun, or the first one not over when the tense is future for sure."""
        guess = self.guess(index)
        if guess.tense is Tense.FUTURE and not guess.sure:
            return self.nearest(candidates, index)
        if guess.tense is Tense.FUTURE:
            return min((span for span in candidates if span.end >= self.reference), key=lambda s: s.start, default=None)
        return max((span for span in candidates if span.start <= self.reference), key=lambda s: s.start, default=None)


def anchor_span(interval: Interval) -> Span:
    """Give the caller's anchor the granularity its days show."""
    first, last = interval
    for unit, granularity in (("week", Granularity.WEEK), ("month", Granularity.MONTH), ("year", Granularity.YEAR)):
        if spans.around(first, unit).interval == interval:
            return Span(first, last, granularity)
    return Span(first, last, Granularity.DAY if first == last else Granularity.RANGE)
