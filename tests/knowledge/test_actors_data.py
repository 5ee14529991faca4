"""The facts themselves: keys that exist, dates in order, one holder at a time, nobody missing."""

import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from bot.knowledge.actors import gazetteer
from bot.knowledge.bodies import Bodies
from bot.knowledge.countries import Countries
from bot.knowledge.names import fold
from bot.knowledge.offices import Offices
from bot.knowledge.tables import parts, rows
from db.vocabulary import ActorKind

FIRST, LAST = date(2005, 1, 1), date(2026, 11, 1)
OTHERS = ["RUS", "USA", "GBR", "FRA", "DEU", "ITA", "CAN"]
NAMESAKES = {"david johnston", "ri yong ho"}
# Days on which nobody governed, or only a deputy between two governments.
VACANT = {
    "MNG": [("2006-01-14", "2006-01-24"), ("2014-11-06", "2014-11-20")],
    "VNM": [("2024-07-20", "2024-08-02")],  # after the death of Nguyen Phu Trong
    "PAK": [("2012-06-20", "2012-06-21"), ("2017-07-29", "2017-07-31")],  # after two dismissals by the Supreme Court
    "BGD": [("2024-08-06", "2024-08-07")],  # after the flight of Sheikh Hasina
    "NPL": [("2005-02-02", "2006-04-29"), ("2025-09-10", "2025-09-11")],  # the king's direct rule; the revolt of 2025
}


@pytest.fixture(scope="module")
def codes() -> set[str]:
    return {row[0] for row in rows("countries")}


@pytest.fixture(scope="module")
def people() -> set[str]:
    return {row[0] for row in rows("people")}


@pytest.fixture(scope="module")
def organisations() -> set[str]:
    return {f"organisation:{row[0]}" for row in rows("organisations")}


@pytest.fixture(scope="module")
def offices() -> Offices:
    return Offices(Bodies(Countries()))


@pytest.mark.parametrize("table", ["countries", "people", "organisations", "bodies", "titles"])
def test_keys_are_unique(table: str) -> None:
    keys = [row[0] for row in rows(table)]
    assert len(keys) == len(set(keys))


def test_every_column_of_countries_names_a_country_that_exists(codes: set[str]) -> None:
    used = {row[4] for row in rows("people")} | {row[3] for row in rows("organisations")}
    used |= {row[1] for row in rows("places")} | {row[0] for row in rows("institutions")}
    used |= {row[0] for row in rows("offices") if not row[0].startswith("organisation:")}
    used |= {member[:3] for row in rows("organisations") for member in parts(row[6])}
    used |= {member for row in rows("regions") for member in parts(row[2])}
    assert used - codes - {""} == set()


def test_kinds_and_sectors_are_codes_we_know() -> None:
    kinds = {row[2] for row in rows("organisations")} | {row[2] for row in rows("institutions")}
    assert kinds | {row[1] for row in rows("bodies")} <= {"", *(kind.value for kind in ActorKind)}
    listed = [row[4] for row in rows("organisations")] + [row[5] for row in rows("people")]
    sectors = {part.partition("@")[0] for cell in listed for part in parts(cell)}
    sectors |= {row[3] for row in rows("institutions")} | {row[3] for row in rows("titles")}
    assert all(re.fullmatch("[A-Z]{3}|", sector) for sector in sectors)


def test_an_institution_has_a_type_of_its_own_kind_and_sector_or_a_known_one() -> None:
    types = {row[0] for row in rows("bodies")}
    own = [row for row in rows("institutions") if row[1] not in types]
    assert [row for row in own if not (row[2] and row[3])] == []
    assert len({(row[0], row[1]) for row in rows("institutions")}) == len(list(rows("institutions")))


def test_every_office_has_a_known_title_holder_and_place(
    people: set[str], organisations: set[str], codes: set[str], offices: Offices
) -> None:
    for country, title, holder, *_ in rows("offices"):
        assert holder in people, holder
        assert country in organisations | codes, country
        assert offices.meanings(fold(title), country), title


def test_a_title_stands_for_a_body_that_states_have() -> None:
    assert {row[2] for row in rows("titles")} <= {"none", *(row[0] for row in rows("bodies"))}


def test_terms_of_office_begin_before_they_end() -> None:
    for country, title, holder, start, end in rows("offices"):
        assert not end or date.fromisoformat(start) <= date.fromisoformat(end), (country, title, holder)


def test_an_office_for_one_has_one_holder_at_a_time(offices: Offices) -> None:
    terms: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for row in rows("offices"):
        if offices.meanings(fold(row[1]), row[0])[0].single:
            terms[row[0], row[1]].append(row)
    for office, held in terms.items():
        for earlier, later in pairwise(sorted(held, key=lambda row: row[3])):
            assert earlier[4], (office, earlier, later)
            assert earlier[4] <= later[3], (office, earlier, later)


@pytest.mark.parametrize("country", [*gazetteer().region("Indo-Pacific"), *OTHERS])
def test_somebody_governs_on_every_day_since_2005(country: str, offices: Offices) -> None:
    known = gazetteer()
    days = {FIRST, LAST + timedelta(1)}
    for office in offices.of_country(country):
        days |= {office.start, (office.end or LAST) + timedelta(1)}
    changes = sorted(day for day in days if FIRST <= day <= LAST + timedelta(1))
    vacant = [
        (first.isoformat(), (following - timedelta(1)).isoformat())
        for first, following in pairwise(changes)
        if known.holder("leader", country, first) is None
    ]
    assert vacant == VACANT.get(country, [])


@pytest.mark.parametrize(
    ("title", "organisation"),
    [
        ("secretary-general", "organisation:un"),
        ("secretary-general", "organisation:nato"),
        ("secretary-general", "organisation:asean"),
        ("commission president", "organisation:eu"),
    ],
)
def test_the_great_organisations_are_led_on_every_day_since_2005(title: str, organisation: str) -> None:
    known = gazetteer()
    days = (FIRST + timedelta(days) for days in range(0, (LAST - FIRST).days, 7))
    assert all(known.holder(title, organisation, day) for day in days)


@pytest.mark.parametrize(
    "country", ["JPN", "CHN", "KOR", "USA", "GBR", "AUS", "IND", "IDN", "NZL", "FRA", "DEU", "RUS"]
)
def test_the_most_cited_states_have_a_foreign_and_a_defence_minister_in_every_year(country: str) -> None:
    known = gazetteer()
    first = 2014 if country in ("KOR", "DEU", "FRA") else 2008
    for year in range(first, 2026):
        for title in ("foreign minister", "defence minister"):
            # Any of two days: offices stand empty for weeks between two holders.
            days = (date(year, 2, 15), date(year, 11, 15))
            assert any(known.holder(title, country, day) for day in days), (title, country, year)


def test_everyone_has_a_surname_or_a_single_name() -> None:
    assert [row[0] for row in rows("people") if not row[2]] == []


def test_nobody_is_entered_under_two_spellings() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for key, name, _, aliases, *_ in rows("people"):
        for spelling in (name, *parts(aliases)):
            owners[fold(spelling)].add(key)
    shared = {spelling: keys for spelling, keys in owners.items() if len(keys) > 1}
    assert set(shared) <= NAMESAKES


def test_words_for_ordinary_and_personal_names_are_sorted_for_halving() -> None:
    from bot.knowledge.tables import lines

    for name in ("other_words", "personal_names"):
        words = [word for line in lines(name) for word in line.split()]
        assert words == sorted(words)
