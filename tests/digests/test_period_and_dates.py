"""Periods by the wall clock, and dates in the reader's language."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.dates import LANGUAGES, Dates, UnknownLanguage
from bot.digests.errors import BadPeriod
from bot.digests.period import Length, Period
from db.vocabulary import Granularity

SYDNEY = ZoneInfo("Australia/Sydney")
DAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("end", "hours"), [("2026-05-05T08:00", 24), ("2026-10-04T08:00", 23), ("2026-04-05T08:00", 25)]
)
def test_a_day_is_one_of_the_wall_clock_whatever_the_clocks_do(end: str, hours: int) -> None:
    moment = datetime.fromisoformat(end).replace(tzinfo=SYDNEY)
    period = Period.ending(moment, Length.DAY, SYDNEY)
    assert period.end.astimezone(UTC) - period.start.astimezone(UTC) == timedelta(hours=hours)
    assert period.start.astimezone(SYDNEY).hour == 8


def test_days_that_follow_each_other_leave_nothing_between_them() -> None:
    later = Period.ending(datetime(2026, 10, 5, 8, tzinfo=SYDNEY), Length.DAY, SYDNEY)
    earlier = Period.ending(datetime(2026, 10, 4, 8, tzinfo=SYDNEY), Length.DAY, SYDNEY)
    assert earlier.end == later.start


@pytest.mark.parametrize("days", [0, -1, 93])
def test_a_period_that_ends_before_it_begins_or_is_too_long_is_refused(days: int) -> None:
    start = datetime(2026, 5, 4, tzinfo=UTC)
    with pytest.raises(BadPeriod):
        Period.asked(start, start + timedelta(days=days))


def test_an_outage_may_be_longer_than_anybody_should_ask_for() -> None:
    start = datetime(2026, 5, 4, tzinfo=UTC)
    assert Period(start, start + timedelta(days=400)).end > start


@pytest.mark.parametrize(
    ("language", "day", "month", "week"),
    [
        ("en", "Mon 4 May 2026", "May 2026", "week of 4 May"),
        ("en-US", "Mon May 4, 2026", "May 2026", "week of May 4"),
        ("iso", "2026-05-04", "2026-05-01/2026-05-31", "2026-05-04/2026-05-10"),
        ("de", "Mo 4. Mai 2026", "Mai 2026", "Woche ab 4. Mai"),
        ("ja", "2026年5月4日(月)", "2026年5月", "5月4日の週"),
        ("ko_KR", "2026년 5월 4일(월)", "2026년 5월", "5월 4일 주"),
        ("id", "Sen 4 Mei 2026", "Mei 2026", "minggu 4 Mei"),
    ],
)
def test_dates_are_written_as_the_language_has_them(language: str, day: str, month: str, week: str) -> None:
    dates = Dates(language)
    assert dates.day(DAY, weekday=True, year=True) == day
    assert dates.span(date(2026, 5, 1), date(2026, 5, 31), Granularity.MONTH, years=()) == month
    assert dates.span(DAY, date(2026, 5, 10), Granularity.WEEK, years={2026}) == week


def test_a_year_is_written_where_it_does_not_go_without_saying() -> None:
    assert Dates().span(DAY, DAY, Granularity.DAY, years={2026}) == "4 May"
    assert Dates().span(DAY, DAY, Granularity.DAY, years={2027}) == "4 May 2026"


def test_a_language_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnknownLanguage, match=r"“tlh”.*en-us.*zh"):
        Dates("tlh")


@given(
    language=st.sampled_from(LANGUAGES),
    first=st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    length=st.integers(0, 800),
    granularity=st.sampled_from([None, *Granularity]),
)
def test_any_span_is_written_in_every_language(
    language: str, first: date, length: int, granularity: Granularity | None
) -> None:
    told = Dates(language).span(first, first + timedelta(days=length), granularity, years={first.year})
    assert told
    assert "{" not in told
