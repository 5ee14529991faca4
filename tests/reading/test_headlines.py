import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.headlines import in_sentence_case, is_headline
from tests.reading.conftest import One, named


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Sri Lanka Frees Crew Of Trawler After Talks With India",
            "Sri Lanka frees crew of trawler after talks with India",
        ),
        ("Fiji Seizes Ship Near New Zealand", "Fiji seizes ship near New Zealand"),
        ("UN Condemns Strike On Market In Papua New Guinea", "UN condemns strike on market in Papua New Guinea"),
    ],
)
def test_only_names_keep_their_capitals(text: str, wanted: str) -> None:
    assert is_headline(text)
    assert in_sentence_case(text) == wanted


@pytest.mark.parametrize(
    "text", ["Fiji seizes a ship near the reef", "Penny Wong Met Anwar Ibrahim In Ipoh Today.", "Fiji"]
)
def test_sentences_and_scraps_are_no_headlines(text: str) -> None:
    assert not is_headline(text)


@given(st.text(max_size=80))
def test_the_length_never_changes(text: str) -> None:
    assert len(in_sentence_case(text)) == len(text)


def test_a_headline_tells_its_event(one: One) -> None:
    event = one("Sri Lanka Frees Crew Of Trawler After Talks With India", "free")
    assert named(event.actors) == ["Sri Lanka"]
    assert event.quote == "Sri Lanka Frees Crew Of Trawler After Talks With India"
