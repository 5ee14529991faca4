"""Candidates of a period, loaded and worked out once for all the channels that are told of it."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.digests.candidate import Candidate
from bot.digests.period import Period
from bot.digests.stories import stories
from db import digests
from db.loading import load
from db.records import StoredEvent

MOST_KEPT = 8
"""Pools; channels of several zones and lengths have as many periods at one time."""
AT_ONCE = 500
"""Events that are loaded in one statement."""
TURN = 20
"""Events worked out before others have their turn on the event loop."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of a period, in the order learnt, with the samples among them."""

    candidates: tuple[Candidate, ...]
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
    """The last pools, by period and what was learnt in it: a pool is used again only while it would be the same."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._pools: OrderedDict[tuple[datetime, datetime, int, int], Pool] = OrderedDict()

    async def of(self, session: AsyncSession, period: Period) -> Pool:
        """The candidates of a period."""
        learnt = await digests.learnt_between(session, period.start, period.end)
        key = (period.start, period.end, len(learnt), hash(frozenset(learnt.items())))
        found = self._pools.get(key)
        if found is None:
            candidates = await candidates_of(session, learnt, period.end)
            found = Pool(tuple(candidates), samples_among(candidates))
            self._pools[key] = found
            while len(self._pools) > self._most:
                self._pools.popitem(last=False)
        self._pools.move_to_end(key)
        return found


async def candidates_of(session: AsyncSession, learnt: Mapping[int, datetime], until: datetime) -> list[Candidate]:
    """The events with what of them takes long to work out, as they were reported `until` then.

    The event loop has its turn in between.
    """
    ids = list(learnt)
    events = [
        _as_reported(event, until)
        for start in range(0, len(ids), AT_ONCE)
        for event in await load(session, ids[start : start + AT_ONCE])
        if event.reports
    ]
    articles = {report.article.id for event in events for report in event.reports}
    belongs = stories(events, await digests.stories_of(session, articles))
    found = []
    for number, event in enumerate(events):
        candidate = Candidate(event, learnt[event.id], belongs[event.id])
        _ = candidate.telling, candidate.words, candidate.countries
        found.append(candidate)
        if number % TURN == TURN - 1:
            await asyncio.sleep(0)
    return found


def _as_reported(event: StoredEvent, until: datetime) -> StoredEvent:
    """The event without the reports that came later, so that looking back gives the same digest again."""
    known = tuple(report for report in event.reports if report.article.published < until)
    return replace(event, reports=known) if known and len(known) < len(event.reports) else event


def samples_among(candidates: Sequence[Candidate]) -> frozenset[int]:
    """Those that an article tells which came with the program."""
    return frozenset(one.id for one in candidates if any(report.article.sample for report in one.event.reports))
