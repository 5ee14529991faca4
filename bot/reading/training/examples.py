"""Passages of the corpus as what the network is shown and asked."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.reading.corpus.passages import Argument, Letter, Mark, Passage
from bot.reading.learned.frames import Part
from bot.reading.learned.labels import ACTIONS, BEGIN, INSIDE, ROLES, STATUSES
from bot.reading.learned.tokens import Integers, Pieces, WordPieces

PART_OF = {letter: Part[letter.name] for letter in Letter}


@dataclass(frozen=True, slots=True)
class Example:
    """One text: its pieces and, for each labelled predicate, its first word, class, status and the words' tags.

    `anchors` are indexes of words, `tags` [predicates, roles, words].
    """

    pieces: Pieces
    anchors: Integers
    actions: Integers
    statuses: Integers
    tags: Integers


def example(passage: Passage, cutter: WordPieces) -> Example:
    """The example of a passage."""
    pieces = cutter.cut(passage.text)
    anchors, actions, statuses, tags = [], [], [], []
    for mark in passage.predicates:
        own = np.zeros((len(ROLES), len(pieces.starts)), dtype=np.int64)
        first = None
        for span in sorted(mark.spans):
            words = within(pieces, span)
            if len(words) and first is None:
                first = words[0]
            _tag(own[0], words)
        if first is None:
            continue
        for argument in passage.of(mark.number):
            _tag(own[ROLES.index(PART_OF[argument.letter])], within(pieces, argument.span))
        anchors.append(first)
        actions.append(ACTIONS.index(mark.action))
        statuses.append(STATUSES.index(mark.status))
        tags.append(own)
    shape = (len(anchors), len(ROLES), len(pieces.starts))
    return Example(
        pieces,
        np.array(anchors, dtype=np.int64),
        np.array(actions, dtype=np.int64),
        np.array(statuses, dtype=np.int64),
        np.array(tags, dtype=np.int64).reshape(shape),
    )


def _tag(row: Integers, words: Sequence[int]) -> None:
    for place, word in enumerate(words):
        row[word] = INSIDE if place else BEGIN


def within(pieces: Pieces, span: tuple[int, int]) -> list[int]:
    """The indexes of the words of a span."""
    start, end = span
    return [i for i, (a, b) in enumerate(zip(pieces.starts, pieces.ends, strict=True)) if a >= start and b <= end]


def shuffled(passages: Sequence[Passage], randomness: random.Random, longest: int) -> Iterator[list[Passage]]:
    """Groups of passages in random order, to be read as one text of at most about `longest` characters.

    At run time the texts are pieces of articles, so the network must not learn that all sentences belong together.
    """
    order = list(passages)
    randomness.shuffle(order)
    group: list[Passage] = []
    for passage in order:
        length = sum(len(other.text) for other in group) + len(passage.text)
        if group and (length > longest or randomness.random() < 0.5):
            yield group
            group = []
        group.append(passage)
    if group:
        yield group


def joined(passages: Sequence[Passage]) -> Passage:
    """Several passages as paragraphs of one text."""
    first = passages[0]
    if len(passages) == 1:
        return first
    text, numbers = "", 0
    predicates: list[Mark] = []
    arguments: list[Argument] = []
    for passage in passages:
        text += "\n" if text else ""
        shift = len(text)
        text += passage.text
        predicates.extend(
            replace(mark, number=mark.number + numbers, spans=tuple((a + shift, b + shift) for a, b in mark.spans))
            for mark in passage.predicates
        )
        arguments.extend(
            replace(a, number=a.number + numbers, span=(a.span[0] + shift, a.span[1] + shift))
            for a in passage.arguments
        )
        numbers += max((mark.number for mark in passage.predicates), default=0)
    return replace(first, text=text, predicates=tuple(predicates), arguments=tuple(arguments))
