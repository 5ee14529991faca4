"""Writing events, and finding the same act told before.

Events gain reports or are removed; only where the one article that tells an event changed is it replaced.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, false, insert, or_, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.actors import chunks
from db.dialect import among, insert_new, take_turn
from db.loading import load
from db.models import Event, Participant, Predicate, Report
from db.predicates import ensure
from db.records import NewEvent, NewReport, StoredEvent, day_of, ids_between
from db.search import index
from db.vocabulary import Action

MOST_SIMILAR = 50
"""Candidates for being the same act; the newest are given."""


async def add(
    session: AsyncSession, article_id: int, events: Sequence[NewEvent], *, published: date, learnt_at: datetime
) -> list[int]:
    """Store events that the article tells for the first time, and return their ids in the same order.

    An event without a date takes its day from `published`. Store an article's events in one call: their full-text
    documents are then written together, which is much faster.
    """
    if not events:
        return []
    await take_turn(session)
    ids = await _new_ids(session, [event.starts or published for event in events])
    await _store(session, article_id, ids, events, learnt_at)
    return ids


async def replace(
    session: AsyncSession, event_id: int, article_id: int, event: NewEvent, *, learnt_at: datetime
) -> int:
    """Store the event in place of one that no other article tells, and return its id: another if its day changed."""
    await take_turn(session)
    was = day_of(event_id)
    day = event.starts or was
    # The new id is found while the old one is still there, so that it is not given again.
    ids = [event_id] if day == was else await _new_ids(session, [day])
    await session.execute(delete(Event).where(Event.id == event_id))
    await _store(session, article_id, ids, [event], learnt_at)
    return ids[0]


async def learnt_at(session: AsyncSession, event_id: int) -> datetime:
    """When the event was first told. Raises NoResultFound."""
    return (await session.scalars(select(Event.learnt_at).where(Event.id == event_id))).one()


async def _store(
    session: AsyncSession, article_id: int, ids: Sequence[int], events: Sequence[NewEvent], learnt_at: datetime
) -> None:
    predicates = await ensure(session, {(event.action, event.verb) for event in events})
    numbered = [
        (identifier, event, predicates[event.action, event.verb]) for identifier, event in zip(ids, events, strict=True)
    ]
    event_rows = [_event_row(identifier, event, predicate, learnt_at) for identifier, event, predicate in numbered]
    participant_rows = [
        row for identifier, event, predicate in numbered for row in _participant_rows(identifier, event, predicate)
    ]
    report_rows = [_report_row(identifier, article_id, event.report) for identifier, event, _ in numbered]
    for table, rows in ((Event, event_rows), (Participant, participant_rows), (Report, report_rows)):
        if rows:
            await session.execute(insert(table), rows)
    await index(session, ids)


async def add_reports(session: AsyncSession, article_id: int, reports: Iterable[tuple[int, NewReport]]) -> None:
    """Let the article tell events (ids) that are stored already. Told again from the same place: nothing changes."""
    rows = [_report_row(event_id, article_id, report) for event_id, report in reports]
    await insert_new(session, Report, rows)
    await index(session, {row["event_id"] for row in rows})


async def similar(
    session: AsyncSession,
    *,
    first: date,
    last: date,
    actors: Iterable[int],
    action: Action | None = None,
    verb: str | None = None,
) -> list[StoredEvent]:
    """Events of those days, both included, that may be the same act, newest first: the caller compares them.

    Each names one of the actors, has the verb or the action, and is told by an article: imported ones are never joined.
    """
    same = [
        column == value for column, value in ((Predicate.verb, verb), (Predicate.action, action)) if value is not None
    ]
    query = (
        select(Event.id)
        .join(Participant, Participant.event_id == Event.id)
        .join(Predicate, Predicate.id == Event.predicate_id)
        .where(Participant.actor_id.in_(sorted(set(actors))), Participant.event_id.between(*ids_between(first, last)))
        .where(Event.source.is_(None), or_(true() if not same else false(), *same))
        .distinct()
        .order_by(Event.id.desc())
        .limit(MOST_SIMILAR)
    )
    return await load(session, list(await session.scalars(query)))


async def around(session: AsyncSession, article_id: int, start: int, radius: int) -> list[StoredEvent]:
    """Events that the article tells within `radius` characters of the offset `start`, in the order told."""
    query = (
        select(Report.event_id)
        .where(Report.article_id == article_id, Report.start.between(start - radius, start + radius))
        .order_by(Report.start, Report.event_id)
    )
    return await load(session, list(await session.scalars(query)))


async def of_article(session: AsyncSession, article_id: int) -> list[StoredEvent]:
    """All events that the article tells, in the order told."""
    query = select(Report.event_id).where(Report.article_id == article_id).order_by(Report.start, Report.event_id)
    return await load(session, list(await session.scalars(query)))


async def ids_of_articles(session: AsyncSession, article_ids: Collection[int], *, limit: int) -> list[int]:
    """Ids of events that these articles tell, in the order told, at most so many."""
    query = (
        select(Report.event_id)
        .where(among(session, Report.article_id, article_ids))
        .order_by(Report.article_id, Report.start, Report.event_id)
        .limit(limit)
    )
    return list(dict.fromkeys(await session.scalars(query)))


async def following_ids(session: AsyncSession, days: Iterable[date]) -> dict[date, int]:
    """For each day the id that its next event gets; the caller has taken its turn, so nobody else is given it."""
    found: dict[date, int] = {}
    for chunk in chunks(sorted(set(days))):
        ranges = {day: ids_between(day, day) for day in chunk}
        query = " UNION ALL ".join(
            f"SELECT {low}, (SELECT max(id) FROM ({_taken(low, high)}) AS taken)"  # noqa: S608 - numbers only
            for low, high in ranges.values()
        )
        highest = {row[0]: row[1] for row in await session.execute(text(query))}
        for day, (low, _) in ranges.items():
            found[day] = low if highest[low] is None else highest[low] + 1
    return found


def _taken(low: int, high: int) -> str:
    """The highest ids of that range: also of events that are gone but that somebody was told of."""
    return " UNION ALL ".join(
        f"SELECT max({column}) AS id FROM {table} WHERE {column} BETWEEN {low} AND {high}"  # noqa: S608
        for table, column in (("events", "id"), ("event_changes", "event_id"), ("told", "event_id"))
    )


async def _new_ids(session: AsyncSession, days: Sequence[date]) -> list[int]:
    """Ids for new events of these days, in the same order."""
    following = await following_ids(session, days)
    ids = []
    for day in days:
        ids.append(following[day])
        following[day] += 1
    return ids


def _event_row(identifier: int, event: NewEvent, predicate_id: int, learnt_at: datetime) -> dict[str, Any]:
    return {
        "id": identifier,
        "predicate_id": predicate_id,
        "action": event.action.value,
        "status": event.status.value,
        "object": event.object,
        "place": event.place,
        "place_name": event.place_name,
        "country": event.country,
        "starts": event.starts,
        "ends": event.ends if event.ends is not None else event.starts,
        "granularity": event.granularity.value if event.granularity else None,
        "date_text": event.date_text,
        "speaker": event.speaker,
        "quoted": event.quoted,
        "complements": [{"marker": marker, "text": words} for marker, words in event.complements] or None,
        "confidence": event.confidence,
        "learnt_at": learnt_at,
    }


def _participant_rows(identifier: int, event: NewEvent, predicate_id: int) -> list[dict[str, Any]]:
    return [
        {
            "event_id": identifier,
            "role": participant.role.value,
            "position": position,
            "actor_id": participant.actor_id,
            "predicate_id": predicate_id,
            "text": participant.text,
        }
        for position, participant in enumerate(event.participants)
    ]


def _report_row(identifier: int, article_id: int, report: NewReport) -> dict[str, Any]:
    return {
        "event_id": identifier,
        "article_id": article_id,
        "start": report.start,
        "end": report.end,
        "quote": report.quote,
        "clause": report.clause,
    }
