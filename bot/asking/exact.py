"""Answering from imported events: who, whom and when are columns there, so the query is run as it stands.

Nothing is loosened and nothing ranked by likeness: the answers are all that the store holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.query import Anchor, EventQuery, Order, Part, Relation, Wanted
from db import counterparts
from db.counterparts import Act, Counterpart, Days
from db.predicates import meaning
from db.records import StoredActor, day_of
from db.vocabulary import Granularity, Role

MOST_EVENTS = 20
"""Ids of events that are given with each date."""

_WANTED = frozenset(
    (Wanted.ACTOR, Wanted.PARTNER, Wanted.OBJECT, Wanted.PLACE, Wanted.DATE, Wanted.COUNT, Wanted.YES_NO)
)
_WHOLE = (Wanted.DATE, Wanted.COUNT, Wanted.YES_NO)
"""Asked of the events themselves and not of who took part."""
_DOING = (Part.ACTOR, Part.SPEAKER)
_EITHER = (Part.EITHER, Part.TOPIC)


@dataclass(frozen=True, slots=True)
class Found:
    """One answer with events that it rests on. `actor` is set where the answer is one."""

    answer: str
    events: tuple[int, ...]
    actor: StoredActor | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """All answers, best first, and the number of events that they rest on together.

    `tied` are further answers of the same day where one was asked for ("who was the first"): the source's own order
    decides which one comes first.
    """

    answers: tuple[Found, ...]
    total: int
    tied: tuple[Found, ...] = ()


def applies(query: EventQuery) -> bool:
    """Whether a query can be run exactly: its act is a relation of imported events, all its names are in the store."""
    if query.act is None or not query.act.relations or query.wanted not in _WANTED:
        return False
    measured = [query.anchor.name] if query.anchor and query.anchor.name else []
    names = [*query.names, *measured]
    doing, others = _sides(query)
    # Imported events have one on either side: on the answer's side nobody else can stand.
    if (query.wanted is Wanted.ACTOR and doing) or (query.wanted in (Wanted.PARTNER, Wanted.OBJECT) and others):
        return False
    return bool(names or query.window) and all(name.actors for name in names)


async def find(session: AsyncSession, query: EventQuery) -> Findings:
    """Run a query that `applies`; without a match the findings are empty.

    "Before" and "after" another's act leave out its own day; where it did it several times, they count from its last
    and its first. With an ordinal only answers on the extreme day count.
    """
    assert query.act is not None  # noqa: S101 - the query applies
    predicates = await meaning(session, verbs=query.act.relations)
    if not predicates:
        return Findings((), 0)
    acts, wanted = _acts(query, tuple(predicates))
    days = (query.window.start, query.window.end) if query.window else (None, None)
    spans = [days]
    without = {i for name in query.names if name.excluded for i in name.actors}
    if query.anchor and query.anchor.name:
        other = query.anchor.name.actors
        without |= set(other)
        measured = [await counterparts.days_of(session, act.joined_by(wanted, other), days) for act in acts]
        spans = _spans(query.anchor, sorted({day for several in measured for day in several}), days)
    if query.wanted in _WHOLE:
        ids = [[i for span in spans for i in await counterparts.ids_of(session, act, span)] for act in acts]
        if query.wanted is Wanted.YES_NO and not _is_mutual(query) and not all(ids):
            return Findings((), 0)
        return _dates(query, sorted({i for several in ids for i in several}))
    found = [
        _together([one for span in spans for one in await counterparts.of(session, act, wanted, span)]) for act in acts
    ]
    return _actors(query, [answer for answer in _in_all(found) if answer.actor.id not in without])


def _acts(query: EventQuery, predicates: tuple[int, ...]) -> tuple[list[Act], Role]:
    """What is looked for, one act for each pair of those named on either side, and which side is the answer's."""
    doing, others = _sides(query)
    if _is_mutual(query):
        one = Act(predicates, ((Role.ACTOR, (doing + others)[0]), (Role.TARGET, (doing + others)[1])))
        return [one, one.turned()], Role.TARGET
    acts = [
        Act(predicates, (*((Role.ACTOR, ids) for ids in actors), *((Role.TARGET, ids) for ids in targets)))
        for actors in [[ids] for ids in doing] or [[]]
        for targets in [[ids] for ids in others] or [[]]
    ]
    answers_act = query.wanted is Wanted.ACTOR or (query.wanted in _WHOLE and not doing)
    return acts, Role.ACTOR if answers_act else Role.TARGET


def _sides(query: EventQuery) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """The ids of those named as doing it, and of the others."""
    named = [name for name in query.names if not name.excluded]
    doing = [name.actors for name in named if name.part in _DOING]
    return doing, [name.actors for name in named if name.part not in _DOING]


def _is_mutual(query: EventQuery) -> bool:
    """Whether two are named that did it with each other: "when did Fiji and Tonga meet", "meetings between ..."."""
    parts = [name.part for name in query.names if not name.excluded]
    return query.wanted in _WHOLE and len(parts) == 2 and any(set(parts) <= set(side) for side in (_DOING, _EITHER))


def _in_all(found: Sequence[Sequence[Counterpart]]) -> list[Counterpart]:
    """Those who are in every list: who praised Fiji and Tonga praised both."""
    common = set.intersection(*({one.actor.id for one in several} for several in found))
    return _together(one for several in found for one in several if one.actor.id in common)


def _spans(anchor: Anchor, measured: Sequence[date], days: Days) -> list[Days]:
    """The days to look at, counted from another event's and within the question's own."""
    if not measured:
        return []
    if anchor.relation is Relation.SAME:
        spans: list[Days] = list(dict.fromkeys(_unit(day, anchor.granularity) for day in measured))
    elif anchor.relation is Relation.BEFORE:
        spans = [(None, measured[-1] - timedelta(days=1))]
    else:
        spans = [(measured[0] + timedelta(days=1), None)]
    return [clipped for span in spans if (clipped := _clipped(span, days))]


def _clipped(span: Days, days: Days) -> Days | None:
    start = max((day for day in (span[0], days[0]) if day), default=None)
    end = min((day for day in (span[1], days[1]) if day), default=None)
    return None if start and end and start > end else (start, end)


def _unit(day: date, granularity: Granularity) -> tuple[date, date]:
    """The calendar unit around a day."""
    if granularity is Granularity.YEAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if granularity is Granularity.MONTH:
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return date(day.year, day.month, 1), following - timedelta(days=1)
    if granularity is Granularity.WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    return day, day


def _together(found: Iterable[Counterpart]) -> list[Counterpart]:
    """Each actor once, where several spans have it."""
    merged: dict[int, Counterpart] = {}
    for one in found:
        known = merged.get(one.actor.id)
        merged[one.actor.id] = known.with_more(one) if known else one
    return list(merged.values())


def _actors(query: EventQuery, found: Sequence[Counterpart]) -> Findings:
    oldest = query.order is Order.OLDEST
    if query.ordinal:
        found = _extreme(found, query.ordinal, oldest=oldest)

    def rank(answer: Counterpart) -> tuple[bool, int]:
        # Of several on the extreme day the order of the source decides, else those of the kind that was asked for.
        fits = query.ordinal is not None or query.answer_kind in (None, answer.actor.kind)
        return not fits, answer.first if oldest else -answer.last

    answers = [
        Found(answer.actor.name, tuple(dict.fromkeys((answer.last, answer.first))), answer.actor)
        for answer in sorted(found, key=rank)
    ]
    wanted = query.limit if query.ordinal and query.limit else len(answers)
    return Findings(tuple(answers[:wanted]), sum(answer.events for answer in found), tuple(answers[wanted:]))


def _extreme(found: Sequence[Counterpart], ordinal: int, *, oldest: bool) -> list[Counterpart]:
    """Those whose event is on the first day (or the nth) counted from either end."""
    days: dict[date, list[Counterpart]] = {}
    for answer in found:
        days.setdefault(day_of(answer.first if oldest else answer.last), []).append(answer)
    ranked = sorted(days, reverse=not oldest)
    return days[ranked[ordinal - 1]] if ordinal <= len(ranked) else []


def _dates(query: EventQuery, ids: Sequence[int]) -> Findings:
    groups: dict[str, list[int]] = {}
    for i in ids if query.order is Order.OLDEST else reversed(ids):
        groups.setdefault(_iso(day_of(i), query.granularity), []).append(i)
    answers = [Found(day, tuple(sorted(events, reverse=True)[:MOST_EVENTS])) for day, events in groups.items()]
    if query.ordinal:
        answers = answers[query.ordinal - 1 : query.ordinal]
    return Findings(tuple(answers), len(ids))


def _iso(day: date, granularity: Granularity) -> str:
    if granularity is Granularity.YEAR:
        return f"{day.year:04}"
    return f"{day.year:04}-{day.month:02}" if granularity is Granularity.MONTH else day.isoformat()
