"""Country and sector of people who are described, not named."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.roles import resolve_role

CASES = Path(__file__).parents[3] / "shared" / "data" / "actors" / "actor_resolution_dev.json"


@pytest.mark.parametrize(
    ("words", "country", "sector"),
    [
        ("Japanese defence minister", "JPN", "GOV"),
        ("Indian Army soldiers", "IND", "MIL"),
        ("Thai protesters", "THA", "CVL"),
        ("an opposition lawmaker", None, "LEG"),
        ("Fijian fishermen", "FJI", "AGR"),
        ("the Vietnamese news agency", "VNM", "MED"),
        ("Papuan separatists", None, "REB"),
        ("Australia's ambassador to Fiji", "AUS", "GOV"),
        ("trade unions in South Korea", "KOR", "LAB"),
        ("a Malaysian drug syndicate", "MYS", "CRM"),
        ("Filipino bishops", "PHL", "REL"),
        ("police in Bangkok", "THA", "COP"),
        ("Boko Haram gunmen", "NGA", "REB"),
        ("a former Indonesian general", "IDN", "ELI"),
        ("Taiwanese chipmakers", "TWN", "BUS"),
        ("army chaplain", None, "REL"),
        ("military court judges", None, "JUD"),
        ("Amnesty International", None, "NGO"),
        ("Beijing", "CHN", "GOV"),
        ("South Korea", "KOR", None),
        ("Gen. Somebody Unheard-of", None, "MIL"),
        ("a passing cloud", None, None),
        ("", None, None),
    ],
)
def test_descriptions_say_country_and_sector(words: str, country: str | None, sector: str | None) -> None:
    assert resolve_role(words) == (country, sector)


def test_a_car_is_not_the_central_african_republic() -> None:
    assert resolve_role("car thieves") == (None, "CRM")


def test_who_has_left_office_is_a_former_official_from_that_day() -> None:
    assert resolve_role("Angela Merkel", date(2018, 5, 1)) == ("DEU", "GOV")
    assert resolve_role("Angela Merkel", date(2022, 5, 1)) == ("DEU", "ELI")
    assert resolve_role("Trump", date(2022, 5, 1)) == ("USA", "ELI")
    assert resolve_role("Trump", date(2025, 5, 1)) == ("USA", "GOV")


def test_rebels_who_took_power_are_a_government_from_that_day() -> None:
    assert resolve_role("the Taliban", date(2015, 1, 1)) == ("AFG", "REB")
    assert resolve_role("the Taliban", date(2023, 1, 1)) == ("AFG", "GOV")


# Their codes for what our sectors say with another: rites, places and the press of a state.
_SAME: dict[str, str | None] = {"PRE": None, "UNK": None, "": None, "BUD": "REL", "????": "PTY", "JRN": "MED"}


def _day(written: object) -> date | None:
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y"):
        try:
            return datetime.strptime(str(written), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _cases() -> list[dict[str, Any]]:
    if not CASES.exists():
        pytest.skip("needs ../shared/data/actors/actor_resolution_dev.json")
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    return [case for case in cases if case["fn"] == "agent_to_code" and case["args"][0] and not _is_encyclopedic(case)]


def _is_encyclopedic(case: dict[str, Any]) -> bool:
    """Whether the case itself asks for an article of an encyclopedia."""
    return bool(case["expect"].get("wiki", ["==", ""])[1])


def test_roles_are_right_in_nine_of_ten_published_cases() -> None:
    countries, sectors, cases = 0, 0, _cases()
    for case in cases:
        words, *rest = case["args"]
        context = rest[0] if rest and isinstance(rest[0], str) else ""
        stated = rest[0].get("query_date") if rest and isinstance(rest[0], dict) else (rest[1] if len(rest) > 1 else "")
        country, sector = resolve_role(f"{context} {words}", _day(stated) or (date(2023, 1, 1) if rest else None))
        wanted = {key: value[1] if isinstance(value[1], list) else [value[1]] for key, value in case["expect"].items()}
        places = [None if place in ("", "UNO", "IGO", "EUR") else place for place in wanted.get("country", [country])]
        codes = [_SAME.get(code, code) for code in wanted.get("code_1", [sector])]
        of_states = {"UNO", "IGO", "EUR"} & set(wanted.get("country", []))
        countries += country in places
        sectors += sector in codes or bool(of_states and sector == "IGO")
    assert countries / len(cases) >= 0.9
    assert sectors / len(cases) >= 0.9
