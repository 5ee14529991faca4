"""Dates told by a length of time: two weeks ago, three days earlier, the past two years, in two weeks."""

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.context import Context, Found
from bot.knowledge.calendar.dates import date_at
from bot.knowledge.calendar.expression import Tense
from bot.knowledge.calendar.relative import CLOCK_UNITS, of_period, stretch
from bot.knowledge.calendar.spans import Span
from bot.knowledge.calendar.tokens import APOSTROPHES, DASHES, Tokens
from bot.knowledge.calendar.words import load
from bot.knowledge.calendar.written import is_digits

_UNSAID_COUNT = {"day": 7, "week": 4, "month": 4, "year": 5}
"""How many "recent weeks" or "the coming months" are taken for: a convention; three of any other unit."""
_MORE = frozenset(("more", "full", "whole", "straight", "consecutive", "short", "long", "business", "working"))


def number_at(tokens: Tokens, index: int) -> tuple[int, int, bool] | None:
    """Read how many: 3, three, twenty-one, a couple of. Yields the index after it, the number, and if it is vague."""
    words = load()
    index += tokens.word(index) == "a" and tokens.word(index + 1) in words.vague_number
    word = tokens.word(index)
    if word in words.vague_number:
        return index + 1 + (tokens.word(index + 1) == "of"), words.vague_number[word], True
    if any(is_digits(word, length) for length in (1, 2, 3)):
        return index + 1, int(word), False
    number = words.number.get(word)
    if number is None:
        return None
    ones = words.number.get(tokens.word(index + 2), 0)
    if number >= 20 and tokens.word(index + 1) in DASHES and 1 < ones < 10:
        return index + 3, number + ones, False
    return index + 1, number, False


def length_at(tokens: Tokens, index: int) -> tuple[int, int, str, bool] | None:
    """Read a length of time: the index after it, how many, which unit, and whether it is vague ("a year or two")."""
    counted = number_at(tokens, index)
    if counted is None:
        return None
    end, number, vague = counted
    if tokens.word(end) in {"or", "to"} and (second := number_at(tokens, end + 1)):
        end, number, vague = second[0], second[1], True
    end += tokens.word(end) in _MORE
    word = tokens.word(end)
    unit = load().unit.get(word)
    if unit is None or (number > 1 and word == unit):
        return None
    end += 1
    if tokens.word(end) == "and" and tokens.word(end + 1) == "a" and tokens.word(end + 2) == "half":
        end, vague = end + 3, True
    elif tokens.word(end) == "or" and tokens.word(end + 1) in {"so", "two", "more"}:
        end, vague = end + 2, True
    return end + (tokens.word(end) in APOSTROPHES), number, unit, vague


def counted_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a length of time with its direction: "two weeks ago", "three days earlier", "a day after Christmas"."""
    words = load()
    start = index + (tokens.word(index) == "the")
    length = length_at(tokens, start)
    bare = length is None and start > index
    if bare:  # "the day before", "the week after"
        unit = words.unit.get(tokens.word(start))
        length = (start + 1, 1, unit, False) if unit and tokens.word(start) == unit else None
    if length is None:
        return _weekdays_ago(tokens, start, context)
    after, number, unit, vague = length
    word = tokens.word(after)
    if word == "from" and tokens.word(after + 1) == "now":
        return after + 2, _counted(spans.day(context.reference), unit, number, vague)
    direction = words.direction.get(word)
    if direction is None or (start > index and word not in {"before", "after", "earlier", "later"}):
        return None
    count = number if direction > 0 else -number
    if abs(direction) == 1:
        if context.quarter and unit == "year" and number == 1 and spans.is_quarter(context.base):
            return after + 1, spans.moved(context.quarter, unit, count)  # the same quarter of last year
        return after + 1, _counted(spans.day(context.reference), unit, count, vague)
    if word in {"before", "after"}:
        if (other := date_at(tokens, after + 1, context)) and not other[1].anchored:
            return other[0], _counted(other[1], unit, count, vague)
        if not _ends_clause(tokens, after + 1):
            return None  # it counts from an event, whose date is not known here
    if (word == "prior" and tokens.word(after + 1) == "to") or tokens.word(after + 1) == "than":
        return None
    told = date_at(tokens, after + 2, context) if tokens.word(after + 1) in {"in", "on"} else None
    if told and told[1].kind == "date":
        return told  # "two years later in 2014"
    return after + 1, _counted(context.base, unit, count, vague).having(anchored=True)


def _weekdays_ago(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "two Fridays ago"."""
    counted = number_at(tokens, index)
    if counted is None or tokens.word(counted[0] + 1) != "ago":
        return None
    end, number, _ = counted
    weekday = load().weekday.get(tokens.word(end).removesuffix("s"))
    if weekday is None:
        return None
    latest = (context.reference.weekday() - weekday - 1) % 7 + 1
    day = spans.shift_days(context.reference, -latest - 7 * (number - 1))
    return end + 2, spans.day(day).having(kind="relative")


def _ends_clause(tokens: Tokens, index: int) -> bool:
    followers = {"and", "but", "when", "as", "by", "in", "with", "at", "on", "to"}
    return not tokens.raw(index)[:1].isalpha() or tokens.word(index) in followers


def _counted(base: Span, unit: str, count: int, vague: bool) -> Span:
    if unit in CLOCK_UNITS:
        return base.having(kind="relative", anchored=False)
    return spans.moved(base, unit, count).having(approximate=vague or unit != "day", anchored=False)


def stretch_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a stretch that ends or begins now: "the past two years", "recent weeks", "within 30 days"."""
    words = load()
    if tokens.word(index) == "within":
        return _within(tokens, index, context)
    start = index + (tokens.word(index) in {"the", "these"})
    shift = words.stretch.get(tokens.word(start))
    anchored = tokens.word(start) in words.anchored_shift
    if shift is None or (anchored and start == index):
        return None  # "following two years of trials"
    after = start + 1
    if counted := number_at(tokens, after):
        end, number, vague = counted
        end += tokens.word(end) in _MORE
        unit = words.unit.get(tokens.word(end))
        if unit is None or unit == "minute" or of_period(tokens, end + 1):
            return None
        span = stretch(context, index, unit, shift * number, anchored=anchored)
        return end + 1, span.having(approximate=vague)
    word = tokens.word(after)
    unit = words.unit.get(word)
    if unit is None or unit in CLOCK_UNITS:
        return None
    if word != unit:
        count = shift * _UNSAID_COUNT.get(unit, 3)
        return after + 1, stretch(context, index, unit, count, anchored=anchored).having(approximate=True)
    return (after + 1, stretch(context, index, unit, shift)) if tokens.word(start) in {"past", "coming"} else None


def _within(tokens: Tokens, index: int, context: Context) -> Found | None:
    length = length_at(tokens, index + 1)
    if length is None or length[2] in CLOCK_UNITS:
        return None
    end, number, unit, _ = length
    if tokens.word(end) in {"of", "after"} or context.tense_at(index) is Tense.PAST:
        return None
    return end, stretch(context, index, unit, number)


def _compares(tokens: Tokens, index: int) -> bool:
    """Say whether "in 25 years" looks back: "the first visit in 25 years", "more slowly than it has in 30 years"."""
    for position in range(index - 1, max(index - 20, -1), -1):
        word = tokens.word(position)
        if word in load().comparing or _is_superlative(tokens, position):
            return True
        if word in {".", ";"}:
            return False
    return False


def _is_superlative(tokens: Tokens, index: int) -> bool:
    word = tokens.word(index)
    return len(word) > 5 and word.endswith("est") and tokens.word(index - 1) in {"the", "its", "their"}


def ahead_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "in two weeks" and "in three years' time" where something is still to come."""
    if tokens.word(index) != "in" or not (length := length_at(tokens, index + 1)):
        return None
    end, number, unit, vague = length
    timed = tokens.word(end) == "time"
    if unit in CLOCK_UNITS or not (timed or context.tense_at(index) is Tense.FUTURE) or _compares(tokens, index):
        return None
    return end + timed, _counted(spans.day(context.reference), unit, number, vague)
