"""The relations of imported events: what they are called, their codes and classes, and how English asks for them.

Imported events carry the texts of the ICEWS data set (Harvard Dataverse, doi:10.7910/DVN/28075), one for each code of
CAMEO; GDELT gives the codes alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from bot.knowledge.tables import parts, rows
from db.vocabulary import Action

_FURTHEST = 8
"""Words that may stand between two words of a wording: "made the citizens of Benin suffer"."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of imported event. `name` is its `verb` in the store, `code` its CAMEO code."""

    name: str
    code: str
    action: Action


@dataclass(frozen=True, slots=True)
class Wording:
    """A way to ask for relations: words in this order. `reversed` says that its subject is the event's target."""

    elements: tuple[frozenset[str], ...]
    relations: tuple[str, ...]
    reversed: bool


@dataclass(frozen=True, slots=True)
class Worded:
    """A wording found: the positions of its words, and the relations it asks for."""

    positions: tuple[int, ...]
    relations: tuple[str, ...]
    reversed: bool


class Relations:
    """All relations, found by name or code, and the wordings that ask for them."""

    def __init__(self) -> None:
        self._by_name: dict[str, Relation] = {}
        self._by_code: dict[str, Relation] = {}
        classes = {name: frozenset(parts(members)) for name, members in rows("relation_words")}
        wordings: dict[str, list[str]] = {}
        for code, name, action, cell in rows("relations"):
            relation = Relation(name, code, Action(action))
            self._by_name[name.casefold()] = relation
            self._by_code.setdefault(code, relation)
            for words in parts(cell):
                wordings.setdefault(words, []).append(name)
        self._starting: dict[str, list[Wording]] = {}
        for text, names in wordings.items():
            turned = text.startswith("~")
            elements = tuple(_element(word, classes) for word in text.removeprefix("~").split())
            wording = Wording(elements, tuple(names), turned)
            for word in elements[0]:
                self._starting.setdefault(word, []).append(wording)

    @cached_property
    def words(self) -> frozenset[str]:
        """All lemmas that stand in a wording."""
        elements = (
            element for several in self._starting.values() for wording in several for element in wording.elements
        )
        return frozenset().union(*elements)

    def named(self, name: str) -> Relation | None:
        """The relation of this name, in any case."""
        return self._by_name.get(name.casefold())

    def coded(self, code: str) -> Relation | None:
        """The relation of this CAMEO code, or of the wider one above it where the code itself has none."""
        return next((self._by_code[code[:end]] for end in range(len(code), 1, -1) if code[:end] in self._by_code), None)

    def worded(self, words: Sequence[Collection[str]], weights: Sequence[int]) -> Worded | None:
        """Find the wording that covers most of what a question says.

        `words` holds the lemmas that each word can have, `weights` how much each word counts; one that counts
        nothing may be part of a wording but makes none likelier. Of equally good ones the first in the question
        wins; equal words in several rows of the table mean all of them.
        """
        best: list[Worded] = []
        best_score = 0.0
        for start, lemmas in enumerate(words):
            for lemma in lemmas:
                for wording in self._starting.get(lemma, ()):
                    positions = _matched(wording, words, start)
                    if positions is None:
                        continue
                    gaps = positions[-1] - positions[0] + 1 - len(positions)
                    score = sum(weights[position] for position in positions) - gaps * 0.01 - start * 0.001
                    if score > best_score:
                        best, best_score = [], score
                    if score == best_score:
                        best.append(Worded(positions, wording.relations, wording.reversed))
        if not best:
            return None
        names = dict.fromkeys(name for found in best for name in found.relations)
        return Worded(best[0].positions, tuple(names), best[0].reversed)


@cache
def relations() -> Relations:
    """Load the relations once."""
    return Relations()


def _element(word: str, classes: dict[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(classes[part[1:-1]] if part[0] == "<" else (part,) for part in word.split("|")))


def _matched(wording: Wording, words: Sequence[Collection[str]], start: int) -> tuple[int, ...] | None:
    """The positions of the wording's words from its first one on; None where one is missing or too far off."""
    positions = [start]
    for element in wording.elements[1:]:
        after = positions[-1] + 1
        found = next(
            (at for at in range(after, min(len(words), after + _FURTHEST)) if not element.isdisjoint(words[at])), None
        )
        if found is None:
            return None
        positions.append(found)
    return tuple(positions)
