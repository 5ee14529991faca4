"""Any single date, written out or told from another day."""

from dataclasses import replace

from bot.knowledge.calendar.context import Context, Found
from bot.knowledge.calendar.periods import (
    decade_at,
    holiday_at,
    quarter_at,
    season_at,
    this_quarter_at,
    year_end_at,
    year_span_at,
)
from bot.knowledge.calendar.relative import (
    anchored_at,
    bare_weekday_at,
    before_last_at,
    deictic_at,
    shifted_at,
    weekend_at,
)
from bot.knowledge.calendar.tokens import Tokens
from bot.knowledge.calendar.words import load
from bot.knowledge.calendar.written import day_of_month_at, numeric_at, point_at, settle
from db.vocabulary import Granularity


def longest(*readings: Found | None) -> Found | None:
    """Choose the reading that takes in most words; the first of equals."""
    return max((reading for reading in readings if reading), key=lambda reading: reading[0], default=None)


def date_at(tokens: Tokens, index: int, context: Context) -> Found | None:
    """Read the longest single date that starts at the token."""
    if index not in context.dates:
        context.dates[index] = _read(tokens, index, context)
    return context.dates[index]


def _read(tokens: Tokens, index: int, context: Context) -> Found | None:
    word = tokens.word(index)
    if "0" <= word[:1] <= "9":
        found = longest(
            numeric_at(tokens, index, context),
            _point(tokens, index, context),
            quarter_at(tokens, index, context),
            decade_at(tokens, index),
            year_span_at(tokens, index),
        )
    else:
        found = longest(
            _point(tokens, index, context),
            bare_weekday_at(tokens, index, context),
            deictic_at(tokens, index, context),
            shifted_at(tokens, index, context),
            anchored_at(tokens, index, context),
            quarter_at(tokens, index, context),
            season_at(tokens, index, context),
            decade_at(tokens, index),
            year_span_at(tokens, index),
            year_end_at(tokens, index, context),
            holiday_at(tokens, index, context),
            this_quarter_at(tokens, index, context),
            weekend_at(tokens, index, context),
            before_last_at(tokens, index, context),
            day_of_month_at(tokens, index, context),
        )
    if found and found[1].granularity is Granularity.DAY and tokens.word(found[0]) in load().daypart:
        return found[0] + 1, found[1]
    return found


def _point(tokens: Tokens, index: int, context: Context) -> Found | None:
    read = point_at(tokens, index, context)
    if read is None:
        return None
    end, point = read
    if point.year is None and tokens.word(end) in {"and", "or", "&", ","}:
        # "January and February 2022": the year stands once.
        other = point_at(tokens, end + 1, context)
        if other and other[1].year is not None and (other[1].day is None) is (point.day is None):
            point = replace(point, year=other[1].year - (point.month > other[1].month))
    span = settle(point, context, index)
    return (end, span) if span else None
