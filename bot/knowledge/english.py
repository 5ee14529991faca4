"""Ordinary words and common names, so that "May" or "said" is not taken for somebody, nor Mr. Yamada for Mr. Hamada."""

from bisect import bisect_right
from functools import cache

from bot.knowledge.tables import lines, words


@cache
def _common() -> frozenset[str]:
    return words("common_words")


@cache
def _ordered(name: str) -> list[str]:
    return lines(name)


def is_ordinary_word(folded: str) -> bool:
    """Say whether a folded word is so common that, in lower case and alone, it is no name: "may", "park", "us"."""
    return folded in _common()


def is_english_word(folded: str) -> bool:
    """Say whether a folded word stands in a dictionary of everyday English: it is then no misspelt name."""
    return folded in _common() or _is_listed(folded, _ordered("other_words"))


def is_personal_name(folded: str) -> bool:
    """Say whether a folded word is a surname or given name that many people bear: it is then nobody else's misspelt."""
    return _is_listed(folded, _ordered("personal_names"))


def _is_listed(word: str, ordered: list[str]) -> bool:
    # Halving the sorted lines spares every short-lived process making a set of 50,000 words.
    place = bisect_right(ordered, word, key=lambda line: line.partition(" ")[0])
    return place > 0 and word in ordered[place - 1].split()
