"""Short ways to make what the store's tests put in."""

from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db import actors, articles, events
from db.records import NewActor, NewArticle, NewEvent, NewParticipant, NewReport
from db.vocabulary import Action, ActorKind, Role, Status

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def article(text: str = "Tonga and Samoa signed a fishing treaty.", **further: object) -> NewArticle:
    """An article published in March 2024."""
    values: dict[str, object] = {"published": datetime(2024, 3, 5, 6, 0, tzinfo=UTC), "title": None} | further
    return NewArticle(text=text, **values)  # type: ignore[arg-type]


def event(quote: str, verb: str = "sign", *participants: tuple[Role, int | None], **further: object) -> NewEvent:
    """An event that happened, told by the first characters of its article."""
    values: dict[str, object] = {
        "action": Action.AGREE,
        "status": Status.HAPPENED,
        "report": NewReport(quote, 0, len(quote)),
    } | further
    return NewEvent(
        verb=verb,
        participants=tuple(NewParticipant(role, actor) for role, actor in participants),
        **values,  # type: ignore[arg-type]
    )


async def add_actor(session: AsyncSession, name: str, *aliases: str, kind: ActorKind = ActorKind.COUNTRY) -> int:
    """Store an actor that goes by its name in lower case and by the aliases."""
    key = f"{kind}:{name}"
    return (await actors.ensure(session, [NewActor(key, name, kind, aliases=(name.lower(), *aliases))]))[key]


async def add_article(
    session: AsyncSession, *told: NewEvent, text: str = "", **further: object
) -> tuple[int, list[int]]:
    """Store an article and the events it tells; returns the ids of both."""
    new = article(text or " ".join(item.report.quote for item in told), **further)
    article_id, _ = await articles.add(session, new, read_at=NOW)
    ids = await events.add(session, article_id, told, published=new.published.date(), learnt_at=NOW)
    return article_id, ids


def day(text: str) -> date:
    """A date from ISO."""
    return date.fromisoformat(text)
