"""How well frames agree with the labels of passages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.reading.corpus.passages import Mark, Passage
from bot.reading.learned.frames import Frame, Part
from bot.reading.training.examples import PART_OF


@dataclass(slots=True)
class Rate:
    """Right, found and wanted ones."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0

    def __str__(self) -> str:
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.wanted if self.wanted else 0.0
        return f"{self.f1:.3f} (P {precision:.3f} R {recall:.3f} of {self.wanted})"


@dataclass(slots=True)
class Scores:
    """What was compared: predicates alone and with their class, arguments by span and by overlap, statuses."""

    predicates: Rate = field(default_factory=Rate)
    classed: Rate = field(default_factory=Rate)
    arguments: Rate = field(default_factory=Rate)
    overlapping: Rate = field(default_factory=Rate)
    by_part: dict[Part, Rate] = field(default_factory=dict)
    status_right: int = 0
    status_of: int = 0
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    stated: list[tuple[float, bool]] = field(default_factory=list)
    """Confidence of each predicate found, and whether predicate and class are right."""

    @property
    def status(self) -> float:
        """The share of right statuses among the predicates found."""
        return self.status_right / self.status_of if self.status_of else 0.0

    @property
    def short(self) -> str:
        """The main figures in a line."""
        return (
            f"predicates {self.predicates.f1:.3f}, with class {self.classed.f1:.3f}, "
            f"arguments {self.arguments.f1:.3f}, overlapping {self.overlapping.f1:.3f}, status {self.status:.3f}"
        )

    def reliability(self, parts: int = 5) -> list[tuple[float, float, int]]:
        """Stated and observed share of right ones, in parts of equal size by confidence."""
        ordered = sorted(self.stated)
        size = max(1, -(-len(ordered) // parts))
        groups = [ordered[i : i + size] for i in range(0, len(ordered), size)]
        return [(sum(c for c, _ in g) / len(g), sum(r for _, r in g) / len(g), len(g)) for g in groups]

    def __str__(self) -> str:
        lines = [
            f"predicates             {self.predicates}",
            f"predicates with class  {self.classed}",
            f"arguments, whole span  {self.arguments}",
            f"arguments, overlapping {self.overlapping}",
            *(f"  {part:20} {rate}" for part, rate in self.by_part.items()),
            f"status                 {self.status:.3f} of {self.status_of}",
            "stated / observed      " + "  ".join(f"{s:.2f}/{o:.2f}" for s, o, _ in self.reliability()),
        ]
        return "\n".join(lines)


def score(pairs: Iterable[tuple[Passage, Sequence[Frame]]]) -> Scores:
    """Compare frames with the labels of their passages. A predicate is found where any of its words is."""
    scores = Scores(by_part={part: Rate() for part in Part})
    for passage, frames in pairs:
        matches = _matched(passage, frames)
        scores.predicates.wanted += len(passage.predicates)
        scores.classed.wanted += len(passage.predicates)
        for frame in frames:
            mark = matches.get(id(frame))
            scores.predicates.found += 1
            scores.classed.found += 1
            same = mark is not None and mark.action is frame.action
            scores.stated.append((frame.confidence, same))
            if mark is None:
                scores.confusions[("-", frame.action.value)] += 1
                continue
            scores.predicates.right += 1
            scores.classed.right += same
            scores.confusions[(mark.action.value, frame.action.value)] += not same
            scores.status_of += 1
            scores.status_right += mark.status is frame.status
        _score_arguments(scores, passage, frames, matches)
    return scores


def _matched(passage: Passage, frames: Sequence[Frame]) -> dict[int, Mark]:
    found: dict[int, Mark] = {}
    taken: set[int] = set()
    for frame in frames:
        for mark in passage.predicates:
            touches = any(a < d and c < b for a, b in mark.spans[:1] for c, d in frame.spans[:1])
            if touches and mark.number not in taken:
                taken.add(mark.number)
                found[id(frame)] = mark
                break
    return found


def _score_arguments(scores: Scores, passage: Passage, frames: Sequence[Frame], matches: dict[int, Mark]) -> None:
    wanted = {(a.number, PART_OF[a.letter], a.span) for a in passage.arguments}
    for _, part, _ in wanted:
        scores.by_part[part].wanted += 1
    scores.arguments.wanted += len(wanted)
    scores.overlapping.wanted += len(wanted)
    overlapped: set[tuple[int, Part, tuple[int, int]]] = set()
    for frame in frames:
        mark = matches.get(id(frame))
        for filler in frame.fillers:
            scores.arguments.found += 1
            scores.overlapping.found += 1
            scores.by_part[filler.part].found += 1
            if mark is None:
                continue
            span = filler.start, filler.end
            if (mark.number, filler.part, span) in wanted:
                scores.arguments.right += 1
                scores.by_part[filler.part].right += 1
            over = next(
                (
                    w
                    for w in sorted(wanted - overlapped)
                    if w[:2] == (mark.number, filler.part) and w[2][0] < span[1] and span[0] < w[2][1]
                ),
                None,
            )
            if over is not None:
                overlapped.add(over)
                scores.overlapping.right += 1
