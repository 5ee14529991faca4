"""Text that nobody means to be read: it is passed over within a bound of time."""

import time

import pytest

from bot.reading.reader import Reader
from tests.reading.conftest import PUBLISHED, Read

SECONDS = 60.0
"""Bound of one hostile text, many times what it takes."""


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000 + "Fiji voted" + ")" * 100_000,
        "((" * 2_000 + " Fiji (voted " * 2_000,
        "Fiji voted and " * 130_000,
        "x" * 2_000_000,
        "“" * 10_000 + " said Fiji " + "”" * 10_000,
        '"a," he said, ' * 5_000,
        "Fiji\x00 vo\x07ted \x1b[2J in \u202eSuva\u202c\u200f.",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") * 5_000,
        "the king of " * 3_000 + "Fiji voted.",
        "A, B, " * 5_000,
        "\n" * 100_000,
        "",
    ],
    ids=lambda text: f"{text[:12]!r}x{len(text)}",
)
def test_hostile_text_is_read_within_a_bound(read: Read, text: str) -> None:
    started = time.monotonic()
    read(text)
    assert time.monotonic() - started < SECONDS


@pytest.fixture(scope="module")
def whole() -> Reader:
    """The reader as it is by default, the learned one included."""
    return Reader.load()


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000 + "Fiji voted" + ")" * 100_000,
        "Fiji voted and " * 4_000,
        "“" * 10_000 + " said Fiji " + "”" * 10_000,
        "Fiji\x00 vo\x07ted \x1b[2J in \u202eSuva\u202c\u200f.",
        "A, B, " * 5_000,
        "",
    ],
    ids=lambda text: f"{text[:12]!r}x{len(text)}",
)
def test_hostile_text_does_not_hold_up_the_learned_reader(whole: Reader, text: str) -> None:
    started = time.monotonic()
    whole.read_sentences(text, PUBLISHED)
    assert time.monotonic() - started < SECONDS


def test_control_characters_do_not_hide_what_stands_around_them(read: Read) -> None:
    assert [event.verb for event in read("\x07\x00 \n\nFiji voted.")] == ["vote"]
