"""The corpus's own test part, and how well stated confidence is kept: on the whole reader, not on the network alone."""

from collections.abc import Sequence

from bot.reading.corpus.passages import Argument, Letter, Mark, Part, Passage
from bot.reading.event import Mention, ReadEvent
from bot.reading.reader import Reader
from tests.evaluation.measures import Figure, any_overlap, f1

_SIDES = {
    Letter.ACTOR: "actors",
    Letter.PARTNER: "partners",
    Letter.TARGET: "targets",
    Letter.RECIPIENT: "recipients",
}


def figures(reader: Reader, passages: Sequence[Passage], part: Part = Part.TEST) -> list[Figure]:
    """Predicates with class, statuses and sides of the passages of one part."""
    right = found = wanted = status = matched = 0
    sides = {letter: [0, 0, 0] for letter in _SIDES}
    for passage in passages:
        if passage.part is not part:
            continue
        events = reader.read_sentences(passage.text, passage.published)
        pairs = _matched(passage, events)
        wanted += len(passage.predicates)
        found += len([event for event in events if event.at >= 0])
        for mark, event in pairs:
            matched += 1
            right += event.action is mark.action
            status += event.status is mark.status
            for letter, name in _SIDES.items():
                mentions: tuple[Mention, ...] = getattr(event, name)
                _count(sides[letter], [a for a in passage.of(mark.number) if a.letter is letter], mentions)
    total = [sum(counts[i] for counts in sides.values()) for i in range(3)]
    return [
        Figure(f"corpus {part}: predicate and class, F1", f1(right, found, wanted), 0.85),
        Figure(f"corpus {part}: class of the predicates found", right / matched if matched else 0.0),
        Figure(f"corpus {part}: status of the predicates found", status / matched if matched else 0.0, 0.92),
        Figure(f"corpus {part}: sides of the predicates found, F1", f1(total[0], total[1], total[2])),
        *(
            Figure(f"corpus {part}:   {name}, F1", f1(sides[letter][0], sides[letter][1], sides[letter][2]))
            for letter, name in _SIDES.items()
        ),
    ]


def _matched(passage: Passage, events: Sequence[ReadEvent]) -> list[tuple[Mark, ReadEvent]]:
    taken: set[int] = set()
    pairs = []
    for event in events:
        for mark in passage.predicates:
            if mark.number not in taken and any(start <= event.at < end for start, end in mark.spans):
                taken.add(mark.number)
                pairs.append((mark, event))
                break
    return pairs


def _count(counts: list[int], marked: Sequence[Argument], mentions: Sequence[Mention]) -> None:
    """Add right, found and wanted sides. One that is meant by other words counts by its name as well."""
    spans = [argument.span for argument in marked if not argument.means]
    names = {name.lower() for argument in marked for name in argument.means}
    counts[1] += len(mentions)
    counts[2] += len(marked)
    for mention in mentions:
        named = any(set(name.split()) & set(f"{mention.name or ''} {mention.text}".lower().split()) for name in names)
        where = any_overlap((mention.start, mention.end), [argument.span for argument in marked])
        counts[0] += where or named or any_overlap((mention.start, mention.end), spans)
    counts[0] = min(counts[0], counts[1], counts[2]) if counts[0] > counts[2] else counts[0]
