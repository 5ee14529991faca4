"""Days with their times, as cron expressions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.subscriptions.errors import BadSchedule

DEFAULT_TIME = (7, 0)
PARTS_OF_DAY = {"morning": 7, "noon": 12, "midday": 12, "afternoon": 15, "evening": 18, "night": 21, "midnight": 0}
"""The hours that are meant by words for parts of the day."""


@dataclass(slots=True)
class Group:
    """Days with their times. `days` are fields of cron: day of the month, month, day of the week."""

    weekdays: set[int] = field(default_factory=set)
    days: list[tuple[str, str, str]] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)
    parts_of_day: list[str] = field(default_factory=list)
    every: tuple[str, str] | None = None
    """Fields of cron for something that comes several times a day: minute, hour."""

    @property
    def has_days(self) -> bool:
        """Whether days were named."""
        return bool(self.weekdays or self.days)

    @property
    def has_times(self) -> bool:
        """Whether times were named, or how often."""
        return bool(self.times or self.every)

    def expressions(self) -> list[str]:
        """The cron expressions. Raises BadSchedule where both times and how often were said."""
        if self.every and self.times:
            raise BadSchedule("Say either how often or at which times, not both: “hourly”, or “7:00 and 18:00”.")
        days = list(self.days)
        if self.weekdays or not days:
            days.insert(0, ("*", "*", weekday_field(self.weekdays)))
        usual = [(PARTS_OF_DAY[part], 0) for part in self.parts_of_day] or [DEFAULT_TIME]
        times = [self.every] if self.every else _time_fields(self.times or usual)
        return [" ".join((*time, *day)) for day in days for time in times]


def weekday_field(days: set[int]) -> str:
    """The field of cron for days of the week, Sunday being 0: "*", "1-5", "0,6", "1,3"."""
    if not days or len(days) == 7:
        return "*"
    return run_field(days)


def run_field(values: set[int]) -> str:
    """Numbers as a field of cron, where three or more in a row are a range: "1-5", "1,15"."""
    parts: list[str] = []
    ordered = sorted(values)
    while ordered:
        length = next((n for n in range(1, len(ordered)) if ordered[n] != ordered[0] + n), len(ordered))
        run, ordered = ordered[:length], ordered[length:]
        parts += [f"{run[0]}-{run[-1]}"] if length > 2 else map(str, run)
    return ",".join(parts)


def _time_fields(times: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    """Times as fields of cron; those of the same minute share one expression."""
    hours: dict[int, set[int]] = {}
    for hour, minute in times:
        hours.setdefault(minute, set()).add(hour)
    return [(str(minute), ",".join(map(str, sorted(found)))) for minute, found in sorted(hours.items())]
