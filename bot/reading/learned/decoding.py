"""From the network's scores to frames."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.reading.learned.frames import Filler, Frame
from bot.reading.learned.labels import ACTIONS, BEGIN, FARTHEST, OUTSIDE, ROLES, STATUSES
from bot.reading.learned.tokens import Integers, Pieces

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Decoding:
    """What the scores are taken for: chosen on the development part of the corpus.

    Scores are divided by the temperatures before they are taken for probabilities.
    """

    predicate: float = 0.5
    """Probability from which on a word begins a predicate."""
    argument: float = 0.5
    """Probability from which on a word belongs to an argument."""
    temperature: float = 1.0
    status_temperature: float = 1.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word that begins a predicate: its index among the words, and its class and status with their probabilities."""

    word: int
    action: int
    confidence: float
    status: int
    status_confidence: float


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    found: Floats = raised / raised.sum(-1, keepdims=True)
    return found


def anchors(actions: Floats, statuses: Floats, decoding: Decoding) -> list[Anchor]:
    """The words that begin predicates. `actions` and `statuses` are scores [words, labels]."""
    chances = softmax(actions / decoding.temperature)
    states = softmax(statuses / decoding.status_temperature)
    found = []
    for word in np.flatnonzero(1 - chances[:, 0] >= decoding.predicate):
        action = int(chances[word, 1:].argmax()) + 1
        status = int(states[word].argmax())
        found.append(Anchor(int(word), action, float(chances[word, action]), status, float(states[word, status])))
    return found


def distances(word: int, count: int) -> Integers:
    """How far each of `count` words is from one of them, as the network is told."""
    found: Integers = np.clip(np.arange(count) - word, -FARTHEST, FARTHEST) + FARTHEST
    return found


def spans(chances: Floats, threshold: float) -> Iterator[tuple[int, int, float]]:
    """First and last word of each run of words that are inside, and the mean probability. `chances` [words, tags]."""
    inside = 1 - chances[:, OUTSIDE]
    start: int | None = None
    for word in range(len(chances) + 1):
        kept = word < len(chances) and inside[word] >= threshold
        begins = kept and chances[word, BEGIN] >= 0.5 * inside[word]
        if start is not None and (not kept or begins):
            yield start, word - 1, float(inside[start:word].mean())
            start = None
        if kept and start is None:
            start = word


def frame(anchor: Anchor, tags: Floats, pieces: Pieces, decoding: Decoding) -> Frame:
    """The frame of a predicate. `tags` are its scores [words, roles, tags]."""
    chances = softmax(tags)
    own: list[tuple[int, int]] = []
    fillers: list[Filler] = []
    for index, part in enumerate(ROLES):
        for first, last, confidence in spans(chances[:, index], decoding.argument):
            start, end = pieces.starts[first], pieces.ends[last]
            if part is None:
                own.append((start, end))
            else:
                fillers.append(Filler(part, start, end, confidence))
    head = pieces.starts[anchor.word], pieces.ends[anchor.word]
    if not any(start <= head[0] < end for start, end in own):
        own.append(head)
    action = ACTIONS[anchor.action]
    if action is None:
        raise ValueError("an anchor has a class")
    return Frame(
        tuple(sorted(own)),
        action,
        STATUSES[anchor.status],
        anchor.confidence,
        anchor.status_confidence,
        tuple(sorted(fillers, key=lambda filler: filler.start)),
    )


def frames(found: Sequence[Anchor], tags: Floats, pieces: Pieces, decoding: Decoding) -> list[Frame]:
    """The frames of all predicates of a text. `tags` are scores [predicates, words, roles, tags]."""
    return [frame(anchor, own, pieces, decoding) for anchor, own in zip(found, tags, strict=True)]
