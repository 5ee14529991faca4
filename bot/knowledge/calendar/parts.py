"""Parts of a period: late last month, early 2019, the end of the year, earlier this week, the first week of June."""

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.context import Context, Found
from bot.knowledge.calendar.dates import date_at
from bot.knowledge.calendar.lengths import number_at
from bot.knowledge.calendar.relative import CLOCK_UNITS, shifted_at
from bot.knowledge.calendar.spans import Span
from bot.knowledge.calendar.tokens import DASHES, Tokens
from bot.knowledge.calendar.words import load
from bot.knowledge.calendar.written import ORDINAL_ENDINGS, day_at
from db.vocabulary import Granularity

_PERIODS = frozenset(("week", "month", "quarter", "year", "decade", "century"))
_GRANULARITY = {"day": Granularity.DAY, "week": Granularity.WEEK, "month": Granularity.MONTH}


def part_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "late last month", "mid-November", "the beginning of 2020", "earlier this week", "so far this year"."""
    word = tokens.word(index)
    if word in {"earlier", "later"}:
        return _side_of(tokens, index, context)
    if word == "so":
        return _so_far(tokens, index, context)
    start = index + (word == "the")
    part = load().part.get(tokens.word(start))
    if part is None:
        return None
    after = start + 1
    if tokens.word(start) in {"early", "mid", "late"} or (tokens.word(start) == "end" and tokens.word(after) in DASHES):
        after += tokens.word(after) in DASHES or tokens.word(after) == "in"
    elif tokens.word(after) == "of":
        after += 1
    else:
        return None
    inner = _period_at(tokens, after, context)
    if inner is None:
        return None
    end, span = inner
    return end, span if span.granularity is Granularity.DAY else spans.third(span, part)


def _side_of(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "earlier this week" and "later in the year": the part of a period before or after the reference."""
    after = index + 1 + (tokens.word(index + 1) in {"in", "on"})
    inner = _period_at(tokens, after, context)
    if inner is None:
        return None
    end, span = inner
    reference = context.reference
    if span.granularity is Granularity.DAY or not span.start <= reference <= span.end:
        return end, span
    first, last = (span.start, reference) if tokens.word(index) == "earlier" else (reference, span.end)
    return end, span.having(start=first, end=last, granularity=Granularity.RANGE, kind="relative", approximate=True)


def _so_far(tokens: Tokens, index: int, context: Context) -> Found | None:
    if tokens.word(index + 1) != "far":
        return None
    found = shifted_at(tokens, index + 2 + (tokens.word(index + 2) == "in"), context)
    if found is None or found[1].start > context.reference:
        return None
    end, span = found
    return end, span.having(end=context.reference, granularity=Granularity.RANGE, kind="duration")


def _period_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a whole period that can have parts; "the year" alone is the reference's."""
    start = index + (tokens.word(index) == "the")
    unit = load().unit.get(tokens.word(start))
    if start > index and unit and tokens.word(start) == "day":
        return start + 1, spans.day(context.reference).having(kind="relative")
    if start > index and unit in _PERIODS and tokens.word(start) == unit:
        return date_at(tokens, index, context) or (
            start + 1,
            spans.around(context.reference, unit).having(kind="relative"),
        )
    return date_at(tokens, index, context)


def whole_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "for the year", "for the full year", "for the week": the reference's, where a sum is told of it."""
    if tokens.word(index) != "the" or tokens.word(index - 1) != "for":
        return None
    start = index + 1
    start += tokens.word(start) in {"full", "whole", "fiscal"}
    start += tokens.word(start) == "fiscal"
    word = tokens.word(start)
    if word not in {"week", "month", "year"} or tokens.word(start + 1) in {"of", "before", "after"} | DASHES:
        return None
    return start + 1, spans.around(context.reference, word).having(kind="relative")


def slice_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a piece of a period: "the first week of June", "the first three months of 2021", "the week of 9 May"."""
    start = index + (tokens.word(index) == "the")
    word = tokens.word(start)
    number = load().ordinal.get(word) or {"last": -1, "final": -1, "closing": -1, "opening": 1}.get(word)
    if number is None and word[-2:] in ORDINAL_ENDINGS:
        number = day_at(tokens, start)
    if number is None:
        return _week_of(tokens, start, context) if word == "week" else None
    after, count = start + 1, 1
    if counted := number_at(tokens, after):
        after, count, _ = counted
    unit = "half" if tokens.word(after) == "half" else load().unit.get(tokens.word(after))
    if unit in CLOCK_UNITS or unit is None or tokens.word(after + 1) not in {"of", "in"}:
        return None
    inner = _period_at(tokens, after + 2, context)
    if inner is None:
        return None
    piece = _half(inner[1], number) if unit == "half" else _piece(inner[1], unit, number, count)
    return (inner[0], piece) if piece else None


def _week_of(tokens: Tokens, index: int, context: Context) -> Found | None:
    if tokens.word(index + 1) not in {"of", "ending", "beginning", "starting"}:
        return None
    inner = date_at(tokens, index + 2, context)
    if inner is None or inner[1].granularity is not Granularity.DAY:
        return None
    return inner[0], spans.week(inner[1].start)


def _half(span: Span, number: int) -> Span | None:
    months = spans.whole_months(span)
    if months < 2 or number not in {1, 2, -1}:
        return None
    middle = spans.shift_months(span.start, months // 2)
    first, last = (span.start, spans.shift_days(middle, -1)) if number == 1 else (middle, span.end)
    return span.having(start=first, end=last, granularity=Granularity.RANGE)


def _piece(span: Span, unit: str, number: int, count: int) -> Span | None:
    if number > 0:
        start = spans.shift(span.start, unit, (number - 1) * count)
        end = spans.shift_days(spans.shift(start, unit, count), -1)
    else:
        end = span.end
        start = spans.shift(spans.shift_days(end, 1), unit, -count)
    if not span.start <= start <= end <= span.end or span.granularity is Granularity.DAY:
        return None
    granularity = _GRANULARITY.get(unit, Granularity.RANGE) if count == 1 else Granularity.RANGE
    return span.having(start=start, end=end, granularity=granularity)
