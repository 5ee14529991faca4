"""Words compared by meaning: inflections, spellings, event nouns and synonyms count as the same or nearly the same."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from bot.knowledge.actions import lexicon
from bot.knowledge.actors import fold, gazetteer
from bot.knowledge.words import canonical, lemmas, noun_lemmas, related

SAME = 1.0
SYNONYM = 0.75
KIN = 0.35
NEAREST = 10
"""Synonyms of a verb that count; farther ones tell another act."""

_PALE = frozenset(
    (
        "be", "have", "do", "make", "take", "come", "go", "get", "put", "give", "stand", "speak", "set", "bring",
        "hold", "keep", "turn", "call", "look", "sit", "fall",
    )
)  # fmt: skip
"""Verbs whose meaning is in the words that follow them."""
_FIGURES = re.compile(r"\d+")
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20",
}  # fmt: skip


@lru_cache(maxsize=1 << 16)
def forms(word: str) -> frozenset[str]:
    """Every base form a folded word can have: its lemmas in one spelling, and the verb of an event noun."""
    if word in _NUMBERS:
        return frozenset((word, _NUMBERS[word]))
    bases = {word, canonical(word), *map(canonical, lemmas(word)), *map(canonical, noun_lemmas(word))}
    known = lexicon()
    for base in tuple(bases):
        noun = known.event_noun(base)
        if noun:
            bases.add(noun.verb.partition(" ")[0])
    return frozenset(bases)


@lru_cache(maxsize=1 << 14)
def near(word: str) -> tuple[frozenset[str], frozenset[str]]:
    """The forms of a word's nearest synonyms, and of farther ones."""
    known = lexicon()
    synonyms: set[str] = set()
    kin: set[str] = set()
    for base in forms(word):
        synonyms.update(known.synonyms(base)[:NEAREST], related(base), known.nouns_of(base))
        kin.update(known.synonyms(base)[NEAREST:])
    # Of "sign up" the first word alone would mean another act.
    heads = frozenset(form for other in synonyms if " " not in other for form in forms(fold(other) or other))
    return heads, frozenset(kin) - heads


def tokens(text: str) -> list[str]:
    """The folded words of a text."""
    return fold(text).split()


def all_forms(words: Iterable[str]) -> frozenset[str]:
    """The forms of several folded words together."""
    return frozenset().union(*map(forms, words))


class Words:
    """A text as it is searched: its folded words, each piece worked out when first asked for."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.joined = f" {' '.join(self.tokens)} "

    @cached_property
    def set(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.tokens)

    @cached_property
    def forms(self) -> frozenset[str]:
        """Base forms of all words."""
        return all_forms(self.set)

    @cached_property
    def initials(self) -> str:
        """The first letters of the words in a row."""
        return "".join(word[0] for word in self.tokens)

    @cached_property
    def countries(self) -> frozenset[str]:
        """The states that are named, by name, adjective or capital."""
        known = gazetteer()
        found = set()
        for size in (1, 2, 3):
            for start in range(len(self.tokens) - size + 1):
                phrase = " ".join(self.tokens[start : start + size])
                country = known.country_of(phrase) or known.metonym(phrase)
                if country:
                    found.add(country)
        return frozenset(found)


@lru_cache(maxsize=1 << 13)
def words_of(text: str) -> Words:
    """The text's words; kept, because several events share a sentence and people ask about the same ones."""
    return Words(text)


def figures(word: str) -> str:
    """The figures that a word begins with, else the word: "35s" -> "35"."""
    found = _FIGURES.match(word)
    return found[0] if found else word


@lru_cache(maxsize=1 << 15)
def alike(word: str, other: str) -> bool:
    """Whether two folded words are the same name: equal, a letter apart, or of the same figures ("35s")."""
    if word == other:
        return True
    figures = _FIGURES.match(word)
    if figures:
        rest = _FIGURES.match(other)
        return rest is not None and rest[0] == figures[0] and max(len(word), len(other)) - figures.end() <= 2
    return min(len(word), len(other)) >= 6 and DamerauLevenshtein.distance(word, other, score_cutoff=1) <= 1


def likeness(word: str, present: frozenset[str]) -> float:
    """How nearly a word's meaning is among the forms that are present: 0 (not at all) to 1 (the word itself)."""
    own = forms(word)
    if not own.isdisjoint(present):
        return SAME
    synonyms, kin = near(word)
    if not synonyms.isdisjoint(present):
        return SYNONYM
    if not kin.isdisjoint(present):
        return KIN
    # Long words share their stem where the tables do not know both ("genocidal", "genocide").
    if len(word) >= 7:
        stem = word[: max(6, len(word) - 3)]
        if any(other.startswith(stem) for other in present):
            return SYNONYM
    return 0.0
