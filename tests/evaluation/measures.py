"""What is measured: a name, a figure, and what it is to reach."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `target` is what issue 4 asks for."""

    name: str
    value: float
    target: float | None = None

    def __str__(self) -> str:
        asked = f"  (asked {self.target:.2f})" if self.target is not None else ""
        return f"{self.name:58} {self.value:6.3f}{asked}"


def f1(right: int, found: int, wanted: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (found + wanted) if found + wanted else 0.0


def macro_f1(pairs: Iterable[tuple[Hashable, Hashable]]) -> float:
    """The mean over the wanted classes of their F1. `pairs` are (wanted, found)."""
    wanted: Counter[Hashable] = Counter()
    found: Counter[Hashable] = Counter()
    right: Counter[Hashable] = Counter()
    for one, other in pairs:
        wanted[one] += 1
        found[other] += 1
        right[one] += one == other
    return sum(f1(right[label], found[label], wanted[label]) for label in wanted) / len(wanted) if wanted else 0.0


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def any_overlap(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Whether a span shares a character with any of the others."""
    return any(overlap(span, other) for other in others)
