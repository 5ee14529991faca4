"""What a date expression is: its words, the days it means, and how exactly."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.vocabulary import Granularity

Interval = tuple[date, date]
"""A closed interval of days, first and last."""


class Tense(StrEnum):
    """The tense of the clause that a date stands in; it decides which Friday "on Friday" is."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    UNKNOWN = "unknown"


class Bound(StrEnum):
    """The word before a date that makes it one end of a stretch."""

    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    BY = "by"


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression: `text` is the span [start, end) of the searched text, `interval` the days it means.

    `kind` is "date" (a point of the calendar), "relative" (counted from the reference or another date), "duration" (a
    stretch that begins or ends at the reference: "over the past two years", "since 2019"), "set" (every Monday) or
    "vague" ("recently"; only on request). `approximate` says that the ends of the interval are a convention ("early
    2019"). `anchored` says that it counts from another date of the text ("the same day"), not from the reference.
    `bound` is the preposition that stands before it. Since and until belong to the span and the interval, the others do
    not: the interval of "before 2 April 2011" is 2 April 2011.
    """

    start: int
    end: int
    text: str
    interval: Interval
    granularity: Granularity
    kind: str
    approximate: bool = False
    anchored: bool = False
    bound: Bound | None = None


def window(expression: Expression) -> tuple[date | None, date | None]:
    """Give the days an asker means by it, its preposition included; None is an open end.

    "before 2 April 2011" ends on 1 April, "after 2012" starts on 1 January 2013; "since Monday", "until 2030" and "by
    June" keep the named day or period.
    """
    first, last = expression.interval
    match expression.bound:
        case Bound.SINCE:
            return first, None
        case Bound.UNTIL | Bound.BY:
            return None, last
        case Bound.BEFORE:
            return None, date.fromordinal(max(first.toordinal() - 1, 1))
        case Bound.AFTER:
            return date.fromordinal(min(last.toordinal() + 1, date.max.toordinal())), None
    return first, last
