"""Actors and the names they go by. Names are looked up folded; the caller folds them, always by the same function."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from db.dialect import insert_new, take_turn
from db.models import Actor, Alias
from db.records import NewActor, StoredActor
from db.vocabulary import ActorKind

LONGEST_NAME = 200
"""Characters; what is longer is no name and is not looked up by."""

_CHUNK = 500
"""Values in one statement; SQLite's limit is 32,766 and plans grow with it."""

_Value = TypeVar("_Value")


async def ensure(session: AsyncSession, actors: Iterable[NewActor]) -> dict[str, int]:
    """Find the actors by their keys, store those that are new, and add what is newly known of the others.

    Returns the id for each key; that of the successor where an actor turned out to be another.
    """
    wanted = {actor.key: actor for actor in actors}
    if not wanted:
        return {}
    await take_turn(session)
    known = await _by_key(session, wanted)
    new = [actor for actor in wanted.values() if actor.key not in known]
    await insert_new(
        session,
        Actor,
        [
            {
                "key": actor.key,
                "name": actor.name,
                "kind": actor.kind.value,
                "country": actor.country,
                "sector": actor.sector,
                "description": actor.description,
            }
            for actor in new
        ],
    )
    for key, stored in known.items():
        await _complete(session, stored, wanted[key])
    ids = {key: stored.successor_id or stored.id for key, stored in known.items()}
    if new:
        added = await _by_key(session, [actor.key for actor in new])
        ids |= {key: stored.id for key, stored in added.items()}
    await add_aliases(session, [(ids[actor.key], alias) for actor in wanted.values() for alias in actor.aliases])
    return ids


async def add_aliases(session: AsyncSession, aliases: Iterable[tuple[int, str]]) -> None:
    """Let actors (ids) go by further folded names; known ones are left out."""
    rows = {
        (folded, actor_id): {"folded": folded, "actor_id": actor_id, "backward": folded[::-1]}
        for actor_id, folded in aliases
        if folded and len(folded) <= LONGEST_NAME
    }
    await insert_new(session, Alias, [rows[key] for key in sorted(rows)])


async def load(session: AsyncSession, ids: Iterable[int]) -> dict[int, StoredActor]:
    """Load actors by id; ids that do not exist are left out."""
    found: dict[int, StoredActor] = {}
    for chunk in chunks(sorted(set(ids))):
        rows = await session.execute(select(*ACTOR_COLUMNS).where(Actor.id.in_(chunk)))
        found |= {row[0]: as_actor(row) for row in rows}
    return found


async def by_keys(session: AsyncSession, keys: Iterable[str]) -> dict[str, int]:
    """The ids of the actors with these keys (their successors' where they have one); unknown keys are left out."""
    return {key: stored.successor_id or stored.id for key, stored in (await _by_key(session, keys)).items()}


async def named(session: AsyncSession, folded: Iterable[str]) -> dict[str, list[int]]:
    """Who goes by exactly these folded names; names that nobody goes by are left out."""
    found: dict[str, list[int]] = {}
    for chunk in chunks(sorted(set(folded))):
        query = (
            select(Alias.folded, Alias.actor_id).where(Alias.folded.in_(chunk)).order_by(Alias.folded, Alias.actor_id)
        )
        for name, actor_id in await session.execute(query):
            found.setdefault(name, []).append(actor_id)
    return found


async def beginning(session: AsyncSession, prefix: str, *, limit: int = 50) -> list[tuple[str, int]]:
    """Names that begin with these folded letters, in alphabetical order, each with the actor's id."""
    query = select(Alias.folded, Alias.actor_id).where(_begins(Alias.folded, prefix))
    rows = await session.execute(query.order_by(Alias.folded, Alias.actor_id).limit(limit))
    return [(name, actor_id) for name, actor_id in rows]


async def nearly(session: AsyncSession, folded: str, *, limit: int = 500) -> list[tuple[str, int]]:
    """Candidates for a folded name with one letter wrong, missing, too many or swapped with its neighbour.

    One slip leaves the half before or the half after it whole, so every such name begins or ends like this one and has
    nearly its length. The caller measures the distance: most candidates are merely similar.
    """
    half = (len(folded) - 1) // 2
    if half < 1:
        return []
    length = func.length(Alias.folded).between(len(folded) - 1, len(folded) + 1)
    either = or_(_begins(Alias.folded, folded[:half]), _begins(Alias.backward, folded[::-1][:half]))
    rows = await session.execute(select(Alias.folded, Alias.actor_id).where(either, length).limit(limit))
    return [(name, actor_id) for name, actor_id in rows]


ACTOR_COLUMNS = (Actor.id, Actor.key, Actor.name, Actor.kind, Actor.country, Actor.sector, Actor.description)


def as_actor(row: Sequence[Any]) -> StoredActor:
    """A row of `ACTOR_COLUMNS` as a value."""
    identifier, key, name, kind, country, sector, description = row
    return StoredActor(identifier, key, name, ActorKind(kind), country, sector, description)


def chunks(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    """Cut values into lists that fit one statement."""
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


def _begins(column: InstrumentedAttribute[str], prefix: str) -> ColumnElement[bool]:
    """A range of an index sorted by code point, which LIKE is not sure to use."""
    return and_(column >= prefix, column < prefix + "\U0010ffff")


async def _by_key(session: AsyncSession, keys: Iterable[str]) -> dict[str, Row[Any]]:
    """Actors as they are stored, with their successors, by key."""
    found: dict[str, Row[Any]] = {}
    for chunk in chunks(sorted(set(keys))):
        rows = await session.execute(select(*ACTOR_COLUMNS, Actor.successor_id).where(Actor.key.in_(chunk)))
        found |= {row.key: row for row in rows}
    return found


async def _complete(session: AsyncSession, stored: Row[Any], told: NewActor) -> None:
    missing = {
        name: value
        for name in ("country", "sector", "description")
        if getattr(stored, name) is None and (value := getattr(told, name)) is not None
    }
    if stored.kind == ActorKind.OTHER and told.kind != ActorKind.OTHER:
        missing["kind"] = told.kind.value
    if missing:
        await session.execute(update(Actor).where(Actor.id == stored.id).values(**missing))
