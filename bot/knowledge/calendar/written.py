"""Dates written out: days and months with or without their year, in words and in digits."""

from dataclasses import dataclass, replace
from datetime import date

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.context import Context, Found
from bot.knowledge.calendar.expression import Tense
from bot.knowledge.calendar.spans import Span
from bot.knowledge.calendar.tokens import APOSTROPHES, DASHES, Tokens
from bot.knowledge.calendar.words import load

ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
DETERMINERS = frozenset(("the", "a", "an", "its", "their", "his", "her"))
_TITLES = frozenset(("mr", "mrs", "ms", "dr"))


@dataclass(frozen=True, slots=True)
class Point:
    """A day or a month, perhaps without its year."""

    month: int
    day: int | None = None
    year: int | None = None
    weekday: int | None = None

    def in_year(self, year: int) -> Span | None:
        """Give its days in that year; None where the day does not exist."""
        if self.day is None:
            return spans.month(year, self.month)
        return valid_day(year, self.month, self.day)


def valid_day(year: int, month: int, day: int) -> Span | None:
    """Give the day, or None where there is no such day."""
    try:
        return spans.day(date(year, month, day)) if spans.FIRST_YEAR <= year <= spans.LAST_YEAR else None
    except ValueError:
        return None


def settle(point: Point, context: Context, index: int) -> Span | None:
    """Give the days meant; a missing year is chosen by tense and nearness to the reference."""
    if point.year is not None:
        return point.in_year(point.year)
    years = range(context.reference.year - 4, context.reference.year + 5)
    candidates = [span for year in years if (span := point.in_year(year))]
    if point.weekday is not None:
        near = [s for s in candidates if abs(s.start.year - context.reference.year) < 2]
        candidates = [s for s in near if s.start.weekday() == point.weekday] or candidates
    if point.day is None and context.tense_at(index) in {Tense.PAST, Tense.FUTURE}:
        return context.by_tense(candidates, index)
    return context.nearest(candidates, index)


def is_digits(word: str, length: int) -> bool:
    """Say whether the word is a number of that many digits."""
    return len(word) == length and word.isascii() and word.isdigit()


def month_at(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read the name of a month, with the full stop of its abbreviation."""
    number = load().month.get(tokens.word(index))
    return None if number is None else (tokens.after_abbreviation(index), number)


def weekday_at(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read the name of a weekday, with the full stop of its abbreviation."""
    number = load().weekday.get(tokens.word(index))
    return None if number is None else (tokens.after_abbreviation(index), number)


def day_at(tokens: Tokens, index: int) -> int | None:
    """Read the number of a day: 9 or 9th."""
    word = tokens.word(index)
    digits = word[:-2] if word[-2:] in ORDINAL_ENDINGS else word
    if not (is_digits(digits, 1) or is_digits(digits, 2)) or not 1 <= int(digits) <= 31:
        return None
    return None if _measures(tokens, index) else int(digits)


def year_at(tokens: Tokens, index: int) -> int | None:
    """Read a year of four digits that counts nothing."""
    word = tokens.word(index)
    if not is_digits(word, 4) or not spans.FIRST_YEAR <= int(word) < 2200:
        return None
    follower = tokens.word(index + 1)
    counts = _measures(tokens, index) or follower in load().counted or follower in load().clock
    return None if counts else int(word)


def _measures(tokens: Tokens, index: int) -> bool:
    """Say whether the number is a share or a time of day: 9%, 9:30."""
    if not tokens.touching(index):
        return False
    return tokens.word(index + 1) == "%" or (tokens.word(index + 1) == ":" and tokens.word(index + 2)[:1].isdigit())


def year_after(tokens: Tokens, index: int, context: Context) -> tuple[int, int] | None:
    """Read the year that goes with a day or month just read: ", 2012", "of 2012", ", the year of 2012", "last year"."""
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
    if tokens.word(index) in APOSTROPHES and tokens.touching(index) and is_digits(tokens.word(index + 1), 2):
        return index + 2, full_year(int(tokens.word(index + 1)), context)
    index += tokens.word(index) == "the"
    shift = load().shift.get(tokens.word(index))
    if shift is not None and tokens.word(index + 1) == "year":
        return index + 2, context.reference.year + shift
    shift = 0 if tokens.word(index) == "that" else load().anchored_shift.get(tokens.word(index))
    if shift is not None and tokens.word(index + 1) == "year" and context.anchor:
        return index + 2, context.anchor.start.year + shift
    return None


def full_year(two_digits: int, context: Context) -> int:
    """Put a year of two digits into the hundred years that end twenty years after the reference."""
    year = context.reference.year // 100 * 100 + two_digits
    return year - 100 if year > context.reference.year + 20 else year


def point_at(tokens: Tokens, index: int, context: Context) -> tuple[int, Point] | None:
    """Read a day or a month in words, with its weekday and year where they are given."""
    if found := weekday_at(tokens, index):
        after, weekday = found
        opened = tokens.word(after) == "("
        if opened or tokens.word(after) == ",":
            after += 1
        if tokens.word(after) == "the":
            after += 1
        inner = _day_and_month(tokens, after, context)
        if inner is None or inner[1].day is None:
            return None
        end, point = inner
        return end + (opened and tokens.word(end) == ")"), replace(point, weekday=weekday)
    definite = tokens.word(index) == "the"
    return _day_and_month(tokens, index + definite, context, bare=not definite)


def _day_and_month(tokens: Tokens, index: int, context: Context, *, bare: bool = True) -> tuple[int, Point] | None:
    if (found := month_at(tokens, index)) is None:
        return _day_then_month(tokens, index, context)
    after, month = found
    day_index = after + (tokens.word(after) == "the")
    day = day_at(tokens, day_index)
    # "on May 2 people gathered", but "May 10 percent be enough?"
    dated = tokens.word(index - 1) in load().often_placed or tokens.word(day_index + 1) not in load().counted
    if day is not None and dated:
        if (
            tokens.word(index) in {"may", "march"}
            and tokens.at(index).raw.islower()
            and _counts_on(tokens, day_index + 1)
        ):
            return None
        return _with_year(tokens, day_index + 1, Point(month, day), context)
    if year := year_after(tokens, after, context):
        return year[0], Point(month, year=year[1])
    return (after, Point(month)) if bare and _is_month(tokens, index, after, context) else None


def _day_then_month(tokens: Tokens, index: int, context: Context) -> tuple[int, Point] | None:
    day = day_at(tokens, index)
    if day is None and tokens.word(index + 1) == "of":
        day = load().ordinal.get(tokens.word(index))
    if day is None:
        return None
    after = index + 1
    if tokens.word(after) == "day":
        after += 1
    spaced = tokens.word(after) in {"of", "-"}
    found = month_at(tokens, after + spaced)
    if found is None:
        return None
    end, month = found
    verb = tokens.at(after).raw == "may"
    if verb and not (year_after(tokens, end, context) or _ends(tokens, end)):
        return None  # "the 7 may join": no month
    return _with_year(tokens, end, Point(month, day), context)


def _with_year(tokens: Tokens, index: int, point: Point, context: Context) -> tuple[int, Point]:
    if year := year_after(tokens, index, context):
        return year[0], replace(point, year=year[1])
    return index, point


def _counts_on(tokens: Tokens, index: int) -> bool:
    """Say whether something that could be counted follows: "march 5 kilometres"."""
    token = tokens.at(index)
    return token.raw[:1].isalpha() and token.word not in load().bound and len(token.word) > 4


def _ends(tokens: Tokens, index: int) -> bool:
    return not tokens.word(index)[:1].isalpha()


def _is_month(tokens: Tokens, index: int, after: int, context: Context) -> bool:
    """Say whether the bare word is the month and not a name, a verb or a noun."""
    words = load()
    token, before, following = tokens[index], tokens.at(index - 1), tokens.at(after)
    if token.word not in words.ambiguous or tokens.alone(index, after):
        return True
    if before.word in DASHES:
        return tokens.word(index - 2) in words.part
    small = token.raw.islower()
    if before.word in words.placed:
        # "this march", "last may" in a text with capitals is no month; "in march" mostly is.
        return not (small and context.cased and before.word in words.shift)
    if small or names_person(tokens, index):
        return False
    if len(token.word) == 3 and token.word != "may" and following.raw[:1].isupper():
        return False  # Jan, Mar and Dec are first names too
    if before.word in words.often_placed:
        return token.word != "may" or not context.has_person_may
    if before.word in DETERMINERS and following.raw.islower():
        return following.word not in words.placed and following.word not in words.often_placed
    return token.word in {"april", "june", "august"} and not following.raw[:1].isupper()


def names_person(tokens: Tokens, index: int) -> bool:
    """Say whether the word ends a name: another capitalised word or a title stands right before it."""
    words = load()
    before = tokens.at(index - 1)
    if before.word == "." and tokens.word(index - 2) in _TITLES:
        return True
    return before.raw[:1].isupper() and not (
        before.word in words.placed
        or before.word in words.often_placed
        or before.word in DETERMINERS
        or before.word in words.weekday
        or before.word in words.part
    )


def numeric_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a date in digits: 2023-01-12, 2023-01, 12/01/2023, 1/12/23, 12.01.2023."""
    raw = tokens.at(index).raw.partition("T")[0]
    for sign in "-/.":
        parts = raw.split(sign)
        if len(parts) in {2, 3} and all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
            span = _numeric(parts, sign, context)
            return (index + 1, span) if span else None
    return None


def _numeric(parts: list[str], sign: str, context: Context) -> Span | None:
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        if len(parts) == 3:
            return valid_day(*numbers)
        is_month = sign == "-" and 1 <= numbers[1] <= 12 and spans.FIRST_YEAR <= numbers[0] < 2200
        return spans.month(numbers[0], numbers[1]) if is_month else None
    if len(parts) != 3 or len(parts[0]) > 2 or len(parts[2]) == 3 or (sign == "." and len(parts[2]) == 2):
        return None
    year = numbers[2] if len(parts[2]) == 4 else full_year(numbers[2], context)
    day_month, month_day = valid_day(year, numbers[1], numbers[0]), valid_day(year, numbers[0], numbers[1])
    if sign == "." or context.day_first is True:
        return day_month or month_day
    if context.day_first is False:
        return month_day or day_month
    if day_month and month_day and day_month.start > context.reference >= month_day.start:
        return month_day
    return day_month or month_day


def day_of_month_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "on the 9th": the day of this month or its neighbours that the tense means."""
    word = tokens.word(index + 1)
    placed = tokens.word(index - 1) in {"on", "by", "until", "since", "from"}
    if tokens.word(index) != "the" or not placed or word[-2:] not in ORDINAL_ENDINGS or tokens.word(index + 2) == "-":
        return None
    day = day_at(tokens, index + 1)
    follower = tokens.at(index + 2)
    if day is None or (follower.raw[:1].isalpha() and len(follower.word) > 4):
        return None
    months = [spans.month(context.reference.year, context.reference.month + shift).start for shift in (-2, -1, 0, 1)]
    candidates = [span for first in months if (span := valid_day(first.year, first.month, day))]
    span = context.by_tense(candidates, index)
    return (index + 2, span) if span else None
