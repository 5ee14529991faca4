"""What the events of a period weigh, whoever is told: acts with their scores, and why the rest is no line at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.digests.acts import marks, together
from bot.digests.candidate import Candidate
from bot.digests.clauses import DONE
from bot.digests.matching import TopicMatch
from bot.digests.scoring import IN_PASSING, Score, is_background, score
from bot.digests.themes import theme_of
from db.vocabulary import Action

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


@dataclass(frozen=True)
class Weighed:
    """The acts of a period, the weightiest event first, and the decision on each event that is no line at all.

    `matches` and `on_topic` are those that they were weighed by.
    """

    acts: tuple[Chosen, ...]
    decisions: Mapping[int, Decision]
    matches: Mapping[int, TopicMatch]
    on_topic: bool

    @cached_property
    def by_mark(self) -> Mapping[str, Sequence[int]]:
        """The places of the acts by the marks that the same act told elsewhere would have one of."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, act in enumerate(self.acts):
            for mark in {mark for member in act.members for mark in marks(member)}:
                found[mark].append(place)
        return found


def weigh(candidates: Iterable[Candidate], matches: Mapping[int, TopicMatch], *, on_topic: bool = False) -> Weighed:
    """Weigh events; `matches` holds those that are on the topic, and `on_topic` says that there is one."""
    decisions: dict[int, Decision] = {}
    pool = {candidate.id: candidate for candidate in candidates}
    scored: list[tuple[float, Candidate]] = []
    for candidate in pool.values():
        refusal = _refusal(candidate, matches, on_topic=on_topic)
        if refusal:
            decisions[candidate.id] = refusal
        else:
            match = matches[candidate.id] if on_topic else None
            scored.append((score(candidate, match=match).total, candidate))
    old = _background_sentences(pool.values(), decisions)
    for _, candidate in scored:
        if candidate.telling and candidate.telling.clarity in IN_PASSING and candidate.telling.report.quote in old:
            decisions[candidate.id] = Decision(Reason.BACKGROUND, "its sentence tells what was long before")
    scored = [item for item in scored if item[1].id not in decisions]
    scored.sort(key=lambda item: (-item[0], item[1].id))
    acts = [act_of(members, matches, on_topic=on_topic) for members in together([one for _, one in scored])]
    return Weighed(tuple(acts), decisions, matches, on_topic)


def _background_sentences(candidates: Iterable[Candidate], decisions: Mapping[int, Decision]) -> set[str]:
    """The sentences that tell background by what they tell first."""
    return {
        one.telling.report.quote
        for one in candidates
        if one.telling and one.id in decisions and decisions[one.id].reason is Reason.BACKGROUND
    }


def _refusal(candidate: Candidate, matches: Mapping[int, TopicMatch], *, on_topic: bool) -> Decision | None:
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
    if event.action is Action.OTHER and not on_topic:
        about = len(candidate.words & candidate.title_words) >= ABOUT * max(len(candidate.title_words), 1)
        if event.verb == "be" or not about or not any(part.actor for part in candidate.parties):
            return Decision(Reason.NOISE, "it is no act of a known class")
    return None


def act_of(members: Sequence[Candidate], matches: Mapping[int, TopicMatch], *, on_topic: bool) -> Chosen:
    """The act that several events tell.

    The act itself counts for what the weightiest of them says it is; the line is that of the one which tells it best.
    """
    publishers = len(frozenset().union(*(member.publishers for member in members)))

    def scored(member: Candidate) -> Score:
        return score(member, publishers=publishers, match=matches[member.id] if on_topic else None)

    weightiest = max((scored(member).part("act") for member in members), key=lambda part: part.points)
    scores = {member.id: scored(member).with_part(weightiest) for member in members}
    done = [member for member in members if member.event.status in DONE]
    # What was planned and is done by now is not told as planned.
    lead = max(done or members, key=lambda member: (scores[member.id].total, -member.id))
    return Chosen(lead, tuple(members), scores[lead.id], theme_of(lead))
