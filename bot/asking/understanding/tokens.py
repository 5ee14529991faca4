"""A question cut into words, each as written and as compared."""

import re
import unicodedata
from dataclasses import dataclass

from bot.knowledge.names import fold

_WORD = re.compile(r"[^\W_][\u0300-\u036f]*(?:[.'’ʻʼ]?[^\W_][\u0300-\u036f]*)*")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_CLAUSE_END = frozenset(",;:?!.—–")
_SENTENCE_END = frozenset("?!.")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: `text` is the span [start, end) of the question, `folded` its form for comparison (see `names.fold`)."""

    text: str
    folded: str
    start: int
    end: int
    possessive: bool
    """Written with an apostrophe that makes it a possessive, or, after a question word, a contracted "is"."""
    closes_clause: bool
    """Followed by a comma or a stronger sign."""
    closes_sentence: bool
    joined: bool
    """Written together with the word before it, as by a hyphen: "F-35"."""

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


def tokenise(question: str) -> tuple[Token, ...]:
    """Cut a question into its words. Signs are kept only as what they mean for the words beside them."""
    found = []
    matches = list(_WORD.finditer(question))
    for position, match in enumerate(matches):
        following = matches[position + 1].start() if position + 1 < len(matches) else len(question)
        gap = question[match.end() : following]
        sign = gap.strip().strip("\"'”’)»")
        # The comma of "2,000" and the full stop of "Mr." and "J." end nothing.
        last = following == len(question)
        abbreviated = sign == "." and len(match[0]) <= 3 and match[0][0].isupper() and not last
        apart = (last or any(letter.isspace() for letter in gap)) and not abbreviated
        folded = fold(_POSSESSIVE.sub("", match[0]))
        if not folded or " " in folded:
            folded = folded.replace(" ", "") or match[0].casefold()
        found.append(
            Token(
                text=match[0],
                folded=folded,
                start=match.start(),
                end=match.end(),
                possessive=bool(_POSSESSIVE.search(match[0])),
                closes_clause=apart and bool(_CLAUSE_END & set(sign)),
                closes_sentence=apart and bool(_SENTENCE_END & set(sign)),
                joined=position > 0 and question[matches[position - 1].end() : match.start()] in _JOINTS,
            )
        )
    return tuple(found)


_JOINTS = frozenset("-‐‑/&")


def plain(question: str) -> str:
    """The question in composed letters, with plain quotation marks and spaces; offsets of tokens are offsets in it."""
    return (question if question.isascii() else unicodedata.normalize("NFC", question)).translate(_PLAIN)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"'} | dict.fromkeys("\u00a0\n\t\r", " "))
