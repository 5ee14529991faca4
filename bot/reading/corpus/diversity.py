"""How varied the corpus is: verbs, names, openings, classes, and how much of a passage stands in another one."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.words import verb_lemmas
from bot.reading.corpus.passages import Letter, Passage

RUN = 5
"""Words of a run that is looked for in other passages."""
ALIKE = 0.3
"""Share of a passage's runs that stand in one other passage, from which on the two are named as alike."""

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|of|de|bin))*")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages that share many runs of words, and the share of the first one's."""

    one: Passage
    other: Passage
    share: float


def runs(text: str, length: int = RUN) -> set[tuple[str, ...]]:
    """All runs of that many words, in lower case."""
    words = [word.lower() for word in _WORD.findall(text)]
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def alike(passages: Sequence[Passage]) -> Iterator[Pair]:
    """The pairs of passages of which the later one repeats much of the earlier one."""
    holders: dict[tuple[str, ...], list[int]] = {}
    for index, passage in enumerate(passages):
        own = runs(passage.text)
        shared = Counter(other for run in own for other in holders.get(run, ()))
        for other, count in shared.most_common(1):
            if count / len(own) >= ALIKE:
                yield Pair(passage, passages[other], count / len(own))
        for run in own:
            holders.setdefault(run, []).append(index)


def repeated_share(passages: Sequence[Passage]) -> float:
    """The share of all runs of words that stand in more than one passage."""
    counts = Counter(run for passage in passages for run in runs(passage.text))
    total = sum(counts.values())
    return sum(count for count in counts.values() if count > 1) / total if total else 0.0


def report(passages: Sequence[Passage]) -> str:
    """The measures as text, one a line."""
    if not passages:
        return "no passages"
    verbs: Counter[str] = Counter()
    names: Counter[str] = Counter()
    openings = Counter(" ".join(_WORD.findall(passage.text.lower())[:2]) for passage in passages)
    for passage in passages:
        for mark in passage.predicates:
            start, end = mark.spans[0]
            first = passage.text[start:end].lower().split()[0]
            verbs[(verb_lemmas(first) or [first])[0]] += 1
        named = [passage.text[a.span[0] : a.span[1]] for a in passage.arguments if a.letter in _SOMEBODY]
        names.update(name for phrase in named for name in _NAME.findall(phrase))
    marks = [mark for passage in passages for mark in passage.predicates]
    words = sum(len(_WORD.findall(passage.text)) for passage in passages)
    lines = [
        f"passages {len(passages)}, words {words}, without a predicate {sum(not p.predicates for p in passages)}",
        f"parts {_counts(Counter(p.part.value for p in passages))}",
        f"kinds {_counts(Counter(p.kind for p in passages))}",
        f"predicates {len(marks)}: {len(verbs)} different first words, {_counts(verbs, 15)}",
        f"classes {_counts(Counter(m.action.value for m in marks))}",
        f"statuses {_counts(Counter(m.status.value for m in marks))}",
        f"arguments {_counts(Counter(a.letter.name.lower() for p in passages for a in p.arguments))}",
        f"names {len(names)} different, {_counts(names, 15)}",
        f"openings {len(openings)} different in two words, {_counts(openings, 8)}",
        f"runs of {RUN} words in more than one passage {repeated_share(passages):.1%}",
    ]
    pairs = sorted(alike(passages), key=lambda pair: -pair.share)
    lines.extend(f"alike {pair.share:.0%}: {pair.one.source} and {pair.other.source}" for pair in pairs[:10])
    return "\n".join(lines)


_SOMEBODY = frozenset({Letter.ACTOR, Letter.PARTNER, Letter.TARGET, Letter.RECIPIENT, Letter.SPEAKER})


def _counts(counter: Counter[str], most: int | None = None) -> str:
    return " ".join(f"{name or '-'}:{count}" for name, count in counter.most_common(most))
