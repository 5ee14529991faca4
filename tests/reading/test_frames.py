"""Frames of the learned reader: from scores to frames, and from frames to events with the parser's phrases."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.learned.decoding import Anchor, Decoding, Floats, anchors, distances, frame, softmax, spans
from bot.reading.learned.frames import Filler, Frame, Part
from bot.reading.learned.hints import noun_hint, verb_hints
from bot.reading.learned.labels import ACTIONS, FARTHEST, ROLES, STATUSES
from bot.reading.learned.tokens import WordPieces, case_of
from bot.reading.learned.windows import LONGEST, MOST_CONTEXT, MOST_PIECES, windows
from bot.reading.parser import Parser
from bot.reading.reader import Reader
from db.vocabulary import Action, Status
from tests.reading.conftest import named

PUBLISHED = date(2024, 5, 15)


@pytest.fixture(scope="session")
def cutter() -> WordPieces:
    return WordPieces()


def tags(*marks: str) -> Floats:
    """Scores of words: "B", "I" or "O" each."""
    return np.array([[4.0 if tag == mark else 0.0 for tag in "OBI"] for mark in marks], dtype=np.float32)


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ("OOO", []),
        ("OBO", [(1, 1)]),
        ("BII", [(0, 2)]),
        ("BIB", [(0, 1), (2, 2)]),
        ("OII", [(1, 2)]),
        ("BOB", [(0, 0), (2, 2)]),
    ],
)
def test_tags_become_spans(marks: str, found: list[tuple[int, int]]) -> None:
    assert [(first, last) for first, last, _ in spans(softmax(tags(*marks)), 0.5)] == found


def test_a_word_begins_a_predicate_from_the_threshold_on() -> None:
    scores = np.zeros((3, len(ACTIONS)), dtype=np.float32)
    scores[0, 0] = 9
    scores[1, ACTIONS.index(Action.AGREE)] = 9
    scores[2, 0], scores[2, ACTIONS.index(Action.SAY)] = 5, 4
    statuses = np.zeros((3, len(STATUSES)), dtype=np.float32)
    statuses[:, STATUSES.index(Status.PLANNED)] = 5
    assert [anchor.word for anchor in anchors(scores, statuses, Decoding())] == [1]
    assert [anchor.word for anchor in anchors(scores, statuses, Decoding(predicate=0.2))] == [1, 2]
    assert STATUSES[anchors(scores, statuses, Decoding())[0].status] is Status.PLANNED


def test_a_temperature_makes_confidence_smaller() -> None:
    scores = np.zeros((1, len(ACTIONS)), dtype=np.float32)
    scores[0, 5] = 6
    statuses = np.zeros((1, len(STATUSES)), dtype=np.float32)
    (sure,) = anchors(scores, statuses, Decoding())
    (less,) = anchors(scores, statuses, Decoding(temperature=2.0))
    assert less.confidence < sure.confidence


def test_distances_are_clipped_on_both_sides() -> None:
    found = distances(50, 200)
    assert (found.min(), found[50], found.max()) == (0, FARTHEST, 2 * FARTHEST)


def test_a_frame_has_its_words_even_where_their_tags_miss_them(cutter: WordPieces) -> None:
    pieces = cutter.cut("Fiji signed it")
    scores = np.zeros((3, len(ROLES), 3), dtype=np.float32)
    scores[:, :, 0] = 5
    scores[0, ROLES.index(Part.ACTOR)] = [0, 5, 0]
    found = frame(Anchor(1, ACTIONS.index(Action.AGREE), 0.9, 0, 0.8), scores, pieces, Decoding())
    assert found.spans == ((5, 11),)
    assert [(filler.part, filler.start, filler.end) for filler in found.fillers] == [(Part.ACTOR, 0, 4)]


@pytest.mark.parametrize(("word", "kind"), [("fiji", 1), ("Fiji", 2), ("F", 2), ("UN", 3), ("iPad", 4), ("2024", 0)])
def test_letter_case_is_told_apart(word: str, kind: int) -> None:
    assert case_of(word) == kind


def test_the_lexicon_hints_at_classes() -> None:
    words = ["They", "called", "on", "Fiji", "to", "rule", "out", "the", "invasion"]
    told = [ACTIONS[hint] for hint in verb_hints(words)]
    assert (told[1], told[5], told[3]) == (Action.REQUEST, Action.REJECT, None)
    assert ACTIONS[noun_hint("invasion")] is Action.ASSAULT
    assert ACTIONS[noun_hint("Fiji")] is None


@given(st.text(max_size=300))
def test_words_have_places_in_any_text(cutter: WordPieces, text: str) -> None:
    pieces = cutter.cut(text)
    assert len(pieces.words) == len(pieces.starts) == len(pieces.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(pieces.starts, pieces.ends, strict=True))
    assert list(pieces.starts) == sorted(pieces.starts)


@given(st.lists(st.text(alphabet="ab .“”\u202e\x00é7", min_size=1, max_size=80), max_size=30))
def test_each_word_is_told_in_one_window(cutter: WordPieces, sentences: list[str]) -> None:
    text, places = "", list[tuple[int, int]]()
    for sentence in sentences:
        places.append((len(text), len(text) + len(sentence)))
        text += sentence + "\n"
    told = list[int]()
    for window in windows(text, places, cutter):
        told.extend(window.pieces.starts[window.first :])
        assert len(window.pieces.ids) <= max(MOST_PIECES + MOST_CONTEXT, LONGEST) + 2
        assert len({len(window.pieces.ids), len(window.pieces.cases), len(window.pieces.verbs)}) == 1
    assert told == [start + at for start, end in places for at in cutter.cut(text[start:end]).starts]


def test_a_sentence_without_end_is_cut(cutter: WordPieces) -> None:
    text = "Fiji voted and " * 2_000
    (window,) = windows(text, [(0, len(text))], cutter)
    assert len(window.pieces.ids) <= LONGEST + 2


class Stub:
    """Finds the frames it is given."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self._frames = list(frames)

    def frames(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[Frame]:
        return self._frames


def frame_in(text: str, words: str, action: Action, status: Status = Status.HAPPENED, **parts: str) -> Frame:
    def span(said: str) -> tuple[int, int]:
        return text.index(said), text.index(said) + len(said)

    fillers = tuple(Filler(Part(part), *span(said), 0.9) for part, said in parts.items())
    return Frame((span(words),), action, status, 0.77, 0.9, fillers)


def test_a_frame_decides_class_status_and_sides(parser: Parser) -> None:
    text = "Fiji inked the long-awaited charter with Samoa."
    frames = [
        frame_in(text, "inked", Action.COOPERATE, Status.ONGOING, actor="Samoa", partner="Fiji", object="charter")
    ]
    (event,) = Reader(parser, Stub(frames)).read_sentences(text, PUBLISHED)
    assert (event.action, event.status, event.verb) == (Action.COOPERATE, Status.ONGOING, "ink")
    assert named(event.actors) == ["Samoa"]
    assert named(event.partners) == ["Fiji"]
    assert event.object is not None
    assert event.object.startswith("the long-awaited charter")
    assert event.confidence == 0.77


def test_a_noun_that_the_lexicon_does_not_know_tells_an_act(parser: Parser) -> None:
    text = "Wednesday's fly-past by Australian jets angered nobody."
    frames = [frame_in(text, "fly-past", Action.MOBILIZE, actor="Australian jets", time="Wednesday")]
    events = Reader(parser, Stub(frames)).read_sentences(text, PUBLISHED)
    assert Action.MOBILIZE in [event.action for event in events]


def test_sides_that_the_frame_leaves_open_are_the_parsers(parser: Parser) -> None:
    text = "Fiji welcomed Samoa's offer to host the talks."
    frames = [frame_in(text, "welcomed", Action.SUPPORT)]
    event = next(e for e in Reader(parser, Stub(frames)).read_sentences(text, PUBLISHED) if e.verb == "welcome")
    assert named(event.actors) == ["Fiji"]
    assert named(event.targets) == ["Samoa"]


def test_a_plain_past_is_done_whatever_the_frame_says(parser: Parser) -> None:
    text = "Fiji sent ships to Samoa."
    frames = [frame_in(text, "sent", Action.AID, Status.PLANNED, actor="Fiji", recipient="Samoa", object="ships")]
    (event,) = Reader(parser, Stub(frames)).read_sentences(text, PUBLISHED)
    assert (event.action, event.status) == (Action.AID, Status.HAPPENED)


def test_a_predicate_without_a_frame_is_background(parser: Parser) -> None:
    text = "Fiji sent ships to Samoa and praised the crews."
    frames = [frame_in(text, "sent", Action.AID, actor="Fiji", recipient="Samoa", object="ships")]
    events = {event.verb: event for event in Reader(parser, Stub(frames)).read_sentences(text, PUBLISHED)}
    assert events["praise"].action is Action.OTHER
    assert events["praise"].at < 0 <= events["send"].at


def test_the_trained_reader_reads_plain_news() -> None:
    text = "Fiji signed a fisheries pact with Samoa in Suva on Monday. The minister will visit Tonga next week."
    events = {event.verb: event for event in Reader.load().read_sentences(text, PUBLISHED)}
    signed, visit = events["sign"], events["visit"]
    assert (signed.action, signed.status, named(signed.actors)) == (Action.AGREE, Status.HAPPENED, ["Fiji"])
    assert named((*signed.partners, *signed.targets)) == ["Samoa"]
    assert (visit.action, visit.status) == (Action.CONSULT, Status.PLANNED)
    assert "Tonga" in named((*visit.targets, *visit.partners))
