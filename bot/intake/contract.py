"""Events as the EVENT objects of the command-line contract."""

from datetime import date
from typing import Any

from bot.reading.event import Mention, ReadEvent
from db.records import StoredEvent, StoredParticipant
from db.vocabulary import ActorKind, Role, Status

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
