"""Cutting text into the words, numbers and signs that dates are written with."""

import re
from functools import cache
from typing import NamedTuple


class Token(NamedTuple):
    """A piece of the text: `word` is lower case, without a possessive 's; `raw` is as written."""

    word: str
    raw: str
    start: int
    end: int


APOSTROPHES = frozenset("'\u2018\u2019`")
DASHES = frozenset("-\u2010\u2011\u2013")

_WHOLE = frozenset(("march", "april", "may", "june", "july"))
"""Short months that are not abbreviated: a full stop after them ends the sentence."""

END = Token("", "", -1, -1)
"""What stands beyond the last token: it equals no word."""


class Tokens(list[Token]):
    """The tokens of a text; looking before the first or beyond the last yields `END`."""

    def at(self, index: int) -> Token:
        """Give the token there, or `END`."""
        return self[index] if 0 <= index < len(self) else END

    def word(self, index: int) -> str:
        """Give the lower-case word there, or the empty string."""
        return self[index].word if 0 <= index < len(self) else ""

    def raw(self, index: int) -> str:
        """Give the word there as written, or the empty string."""
        return self[index].raw if 0 <= index < len(self) else ""

    def after_abbreviation(self, index: int) -> int:
        """Give the index after a short word and the full stop that may belong to it."""
        if len(self.word(index)) > 5 or self.word(index + 1) != "." or not self.touching(index):
            return index + 1
        return index + 1 if self.word(index) in _WHOLE and not self.word(index + 2)[:1].isdigit() else index + 2

    def alone(self, index: int, after: int) -> bool:
        """Say whether nothing else is in the text: then it is a date, or the caller would not ask."""
        return index == 0 and after >= len(self)

    def touching(self, index: int) -> bool:
        """Say whether nothing stands between this token and the next."""
        return self.at(index).end == self.at(index + 1).start


@cache
def _pattern() -> re.Pattern[str]:
    # Every branch reads forward without nested repeats, so that hostile text costs no more than its length.
    return re.compile(
        r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9])(?:T[0-9:]{4,8}(?:\.[0-9]{1,6})?Z?)?"
        r"|[0-9]{4}-(?:0[1-9]|1[0-2])(?![0-9-])"
        r"|[0-9]{1,4}([/.])[0-9]{1,2}\1[0-9]{2,4}(?![0-9])"
        r"|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"
        r"|[0-9]{1,6}\.[0-9]+"
        r"|[0-9]+[^\W\d_]*"
        r"|\b[QqHh][1-4]\b|\b[Ff][Yy](?=[0-9]{4}\b)"
        r"|[^\W\d_]+(?:['\u2019][^\W\d_]+)*"
        r"|[^\w\s]|\w"
    )


def tokenise(text: str) -> Tokens:
    """Cut the text."""
    tokens = Tokens()
    for match in _pattern().finditer(text):
        raw = match.group()
        word = raw.lower()
        if word.endswith(("'s", "\u2019s")):
            word = word[:-2]
        tokens.append(Token(word, raw, match.start(), match.end()))
    return tokens
