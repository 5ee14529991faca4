"""A question cut into words, each as written and as compared."""

import re
import unicodedata
from dataclasses import dataclass

from bot.asking.understanding.words import auxiliary, closed
from bot.knowledge.names import fold

_WORD = re.compile(r"[^\W_][\u0300-\u036f]*(?:[.'\u02bb\u02bc]?[^\W_][\u0300-\u036f]*)*")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$", re.IGNORECASE)
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
        written = match[0]
        following = matches[position + 1].start() if position + 1 < len(matches) else len(question)
        gap = question[match.end() : following]
        next_word = matches[position + 1][0] if position + 1 < len(matches) else None
        clause, sentence = (False, False) if gap == " " else _ends(written, gap, next_word)
        folded = fold(_POSSESSIVE.sub("", written)).replace(" ", "")
        before = question[matches[position - 1].end() : match.start()] if position else ""
        found.append(
            Token(
                text=written,
                folded=folded or written.casefold(),
                start=match.start(),
                end=match.end(),
                possessive="'" in written and _POSSESSIVE.search(written) is not None,
                closes_clause=clause,
                closes_sentence=sentence,
                joined=before in _JOINTS,
            )
        )
    return tuple(found)


def _ends(written: str, gap: str, following: str | None) -> tuple[bool, bool]:
    """Whether the signs behind a word end a clause and a sentence; the comma of "2,000" and the dot of "Mr." do not."""
    signs = gap.strip().strip("\"'»)")
    last = following is None
    abbreviated = signs == "." and len(written) <= 3 and written[0].isupper() and not _begins_question(following)
    apart = (last or any(map(str.isspace, gap))) and not abbreviated
    return apart and not _CLAUSE_END.isdisjoint(signs), apart and not _SENTENCE_END.isdisjoint(signs)


def _begins_question(word: str | None) -> bool:
    """Whether a sentence begins with the word, or none follows: "They met in May. Did they sign?"."""
    return word is None or (
        word[0].isupper() and (word.lower() in closed("asking") or auxiliary(word.lower()) is not None)
    )


_SHOUTED = 2
"""Spaces in what is not just a few abbreviations."""
_JOINTS = frozenset("-\u2010\u2011/&")


def plain(question: str) -> str:
    """The question in composed letters, with plain quotation marks and single spaces, and not all in capitals.

    Offsets of tokens are offsets in it.
    """
    composed = question if question.isascii() else unicodedata.normalize("NFC", question)
    text = " ".join(composed.translate(_PLAIN).split())
    return text.lower() if text.count(" ") >= _SHOUTED and text.isupper() else text


_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"'})
