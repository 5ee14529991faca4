"""The names of actors, for suggesting them while somebody types."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.actors import ACTOR_COLUMNS, as_actor
from db.models import Actor
from db.records import StoredActor
from db.vocabulary import ActorKind


async def actors_of(session: AsyncSession, kinds: Iterable[ActorKind], *, limit: int) -> list[StoredActor]:
    """Actors of these kinds, those first stored first: the best known are named early."""
    wanted = sorted(kind.value for kind in kinds)
    rows = await session.execute(
        select(*ACTOR_COLUMNS)
        .where(Actor.kind.in_(wanted), Actor.successor_id.is_(None))
        .order_by(Actor.id)
        .limit(limit)
    )
    return [as_actor(row) for row in rows]
