"""Finding the dates of a text: every place where one can start, the longest reading, ranges and bounds."""

from datetime import date
from functools import cache

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.context import Context, anchor_span
from bot.knowledge.calendar.expression import Bound, Expression, Interval, Tense
from bot.knowledge.calendar.points import (
    DASHES,
    Point,
    as_range,
    day_at,
    month_at,
    names_person,
    point_at,
    settle,
    weekday_at,
    year_after,
    year_at,
)
from bot.knowledge.calendar.relative import (
    Found,
    ahead_at,
    counted_at,
    date_at,
    part_at,
    slice_at,
    stretch_at,
)
from bot.knowledge.calendar.spans import Span
from bot.knowledge.calendar.tokens import Tokens, tokenise
from bot.knowledge.calendar.words import load
from db.vocabulary import Granularity

_TO = frozenset(("to", "through", "until", "till", "thru")) | DASHES
_FILLERS = frozenset(
    [
        "in",
        "on",
        "at",
        "the",
        "of",
        "during",
        "by",
        "before",
        "after",
        "since",
        "until",
        "from",
        "around",
        "about",
        ",",
        ".",
        "?",
        "!",
        ")",
        "(",
        "'",
        '"',
        "and",
    ]
)


@cache
def _openers() -> frozenset[str]:
    """Give every word that an expression can begin with."""
    known = load()
    tables = (
        known.month, known.weekday, known.number, known.vague_number, known.ordinal, known.season, known.shift,
        known.anchored_shift, known.stretch, known.deictic, known.part, known.every, known.vague,
    )  # fmt: skip
    words = (
        "the that these those in within since until till earlier later so coming upcoming overnight fiscal calendar "
    )
    words += "financial year fy week final opening closing each every ' \u2019"
    return frozenset(words.split()).union(*tables)


def find(
    text: str,
    reference: date,
    *,
    tense: Tense = Tense.UNKNOWN,
    anchor: Interval | None = None,
    day_first: bool | None = None,
    vague: bool = False,
) -> list[Expression]:
    """Find the date expressions of a text in their order, without overlaps.

    `reference` is the day of publication, or of asking. `tense` decides on which side of it a bare weekday or month
    lies; unknown, it is guessed around each expression. `anchor` is the date that "the same day" counts from until the text
    itself names one. `day_first` decides what 1/12/2023 is; None reads the day first unless that lies in the future.
    `vague` asks for "now", "recently" and "in the future" as well, of kind "vague".
    """
    tokens = tokenise(text)
    context = Context(
        tokens, reference, tense, anchor and anchor_span(anchor), day_first, vague, outside=anchor is not None
    )
    context.has_person_may = any(t.word == "may" and names_person(tokens, i) for i, t in enumerate(tokens))
    openers = _openers()
    found: list[Expression] = []
    index = 0
    while index < len(tokens):
        word = tokens[index].word
        reading = (
            _longest(tokens, index, context)
            if word in openers or "0" <= word[:1] <= "9" or word[:2] in _CODES
            else None
        )
        if reading is None:
            index += 1
            continue
        end, span = reading
        found.append(_expression(text, tokens, index, end, span))
        if span.kind not in {"set", "vague", "duration"}:
            context.anchor, context.outside = span, False
        index = end
    return found


_CODES = frozenset(("q1", "q2", "q3", "q4", "h1", "h2", "fy"))


def resolve(
    text: str,
    reference: date,
    *,
    tense: Tense = Tense.UNKNOWN,
    anchor: Interval | None = None,
    day_first: bool | None = None,
) -> Expression | None:
    """Read a text that is one date expression, a preposition before it allowed; None where it is not one."""
    found = find(text, reference, tense=tense, anchor=anchor, day_first=day_first)
    if len(found) != 1:
        return None
    (expression,) = found
    rest = tokenise(text[: expression.start] + " " + text[expression.end :])
    return expression if all(token.word in _FILLERS or token.word in load().daypart for token in rest) else None


def _longest(tokens: Tokens, index: int, context: Context) -> Found | None:
    if _joined(tokens, index):
        return None
    best: Found | None = None
    for rule in (
        _range_at,
        _bounded_at,
        _dated_at,
        counted_at,
        stretch_at,
        ahead_at,
        part_at,
        slice_at,
        _repeated_at,
        _vague_at,
    ):
        found = rule(tokens, index, context)
        if found and (best is None or found[0] > best[0]):
            best = found
    return best


def _joined(tokens: Tokens, index: int) -> bool:
    """Say whether the token hangs on a word before it: the "may" of "dismay-may", the 2 of F-2."""
    if tokens.word(index - 1) in DASHES and index > 1 and tokens.touching(index - 1) and tokens.touching(index - 2):
        before = tokens.at(index - 2)
        return (
            before.raw[-1:].isalpha()
            and before.word not in {"mid", "early", "late"}
            and before.word not in load().weekday
        )
    return False


def _dated_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    found = date_at(tokens, index, context)
    if found and tokens.word(found[0]) in load().daypart and found[1].granularity is Granularity.DAY:
        return found[0] + 1, found[1]
    return found


def _range_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    return (
        _days_of_month_at(tokens, index, context)
        or _month_days_at(tokens, index, context)
        or _years_at(tokens, index)
        or _points_at(tokens, index, context)
    )


def _joins(tokens: Tokens, index: int, start: int) -> bool:
    """Say whether the token joins the two ends of a range that starts at `start`."""
    word = tokens.word(index)
    return word in _TO or (word in {"and", "&"} and tokens.word(start - 1) == "between")


def _days_of_month_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "3-5 May 2023", "from 3 to 5 May", "3 and 5 May"."""
    start = index + 1 if tokens.word(index) == "the" else index
    first = day_at(tokens, start)
    joint = tokens.word(start + 1)
    if first is None or not (joint in _TO or joint in {"and", "&", ","}):
        return None
    after = start + 3 if tokens.word(start + 2) == "the" else start + 2
    last = day_at(tokens, after)
    if last is None or last <= first:
        return None
    end = after + 2 if tokens.word(after + 1) == "of" else after + 1
    month = month_at(tokens, end)
    if month is None:
        return None
    year = year_after(tokens, month[0], context)
    end = year[0] if year else month[0]
    return _month_range(end, Point(month[1], first, year and year[1]), last, context, index)


def _month_days_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "Jan. 20-22", "May 3 to 5, 2023", "July 5 and 6"."""
    month = month_at(tokens, index)
    first = day_at(tokens, month[0]) if month else None
    if month is None or first is None:
        return None
    joint = month[0] + 1
    if not (tokens.word(joint) in _TO or tokens.word(joint) in {"and", "&"}):
        return None
    last = day_at(tokens, joint + 1)
    if last is None or last <= first or month_at(tokens, joint + 2):
        return None
    if (
        tokens.word(joint) in {"and", "to"}
        and tokens.at(joint + 2).raw[:1].isalpha()
        and len(tokens.word(joint + 2)) > 4
    ):
        return None
    year = year_after(tokens, joint + 2, context)
    end = year[0] if year else joint + 2
    return _month_range(end, Point(month[1], first, year and year[1]), last, context, index)


def _month_range(end: int, first: Point, last_day: int, context: Context, index: int) -> Found | None:
    start = settle(first, context, index)
    if start is None:
        return None
    last = Point(first.month, last_day).in_year(start.start.year)
    return (end, as_range(start, last)) if last else None


def _years_at(tokens: Tokens, index: int) -> Found | None:
    """Read "2015-2019", "2015 to 2019", "2015-16", "between 2015 and 2019"."""
    first = year_at(tokens, index)
    if first is None or not 1400 < first < 2150 or not _joins(tokens, index + 1, index):
        return None
    last = year_at(tokens, index + 2)
    short = tokens.word(index + 2)
    if (
        last is None
        and tokens.word(index + 1) in DASHES
        and tokens.touching(index)
        and len(short) == 2
        and short.isdigit()
    ):
        last = first // 100 * 100 + int(short)
    if last is None or not first < last < first + 150:
        return None
    return index + 3, spans.years(first, last)


def _points_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a range of two dates; a year, month or side of the reference that one end lacks comes from the other."""
    left = date_at(tokens, index, context)
    if left is None or not _joins(tokens, left[0], index):
        return None
    joint = left[0]
    dash = tokens.word(joint) in DASHES
    if dash and not tokens.touching(joint) and tokens.touching(joint - 1):
        return None
    first = left[1]
    moved = Context(tokens, first.end, Tense.FUTURE, first, context.day_first)
    if weekday := weekday_at(tokens, joint + 1):
        if first.granularity is not Granularity.DAY or point_at(tokens, joint + 1, context):
            weekday = None
        else:
            step = (weekday[1] - first.start.weekday() - 1) % 7 + 1
            last = spans.day(spans.shift_days(first.start, step))
            return weekday[0], as_range(first, last).having(kind="relative")
    read, own = point_at(tokens, joint + 1, context), point_at(tokens, index, context)
    if read and read[1].year is not None and own and own[1].year is None:
        year = read[1].year - (own[1].month > read[1].month)
        start, last_span = own[1].in_year(year), settle(read[1], context, index)
        return (read[0], as_range(start, last_span)) if start and last_span else None
    right = date_at(tokens, joint + 1, moved if read and read[1].year is None else context)
    if right is None or right[1].start < first.start or right[1].granularity is not first.granularity:
        return None
    return right[0], as_range(first, right[1]).having(kind=right[1].kind)


def _bounded_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "since 2019" and "until 2030": from the date to the reference, or from the reference to the date."""
    bound = load().bound.get(tokens.word(index))
    if bound not in {"since", "until"}:
        return None
    after = index + 1
    if tokens.word(after) in {"at", "around", "about"}:
        after += 2 if tokens.word(after + 1) == "least" else 1
    inner = _first(tokens, after, context, Tense.PAST if bound == "since" else Tense.FUTURE)
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


def _first(tokens: Tokens, index: int, context: Context, tense: Tense) -> Found | None:
    side = Context(tokens, context.reference, context.tense, context.anchor, context.day_first)
    if context.tense is Tense.UNKNOWN and (tense is Tense.PAST or context.tense_at(index) is not Tense.PAST):
        side.tense = tense
    found = [f for rule in (date_at, counted_at, part_at, slice_at) if (f := rule(tokens, index, side))]
    return max(found, key=lambda f: f[0], default=None)


def _repeated_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read what comes again and again: every Monday, each year, Mondays, daily."""
    known = load()
    word = tokens.word(index)
    this = spans.year(context.reference.year).having(kind="set")
    if word in {"every", "each"}:
        after = index + 1
        if counted := number_at_or_other(tokens, after):
            after = counted
        named = tokens.word(after)
        if named in known.unit or named in known.weekday or named in known.season or named in known.daypart:
            return after + 1, this
        month = known.month.get(named)
        return (after + 1, this) if month and named not in known.ambiguous else None
    if word in known.every and tokens.word(index + 1) not in DASHES:
        return index + 1, this
    if word.endswith("days") and word[:-1] in known.weekday:
        return index + 1, this
    return None


def number_at_or_other(tokens: Tokens, index: int) -> int | None:
    """Skip "other" or a number after "every"."""
    word = tokens.word(index)
    if word == "other" or word in load().number or (word.isascii() and word.isdigit()):
        return index + 1
    return None


def _vague_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "now", "recently", "in the future", where the caller wants them."""
    if not context.vague:
        return None
    word = tokens.word(index)
    side = load().vague.get(word)
    end = index + 1
    if word in {"the", "this", "in"} or word in load().shift:
        after = index + 1
        for skipped in ("the", "near", "recent", "not", "-", "so", "-", "distant", "foreseeable", "very"):
            if tokens.word(after) == skipped:
                after += 1
        side = {"past": "past", "future": "future", "present": "present"}.get(tokens.word(after))
        if tokens.at(after + 1).raw[:1].isalpha() and tokens.at(after + 1).word in load().unit:
            return None
        end = after + 1
    if side is None:
        return None
    reference = context.reference
    first = spans.shift_months(reference, -6) if side == "past" else reference
    last = spans.shift_months(reference, 6) if side == "future" else reference
    return end, Span(first, last, Granularity.RANGE, "vague", approximate=True)


def _expression(text: str, tokens: Tokens, index: int, end: int, span: Span) -> Expression:
    start, stop = tokens[index].start, tokens[end - 1].end
    if text[stop - 2 : stop] in {"'s", "\u2019s"}:
        stop -= 2
    bound = load().bound.get(tokens.word(index)) or load().bound.get(tokens.word(index - 1))
    return Expression(
        start,
        stop,
        text[start:stop],
        span.interval,
        span.granularity,
        span.kind,
        span.approximate,
        span.anchored,
        Bound(bound) if bound else None,
    )
