"""Time zones by the names that people use for them."""

from contextlib import suppress
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.tables import rows
from bot.subscriptions.errors import BadZone
from bot.subscriptions.zones import zones


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        (" asia/tokyo ", "Asia/Tokyo"),
        ("tokyo", "Asia/Tokyo"),
        ("Tokyo (Asia/Tokyo)", "Asia/Tokyo"),
        ("Canberra", "Australia/Sydney"),
        ("Beijing", "Asia/Shanghai"),
        ("Mumbai", "Asia/Kolkata"),
        ("Bangalore", "Asia/Kolkata"),
        ("Osaka", "Asia/Tokyo"),
        ("Hanoi", "Asia/Ho_Chi_Minh"),
        ("Nuku'alofa", "Pacific/Tongatapu"),
        ("nouméa", "Pacific/Noumea"),
        ("Japan", "Asia/Tokyo"),
        ("Fiji", "Pacific/Fiji"),
        ("South Korea", "Asia/Seoul"),
        ("JST", "Asia/Tokyo"),
        ("UTC", "UTC"),
        ("UTC+9", "Etc/GMT-9"),
        ("gmt-3:00", "Etc/GMT+3"),
        ("UTC+0", "UTC"),
        ("US/Eastern", "US/Eastern"),
    ],
)
def test_a_zone_is_found_by_city_country_abbreviation_and_name(words: str, zone: str) -> None:
    assert zones().find(words) == zone


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Tokio", "I know no time zone “Tokio”: did you mean Asia/Tokyo?"),
        ("Australia", "did you mean Australia/Sydney or Australia/Melbourne?"),
        ("zzz", "I know no time zone “zzz”: give a city, or an IANA name such as Asia/Tokyo."),
        ("", "give a city"),
        ("../../etc/passwd", "I know no time zone"),
        ("UTC+15", "I know no time zone"),
        ("UTC+5:30", "I know no time zone"),
    ],
)
def test_an_unknown_zone_is_told_with_the_nearest(words: str, sentence: str) -> None:
    with pytest.raises(BadZone) as caught:
        zones().find(words)
    assert sentence in str(caught.value)


@settings(deadline=None)
@given(st.text())
def test_whatever_is_typed_is_a_zone_or_told_to_be_none(words: str) -> None:
    with suppress(BadZone):
        ZoneInfo(zones().find(words))
    assert all(place.zone for place in zones().beginning(words))


def test_every_zone_is_found_by_its_own_name_and_every_city_has_one() -> None:
    for zone in available_timezones() - {"Factory", "localtime"}:
        if "/" in zone:
            assert zones().find(zone) == zone
    for city, zone in rows("zone_cities"):
        assert zones().find(city) == zone
        assert ZoneInfo(zone)


def test_cities_are_completed_while_typed_and_those_of_the_region_stand_first() -> None:
    assert [str(place) for place in zones().beginning("tok")] == ["Tokyo (Asia/Tokyo)", "Tokelau (Pacific/Fakaofo)"]
    assert str(zones().beginning("mumb")[0]) == "Mumbai (Asia/Kolkata)"
    assert zones().beginning("asia/se")[0].zone == "Asia/Seoul"
    assert [place.name for place in zones().beginning("")][:2] == ["Tokyo", "Seoul"]
    assert len(zones().beginning("")) == 25
    assert zones().beginning("qqq") == []
    assert max(len(str(place)) for letter in "abcdefghijklmnopqrstuvwxyz" for place in zones().beginning(letter)) <= 100
