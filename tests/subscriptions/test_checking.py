"""Whatever people type for a field, and whatever a file holds: used, or told in a sentence."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.subscriptions import checking, known, portable
from bot.subscriptions.errors import BadField, BadFile
from tests.subscriptions.conftest import NOW

TOKYO = ZoneInfo("Asia/Tokyo")
CHECKS: list[Callable[[str], object]] = [
    checking.check_name,
    checking.check_kind,
    checking.check_catch_up,
    checking.check_quiet,
    checking.check_palette,
    checking.check_language,
    checking.check_size,
    checking.check_most_an_hour,
]
_WORDS = (
    "3", "31", "99", "days", "weeks", "Friday", "next", "November", "2026", "2026-12-01", "tomorrow", "for", "a",
)  # fmt: skip
_DAYS = st.lists(st.sampled_from(_WORDS), max_size=5).map(" ".join)


@settings(deadline=None)
@given(st.text(max_size=30) | st.integers().map(str))
def test_any_text_for_a_field_is_used_or_told_in_a_sentence(text: str) -> None:
    for check in CHECKS:
        try:
            check(text)
        except BadField as error:
            told = str(error)
        else:
            continue
        assert told.endswith((".", "iso."))


@settings(deadline=None)
@given(st.text(max_size=30) | _DAYS)
def test_any_end_of_a_pause_is_a_moment_to_come_or_told_in_a_sentence(text: str) -> None:
    with suppress(BadField):
        end = checking.check_pause_end(text, TOKYO, NOW)
        assert end is None or NOW < end <= NOW + checking.LONGEST_PAUSE


def test_a_pause_goes_by_the_clocks_of_the_zone() -> None:
    assert checking.check_pause_end("tomorrow", TOKYO, NOW) == datetime(2026, 11, 24, tzinfo=TOKYO)
    assert checking.check_pause_end("", TOKYO, NOW) is None
    with pytest.raises(BadField, match="is over"):
        checking.check_pause_end("today", TOKYO, NOW)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(portable.FIELDS), inner, max_size=8),
    max_leaves=12,
)


@settings(deadline=None)
@given(_JSON)
def test_any_file_is_read_or_told_to_be_wrong(value: object) -> None:
    held = {"format": portable.FORMAT, "version": portable.VERSION, "subscriptions": value}
    with suppress(BadFile):
        assert isinstance(portable.read(json.dumps(held)), list)


def test_what_is_suggested_for_schedules_and_topics_can_be_used() -> None:
    from bot.chat.suggestions import Suggestions
    from bot.subscriptions.schedule_words import read_schedule

    for typed in ("", "mon", "weekdays 8", "daily at 7 in tokyo", "zzz"):
        assert all(read_schedule(one.value).cron for one in known.schedules(typed))
    names = Suggestions()
    assert known.topics(names, "anything jap")[0].value.casefold().startswith("anything japan")
    assert known.topics(names, "fumio kish")[0].value == "anything Fumio Kishida does"
    assert len(known.topics(names, "")) >= len(known.TOPICS)
    assert len(known.topics(names, "a")) <= 25
