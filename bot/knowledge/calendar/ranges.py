"""Ranges and bounds: Jan. 20-22, from 3 to 5 May, between March and June 2021, since 2019, until 2030."""

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.context import Context, Found
from bot.knowledge.calendar.dates import date_at, longest
from bot.knowledge.calendar.expression import Tense
from bot.knowledge.calendar.lengths import counted_at
from bot.knowledge.calendar.parts import part_at, slice_at
from bot.knowledge.calendar.spans import Span
from bot.knowledge.calendar.tokens import DASHES, Tokens
from bot.knowledge.calendar.words import load
from bot.knowledge.calendar.written import (
    Point,
    day_at,
    is_digits,
    month_at,
    point_at,
    settle,
    weekday_at,
    year_after,
    year_at,
)
from db.vocabulary import Granularity

_TO = frozenset(("to", "through", "until", "till", "thru")) | DASHES
_AND = frozenset(("and", "&"))


def range_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a range of days, months, years or any two dates of a kind."""
    return (
        _days_then_month(tokens, index, context)
        or _month_then_days(tokens, index, context)
        or _years(tokens, index)
        or _dates(tokens, index, context)
    )


def _joins(tokens: Tokens, index: int, start: int) -> bool:
    """Say whether the token joins the two ends of a range that starts at `start`."""
    word = tokens.word(index)
    return word in _TO or (word in _AND and tokens.word(start - 1) == "between")


def _between(first: Span, last: Span) -> Span:
    return first.having(
        end=last.end,
        granularity=Granularity.RANGE,
        approximate=first.approximate or last.approximate,
        anchored=first.anchored or last.anchored,
    )


def _days_then_month(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "3-5 May 2023", "from 3 to 5 May", "3 and 5 May"."""
    start = index + (tokens.word(index) == "the")
    first, joint = day_at(tokens, start), tokens.word(start + 1)
    if first is None or not (joint in _TO or joint in _AND or joint == ","):
        return None
    after = start + 2 + (tokens.word(start + 2) == "the")
    last = day_at(tokens, after)
    month = month_at(tokens, after + 1 + (tokens.word(after + 1) == "of"))
    if last is None or month is None:
        return None
    return _days(tokens, index, month[0], (month[1], first, last), context)


def _month_then_days(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "Jan. 20-22", "May 3 to 5, 2023", "July 5 and 6"."""
    month = month_at(tokens, index)
    first = day_at(tokens, month[0]) if month else None
    if month is None or first is None:
        return None
    joint = month[0] + 1
    if not (tokens.word(joint) in _TO or tokens.word(joint) in _AND):
        return None
    last = day_at(tokens, joint + 1)
    counted = (
        tokens.word(joint) not in DASHES and tokens.raw(joint + 2)[:1].isalpha() and len(tokens.word(joint + 2)) > 4
    )
    if last is None or counted or month_at(tokens, joint + 2):
        return None
    return _days(tokens, index, joint + 2, (month[1], first, last), context)


def _days(tokens: Tokens, index: int, end: int, days: tuple[int, int, int], context: Context) -> Found | None:
    month, first, last = days
    year = year_after(tokens, end, context)
    start = settle(Point(month, first, year and year[1]), context, index)
    if start is None or last <= first:
        return None
    stop = Point(month, last).in_year(start.start.year)
    return (year[0] if year else end, _between(start, stop)) if stop else None


def _years(tokens: Tokens, index: int) -> Found | None:
    """Read "2015-2019", "2015 to 2019", "2015-16", "between 2015 and 2019"."""
    first = year_at(tokens, index)
    if first is None or first < 1400 or not (_joins(tokens, index + 1, index) or tokens.word(index + 1) == "/"):
        return None
    last, short = year_at(tokens, index + 2), tokens.word(index + 2)
    if last is None and tokens.word(index + 1) in DASHES | {"/"} and tokens.touching(index) and is_digits(short, 2):
        last = first // 100 * 100 + int(short)
    return (index + 3, spans.years(first, last)) if last and first < last < first + 150 else None


def _dates(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a range of two dates; a year or the side of the reference that one end lacks comes from the other."""
    left = _end(tokens, index, context)
    if left is None or not _joins(tokens, left[0], index):
        return None
    joint, first = left
    if tokens.word(joint) in DASHES and tokens.touching(joint) != tokens.touching(joint - 1):
        return None
    read = point_at(tokens, joint + 1, context)
    weekday = weekday_at(tokens, joint + 1)
    if weekday and not read and first.granularity is Granularity.DAY and weekday_at(tokens, index):
        return weekday[0], _weekdays(first, weekday[1], index, context)
    own = point_at(tokens, index, context)
    if read and read[1].year is not None and own and own[1].year is None:
        start = own[1].in_year(read[1].year - (own[1].month > read[1].month))
        stop = settle(read[1], context, index)
        return (read[0], _between(start, stop)) if start and stop and stop.start >= start.start else None
    side = context
    if read and read[1].year is None:
        side = context.like(Tense.FUTURE, first)
        side.reference = first.end
    right = _end(tokens, joint + 1, side)
    if right is None or right[1].start < first.start:
        return None
    alike = right[1].granularity is first.granularity or tokens.word(index - 1) in {"from", "between"}
    return (right[0], _between(first, right[1])) if alike else None


def _end(tokens: Tokens, index: int, context: Context) -> Found | None:
    return longest(date_at(tokens, index, context), part_at(tokens, index, context))


def _weekdays(first: Span, last: int, index: int, context: Context) -> Span:
    """Give "Monday to Thursday"; of a past week unless the tense is future."""
    step = (last - first.start.weekday() - 1) % 7 + 1
    start, stop = first.start, spans.shift_days(first.start, step)
    if context.tense_at(index) is not Tense.FUTURE and stop > spans.shift_days(context.reference, context.ahead):
        start, stop = spans.shift_days(start, -7), spans.shift_days(stop, -7)
    return _between(spans.day(start), spans.day(stop)).having(kind="relative")


def bounded_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "since 2019" and "until 2030": from the date to the reference, or from the reference to the date."""
    bound = load().bound.get(tokens.word(index))
    if bound not in {"since", "until"}:
        return None
    after = index + 1
    if tokens.word(after) == "at" and tokens.word(after + 1) == "least":
        after += 2
    elif tokens.word(after) in {"about", "around"}:
        after += 1
    inner = _bounding(tokens, after, context, Tense.PAST if bound == "since" else Tense.FUTURE)
    if inner is None:
        return None
    end, span = inner
    reference = context.reference
    if bound == "since":
        first, last = min(span.start, reference), max(span.start, reference)
    elif span.end >= reference:
        first, last = reference, span.end
    else:
        first, last = span.interval
    return end, span.having(start=first, end=last, granularity=Granularity.RANGE, kind="duration")


def _bounding(tokens: Tokens, index: int, context: Context, tense: Tense) -> Found | None:
    side = context.like(tense)
    return longest(*(rule(tokens, index, side) for rule in (date_at, counted_at, part_at, slice_at)))
