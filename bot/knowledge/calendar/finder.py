"""Finding the dates of a text: every place where one can start, and there the longest reading."""

from datetime import date
from functools import cache

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.context import Context, Found, anchor_span
from bot.knowledge.calendar.dates import date_at, longest
from bot.knowledge.calendar.expression import Bound, Expression, Interval, Tense
from bot.knowledge.calendar.lengths import ahead_at, counted_at, number_at, stretch_at
from bot.knowledge.calendar.parts import part_at, slice_at, whole_at
from bot.knowledge.calendar.ranges import bounded_at, range_at
from bot.knowledge.calendar.spans import Span
from bot.knowledge.calendar.tokens import DASHES, Tokens, tokenise
from bot.knowledge.calendar.words import load
from bot.knowledge.calendar.written import month_at, names_person
from db.vocabulary import Granularity

_REACH = 7
"""How many tokens an expression can have before its head: "since at least the end of last week"."""


def find(
    text: str,
    reference: date,
    *,
    tense: Tense = Tense.UNKNOWN,
    anchor: Interval | None = None,
    day_first: bool | None = None,
    ahead: int = 0,
    vague: bool = False,
) -> list[Expression]:
    """Find the date expressions of a text in their order, without overlaps.

    `reference` is the day of publication, or of asking. `tense` decides on which side of it a bare weekday or month
    lies; unknown, it is guessed around each expression. `anchor` is the date that "the same day" counts from until the
    text itself names one. `day_first` decides what 1/12/2023 is; None reads the day first unless that lies in the
    future. `ahead` is by how many days it may be later where the news was made than at the reference: with 1, a past
    "Friday" in a text of Thursday is the day after, as in news of Asia dated in America. `vague` asks for "now",
    "recently" and "in the future" as well, of kind "vague".
    """
    tokens = tokenise(text)
    reference = spans.inside(reference)
    start = anchor_span((spans.inside(anchor[0]), spans.inside(anchor[1]))) if anchor else None
    context = Context(tokens, reference, tense, start, day_first, given=anchor is not None, ahead=ahead)
    context.has_person_may = any(t.word == "may" and names_person(tokens, i) for i, t in enumerate(tokens))
    context.cased = any(map(str.isupper, text))
    found: list[Expression] = []
    end = 0
    for index in _openings(tokens):
        if index < end or (reading := _read(tokens, index, context, vague=vague)) is None:
            continue
        end, span = reading
        found.append(_expression(text, tokens, index, end, span))
        context.move_anchor(span)
    return found


def resolve(
    text: str,
    reference: date,
    *,
    tense: Tense = Tense.UNKNOWN,
    anchor: Interval | None = None,
    day_first: bool | None = None,
    ahead: int = 0,
) -> Expression | None:
    """Read a text that is one date expression, a preposition before it allowed; None where it is not one."""
    found = find(text, reference, tense=tense, anchor=anchor, day_first=day_first, ahead=ahead)
    if len(found) != 1:
        return None
    words = load()
    rest = tokenise(text[: found[0].start] + " " + text[found[0].end :])
    return found[0] if all(token.word in words.filler or token.word in words.daypart for token in rest) else None


@cache
def _heads() -> frozenset[str]:
    """Give the words of which every expression without a number has one: it names a piece of time."""
    words = load()
    return words.head.union(
        words.month, words.weekday, words.unit, words.season, words.daypart, words.deictic, words.every, words.vague,
        words.holiday, (f"{day}s" for day in words.weekday),
    )  # fmt: skip


@cache
def _openers() -> frozenset[str]:
    """Give every word that an expression can begin with."""
    words = load()
    return words.opener.union(
        _heads(), words.number, words.vague_number, words.ordinal, words.shift, words.anchored_shift, words.stretch,
        words.part,
    )  # fmt: skip


def _openings(tokens: Tokens) -> list[int]:
    """Give the places worth reading at: those with an opening word and a piece of time or a number soon after."""
    heads, openers = _heads(), _openers()
    places = []
    reach = 0
    for index in range(len(tokens) - 1, -1, -1):
        word = tokens[index].word
        digits = "0" <= word[0] <= "9"
        reach = _REACH if digits or word in heads else reach - 1
        if reach > 0 and (digits or word in openers):
            places.append(index)
    places.reverse()
    return places


def _read(tokens: Tokens, index: int, context: Context, *, vague: bool) -> Found | None:
    if _hangs_on_a_word(tokens, index):
        return None
    return longest(
        range_at(tokens, index, context),
        bounded_at(tokens, index, context),
        date_at(tokens, index, context),
        counted_at(tokens, index, context),
        stretch_at(tokens, index, context),
        ahead_at(tokens, index, context),
        part_at(tokens, index, context),
        slice_at(tokens, index, context),
        whole_at(tokens, index, context),
        _repeated_at(tokens, index, context),
        _vague_at(tokens, index, context) if vague else None,
    )


def _hangs_on_a_word(tokens: Tokens, index: int) -> bool:
    """Say whether a hyphen ties the token to a word before it: the 2 of F-2, the "may" of "dismay-may"."""
    if tokens.word(index - 1) not in DASHES or not tokens.touching(index - 1) or not tokens.touching(index - 2):
        return False
    before = tokens.at(index - 2)
    known = load()
    return before.raw[-1:].isalpha() and before.word not in known.part and before.word not in known.weekday


def _repeated_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read what comes again and again: every Monday, each year, Mondays, daily. The interval is this year."""
    words = load()
    word = tokens.word(index)
    if word not in {"every", "each"} and not word.endswith(("ly", "days")):
        return None
    this = spans.year(context.reference.year).having(kind="set")
    if word in {"every", "each"}:
        counted = number_at(tokens, index + 1)
        after = counted[0] if counted else index + 1 + (tokens.word(index + 1) == "other")
        named = tokens.word(after)
        again = (words.unit, words.weekday, words.season, words.daypart, words.month)
        return (after + 1, this) if any(named in table for table in again) else None
    if word in words.every and tokens.raw(index).islower() and tokens.word(index + 1) not in DASHES:
        return index + 1, this
    return (index + 1, this) if word.endswith("days") and word[:-1] in words.weekday else None


def _vague_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read "now", "recently", "in the future": half a year to the side of the reference, or the reference itself."""
    words = load()
    word = tokens.word(index)
    after = index
    if word in {"the", "in", "at"}:
        after += 1
        for skipped in ("the", "near", "recent", "not", "-", "so", "-", "distant", "foreseeable"):
            after += tokens.word(after) == skipped
    elif word in {"past", "present", "future"}:
        return None
    side = words.vague.get(tokens.word(after))
    if side is None or tokens.word(after + 1) in words.number:
        return None
    reference = context.reference
    first = spans.shift_months(reference, -6) if side == "past" else reference
    last = spans.shift_months(reference, 6) if side == "future" else reference
    return after + 1, Span(first, last, Granularity.RANGE, "vague", approximate=True)


def _expression(text: str, tokens: Tokens, index: int, end: int, span: Span) -> Expression:
    if tokens.word(index) == "the" and (month_at(tokens, index + 1) or tokens.word(index + 1).isdigit()):
        index += 1  # "the July 2022 exercise": the article is the exercise's
    start, stop = tokens[index].start, tokens[end - 1].end
    if text[stop - 2 : stop].lower() in {"'s", "\u2019s"}:
        stop -= 2
    bounds = load().bound
    bound = bounds.get(tokens.word(index)) or bounds.get(tokens.word(index - 1))
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
