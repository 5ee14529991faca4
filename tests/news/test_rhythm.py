import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.news.collecting.rhythm import LONGEST, SHORTEST, USUAL, next_due, next_interval, retry_due

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@given(st.lists(st.booleans(), max_size=60))
def test_the_interval_stays_within_its_bounds_whatever_happens(news: list[bool]) -> None:
    interval = USUAL
    for fresh in news:
        interval = next_interval(interval, int(fresh))
        assert SHORTEST <= interval <= LONGEST


def test_constant_news_leads_to_the_shortest_interval_and_long_silence_to_the_longest() -> None:
    interval = USUAL
    for _ in range(8):
        interval = next_interval(interval, 3)
    assert interval == SHORTEST
    for _ in range(25):
        interval = next_interval(interval, 0)
    assert interval == LONGEST


def test_the_wishes_of_feed_and_server_are_honoured_but_not_beyond_a_day() -> None:
    chance = random.Random(1)
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert NOW + hour * 3 <= next_due(NOW, 600, chance, minutes=180) <= NOW + hour * 3.31
    assert next_due(NOW, 600, chance, fresh_until=NOW + hour * 2) == NOW + hour * 2
    assert next_due(NOW, 600, chance, minutes=10_000_000) <= NOW + day * 1.11
    assert next_due(NOW, 600, chance, fresh_until=NOW + day * 400) == NOW + day


def test_sources_that_were_added_together_drift_apart() -> None:
    chance = random.Random(1)
    assert len({next_due(NOW, 3600, chance) for _ in range(100)}) > 90


@given(st.integers(0, 10_000), st.integers(SHORTEST, LONGEST))
def test_a_failing_source_is_tried_again_within_a_day(failures: int, interval: int) -> None:
    due = retry_due(NOW, failures, interval, random.Random(1))
    assert NOW < due <= NOW + timedelta(days=1)
