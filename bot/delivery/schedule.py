"""When a subscription is due: slots from cron expressions in the wall times of an IANA zone.

A wall time that does not exist, because clocks went forward over it, is due at the next one that does. One that comes
twice, because clocks went back, is due the first time. So every wanted wall time has one slot, by whatever zone.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from db.subscriptions import Slot

CLOSEST = timedelta(minutes=10)
"""Between slots at least: whoever wants to know sooner wants a watch."""
MOST_EXPRESSIONS = 24
_SOME_DAY = datetime(2024, 1, 1)  # noqa: DTZ001 - a wall time
_SAMPLE = 200
"""Slots that are looked at to find the closest two."""


class BadSchedule(ValueError):  # noqa: N818
    """A schedule that cannot be used; `str()` tells the person why."""


def check(schedule: str) -> None:
    """Raise BadSchedule unless these are cron expressions that can be used: five fields each, with ";" between."""
    expressions = _expressions(schedule)
    if not expressions:
        raise BadSchedule("The schedule is empty: give a cron expression such as 0 8 * * 1-5.")
    if len(expressions) > MOST_EXPRESSIONS:
        raise BadSchedule(f"The schedule has {len(expressions)} cron expressions; {MOST_EXPRESSIONS} are the most.")
    for expression in expressions:
        _check_expression(expression)
    walls = _walls(schedule, _SOME_DAY)
    previous = next(walls)
    for _, wall in zip(range(_SAMPLE), walls, strict=False):
        if wall - previous < CLOSEST:
            raise BadSchedule(
                f"The schedule is due at {previous:%H:%M} and {wall:%H:%M}; {CLOSEST.seconds // 60} minutes are the"
                " least between two digests. To hear at once, use a watch."
            )
        previous = wall


def _check_expression(expression: str) -> None:
    if len(expression.split()) != 5:
        raise BadSchedule(
            f"“{expression}” is no cron expression of five fields: minute, hour, day of month, month, day of week."
        )
    try:
        next(CronSim(expression, _SOME_DAY))
    except CronSimError as error:
        raise BadSchedule(f"“{expression}” is no cron expression: {str(error).lower()}.") from None
    except StopIteration:
        raise BadSchedule(f"“{expression}” names a date that never comes.") from None


@lru_cache(maxsize=4096)
def next_slot(schedule: str, zone: str, *, after: datetime, wall: datetime | None = None) -> Slot | None:
    """The first slot later than `after`; None where none comes in 50 years.

    `wall`, the wall time of the slot before, keeps a date from being due twice when the zone's rules were changed and
    its wall time comes again. Raises BadSchedule for what `check` would not have let pass.
    """
    tz = ZoneInfo(zone)
    start = after.astimezone(tz).replace(tzinfo=None, fold=0)
    for candidate in _walls(schedule, start if wall is None else max(start, wall)):
        at = moment(candidate, tz)
        if at > after:
            return Slot(at, candidate)
    return None


def previous_slot(schedule: str, zone: str, *, before: Slot) -> datetime:
    """When the slot before one is, by the schedule, in UTC; the slot itself where there is none before."""
    walls = [next(CronSim(expression, before.wall, reverse=True), None) for expression in _expressions(schedule)]
    known = [moment(wall, ZoneInfo(zone)) for wall in walls if wall is not None]
    return max([at for at in known if at < before.at], default=before.at)


def moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """When a wall time is in a zone, in UTC: the first time that it is, or else the end of the gap that it is in."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
        return first
    # In a gap, fold 0 counts with the offset before it and fold 1 with that after: the change is between the two.
    low, high = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), first
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def _walls(schedule: str, after: datetime) -> Iterator[datetime]:
    """The wall times of a schedule later than one, in order, without a zone."""
    try:
        runs = [CronSim(expression, after) for expression in _expressions(schedule)]
    except CronSimError as error:
        raise BadSchedule(f"“{schedule}” is no cron expression: {str(error).lower()}.") from None
    coming = {number: wall for number, run in enumerate(runs) if (wall := next(run, None)) is not None}
    while coming:
        soonest = min(coming.values())
        yield soonest
        for number in [number for number, wall in coming.items() if wall == soonest]:
            following = next(runs[number], None)
            if following is None:
                del coming[number]
            else:
                coming[number] = following


def _expressions(schedule: str) -> list[str]:
    return [expression.strip() for expression in schedule.split(";") if expression.strip()]
