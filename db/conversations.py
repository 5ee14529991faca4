"""Conversations: what a person last asked in a channel's thread, for as long as it is remembered."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.dialect import is_sqlite
from db.models import Conversation


async def get(session: AsyncSession, key: str, *, now: datetime) -> dict[str, Any] | None:
    """The conversation's state, None where there is none or it has expired."""
    query = select(Conversation.state).where(Conversation.key == key, Conversation.expires_at > now)
    state: dict[str, Any] | None = await session.scalar(query)
    return state


async def put(session: AsyncSession, key: str, state: dict[str, Any], *, expires_at: datetime) -> None:
    """Remember the state, in place of what was there."""
    insert = (sqlite.insert if is_sqlite(session) else postgresql.insert)(Conversation)
    values = {"state": state, "expires_at": expires_at}
    await session.execute(insert.values(key=key, **values).on_conflict_do_update(index_elements=["key"], set_=values))


async def remove_expired(session: AsyncSession, *, now: datetime) -> int:
    """Forget what has expired, and say how many that were."""
    gone = await session.scalars(delete(Conversation).where(Conversation.expires_at <= now).returning(Conversation.key))
    return len(gone.all())
