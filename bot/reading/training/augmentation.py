"""Passages varied for training: other names, another letter case. What is labelled stays labelled."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.reading.corpus.passages import Passage

EXCHANGED = 0.7
"""Share of the known names of a passage that are exchanged, when any are."""


@cache
def _lists() -> tuple[list[str], ...]:
    """Names that can stand for each other."""
    lines = (Path(__file__).parent / "names.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(line.split("\t")[1].split() for line in lines[2:])


def varied(passage: Passage, randomness: random.Random, share: float) -> Passage:
    """The passage, changed in about that share of all calls: names exchanged, or all in one letter case."""
    if randomness.random() < share:
        passage = _renamed(passage, randomness)
    chance = randomness.random()
    if chance < 0.06 * share * 2:
        return _cased(passage, str.lower)
    if chance < 0.08 * share * 2:
        return _cased(passage, str.upper)
    return passage


def _cased(passage: Passage, change: Callable[[str], str]) -> Passage:
    letters = [changed if len(changed := change(letter)) == 1 else letter for letter in passage.text]
    return replace(passage, text="".join(letters))


def _renamed(passage: Passage, randomness: random.Random) -> Passage:
    """The passage with some names exchanged for others of their kind, each throughout."""
    changes: dict[str, str] = {}
    for names in _lists():
        here = [name for name in names if re.search(rf"\b{name}\b", passage.text)]
        others = [name for name in names if name not in here]
        randomness.shuffle(others)
        pairs = zip(here, others, strict=False)
        changes |= {name: other for name, other in pairs if randomness.random() < EXCHANGED}
    if not changes:
        return passage
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, changes)) + r")\b")
    text, moved, last = "", list[tuple[int, int]](), 0
    for match in pattern.finditer(passage.text):
        text += passage.text[last : match.start()] + changes[match[0]]
        last = match.end()
        moved.append((match.end(), len(text) - last))
    text += passage.text[last:]

    def place(offset: int) -> int:
        shift = 0
        for end, by in moved:
            if offset < end:
                break
            shift = by
        return offset + shift

    def span(words: tuple[int, int]) -> tuple[int, int]:
        return place(words[0]), place(words[1])

    return replace(
        passage,
        text=text,
        predicates=tuple(replace(mark, spans=tuple(map(span, mark.spans))) for mark in passage.predicates),
        arguments=tuple(replace(argument, span=span(argument.span)) for argument in passage.arguments),
    )
