"""Whom the names of imported events mean, and what they are asked for by."""

import pytest

from bot.knowledge.actors import fold
from bot.knowledge.posts import bags
from bot.news.imported_actors import actor_coded, actor_named, parted
from db.vocabulary import ActorKind


@pytest.mark.parametrize(
    ("name", "kind", "country", "sector"),
    [
        ("Fiji", ActorKind.COUNTRY, "FJI", None),
        ("Citizen (Tonga)", ActorKind.GROUP, "TON", "CVL"),
        ("Police (Papua New Guinea)", ActorKind.GOVERNMENT, "PNG", "COP"),
        ("Military Personnel (Vietnam)", ActorKind.MILITARY, "VNM", "MIL"),
        ("Naval (Brunei)", ActorKind.MILITARY, "BRN", "MIL"),
        ("Insurgent (Nepal)", ActorKind.GROUP, "NPL", "REB"),
        ("Member of Legislative (Govt) (Vanuatu)", ActorKind.ORGANISATION, "VUT", "LEG"),
        ("Court Judge (Sri Lanka)", ActorKind.ORGANISATION, "LKA", "JUD"),
        ("Union of Pacific Teachers", ActorKind.ORGANISATION, None, "LAB"),
        ("Sione Vea Taufa", ActorKind.PERSON, None, None),
        ("Armed Band (Boko Haram)", ActorKind.GROUP, None, "REB"),
    ],
)
def test_a_name_tells_what_the_actor_is(name: str, kind: ActorKind, country: str | None, sector: str | None) -> None:
    actor = actor_named(name)
    assert (actor.name, actor.kind, actor.country, actor.sector) == (name, kind, country, sector)


def test_the_group_of_a_post_is_its_last_bracket() -> None:
    assert parted("Member of Legislative (Govt) (Nigeria)") == ("Member of Legislative (Govt)", "Nigeria")
    assert parted("Cabinet (Cote d'Ivoire (Ivory Coast))") == ("Cabinet", "Cote d'Ivoire (Ivory Coast)")
    assert parted("Fiji") == ("Fiji", "")
    assert parted("broken)") == ("broken)", "")


def test_countries_and_people_of_the_gazetteer_are_the_same_actors_as_in_articles() -> None:
    assert actor_named("Fiji").key == "country:FJI"
    assert actor_named("Police (Fiji)").key == "icews:Police (Fiji)"
    assert actor_named("Nobody Knowsme").key == "icews:Nobody Knowsme"


def test_a_person_is_asked_for_by_surname_and_without_the_fathers_name() -> None:
    aliases = actor_named("Anatoly Petrovich Zaytsevsky").aliases
    assert {"anatoly petrovich zaytsevsky", "anatoly zaytsevsky", "zaytsevsky"} <= set(aliases)
    assert "will" not in actor_named("George Harold Will").aliases


def test_a_body_is_asked_for_with_of_and_with_the_adjective() -> None:
    assert "association of coconut growers" in actor_named("Coconut Growers Association").aliases
    assert "australian coconut party" in actor_named("Australia Coconut Party").aliases


def test_a_post_is_asked_for_by_its_state_and_its_words_in_any_order() -> None:
    asked = bags("Ministry for Security and Defence")
    aliases = set(actor_named("Defense / Security Ministry (Fiji)").aliases)
    assert {f"fji:{words}" for words in asked} & aliases


def test_the_long_forms_country_and_sectors_describe_an_unknown_name() -> None:
    actor = actor_named("Sione Vea", country="Tonga", sectors="Executive,Police")
    assert (actor.country, actor.sector) == ("TON", "COP")


@pytest.mark.parametrize(
    ("name", "country", "kind", "key"),
    [
        ("JAPAN", "JPN", "", "country:JPN"),
        ("JAPANESE", "JPN", "", "country:JPN"),
        ("JAPAN", "JPN", "GOV", "government:JPN"),
        ("CANBERRA", "AUS", "", "government:AUS"),
        ("POLICE", "FJI", "COP", "icews:Police (Fiji)"),
        ("CORAL TRADERS LTD", "FJI", "", "gdelt:FJI:coral traders ltd"),
    ],
)
def test_a_coded_actor_is_the_country_its_government_a_post_or_itself(
    name: str, country: str, kind: str, key: str
) -> None:
    assert actor_coded(name, country=country, kind=kind).key == key


@pytest.mark.parametrize("name", ["Fiji", "Police (Fiji)", "Kofi Ata", "Union of Growers", "中国", "???", "(x)", "()"])
def test_aliases_are_folded_and_none_is_empty(name: str) -> None:
    for alias in actor_named(name).aliases:
        words = alias.rpartition(":")[2]
        assert alias
        assert words == fold(words)
