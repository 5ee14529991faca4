"""Candidates of a period, loaded, worked out and weighed once for all the channels that are told of it."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.query import EventQuery
from bot.digests.candidate import Candidate
from bot.digests.matching import TopicMatcher
from bot.digests.period import Period
from bot.digests.stories import settings, stories
from bot.digests.weighing import Weighed, weigh
from db import digests
from db.loading import load
from db.records import StoredEvent

MOST_KEPT = 8
"""Pools; channels of several zones and lengths have as many periods at one time."""
MOST_WEIGHED = 64
"""Topics of one pool that are kept weighed."""
AT_ONCE = 500
"""Events that are loaded in one statement."""
AHEAD_DAYS = 7
"""Days after a period for which plans are told."""
MOST_PLANNED = 200


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of a period, in the order learnt, and what was learnt before and is planned for the days after.

    `key` stays the same while the candidates do; `samples` are those that an article tells which came with the program.
    """

    key: tuple[Any, ...]
    candidates: tuple[Candidate, ...]
    planned: tuple[Candidate, ...]
    samples: frozenset[int]

    @property
    def articles(self) -> int:
        """How many articles told something new."""
        return len({report.article.id for one in self.candidates for report in one.event.reports})

    @property
    def publishers(self) -> int:
        """How many publishers told something new."""
        return len(frozenset().union(*(one.publishers for one in self.candidates)))


class Pools:
    """The last pools and what they weigh: used again only while they would be the same."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._pools: OrderedDict[tuple[Any, ...], Pool] = OrderedDict()
        self._weighed: OrderedDict[tuple[Any, ...], Weighed] = OrderedDict()
        self._turn = asyncio.Lock()

    async def of(self, session: AsyncSession, period: Period, today: date | None = None) -> Pool:
        """The candidates of a period; with `today`, its last day where the reader is, what is planned after it too."""
        key = (period.start, period.end, today, *await digests.fingerprint(session, period.start, period.end))
        # One at a time, so that those who ask for the same are given it and do not all make it.
        async with self._turn:
            found = self._pools.get(key)
            if found is None:
                learnt = await digests.learnt_between(session, period.start, period.end)
                candidates = await candidates_of(session, learnt, period.end)
                planned = await self._planned(session, period, today) if today else []
                found = Pool(key, tuple(candidates), tuple(planned), _samples([*candidates, *planned]))
                _keep(self._pools, key, found, self._most)
            self._pools.move_to_end(key)
            return found

    async def weighed(self, pool: Pool, query: EventQuery | None, matcher: TopicMatcher) -> Weighed:
        """What a pool weighs for a topic."""
        key = (*pool.key, query)
        async with self._turn:
            found = self._weighed.get(key)
            if found is None:
                # Beside the event loop: it takes a second for the events of a busy week.
                found = await asyncio.to_thread(_weigh, pool, query, matcher)
                _keep(self._weighed, key, found, MOST_WEIGHED)
            self._weighed.move_to_end(key)
            return found

    async def _planned(self, session: AsyncSession, period: Period, today: date) -> list[Candidate]:
        last = today + timedelta(days=AHEAD_DAYS)
        found = await digests.planned_between(session, today, last, known_before=period.start, limit=MOST_PLANNED)
        return await candidates_of(session, found, period.end)


def _keep(kept: "OrderedDict[tuple[Any, ...], Any]", key: tuple[Any, ...], value: object, most: int) -> None:
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)


def _weigh(pool: Pool, query: EventQuery | None, matcher: TopicMatcher) -> Weighed:
    candidates = [*pool.candidates, *pool.planned]
    matches = {one.id: match for one in candidates if (match := matcher.match(one.event))}
    return weigh(candidates, matches, on_topic=query is not None)


async def candidates_of(session: AsyncSession, learnt: Mapping[int, datetime], until: datetime) -> list[Candidate]:
    """The events, as they were reported `until` then, with what of them takes long to work out."""
    ids = list(learnt)
    events = [
        _as_reported(event, until)
        for start in range(0, len(ids), AT_ONCE)
        for event in await load(session, ids[start : start + AT_ONCE])
        if event.reports
    ]
    articles = {report.article.id for event in events for report in event.reports}
    copies = await digests.stories_of(session, articles)
    return await asyncio.to_thread(_worked_out, events, learnt, copies)


def _worked_out(
    events: Sequence[StoredEvent], learnt: Mapping[int, datetime], copies: Mapping[int, int]
) -> list[Candidate]:
    belongs, about = stories(events, copies), settings(events)
    found = [
        Candidate(event, learnt[event.id], belongs[event.id], about.get(event.reports[0].article.id, ""))
        for event in events
    ]
    for candidate in found:
        _ = candidate.telling, candidate.words, candidate.countries
    return found


def _as_reported(event: StoredEvent, until: datetime) -> StoredEvent:
    """The event without the reports that came later, so that looking back gives the same digest again."""
    known = tuple(report for report in event.reports if report.article.published < until)
    return replace(event, reports=known) if known and len(known) < len(event.reports) else event


def _samples(candidates: Sequence[Candidate]) -> frozenset[int]:
    """Those that an article tells which came with the program."""
    return frozenset(one.id for one in candidates if any(report.article.sample for report in one.event.reports))
