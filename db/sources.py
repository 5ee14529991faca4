"""Sources of news: adding and finding them, taking turns at polling them, and how they have been doing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, case, delete, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.dialect import insert_new
from db.feed_items import PENDING
from db.models import FeedItem, Source


class SourceKind(StrEnum):
    """What a source is."""

    FEED = "feed"
    PAGE = "page"
    GDELT = "gdelt"


class SourceState(StrEnum):
    """Whether a source is polled."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source to be added. `host` is the host name of its address."""

    address: str
    kind: SourceKind
    name: str
    host: str
    country: str | None = None
    language: str | None = None
    interval: int = 3600


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of a poll, to be kept. `error` is None where it succeeded; `news` is how many items were new."""

    due_at: datetime
    interval: int
    error: str | None = None
    counts_as_failure: bool = True
    news: int = 0
    etag: str | None = None
    last_modified: str | None = None
    keep_validators: bool = False
    """The answer was "not modified", or there was none: what was stored stays."""
    moved_to: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """What a source gave in a span of time: items by state."""

    announced: int
    read: int
    refused: int
    failed: int
    waiting: int


async def add(session: AsyncSession, source: NewSource, *, now: datetime, due_at: datetime) -> tuple[Source, bool]:
    """Add a source; give back what is stored under its address, and whether it is new."""
    known = await session.scalar(select(Source).where(Source.address == source.address))
    if known is not None:
        return known, False
    row = {
        "address": source.address,
        "kind": source.kind.value,
        "name": source.name,
        "country": source.country,
        "language": source.language,
        "host": source.host,
        "state": SourceState.ACTIVE.value,
        "added_at": now,
        "due_at": due_at,
        "interval": source.interval,
        "failures": 0,
        "moved_times": 0,
    }
    await insert_new(session, Source, [row])
    added = (await session.scalars(select(Source).where(Source.address == source.address))).one()
    return added, True


async def listed(session: AsyncSession) -> Sequence[Source]:
    """All sources by name."""
    return (await session.scalars(select(Source).order_by(func.lower(Source.name), Source.id))).all()


async def get(session: AsyncSession, source_id: int) -> Source | None:
    """The source with this id."""
    return await session.get(Source, source_id)


async def named(session: AsyncSession, words: str) -> Sequence[Source]:
    """The sources that words mean: an id, an address, a whole name, or a part of either."""
    words = words.strip()
    if words.isascii() and words.isdigit() and len(words) < 19:
        found = await session.get(Source, int(words))
        if found is not None:
            return [found]
    if not words:
        return []
    folded = words.casefold()
    exact = select(Source).where(or_(Source.address == words, func.lower(Source.name) == folded)).order_by(Source.id)
    rows = (await session.scalars(exact)).all()
    if rows:
        return rows
    part = or_(
        func.lower(Source.name).contains(folded, autoescape=True),
        func.lower(Source.address).contains(folded, autoescape=True),
    )
    return (await session.scalars(select(Source).where(part).order_by(Source.id))).all()


async def set_state(session: AsyncSession, source_id: int, state: SourceState, *, now: datetime) -> None:
    """Pause, resume or end a source; one that is resumed starts without its past failures and is due at once."""
    values: dict[str, object] = {"state": state.value}
    if state is SourceState.ACTIVE:
        values |= {"failures": 0, "failing_since": None, "noticed_at": None, "due_at": now}
    await session.execute(update(Source).where(Source.id == source_id).values(values))


async def remove(session: AsyncSession, source_id: int) -> None:
    """Remove a source with what it announced; the articles that were read stay."""
    await session.execute(delete(Source).where(Source.id == source_id))


async def lease_due(
    session: AsyncSession, owner: str, *, now: datetime, until: datetime, limit: int, each_host: int = 5
) -> list[Source]:
    """Take the sources that are due, the longest due first, for `owner` alone until a moment.

    Of one host at most `each_host` are taken, and none while somebody holds some of it: a host is to be asked by one
    process at a time, and a slow one is not to take all the room.
    """
    held = select(Source.host).where(Source.lease_until > now)
    place = func.row_number().over(partition_by=Source.host, order_by=(Source.due_at, Source.id)).label("place")
    due = (
        select(Source.id, Source.due_at, place)
        .where(
            Source.state == SourceState.ACTIVE.value,
            Source.due_at <= now,
            or_(Source.lease_until.is_(None), Source.lease_until <= now),
            Source.host.not_in(held),
        )
        .subquery()
    )
    chosen = select(due.c.id).where(due.c.place <= each_host).order_by(due.c.due_at, due.c.id).limit(limit)
    ids = (await session.scalars(chosen)).all()
    # The condition is looked at again under the row's lock, so two processes never take the same.
    taken = await session.scalars(
        update(Source)
        .where(Source.id.in_(ids), or_(Source.lease_until.is_(None), Source.lease_until <= now))
        .values(lease_owner=owner, lease_until=until)
        .returning(Source)
        .execution_options(synchronize_session=False)
    )
    return sorted(taken.all(), key=lambda source: (source.due_at, source.id))


async def finish_poll(session: AsyncSession, source_id: int, owner: str, polled: Polled, *, now: datetime) -> bool:
    """Keep what came of a poll and give the source back; False where the lease was lost to another owner meanwhile."""
    values: dict[str, object] = {
        "due_at": polled.due_at,
        "interval": polled.interval,
        "polled_at": now,
        "lease_owner": None,
        "lease_until": None,
    }
    if polled.error is None:
        values |= {"succeeded_at": now, "failures": 0, "failing_since": None}
        # A source that is silent answers each time: that it answers does not end its silence.
        values["noticed_at"] = case(
            (or_(literal(polled.news > 0), Source.failing_since.is_not(None)), None), else_=Source.noticed_at
        )
        values |= {
            "moved_to": polled.moved_to,
            "moved_times": case((Source.moved_to == polled.moved_to, Source.moved_times + 1), else_=1)
            if polled.moved_to
            else 0,
        }
        if polled.news:
            values["news_at"] = now
    else:
        values["error"] = polled.error
        if polled.counts_as_failure:
            values |= {"failures": Source.failures + 1, "failing_since": func.coalesce(Source.failing_since, now)}
    if not polled.keep_validators:
        values |= {"etag": polled.etag, "last_modified": polled.last_modified}
    if polled.gone:
        values["state"] = SourceState.GONE.value
    kept = await session.execute(
        update(Source).where(Source.id == source_id, Source.lease_owner == owner).values(values).returning(Source.id)
    )
    return kept.first() is not None


async def move(session: AsyncSession, source_id: int, address: str, host: str) -> bool:
    """Give a source the address that it has moved to; False where another source has it already."""
    if await session.scalar(select(Source.id).where(Source.address == address)) is not None:
        return False
    values = {"address": address, "host": host, "moved_to": None, "moved_times": 0}
    await session.execute(update(Source).where(Source.id == source_id).values(values))
    return True


async def pause_host(session: AsyncSession, host: str, until: datetime) -> None:
    """Let no source of a host be due before a moment, as its server asked."""
    await session.execute(update(Source).where(Source.host == host, Source.due_at < until).values(due_at=until))
    await session.execute(
        update(FeedItem).where(PENDING, FeedItem.host == host, FeedItem.due_at < until).values(due_at=until)
    )


async def release(session: AsyncSession, owner: str) -> None:
    """Give back all that an owner holds, so that nobody waits for a process that has ended in order."""
    await session.execute(update(Source).where(Source.lease_owner == owner).values(lease_owner=None, lease_until=None))
    await session.execute(
        update(FeedItem).where(PENDING, FeedItem.lease_owner == owner).values(lease_owner=None, lease_until=None)
    )


async def any_active(session: AsyncSession) -> bool:
    """Whether any source is polled."""
    query = select(Source.id).where(Source.state == SourceState.ACTIVE.value).limit(1)
    return await session.scalar(query) is not None


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next source is due; None where none is polled."""
    moment: datetime | None = await session.scalar(
        select(func.min(Source.due_at)).where(Source.state == SourceState.ACTIVE.value)
    )
    return moment


async def activity(session: AsyncSession, source_id: int, *, since: datetime) -> Activity:
    """What a source has given since a moment."""
    query = (
        select(FeedItem.state, func.count().label("items"))
        .where(FeedItem.source_id == source_id, FeedItem.first_seen_at >= since)
        .group_by(FeedItem.state)
    )
    counts = {row.state: row.items for row in await session.execute(query)}
    return Activity(
        announced=sum(counts.values()),
        read=counts.get("done", 0),
        refused=counts.get("refused", 0),
        failed=counts.get("failed", 0),
        waiting=counts.get("waiting", 0) + counts.get("ready", 0),
    )


async def take_trouble(
    session: AsyncSession, *, now: datetime, failing_for: timedelta, silent_for: timedelta
) -> Sequence[Source]:
    """The sources that are gone, or have failed or been silent for so long; each trouble is given once.

    Whoever takes them tells the admins in the same transaction. A source that recovers and fails again is given again.
    """
    heard = func.coalesce(Source.news_at, Source.added_at)
    active = Source.state == SourceState.ACTIVE.value
    untold = Source.noticed_at.is_(None)
    failing = and_(
        active, Source.failing_since <= now - failing_for, or_(untold, Source.noticed_at < Source.failing_since)
    )
    silent = and_(active, heard <= now - silent_for, untold)
    gone = and_(Source.state == SourceState.GONE.value, untold)
    taken = await session.scalars(
        update(Source)
        .where(or_(failing, silent, gone))
        .values(noticed_at=now)
        .returning(Source)
        .execution_options(synchronize_session=False)
    )
    return sorted(taken.all(), key=lambda source: source.id)
