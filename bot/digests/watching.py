"""A watch tells new events as they are read: all that are on its topic, the same act once, in one message."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.message import Message, Section
from bot.digests import composition
from bot.digests.candidate import Candidate
from bot.digests.changes import WITHDRAWN
from bot.digests.composition import CORRECTIONS, Correction
from bot.digests.dates import Dates
from bot.digests.digest import Line, Order, Told
from bot.digests.selection import Before, Room, select
from bot.digests.themes import in_order
from bot.digests.topic import Topic
from bot.digests.weighing import Weighed
from bot.knowledge.actors import gazetteer

MOST_LINES = 10
"""In one message; what is more is counted."""
LEAST_ON_WATCH = 6.0
"""The score from which an event is told to who watches for just this."""
MOST_NARROWINGS = 5


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watch has to tell; nothing where `told` is empty. `narrower` are topics that would tell less of it."""

    message: Message
    lines: tuple[Line, ...] = ()
    told: tuple[Told, ...] = ()
    narrower: tuple[str, ...] = ()


def watched(
    order: Order,
    topic: Topic,
    weighed: Weighed,
    before: Before,
    corrections: Sequence[Correction],
    dates: Dates,
    samples: frozenset[int] = frozenset(),
) -> Watched:
    """Put what was learnt into one message for a watch."""
    today = order.period.end.astimezone(order.zone).date()
    room = Room(MOST_LINES, today, today, dates, order.years, LEAST_ON_WATCH)
    selected = select(weighed, before, room)
    acts = [*selected.lines, *selected.ahead]
    lines = [composition.line(act, dates, order.years) for act in acts]
    sections = [Section(CORRECTIONS, tuple(map(composition.correction, corrections)))] if corrections else []
    for heading in in_order([line.theme for line in lines]):
        shown = [line for line in lines if line.theme == heading]
        sections.append(
            Section(heading, tuple(composition.entry(line, sample=line.events[0] in samples) for line in shown))
        )
    told = composition.told(acts, lines)
    told += tuple(Told(one.event, one.as_told, WITHDRAWN) for one in corrections)
    title = order.name or topic.text or composition.TITLE
    number = len(lines)
    headline = f"{title}: {number} new {'event' if number == 1 else 'events'}" if number else f"{title}: a correction"
    more = (f"{selected.left_out} more were read in the same minutes.",) if selected.left_out else ()
    message = Message(headline=headline, sections=tuple(sections), remarks=more) if told else Message()
    return Watched(message, tuple(lines), told, narrower(topic, [act.lead for act in acts]))


def narrower(topic: Topic, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """Topics in the question language that would tell less than this one, by who takes part most."""
    known = gazetteer()
    asked = {name.name or name.text for name in topic.query.names} if topic.query else set()
    counts = Counter(
        known.country_name(code)
        for candidate in candidates
        for code in dict.fromkeys(part.actor.country for part in candidate.parties if part.actor and part.actor.country)
    )
    others = [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if name not in asked]
    if len(asked) == 1:
        one = next(iter(asked))
        return tuple(f"events between {one} and {other}" for other in others[:MOST_NARROWINGS])
    return tuple(f"anything {other} does" for other in others[:MOST_NARROWINGS]) if not asked else ()
