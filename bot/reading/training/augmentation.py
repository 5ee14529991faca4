"""Passages varied for training: other names, another letter case. What is labelled stays labelled."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from lemminflect import getInflection  # type: ignore[import-untyped]

from bot.knowledge.actions import lexicon
from bot.knowledge.words import verb_lemmas
from bot.reading.corpus.passages import Passage
from db.vocabulary import Action

_FORMS = ("VB", "VBD", "VBG", "VBN", "VBZ")

Edit = tuple[int, int, str]
"""Start and end of words, and what stands in their place."""

LOWERED, RAISED = 0.12, 0.04
"""Shares of passages put wholly into small letters and into capitals."""
REWORDED = 0.4
"""Share of the predicates that are exchanged, when any are."""
EXCHANGED = 0.7
"""Share of the known names of a passage that are exchanged, when any are."""


@cache
def _lists() -> tuple[list[str], ...]:
    """Names that can stand for each other."""
    lines = (Path(__file__).parent / "names.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(line.split("\t")[1].split() for line in lines[2:])


def varied(passage: Passage, randomness: random.Random, share: float) -> Passage:
    """The passage, changed in about that share of all calls: names and verbs exchanged, or all in one letter case."""
    if randomness.random() < share:
        passage = _edited(passage, _other_names(passage, randomness))
    if randomness.random() < share:
        passage = _edited(passage, _other_verbs(passage, randomness))
    chance = randomness.random()
    if chance < LOWERED * share:
        return _cased(passage, str.lower)
    if chance < (LOWERED + RAISED) * share:
        return _cased(passage, str.upper)
    return passage


def _cased(passage: Passage, change: Callable[[str], str]) -> Passage:
    letters = [changed if len(changed := change(letter)) == 1 else letter for letter in passage.text]
    return replace(passage, text="".join(letters))


def _other_names(passage: Passage, randomness: random.Random) -> list[Edit]:
    """Some names exchanged for others of their kind, each throughout."""
    changes: dict[str, str] = {}
    for names in _lists():
        here = [name for name in names if re.search(rf"\b{name}\b", passage.text)]
        others = [name for name in names if name not in here]
        randomness.shuffle(others)
        pairs = zip(here, others, strict=False)
        changes |= {name: other for name, other in pairs if randomness.random() < EXCHANGED}
    if not changes:
        return []
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, changes)) + r")\b")
    return [(match.start(), match.end(), changes[match[0]]) for match in pattern.finditer(passage.text)]


def _other_verbs(passage: Passage, randomness: random.Random) -> list[Edit]:
    """Some predicates exchanged for verbs that the lexicon holds for the same act, in the same form."""
    edits: list[Edit] = []
    for mark in passage.predicates:
        start, end = mark.spans[0]
        word = passage.text[start:end]
        if len(mark.spans) > 1 or not word.isalpha() or not word.islower() or randomness.random() > REWORDED:
            continue
        others = _alike(word, mark.action)
        if others:
            edits.append((start, end, randomness.choice(others)))
    return edits


@cache
def _alike(word: str, action: Action) -> tuple[str, ...]:
    """Forms of other verbs of one act that stand where the form `word` of a verb stands."""
    found: list[str] = []
    for verb in verb_lemmas(word):
        forms = [tag for tag in _FORMS if word in getInflection(verb, tag=tag)]
        if not forms or lexicon().action_of(verb) is not action or not lexicon().is_verb(verb):
            continue
        for other in lexicon().synonyms(verb):
            if " " in other or lexicon().action_of(other) is not action:
                continue
            made = {inflected[0] for tag in forms if (inflected := getInflection(other, tag=tag))}
            if len(made) == 1:
                found.extend(made)
    return tuple(found)


def _edited(passage: Passage, edits: list[Edit]) -> Passage:
    """The passage with spans of its text replaced, and all marks moved along."""
    if not edits:
        return passage
    text, moved, last = "", list[tuple[int, int]](), 0
    for start, end, words in sorted(edits):
        text += passage.text[last:start] + words
        last = end
        moved.append((end, len(text) - last))
    text += passage.text[last:]

    def place(offset: int) -> int:
        return offset + next((by for end, by in reversed(moved) if end <= offset), 0)

    def span(words: tuple[int, int]) -> tuple[int, int]:
        return place(words[0]), place(words[1])

    return replace(
        passage,
        text=text,
        predicates=tuple(replace(mark, spans=tuple(map(span, mark.spans))) for mark in passage.predicates),
        arguments=tuple(replace(argument, span=span(argument.span)) for argument in passage.arguments),
    )
