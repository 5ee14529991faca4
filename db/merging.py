"""Making two actors one, as when an article tells the full name of somebody known by half of it."""

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.actors import add_aliases
from db.dialect import take_turn
from db.models import Actor, Alias, Participant
from db.search import index


async def merge(session: AsyncSession, kept: int, other: int) -> None:
    """Make everything of the actor `other` the actor `kept`'s; from now on the other's key leads there too."""
    if kept == other:
        return
    await take_turn(session)
    moved = await session.scalars(select(Participant.event_id).where(Participant.actor_id == other).distinct())
    events = moved.all()
    await session.execute(update(Participant).where(Participant.actor_id == other).values(actor_id=kept))
    names = (await session.scalars(select(Alias.folded).where(Alias.actor_id == other))).all()
    await session.execute(delete(Alias).where(Alias.actor_id == other))
    await add_aliases(session, [(kept, name) for name in names])
    await session.execute(
        update(Actor).where(or_(Actor.id == other, Actor.successor_id == other)).values(successor_id=kept)
    )
    await index(session, events)
