"""Ordinary English words, so that "May", "Park" or "said" is not taken for somebody."""

from bisect import bisect_right
from functools import cache

from bot.knowledge.tables import lines, words


@cache
def _common() -> frozenset[str]:
    return words("common_words")


@cache
def _others() -> list[str]:
    return lines("other_words")


def is_ordinary_word(folded: str) -> bool:
    """Say whether a folded word is so common that, in lower case and alone, it is no name: "may", "park", "us"."""
    return folded in _common()


def is_english_word(folded: str) -> bool:
    """Say whether a folded word stands in a dictionary of everyday English: it is then no misspelt name."""
    return folded in _common() or _is_listed(folded, _others())


def _is_listed(word: str, ordered: list[str]) -> bool:
    # Halving the sorted lines spares every short-lived process making a set of 50,000 words.
    place = bisect_right(ordered, word, key=lambda line: line.partition(" ")[0])
    return place > 0 and word in ordered[place - 1].split()
