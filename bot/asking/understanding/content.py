"""What the words of a question name: things and acts, kinds of answer, numbers."""

from collections.abc import Sequence

from bot.asking.understanding.items import Item
from bot.asking.understanding.words import closed, row
from bot.knowledge.words import noun_lemmas, stop_words

_DIGITS = 4
"""Fewer digits count something; four are a year."""
_KINDS = ("country", "person", "organisation", "place", "thing")


def is_stop(word: str) -> bool:
    """Whether a word names neither thing nor act."""
    return word in stop_words() or word in closed("idle")


def content(items: Sequence[Item]) -> list[str]:
    """Return the words that name things and acts; hyphenated ones whole."""
    found: list[str] = []
    gap = True
    for item in items:
        if not item.plain or is_stop(item.word):
            gap = True
            continue
        if item.joined and not gap:
            found[-1] = f"{found[-1]}-{item.word}"
        else:
            found.append(item.word)
        gap = False
    return found


def kind_asked(answer: Sequence[Item]) -> str | None:
    """Return the kind of thing that "which ..." asks for, a class of question_words.tsv: the last noun that tells."""
    for item in reversed(answer):
        for lemma in noun_lemmas(item.word) if item.plain else ():
            kind = next((name for name in _KINDS if lemma in closed(name)), None)
            if kind:
                return kind
    return None


def is_plural(answer: Sequence[Item]) -> bool:
    """Whether several are asked for: "which countries"."""
    return any(item.plain and noun_lemmas(item.word)[0] != item.word for item in answer[-1:])


def number_in(items: Sequence[Item]) -> int | None:
    """Return the number that is written out among the words: "which two ships"."""
    return next((number for item in items if item.plain and (number := number_of(item.word))), None)


def number_of(word: str) -> int | None:
    """Return the number that a word or digits mean, None where it is none or 0."""
    if word.isdecimal() and len(word) < _DIGITS:
        return int(word) or None
    return row("number").index(word) + 1 if word in closed("number") else None
