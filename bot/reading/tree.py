"""A parsed sentence as plain parallel lists, so that nothing but the parser's own module knows the parser."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tree:
    """The words of one sentence with their tags and their dependency on each other.

    `tags` are Penn Treebank tags, `relations` the ClearNLP dependency labels, `heads` the index of each word's head
    (its own for the root). `starts` and `ends` are character offsets of the words in the parsed text.
    """

    text: str
    words: Sequence[str]
    tags: Sequence[str]
    relations: Sequence[str]
    heads: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]
    children: Sequence[Sequence[int]] = field(init=False)
    first: Sequence[int] = field(init=False)
    last: Sequence[int] = field(init=False)
    """Leftmost and rightmost word of what hangs on each word, itself included."""

    def __post_init__(self) -> None:
        count = len(self.words)
        children: list[list[int]] = [[] for _ in range(count)]
        for word, head in enumerate(self.heads):
            if head != word:
                children[head].append(word)
        first, last = list(range(count)), list(range(count))
        for word in self._upwards(children):
            head = self.heads[word]
            if head != word:
                first[head] = min(first[head], first[word])
                last[head] = max(last[head], last[word])
        object.__setattr__(self, "children", children)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "last", last)

    def _upwards(self, children: Sequence[Sequence[int]]) -> list[int]:
        order = [word for word, head in enumerate(self.heads) if head == word]
        for word in order:
            order.extend(children[word])
        return order[::-1]

    def child(self, word: int, *relations: str) -> int | None:
        """The first dependant of `word` in one of the relations."""
        return next((c for c in self.children[word] if self.relations[c] in relations), None)

    def below(self, word: int, *relations: str) -> list[int]:
        """All dependants of `word` in one of the relations, in the order of the text."""
        return [c for c in self.children[word] if self.relations[c] in relations]

    def lower(self, word: int) -> str:
        """The word in lower case."""
        return self.words[word].lower()

    def subtree(self, word: int, without: frozenset[str] = frozenset()) -> list[int]:
        """The words that hang on `word`, itself included, in the order of the text.

        What hangs on it directly in a relation of `without` is left out.
        """
        found = [word]
        found.extend(c for c in self.children[word] if self.relations[c] not in without)
        for node in found[1:]:
            self._collect(node, found)
        return sorted(found)

    def _collect(self, word: int, found: list[int]) -> None:
        waiting = list(self.children[word])
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting.extend(self.children[node])
