"""Sentences put together into the texts that the network is shown at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.reading.learned.tokens import Integers, Pieces, WordPieces

MOST_PIECES = 160
"""Word pieces shown at once, but for a single sentence that has more."""
MOST_CONTEXT = 64
"""Word pieces of the sentence before, beyond which it is not shown again."""
LONGEST = 500
"""Word pieces of a sentence, beyond which its end is not shown. News has no such sentences."""


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces of consecutive sentences of a document. The words before `first` are only there for context."""

    pieces: Pieces
    first: int


def windows(text: str, sentences: Sequence[tuple[int, int]], cutter: WordPieces) -> Iterator[Window]:
    """The windows of a document's sentences, given by their places in `text`."""
    held: list[Pieces] = []
    before: Pieces | None = None
    length = 0
    for start, end in sentences:
        own = _shifted(cutter.cut(text[start:end]), start)
        if held and length + len(own.ids) > MOST_PIECES:
            yield _window(before, held)
            last = held[-1]
            before = last if len(last.ids) <= MOST_CONTEXT else None
            held, length = [], len(before.ids) if before is not None else 0
        held.append(own)
        length += len(own.ids)
    if held:
        yield _window(before, held)


def _shifted(pieces: Pieces, start: int) -> Pieces:
    """A sentence's pieces without the special ones, with their places in the document."""
    kept = min(len(pieces.ids) - 2, LONGEST)
    words = pieces.words[pieces.words <= kept]
    return Pieces(
        pieces.ids[1 : kept + 1],
        pieces.cases[1 : kept + 1],
        pieces.verbs[1 : kept + 1],
        pieces.nouns[1 : kept + 1],
        words - 1,
        [start + place for place in pieces.starts[: len(words)]],
        [start + place for place in pieces.ends[: len(words)]],
    )


def _window(before: Pieces | None, held: Sequence[Pieces]) -> Window:
    shown = [before, *held] if before is not None else list(held)
    words: list[Integers] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 1
    for pieces in shown:
        words.append(pieces.words + at)
        starts.extend(pieces.starts)
        ends.extend(pieces.ends)
        at += len(pieces.ids)
    whole = Pieces(
        np.concatenate([[_FIRST], *(pieces.ids for pieces in shown), [_LAST]]),
        _between([pieces.cases for pieces in shown]),
        _between([pieces.verbs for pieces in shown]),
        _between([pieces.nouns for pieces in shown]),
        np.concatenate(words),
        starts,
        ends,
    )
    return Window(whole, len(before.words) if before is not None else 0)


def _between(features: Sequence[Integers]) -> Integers:
    """A feature of the pieces with that of the special ones, 0, at both ends."""
    return np.concatenate([[0], *features, [0]])


_FIRST, _LAST = 101, 102
"""The special pieces at the ends of what BERT is shown."""
