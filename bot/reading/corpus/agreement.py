"""How far two annotators agree on the passages both have labelled: `python -m bot.reading.corpus.agreement`."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.reading.corpus.passages import Argument, CorpusError, Fault, Letter, Mark, Passage, Span, load
from db.vocabulary import Action, Status

Label = TypeVar("Label", Action, Status)

SECOND = Path(__file__).parent / "second"
"""The second annotator's files: labels of passages that are in the corpus already, never further passages."""


@dataclass(slots=True)
class Rate:
    """How many things both marked, how many the first one did and how many the second."""

    both: int = 0
    first: int = 0
    second: int = 0

    @property
    def f1(self) -> float:
        """Twice what both marked, by what each marked: the same whichever of them is held to be right."""
        return 2 * self.both / (self.first + self.second) if self.first + self.second else 0.0

    def add(self, both: int, first: int, second: int) -> None:
        """Count further things."""
        self.both += both
        self.first += first
        self.second += second

    def __str__(self) -> str:
        return f"{self.f1:.3f}  ({self.both} of {self.first} and {self.second})"


def _rates() -> dict[Letter, Rate]:
    return {letter: Rate() for letter in Letter}


@dataclass(slots=True)
class Agreement:
    """What two annotators say of the same passages.

    A predicate is the same where the marks share a word, an argument where the predicate and the role are the same
    and the spans equal or overlap. Classes, statuses and the arguments by role are of the predicates that both marked.
    """

    predicates: Rate = field(default_factory=Rate)
    classed: Rate = field(default_factory=Rate)
    """Predicates that have the same class as well."""
    classes: Counter[tuple[Action, Action]] = field(default_factory=Counter)
    statuses: Counter[tuple[Status, Status]] = field(default_factory=Counter)
    exact: dict[Letter, Rate] = field(default_factory=_rates)
    overlapping: dict[Letter, Rate] = field(default_factory=_rates)
    exact_of_all: Rate = field(default_factory=Rate)
    """Arguments of the predicates that one of them alone has are counted as his alone."""
    overlapping_of_all: Rate = field(default_factory=Rate)

    def __str__(self) -> str:
        lines = [
            f"predicates, F1                    {self.predicates}",
            f"predicates with class, F1         {self.classed}",
            f"class, accuracy                   {accuracy(self.classes):.3f}",
            f"class, Cohen's kappa              {kappa(self.classes):.3f}",
            f"status, accuracy                  {accuracy(self.statuses):.3f}",
            f"status, Cohen's kappa             {kappa(self.statuses):.3f}",
            f"arguments, whole span, F1         {self.exact_of_all}",
            f"arguments, overlapping, F1        {self.overlapping_of_all}",
            "of the predicates that both have  whole  overlapping",
            *(
                f"  {letter.name.lower():30}  {self.exact[letter].f1:.3f}  {self.overlapping[letter]}"
                for letter in Letter
            ),
            f"classes that differ most    {_commonest(self.classes)}",
            f"statuses that differ most   {_commonest(self.statuses)}",
        ]
        return "\n".join(lines)


def accuracy(table: Counter[tuple[Label, Label]]) -> float:
    """The share of things to which both gave the same label."""
    total = table.total()
    return sum(count for (one, other), count in table.items() if one == other) / total if total else 0.0


def kappa(table: Counter[tuple[Label, Label]]) -> float:
    """Cohen's kappa: agreement beyond what the two would reach by chance, 1 where they agree on everything."""
    total = table.total()
    if not total:
        return 0.0
    first: Counter[Label] = Counter()
    second: Counter[Label] = Counter()
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    chance = sum(first[label] * second[label] for label in first) / total**2
    return (accuracy(table) - chance) / (1 - chance) if chance < 1 else 1.0


def compare(pairs: Iterable[tuple[Passage, Passage]]) -> Agreement:
    """Compare the two labellings of each passage."""
    agreement = Agreement()
    for first, second in pairs:
        same = list(same_acts(first, second))
        agreement.predicates.add(len(same), len(first.predicates), len(second.predicates))
        alike = sum(one.action is other.action for one, other in same)
        agreement.classed.add(alike, len(first.predicates), len(second.predicates))
        exact = overlapping = 0
        for one, other in same:
            agreement.classes[one.action, other.action] += 1
            agreement.statuses[one.status, other.status] += 1
            for letter in Letter:
                ones, others = _spans(first.of(one.number), letter), _spans(second.of(other.number), letter)
                equal, over = len(set(ones) & set(others)), len(_matched(ones, others))
                agreement.exact[letter].add(equal, len(ones), len(others))
                agreement.overlapping[letter].add(over, len(ones), len(others))
                exact += equal
                overlapping += over
        agreement.exact_of_all.add(exact, len(first.arguments), len(second.arguments))
        agreement.overlapping_of_all.add(overlapping, len(first.arguments), len(second.arguments))
    return agreement


def same_acts(first: Passage, second: Passage) -> Iterator[tuple[Mark, Mark]]:
    """The predicates that both labellings of a passage have."""
    for i, j in _matched([mark.spans for mark in first.predicates], [mark.spans for mark in second.predicates]):
        yield first.predicates[i], second.predicates[j]


def _spans(arguments: Sequence[Argument], letter: Letter) -> list[tuple[Span, ...]]:
    return [(argument.span,) for argument in arguments if argument.letter is letter]


def _matched(ones: Sequence[tuple[Span, ...]], others: Sequence[tuple[Span, ...]]) -> list[tuple[int, int]]:
    """Indices of those that share words, each used once, the pairs that share most first."""
    shared = [(_shared(one, other), -i, -j) for i, one in enumerate(ones) for j, other in enumerate(others)]
    found: dict[int, int] = {}
    for size, i, j in sorted(shared, reverse=True):
        if size and -i not in found and -j not in found.values():
            found[-i] = -j
    return sorted(found.items())


def _shared(one: tuple[Span, ...], other: tuple[Span, ...]) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def _commonest(table: Counter[tuple[Label, Label]], most: int = 8) -> str:
    different = Counter({pair: count for pair, count in table.items() if pair[0] != pair[1]})
    return ", ".join(f"{one}/{other} {count}" for (one, other), count in different.most_common(most)) or "none"


def paired(first: Iterable[Passage], second: Iterable[Passage]) -> list[tuple[Passage, Passage]]:
    """Each passage of the second annotator with the first one's. Raises CorpusError where it is not the same text."""
    known = {passage.id: passage for passage in first}
    pairs: list[tuple[Passage, Passage]] = []
    faults: list[Fault] = []
    for passage in second:
        path, _, line = passage.source.rpartition(":")
        original = known.get(passage.id)
        if original is None:
            faults.append(Fault(path, int(line), f"no passage of the corpus has the id {passage.id}"))
        elif original.text != passage.text:
            faults.append(Fault(path, int(line), f"the text of {passage.id} is not the same as at {original.source}"))
        else:
            pairs.append((original, passage))
    if faults:
        raise CorpusError(faults)
    return pairs


def main() -> int:
    """Print the agreement. Returns the exit status: 2 where the files do not fit together."""
    try:
        pairs = paired(load(), load(sorted(SECOND.glob("*.txt"))))
    except CorpusError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)  # noqa: T201
        return 2
    print(f"passages {len(pairs)}\n{compare(pairs)}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
