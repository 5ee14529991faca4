"""Which of the events learnt in a period a channel is told, and why each of the others is not.

Nothing here reads the store: the same candidates give the same selection, and each decision can be told in words.
"""

from collections import Counter
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.digests.acts import is_refused, marks, same_act
from bot.digests.candidate import Candidate
from bot.digests.changes import Facts, difference, facts, is_fatal
from bot.digests.dates import Dates
from bot.digests.weighing import Chosen, Decision, Reason, Weighed, act_of
from db.digests import ToldEvent
from db.vocabulary import Status

LEAST = 10.5
"""The score from which an event is worth a line; most that are news reach 12."""
LEAST_ON_TOPIC = 9.0
"""The same where the channel asked for just this, and the match counts up to 2."""
AGAIN = (1.0, 0.85, 0.72, 0.62, 0.54, 0.46, 0.4)
"""What the second, third and further line of one story counts of its score, so that no story fills a digest."""
STILL = 0.7
"""The share of the score which a line needs that it must still count beside the others."""
AGAIN_SAME_PARTIES = 0.85
FREE_OVERLAP = 0.35
"""The share of words that a line may have in common with another before it counts less."""
MOST_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Selection:
    """What is told, best first; what lies ahead, soonest first; and the decision on every candidate by its id."""

    lines: tuple[Chosen, ...]
    ahead: tuple[Chosen, ...]
    decisions: Mapping[int, Decision]
    left_out: int = 0
    """Acts that were worth a line and had no room."""


@dataclass(frozen=True)
class Before:
    """What the channel was told: by event, with the events themselves as far as they are still stored."""

    told: Mapping[int, ToldEvent] = field(default_factory=dict)
    """By the id that the event has now."""
    events: Sequence[Candidate] = ()
    changed: Mapping[int, Facts] = field(default_factory=dict)
    """What those said that changed since they were told."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is asked of a selection: lines at most, the days that count as ahead, and how dates are written."""

    size: int
    today: date
    until: date
    dates: Dates
    years: Container[int] = ()
    """Years that dates leave out."""
    least: float | None = None
    """The score that a line needs; None: what digests need."""

    def needed(self, weighed: Weighed) -> float:
        """The score that a line needs."""
        return self.least if self.least is not None else LEAST_ON_TOPIC if weighed.on_topic else LEAST


def select(weighed: Weighed, before: Before, room: Room, planned: Collection[int] = ()) -> Selection:
    """Select what a channel is told of what was weighed; `planned` are events learnt before that may only lie ahead."""
    decisions = dict(weighed.decisions)
    acts: list[Chosen] = []
    earlier = _told_acts(weighed, before)
    for place, act in enumerate(weighed.acts):
        told = _told_before(act, earlier.get(place, ()), weighed, before, room)
        if isinstance(told, Decision):
            decisions |= {member.id: told for member in act.members}
        elif told.update is None and told.score.total < room.needed(weighed):
            words = f"it counts {told.score.total:.1f}, and a line needs {room.needed(weighed):.0f}"
            decisions |= {member.id: Decision(Reason.MINOR, words, told.score) for member in act.members}
        else:
            acts.append(told)
    acts = _one_a_sentence(acts, decisions)
    ahead = [act for act in acts if _is_ahead(act, room)]
    ahead.sort(key=lambda act: (act.lead.event.starts or room.until, -act.score.total, act.lead.id))
    others = len(acts) > len(ahead)
    ahead = ahead[: min(MOST_AHEAD, room.size // 3 if others else room.size)]
    soon = {act.lead.id for act in ahead}
    news = [act for act in acts if act.lead.id not in soon and act.lead.id not in planned]
    lines, left = _diverse(news, room.size - len(ahead), STILL * room.needed(weighed))
    for act in (*lines, *ahead):
        decisions |= _decided(act)
    full = len(lines) + len(ahead) >= room.size
    for act in left:
        more = f"{room.size} lines had more to tell" if full else "other lines tell nearly as much of the same matter"
        words = f"it counts {act.score.total:.1f}, but {more}"
        decisions |= {member.id: Decision(Reason.NO_ROOM, words, act.score) for member in act.members}
    for act in acts:
        for member in act.members:
            decisions.setdefault(member.id, Decision(Reason.NO_ROOM, "it lies ahead, after others", act.score))
    return Selection(tuple(lines), tuple(ahead), decisions, len(left))


def _told_acts(weighed: Weighed, before: Before) -> dict[int, list[Candidate]]:
    """For the acts that a channel was told of by other events, by their places, those events."""
    found: dict[int, list[Candidate]] = {}
    for earlier in before.events:
        for place in dict.fromkeys(place for mark in marks(earlier) for place in weighed.by_mark.get(mark, ())):
            if any(same_act(earlier, member) for member in weighed.acts[place].members):
                found.setdefault(place, []).append(earlier)
    return found


def _one_a_sentence(acts: Sequence[Chosen], decisions: dict[int, Decision]) -> list[Chosen]:
    """The acts, best first, each sentence in one line: who reads it is told the other acts that it tells as well."""
    found: dict[str, Chosen] = {}
    for act in sorted(acts, key=lambda act: (act.update is None, -act.score.total, act.lead.id)):
        sentence = act.lead.telling.report.quote if act.lead.telling else str(act.lead.id)
        better = found.setdefault(sentence, act)
        if better is not act:
            found[sentence] = replace(better, members=(*better.members, *act.members))
            decision = Decision(Reason.SAME, "another line is of the same sentence", act.score, better.lead.id)
            decisions |= {member.id: decision for member in act.members}
    return list(found.values())


def _told_before(
    act: Chosen, earlier: Sequence[Candidate], weighed: Weighed, before: Before, room: Room
) -> Chosen | Decision:
    """The act as new, as an update of what the channel was told, or the decision that it is neither."""
    told = [member for member in act.members if member.id in before.told] or list(earlier)
    if not told:
        return act
    known = _known(told, before)
    fresh = [member for member in act.members if member.id not in before.told]
    if fresh and not known.fatal and any(_facts(member).fatal for member in fresh):
        # Who was told of an attack is told of the death.
        fresh = [member for member in fresh if _facts(member).fatal]
    if fresh:
        act = replace(act_of(fresh, weighed.matches, on_topic=weighed.on_topic), members=act.members)
    if words := difference(known, _facts(act.lead), room.dates, years=room.years):
        return replace(act, update=words, replaces=tuple(before.told[one.id].event for one in told))
    last = max(before.told[one.id].told_at for one in told)
    return Decision(
        Reason.TOLD_BEFORE,
        f"the channel was told on {room.dates.day(last.date())}",
        told_as=None if told[0] in act.members else told[0].id,
    )


def _known(told: Sequence[Candidate], before: Before) -> Facts:
    """What the channel knows of an act: what it was told last, as it was then; and a death once told is known."""
    last = max(told, key=lambda one: (before.told[one.id].told_at, _is_line_of(one, before), one.id))
    line = before.told[last.id].as_told
    known = before.changed.get(last.id) or facts(last.event, line)
    return replace(known, fatal=known.fatal or any(is_fatal(before.told[one.id].as_told) for one in told))


def _is_line_of(one: Candidate, before: Before) -> bool:
    """Whether the line that told of it was its own and not that of another event of the same act."""
    return one.telling is not None and one.telling.text == before.told[one.id].as_told


def _facts(candidate: Candidate) -> Facts:
    return facts(candidate.event, candidate.telling.text if candidate.telling else candidate.said)


def _is_ahead(act: Chosen, room: Room) -> bool:
    """Whether it is planned for one of the next days, dated to the day or week."""
    event = act.lead.event
    if event.status is not Status.PLANNED or event.starts is None or event.ends is None:
        return False
    return room.today <= event.starts <= room.until and (event.ends - event.starts).days < 7


def _diverse(acts: Sequence[Chosen], size: int, least: float) -> tuple[list[Chosen], list[Chosen]]:
    """So many acts at most, the best first; each further one of a story or between the same parties counts less.

    What counts less than `least` by then adds too little to what is told already.
    """
    remaining = {act.lead.id: act for act in acts}
    alike = dict.fromkeys(remaining, 0.0)
    lines: list[Chosen] = []
    stories: Counter[int] = Counter()
    pairs: Counter[frozenset[str]] = Counter()

    def worth(act: Chosen) -> tuple[bool, float, int]:
        used = min((stories[story] for story in act.lead.stories), default=0)
        pair = act.lead.doers | act.lead.others
        again = AGAIN[min(used, len(AGAIN) - 1)] * (AGAIN_SAME_PARTIES ** pairs[pair] if len(pair) > 1 else 1.0)
        again *= 1.0 - max(0.0, alike[act.lead.id] - FREE_OVERLAP)
        return (act.update is not None, act.score.total * again, -act.lead.id)

    while remaining and len(lines) < size:
        best = max(remaining.values(), key=worth)
        if best.update is None and worth(best)[1] < least:
            break
        del remaining[best.lead.id]
        lines.append(best)
        stories.update(best.lead.stories)
        pairs[best.lead.doers | best.lead.others] += 1
        for key, act in remaining.items():
            if is_refused(act.lead) is is_refused(best.lead):
                alike[key] = max(alike[key], _overlap(act, best))
    return lines, list(remaining.values())


def _overlap(one: Chosen, other: Chosen) -> float:
    """The share of the shorter line's words that the other has as well."""
    shorter = min(len(one.lead.words), len(other.lead.words))
    return len(one.lead.words & other.lead.words) / shorter if shorter else 0.0


def _decided(act: Chosen) -> dict[int, Decision]:
    found = {
        member.id: Decision(Reason.SAME, "another line tells the same act", act.score, act.lead.id)
        for member in act.members
    }
    words = f"it is an update: {act.update}" if act.update else f"it counts {act.score.total:.1f}"
    found[act.lead.id] = Decision(Reason.TOLD, words, act.score)
    return found
