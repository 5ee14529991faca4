"""Schedules told to people: cron expressions in the words that `read_schedule` reads, and when the next one is due."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_RANGE = re.compile(r"\d+-\d+")
_NTH = ("", "first", "second", "third", "fourth", "fifth")


def told(cron: str) -> str:
    """Say a schedule: "daily at 07:00", "weekdays at 08:30", "hourly"; what has no plain words stays cron."""
    groups: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    phrases: list[str] = []
    for expression in cron.split(";"):
        minute, hour, *days = expression.split()
        if _days(*days) is None:
            phrases.append(f"cron {expression}")
        elif minute.isdecimal() and not _RANGE.fullmatch(hour) and _numbers(hour) is not None:
            groups.setdefault(tuple(days), []).append((minute, hour))
        else:
            often = _often(minute, hour)
            suffix = "" if days == ["*", "*", "*"] else f" on {_days(*days)}"
            phrases.append(often + suffix if often else f"cron {expression}")
    at_times = [f"{_days(*days)} at {joined(_times(times))}" for days, times in groups.items()]
    return "; ".join([*at_times, *phrases])


def told_slot(slot: datetime, zone: ZoneInfo) -> str:
    """Say when something is due: "Tue 24 Nov 07:00 (Asia/Tokyo)"."""
    local = slot.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %H:%M} ({zone.key})"


def joined(words: list[str]) -> str:
    """Join words as people do: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def _days(of_month: str, month: str, of_week: str) -> str | None:
    """The days in words; None where there are none that are plain."""
    if month == "1,4,7,10" and (of_month, of_week) == ("1", "*"):
        return "quarterly"
    if month != "*" or (of_month != "*" and of_week != "*"):
        return None
    if of_month != "*":
        return _of_month(of_month)
    if of_week in ("*", "0-6"):
        return "daily"
    if of_week == "1-5":
        return "weekdays"
    if of_week == "0,6":
        return "weekends"
    if of_week.endswith("L") and of_week[:-1].isdecimal():
        return f"last {_DAYS[int(of_week[:-1]) % 7]} of the month"
    day, nth, number = of_week.partition("#")
    if nth and day.isdecimal() and number.isdecimal():
        return f"{_NTH[int(number)]} {_DAYS[int(day) % 7]} of the month"
    days = _numbers(of_week)
    # A week begins on Monday here, as most of the region has it.
    ordered = sorted({day % 7 for day in days or ()}, key=lambda day: (day - 1) % 7)
    return joined([f"{_DAYS[day]}s" for day in ordered]) or None


def _of_month(of_month: str) -> str | None:
    if of_month == "L":
        return "last day of the month"
    if of_month == "LW":
        return "last weekday of the month"
    days = _numbers(of_month)
    return f"{joined([_ordinal(day) for day in days])} of the month" if days else None


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _numbers(field: str) -> list[int] | None:
    """The numbers of a field of cron that lists them, alone or as ranges; None for any other."""
    numbers: list[int] = []
    for part in field.split(","):
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            return None
        numbers += range(int(first), int(last if dash else first) + 1)
    return numbers


def _times(times: list[tuple[str, str]]) -> list[str]:
    every = [(hour, int(minute)) for minute, hours in times for hour in _numbers(hours) or ()]
    return [f"{hour:02}:{minute:02}" for hour, minute in sorted(every)]


def _often(minute: str, hour: str) -> str | None:
    """What comes several times a day, in words: "hourly", "every 2 hours", "every 30 minutes"."""
    of_minutes, step = _stepped(minute)
    if of_minutes == "*" and step > 1 and hour == "*":
        return f"every {step} minutes"
    if not minute.isdecimal():
        return None
    hours, every = _stepped(hour)
    often = "hourly" if every == 1 else f"every {every} hours"
    if hours == "*":
        return often if minute == "0" else f"{often} at :{int(minute):02}"
    first, dash, last = hours.partition("-")
    return f"{often} from {int(first):02}:{int(minute):02} to {int(last):02}:{int(minute):02}" if dash else None


def _stepped(field: str) -> tuple[str, int]:
    values, _, step = field.partition("/")
    return values, int(step) if step.isdecimal() else 1
