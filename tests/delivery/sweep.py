"""Every zone, every half-hour wall time, every date from 2024 to 2028: `python -m tests.delivery.sweep`.

What is wanted is told by other means than the scheduler's: by walking through the local times of every minute about a
date, as a clock on the wall shows them.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.delivery.schedule import next_slot

FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]


@cache
def by_the_clock(zone: str, day: date) -> dict[time, datetime]:
    """When a wall clock first shows each half hour of a date, or, where it never does, the next time that it shows."""
    tz = ZoneInfo(zone)
    shown: dict[time, datetime] = {}
    start = datetime.combine(day, time(), UTC) - timedelta(hours=15)
    step = timedelta(minutes=15)
    local = [((start + step * count).astimezone(tz), start + step * count) for count in range(4 * 54)]
    walls = [(here.replace(tzinfo=None, fold=0), at) for here, at in local]
    for wall in HALF_HOURS:
        wanted = datetime.combine(day, wall)
        # The first moment at which the clock shows the time, or one past it when it jumps over it.
        shown[wall] = next(at for here, at in walls if here >= wanted)
    return shown


def check_zone(zone: str, wall: time, first: date, last: date) -> int:
    """Assert that a daily wall time runs once for each date, when the clock says so; how many dates were looked at."""
    schedule = f"{wall.minute} {wall.hour} * * *"
    after = by_the_clock(zone, first)[wall] - timedelta(seconds=1)
    before = None
    day = first
    while day <= last:
        slot = next_slot(schedule, zone, after=after, wall=before)
        assert slot is not None
        assert slot.wall == datetime.combine(day, wall), f"{zone} {wall} {day}: {slot}"
        assert slot.at == by_the_clock(zone, day)[wall], f"{zone} {wall} {day}: {slot}"
        after, before = slot.at, slot.wall
        day += timedelta(days=1)
    return (last - first).days + 1


@cache
def changes(zone: str) -> tuple[tuple[datetime, timedelta | None], ...]:
    """When the zone's offset changes from 2024 to 2028, to the second, and to what; first its offset at the start."""
    tz = ZoneInfo(zone)
    start = datetime.combine(FIRST, time(), UTC) - timedelta(days=3)
    found = [(start, start.astimezone(tz).utcoffset())]
    for number in range((LAST - FIRST).days + 6):
        low, high = start + timedelta(days=number), start + timedelta(days=number + 1)
        before, after = low.astimezone(tz).utcoffset(), high.astimezone(tz).utcoffset()
        if before == after:
            continue
        while high - low > timedelta(seconds=1):
            middle = (low + (high - low) / 2).replace(microsecond=0)
            low, high = (middle, high) if middle.astimezone(tz).utcoffset() == before else (low, middle)
        found.append((high, after))
    return tuple(found)


def distinct() -> dict[str, list[str]]:
    """Zones that keep different times, each with those that keep the same."""
    alike: dict[object, list[str]] = {}
    for zone in sorted(available_timezones() - {"localtime", "Factory", "posixrules"}):
        alike.setdefault(changes(zone), []).append(zone)
    return {zones[0]: zones for zones in alike.values()}


def sweep(zone: str) -> int:
    """All half hours and dates of a zone."""
    return sum(check_zone(zone, wall, FIRST, LAST) for wall in HALF_HOURS)


def main() -> None:
    """Go through all zones; those that keep the same time over these years are gone through once."""
    zones = distinct()
    with ProcessPoolExecutor(max_workers=2) as pool:
        runs = sum(pool.map(sweep, zones))
    count = sum(len(alike) for alike in zones.values())
    sys.stdout.write(f"{count} zones with {len(zones)} different times, {runs} wanted dates: one run each\n")


if __name__ == "__main__":
    main()
