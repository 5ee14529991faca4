"""Arithmetic on stretches of the calendar."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.knowledge.calendar.expression import Interval
from db.vocabulary import Granularity

FIRST_YEAR, LAST_YEAR = 1000, 2999
"""Years outside are no dates in news; arithmetic stays inside as well."""


@dataclass(frozen=True, slots=True)
class Span:
    """What an expression means, before it is tied to its words. The fields are those of `Expression`."""

    start: date
    end: date
    granularity: Granularity
    kind: str = "date"
    approximate: bool = False
    anchored: bool = False

    @property
    def interval(self) -> Interval:
        """The days, first and last."""
        return self.start, self.end

    def having(self, **changes: object) -> "Span":
        """Give a copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def inside(when: date) -> date:
    """Give the day itself, or the nearest one that can be a date."""
    return shift_days(when, 0)


def _inside(year: int) -> int:
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def day(when: date) -> Span:
    """Give one day."""
    return Span(when, when, Granularity.DAY)


def week(when: date) -> Span:
    """Give the week, Monday to Sunday, that holds the day."""
    monday = shift_days(when, -when.weekday())
    return Span(monday, monday + timedelta(6), Granularity.WEEK)


def weekend(when: date) -> Span:
    """Give the Saturday and Sunday of the day's week."""
    saturday = week(when).start + timedelta(5)
    return Span(saturday, saturday + timedelta(1), Granularity.RANGE)


def month(year: int, number: int) -> Span:
    """Give a month; a number outside 1..12 counts on into other years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    if year != _inside(year):
        year, number = (FIRST_YEAR, 1) if year < FIRST_YEAR else (LAST_YEAR, 12)
    return Span(date(year, number, 1), date(year, number, monthrange(year, number)[1]), Granularity.MONTH)


def months(year: int, first: int, count: int, granularity: Granularity = Granularity.RANGE) -> Span:
    """Give `count` months from the first one on."""
    start, end = month(year, first), month(year, first + count - 1)
    return Span(start.start, max(start.end, end.end), granularity)


def quarter(year: int, number: int) -> Span:
    """Give a quarter of a calendar year, 1 to 4, or beyond into other years."""
    return months(year, 3 * number - 2, 3)


def year(number: int) -> Span:
    """Give a year."""
    number = _inside(number)
    return Span(date(number, 1, 1), date(number, 12, 31), Granularity.YEAR)


def years(first: int, last: int) -> Span:
    """Give a stretch of whole years."""
    return Span(year(first).start, year(max(first, last)).end, Granularity.RANGE)


def season(number: int, first_month: int) -> Span:
    """Give a season by the year and month it starts in: winter 2022 ends in February 2023."""
    return months(number, first_month, 3, Granularity.SEASON)


def shift_days(when: date, count: int) -> date:
    """Give the day that many days later, kept inside the years that are dates."""
    low, high = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
    return date.fromordinal(min(max(when.toordinal() + count, low), high))


def shift_months(when: date, count: int) -> date:
    """Give the same day of another month, or that month's last day where it is shorter."""
    target = month(when.year, when.month + count)
    return target.start.replace(day=min(when.day, target.end.day))


def shift(when: date, unit: str, count: int) -> date:
    """Give the day `count` units away."""
    match unit:
        case "day":
            return shift_days(when, count)
        case "week" | "weekend":
            return shift_days(when, 7 * count)
        case "fortnight":
            return shift_days(when, 14 * count)
        case "month":
            return shift_months(when, count)
        case "quarter":
            return shift_months(when, 3 * count)
        case "year":
            return shift_months(when, 12 * count)
        case "decade":
            return shift_months(when, 120 * count)
        case "century":
            return shift_months(when, 1200 * count)
    return when


def around(when: date, unit: str) -> Span:
    """Give the calendar unit that holds the day."""
    match unit:
        case "day":
            return day(when)
        case "week" | "fortnight":
            return week(when)
        case "weekend":
            return weekend(when)
        case "month":
            return month(when.year, when.month)
        case "quarter":
            return quarter(when.year, (when.month + 2) // 3)
        case "year":
            return year(when.year)
        case "decade":
            return years(when.year // 10 * 10, when.year // 10 * 10 + 9)
        case "century":
            return years(when.year // 100 * 100, when.year // 100 * 100 + 99)
    return day(when)


def whole_months(span: Span) -> int:
    """Count the months of a span that is made of whole ones; 0 for any other."""
    count = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
    return count if months(span.start.year, span.start.month, count).interval == span.interval else 0


def is_quarter(span: Span) -> bool:
    """Say whether it is a quarter of a calendar year."""
    return span.granularity is Granularity.RANGE and span.start.month % 3 == 1 and whole_months(span) == 3


def moved(base: Span, unit: str, count: int) -> Span:
    """Give the unit that lies `count` units from the base: a month, season or quarter moved by years stays one."""
    if unit == "year" and count and (base.granularity in {Granularity.MONTH, Granularity.SEASON} or is_quarter(base)):
        start = shift(base.start, unit, count)
        length = whole_months(base)
        if length:
            return months(start.year, start.month, length, base.granularity).having(kind="relative", anchored=True)
    origin = base.end if count > 0 else base.start
    return around(shift(origin, unit, count), unit).having(kind="relative", anchored=True)


def third(span: Span, part: int) -> Span:
    """Give the first (1), second (2) or last (3) third of a span, or its last tenth (4): early, mid, late, the end of.

    Months are cut after the 10th and the 20th, years after April and August, other spans by days.
    """
    first, last = span.start, span.end
    if span.granularity is Granularity.MONTH:
        cuts = [first, first.replace(day=11), first.replace(day=21)]
        final = shift_days(last, -6)
    elif span.granularity is Granularity.YEAR:
        cuts = [first, first.replace(month=5), first.replace(month=9)]
        final = last.replace(day=1)
    else:
        length = (last - first).days + 1
        cuts = [first, shift_days(first, length // 3), shift_days(first, 2 * length // 3)]
        final = shift_days(last, -(length // 10))
    starts = [*cuts, final]
    ends = [shift_days(cuts[1], -1), shift_days(cuts[2], -1), last, last]
    start, end = starts[part - 1], max(starts[part - 1], ends[part - 1])
    return span.having(start=start, end=end, granularity=Granularity.RANGE, approximate=True)
