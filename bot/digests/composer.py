"""The composer: an order becomes a digest, and a subscription what is delivered to its channel."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.message import Picture as Shown
from bot.digests import composition
from bot.digests.candidate import Candidate
from bot.digests.changes import WITHDRAWN, Facts, facts_before
from bot.digests.composition import Correction, Counts
from bot.digests.dates import Dates
from bot.digests.digest import UTC, Channel, Composed, Digest, Order, Told
from bot.digests.errors import DigestError
from bot.digests.matching import TopicMatcher
from bot.digests.period import Period
from bot.digests.pictures.artist import Artist
from bot.digests.pictures.choosing import picture_for
from bot.digests.pool import AHEAD_DAYS, Pools, candidates_of
from bot.digests.selection import Before, Room, select
from bot.digests.topic import Topic, Topics
from bot.digests.watching import Watched, watched
from bot.digests.words import content_words
from db import digests
from db.composing import about_to_tell
from db.digests import Change, ToldEvent
from db.session import Store
from db.subscriptions import Kind, Palette, Subscription

REMEMBERED = timedelta(days=14)
"""How long a channel remembers an act well enough to be told of it only as an update."""
SAME_WORDS = 0.6
"""The share of a withdrawn event's words that another one tells now: then it was only reworded."""


class Composer:
    """Composes digests and watches from a store. Without an `artist` nothing is drawn."""

    def __init__(self, store: Store, artist: Artist | None = None, topics: Topics | None = None) -> None:
        self._store = store
        self._artist = artist
        self._topics = topics or Topics()
        self._pools = Pools()

    async def compose(self, subscription: Subscription, start: datetime, end: datetime, now: datetime) -> Composed:
        """What there is to tell a subscription's channel of what was learnt in [start, end), UTC.

        What the channel was told before is not told again unless it changed. Raise a DigestError where the topic
        cannot be understood any more.
        """
        channel = Channel(subscription.platform, subscription.channel)
        if subscription.kind is Kind.WATCH:
            found = await self.watch(
                subscription.topic, start, end, channel=channel, name=subscription.name,
                zone=ZoneInfo(subscription.zone), language=subscription.language,
            )  # fmt: skip
            return Composed(found.message, None, found.told, quiet=not found.told)
        order = Order(
            Period(start, end),
            topic=subscription.topic,
            zone=ZoneInfo(subscription.zone),
            size=subscription.size,
            language=subscription.language,
            channel=channel,
            name=subscription.name,
            palette=None if subscription.palette is Palette.NONE else subscription.palette.value,
        )
        digest = await self.digest(order)
        return Composed(digest.message, digest.picture, digest.told, digest.quiet)

    async def understand(self, text: str | None, now: datetime, zone: ZoneInfo) -> Topic:
        """What a topic means today. Raise TopicNotUnderstood."""
        async with self._store.reading() as session:
            return await self._topics.understand(session, text, now.astimezone(zone).date())

    async def digest(self, order: Order) -> Digest:
        """Compose a digest. Raise a DigestError for a topic, a language or a period that cannot be taken."""
        dates = Dates(order.language)
        local = order.period.end.astimezone(order.zone).date()
        async with self._store.reading() as session:
            topic = await self._topics.understand(session, order.topic, local)
            matcher = await TopicMatcher.of(session, topic)
            pool = await self._pools.of(session, order.period, local)
            before, withdrawn = await _before(session, order, [*pool.candidates, *pool.planned])
        weighed = await self._pools.weighed(pool, topic.query, matcher)
        room = Room(order.size, local, local + timedelta(days=AHEAD_DAYS), dates, order.years)
        selected = select(weighed, before, room, {one.id for one in pool.planned})
        corrections = _corrections(withdrawn, pool.candidates, dates)
        lines = [composition.line(act, dates, order.years) for act in selected.lines]
        ahead = [composition.line(act, dates, order.years) for act in selected.ahead]
        counts = Counts(len(pool.candidates), pool.articles, pool.publishers)
        message = composition.message(
            order, topic, counts, lines, ahead, corrections, left_out=selected.left_out, samples=pool.samples
        )
        quiet = not (lines or ahead or corrections)
        told = composition.told([*selected.lines, *selected.ahead], [*lines, *ahead])
        told += tuple(
            Told(one.event, one.as_told, WITHDRAWN)
            for one in corrections
            if one.event not in {item.event for item in told}
        )
        digest = Digest(
            order, topic, message, tuple(lines), tuple(ahead), told, quiet, counts.events, counts.articles,
            counts.publishers, selected.left_out, selected.decisions,
        )  # fmt: skip
        return digest if quiet else await self._illustrated(digest, pool.candidates)

    async def watch(
        self,
        topic: str | None,
        start: datetime,
        end: datetime,
        *,
        channel: Channel | None = None,
        name: str | None = None,
        zone: ZoneInfo = UTC,
        language: str = "en",
    ) -> Watched:
        """What there is to tell a watch of what was learnt in [start, end). Raise a DigestError."""
        order = Order(Period(start, end), topic, zone, language=language, channel=channel, name=name)
        dates = Dates(language)
        async with self._store.reading() as session:
            understood = await self._topics.understand(session, topic, end.astimezone(zone).date())
            matcher = await TopicMatcher.of(session, understood)
            pool = await self._pools.of(session, order.period)
            before, withdrawn = await _before(session, order, pool.candidates)
        weighed = await self._pools.weighed(pool, understood.query, matcher)
        corrections = _corrections(withdrawn, pool.candidates, dates)
        return watched(order, understood, weighed, before, corrections, dates, pool.samples)

    async def matching(self, watches: Sequence[Subscription], start: datetime, end: datetime) -> set[int]:
        """The ids of the watches that something learnt in [start, end) may concern; `compose` has the last word.

        A watch whose topic is not understood any more is among them, so that composing it tells what is wrong.
        """
        found: set[int] = set()
        by_topic: dict[tuple[str | None, str], list[int]] = {}
        for watch in watches:
            by_topic.setdefault((watch.topic, watch.zone), []).append(watch.id)
        async with self._store.reading() as session:
            pool = await self._pools.of(session, Period(start, end))
            changed = bool(await digests.changes_between(session, start, end))
            for (topic, zone), ids in by_topic.items():
                try:
                    day = end.astimezone(ZoneInfo(zone)).date()
                    matcher = await TopicMatcher.of(session, await self._topics.understand(session, topic, day))
                except DigestError:
                    found.update(ids)
                    continue
                # A withdrawn event has to be told to whoever was told of it, whatever the topic.
                if changed or await asyncio.to_thread(_any, matcher, pool.candidates):
                    found.update(ids)
        return found

    async def why(self, order: Order, event_id: int) -> str:
        """Why an event was, or was not, in a digest: in words, with every part of its score."""
        digest = await self.digest(replace(order, palette=None))
        decision = (digest.decisions or {}).get(event_id)
        if decision is None:
            async with self._store.reading() as session:
                learnt = await digests.learnt_by_ids(session, [event_id])
            return composition.not_considered(event_id, learnt.get(event_id), order)
        return composition.decided(event_id, decision)

    async def _illustrated(self, digest: Digest, candidates: Sequence[Candidate]) -> Digest:
        """The digest with its picture, where one is wanted and there is something to draw."""
        if self._artist is None or digest.order.palette is None:
            return digest
        drawing = await asyncio.to_thread(picture_for, digest, candidates)
        if drawing is None:
            return digest
        drawn = await self._artist.draw(drawing, digest.order.palette)
        if drawn is None:
            return digest
        message = replace(digest.message, pictures=(Shown(f"{drawing.kind}.png", drawn.alt),))
        return replace(digest, message=message, picture=drawn.png)


def _any(matcher: TopicMatcher, candidates: Sequence[Candidate]) -> bool:
    return any(matcher.match(one.event) for one in candidates)


async def _before(
    session: AsyncSession, order: Order, candidates: Sequence[Candidate]
) -> tuple[Before, list[tuple[Change, ToldEvent]]]:
    """What the channel was told that matters now, and what of that was withdrawn since."""
    if order.channel is None:
        return Before(), []
    end = order.period.end
    changes = await digests.changes_between(session, end - REMEMBERED, end)
    ids = {one.id for one in candidates} | {change.event for change in changes}
    platform, channel = order.channel.platform, order.channel.id
    told = await digests.told_events(session, platform, channel, ids, since=end - REMEMBERED, before=order.told_before)
    if order.told_before is None:
        waiting = await about_to_tell(session, platform, channel)
        told += [ToldEvent(event, line, state, order.period.start) for event, line, state in waiting]
    now: dict[int, ToldEvent] = {}
    changed: dict[int, Facts] = {}
    withdrawn: list[tuple[Change, ToldEvent]] = []
    for one in told:
        if one.state == WITHDRAWN:
            continue
        current: int | None = one.event
        for change in changes:
            if change.event != current or change.changed_at < one.told_at:
                continue
            if current == one.event and (said := facts_before(change.before)):
                changed[change.became if change.became is not None else current] = said
            current = change.became
            if current is None:
                withdrawn.append((change, one))
                break
        if current is not None:
            now[current] = one
    known = {one.id for one in candidates}
    learnt = await digests.learnt_by_ids(session, [key for key in now if key not in known])
    earlier = await candidates_of(session, learnt, end)
    return Before(now, tuple(earlier), changed), withdrawn


def _corrections(
    withdrawn: Sequence[tuple[Change, ToldEvent]], candidates: Sequence[Candidate], dates: Dates
) -> list[Correction]:
    """What to take back: what was told and is told by nobody now, not even in other words."""
    found: dict[str, Correction] = {}
    for change, told in withdrawn:
        words = content_words(str(change.before.get("quote") or told.as_told))
        if any(_tells(candidate, words) for candidate in candidates):
            continue
        publisher, url = (str(value) if (value := change.before.get(key)) else None for key in ("publisher", "url"))
        found.setdefault(
            told.as_told,
            Correction(told.event, told.as_told, dates.day(told.told_at.date()), change.reason, publisher, url),
        )
    return list(found.values())


def _tells(candidate: Candidate, words: frozenset[str]) -> bool:
    return bool(words) and len(words & candidate.words) >= SAME_WORDS * len(words)
