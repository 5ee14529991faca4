"""Posts in a state by any of the words that English has for them."""

import pytest

from bot.knowledge.posts import alikeness, bags, group_of, meant


def asked(words: str) -> set[str]:
    return set(meant(tuple(words.lower().split())))


@pytest.mark.parametrize(
    ("post", "wording"),
    [
        ("Defense / Security Ministry", "ministry of defence and security"),
        ("Defense / Security Ministry", "defence minister"),
        ("Foreign Affairs", "foreign ministry"),
        ("Foreign Affairs", "minister of foreign affairs"),
        ("Citizen", "citizens"),
        ("Citizen", "people"),
        ("Men", "men"),
        ("Police", "police officers"),
        ("Member of Legislative (Govt)", "member of the legislature"),
        ("Head of Government", "head of government"),
        ("Military Personnel", "military personnel"),
        ("Other Authorities / Officials", "other authorities and officials"),
        ("Labor Union", "labour union"),
        ("Protester", "demonstrators"),
    ],
)
def test_a_post_and_its_wording_meet(post: str, wording: str) -> None:
    assert asked(wording) & set(bags(post))


@pytest.mark.parametrize(
    ("post", "wording"), [("Men", "women"), ("Police", "army"), ("Foreign Affairs", "education ministry")]
)
def test_other_posts_stay_apart(post: str, wording: str) -> None:
    assert not asked(wording) & set(bags(post))


@pytest.mark.parametrize(
    ("words", "group"),
    [("Fijian", "fji"), ("Fiji", "fji"), ("North Korea", "prk"), ("African", "africa"), ("mine", None)],
)
def test_a_state_or_region_is_known_by_name_and_adjective(words: str, group: str | None) -> None:
    assert group_of(words) == group


def test_the_more_words_are_shared_the_more_alike_are_posts() -> None:
    assert alikeness("health labour", "health labour") == 1
    assert alikeness("health labour", "health labour welfare") > alikeness("health labour", "labour")
    assert alikeness("health", "fishery") == 0
