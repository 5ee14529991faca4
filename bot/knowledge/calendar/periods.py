"""Years, decades, centuries, quarters, halves, seasons and holidays."""

from datetime import date

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.context import Context, Found
from bot.knowledge.calendar.expression import Tense
from bot.knowledge.calendar.spans import Span
from bot.knowledge.calendar.tokens import APOSTROPHES, DASHES, Token, Tokens
from bot.knowledge.calendar.words import load
from bot.knowledge.calendar.written import DETERMINERS, ORDINAL_ENDINGS, is_digits, valid_day, year_after, year_at

_BUSINESS = frozenset(("fiscal", "financial", "calendar"))
_AFFIXES = frozenset(("mid", "early", "late", "end", "pre", "post"))
_PLACING = frozenset(("in", "during", "since", "until", "by", "over", "into", "through", "late", "early", "mid", "-"))


def year_span_at(tokens: Tokens, index: int) -> Found | None:
    """Read a year on its own: "in 2024", "the 2019 exercise", "the year 2012", "fiscal 2025", "FY2025"."""
    word = tokens.word(index)
    start = index + (word == "the")
    if tokens.word(start) in _BUSINESS or tokens.word(start) in {"year", "fy"}:
        after = start + 1
        while tokens.word(after) in {"year", "of"} and after < start + 3:
            after += 1
        year = year_at(tokens, after)
        return None if year is None else (after + 1, spans.year(year))
    year = year_at(tokens, index)
    return None if year is None or not _is_year(tokens, index, year) else (index + 1, spans.year(year))


def _is_year(tokens: Tokens, index: int, year: int) -> bool:
    words = load()
    before, after = tokens.at(index - 1), tokens.at(index + 1)
    if before.word == "." and tokens.word(index - 2) == "no":
        return False
    compared = before.word == "than" and tokens.word(index - 2) in {"later", "earlier", "sooner"}
    if compared:
        return 1400 <= year < 2150
    if before.word in words.numbered or before.word in {"$", "\u20ac", "\u00a3", "\u00a5", "#"}:
        return False
    if before.word in DASHES and tokens.touching(index - 1) and tokens.word(index - 2) not in _AFFIXES:
        return year_at(tokens, index - 2) is not None  # else it is a type: F-2000
    if before.word in words.placed or before.word in words.often_placed or before.word in {"year", "around", "circa"}:
        return 1400 <= year < 2150 and not (before.word in {"by", "to", "and", "of"} and _is_counted(after))
    if not 1900 <= year < 2100:
        return False
    owned = before.word in DETERMINERS or before.raw.endswith(("'s", "\u2019s"))
    return owned or not _is_counted(after)


def _is_counted(after: Token) -> bool:
    """Say whether the word after a number looks like things counted: "2019 votes"."""
    endings_of_others = {"is", "was", "has", "as", "its", "this", "across"}
    return after.raw.islower() and after.word.endswith("s") and after.word not in endings_of_others


def decade_at(tokens: Tokens, index: int) -> Found | None:
    """Read a decade or century: the 1990s, the '90s, the 1990's, the 20th century."""
    index += tokens.word(index) == "the"
    word = tokens.word(index)
    century = load().ordinal.get(word) or _digit_ordinal(word)
    after = index + 1 + (tokens.word(index + 1) in DASHES)
    if century > 4 and tokens.word(after) in {"century", "centuries"}:
        return after + 1, spans.years(century * 100 - 100, century * 100 - 1)
    short = word in APOSTROPHES and tokens.touching(index)
    index += short
    word, end = tokens.word(index), index + 1
    plural = word.endswith("s") or tokens.raw(index).endswith(("'s", "\u2019s"))
    digits = word.removesuffix("s")
    if not plural and tokens.word(end) in APOSTROPHES and tokens.word(end + 1) == "s" and tokens.touching(end):
        plural, end = True, end + 2
    if not plural or not digits.endswith("0"):
        return None
    if is_digits(digits, 4) and spans.FIRST_YEAR <= int(digits) < 2200:
        first = int(digits)
        return end, spans.years(first, first + (99 if first % 100 == 0 and first < 2000 else 9))
    if is_digits(digits, 2) and short:
        return end, spans.years(1900 + int(digits), 1909 + int(digits))
    return None


def season_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a season with its year, or one placed by "in" or "over the"."""
    start = index + (tokens.word(index) == "the")
    first = load().season.get(tokens.word(start))
    if first is None:
        return None
    if year := year_after(tokens, start + 1, context):
        return year[0], spans.season(year[1], first)
    placed = tokens.word(index - 1) in _PLACING or tokens.alone(index, start + 1)
    if not placed or tokens.word(start + 1) in {"of", "in"}:
        return None
    candidates = [spans.season(context.reference.year + shift, first) for shift in (-2, -1, 0, 1)]
    span = context.by_tense(candidates, index)
    return (start + 1, span) if span else None


def quarter_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a quarter or half of a year: "Q3 2021", "the third quarter", "last year's first half"."""
    start = index + (tokens.word(index) == "the")
    year: int | None = None
    if (owner := year_after(tokens, start, context)) and tokens.word(start) not in {",", "of", "in"}:
        start, year = owner
    read = _quarter_name(tokens, start)
    if read is None:
        return None
    after, number, length = read
    if tokens.word(after) in {"of", "in"} and tokens.word(after + 1) in _BUSINESS:
        after += 2
    if year is None and (owner := year_after(tokens, after, context)):
        after, year = owner
    elif year is None and tokens.word(after) == "of" and tokens.word(after + 2) == "year":
        after, year = after + 3, context.reference.year
    first = (number - 1) * length + 1
    if year is not None:
        return after, spans.months(year, first, length)
    if tokens.word(after) == "of" or (length == 6 and tokens.word(index - 1) not in {"in", "for", "during"}):
        return None  # "the first half of the match"
    candidates = [spans.months(context.reference.year + shift, first, length) for shift in (-2, -1, 0, 1)]
    # Companies will report on a quarter that is over: there the nearest one is meant.
    future = context.tense_at(index) is Tense.FUTURE
    span = context.nearest(candidates, index) if future else context.by_tense(candidates, index)
    return (after, span) if span else None


def _quarter_name(tokens: Tokens, index: int) -> tuple[int, int, int] | None:
    """Read Q3, H1, "third quarter", "second half": the index after it, its number and its length in months."""
    word = tokens.word(index)
    if len(word) == 2 and word[0] in "qh" and word[1] in ("1234" if word[0] == "q" else "12"):
        return index + 1, int(word[1]), 3 if word[0] == "q" else 6
    if word in _BUSINESS:
        index += 1 + (tokens.word(index + 1) in DASHES)
        word = tokens.word(index)
    number = load().ordinal.get(word) or _digit_ordinal(word)
    after = index + 1
    if tokens.word(after) in _BUSINESS or tokens.word(after) in DASHES:
        after += 1
    length = {"quarter": 3, "half": 6}.get(tokens.word(after))
    return (after + 1, number, length) if length and 0 < number <= 12 // length else None


def _digit_ordinal(word: str) -> int:
    """Read 3rd or 21st; 0 for any other word."""
    digits = word[:-2]
    return int(digits) if word[-2:] in ORDINAL_ENDINGS and (is_digits(digits, 1) or is_digits(digits, 2)) else 0


def this_quarter_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "the quarter", "the latest quarter", "the year-earlier period": from the quarter last spoken of."""
    start = index + (tokens.word(index) == "the")
    year = year_at(tokens, start)
    if year and context.quarter and tokens.word(start + 1) in {"quarter", "period"}:
        return start + 2, spans.months(year, context.quarter.start.month, 3)
    latest = tokens.word(start) == "latest"
    named = start + latest
    if tokens.word(named) in {"quarter", "period"}:
        if not latest and (start == index or tokens.word(named) == "period" or tokens.word(named + 1) == "of"):
            return None
        last_over = spans.around(spans.shift_months(context.reference, -3), "quarter")
        return named + 1, (context.quarter or last_over).having(kind="relative", anchored=True)
    if (
        tokens.word(start) == "year"
        and tokens.word(start + 1) in DASHES
        and tokens.word(start + 2) in {"earlier", "ago"}
    ):
        end = start + 3
        base = context.quarter or context.base
        if read := _quarter_name(tokens, end):
            end = read[0]
        elif tokens.word(end) in {"quarter", "period"}:
            end += 1
        return end, spans.moved(base, "year", -1)
    return None


def year_end_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "year-end", "the year's end", "year-end 2023": December."""
    start = index + (tokens.word(index) == "the")
    if tokens.word(start) == "year":
        after = start + 1 + (tokens.word(start + 1) in DASHES)
        if tokens.word(after) == "end":
            found = year_after(tokens, after + 1, context) or (after + 1, context.reference.year)
            return found[0], spans.third(spans.year(found[1]), 4)
    return None


def holiday_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read a holiday that falls on the same day everywhere: Christmas, New Year's Day, Thanksgiving."""
    names = load().holiday.get(tokens.word(index))
    if names is None or not (tokens.raw(index)[:1].isupper() or not context.cased):
        return None
    name = max(
        (name for name in names if all(tokens.word(index + place) == word for place, word in enumerate(name))),
        key=len,
        default=None,
    )
    if name is None:
        return None
    rule, end = names[name], index + len(name)
    if year := year_after(tokens, end, context):
        day = _holiday(rule, year[1])
        return (year[0], day) if day else None
    years = range(context.reference.year - 1, context.reference.year + 2)
    chosen = context.nearest([day for number in years if (day := _holiday(rule, number))], index)
    return (end, chosen) if chosen else None


def _holiday(rule: tuple[int, ...], year: int) -> Span | None:
    if len(rule) == 2:
        return valid_day(year, rule[0], rule[1])
    month, weekday, count = rule
    first = date(year, month, 1)
    return valid_day(year, month, 1 + (weekday - first.weekday()) % 7 + 7 * (count - 1))
