"""The words of a text that say what it is about."""

from functools import lru_cache

from bot.knowledge.actors import fold
from bot.knowledge.words import stop_words


@lru_cache(maxsize=1 << 13)
def content_words(text: str) -> frozenset[str]:
    """The folded words of a text that are no function words."""
    return frozenset(word for word in fold(text).split() if len(word) > 1 and word not in stop_words())
