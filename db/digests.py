"""What digests are made from: events learnt in a period, what changed, and what a channel was told of before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.dialect import among
from db.models import Article, Event, EventChange, FeedItem, Told
from db.records import ids_between
from db.vocabulary import Granularity, Status

STATE_LENGTH = 32
"""Characters of `ToldEvent.state`."""


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """That a channel was told of an event: the line, the state it then had, and when."""

    event: int
    as_told: str
    state: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """That a stored event was changed or withdrawn, and what it said and rested on before.

    `became` is the event as it is now, under another id where its day changed; None where it was withdrawn.
    """

    event: int
    became: int | None
    before: dict[str, Any]
    reason: str
    changed_at: datetime


async def learnt_between(session: AsyncSession, start: datetime, end: datetime) -> dict[int, datetime]:
    """When each event was learnt that articles told for the first time in [start, end); imported ones are left out."""
    # `source IS NULL` as written here is what the index is limited to.
    query = (
        select(Event.id, Event.learnt_at)
        .where(Event.learnt_at >= start, Event.learnt_at < end, Event.source.is_(None))
        .order_by(Event.learnt_at, Event.id)
    )
    return {row.id: row.learnt_at for row in await session.execute(query)}


async def fingerprint(session: AsyncSession, start: datetime, end: datetime) -> tuple[Any, ...]:
    """What changes when the events learnt in [start, end) do, or what articles tell of them."""
    newest = select(func.max(Article.id)).scalar_subquery()
    query = select(func.count(), func.min(Event.id), func.max(Event.id), func.max(Event.learnt_at), newest).where(
        Event.learnt_at >= start, Event.learnt_at < end, Event.source.is_(None)
    )
    return tuple((await session.execute(query)).one())


async def planned_between(
    session: AsyncSession, first: date, last: date, *, known_before: datetime, limit: int
) -> dict[int, datetime]:
    """When each event was learnt that is planned for one of these days, both included, soonest first.

    Only what is dated to the day or week counts, and what was learnt before `known_before`.
    """
    query = (
        select(Event.id, Event.learnt_at)
        .where(Event.id.between(*ids_between(first, last)), Event.status == Status.PLANNED.value)
        .where(Event.granularity.in_([Granularity.DAY.value, Granularity.WEEK.value]), Event.starts.is_not(None))
        .where(Event.source.is_(None), Event.learnt_at < known_before)
        .order_by(Event.id)
        .limit(limit)
    )
    return {row.id: row.learnt_at for row in await session.execute(query)}


async def changes_between(session: AsyncSession, start: datetime, end: datetime) -> list[Change]:
    """What was changed or withdrawn in [start, end), in the order it was."""
    query = (
        select(
            EventChange.event_id, EventChange.became_id, EventChange.before, EventChange.reason, EventChange.changed_at
        )
        .where(EventChange.changed_at >= start, EventChange.changed_at < end)
        .order_by(EventChange.changed_at, EventChange.id)
    )
    return [Change(*row) for row in await session.execute(query)]


async def told_events(
    session: AsyncSession,
    platform: str,
    channel: str,
    ids: Collection[int],
    *,
    since: datetime | None = None,
    before: datetime | None = None,
) -> list[ToldEvent]:
    """What the channel was told of these events, and of every event since `since`; only what was told `before`."""
    wanted = among(session, Told.event_id, ids)
    query = (
        select(Told.event_id, Told.as_told, Told.state, Told.told_at)
        .where(Told.platform == platform, Told.channel == channel)
        .where(wanted if since is None else or_(wanted, Told.told_at >= since))
        .order_by(Told.told_at, Told.event_id)
    )
    if before is not None:
        query = query.where(Told.told_at < before)
    return [ToldEvent(*row) for row in await session.execute(query)]


async def record_told(
    session: AsyncSession,
    platform: str,
    channel: str,
    told: Sequence[tuple[int, str, str]],
    *,
    delivery_id: int | None,
    told_at: datetime,
) -> None:
    """Record that the channel was told of events, given as id, line and state; what was told before is replaced."""
    if not told:
        return
    latest = {event: (line, state) for event, line, state in told}
    await session.execute(
        delete(Told).where(
            Told.platform == platform, Told.channel == channel, among(session, Told.event_id, list(latest))
        )
    )
    await session.execute(
        insert(Told),
        [
            {
                "platform": platform,
                "channel": channel,
                "event_id": event,
                "as_told": line,
                "state": state[:STATE_LENGTH],
                "delivery_id": delivery_id,
                "told_at": told_at,
            }
            for event, (line, state) in sorted(latest.items())
        ],
    )


async def stories_of(session: AsyncSession, articles: Collection[int]) -> dict[int, int]:
    """The story that each of these articles tells in the same words as others, where its source gave one."""
    query = select(FeedItem.article_id, FeedItem.story_id).where(
        FeedItem.article_id.is_not(None), among(session, FeedItem.article_id, articles)
    )
    return {row.article_id: row.story_id for row in await session.execute(query.order_by(FeedItem.id.desc()))}


async def learnt_by_ids(session: AsyncSession, ids: Collection[int]) -> dict[int, datetime]:
    """When each of these events was learnt; missing ones are left out."""
    query = select(Event.id, Event.learnt_at).where(among(session, Event.id, ids))
    return {row.id: row.learnt_at for row in await session.execute(query)}
