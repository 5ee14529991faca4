import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.sentences import LONGEST, is_readable, paragraphs, sentences


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for a, b in paragraphs(text) for s in sentences(text, a, b, 0)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Manila protested. Beijing did not reply.", 2),
        ("Gen. Prabowo met Mr. Anwar. They talked.", 2),
        ("The U.S. Navy sailed on Sept. 3 with J. R. Tolosa aboard.", 1),
        ("It left the U.S. The crew stayed.", 2),
        ("“Stop this. Leave at once,” she said. They left.", 3),
        ("Growth was 4.5 percent. It had been 3.1 percent.", 2),
        ("What now? Nobody knows! The army waits…", 3),
    ],
)
def test_stops_end_sentences_but_those_of_abbreviations_do_not(text: str, count: int) -> None:
    assert len(split(text)) == count


def test_a_line_end_is_a_border_even_without_a_stop() -> None:
    assert split("Canberra signs pact with Suva\nThe pact covers policing.") == [
        "Canberra signs pact with Suva",
        "The pact covers policing.",
    ]


def test_a_line_broken_off_in_mid_sentence_goes_on_in_the_next() -> None:
    text = "The ministers of the two countries met in the\ncapital and signed a pact."
    assert len(split(text)) == 1


def test_overlong_sentences_are_cut() -> None:
    assert max(map(len, split("word " * 10_000))) <= LONGEST


def test_encoded_data_is_not_read() -> None:
    assert not is_readable("A" * 5_000)
    assert not is_readable("0123 4567 8901 !!!")
    assert is_readable("Tonga voted.")


@given(st.text(max_size=400))
def test_sentences_are_spans_of_the_text_in_order(text: str) -> None:
    end = 0
    for start, stop in paragraphs(text):
        for sentence in sentences(text, start, stop, 0):
            assert end <= sentence.start < sentence.end <= len(text)
            end = sentence.end
