"""Periods: half-open stretches of time in which events were learnt, so that nothing falls between two digests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.digests.errors import BadPeriod

LONGEST = timedelta(days=92)
"""A quarter: for longer ones nobody should ask. One that an outage made longer is told all the same."""


class Length(StrEnum):
    """The periods that can be named."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Period:
    """[start, end), both aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Raise BadPeriod where it ends before it begins."""
        if self.end <= self.start:
            raise BadPeriod(f"The period ends ({self.end.isoformat()}) before it begins ({self.start.isoformat()}).")

    @classmethod
    def asked(cls, start: datetime, end: datetime) -> "Period":
        """A period that somebody asks for. Raise BadPeriod where it is too long as well."""
        if end - start > LONGEST:
            raise BadPeriod(f"The period is {(end - start).days} days long; a digest spans at most {LONGEST.days}.")
        return cls(start, end)

    @classmethod
    def ending(cls, end: datetime, length: Length, zone: ZoneInfo) -> "Period":
        """The hour, day or week up to `end`; days and weeks are those of the wall clock, whatever the clocks do."""
        if length is Length.HOUR:
            return cls(end - timedelta(hours=1), end)
        local = end.astimezone(zone)
        days = 7 if length is Length.WEEK else 1
        earlier = (local.replace(tzinfo=None) - timedelta(days=days)).replace(tzinfo=zone, fold=local.fold)
        return cls(earlier.astimezone(end.tzinfo), end)
