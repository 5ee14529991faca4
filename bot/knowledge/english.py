"""Ordinary English words, so that "May", "Park" or "said" is not taken for somebody."""

from functools import cache

from bot.knowledge.tables import words


@cache
def _common() -> frozenset[str]:
    return words("common_words")


@cache
def _all() -> frozenset[str]:
    return _common() | words("other_words")


def is_ordinary_word(folded: str) -> bool:
    """Say whether a folded word is so common that, in lower case and alone, it is no name: "may", "park", "us"."""
    return folded in _common()


def is_english_word(folded: str) -> bool:
    """Say whether a folded word stands in a dictionary of everyday English: it is then no misspelt name."""
    return folded in _all()
