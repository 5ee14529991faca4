"""Items that sources announced: recognising them, taking turns at reading them, and finding copies of one story."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.dialect import insert_new, is_sqlite
from db.models import FeedItem, ItemKey, Shingle, Source

_ONCE = 400
"""Keys in one statement: SQLite's oldest limit of variables is 999."""
_RECORDING = 5_368_173
"""Key of the PostgreSQL advisory lock under which items are recorded and joined; any number that stays the same."""


class ItemState(StrEnum):
    """How far an item is."""

    WAITING = "waiting"
    """Its article has yet to be fetched."""
    READY = "ready"
    """Extracted, and to be read."""
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    OLD = "old"
    """Was old when it was first seen: known, but not read."""


PENDING = FeedItem.state.in_([ItemState.WAITING.value, ItemState.READY.value])
"""Has yet to be read: few among very many, found by the index of states. Nothing else is ever leased or due."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item as a source announces it. It is the same as any item with which it shares a key."""

    keys: tuple[str, ...]
    digest: str
    url: str | None
    host: str
    title: str | None
    published: datetime | None
    body: str | None = None
    old: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many items were not known, and how many are known but have changed."""

    new: int
    changed: int


async def record(session: AsyncSession, source_id: int, items: Sequence[NewItem], *, now: datetime) -> Recorded:
    """Record what a source announces: new items wait to be fetched, and changed ones to be read again."""
    if not items:
        return Recorded(0, 0)
    await _take_turn(session)  # two sources may announce one address at once
    known = await _known(session, [key for item in items for key in item.keys])
    unknown, seen, keys = _parted(items, known)
    if unknown:
        rows = [_row(item, source_id, now) for item in unknown]
        statement = insert(FeedItem).returning(FeedItem.id, sort_by_parameter_order=True)
        numbers = (await session.scalars(statement, rows)).all()
        keys |= {key: number for item, number in zip(unknown, numbers, strict=True) for key in item.keys}
    await insert_new(session, ItemKey, [{"key": key, "item_id": number} for key, number in keys.items()])
    return Recorded(len(unknown), await _renew(session, source_id, seen, now))


def _parted(
    items: Sequence[NewItem], known: dict[str, int]
) -> tuple[list[NewItem], dict[int, NewItem], dict[str, int]]:
    """The items that are not known, those that are by their ids, and the new keys of the latter."""
    unknown: list[NewItem] = []
    announced: set[str] = set()
    seen: dict[int, NewItem] = {}
    keys: dict[str, int] = {}
    for item in items:
        numbers = {known[key] for key in item.keys if key in known}
        if numbers:
            number = min(numbers)
            seen.setdefault(number, item)
            keys |= {key: number for key in item.keys if key not in known}
        elif announced.isdisjoint(item.keys):
            unknown.append(item)
            announced.update(item.keys)
    return unknown, seen, keys


async def _take_turn(session: AsyncSession) -> None:
    """Wait until no other transaction records items or joins stories. SQLite has one writer anyway."""
    if not is_sqlite(session):
        await session.execute(select(func.pg_advisory_xact_lock(_RECORDING)))


async def _known(session: AsyncSession, keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(keys), _ONCE):
        query = select(ItemKey.key, ItemKey.item_id).where(ItemKey.key.in_(keys[start : start + _ONCE]))
        found |= {row.key: row.item_id for row in await session.execute(query)}
    return found


def _row(item: NewItem, source_id: int, now: datetime) -> dict[str, Any]:
    return {
        "source_id": source_id,
        "url": item.url,
        "host": item.host,
        "title": item.title,
        "digest": item.digest,
        "body": None if item.old else item.body,
        "published": item.published,
        "first_seen_at": now,
        "state": (ItemState.OLD if item.old else ItemState.WAITING).value,
        "due_at": now,
        "attempts": 0,
    }


async def _renew(session: AsyncSession, source_id: int, seen: dict[int, NewItem], now: datetime) -> int:
    """Let the items that changed be read again; only the source that first announced one says whether it changed."""
    numbers = list(seen)
    changed: list[int] = []
    for start in range(0, len(numbers), _ONCE):
        query = select(FeedItem.id, FeedItem.digest).where(
            FeedItem.id.in_(numbers[start : start + _ONCE]),
            FeedItem.source_id == source_id,
            FeedItem.state.in_([ItemState.DONE.value, ItemState.REFUSED.value, ItemState.FAILED.value]),
        )
        changed += [row.id for row in await session.execute(query) if row.digest != seen[row.id].digest]
    for number in changed:
        item = seen[number]
        values = _row(item, source_id, now)
        del values["first_seen_at"]
        values |= {"state": ItemState.WAITING.value, "body": item.body, "reason": None}
        await session.execute(update(FeedItem).where(FeedItem.id == number).values(values))
    return len(changed)


async def lease_ready(
    session: AsyncSession, owner: str, *, now: datetime, until: datetime, limit: int
) -> list[FeedItem]:
    """Take items that were fetched and are to be read, newest first, for `owner` alone until a moment."""
    chosen = (
        select(FeedItem.id)
        .where(FeedItem.state == ItemState.READY.value, FeedItem.due_at <= now, _free(now))
        .order_by(FeedItem.first_seen_at.desc(), FeedItem.id)
        .limit(limit)
    )
    return await _take(session, (await session.scalars(chosen)).all(), owner, now, until)


async def lease_due(
    session: AsyncSession,
    owner: str,
    *,
    now: datetime,
    until: datetime,
    limit: int,
    each_host: int = 3,
    to_read: bool = True,
) -> list[FeedItem]:
    """Take the items that are due for `owner` alone until a moment; of one host at most `each_host`, newest first.

    So one source's backlog does not hold up the others, and what is new is read before what is old. Of a host of which
    somebody holds some, none are taken. Without `to_read` only those that are to be fetched.
    """
    held = select(FeedItem.host).where(PENDING, FeedItem.lease_until > now)
    place = func.row_number().over(
        partition_by=FeedItem.host, order_by=(FeedItem.state, FeedItem.first_seen_at.desc(), FeedItem.id)
    )
    due = (
        select(FeedItem.id, FeedItem.first_seen_at, place.label("place"))
        .join(Source, Source.id == FeedItem.source_id)
        .where(
            PENDING if to_read else FeedItem.state == ItemState.WAITING.value,
            FeedItem.due_at <= now,
            _free(now),
            Source.state != "paused",
            FeedItem.host.not_in(held),
        )
        .subquery()
    )
    chosen = (
        select(due.c.id).where(due.c.place <= each_host).order_by(due.c.place, due.c.first_seen_at.desc()).limit(limit)
    )
    return await _take(session, (await session.scalars(chosen)).all(), owner, now, until)


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(FeedItem.lease_until.is_(None), FeedItem.lease_until <= now)


async def _take(
    session: AsyncSession, ids: Sequence[int], owner: str, now: datetime, until: datetime
) -> list[FeedItem]:
    # The condition is looked at again under the row's lock, so two processes never take the same.
    taken = await session.scalars(
        update(FeedItem)
        .where(FeedItem.id.in_(ids), _free(now))
        .values(lease_owner=owner, lease_until=until)
        .returning(FeedItem)
        .execution_options(synchronize_session=False)
    )
    return list(taken.all())


async def keep_article(
    session: AsyncSession, item_id: int, owner: str, article: dict[str, Any], *, give_back: bool = False
) -> bool:
    """Keep what was extracted until it was read, by another process with `give_back`; False if the lease was lost."""
    values: dict[str, Any] = {"state": ItemState.READY.value, "article": article, "body": None}
    if give_back:
        values |= {"lease_owner": None, "lease_until": None}
    return await _owned(session, item_id, owner, values)


async def finish(session: AsyncSession, item_id: int, owner: str, state: ItemState, reason: str | None = None) -> bool:
    """End an item as read, refused or failed, with the reason in words; False where the lease was lost."""
    values: dict[str, Any] = {
        "state": state.value,
        "reason": reason,
        "article": None,
        "body": None,
        "lease_owner": None,
        "lease_until": None,
    }
    return await _owned(session, item_id, owner, values)


async def retry(session: AsyncSession, item_id: int, owner: str, *, due_at: datetime, reason: str, tried: bool) -> bool:
    """Give an item back to be tried again later; `tried` counts it as an attempt. False where the lease was lost."""
    values: dict[str, Any] = {"due_at": due_at, "reason": reason, "lease_owner": None, "lease_until": None}
    if tried:
        values["attempts"] = FeedItem.attempts + 1
    return await _owned(session, item_id, owner, values)


async def _owned(session: AsyncSession, item_id: int, owner: str, values: dict[str, Any]) -> bool:
    kept = await session.execute(
        update(FeedItem)
        .where(FeedItem.id == item_id, FeedItem.lease_owner == owner)
        .values(values)
        .returning(FeedItem.id)
    )
    return kept.first() is not None


async def candidates(
    session: AsyncSession, sample: Sequence[int], *, but: int, since: datetime
) -> list[tuple[int, bytes]]:
    """The items that share a sampled shingle: (story, packed fingerprint). `but` is the item itself.

    Until the transaction ends no other process looks for copies, so that two copies find each other.
    """
    await _take_turn(session)
    counts: dict[int, int] = {}
    for start in range(0, len(sample), _ONCE):
        query = (
            select(Shingle.item_id, func.count())
            .where(Shingle.shingle.in_(sample[start : start + _ONCE]), Shingle.item_id != but)
            .group_by(Shingle.item_id)
        )
        for number, count in await session.execute(query):
            counts[number] = counts.get(number, 0) + count
    likely = sorted(counts, key=lambda number: (-counts[number], number))[:_MOST_CANDIDATES]
    rows = (
        select(FeedItem.story_id, FeedItem.shingles)
        .where(FeedItem.id.in_(likely), FeedItem.first_seen_at >= since)
        .order_by(FeedItem.id)
    )
    found = await session.execute(rows)
    return [(story, packed) for story, packed in found if story is not None and packed is not None]


_MOST_CANDIDATES = 50


async def join_story(session: AsyncSession, item_id: int, story_id: int, packed: bytes, sample: Sequence[int]) -> None:
    """Say which story an item tells, and let its copies find it from now on."""
    await session.execute(update(FeedItem).where(FeedItem.id == item_id).values(story_id=story_id, shingles=packed))
    await session.execute(delete(Shingle).where(Shingle.item_id == item_id))
    await insert_new(session, Shingle, [{"shingle": shingle, "item_id": item_id} for shingle in sample])


async def of_story(session: AsyncSession, story_id: int) -> Sequence[FeedItem]:
    """The items that tell a story, the first first."""
    query = select(FeedItem).where(FeedItem.story_id == story_id).order_by(FeedItem.id)
    return (await session.scalars(query)).all()


async def article_of(session: AsyncSession, item_id: int) -> int | None:
    """The article that was last read of an item."""
    found: int | None = await session.scalar(select(FeedItem.article_id).where(FeedItem.id == item_id))
    return found


async def copies_of(session: AsyncSession, item_id: int) -> list[int]:
    """The articles that tell an item's story in the same words, but for its own; the newest few."""
    story = select(FeedItem.story_id).where(FeedItem.id == item_id).scalar_subquery()
    query = (
        select(FeedItem.article_id)
        .where(FeedItem.story_id == story, FeedItem.id != item_id, FeedItem.article_id.is_not(None))
        .distinct()
        .order_by(FeedItem.article_id.desc())
        .limit(_MOST_CANDIDATES)
    )
    return [number for number in await session.scalars(query) if number is not None]


async def read_as(session: AsyncSession, item_id: int, article_id: int) -> None:
    """Remember which article was read of an item."""
    await session.execute(update(FeedItem).where(FeedItem.id == item_id).values(article_id=article_id))


async def waiting(
    session: AsyncSession, states: Collection[ItemState] = (ItemState.WAITING, ItemState.READY)
) -> tuple[int, datetime | None]:
    """How many items are in these states, and when the next of them is due."""
    wanted = FeedItem.state.in_([state.value for state in states])
    row = (await session.execute(select(func.count(), func.min(FeedItem.due_at)).where(wanted))).one()
    return row[0], row[1]


async def forget_copies(session: AsyncSession, *, now: datetime, after: timedelta) -> None:
    """Drop the fingerprints of items that are so old that no copies are expected any more."""
    old = select(FeedItem.id).where(FeedItem.first_seen_at < now - after, FeedItem.shingles.is_not(None))
    ids = (await session.scalars(old.order_by(FeedItem.id).limit(_ONCE))).all()
    await session.execute(delete(Shingle).where(Shingle.item_id.in_(ids)))
    await session.execute(update(FeedItem).where(FeedItem.id.in_(ids)).values(shingles=None))
