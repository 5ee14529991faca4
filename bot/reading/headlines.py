"""Headlines With Capitals Everywhere, put into the case of a sentence so that names stand out again."""

import re

from bot.knowledge.actors import gazetteer, is_english_word, is_ordinary_word
from bot.knowledge.names import fold

FEWEST_WORDS = 4
"""Words of a line, below which nothing can be told from its capitals."""
_SHARE = 0.75
"""Of the longer words of a headline, those with a capital."""
_SHORT = 3
"""Letters of words ("of", "the") that headlines write small."""

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_STOPS = (".", "!", "?", "…", ":", ";", ",")


def is_headline(text: str) -> bool:
    """Whether a line is written with capitals as headlines are, and ends without a stop."""
    if text.rstrip("\"”’' ").endswith(_STOPS):
        return False
    words = [word for word in _WORD.findall(text) if len(word) > _SHORT]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= FEWEST_WORDS and capitals >= _SHARE * len(words)


def in_sentence_case(text: str) -> str:
    """The line with a capital at its head and in names only. Its length stays the same."""
    matches = list(_WORD.finditer(text))
    folded = [fold(match[0]) for match in matches]
    kept: set[int] = set()
    index = 0
    while index < len(matches):
        found = gazetteer().longest(folded, index)
        length = found[0] if found else 0
        if length > 1 or (length == 1 and not is_ordinary_word(folded[index])):
            kept.update(range(index, index + length))
        index += max(length, 1)
    letters = list(text)
    for index, match in enumerate(matches):
        if index and index not in kept and (is_english_word(folded[index]) or len(match[0]) <= _SHORT):
            lowered = match[0].lower()
            if len(lowered) == len(match[0]) and not (match[0].isupper() and len(match[0]) > 1):
                letters[match.start() : match.end()] = lowered
    return "".join(letters)
