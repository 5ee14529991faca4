"""Quotation marks: which words are quoted, and which words of a sentence say who said them.

A sentence that is cut by its attribution ("A," she said, "B.") is told apart before it is parsed, because parsers
lose the second half.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.reading.passage import Passage, join
from bot.reading.sentences import Sentence
from bot.reading.wordlists import words

_MARKS = re.compile(r"[“”„«»\"]|(?<![^\s(\[—–“-])[‘'](?=[\w\[])|(?<=[\w.,!?\]…%])[’'](?![\w])")
_OPENERS = frozenset("“„«")
_CLOSERS = frozenset("”»")
_ATTRIBUTION_END = re.compile(r",?\s*(?:(?:and|but|or)\s+)?$")
_WORD = re.compile(r"[^\W\d_]+")
_GOING_ON = words("continuing words")
_NEAR, _NEARER = 12, 5
"""Words before a quotation among which the verb of saying stands; fewer before one that begins in lower case."""
LONGEST_ATTRIBUTION = 220
"""Characters; what is longer between two quotes is a sentence of its own."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words from mark to mark, marks included. A quotation without an end runs to the end of its paragraph."""

    start: int
    end: int
    closed: bool


class Kind(StrEnum):
    """What a unit of reading is."""

    NARRATION = "narration"
    ATTRIBUTION = "attribution"
    """Says who said the statement that follows it."""
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Unit:
    """Words to be parsed together.

    `said` are an attribution's quoted words, `quotation` the number of the quotation.
    """

    sentence: Sentence
    passage: Passage
    kind: Kind
    said: str | None = None
    quotation: int | None = None
    ahead: bool = False
    """Whether an attribution stands before all that was said."""


class Quotations:
    """The quotations of a document."""

    def __init__(self, text: str, paragraphs: list[tuple[int, int]]) -> None:
        self._text = text
        self.list = [quotation for start, end in paragraphs for quotation in _paired(text, start, end)]
        self._starts = [quotation.start for quotation in self.list]

    def at(self, offset: int) -> int | None:
        """The number of the quotation that holds the character."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self.list[index].end else None

    def units(self, sentence: Sentence, is_speech: Callable[[str], bool]) -> list[Unit]:
        """A sentence as units of reading. `is_speech` says of a word whether it is a form of a verb of saying."""
        text, start, end = self._text, sentence.start, sentence.end
        attribution = self._attribution(sentence, is_speech)
        if attribution is not None:
            first, last, rest = attribution
            pieces = [(a, b) for a, b in ((start, first), (rest, end)) if _WORD.search(text, a, b)]
            said = join(text, [self._bare(a, b) for a, b in pieces])
            number = self.at(start)
            if number is None:
                number = next((n for a, b in pieces for n in (self.at(a), self.at(b - 1)) if n is not None), None)
            return [
                Unit(sentence, join(text, [(first, last)]), Kind.ATTRIBUTION, said.text, number, first == start),
                Unit(sentence, said, Kind.STATEMENT, quotation=number),
            ]
        number = self.at(start)
        whole = join(text, [(start, end)])
        if number is not None and self.list[number].end >= end - 1:
            return [Unit(sentence, join(text, [self._bare(start, end)]), Kind.STATEMENT, quotation=number)]
        return [Unit(sentence, whole, Kind.NARRATION)]

    def _bare(self, start: int, end: int) -> tuple[int, int]:
        """The span without the marks and commas around it."""
        text = self._text
        while start < end and text[start] in " \"“”‘’'«»,":
            start += 1
        while end > start and text[end - 1] in " \"“”‘’'«»,":
            end -= 1
        return start, end

    def _attribution(self, sentence: Sentence, is_speech: Callable[[str], bool]) -> tuple[int, int, int] | None:
        """Start and end of the words that say who said it, and where what was said goes on."""
        text = self._text
        for quotation in self._within(sentence):
            if sentence.start < quotation.end < sentence.end and quotation.closed:
                following = self._after(sentence, quotation.end)
                if following and self._attributes(following[0], following[1], is_speech):
                    return following
            if quotation.start > sentence.start:
                lead = text[sentence.start : quotation.start].rstrip()
                reach = _NEAR if text[quotation.start + 1 : quotation.start + 2].isupper() else _NEARER
                stated = lead.endswith((",", ":"))
                near = [word.lower() for word in _WORD.findall(lead)[-reach:]]
                if stated and any(is_speech(word) for word in near):
                    return sentence.start, sentence.start + len(lead) - 1, quotation.start
        return None

    def _after(self, sentence: Sentence, start: int) -> tuple[int, int, int] | None:
        """The words between a closed quotation and the next one, or the end of the sentence."""
        text = self._text
        if text[start - 2 : start - 1] not in {",", "?", "!", ".", "—", "…", "-"} and text[start : start + 1] != ",":
            return None
        while start < sentence.end and text[start] in ", —–-":
            start += 1
        index = bisect_right(self._starts, start)
        following = self._starts[index] if index < len(self._starts) else sentence.end
        if following >= sentence.end:
            return start, sentence.end, sentence.end
        between = text[start:following]
        end = _ATTRIBUTION_END.search(between)
        if end is None or not re.search(r",|\band\b|\bbut\b", end[0]):
            return start, sentence.end, sentence.end
        rest = start + end.start()
        while text[rest] in ", ":
            rest += 1
        return start, start + end.start(), rest

    def _attributes(self, start: int, end: int, is_speech: Callable[[str], bool]) -> bool:
        """Whether words beside a quotation say who said it, and do not just go on with the sentence."""
        end = min(end, start + LONGEST_ATTRIBUTION)
        said = [word.lower() for word in _WORD.findall(self._text, start, end)]
        if len(said) < 2 or said[0] in _GOING_ON or said[0].endswith("ing"):
            return False
        return any(is_speech(word) and not word.endswith("ing") for word in said)

    def _within(self, sentence: Sentence) -> list[Quotation]:
        first = max(bisect_right(self._starts, sentence.start) - 1, 0)
        last = bisect_right(self._starts, sentence.end)
        return self.list[first:last]


def _paired(text: str, start: int, end: int) -> list[Quotation]:
    """The quotations of one paragraph. Single marks count only where no double quotation is open."""
    found, opened = list[Quotation](), None
    for match in _MARKS.finditer(text, start, end):
        mark, at = match[0], match.start()
        if opened is None:
            closes = mark in _CLOSERS or (mark in "’'" and at > start and not text[at - 1].isspace())
            if (
                mark == '"'
                and at > start
                and text[at - 1] not in " \t([—–-'‘"
                and text[at + 1 : at + 2] in {" ", "", ","}
            ):
                closes = True
            if not closes:
                opened = match
            continue
        single = opened[0] in "‘'"
        if single != (mark in "’'‘"):
            continue
        if mark in _OPENERS or mark == "‘" or (mark == "'" and text[at - 1 : at].isspace()):
            continue
        found.append(Quotation(opened.start(), at + 1, closed=True))
        opened = None
    if opened is not None and opened[0] not in "‘'":
        found.append(Quotation(opened.start(), end, closed=False))
    return found
