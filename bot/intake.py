"""Intake: a document is read, and the article with its events goes into the store."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.actors import fold, gazetteer
from bot.knowledge.surnames import surnames
from bot.news.samples import PUBLISHER, samples
from bot.reading.document import Document
from bot.reading.event import Mention, Place, ReadEvent
from bot.reading.worker import ReadingWorker
from db import actors, articles, events
from db.records import NewActor, NewArticle, NewEvent, NewParticipant, NewReport, StoredEvent, StoredParticipant
from db.session import Store
from db.vocabulary import Action, ActorKind, Role, Status

SAME_ACT_DAYS = 1
"""The same act may be dated a day apart by articles of different time zones."""

PARTS = ((Role.ACTOR, "actors"), (Role.PARTNER, "partners"), (Role.TARGET, "targets"), (Role.RECIPIENT, "recipients"))


class Intake:
    """Reads documents with a worker of its own and stores what they tell; an article read again changes nothing."""

    def __init__(
        self, store: Store, *, workers: int = 1, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store = store
        self._clock = clock
        self._worker = ReadingWorker(workers)

    async def __aenter__(self) -> Self:
        await self._worker.__aenter__()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self._worker.__aexit__(*exception)

    async def read(self, document: Document, *, sample: bool = False) -> list[dict[str, Any]]:
        """Read and store a document; return its events as EVENT objects of the command-line contract."""
        article = NewArticle(
            text=document.text,
            published=document.published,
            title=document.title,
            publisher=document.publisher,
            url=document.url,
            name=document.name,
            sample=sample,
        )
        async with self._store.reading() as session:
            known = await articles.known(session, article)
        if known is None:
            read = await self._worker.read(document)
            async with self._store.writing() as session:
                known = await self._keep(session, article, read)
        async with self._store.reading() as session:
            stored = await events.of_article(session, known)
        return [stored_json(event, known) for event in stored]

    async def load_samples(self, step: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Read the sample articles; return how many there are. `step` is told how far it is."""
        every = samples()
        for done, sample in enumerate(every, start=1):
            document = Document(
                text=sample.text,
                title=sample.title,
                publisher=PUBLISHER,
                published=datetime.combine(sample.published, datetime.min.time(), UTC),
                url=None,
                name=sample.name,
            )
            await self.read(document, sample=True)
            step(done, len(every))
        return len(every)

    async def _keep(self, session: AsyncSession, article: NewArticle, read: Sequence[ReadEvent]) -> int:
        now = self._clock()
        identifier, new = await articles.add(session, article, read_at=now)
        if not new:
            return identifier
        published = article.published.date()
        ids = await actors.ensure(session, _new_actors(read))
        fresh: list[NewEvent] = []
        told_again: list[tuple[int, NewReport]] = []
        for event in read:
            stored = new_event(event, ids)
            same = await _same_act(session, stored, published)
            if same is None:
                fresh.append(stored)
            else:
                told_again.append((same, stored.report))
        await events.add(session, identifier, fresh, published=published, learnt_at=now)
        await events.add_reports(session, identifier, told_again)
        return identifier


async def _same_act(session: AsyncSession, event: NewEvent, published: date) -> int | None:
    """The stored event that this one tells again, if another article told it: same verb, actors and nearly day."""
    if event.action in {Action.OTHER, Action.SAY} or event.starts is None or event.starts != event.ends:
        return None
    doers = _ids(event, Role.ACTOR)
    if not doers:
        return None
    near = await events.similar(
        session,
        first=event.starts - timedelta(days=SAME_ACT_DAYS),
        last=event.starts + timedelta(days=SAME_ACT_DAYS),
        actors=doers,
        verb=event.verb,
    )
    for stored in near:
        if (
            stored.status is event.status
            and stored.verb == event.verb
            and stored.starts is not None
            and _stored_ids(stored, Role.ACTOR) == doers
            and _agree(stored, event)
        ):
            return stored.id
    return None


def _agree(stored: StoredEvent, event: NewEvent) -> bool:
    others = (Role.PARTNER, Role.TARGET, Role.RECIPIENT)
    mine, theirs = _ids(event, *others), _stored_ids(stored, *others)
    if mine and theirs and mine.isdisjoint(theirs):
        return False
    if not event.object or not stored.object:
        return bool(mine & theirs)
    one, other = set(fold(event.object).split()), set(fold(stored.object).split())
    return len(one & other) / min(len(one), len(other)) >= 0.5 if one and other else False


def _ids(event: NewEvent, *roles: Role) -> set[int]:
    return {part.actor_id for part in event.participants if part.role in roles and part.actor_id is not None}


def _stored_ids(event: StoredEvent, *roles: Role) -> set[int]:
    return {part.actor.id for part in event.taking(*roles) if part.actor}


def _mentions(event: ReadEvent) -> Iterable[tuple[Role, Mention]]:
    for role, field in PARTS:
        for mention in getattr(event, field):
            yield role, mention
    if event.speaker:
        yield Role.SPEAKER, event.speaker


def _new_actors(read: Iterable[ReadEvent]) -> list[NewActor]:
    found: dict[str, NewActor] = {}
    for event in read:
        for _, mention in _mentions(event):
            if mention.key:
                names = {fold(mention.name or mention.text), *_own_names(mention)}
                before = found.get(mention.key)
                found[mention.key] = NewActor(
                    key=mention.key,
                    name=mention.name or mention.text,
                    kind=mention.kind,
                    country=mention.country,
                    sector=mention.sector,
                    aliases=tuple(sorted(names | set(before.aliases if before else ()))),
                )
        if event.place and event.place.country:
            place = _place_actor(event.place)
            found.setdefault(place.key, place)
    return list(found.values())


def _own_names(mention: Mention) -> Iterable[str]:
    """The names by which the article calls it: as it spells them, and the surnames of a person."""
    if not mention.name:
        return
    if mention.kind is ActorKind.PERSON:
        yield from surnames(mention.name, mention.key)
        # "Legislative Speaker You Si-kun" for Yu Shyi-kun: the name stands at the end of the words.
        spelt = mention.text.split()[-len(mention.name.split()) :]
        if len(spelt) > 1 and all(word[:1].isupper() for word in spelt):
            yield fold(" ".join(spelt))
    elif mention.text[:1].isupper():
        yield fold(mention.text)


def _place_actor(place: Place) -> NewActor:
    country = place.country or ""
    name = gazetteer().country_name(country)
    key = f"country:{country}"
    return NewActor(key=key, name=name, kind=ActorKind.COUNTRY, country=country, aliases=(fold(name),))


def new_event(event: ReadEvent, ids: dict[str, int]) -> NewEvent:
    """A read event as the store takes it, with the ids of its actors."""
    participants = [
        NewParticipant(role, ids.get(mention.key) if mention.key else None, mention.text)
        for role, mention in _mentions(event)
    ]
    place = event.place
    if place and place.country:
        participants.append(NewParticipant(Role.PLACE, ids.get(f"country:{place.country}"), place.text))
    when = event.date
    return NewEvent(
        action=event.action,
        verb=event.verb,
        status=event.status,
        report=NewReport(quote=event.quote, start=event.start, end=event.end, clause=event.clause),
        participants=tuple(participants),
        object=event.object,
        place=place.text if place else None,
        place_name=place.name if place else None,
        country=place.country if place else None,
        starts=when.start if when else None,
        ends=when.end if when else None,
        granularity=when.granularity if when else None,
        date_text=when.text if when else None,
        speaker=(event.speaker.name or event.speaker.text) if event.speaker else None,
        complements=tuple((item.marker, item.text) for item in event.complements),
        quoted=event.quoted,
        confidence=event.confidence,
    )


AHEAD = (Status.PLANNED, Status.URGED, Status.THREATENED)
"""Acts that lie ahead where no date is told: the day of publication says nothing about them."""


def _date_json(start: date, end: date, words: str | None) -> dict[str, Any]:
    return {"start": start.isoformat(), "end": end.isoformat(), "text": words, "basis": "text"}


def _published_json(status: Status, published: date | None) -> dict[str, Any] | None:
    """For what is told without a date: the day it was published, marked as such and without words for it."""
    if published is None or status in AHEAD:
        return None
    return {"start": published.isoformat(), "end": published.isoformat(), "text": None, "basis": "publication"}


def _mention_json(mention: Mention) -> dict[str, Any]:
    return {
        "text": mention.text,
        "id": None,
        "name": mention.name,
        "kind": mention.kind.value,
        "country": mention.country,
        "sector": mention.sector,
    }


def event_json(event: ReadEvent, published: date | None) -> dict[str, Any]:
    """A read event that is not stored, as an EVENT object of the command-line contract."""
    return {
        "id": None,
        "article": None,
        "article_name": None,
        "quote": event.quote,
        "start": event.start,
        "end": event.end,
        "action": event.action.value,
        "verb": event.verb,
        "status": event.status.value,
        "actors": [_mention_json(mention) for mention in event.actors],
        "partners": [_mention_json(mention) for mention in event.partners],
        "targets": [_mention_json(mention) for mention in (*event.targets, *event.recipients)],
        "object": event.object,
        "place": (
            {"text": event.place.text, "name": event.place.name, "country": event.place.country}
            if event.place
            else None
        ),
        "date": (
            _date_json(event.date.start, event.date.end, event.date.text)
            if event.date
            else _published_json(event.status, published)
        ),
        "speaker": _mention_json(event.speaker) if event.speaker else None,
        "confidence": round(event.confidence, 2),
    }


def _participant_json(participant: StoredParticipant) -> dict[str, Any]:
    actor = participant.actor
    return {
        "text": participant.text,
        "id": actor.id if actor else None,
        "name": actor.name if actor else None,
        "kind": (actor.kind if actor else ActorKind.OTHER).value,
        "country": actor.country if actor else None,
        "sector": actor.sector if actor else None,
    }


def stored_json(event: StoredEvent, article_id: int) -> dict[str, Any]:
    """A stored event as the article tells it, as an EVENT object of the command-line contract."""
    report = next(report for report in event.reports if report.article.id == article_id)
    speakers = event.taking(Role.SPEAKER)

    def told(*roles: Role) -> list[dict[str, Any]]:
        return [_participant_json(participant) for participant in event.taking(*roles)]

    return {
        "id": event.id,
        "article": article_id,
        "article_name": report.article.name,
        "quote": report.quote,
        "start": report.start,
        "end": report.end,
        "action": event.action.value,
        "verb": event.verb,
        "status": event.status.value,
        "actors": told(Role.ACTOR),
        "partners": told(Role.PARTNER),
        "targets": told(Role.TARGET, Role.RECIPIENT),
        "object": event.object,
        "place": ({"text": event.place, "name": event.place_name, "country": event.country} if event.place else None),
        "date": (
            _date_json(event.starts, event.ends or event.starts, event.date_text)
            if event.starts
            else _published_json(event.status, report.article.published.date())
        ),
        "speaker": _participant_json(speakers[0]) if speakers else None,
        "confidence": round(event.confidence, 2),
    }
