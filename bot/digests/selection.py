"""Which of the events learnt in a period a channel is told, and why each of the others is not.

Nothing here reads the store: the same candidates give the same selection, and each decision can be told in words.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.digests.acts import same_act, together
from bot.digests.candidate import Candidate
from bot.digests.changes import Facts, difference, facts
from bot.digests.dates import Dates
from bot.digests.matching import TopicMatch
from bot.digests.scoring import IN_PASSING, Score, is_background, score
from bot.digests.telling import DONE
from bot.digests.themes import theme_of
from db.digests import ToldEvent
from db.vocabulary import Action, Status

LEAST = 10.5
"""The score from which an event is worth a line; most that are news reach 12."""
LEAST_ON_TOPIC = 9.0
"""The same where the channel asked for just this, and the match counts up to 2."""
AGAIN = (1.0, 0.85, 0.7, 0.55, 0.4)
"""What the second, third and further line of one story counts of its score, so that no story fills a digest."""
AGAIN_SAME_PARTIES = 0.85
FREE_OVERLAP = 0.35
"""The share of words that a line may have in common with another before it counts less."""
MOST_AHEAD = 4
LEAST_STATEMENT = 5
"""Words of a statement from which it says something."""
ABOUT = 0.5
"""The share of a title's words from which an event of no known class is what the article is about."""


class Reason(StrEnum):
    """Why an event is or is not told."""

    TOLD = "told"
    SAME = "same"
    OFF_TOPIC = "off_topic"
    UNTELLABLE = "untellable"
    NOISE = "noise"
    BACKGROUND = "background"
    MINOR = "minor"
    NO_ROOM = "no_room"
    TOLD_BEFORE = "told_before"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of an event: the reason in words, its score where it came so far, and whom it goes with."""

    reason: Reason
    words: str
    score: Score | None = None
    told_as: int | None = None
    """The event whose line tells it as well."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An act to be told: its best event, all events that tell it, and what changed since it was told before."""

    lead: Candidate
    members: tuple[Candidate, ...]
    score: Score
    theme: str
    update: str | None = None
    replaces: tuple[int, ...] = ()
    """Events that the channel was told of before and that this is an update of."""

    @property
    def publishers(self) -> int:
        """How many publishers report it."""
        return len(frozenset().union(*(member.publishers for member in self.members)))

    @property
    def ids(self) -> tuple[int, ...]:
        """The events that its line tells, the lead first."""
        return tuple(dict.fromkeys((self.lead.id, *(member.id for member in self.members))))


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
    on_topic: bool = False
    years: Container[int] = ()
    """Years that dates leave out."""
    least: float | None = None
    """The score that a line needs; None: what digests need."""

    @property
    def needed(self) -> float:
        """The score that a line needs."""
        return self.least if self.least is not None else LEAST_ON_TOPIC if self.on_topic else LEAST


def select(
    candidates: Iterable[Candidate],
    matches: Mapping[int, TopicMatch],
    before: Before,
    room: Room,
    planned: Iterable[Candidate] = (),
) -> Selection:
    """Select what is told.

    `matches` holds the candidates that are on the topic; `planned` are events learnt before that lie in the days ahead.
    """
    decisions: dict[int, Decision] = {}
    pool = {candidate.id: candidate for candidate in (*candidates, *planned)}
    scored: list[tuple[Candidate, Score]] = []
    for candidate in pool.values():
        refusal = _refusal(candidate, matches, room)
        if refusal:
            decisions[candidate.id] = refusal
        else:
            match = matches[candidate.id] if room.on_topic else None
            scored.append((candidate, score(candidate, match=match)))
    old = _background_sentences(pool.values(), decisions)
    for candidate, _ in scored:
        if candidate.telling and candidate.telling.clarity in IN_PASSING and candidate.telling.report.quote in old:
            decisions[candidate.id] = Decision(Reason.BACKGROUND, "its sentence tells what was long before")
    scored = [item for item in scored if item[0].id not in decisions]
    scored.sort(key=lambda item: (-item[1].total, item[0].id))
    acts: list[Chosen] = []
    for members in together([candidate for candidate, _ in scored]):
        chosen = _act(members, matches, room)
        told = _told_before(chosen, matches, before, room)
        if isinstance(told, Decision):
            decisions |= {member.id: told for member in members}
            continue
        if told.update is None and told.score.total < room.needed:
            words = f"it counts {told.score.total:.1f}, and a line needs {room.needed:.0f}"
            decisions |= {member.id: Decision(Reason.MINOR, words, told.score) for member in members}
            continue
        acts.append(told)
    acts = _one_a_sentence(acts, decisions)
    ahead = [act for act in acts if _is_ahead(act, room)]
    ahead.sort(key=lambda act: (act.lead.event.starts or room.until, -act.score.total, act.lead.id))
    ahead = ahead[: min(MOST_AHEAD, max(1, room.size // 3))]
    soon = {act.lead.id for act in ahead}
    news = [act for act in acts if act.lead.id not in soon and act.lead.id not in _ids(planned)]
    lines, left = _diverse(news, max(room.size - len(ahead), 1) if news else 0)
    for act in (*lines, *ahead):
        decisions |= _decided(act)
    for act in left:
        words = f"it counts {act.score.total:.1f}, but {room.size} lines had more to tell"
        decisions |= {member.id: Decision(Reason.NO_ROOM, words, act.score) for member in act.members}
    for act in acts:
        for member in act.members:
            decisions.setdefault(member.id, Decision(Reason.NO_ROOM, "it lies ahead, after others", act.score))
    return Selection(tuple(lines), tuple(ahead), decisions, len(left))


def _one_a_sentence(acts: Sequence[Chosen], decisions: dict[int, Decision]) -> list[Chosen]:
    """The acts, best first, without those whose line is the sentence that tells a better one."""
    found: dict[str, Chosen] = {}
    for act in sorted(acts, key=lambda act: (act.update is None, -act.score.total, act.lead.id)):
        sentence = act.lead.telling.report.quote if act.lead.telling else str(act.lead.id)
        better = found.setdefault(sentence, act)
        if better is not act:
            decision = Decision(Reason.SAME, "another line is of the same sentence", act.score, better.lead.id)
            decisions |= {member.id: decision for member in act.members}
    return list(found.values())


def _background_sentences(candidates: Iterable[Candidate], decisions: Mapping[int, Decision]) -> set[str]:
    """The sentences that tell background by what they tell first."""
    return {
        one.telling.report.quote
        for one in candidates
        if one.telling and one.id in decisions and decisions[one.id].reason is Reason.BACKGROUND
    }


def _ids(candidates: Iterable[Candidate]) -> set[int]:
    return {candidate.id for candidate in candidates}


def _refusal(candidate: Candidate, matches: Mapping[int, TopicMatch], room: Room) -> Decision | None:
    """Why an event can be no line at all."""
    event = candidate.event
    if candidate.id not in matches:
        return Decision(Reason.OFF_TOPIC, "it is not on the topic")
    if candidate.telling is None:
        return Decision(Reason.UNTELLABLE, "no words of its article tell it by themselves")
    if is_background(candidate):
        return Decision(Reason.BACKGROUND, "it was over long before its article was published")
    if event.action is Action.SAY:
        speaks = any(part.actor for part in event.participants)
        if len((event.object or "").split()) < LEAST_STATEMENT or not speaks:
            return Decision(Reason.NOISE, "it is a statement without content, or by nobody known")
    if event.action is Action.OTHER and not room.on_topic:
        about = len(candidate.words & candidate.title_words) >= ABOUT * max(len(candidate.title_words), 1)
        if event.verb == "be" or not about or not any(part.actor for part in candidate.parties):
            return Decision(Reason.NOISE, "it is no act of a known class")
    return None


def _act(members: Sequence[Candidate], matches: Mapping[int, TopicMatch], room: Room) -> Chosen:
    """The act that several events tell.

    The act itself counts for what the weightiest of them says it is; the line is that of the one which tells it best.
    """
    publishers = len(frozenset().union(*(member.publishers for member in members)))

    def scored(member: Candidate) -> Score:
        return score(member, publishers=publishers, match=matches[member.id] if room.on_topic else None)

    weightiest = max((scored(member).part("act") for member in members), key=lambda part: part.points)
    scores = {member.id: scored(member).with_part(weightiest) for member in members}
    done = [member for member in members if member.event.status in DONE]
    # What was planned and is done by now is not told as planned.
    lead = max(done or members, key=lambda member: (scores[member.id].total, -member.id))
    return Chosen(lead, tuple(members), scores[lead.id], theme_of(lead))


def _told_before(act: Chosen, matches: Mapping[int, TopicMatch], before: Before, room: Room) -> Chosen | Decision:
    """The act as new, as an update of what the channel was told, or the decision that it is neither."""
    own = [member for member in act.members if member.id in before.told]
    known = [(before.changed[member.id], member.id) for member in act.members if member.id in before.changed]
    fresh = [member for member in act.members if member.id not in before.told]
    if own and fresh:
        known += [(_facts(member), member.id) for member in own]
        act = replace(_act(fresh, matches, room), members=act.members)
    if not own:
        known += [(_facts(earlier), earlier.id) for earlier in before.events if _continues(earlier, act)][:1]
    now = _facts(act.lead)
    for old, _ in known:
        if words := difference(old, now, room.dates, years=room.years):
            return replace(act, update=words, replaces=tuple(before.told[key].event for _, key in known))
    told = [member.id for member in own] or [key for _, key in known]
    if not told:
        return act
    words = f"the channel was told on {room.dates.day(before.told[told[0]].told_at.date())}"
    return Decision(Reason.TOLD_BEFORE, words, told_as=None if own else told[0])


def _facts(candidate: Candidate) -> Facts:
    return facts(candidate.event, candidate.telling.text if candidate.telling else candidate.said)


def _continues(earlier: Candidate, act: Chosen) -> bool:
    return any(same_act(earlier, member) for member in act.members)


def _is_ahead(act: Chosen, room: Room) -> bool:
    """Whether it is planned for one of the next days, dated to the day or week."""
    event = act.lead.event
    if event.status is not Status.PLANNED or event.starts is None or event.ends is None:
        return False
    return room.today <= event.starts <= room.until and (event.ends - event.starts).days < 7


def _diverse(acts: Sequence[Chosen], size: int) -> tuple[list[Chosen], list[Chosen]]:
    """So many acts, the best first; each further one of a story or between the same parties counts less."""
    remaining = list(acts)
    lines: list[Chosen] = []
    stories: Counter[int] = Counter()
    pairs: Counter[frozenset[str]] = Counter()

    def worth(act: Chosen) -> tuple[bool, float, int]:
        used = min((stories[story] for story in act.lead.stories), default=0)
        pair = act.lead.doers | act.lead.others
        again = AGAIN[min(used, len(AGAIN) - 1)] * (AGAIN_SAME_PARTIES ** pairs[pair] if len(pair) > 1 else 1.0)
        again *= 1.0 - max((max(0.0, _overlap(act, line) - FREE_OVERLAP) for line in lines), default=0.0)
        return (act.update is not None, act.score.total * again, -act.lead.id)

    while remaining and len(lines) < size:
        best = max(remaining, key=worth)
        remaining.remove(best)
        lines.append(best)
        stories.update(best.lead.stories)
        pairs[best.lead.doers | best.lead.others] += 1
    return lines, remaining


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
