"""Single dates told from another day: yesterday, last June, on Wednesday, the same day, the previous month."""

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.context import Context, Found
from bot.knowledge.calendar.expression import Tense
from bot.knowledge.calendar.spans import Span
from bot.knowledge.calendar.tokens import Tokens
from bot.knowledge.calendar.words import load
from bot.knowledge.calendar.written import month_at, point_at, settle, weekday_at
from db.vocabulary import Granularity

CLOCK_UNITS = frozenset(("hour", "minute"))
_WHOLE_UNITS = frozenset(("day", "week", "month", "year", "weekend", "quarter", "decade"))


def deictic_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read today, yesterday, tomorrow, tonight, overnight, and the days beside them."""
    words = load()
    word = tokens.word(index)
    if (shift := words.deictic.get(word)) is not None:
        span = spans.day(spans.shift_days(context.reference, shift)).having(kind="relative")
        return index + 1 + (tokens.word(index + 1) in words.daypart), span
    if word == "overnight":
        before = spans.shift_days(context.reference, -1)
        return index + 1, Span(before, context.reference, Granularity.RANGE, "relative", approximate=True)
    start = index + (word == "the")
    side = tokens.word(start + 1)
    if tokens.word(start) == "day" and side in {"before", "after"}:
        step = -1 if side == "before" else 1
        if words.deictic.get(tokens.word(start + 2)) == step:
            return start + 3, spans.day(spans.shift_days(context.reference, 2 * step)).having(kind="relative")
    return None


def shifted_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "last week", "this month", "next June", "last Tuesday", "this past summer", "last night"."""
    words = load()
    definite = tokens.word(index) == "the"
    start = index + definite
    shift = 1 if tokens.word(start) in {"coming", "upcoming"} else words.shift.get(tokens.word(start))
    if shift is None:
        return None
    after = start + 1
    if shift == 0 and tokens.word(after) in {"past", "last", "coming", "next"}:
        shift = -1 if tokens.word(after) in {"past", "last"} else 1
        after += 1
    if tokens.word(after) in {"fiscal", "financial", "calendar"}:
        after += 1
    unit = words.unit.get(tokens.word(after))
    if unit is not None:
        if unit not in _WHOLE_UNITS | {"century"} or tokens.word(after) != unit or of_period(tokens, after + 1):
            return None
        return after + 1, _unit(tokens, index, unit, shift, context, definite=definite)
    if tokens.word(after) in words.daypart and (shift <= 0) != definite:
        # "last night", "this morning"; "the next morning" counts from the day spoken of.
        day = spans.shift_days(context.base.end if definite else context.reference, shift)
        return after + 1, spans.day(day).having(kind="relative", anchored=definite)
    named = _named(tokens, after, shift, context)
    return named and (named[0], named[1].having(kind="relative"))


def of_period(tokens: Tokens, index: int) -> bool:
    """Say whether "last week" goes on as in "the last week of June", which is another expression."""
    return tokens.word(index) == "of" and (
        month_at(tokens, index + 1) is not None or tokens.word(index + 1) in {"the", "next", "last", "this"}
    )


def _unit(tokens: Tokens, index: int, unit: str, shift: int, context: Context, *, definite: bool) -> Span:
    """Give "last year"; but "the next day" counts from the day spoken of, and "over the last year" ends now."""
    if definite and shift > 0 and unit == "day":
        return spans.moved(context.base, unit, 1)
    if definite and shift and tokens.word(index - 1) in {"in", "over", "for", "during", "within", "throughout"}:
        return stretch(context, index, unit, shift)
    return spans.around(spans.shift(context.reference, unit, shift), unit).having(kind="relative")


def before_last_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "the week before last" and "the month after next"."""
    start = index + (tokens.word(index) == "the")
    side = {("before", "last"): -2, ("after", "next"): 2}.get((tokens.word(start + 1), tokens.word(start + 2)))
    unit = load().unit.get(tokens.word(start))
    if side is None or unit not in _WHOLE_UNITS or tokens.word(start) != unit:
        return None
    return start + 3, spans.around(spans.shift(context.reference, unit, side), unit).having(kind="relative")


def stretch(context: Context, index: int, unit: str, count: int, *, anchored: bool = False) -> Span:
    """Give the stretch of so many units that ends (below 0) or begins at the reference, or at the anchor.

    What a text in the past tense tells of "the next two years" began on the date last spoken of.
    """
    told = count > 0 and context.anchor is not None and context.tense_at(index) is Tense.PAST
    base = context.base if anchored or told else spans.day(context.reference)
    origin = base.end if count > 0 else base.start
    if unit == "hour":
        unit, count = "day", -(-abs(count) // 24) * (1 if count > 0 else -1)
    other = spans.shift(origin, unit, count)
    first, last = min(other, origin), max(other, origin)
    return Span(first, last, Granularity.RANGE, "duration", anchored=anchored or told)


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
            past = context.tense_at(index) is Tense.PAST
            side = context if past else context.like(Tense.FUTURE)
            when = weekday_span(number, side, index).start
        return end + (tokens.word(end) in load().daypart), spans.day(when)
    years = range(reference.year - 2, reference.year + 3)
    if (read := point_at(tokens, index, context)) is not None:
        end, point = read
        if point.year is not None:
            span = settle(point, context, index)
            return (end, span) if span else None
        return _beside(end, [span for year in years if (span := point.in_year(year))], shift, context)
    first = load().season.get(tokens.word(index))
    if first is not None:
        return _beside(index + 1, [spans.season(year, first) for year in years], shift, context)
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
    """Read "the same day", "that week", "the previous month", "the following Monday"."""
    words = load()
    word = tokens.word(index)
    if word == "that":
        unit = words.unit.get(tokens.word(index + 1))
        if unit in _WHOLE_UNITS and tokens.word(index + 1) == unit:
            return index + 2, spans.moved(context.base, unit, 0)
        if tokens.word(index + 1) in {"night", "evening", "morning", "afternoon"}:
            return index + 2, spans.moved(context.base, "day", 0)
    start = index + (word in {"the", "that"})
    shift = words.anchored_shift.get(tokens.word(start))
    if shift is None:
        return None
    unit = words.unit.get(tokens.word(start + 1))
    if unit in _WHOLE_UNITS and tokens.word(start + 1) == unit:
        return start + 2, spans.moved(context.base, unit, shift)
    if start == index or not shift:
        return None
    if tokens.word(start + 1) in words.daypart:
        return start + 2, spans.moved(context.base, "day", shift)
    base = context.base
    there = Context(tokens, base.end if shift > 0 else base.start, anchor=base)
    named = _named(tokens, start + 1, shift, there)
    return named and (named[0], named[1].having(kind="relative", anchored=True))


def weekday_span(number: int, context: Context, index: int) -> Span:
    """Give the weekday that the tense means: the last one up to the reference, or the first from it on.

    Where the tense is future but not sure, the nearer of the two is meant.
    """
    latest = spans.shift_days(context.reference, context.ahead)
    past = spans.shift_days(latest, -((latest.weekday() - number) % 7))
    future = spans.shift_days(context.reference, (number - context.reference.weekday()) % 7)
    guess = context.guess(index)
    nearer = (context.reference - past).days < (future - context.reference).days
    if guess.tense is not Tense.FUTURE or (nearer and not guess.sure):
        return spans.day(past)
    return spans.day(future)


def bare_weekday_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a weekday by itself or with its week: "Wednesday evening", "Tuesday of last week", "Monday last week"."""
    words = load()
    found = weekday_at(tokens, index)
    if found is None or not _is_weekday(tokens, index):
        return None
    end, number = found
    if tokens.word(end) in {"early", "late"} and tokens.word(end + 1) not in {"this", "last", "next", "in"}:
        end += 1
    if tokens.word(end) in words.daypart:
        end += 1
    week = shifted_at(tokens, end + (tokens.word(end) in {"of", "in"}), context)
    if week and week[1].granularity is Granularity.WEEK:
        return week[0], spans.day(spans.shift_days(week[1].start, number)).having(kind="relative")
    return end, weekday_span(number, context, index).having(kind="relative")


def _is_weekday(tokens: Tokens, index: int) -> bool:
    """Say whether a short form such as "Sun", "wed" or "Sat" stands where a day must stand."""
    word, raw, before = tokens.word(index), tokens.raw(index), tokens.word(index - 1)
    after = tokens.after_abbreviation(index)
    if word not in load().ambiguous or tokens.alone(index, after):
        return True
    if not raw[:1].isupper() and word in {"sun", "sat"}:
        return False
    return after > index + 1 or before in {"on", "since", "until", "by", "last", "next", "this"}


def weekend_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "the weekend", "at the weekend": the one just over or going on, or the one to come."""
    if tokens.word(index) != "the" or tokens.word(index + 1) != "weekend":
        return None
    this = spans.weekend(context.reference)
    if context.tense_at(index) is not Tense.FUTURE and this.start > context.reference:
        this = spans.weekend(spans.shift_days(context.reference, -7))
    return index + 2, this.having(kind="relative")
