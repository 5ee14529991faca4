"""The one definition of how alike two texts are.

Texts are compared by their sets of three-word shingles: what share of the smaller set the larger one contains. Wire
copies with another headline, shortened or continued ones share half or more; different articles on one event hardly any
(no pair in 903 measured). A sample of the shingles finds the candidates, the whole sets decide.
"""

import re
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from bot.news.feeds.text import plain

ALIKE = 0.5
"""Containment from which on two texts are one story, however long the larger one is."""
PARTLY_ALIKE = 0.38
SHARED = 0.085
"""Containment from which on they are where they also share so much of all that either says: parts of a wire report,
worked into another. Different stories of one event stay below both by quoting the same people."""
SHORTEST = 50
"""Shingles; a shorter text is only alike to one that it nearly equals."""
ALIKE_SHORT = 0.9
SAMPLED = 8
"""One in so many shingles stands in the index: enough to find a text of sixty words that contains half of another."""
MOST = 4000
"""Shingles that are looked at; longer texts are live pages and reports, told apart by their beginnings."""
_NOTICE = re.compile(r"\ball rights reserved\b", re.IGNORECASE)
"""In a paragraph that all articles of a publisher end with."""
_LONGEST_NOTICE = 800
_WORD = re.compile(r"[^\W_]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The shingles of a text as 32-bit numbers."""

    shingles: frozenset[int]

    @property
    def sample(self) -> list[int]:
        """The shingles by which it is found in an index."""
        return sorted(shingle for shingle in self.shingles if shingle % SAMPLED == 0)

    def packed(self) -> bytes:
        """Four bytes a shingle, in order."""
        return array("I", sorted(self.shingles)).tobytes()

    @classmethod
    def unpacked(cls, data: bytes) -> "Fingerprint":
        """From what `packed` made."""
        return cls(frozenset(array("I", data)))


def fingerprint(text: str) -> Fingerprint:
    """Take a text's fingerprint. Case, punctuation, markup and copyright notices make no difference."""
    told = (line for line in text.split("\n") if len(line) > _LONGEST_NOTICE or not _NOTICE.search(line))
    words = _words("\n".join(told))
    triples = zip(words, words[1:], words[2:], strict=False)
    shingles: set[int] = set()
    for triple in triples:
        # CRC-32 is the same on every machine and day, unlike hash(), and spreads well enough for sampling.
        shingles.add(zlib.crc32(" ".join(triple).encode()))
        if len(shingles) >= MOST:
            break
    return Fingerprint(frozenset(shingles))


def _words(text: str) -> list[str]:
    """The words; of scripts that write none apart, the characters."""
    text = (plain(text, len(text) + 1) or "").casefold().replace("\u2019", "'")
    words: list[str] = []
    for word in _WORD.findall(text):
        if _WIDE.search(word):
            words.extend(word)
        else:
            words.append(word)
    return words


def containment(one: Fingerprint, other: Fingerprint) -> float:
    """What share of the smaller text's shingles the larger one has: from 0 to 1."""
    smaller = min(len(one.shingles), len(other.shingles))
    return len(one.shingles & other.shingles) / smaller if smaller else 0.0


def resemblance(one: Fingerprint, other: Fingerprint) -> float:
    """What share of all their shingles the two texts have in common: from 0 to 1."""
    union = len(one.shingles | other.shingles)
    return len(one.shingles & other.shingles) / union if union else 0.0


def alike(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two texts are the same story."""
    if min(len(one.shingles), len(other.shingles)) < SHORTEST:
        return resemblance(one, other) >= ALIKE_SHORT
    share = containment(one, other)
    if share >= ALIKE:
        return True
    return share >= PARTLY_ALIKE and resemblance(one, other) >= SHARED


def closest(text: Fingerprint, candidates: Iterable[tuple[int, Fingerprint]]) -> int | None:
    """The number of the most similar candidate that is the same story; None where none is. Of equals the first."""
    best, score = None, 0.0
    for number, candidate in candidates:
        if alike(text, candidate):
            share = containment(text, candidate)
            if share > score:
                best, score = number, share
    return best
