"""Loading events whole, in as many statements as there are kinds of things and not as there are events."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.actors import ACTOR_COLUMNS, as_actor, chunks
from db.models import Actor, Article, Event, Participant, Predicate, Report
from db.records import StoredArticle, StoredEvent, StoredParticipant, StoredReport
from db.vocabulary import Action, Granularity, Role, Status


async def load(session: AsyncSession, ids: Sequence[int]) -> list[StoredEvent]:
    """Load events with their participants, reports and articles, in the order of the ids; missing ones are left out."""
    events: dict[int, Row[Any]] = {}
    participants: dict[int, list[StoredParticipant]] = defaultdict(list)
    reports: dict[int, list[StoredReport]] = defaultdict(list)
    for chunk in chunks(list(dict.fromkeys(ids))):
        events |= {row.id: row for row in await session.execute(_EVENTS.where(Event.id.in_(chunk)))}
        for row in await session.execute(_PARTICIPANTS.where(Participant.event_id.in_(chunk))):
            actor = as_actor(row[3:]) if row[3] is not None else None
            participants[row.event_id].append(StoredParticipant(Role(row.role), actor, row.text))
        for told in await session.execute(_REPORTS.where(Report.event_id.in_(chunk))):
            reports[told.event_id].append(
                StoredReport(as_article(told[5:]), told.quote, told.clause, told.start, told.end)
            )
    return [_event(events[key], participants[key], reports[key]) for key in dict.fromkeys(ids) if key in events]


ARTICLE_COLUMNS = (
    Article.id,
    Article.name,
    Article.title,
    Article.publisher,
    Article.published,
    Article.url,
    Article.sample,
)

_EVENTS = select(
    Event.id,
    Predicate.action,
    Predicate.verb,
    Event.status,
    Event.object,
    Event.place,
    Event.place_name,
    Event.country,
    Event.starts,
    Event.ends,
    Event.granularity,
    Event.date_text,
    Event.speaker,
    Event.quoted,
    Event.complements,
    Event.confidence,
    Event.source,
).join(Predicate, Predicate.id == Event.predicate_id)

_PARTICIPANTS = (
    select(Participant.event_id, Participant.role, Participant.text, *ACTOR_COLUMNS)
    .outerjoin(Actor, Actor.id == Participant.actor_id)
    .order_by(Participant.event_id, Participant.position)
)

_REPORTS = (
    select(Report.event_id, Report.quote, Report.clause, Report.start, Report.end, *ARTICLE_COLUMNS)
    .join(Article, Article.id == Report.article_id)
    .order_by(Report.event_id, Article.published, Article.id, Report.start)
)


def as_article(row: Sequence[Any]) -> StoredArticle:
    """A row of `ARTICLE_COLUMNS` as a value."""
    return StoredArticle(*row)


def _event(row: Row[Any], participants: list[StoredParticipant], reports: list[StoredReport]) -> StoredEvent:
    return StoredEvent(
        id=row.id,
        action=Action(row.action),
        verb=row.verb,
        status=Status(row.status),
        object=row.object,
        place=row.place,
        place_name=row.place_name,
        country=row.country,
        starts=row.starts,
        ends=row.ends,
        granularity=Granularity(row.granularity) if row.granularity else None,
        date_text=row.date_text,
        speaker=row.speaker,
        quoted=row.quoted,
        complements=tuple((item["marker"], item["text"]) for item in row.complements or ()),
        confidence=row.confidence,
        source=row.source,
        participants=tuple(participants),
        reports=tuple(reports),
    )
