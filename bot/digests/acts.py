"""The same act once: which events of several articles, or of several sentences of one, tell the same thing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.digests.candidate import Candidate
from bot.knowledge.actions import lexicon
from bot.knowledge.actors import fold
from db.vocabulary import Action, Status

APART = timedelta(days=1)
"""Articles of different time zones may date the same act a day apart."""
ALIKE = 0.6
"""The share of words that two lines have in common from which they tell the same."""
LEAST_COMMON = 4
MOSTLY = 0.45
"""Words that lines about unnamed people share, and the share of the shorter line's, from which they tell the same."""
_DYING = frozenset(("die", "be killed", "perish", "succumb", "be dead", "bleed", "collapse"))
NEARLY_EQUAL = 0.85
"""The same where their objects differ: "a pact on tuna" and "a pact on cocoa" are two."""
RELATED = 0.3
"""The share that is enough where act and parties are the same."""


def same_act(one: Candidate, other: Candidate) -> bool:
    """Whether two events are one act: the same verb, nobody and no day that differs, and words that agree."""
    if one.id == other.id:
        return True
    if not _same_days(one, other) or is_refused(one) is not is_refused(other):
        return False
    likeness = _likeness(one, other)
    differ = one.event.object and other.event.object and not _agree_on(one.event.object, other.event.object)
    if likeness >= (NEARLY_EQUAL if differ else ALIKE) and _agree(one.doers, other.doers):
        return True
    if _harms_the_same(one, other):
        return True
    if one.event.action is Action.SAY or one.event.action is not other.event.action:
        return False
    if not _same_verb(one.event.verb, other.event.verb):
        return False
    if not (_agree(one.doers, other.doers) and _agree(one.others, other.others)):
        return False
    shared = (one.doers & other.doers) | (one.others & other.others) | (one.doers & other.others)
    if not shared:
        return likeness >= ALIKE or _tell_the_same(one, other)
    if differ:
        return False
    return likeness >= RELATED or _agree_on(one.event.object or "", other.event.object or "")


def together(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """The candidates by act, the acts in the order of their first candidate."""
    groups: list[list[Candidate]] = []
    near: dict[str, list[int]] = defaultdict(list)
    for candidate in candidates:
        own = list(marks(candidate))
        likely = dict.fromkeys(at for mark in own for at in near[mark])
        found = next((at for at in likely if any(same_act(candidate, member) for member in groups[at])), None)
        if found is None:
            found = len(groups)
            groups.append([])
        groups[found].append(candidate)
        for mark in own:
            if found not in near[mark]:
                near[mark].append(found)
    return groups


def marks(candidate: Candidate) -> Iterable[str]:
    """What two events of the same act have at least one of in common, so that not all pairs need be compared."""
    action = candidate.event.action.value
    for key in (*candidate.doers, *candidate.others):
        yield key if key.startswith("person:") else f"{action} {key}"
    rarest = sorted(candidate.words, key=lambda word: (-len(word), word))[:4]
    yield from rarest


def is_refused(candidate: Candidate) -> bool:
    """Whether it is told that it was not done: the denial of an act is news of its own."""
    return candidate.event.status in (Status.DENIED, Status.NEGATED)


def _harms_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether both tell what befell one person: shot, killed, died; detained, arrested, charged."""
    if not _agree(one.doers, other.doers):
        return False
    return any(_befallen(one, action) & _befallen(other, action) for action in (Action.ASSAULT, Action.COERCE))


def _befallen(candidate: Candidate, action: Action) -> frozenset[str]:
    """The people whom such an act befell."""
    event = candidate.event
    if event.action is action:
        return frozenset(key for key in candidate.others if key.startswith("person:"))
    if action is Action.ASSAULT and event.verb in _DYING:
        return frozenset(key for key in candidate.doers if key.startswith("person:"))
    return frozenset()


def _same_days(one: Candidate, other: Candidate) -> bool:
    first, second = one.event, other.event
    if first.starts and second.starts and first.ends and second.ends:
        return first.starts <= second.ends + APART and second.starts <= first.ends + APART
    return True


def _same_verb(one: str, other: str) -> bool:
    return one == other or other in lexicon().synonyms(one)[:10]


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or not one.isdisjoint(other)


def _agree_on(one: str, other: str) -> bool:
    first, second = set(fold(one).split()), set(fold(other).split())
    if not first or not second:
        return False
    return len(first & second) / min(len(first), len(second)) >= 0.5


def _tell_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether two lines about people who are not known by name have most of the shorter one's words in common."""
    both = len(one.words & other.words)
    return both >= LEAST_COMMON and both >= MOSTLY * min(len(one.words), len(other.words))


def _likeness(one: Candidate, other: Candidate) -> float:
    both = len(one.words | other.words)
    return len(one.words & other.words) / both if both else 0.0
