"""Whether a text is English, whatever its page declares: many sites declare the language of their menus."""

import re

from bot.knowledge.words import stop_words

_SHARE = 0.15
"""Of the words of English news a third to a half are function words; of other languages' hardly any look like one."""
_FEW = 40
"""Words of a text that is too short to tell."""
_LETTERS = 0.6
"""Share of the letters that are plain Latin ones in an English text."""
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def is_english(text: str) -> bool:
    """Whether it is English; a text too short to tell is given the benefit of the doubt."""
    sample = text[:20_000].casefold().replace("\u2019", "'")
    letters = sum(letter.isalpha() for letter in sample)
    if letters and sum(letter.isascii() and letter.isalpha() for letter in sample) < _LETTERS * letters:
        return False
    words = _WORD.findall(sample)
    return len(words) < _FEW or sum(word in stop_words() for word in words) >= _SHARE * len(words)
