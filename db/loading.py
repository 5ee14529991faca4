"""Loading events whole, in as many statements as there are kinds of things and not as there are events."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Executable, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.actors import ACTOR_COLUMNS, as_actor
from db.dialect import each_of, numbers
from db.loaded import KEY, LoadedEvents
from db.models import Actor, Article, Event, Participant, Predicate, Report
from db.records import StoredActor, StoredArticle, StoredEvent, StoredParticipant, StoredReport
from db.vocabulary import Action, Granularity, Role, Status

ARTICLE_COLUMNS = (
    Article.id,
    Article.name,
    Article.title,
    Article.publisher,
    Article.published,
    Article.url,
    Article.sample,
)


async def load(session: AsyncSession, ids: Sequence[int]) -> list[StoredEvent]:
    """Load events with their participants, reports and articles, in the order of the ids; missing ones are left out."""
    wanted = list(dict.fromkeys(ids))
    kept: LoadedEvents | None = session.info.get(KEY)
    if kept is None or not wanted:
        return await _load(session, wanted)
    kept.renew(await newest(session))
    found = kept.known(wanted)
    loaded = await _load(session, [identifier for identifier in wanted if identifier not in found])
    kept.keep(loaded)
    found |= {event.id: event for event in loaded}
    return [found[identifier] for identifier in wanted if identifier in found]


async def newest(session: AsyncSession) -> int | None:
    """The newest article's id, None where there is none. A reading session, which is of one moment, asks only once."""
    if KEY not in session.info:
        return await session.scalar(_NEWEST)
    if _ASKED not in session.info:
        session.info[_ASKED] = await session.scalar(_NEWEST)
    found: int | None = session.info[_ASKED]
    return found


async def _load(session: AsyncSession, wanted: Sequence[int]) -> list[StoredEvent]:
    if not wanted:
        return []
    # The connection and not the session: rows are wanted, and an object-relational mapping of them costs as much again.
    connection = await session.connection()
    statements = _statements(connection.dialect.name)
    events = {row[0]: tuple(row) for row in await connection.execute(statements.events, numbers(session, wanted))}
    participants = _participants_by_event(await connection.execute(statements.participants, numbers(session, wanted)))
    told = [row[0] for row in events.values() if row[_SOURCE] is None]
    reports = _reports_by_event(await connection.execute(statements.reports, numbers(session, told))) if told else {}
    return [_event(events[key], participants.get(key, ()), reports.get(key, ())) for key in wanted if key in events]


def as_article(row: Sequence[Any]) -> StoredArticle:
    """A row of `ARTICLE_COLUMNS` as a value."""
    return StoredArticle(*row)


_ASKED = "newest article"
_NEWEST = select(func.max(Article.id))

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

_SOURCE = -1
"""Where a row says which import it came from."""


class _Statements(NamedTuple):
    events: Executable
    participants: Executable
    reports: Executable


@cache
def _statements(dialect: str) -> _Statements:
    """Made once: putting a statement together costs as much as running it."""
    return _Statements(
        _EVENTS.where(each_of(dialect, Event.id)),
        _PARTICIPANTS.where(each_of(dialect, Participant.event_id)),
        _REPORTS.where(each_of(dialect, Report.event_id)),
    )


# Looking a value up here takes a fifth of the time that calling the enumeration does.
_ACTIONS = {action.value: action for action in Action}
_STATUSES = {status.value: status for status in Status}
_ROLES = {role.value: role for role in Role}
_GRANULARITIES: dict[str | None, Granularity | None] = {None: None} | {value.value: value for value in Granularity}


def _participants_by_event(rows: Iterable[Sequence[Any]]) -> dict[int, list[StoredParticipant]]:
    actors: dict[int | None, StoredActor | None] = {None: None}
    found: dict[int, list[StoredParticipant]] = defaultdict(list)
    for row in rows:
        event_id, role, words, actor_id = row[:4]
        if actor_id not in actors:
            actors[actor_id] = as_actor(row[3:])
        found[event_id].append(StoredParticipant(_ROLES[role], actors[actor_id], words))
    return found


def _reports_by_event(rows: Iterable[Sequence[Any]]) -> dict[int, list[StoredReport]]:
    articles: dict[int, StoredArticle] = {}
    found: dict[int, list[StoredReport]] = defaultdict(list)
    for row in rows:
        event_id, quote, clause, start, end, article_id = row[:6]
        if article_id not in articles:
            articles[article_id] = as_article(row[5:])
        found[event_id].append(StoredReport(articles[article_id], quote, clause, start, end))
    return found


def _event(
    row: Sequence[Any], participants: Sequence[StoredParticipant], reports: Sequence[StoredReport]
) -> StoredEvent:
    identifier, action, verb, status, *middle, complements, confidence, source = row
    words, place, place_name, country, starts, ends, granularity, date_text, speaker, quoted = middle
    return StoredEvent(
        id=identifier,
        action=_ACTIONS[action],
        verb=verb,
        status=_STATUSES[status],
        object=words,
        place=place,
        place_name=place_name,
        country=country,
        starts=starts,
        ends=ends,
        granularity=_GRANULARITIES[granularity],
        date_text=date_text,
        speaker=speaker,
        quoted=quoted,
        complements=tuple((item["marker"], item["text"]) for item in complements or ()),
        confidence=confidence,
        source=source,
        participants=tuple(participants),
        reports=tuple(reports),
    )
