"""Watching: what is learnt is told to the watches that it concerns, soon, together, and not too often."""

from datetime import datetime, timedelta

from bot.delivery.composing import Matcher
from bot.delivery.keys import key_of
from bot.delivery.timing import USUAL, Timing
from bot.news.clock import Clock
from db import deliveries, subscriptions
from db.deliveries import NewDelivery
from db.session import Store
from db.subscriptions import Subscription

HOUR = timedelta(hours=1)
STEP = timedelta(minutes=5)
"""How far a watch that has nothing to tell falls behind before that is written down."""


class Watching:
    """Plans messages of watches. Any number of processes may."""

    def __init__(self, store: Store, matcher: Matcher, clock: Clock, timing: Timing = USUAL) -> None:
        self._timing = timing
        self._store = store
        self._matcher = matcher
        self._clock = clock

    async def run_once(self) -> int:
        """Plan a message for each watch that has something to tell and may; how many that were.

        A watch that may not yet, because it has told enough this hour or its last message is not sent, tells all of
        it together when it may.
        """
        now = self._clock.now()
        end = now - self._timing.watching
        async with self._store.reading() as session:
            going = [one for one in await subscriptions.watches(session, now=now) if one.told_until < end]
            if not going:
                return 0
            told = await deliveries.messages_since(session, [one.id for one in going], now - HOUR)
            waiting = await deliveries.unfinished(session, [one.id for one in going])
        free = [one for one in going if told.get(one.id, 0) < one.most_an_hour and one.id not in waiting]
        planned = 0
        for start in sorted({one.told_until for one in free}):
            together = [one for one in free if one.told_until == start]
            matching = await self._matcher.matching(together, start, end)
            planned += await self._plan([one for one in together if one.id in matching], end, now)
            if end - start > STEP:
                await self._pass([one for one in together if one.id not in matching], end)
        return planned

    async def _plan(self, watches: list[Subscription], end: datetime, now: datetime) -> int:
        if not watches:
            return 0
        async with self._store.writing() as session:
            rows = [
                _delivery(one, end, now)
                for one in watches
                if await subscriptions.advance_watch(
                    session, one.id, told_until=one.told_until, to=end, revision=one.revision
                )
            ]
            await deliveries.plan(session, rows)
        return len(rows)

    async def _pass(self, watches: list[Subscription], end: datetime) -> None:
        if not watches:
            return
        async with self._store.writing() as session:
            for one in watches:
                await subscriptions.advance_watch(
                    session, one.id, told_until=one.told_until, to=end, revision=one.revision
                )


def _delivery(watch: Subscription, end: datetime, now: datetime) -> NewDelivery:
    return NewDelivery(
        subscription_id=watch.id,
        slot=end,
        kind=watch.kind.value,
        platform=watch.platform,
        workspace=watch.workspace,
        channel=watch.channel,
        key=key_of(watch, watch.kind.value, end, 0),
        planned_at=now,
        period_start=watch.told_until,
        period_end=end,
    )
