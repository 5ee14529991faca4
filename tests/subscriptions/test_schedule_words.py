"""Schedules as people say them."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.schedule import next_slot
from bot.subscriptions.errors import BadSchedule, BadZone, SubscriptionError
from bot.subscriptions.schedule_telling import told, told_slot
from bot.subscriptions.schedule_words import read_schedule


@pytest.mark.parametrize(
    ("words", "cron", "again"),
    [
        ("daily at 7:00", "0 7 * * *", "daily at 07:00"),
        ("daily", "0 7 * * *", "daily at 07:00"),
        ("every day at 7 pm", "0 19 * * *", "daily at 19:00"),
        ("7", "0 7 * * *", "daily at 07:00"),
        ("0730", "30 7 * * *", "daily at 07:30"),
        ("daily at seven", "0 7 * * *", "daily at 07:00"),
        ("7.30 a.m.", "30 7 * * *", "daily at 07:30"),
        ("19h", "0 19 * * *", "daily at 19:00"),
        ("12am and 12pm", "0 0,12 * * *", "daily at 00:00 and 12:00"),
        ("noon", "0 12 * * *", "daily at 12:00"),
        ("7:00 and 18:00", "0 7,18 * * *", "daily at 07:00 and 18:00"),
        ("7:00, 12:30 and 18:00", "0 7,18 * * *;30 12 * * *", "daily at 07:00, 12:30 and 18:00"),
        ("every morning", "0 7 * * *", "daily at 07:00"),
        ("mornings at 8 and evenings at 6", "0 8,18 * * *", "daily at 08:00 and 18:00"),
        ("8 in the morning and 6 in the evening", "0 8,18 * * *", "daily at 08:00 and 18:00"),
        ("weekdays 08:30", "30 8 * * 1-5", "weekdays at 08:30"),
        ("Every working day at 08:30", "30 8 * * 1-5", "weekdays at 08:30"),
        ("mon-fri 9", "0 9 * * 1-5", "weekdays at 09:00"),
        ("weekends at noon", "0 12 * * 0,6", "weekends at 12:00"),
        ("Mondays 9am", "0 9 * * 1", "Mondays at 09:00"),
        ("weekly", "0 7 * * 1", "Mondays at 07:00"),
        ("weekly on Friday at 5pm", "0 17 * * 5", "Fridays at 17:00"),
        ("Friday to Monday 8h30", "30 8 * * 0,1,5,6", "Mondays, Fridays, Saturdays and Sundays at 08:30"),
        ("Tues & Thurs 9:00 and 18:00", "0 9,18 * * 2,4", "Tuesdays and Thursdays at 09:00 and 18:00"),
        ("Mondays 9:00, Saturdays 10:00", "0 9 * * 1;0 10 * * 6", "Mondays at 09:00; Saturdays at 10:00"),
        ("7:00 on weekdays and 9:00 on weekends", "0 7 * * 1-5;0 9 * * 0,6", "weekdays at 07:00; weekends at 09:00"),
        ("hourly", "0 * * * *", "hourly"),
        ("every hour", "0 * * * *", "hourly"),
        ("hourly at :30", "30 * * * *", "hourly at :30"),
        ("every 2 hours", "0 */2 * * *", "every 2 hours"),
        ("every 3h", "0 */3 * * *", "every 3 hours"),
        ("every half hour", "*/30 * * * *", "every 30 minutes"),
        ("hourly from 8:00 to 18:00 on weekdays", "0 8-18 * * 1-5", "hourly from 08:00 to 18:00 on weekdays"),
        ("first of the month", "0 7 1 * *", "1st of the month at 07:00"),
        ("monthly at 9", "0 9 1 * *", "1st of the month at 09:00"),
        ("1st and 15th of the month at 7", "0 7 1,15 * *", "1st and 15th of the month at 07:00"),
        ("last day of the month 18:00", "0 18 L * *", "last day of the month at 18:00"),
        ("last weekday of the month", "0 7 LW * *", "last weekday of the month at 07:00"),
        ("first Monday of the month at 9", "0 9 * * 1#1", "first Monday of the month at 09:00"),
        (
            "first and third Tuesday of the month at 10:00",
            "0 10 * * 2#1;0 10 * * 2#3",
            "first Tuesday of the month at 10:00; third Tuesday of the month at 10:00",
        ),
        ("last Friday of the month", "0 7 * * 5L", "last Friday of the month at 07:00"),
        ("quarterly at 9", "0 9 1 1,4,7,10 *", "quarterly at 09:00"),
        ("30 8 * * 1-5", "30 8 * * 1-5", "weekdays at 08:30"),
        ("0 7 * * MON,WED", "0 7 * * 1,3", "Mondays and Wednesdays at 07:00"),
        ("cron 5 4 * feb 2", "5 4 * 2 2", "cron 5 4 * 2 2"),
        ("@daily", "0 0 * * *", "daily at 00:00"),
        ("0 7 * * 1; 30 9 * * 6", "0 7 * * 1;30 9 * * 6", "Mondays at 07:00; Saturdays at 09:30"),
    ],
)
def test_words_become_cron_and_are_told_again_in_words_that_mean_the_same(words: str, cron: str, again: str) -> None:
    assert read_schedule(words).cron == cron
    assert told(cron) == again
    assert read_schedule(again).cron == cron


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("daily at 7:00 Tokyo time", "Asia/Tokyo"),
        ("daily at 7:00 in Tokyo", "Asia/Tokyo"),
        ("daily at 7:00 New York time", "America/New_York"),
        ("weekdays 8:30 (Asia/Tokyo)", "Asia/Tokyo"),
        ("weekdays 8:30 JST", "Asia/Tokyo"),
        ("Mondays 9am Canberra", "Australia/Sydney"),
        ("first of the month in Port Moresby", "Pacific/Port_Moresby"),
        ("8 in the morning", None),
        ("Sundays", None),
        ("first Wed of the month", None),
    ],
)
def test_a_zone_may_end_a_schedule(words: str, zone: str | None) -> None:
    assert read_schedule(words).zone == zone


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Say when: for example “daily at 7:00”"),
        (" ; ", "Say when"),
        ("blah", "I cannot read “blah” in the schedule “blah”. Say it like “daily at 7:00”"),
        ("weekdays at 8:30 except Friday", "I cannot read “except”"),
        ("25:00", "There is no such time in “25:00”: hours go from 0 to 23."),
        ("7:61", "minutes go from 0 to 59"),
        ("13pm", "the hour goes from 1 to 12"),
        ("12345", "“12345” is no time of day"),
        ("every other Monday", "“Every other” day or week cannot be kept"),
        ("every 2 weeks", "“Every other” day or week cannot be kept"),
        ("twice a day", "Say at which times, for example “7:00 and 18:00”."),
        ("1 and 15 of the month", "Say which day of the month"),
        ("every 7 hours", "A day cannot be parted into every 7 hours"),
        ("every 7 minutes", "An hour cannot be parted into every 7 minutes"),
        ("every 5 minutes", "To hear at once, use a watch."),
        ("hourly from 18 to 8", "from an earlier to a later one"),
        ("hourly from 8", "Say from when to when"),
        ("hourly at 7:00", "Say either how often or at which times"),
        ("32nd of the month", "No month has 32 days."),
        ("6th Monday of the month", "No month has 6 of one day of the week."),
        ("first weekday of the month", "Only the last weekday of the month can be kept"),
        ("* * * * *", "10 minutes are the least between two digests"),
        ("cron 0 7 * *", "A cron expression has five fields"),
        ("0 0 7 * * 1", "A cron expression has five fields"),
        ("0 25 * * *", "“0 25 * * *” is no cron expression: bad hour."),
        ("0 0 30 2 *", "“0 0 30 2 *” is no cron expression: bad day-of-month."),
        ("daily at 7 (Atlantis)", "I know no time zone “Atlantis”"),
        ("x" * 301, "That schedule is too long"),
    ],
)
def test_what_is_no_schedule_is_told_in_a_sentence_with_what_to_do(words: str, sentence: str) -> None:
    with pytest.raises((BadSchedule, BadZone)) as caught:
        read_schedule(words)
    assert sentence in str(caught.value)
    assert str(caught.value)[-1] in ".?"


_WORDS = (
    "daily", "weekdays", "monday", "Tue", "first", "15th", "last", "of the month", "hourly", "every", "2", "7:00",
    "9pm", "in Tokyo", "JST", "at", "and", ",", ";", "-", "0 7 * * 1", "*/20", "noon", "mornings", "to", "from", "(",
)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(_WORDS), max_size=8).map(" ".join)))
def test_whatever_is_typed_is_a_schedule_that_its_own_words_mean_or_told_to_be_none(words: str) -> None:
    with suppress(SubscriptionError):
        cron = read_schedule(words).cron
        assert slots(read_schedule(told(cron)).cron) == slots(cron)


def slots(cron: str) -> list[datetime]:
    """The next slots of a schedule."""
    found = [datetime(2026, 3, 1, tzinfo=UTC)]
    while len(found) < 12 and (slot := next_slot(cron, "UTC", after=found[-1])):
        found.append(slot.at)
    return found


_MINUTES = st.integers(0, 59)
_HOURS = st.integers(0, 23)


@settings(deadline=None)
@given(
    times=st.lists(st.tuples(_HOURS, _MINUTES), min_size=1, max_size=1),
    days=st.lists(
        st.sampled_from(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]),
        min_size=1,
        unique=True,
    ),
)
def test_days_and_times_are_due_on_these_days_at_these_times(times: list[tuple[int, int]], days: list[str]) -> None:
    [(hour, minute)] = times
    cron = read_schedule(f"{', '.join(days)} at {hour}:{minute:02}").cron
    at = datetime(2026, 3, 1, tzinfo=UTC)
    seen = set()
    for _ in days:
        slot = next_slot(cron, "Asia/Tokyo", after=at)
        assert slot is not None
        at = slot.at
        assert (slot.wall.hour, slot.wall.minute) == (hour, minute)
        seen.add(slot.wall.strftime("%A").casefold())
    assert seen == set(days)


def test_a_slot_is_told_by_the_clocks_of_its_zone() -> None:
    assert told_slot(datetime(2026, 11, 23, 22, tzinfo=UTC), ZoneInfo("Asia/Tokyo")) == "Tue 24 Nov 07:00 (Asia/Tokyo)"
