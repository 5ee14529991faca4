"""Articles: stored once however often they are read, and removed with the events that only they tell."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.actors import chunks
from db.dialect import take_turn
from db.loading import ARTICLE_COLUMNS, as_article, newest
from db.models import Actor, Article, Event, Participant, Report
from db.records import NewArticle, StoredArticle
from db.search import index


def digest(article: NewArticle) -> str:
    """What tells the article from others: a SHA-256, in hexadecimal, over publisher, address and clean text."""
    parts = (article.publisher or "", article.url or "", article.text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


async def known(session: AsyncSession, article: NewArticle) -> int | None:
    """The id of this article where it is stored already."""
    identifier: int | None = await session.scalar(select(Article.id).where(Article.digest == digest(article)))
    return identifier


async def add(session: AsyncSession, article: NewArticle, *, read_at: datetime) -> tuple[int, bool]:
    """Store the article unless it is there, and say its id and whether it is new."""
    await take_turn(session)
    stored = await known(session, article)
    if stored is not None:
        return stored, False
    row = Article(
        digest=digest(article),
        name=article.name,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        url=article.url,
        text=article.text,
        sample=article.sample,
        read_at=read_at,
    )
    session.add(row)
    await session.flush()
    return row.id, True


async def retitle(session: AsyncSession, article_id: int, title: str | None) -> None:
    """Give an article the title that its publisher gave it since; nothing changes where it is the same or none."""
    if title is None:
        return
    changed = await session.execute(
        update(Article)
        .where(Article.id == article_id, Article.title.is_distinct_from(title))
        .values(title=title)
        .returning(Article.id)
    )
    if changed.first() is not None:
        await index(session, await session.scalars(select(Report.event_id).where(Report.article_id == article_id)))


async def get(session: AsyncSession, article_id: int) -> StoredArticle | None:
    """The article as cited, None where there is none with this id."""
    row = (await session.execute(select(*ARTICLE_COLUMNS).where(Article.id == article_id))).first()
    return as_article(row) if row else None


async def text_of(session: AsyncSession, article_id: int) -> str | None:
    """The article's clean text, that all offsets refer to."""
    found: str | None = await session.scalar(select(Article.text).where(Article.id == article_id))
    return found


async def texts_of(session: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """The clean texts of several articles, by id; missing ones are left out."""
    rows = await session.execute(select(Article.id, Article.text).where(Article.id.in_(sorted(ids))))
    return {row.id: row.text for row in rows}


async def any_stored(session: AsyncSession) -> bool:
    """Whether there is any article."""
    return await newest(session) is not None


async def count(session: AsyncSession) -> int:
    """How many articles are stored."""
    return await session.scalar(select(func.count()).select_from(Article)) or 0


async def remove(session: AsyncSession, article_id: int) -> bool:
    """Remove the article and the events that no other article tells. Say whether there was one."""
    return await _remove(session, [article_id]) == 1


async def remove_samples(session: AsyncSession) -> int:
    """Remove the sample articles and the events that only they tell. Say how many articles there were."""
    return await _remove(session, list(await session.scalars(select(Article.id).where(Article.sample))))


async def _remove(session: AsyncSession, ids: list[int]) -> int:
    await take_turn(session)
    told: set[int] = set()
    removed = 0
    for chunk in chunks(ids):
        told |= set(await session.scalars(select(Report.event_id).where(Report.article_id.in_(chunk))))
        await session.execute(delete(Report).where(Report.article_id.in_(chunk)))
        removed += len(
            (await session.scalars(delete(Article).where(Article.id.in_(chunk)).returning(Article.id))).all()
        )
    kept: list[int] = []
    named: set[int] = set()
    for part in chunks(sorted(told)):
        still = set(await session.scalars(select(Report.event_id).where(Report.event_id.in_(part))))
        untold = set(part) - still
        kept += still
        named |= set(await session.scalars(select(Participant.actor_id).where(Participant.event_id.in_(untold))))
        await session.execute(delete(Event).where(Event.id.in_(untold)))
    await index(session, kept)
    for actors in chunks(sorted(actor for actor in named if actor is not None)):
        without = ~exists().where(Participant.actor_id == Actor.id)
        await session.execute(delete(Actor).where(Actor.id.in_(actors), without))
    return removed
