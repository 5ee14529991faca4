"""Dates told from another day: yesterday, last June, two weeks ago, the same day, over the past three years."""

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.context import Context
from bot.knowledge.calendar.expression import Tense
from bot.knowledge.calendar.points import (
    DASHES,
    bare_year_at,
    day_at,
    decade_at,
    month_at,
    numeric_at,
    point_at,
    quarter_at,
    season_at,
    settle,
    weekday_at,
    weekday_span,
)
from bot.knowledge.calendar.spans import Span
from bot.knowledge.calendar.tokens import Tokens
from bot.knowledge.calendar.words import load
from db.vocabulary import Granularity

Found = tuple[int, Span]
"""The index of the first token after an expression, and its days."""

_CLOCK_UNITS = frozenset(("hour", "minute"))
_UNSAID_COUNT = {"day": 7, "week": 4, "month": 4, "quarter": 2, "year": 5, "decade": 3, "century": 2, "weekend": 2}
"""How many "recent weeks" or "the coming months" are taken for: a convention."""


def deictic_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read today, yesterday, tomorrow, tonight, overnight, and the days beside them."""
    word = tokens.word(index)
    known = load()
    if word in known.deictic:
        span = spans.day(spans.shift_days(context.reference, known.deictic[word])).having(kind="relative")
        end = index + 1
        return (end + 1 if tokens.word(end) in known.daypart else end), span
    if word == "overnight":
        return index + 1, Span(
            spans.shift_days(context.reference, -1), context.reference, Granularity.RANGE, "relative", approximate=True
        )
    start = index + 1 if word == "the" else index
    if tokens.word(start) == "day" and tokens.word(start + 1) in {"before", "after"}:
        step = -1 if tokens.word(start + 1) == "before" else 1
        if known.deictic.get(tokens.word(start + 2)) == step:
            return start + 3, spans.day(spans.shift_days(context.reference, 2 * step)).having(kind="relative")
    return None


def shifted_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "last week", "this month", "next June", "last Tuesday", "this past summer", "last night"."""
    definite = tokens.word(index) == "the"
    start = index + 1 if definite else index
    known = load()
    shift = known.shift.get(tokens.word(start))
    if tokens.word(start) in {"coming", "upcoming"}:
        shift = 1
    if shift is None:
        return None
    after = start + 1
    if shift == 0 and tokens.word(after) in {"past", "last", "coming", "next"}:
        shift = -1 if tokens.word(after) in {"past", "last"} else 1
        after += 1
    word = tokens.word(after)
    if (unit := known.unit.get(word)) is not None:
        if unit in _CLOCK_UNITS or word != unit or _goes_on(tokens, after + 1):
            return None
        if definite and shift:
            return _definite(tokens, index, after, unit, shift, context)
        when = spans.shift(context.reference, unit, shift)
        return after + 1, spans.around(when, unit).having(kind="relative")
    if word in known.daypart and shift <= 0 and not definite:
        day = spans.shift_days(context.reference, shift)
        return after + 1, spans.day(day).having(kind="relative")
    named = _named(tokens, after, shift, context)
    return named and (named[0], named[1].having(kind="relative"))


def _goes_on(tokens: Tokens, index: int) -> bool:
    """Say whether "last week" goes on as in "the last week of June", which is another expression."""
    return tokens.word(index) == "of" and (
        month_at(tokens, index + 1) is not None or tokens.word(index + 1) in {"the", "next", "last", "this"}
    )


def _definite(tokens: Tokens, index: int, after: int, unit: str, shift: int, context: Context) -> Found | None:
    """Read "the last year" and "the next month" as the stretch that ends or begins now; "the next day" counts on."""
    if shift > 0 and unit == "day":
        return after + 1, _moved(context.base, unit, 1)
    if tokens.word(index - 1) in {"in", "over", "for", "during", "within", "throughout"}:
        return after + 1, _stretch(context, unit, shift)
    return after + 1, spans.around(spans.shift(context.reference, unit, shift), unit).having(kind="relative")


def _named(tokens: Tokens, index: int, shift: int, context: Context) -> Found | None:
    """Read the weekday, month, day or season after "last", "this" or "next"."""
    reference = context.reference
    if (found := weekday_at(tokens, index)) is not None:
        end, number = found
        if shift < 0:
            when = spans.shift_days(reference, -((reference.weekday() - number - 1) % 7 + 1))
        elif shift > 0:
            when = spans.shift_days(reference, (number - reference.weekday() - 1) % 7 + 1)
        else:
            tense = Tense.PAST if context.tense_at(index) is Tense.PAST else Tense.FUTURE
            when = weekday_span(number, context, tense).start
        return (end + 1 if tokens.word(end) in load().daypart else end), spans.day(when)
    if (read := point_at(tokens, index, context)) is not None:
        end, point = read
        if point.year is not None:
            return end, settle(point, context, index) or spans.day(reference)
        every = [span for year in range(reference.year - 2, reference.year + 3) if (span := point.in_year(year))]
        return _beside(end, every, shift, context)
    first = load().season.get(tokens.word(index))
    if first is not None:
        every = [spans.season(year, first) for year in range(reference.year - 2, reference.year + 3)]
        return _beside(index + 1, every, shift, context)
    return None


def _beside(end: int, every: list[Span], shift: int, context: Context) -> Found | None:
    """Choose the one over before the reference, the one not begun, or the one of the reference's year."""
    reference = context.reference
    if shift < 0:
        chosen = max((s for s in every if s.end < reference), key=lambda s: s.start, default=None)
    elif shift > 0:
        chosen = min((s for s in every if s.start > reference), key=lambda s: s.start, default=None)
    else:
        chosen = next((s for s in every if s.start <= reference <= s.end), None)
        chosen = chosen or next((s for s in every if s.start.year == reference.year), None)
    return (end, chosen) if chosen else None


def anchored_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "the same day", "that week", "the previous month", "the following Monday", "the day before"."""
    known = load()
    word = tokens.word(index)
    start = index + 1 if word in {"the", "that", "a"} else index
    shift = known.anchored_shift.get(tokens.word(start))
    if shift is not None and word in {"the", "that", "on", "a"} | set(known.anchored_shift):
        unit = known.unit.get(tokens.word(start + 1))
        if unit and unit not in _CLOCK_UNITS and tokens.word(start + 1) == unit:
            return start + 2, _moved(context.base, unit, shift)
        if word in {"the", "that"} and shift:
            return _anchored_name(tokens, start + 1, shift, context)
        return None
    if word == "that" and tokens.word(index + 1) in known.unit:
        unit = known.unit[tokens.word(index + 1)]
        if unit in {"day", "week", "month", "year", "weekend", "quarter"} and tokens.word(index + 1) == unit:
            return index + 2, _moved(context.base, unit, 0)
    if word == "that" and tokens.word(index + 1) in {"night", "evening", "morning", "afternoon"}:
        return index + 2, _moved(context.base, "day", 0)
    return None


def _anchored_name(tokens: Tokens, index: int, shift: int, context: Context) -> Found | None:
    base = context.base
    moved = Context(tokens, base.end if shift > 0 else base.start, anchor=base)
    if named := _named(tokens, index, shift, moved):
        return named[0], named[1].having(kind="relative", anchored=True)
    return None


def _moved(base: Span, unit: str, count: int) -> Span:
    """Give the unit that lies `count` units from the base; a month or quarter moved by years stays one."""
    if unit in {"year", "month", "quarter"} and base.granularity in {Granularity.MONTH, Granularity.SEASON}:
        if unit == "year":
            start = spans.shift(base.start, unit, count)
            return spans.months(start.year, start.month, _length(base), base.granularity).having(
                kind="relative", anchored=True
            )
    elif unit == "year" and _length(base) == 3:
        start = spans.shift(base.start, unit, count)
        return spans.months(start.year, start.month, 3).having(kind="relative", anchored=True)
    origin = base.end if count > 0 else base.start
    return spans.around(spans.shift(origin, unit, count), unit).having(kind="relative", anchored=True)


def _length(span: Span) -> int:
    """Count the whole months of a span; 0 where it is none."""
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
    whole = spans.months(span.start.year, span.start.month, months)
    return months if whole.interval == span.interval else 0


def number_at(tokens: Tokens, index: int) -> tuple[int, int, bool] | None:
    """Read how many: 3, three, twenty-one, a couple of, several. Yields the index after it, the number, and if it is vague."""
    known = load()
    word = tokens.word(index)
    if word in {"a", "the"} and tokens.word(index + 1) in known.vague_number:
        index, word = index + 1, tokens.word(index + 1)
    if word in known.vague_number:
        end = index + 1
        return (end + 1 if tokens.word(end) == "of" else end), known.vague_number[word], True
    if word.isascii() and word.isdigit() and len(word) <= 3:
        return index + 1, int(word), False
    number = known.number.get(word)
    if number is None:
        return None
    end = index + 1
    if number >= 20 and tokens.word(end) in DASHES and 1 < known.number.get(tokens.word(end + 1), 0) < 10:
        return end + 2, number + known.number[tokens.word(end + 1)], False
    return end, number, False


def length_at(tokens: Tokens, index: int) -> tuple[int, int, str, bool] | None:
    """Read a length of time: "three weeks", "a year and a half" counts as one year, vaguely."""
    counted = number_at(tokens, index)
    if counted is None:
        return None
    end, number, vague = counted
    if tokens.word(end) in {"or", "to"} and (second := number_at(tokens, end + 1)):
        end, number, vague = second[0], second[1], True
    if tokens.word(end) in {"more", "full", "whole", "straight", "consecutive", "short", "long", "business", "working"}:
        end += 1
    unit = load().unit.get(tokens.word(end))
    if unit is None or (number > 1 and tokens.word(end) == unit and unit != "century"):
        return None
    end += 1
    if tokens.word(end) == "and" and tokens.word(end + 1) == "a" and tokens.word(end + 2) == "half":
        end, vague = end + 3, True
    if tokens.word(end) in {"'", "\u2019"}:
        end += 1
    return end, number, unit, vague


def counted_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a length of time with its direction: "two weeks ago", "three days earlier", "a day after Christmas"."""
    start = index + 1 if tokens.word(index) == "the" else index
    length = length_at(tokens, start)
    if length is None:
        # "the day before", "the week after"
        unit = load().unit.get(tokens.word(start))
        if start == index or unit is None or tokens.word(start) != unit:
            return None
        length = start + 1, 1, unit, False
    after, number, unit, vague = length
    word = tokens.word(after)
    if word == "from" and tokens.word(after + 1) == "now":
        return after + 2, _counted(spans.day(context.reference), unit, number, vague, anchored=False)
    direction = load().direction.get(word)
    if direction is None or (start != index and word not in {"before", "after", "earlier", "later"}):
        return None
    count = number if direction > 0 else -number
    if abs(direction) == 1:
        return after + 1, _counted(spans.day(context.reference), unit, count, vague, anchored=False)
    if word in {"before", "after"}:
        if other := date_at(tokens, after + 1, context):
            return other[0], _counted(other[1], unit, count, vague, anchored=False)
        if not _ends_clause(tokens, after + 1) and not context.outside:
            return None  # it counts from an event, whose date is not known here
    if word == "prior" and tokens.word(after + 1) == "to":
        return None
    if word in {"later", "earlier"} and tokens.word(after + 1) == "than":
        return None
    return after + 1, _counted(context.base, unit, count, vague, anchored=True)


def _ends_clause(tokens: Tokens, index: int) -> bool:
    token = tokens.at(index)
    return not token.raw[:1].isalpha() or token.word in {
        "and",
        "but",
        "when",
        "as",
        "by",
        "in",
        "with",
        "at",
        "on",
        "to",
    }


def _counted(base: Span, unit: str, count: int, vague: bool, *, anchored: bool) -> Span:
    if unit in _CLOCK_UNITS:
        return base.having(kind="relative", anchored=anchored)
    moved = _moved(base, unit, count)
    return moved.having(approximate=vague or unit != "day", anchored=anchored)


def stretch_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a stretch that ends or begins now: "the past two years", "recent weeks", "the next few days", "within 30 days"."""
    known = load()
    word = tokens.word(index)
    if word == "within" and (length := length_at(tokens, index + 1)) and length[2] not in _CLOCK_UNITS:
        end, number, unit, _ = length
        if tokens.word(end) in {"of", "after"} or context.tense_at(index) is Tense.PAST:
            return None
        return end, _stretch(context, unit, number)
    start = index + 1 if word in {"the", "these"} else index
    shift = known.stretch.get(tokens.word(start))
    if shift is None:
        return None
    after = start + 1
    if counted := number_at(tokens, after):
        end, number, vague = counted
        if tokens.word(end) in {"full", "consecutive", "straight"}:
            end += 1
        unit = known.unit.get(tokens.word(end))
        if unit is None or unit in _CLOCK_UNITS or _goes_on(tokens, end + 1):
            return None
        return end + 1, _stretch(context, unit, shift * number).having(approximate=vague)
    if tokens.word(after) in {"several", "many", "few"}:
        after += 1
    word = tokens.word(after)
    unit = known.unit.get(word)
    if unit is None or unit in _CLOCK_UNITS:
        return None
    if word != unit:
        return after + 1, _stretch(context, unit, shift * _UNSAID_COUNT.get(unit, 3)).having(approximate=True)
    if tokens.word(start) in {"past", "coming"}:
        return after + 1, _stretch(context, unit, shift)
    return None


def _stretch(context: Context, unit: str, count: int) -> Span:
    other = spans.shift(context.reference, unit, count)
    first, last = min(other, context.reference), max(other, context.reference)
    return Span(first, last, Granularity.RANGE, "duration")


def ahead_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "in two weeks" and "in three years' time" where something is still to come."""
    if tokens.word(index) != "in" or not (length := length_at(tokens, index + 1)):
        return None
    end, number, unit, vague = length
    timed = tokens.word(end) == "time"
    if unit in _CLOCK_UNITS or not (timed or context.tense_at(index) is Tense.FUTURE):
        return None
    return end + timed, _counted(spans.day(context.reference), unit, number, vague, anchored=False)


def part_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a part of a period: "late last month", "early 2019", "mid-November", "the end of the year", "earlier this week"."""
    known = load()
    word = tokens.word(index)
    if word in {"earlier", "later"}:
        return _side_of(tokens, index, context)
    if word == "so" and tokens.word(index + 1) == "far":
        if (found := shifted_at(tokens, index + 2, context)) and found[1].start <= context.reference:
            span = found[1]
            return found[0], span.having(end=context.reference, granularity=Granularity.RANGE, kind="duration")
        return None
    definite = word == "the"
    start = index + 1 if definite else index
    part = known.part.get(tokens.word(start))
    if part is None:
        return None
    after = start + 1
    if tokens.word(start) in {"early", "mid", "late"}:
        if tokens.word(after) == "-" or tokens.word(after) in DASHES:
            after += 1
        if tokens.word(after) == "in":
            after += 1
    elif tokens.word(after) == "of":
        after += 1
    else:
        return None
    inner = period_at(tokens, after, context)
    if inner is None:
        return None
    end, span = inner
    if span.granularity is Granularity.DAY:
        return end, span
    return end, spans.third(span, part)


def _side_of(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "earlier this week" and "later in the year": the part of a period before or after the reference."""
    after = index + 1
    if tokens.word(after) in {"in", "on"}:
        after += 1
    inner = period_at(tokens, after, context)
    if inner is None:
        return None
    end, span = inner
    reference = context.reference
    if span.granularity is Granularity.DAY or not span.start <= reference <= span.end:
        return end, span
    side = (span.start, reference) if tokens.word(index) == "earlier" else (reference, span.end)
    return end, span.having(
        start=side[0], end=side[1], granularity=Granularity.RANGE, kind="relative", approximate=True
    )


def period_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a whole period that can have parts; "the year" alone is the reference's."""
    if found := date_at(tokens, index, context):
        return found
    start = index + 1 if tokens.word(index) in {"the", "that"} else index
    unit = load().unit.get(tokens.word(start))
    if (
        start > index
        and unit in {"week", "month", "quarter", "year", "decade", "century"}
        and tokens.word(start) == unit
    ):
        return start + 1, spans.around(context.reference, unit).having(kind="relative")
    return None


def slice_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a counted piece of a period: "the first week of June", "the first three months of 2021", "the week of 9 May"."""
    known = load()
    start = index + 1 if tokens.word(index) == "the" else index
    word = tokens.word(start)
    number = known.ordinal.get(word) or (day_at(tokens, start) if word[-2:] in {"st", "nd", "rd", "th"} else None)
    if word in {"last", "final", "closing"}:
        number = -1
    if word == "opening":
        number = 1
    if number is None:
        if word == "week" and tokens.word(start + 1) in {"of", "ending", "beginning", "starting"}:
            inner = date_at(tokens, start + 2, context)
            if inner and inner[1].granularity is Granularity.DAY:
                return inner[0], spans.week(inner[1].start)
        return None
    after, count = start + 1, 1
    if (counted := number_at(tokens, after)) and counted[0] > after:
        after, count, _ = counted
    unit = known.unit.get(tokens.word(after))
    if tokens.word(after) == "half":
        unit = "half"
    if unit in _CLOCK_UNITS or unit is None or tokens.word(after + 1) not in {"of", "in"}:
        return None
    inner = period_at(tokens, after + 2, context)
    if inner is None:
        return None
    end, span = inner
    piece = _piece(span, unit, number, count)
    return (end, piece) if piece else None


def _piece(span: Span, unit: str, number: int, count: int) -> Span | None:
    if span.granularity is Granularity.DAY:
        return None
    if unit == "half":
        middle = spans.shift_months(span.start, max(_length(span) // 2, 1))
        if number in {1, 2, -1}:
            first = number == 1
            start, end = (span.start, spans.shift_days(middle, -1)) if first else (middle, span.end)
            return span.having(start=start, end=end, granularity=Granularity.RANGE)
        return None
    if number > 0:
        start = spans.shift(span.start, unit, (number - 1) * count)
        end = spans.shift_days(spans.shift(start, unit, count), -1)
    else:
        end = span.end
        start = spans.shift_days(spans.shift(spans.shift_days(end, 1), unit, -count), 0)
    if start > span.end or start < span.start:
        return None
    granularity = {"day": Granularity.DAY, "week": Granularity.WEEK, "month": Granularity.MONTH}.get(unit)
    one = granularity if count == 1 and granularity else Granularity.RANGE
    return span.having(start=start, end=min(max(end, start), span.end), granularity=one)


def weekend_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "the weekend", "at the weekend": the one just over or going on, or the one to come."""
    if tokens.word(index) != "the" or tokens.word(index + 1) != "weekend":
        return None
    this = spans.weekend(context.reference)
    if context.tense_at(index) is not Tense.FUTURE and this.start > context.reference:
        this = spans.weekend(spans.shift_days(context.reference, -7))
    return index + 2, this.having(kind="relative")


def named_weekday_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a weekday by itself or with its week: "Wednesday evening", "Tuesday of last week", "Monday last week"."""
    found = weekday_at(tokens, index)
    if found is None:
        return None
    end, number = found
    raw = tokens.at(index).raw
    known = load()
    if tokens.word(index) in known.ambiguous and not raw[:1].isupper() and len(raw) <= 4:
        placed = tokens.word(index - 1) in {"on", "since", "until", "by", "before", "after", "from"}
        if not placed or tokens.word(index) in {"sun", "sat"}:
            return None
    if tokens.word(index) == "sun" and tokens.word(index - 1) not in {"on", "since", "until", ","} and end == index + 1:
        return None
    if tokens.word(end) in {"early", "late"}:
        end += 1
    if tokens.word(end) in known.daypart:
        end += 1
    week_at = end + 1 if tokens.word(end) in {"of", "in"} else end
    if week := shifted_at(tokens, week_at, context):
        if week[1].granularity is Granularity.WEEK:
            return week[0], spans.day(spans.shift_days(week[1].start, number)).having(kind="relative")
    return end, weekday_span(number, context, context.tense_at(index)).having(kind="relative")


def date_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read any single date, written out or told from the reference; the longest reading wins."""
    best: Found | None = None
    for found in (
        numeric_at(tokens, index, context),
        _point_span(tokens, index, context),
        quarter_at(tokens, index, context),
        season_at(tokens, index, context),
        decade_at(tokens, index),
        bare_year_at(tokens, index),
        deictic_at(tokens, index, context),
        shifted_at(tokens, index, context),
        named_weekday_at(tokens, index, context),
        anchored_at(tokens, index, context),
        weekend_at(tokens, index, context),
    ):
        if found and (best is None or found[0] > best[0]):
            best = found
    return best


def _point_span(tokens: Tokens, index: int, context: Context) -> Found | None:
    read = point_at(tokens, index, context)
    if read is None:
        return None
    span = settle(read[1], context, index)
    return (read[0], span) if span else None
