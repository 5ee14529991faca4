import pytest

from bot.knowledge.frames import frame, frames
from bot.knowledge.tables import rows
from db.vocabulary import Action, Status

MARKERS = {"to", "ing", "that", "noun", "bare"}


def test_every_row_speaks_of_known_markers_statuses_and_classes() -> None:
    for words, part, control, action, complements in rows("frames"):
        assert part in {"verb", "noun", "adjective", "adverb", "modal", "passive"}, words
        assert control in {"subject", "object"}, words
        assert Action(action)
        for complement in complements.split():
            marker, _, status = complement.partition("=")
            assert marker in MARKERS, words
            assert Status(status)


@pytest.mark.parametrize(
    ("word", "marker", "status"),
    [
        ("plan", "to", Status.PLANNED),
        ("agree", "to", Status.PLANNED),
        ("be set", "to", Status.PLANNED),
        ("will", "bare", Status.PLANNED),
        ("urge", "to", Status.URGED),
        ("call on", "to", Status.URGED),
        ("call for", "noun", Status.URGED),
        ("threaten", "to", Status.THREATENED),
        ("deny", "ing", Status.DENIED),
        ("refuse", "to", Status.NEGATED),
        ("rule out", "ing", Status.NEGATED),
        ("unable", "to", Status.NEGATED),
        ("accuse", "ing", Status.ALLEGED),
        ("allegedly", "bare", Status.ALLEGED),
        ("suspected", "noun", Status.ALLEGED),
        ("manage", "to", Status.HAPPENED),
        ("begin", "to", Status.ONGOING),
    ],
)
def test_a_governing_word_gives_its_complement_a_status(word: str, marker: str, status: Status) -> None:
    known = frame(word)
    assert known is not None
    assert known.status(marker) is status


def test_a_word_that_governs_nothing_has_no_frame() -> None:
    assert frame("lighthouse") is None
    assert frames("lighthouse") == ()


def test_a_frame_can_be_asked_for_as_a_part_of_speech() -> None:
    offer = frame("offer", "noun")
    assert offer is not None
    assert offer.part == "noun"
    assert frame("offer", "modal") is None


def test_who_urges_is_not_who_acts_but_who_plans_is() -> None:
    urge, plan = frame("urge"), frame("plan")
    assert urge is not None
    assert plan is not None
    assert (urge.control, plan.control) == ("object", "subject")


def test_american_spelling_finds_the_frame() -> None:
    assert frame("authorize") == frame("authorise") is not None
