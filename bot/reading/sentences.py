"""Clean text becomes sentences. Line ends are hard borders; nothing here needs a language model."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.reading.wordlists import words

LONGEST = 1_200
"""Characters of a sentence. Longer ones are no sentences; they are cut at the next blank."""

LONGEST_WORD = 120
"""Characters of a word. A passage with a longer one (encoded data, an address) is not read."""

_END = re.compile(r"""[.!?…]+["”’'»)\]]*\s+(?=["“‘'«(\[]*[A-Z0-9À-ÞĀ-ž])""")
_LAST_WORD = re.compile(r"([\w.&’'-]+)[.!?…]+[\"”’'»)\]]*\s*$")
_NEXT_WORD = re.compile(r"[\"“‘'«(\[]*([\w’'-]+)")
_STARTERS = words("sentence starters")
_CAN_END = words("abbreviations that end")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's place in the document, and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


@cache
def _abbreviations() -> frozenset[str]:
    path = Path(__file__).parent / "data" / "abbreviations.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The paragraphs of a clean text as (start, end).

    A line that is broken off in mid-sentence goes on in the next one if that starts in lower case.
    """
    found: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        start, end = position, position + len(line)
        position = end + 1
        stripped = line.strip()
        if not stripped:
            found.append((start, start))
            continue
        start += len(line) - len(line.lstrip())
        end = start + len(stripped)
        previous = found[-1] if found else (0, 0)
        broken_off = previous[1] > previous[0] and text[previous[1] - 1] not in '.!?:;"”’'
        if broken_off and stripped[0].islower() and previous[1] - previous[0] > 40:
            found[-1] = (previous[0], end)
        else:
            found.append((start, end))
    return [(start, end) for start, end in found if end > start]


def sentences(text: str, start: int, end: int, paragraph: int) -> list[Sentence]:
    """The sentences of the paragraph [start, end)."""
    found, begin = list[Sentence](), start
    for match in _END.finditer(text, start, end):
        if _is_end(text, begin, match):
            found.extend(_cut(text, begin, match.end(), paragraph))
            begin = match.end()
    found.extend(_cut(text, begin, end, paragraph))
    return found


def _is_end(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the stop at `match` ends the sentence that began at `begin`."""
    before = _LAST_WORD.search(text, max(begin, match.start() - 30), match.end())
    if before is None or "." not in match[0] or match[0].count(".") > 2:
        return True
    word = before[1].lower().rstrip(".").removesuffix("’s").removesuffix("'s")
    after = _NEXT_WORD.match(text, match.end())
    following = after[1] if after else ""
    if len(word) == 1 and word.isalpha() and before[1].isupper():
        return False
    if word not in _abbreviations():
        return True
    return word in _CAN_END and following.lower() in _STARTERS and following[:1].isupper()


def _cut(text: str, start: int, end: int, paragraph: int) -> list[Sentence]:
    """The span without blanks around it, in pieces no longer than `LONGEST`."""
    found = list[Sentence]()
    while start < end:
        stop = end
        if end - start > LONGEST:
            cut = max(text.rfind(mark, start, start + LONGEST) for mark in ("; ", ", ", " "))
            stop = cut + 1 if cut > start else start + LONGEST
        piece = text[start:stop]
        left = start + len(piece) - len(piece.lstrip())
        right = left + len(piece.strip())
        if right > left:
            found.append(Sentence(left, right, paragraph))
        start = stop
    return found


def is_readable(text: str) -> bool:
    """Whether a passage can be a sentence of English: words of a bearable length, mostly letters."""
    letters = sum(character.isalpha() for character in text)
    return letters * 2 > len(text) and all(len(word) <= LONGEST_WORD for word in text.split())
