import pytest

from tests.reading.conftest import One


@pytest.mark.parametrize(
    ("text", "verb", "place"),
    [
        ("Fiji signed the pact in Jakarta.", "sign", "Jakarta"),
        ("Fiji signed the pact at the Temple of the Tooth.", "sign", "the Temple of the Tooth"),
        ("The boats collided near Second Thomas Shoal.", "collide", "Second Thomas Shoal"),
        ("The navies trained in the East China Sea.", "train", "the East China Sea"),
        ("Fiji fired a rocket into the Sea of Japan.", "fire", "the Sea of Japan"),
        ("The frigate docked in Cam Ranh Bay on Monday.", "dock", "Cam Ranh Bay"),
        ("The minister spoke at a briefing in Hanoi.", "speak", "Hanoi"),
    ],
)
def test_the_place_is_told_in_the_words_of_the_article(one: One, text: str, verb: str, place: str) -> None:
    found = one(text, verb).place
    assert found is not None
    assert found.text == place


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Fiji signed the pact in March.", "sign"),
        ("Fiji said so in a statement.", "say"),
        ("Fiji imposed sanctions on Samoa.", "impose"),
        ("Fiji replied in anger.", "reply"),
    ],
)
def test_times_things_and_sides_are_no_places(one: One, text: str, verb: str) -> None:
    assert one(text, verb).place is None
