"""Saying an interval in words."""

from datetime import date

from bot.knowledge.calendar import spans
from bot.knowledge.calendar.expression import Interval
from db.vocabulary import Granularity

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}


def phrase(interval: Interval, granularity: Granularity) -> str:
    """Say it: "11 January 2023", "December 2022", "the week of 9 January 2023", "between 3 and 5 May 2024"."""
    first, last = interval
    if first == last:
        return _day(first)
    if granularity is Granularity.WEEK:
        return f"the week of {_day(first)}"
    if interval == spans.month(first.year, first.month).interval:
        return f"{_MONTHS[first.month - 1]} {first.year}"
    if interval == spans.year(first.year).interval:
        return str(first.year)
    if granularity is Granularity.SEASON and first.month in _SEASONS:
        years = str(first.year) if first.year == last.year else f"{first.year}/{last.year % 100:02}"
        return f"{_SEASONS[first.month]} {years}"
    return _range(first, last)


def _range(first: date, last: date) -> str:
    whole_months = first.day == 1 and last == spans.month(last.year, last.month).end
    if whole_months:
        if (first.month, last.month) == (1, 12):
            return f"between {first.year} and {last.year}"
        start = _MONTHS[first.month - 1] + ("" if first.year == last.year else f" {first.year}")
        return f"between {start} and {_MONTHS[last.month - 1]} {last.year}"
    if first.year != last.year:
        return f"between {_day(first)} and {_day(last)}"
    start = str(first.day) if first.month == last.month else f"{first.day} {_MONTHS[first.month - 1]}"
    return f"between {start} and {_day(last)}"


def _day(when: date) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
