"""Replies with buttons, judgements of them, and marks; and all that is kept of one person, to show or to remove."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.dialect import is_sqlite
from db.models import Base, Conversation, Judgement, Mark, Reply


@dataclass(frozen=True, slots=True)
class StoredReply:
    """A reply whose buttons still work."""

    id: int
    person: str
    state: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """How much is kept of a person."""

    conversations: int
    replies: int
    judgements: int


async def put(session: AsyncSession, reply: StoredReply, *, expires_at: datetime) -> None:
    """Keep a reply, in place of what was kept under its id."""
    values = {"person": reply.person, "state": reply.state, "expires_at": expires_at}
    await _upsert(session, Reply, {"id": reply.id}, values)


async def get(session: AsyncSession, reply_id: int, *, now: datetime) -> StoredReply | None:
    """The reply with this id, None where there is none or it has expired."""
    query = select(Reply.id, Reply.person, Reply.state).where(Reply.id == reply_id, Reply.expires_at > now)
    row = (await session.execute(query)).first()
    return StoredReply(*row) if row else None


async def remove_expired(session: AsyncSession, *, now: datetime) -> int:
    """Remove what has expired, and say how many that were."""
    gone = await session.scalars(delete(Reply).where(Reply.expires_at <= now).returning(Reply.id))
    return len(gone.all())


async def judge(
    session: AsyncSession, reply_id: int, person: str, *, helpful: bool, question: str, answer: str, judged_at: datetime
) -> None:
    """Keep what a person thinks of a reply; thinking again replaces it."""
    values = {"helpful": helpful, "question": question, "answer": answer, "judged_at": judged_at}
    await _upsert(session, Judgement, {"reply_id": reply_id, "person": person}, values)


async def mark(session: AsyncSession, name: str) -> str | None:
    """The value last set under a name."""
    value: str | None = await session.scalar(select(Mark.value).where(Mark.name == name))
    return value


async def set_mark(session: AsyncSession, name: str, value: str) -> None:
    """Remember a value under a name."""
    await _upsert(session, Mark, {"name": name}, {"value": value})


async def held(session: AsyncSession, person: str) -> Held:
    """How much is kept of a person, whose conversations have keys that begin with "PERSON/"."""
    counts = [
        await session.scalar(select(func.count()).select_from(table).where(condition))
        for table, condition in (
            (Conversation, Conversation.key.startswith(f"{person}/", autoescape=True)),
            (Reply, Reply.person == person),
            (Judgement, Judgement.person == person),
        )
    ]
    return Held(*(count or 0 for count in counts))


async def forget(session: AsyncSession, person: str) -> Held:
    """Remove all that is kept of a person, and say how much that was."""
    known = await held(session, person)
    await session.execute(delete(Conversation).where(Conversation.key.startswith(f"{person}/", autoescape=True)))
    await session.execute(delete(Reply).where(Reply.person == person))
    await session.execute(delete(Judgement).where(Judgement.person == person))
    return known


async def _upsert(session: AsyncSession, table: type[Base], key: dict[str, Any], values: dict[str, Any]) -> None:
    insert = (sqlite.insert if is_sqlite(session) else postgresql.insert)(table)
    await session.execute(insert.values(**key, **values).on_conflict_do_update(index_elements=list(key), set_=values))
