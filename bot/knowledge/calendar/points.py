"""Dates written out: days, months and years in all their orders, numbers, quarters, seasons, decades."""

from dataclasses import dataclass, replace
from datetime import date

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.context import Context
from bot.knowledge.calendar.expression import Tense
from bot.knowledge.calendar.spans import Span
from bot.knowledge.calendar.tokens import Token, Tokens
from bot.knowledge.calendar.words import load
from db.vocabulary import Granularity

DASHES = frozenset("-\u2013\u2010\u2011")
_PLACED = frozenset(
    [
        "in",
        "since",
        "until",
        "till",
        "during",
        "through",
        "throughout",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "past",
        "every",
    ]
)
"""After these even "may" is the month."""
_OFTEN_PLACED = frozenset(["by", "before", "after", "from", "of", "between", "to", "and", "on"])
"""After these "March" is the month, "march" and "May" may be not."""
_DETERMINERS = frozenset(["the", "a", "an", "its", "their", "his", "her"])
_ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))


@dataclass(frozen=True, slots=True)
class Point:
    """A day or a month, perhaps without its year."""

    month: int
    day: int | None = None
    year: int | None = None
    weekday: int | None = None

    def having(self, year: int) -> "Point":
        """Give the same point with a year."""
        return replace(self, year=year)

    def in_year(self, year: int) -> Span | None:
        """Give its days in that year; None where the day does not exist."""
        if self.day is None:
            return spans.month(year, self.month)
        try:
            return spans.day(date(year, self.month, self.day))
        except ValueError:
            return None


def settle(point: Point, context: Context, index: int, tense: Tense | None = None) -> Span | None:
    """Give the days meant; a missing year is chosen by tense and nearness to the reference."""
    if point.year is not None:
        return point.in_year(point.year)
    tense = tense or context.tense_at(index)
    around = range(context.reference.year - 4, context.reference.year + 5)
    candidates = [span for year in around if (span := point.in_year(year))]
    if point.weekday is not None:
        candidates = [s for s in candidates if s.start.weekday() == point.weekday] or candidates
    if point.day is None and tense in {Tense.PAST, Tense.FUTURE}:
        return context.latest(candidates, tense)
    return context.nearest(candidates, tense)


def month_at(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read the name of a month, with the full stop of its abbreviation."""
    word = tokens.word(index)
    number = load().month.get(word)
    if number is None:
        return None
    if len(word) <= 4 and tokens.word(index + 1) == "." and tokens.touching(index):
        return index + 2, number
    return index + 1, number


def day_at(tokens: Tokens, index: int) -> int | None:
    """Read the number of a day: 9 or 9th."""
    raw = tokens.word(index)
    if not raw[:1].isdigit():
        return None
    digits = raw[:-2] if raw[-2:] in _ORDINAL_ENDINGS else raw
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 2 and 1 <= int(digits) <= 31):
        return None
    if tokens.word(index + 1) in {":", "%"} and tokens.touching(index):
        return None
    return int(digits)


def year_at(tokens: Tokens, index: int) -> int | None:
    """Read a year of four digits that counts nothing."""
    raw = tokens.at(index).word
    if not (len(raw) == 4 and raw.isascii() and raw.isdigit() and 1000 <= int(raw) < 2200):
        return None
    after = tokens.at(index + 1)
    if after.word in load().counted or (after.word in {"%", ":", "/"} and tokens.touching(index)):
        return None
    return int(raw)


def year_after(tokens: Tokens, index: int, context: Context) -> tuple[int, int] | None:
    """Read the year that belongs to a day or month just read: ", 2012", "of 2012", ", the year of 2012", "last year"."""
    if tokens.word(index) == ",":
        index += 1
    if tokens.word(index) in {"of", "in"}:
        index += 1
    if tokens.word(index) == "the" and tokens.word(index + 1) == "year":
        index += 2
        if tokens.word(index) == "of":
            index += 1
    if (year := year_at(tokens, index)) is not None:
        return index + 1, year
    if tokens.word(index) in {"'", "\u2019"} and tokens.touching(index):
        digits = tokens.word(index + 1)
        if len(digits) == 2 and digits.isascii() and digits.isdigit():
            return index + 2, _century(int(digits), context)
    shift = load().shift.get(tokens.word(index))
    if shift is not None and tokens.word(index + 1) == "year":
        return index + 2, context.reference.year + shift
    return None


def _century(two_digits: int, context: Context) -> int:
    """Put a year of two digits into the hundred years that end twenty years after the reference."""
    year = context.reference.year // 100 * 100 + two_digits
    return year - 100 if year > context.reference.year + 20 else year


def weekday_at(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read the name of a weekday, with the full stop of its abbreviation."""
    word = tokens.word(index)
    number = load().weekday.get(word)
    if number is None:
        return None
    if len(word) <= 5 and tokens.word(index + 1) == "." and tokens.touching(index):
        return index + 2, number
    return index + 1, number


def point_at(tokens: Tokens, index: int, context: Context) -> tuple[int, Point] | None:
    """Read a day or a month in words, with its weekday and year where they are given."""
    if found := weekday_at(tokens, index):
        after, weekday = found
        if tokens.word(after) in {",", "("}:
            after += 1
        if tokens.word(after) == "the":
            after += 1
        inner = _day_and_month(tokens, after, context)
        if inner is None or inner[1].day is None:
            return None
        end, point = inner
        if tokens.word(end) == ")" and tokens.word(after - 1) == "(":
            end += 1
        return end, replace(point, weekday=weekday)
    start = index + 1 if tokens.word(index) == "the" else index
    return _day_and_month(tokens, start, context, bare=start == index)


def _day_and_month(tokens: Tokens, index: int, context: Context, *, bare: bool = True) -> tuple[int, Point] | None:
    if found := month_at(tokens, index):
        after, month = found
        day_index = after + 1 if tokens.word(after) == "the" else after
        day = day_at(tokens, day_index)
        if day is not None and not _reads_on_as_number(tokens, day_index):
            if (
                tokens.at(index).raw.islower()
                and tokens.word(index) in {"may", "march"}
                and not _alone(tokens, day_index + 1)
            ):
                return None
            return _with_year(tokens, day_index + 1, Point(month, day), context)
        if year := year_after(tokens, after, context):
            return year[0], Point(month, year=year[1])
        if bare and _is_month(tokens, index, context):
            return after, Point(month)
        return None
    day = day_at(tokens, index)
    after = index + 1
    if day is None and tokens.word(index) in load().ordinal and tokens.word(index + 1) == "of":
        day = load().ordinal[tokens.word(index)]
    if day is None:
        return None
    if tokens.word(after) in {"of", "-", "day"}:
        after += 1
    if tokens.word(after) == "of":
        after += 1
    if found := month_at(tokens, after):
        end, month = found
        if tokens.at(after).raw.islower() and tokens.word(after) == "may" and tokens.word(after - 1) != "of":
            return None if not (year := year_after(tokens, end, context)) else (year[0], Point(month, day, year[1]))
        return _with_year(tokens, end, Point(month, day), context)
    return None


def _with_year(tokens: Tokens, index: int, point: Point, context: Context) -> tuple[int, Point]:
    if year := year_after(tokens, index, context):
        return year[0], point.having(year[1])
    return index, point


def _reads_on_as_number(tokens: Tokens, index: int) -> bool:
    """Say whether "10" in "May 10 million" or "May 10 percent" is an amount."""
    return tokens.word(index + 1) in load().counted


def _alone(tokens: Tokens, index: int) -> bool:
    """Say whether nothing that could be counted follows."""
    token = tokens.at(index)
    return not token.raw[:1].isalpha() or token.word in load().bound or len(token.word) <= 4


def _is_month(tokens: Tokens, index: int, context: Context) -> bool:
    """Say whether the bare word is the month and not a name, a verb or a noun."""
    token, before, after = tokens.at(index), tokens.at(index - 1), tokens.at(index + 1)
    if token.word not in load().ambiguous:
        return True
    placed = before.word in _PLACED or (before.word in DASHES and tokens.word(index - 2) in {"mid", "early", "late"})
    if placed:
        return True
    if token.raw.islower() or names_person(tokens, index):
        return False
    if before.word in _OFTEN_PLACED:
        return token.word != "may" or not context.has_person_may
    if before.word in _DETERMINERS and after.raw.islower():
        return True
    return token.word in {"april", "june", "august"} and not after.raw[:1].isupper()


def names_person(tokens: Tokens, index: int) -> bool:
    """Say whether "May" here ends a name: another capitalised word stands right before it."""
    before = tokens.at(index - 1)
    known = load()
    if before.word == "." and tokens.word(index - 2) in {"mrs", "ms", "mr", "dr"}:
        return True
    return (
        before.raw[:1].isupper()
        and before.word not in _PLACED
        and before.word not in _OFTEN_PLACED
        and before.word not in _DETERMINERS
        and before.word not in known.weekday
        and before.word not in known.part
    )


def numeric_at(tokens: Tokens, index: int, context: Context) -> tuple[int, Span] | None:
    """Read a date in digits: 2023-01-12, 2023-01, 12/01/2023, 1/12/23, 12.01.2023."""
    raw = tokens.at(index).raw
    for sign in "-/.":
        parts = raw.partition("T")[0].split(sign)
        if len(parts) in {2, 3} and all(part.isascii() and part.isdigit() for part in parts):
            span = _numbers(parts, sign, context)
            return (index + 1, span) if span else None
    return None


def _numbers(parts: list[str], sign: str, context: Context) -> Span | None:
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        if len(parts) == 2:
            is_month = sign == "-" and len(parts[1]) == 2 and 1 <= numbers[1] <= 12 and 1000 <= numbers[0] < 2200
            return spans.month(numbers[0], numbers[1]) if is_month else None
        return _valid(numbers[0], numbers[1], numbers[2])
    if len(parts) != 3 or len(parts[0]) > 2 or len(parts[2]) == 3:
        return None
    year = numbers[2] if len(parts[2]) == 4 else _century(numbers[2], context)
    if sign == "." and len(parts[2]) == 2:
        return None
    day_month, month_day = _valid(year, numbers[1], numbers[0]), _valid(year, numbers[0], numbers[1])
    if sign == "." or context.day_first is True:
        return day_month or month_day
    if context.day_first is False:
        return month_day or day_month
    if day_month and month_day and day_month.start > context.reference >= month_day.start:
        return month_day
    return day_month or month_day


def _valid(year: int, month: int, day: int) -> Span | None:
    try:
        return spans.day(date(year, month, day)) if spans.FIRST_YEAR <= year <= spans.LAST_YEAR else None
    except ValueError:
        return None


def bare_year_at(tokens: Tokens, index: int) -> tuple[int, Span] | None:
    """Read a year on its own: "in 2024", "the 2019 exercise", "the year 2012", "fiscal 2025", "FY2025"."""
    word = tokens.word(index)
    start = index + 1 if word == "the" else index
    if tokens.word(start) in {"fiscal", "calendar", "year", "fy", "financial"}:
        after = start + 1
        while tokens.word(after) in {"year", "of"}:
            after += 1
        year = year_at(tokens, after)
        return (after + 1, spans.year(year)) if year is not None else None
    if word[:2] == "fy" and len(word) == 6 and word[2:].isascii() and word[2:].isdigit():
        return index + 1, spans.year(int(word[2:]))
    year = year_at(tokens, index)
    if year is None or not _is_year(tokens, index, year):
        return None
    return index + 1, spans.year(year)


def _is_year(tokens: Tokens, index: int, year: int) -> bool:
    before, after = tokens.at(index - 1), tokens.at(index + 1)
    if before.word in load().numbered or before.word in {"$", "\u20ac", "\u00a3", "\u00a5", "#", "/", "no", "."} - {
        "."
    }:
        return False
    if before.word in DASHES and tokens.touching(index - 1) and year_at(tokens, index - 2) is None:
        return False  # F-2000, Su-2015
    if after.word in DASHES and tokens.touching(index) and tokens.at(index + 2).raw[:1].isalpha() and year < 1900:
        return False
    placed = before.word in _PLACED or before.word in _OFTEN_PLACED or before.word in {"year", "around", "circa", "mid"}
    if placed:
        return 1400 <= year < 2150 and not (before.word in {"by", "to", "and", "of"} and _counts(after))
    if not 1900 <= year < 2100:
        return False
    owned = before.word in _DETERMINERS or before.raw.endswith(("'s", "\u2019s"))
    return owned or not _counts(after)


def _counts(after: Token) -> bool:
    """Say whether the word after a number looks like things counted: "2019 votes"."""
    word = after.word
    return (
        after.raw.islower() and word.endswith("s") and word not in {"is", "was", "has", "as", "its", "this", "across"}
    )


def decade_at(tokens: Tokens, index: int) -> tuple[int, Span] | None:
    """Read a decade: the 1990s, the '90s."""
    word = tokens.word(index)
    if word == "the":
        index += 1
        word = tokens.word(index)
    short = word in {"'", "\u2019"} and tokens.touching(index)
    if short:
        index += 1
        word = tokens.word(index)
    # "1990's" is written as well; the tokeniser leaves its apostrophe apart.
    digits, ending = (word[:-1], True) if word.endswith("s") else (word, False)
    end = index + 1
    if not ending and tokens.word(end) in {"'", "\u2019"} and tokens.word(end + 1) == "s" and tokens.touching(end):
        ending, end = True, end + 2
    if not (ending and digits.isascii() and digits.isdigit()):
        return None
    if len(digits) == 4 and digits.endswith("0") and 1000 <= int(digits) < 2200:
        first = int(digits)
        return end, spans.years(first, first + (99 if first % 100 == 0 and first < 2000 else 9))
    if len(digits) == 2 and digits.endswith("0") and short:
        return end, spans.years(1900 + int(digits), 1909 + int(digits))
    return None


def season_at(tokens: Tokens, index: int, context: Context) -> tuple[int, Span] | None:
    """Read a season with its year, or one placed by "in" or "in the"."""
    start = index + 1 if tokens.word(index) == "the" else index
    first = load().season.get(tokens.word(start))
    if first is None:
        return None
    if year := year_after(tokens, start + 1, context):
        return year[0], spans.season(year[1], first)
    placed = tokens.word(index - 1) in {"in", "during", "since", "until", "by", "late", "early", "mid", "-"}
    if not placed or tokens.word(start + 1) in {"of", "in"}:
        return None
    candidates = [spans.season(context.reference.year + shift, first) for shift in (-2, -1, 0, 1)]
    span = context.latest(candidates, context.tense_at(index))
    return (start + 1, span) if span else None


def quarter_at(tokens: Tokens, index: int, context: Context) -> tuple[int, Span] | None:
    """Read a quarter or half of a year: "Q3 2021", "the third quarter", "the first half of 2021", "the second half"."""
    start = index + 1 if tokens.word(index) == "the" else index
    word = tokens.word(start)
    if len(word) == 2 and word[0] in "qh" and word[1] in ("1234" if word[0] == "q" else "12"):
        number, length, after = int(word[1]), 3 if word[0] == "q" else 6, start + 1
    else:
        ordinal = load().ordinal.get(word) or _digit_ordinal(word)
        after = start + 1
        if tokens.word(after) in {"fiscal", "financial", "calendar"} or tokens.word(after) in DASHES:
            after += 1
        if ordinal is None or tokens.word(after) not in {"quarter", "half"}:
            return None
        number, length = ordinal, 3 if tokens.word(after) == "quarter" else 6
        after += 1
    if number > 12 // length:
        return None
    if tokens.word(after) in {"of", "in"} and tokens.word(after + 1) in {"fiscal", "calendar"}:
        after += 2
    if year := year_after(tokens, after, context):
        return year[0], spans.months(year[1], (number - 1) * length + 1, length)
    if tokens.word(after) == "of" and tokens.word(after + 1) in {"the", "this"} and tokens.word(after + 2) == "year":
        return after + 3, spans.months(context.reference.year, (number - 1) * length + 1, length)
    if tokens.word(after) == "of" or (length == 6 and tokens.word(index - 1) not in {"in", "for", "during"}):
        return None  # "the first half of the match"
    candidates = [
        spans.months(context.reference.year + shift, (number - 1) * length + 1, length) for shift in (-2, -1, 0, 1)
    ]
    span = context.latest(candidates, context.tense_at(index))
    return (after, span) if span else None


def _digit_ordinal(word: str) -> int | None:
    return int(word[0]) if len(word) == 3 and word[0] in "1234" and word[1:] in _ORDINAL_ENDINGS else None


def weekday_span(number: int, context: Context, tense: Tense) -> Span:
    """Give the weekday that the tense means: the last one up to the reference, or the first from it on."""
    behind = (context.reference.weekday() - number) % 7
    if tense is Tense.FUTURE:
        return spans.day(spans.shift_days(context.reference, (number - context.reference.weekday()) % 7))
    return spans.day(spans.shift_days(context.reference, -behind))


def as_range(first: Span, last: Span) -> Span:
    """Join two dates into the stretch from one to the other."""
    if last.end < first.start:
        first, last = last, first
    return Span(
        first.start,
        last.end,
        Granularity.RANGE,
        approximate=first.approximate or last.approximate,
        anchored=first.anchored or last.anchored,
    )
