"""When slots are: every wanted wall time has one, in every zone, also when clocks or the zone's rules change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.schedule import BadSchedule, check, moment, next_slot, previous_slot
from db.subscriptions import Slot
from tests.delivery.sweep import FIRST, HALF_HOURS, LAST, changes, check_zone, distinct

ZONES = sorted(available_timezones() - {"localtime", "Factory", "posixrules"})
NIGHT = [time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3)]
CHANGING = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago"]


@pytest.mark.parametrize("zone", CHANGING)
def test_every_date_of_a_year_has_one_run(zone: str) -> None:
    for wall in (time(0), time(2, 30), time(23, 30)):
        check_zone(zone, wall, FIRST, FIRST.replace(year=FIRST.year + 1))


def test_every_zone_runs_once_on_each_date_about_its_changes() -> None:
    """`make simulate` goes through all dates of five years; here it is the nights about one change of each zone."""
    for zone in distinct():
        for at, _ in changes(zone)[1:2]:
            first = at.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
            for wall in NIGHT:
                check_zone(zone, wall, first, first + timedelta(days=2))


@given(st.sampled_from(ZONES), st.sampled_from(HALF_HOURS), st.dates(FIRST, LAST))
@settings(max_examples=150, deadline=None)
def test_any_date_of_any_zone_has_its_run(zone: str, wall: time, day: date) -> None:
    check_zone(zone, wall, day, min(LAST, day + timedelta(days=2)))


def _runs(schedule: str, zone: str, after: datetime, count: int) -> list[datetime]:
    runs: list[datetime] = []
    wall = None
    for _ in range(count):
        slot = next_slot(schedule, zone, after=after, wall=wall)
        assert slot is not None
        runs.append(slot.at)
        after, wall = slot.at, slot.wall
    return runs


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("zone", "schedule", "after", "runs"),
    [
        pytest.param(
            *("Europe/Berlin", "30 2 * * *", utc(2026, 3, 28, 12)),
            [utc(2026, 3, 29, 1), utc(2026, 3, 30, 0, 30)],
            id="a wall time in a gap runs at the end of the gap",
        ),
        pytest.param(
            *("Europe/Berlin", "30 2 * * *", utc(2026, 10, 24, 12)),
            [utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30)],
            id="a wall time that comes twice runs the first time",
        ),
        pytest.param(
            *("Africa/Cairo", "0 0 * * *", utc(2026, 4, 23, 12)),
            [utc(2026, 4, 23, 22), utc(2026, 4, 24, 21)],
            id="a midnight that does not exist runs on the same date",
        ),
        pytest.param(
            *("America/New_York", "0 0 * * 1-5", utc(2026, 3, 6, 12)),
            [utc(2026, 3, 9, 4), utc(2026, 3, 10, 4)],
            id="the Monday after clocks went forward runs",
        ),
        pytest.param(
            *("Asia/Kolkata", "0 8 * * 1", utc(2026, 3, 1)),
            [utc(2026, 3, 2, 2, 30), utc(2026, 3, 9, 2, 30)],
            id="day 1 of the week is Monday",
        ),
        pytest.param(
            *("Asia/Tokyo", "0 8 * * *; 0 17 * * 1-5", utc(2026, 3, 6, 12)),
            [utc(2026, 3, 6, 23), utc(2026, 3, 7, 23), utc(2026, 3, 8, 23), utc(2026, 3, 9, 8)],
            id="several expressions run in turn",
        ),
        pytest.param(
            *("Europe/Berlin", "0 2 * * *; 30 2 * * *; 0 3 * * *", utc(2026, 3, 28, 12)),
            [utc(2026, 3, 29, 1), utc(2026, 3, 30, 0)],
            id="what falls together runs together, once",
        ),
        pytest.param(
            *("Europe/Berlin", "0 * * * *", utc(2026, 10, 24, 23, 30)),
            [utc(2026, 10, 25, 0), utc(2026, 10, 25, 2), utc(2026, 10, 25, 3)],
            id="an hour that comes twice is one hour",
        ),
    ],
)
def test_runs(zone: str, schedule: str, after: datetime, runs: list[datetime]) -> None:
    assert _runs(schedule, zone, after, len(runs)) == runs


def test_a_slot_is_found_from_within_the_second_of_two_equal_hours() -> None:
    second = utc(2026, 10, 25, 1, 10)  # 02:10 in Berlin, for the second time
    assert _runs("30 2 * * *", "Europe/Berlin", second, 1) == [utc(2026, 10, 26, 1, 30)]


def test_a_date_that_was_served_is_not_served_again_when_the_zone_changes_its_rules() -> None:
    """The slot was at 05:00 UTC; by the new rules the same wall time is at 06:00, and it is 05:30."""
    wall = datetime.fromisoformat("2026-05-04T08:00")
    slot = next_slot("0 8 * * *", "Etc/GMT-2", after=utc(2026, 5, 4, 5, 30), wall=wall)
    assert slot == Slot(utc(2026, 5, 5, 6), datetime.fromisoformat("2026-05-05T08:00"))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Africa/Cairo", "Asia/Tokyo"])
def test_a_wall_time_is_looked_up_again_where_the_zone_database_is_another(zone: str) -> None:
    slot = next_slot("0 8 * * *", zone, after=utc(2026, 3, 27))
    assert slot is not None
    assert moment(slot.wall, ZoneInfo(zone)) == slot.at
    assert moment(slot.wall, ZoneInfo("Etc/GMT-9")) == utc(slot.wall.year, slot.wall.month, slot.wall.day - 1, 23)


def test_the_slot_before_one_is_that_of_the_rule() -> None:
    slot = next_slot("0 8 * * 1-5;0 17 * * 5", "Asia/Tokyo", after=utc(2026, 3, 7))
    assert slot is not None
    assert previous_slot("0 8 * * 1-5;0 17 * * 5", "Asia/Tokyo", before=slot) == utc(2026, 3, 6, 8)


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        ("", "empty"),
        ("0 8 * *", "five fields"),
        ("0 0 8 * * *", "five fields"),
        ("61 8 * * *", "minute"),
        ("0 8 30 2 *", "day-of-month"),
        ("*/5 * * * *", "use a watch"),
        ("0 8 * * *;5 8 * * *", "08:00 and 08:05"),
        ("@daily", "five fields"),
        (";".join("0 8 * * *" for _ in range(25)), "24 are the most"),
    ],
)
def test_a_schedule_that_cannot_be_used_is_refused_in_words(schedule: str, words: str) -> None:
    with pytest.raises(BadSchedule, match=words):
        check(schedule)


@given(st.text(alphabet="0123456789*/-,; LW#MONFRI", max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_schedule_or_is_refused(text: str) -> None:
    try:
        check(text)
    except BadSchedule:
        return
    slot = next_slot(text, "Asia/Tokyo", after=utc(2026, 1, 1))
    assert slot is None or slot.at > utc(2026, 1, 1)
