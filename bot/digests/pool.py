"""Candidates of a period, loaded and worked out once for all the channels that are told of it."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.digests.candidate import Candidate
from bot.digests.period import Period
from db import digests
from db.loading import load
from db.records import StoredEvent

MOST_KEPT = 8
"""Pools; channels of several zones and lengths have as many periods at one time."""
AT_ONCE = 200
"""Events that are loaded, and worked out, before others have their turn on the event loop."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of a period, in the order learnt, with the samples among them."""

    candidates: tuple[Candidate, ...]
    samples: frozenset[int]

    @property
    def articles(self) -> int:
        """How many articles told something new."""
        return len({report.article.id for one in self.candidates for report in one.event.reports[:1]})

    @property
    def publishers(self) -> int:
        """How many publishers told something new."""
        return len(
            {one.event.reports[0].article.publisher or one.event.reports[0].article.id for one in self.candidates}
        )


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
            candidates = await candidates_of(session, learnt)
            found = Pool(tuple(candidates), samples_among(candidates))
            self._pools[key] = found
            while len(self._pools) > self._most:
                self._pools.popitem(last=False)
        self._pools.move_to_end(key)
        return found


async def candidates_of(session: AsyncSession, learnt: Mapping[int, datetime]) -> list[Candidate]:
    """The events with what of them takes long to work out; the event loop has its turn in between."""
    ids = list(learnt)
    found: list[Candidate] = []
    for start in range(0, len(ids), AT_ONCE):
        events = await load(session, ids[start : start + AT_ONCE])
        stories = await _stories(session, events)
        for number, event in enumerate(events):
            if not event.reports:
                continue
            candidate = Candidate(event, learnt[event.id], stories[event.id])
            _ = candidate.telling, candidate.words, candidate.countries
            found.append(candidate)
            if number % 20 == 19:
                await asyncio.sleep(0)
    return found


async def _stories(session: AsyncSession, events: Sequence[StoredEvent]) -> dict[int, frozenset[int]]:
    """The stories that the articles of each event tell; an article that tells none in others' words is its own."""
    articles = {report.article.id for event in events for report in event.reports}
    known = await digests.stories_of(session, articles)
    return {
        event.id: frozenset(known.get(report.article.id, -report.article.id) for report in event.reports)
        for event in events
    }


def samples_among(candidates: Sequence[Candidate]) -> frozenset[int]:
    """Those that an article tells which came with the program."""
    return frozenset(one.id for one in candidates if any(report.article.sample for report in one.event.reports))
