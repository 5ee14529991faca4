"""Text as the network sees it: word pieces with their case and their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from bot.reading.learned.hints import noun_hint, verb_hints

Integers = npt.NDArray[np.int64]

VOCABULARY = Path(__file__).parent / "data" / "vocabulary.json"
"""The encoder's tokenizer: BERT's uncased English word pieces."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a text, with the two special ones at its ends.

    `verbs` and `nouns` are the lexicon's hints for the word that each piece is of. `words` are the indexes of pieces
    that begin a word, `starts` and `ends` the words' places in the text.
    """

    ids: Integers
    cases: Integers
    verbs: Integers
    nouns: Integers
    words: Integers
    starts: Sequence[int]
    ends: Sequence[int]


class WordPieces:
    """Cuts texts into word pieces."""

    def __init__(self, path: Path = VOCABULARY) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def cut(self, text: str) -> Pieces:
        """The pieces of a text of any length."""
        encoding = self._tokenizer.encode(text)
        numbers, offsets = encoding.word_ids, encoding.offsets
        words = [at for at, number in enumerate(numbers) if number is not None and number != numbers[at - 1]]
        starts = [offsets[at][0] for at in words]
        ends = [offsets[following - 1][1] for following in (*words[1:], len(numbers) - 1)][: len(words)]
        said = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        features = np.zeros((3, len(numbers)), dtype=np.int64)
        bounds = zip(words, (*words[1:], len(numbers) - 1)[: len(words)], strict=True)
        for (first, last), word, verb in zip(bounds, said, verb_hints(said), strict=True):
            features[:, first:last] = [[case_of(word)], [verb], [noun_hint(word)]]
        ids = np.array(encoding.ids, dtype=np.int64)
        cases, verbs, nouns = features
        return Pieces(ids, cases, verbs, nouns, np.array(words, dtype=np.int64), starts, ends)


def case_of(word: str) -> int:
    """The kind of a word's letter case, as `labels.CASES` counts them."""
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    if word[:1].isupper() and word[1:].islower():
        return 2
    return 4 if any(letter.isalpha() for letter in word) else 0
