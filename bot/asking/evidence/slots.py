"""Taking the asked-for part out of a matched event."""

import re
from collections.abc import Iterable

from bot.asking.evidence.matching import OTHER_ROLES, Evidence, Match, Matcher, Named
from bot.asking.evidence.terms import all_forms, likeness, tokens
from bot.asking.query import EventQuery, Kind, Wanted
from db.records import StoredEvent, StoredParticipant
from db.vocabulary import ActorKind, Granularity, Role

STATES = (ActorKind.COUNTRY, ActorKind.GOVERNMENT)
PLACE_MARKERS = frozenset(
    ("in", "at", "near", "off", "over", "into", "to", "on", "from", "around", "inside", "outside")
)
_AMOUNT = re.compile(
    r"(?:[$€£¥]\s?|(?:about|around|nearly|more than|over|some|up to|at least)\s+)?"
    r"\d[\d,]*(?:\.\d+)?(?:\s?(?:%|percent|per cent|million|billion|trillion|tons?|tonnes?))*",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?)\b",
    re.IGNORECASE,
)


def take(matcher: Matcher, match: Match) -> tuple[str, ...]:
    """The asked-for part of the event, best first; empty where the event does not tell it."""
    query, event = matcher.query, match.event
    match query.wanted:
        case Wanted.ACTOR:
            return _named(matcher, event.taking(Role.ACTOR, Role.SPEAKER), match.evidence)
        case Wanted.PARTNER:
            return _named(matcher, event.taking(*OTHER_ROLES), match.evidence) or _object(query, match.evidence)
        case Wanted.PLACE:
            return _places(matcher, event)
        case Wanted.DATE:
            return _date(query, event)
        case Wanted.COUNT | Wanted.AMOUNT:
            return _amounts(query, match.evidence)
        case Wanted.OBJECT | Wanted.STATEMENT | Wanted.IDENTITY:
            return _object(query, match.evidence)
        case _:
            return (tidy(match.evidence.clause),)


def tidy(text: str) -> str:
    """A span of an article as it stands alone: one line, without loose punctuation at its ends."""
    return re.sub(r"\s+", " ", text).strip(" ,;:-\u2013\u2014")


def _named(matcher: Matcher, participants: Iterable[StoredParticipant], evidence: Evidence) -> tuple[str, ...]:
    found = []
    for participant in participants:
        if any(_asked_about(named, participant) for named in (*matcher.named, *matcher.excluded)):
            continue
        if _right_kind(matcher.query, participant):
            found.append(participant.name)
    return tuple(dict.fromkeys(found))


def _asked_about(named: Named, participant: StoredParticipant) -> bool:
    return named.part(participant) >= 0.9


def _right_kind(query: EventQuery, participant: StoredParticipant) -> bool:
    actor = participant.actor
    if query.answer_country and (actor is None or actor.country != query.answer_country):
        return False
    if query.answer_kind is None:
        return True
    if actor is None:
        return query.answer_kind not in {ActorKind.PERSON, *STATES}
    if query.answer_kind in STATES:
        return actor.kind in STATES
    return actor.kind is query.answer_kind


def _object(query: EventQuery, evidence: Evidence) -> tuple[str, ...]:
    event = evidence.event
    parts = [event.object] if event.object else []
    if query.answer_words:
        parts += [text for _, text in event.complements] + [part.name for part in event.participants]
        asked = [word for phrase in query.answer_words for word in tokens(phrase)]
        parts.sort(key=lambda part: -max((likeness(word, all_forms(tokens(part))) for word in asked), default=0.0))
    elif not parts:
        parts = [part.name for part in event.taking(*OTHER_ROLES)] or [text for _, text in event.complements]
    if query.kind is Kind.WHAT and not parts:
        parts = [evidence.clause]
    return tuple(dict.fromkeys(tidy(part) for part in parts if part))[:3]


def _places(matcher: Matcher, event: StoredEvent) -> tuple[str, ...]:
    found = [event.place] if event.place else []
    found += [part.name for part in event.taking(Role.PLACE)]
    going = [part for part in event.taking(*OTHER_ROLES) if part.actor and part.actor.kind in STATES]
    found += [part.text or part.name for part in going if not any(_asked_about(n, part) for n in matcher.named)]
    found += [f"{marker} {text}" for marker, text in event.complements if marker in PLACE_MARKERS]
    return tuple(dict.fromkeys(tidy(place) for place in found))[:5]


def _date(query: EventQuery, event: StoredEvent) -> tuple[str, ...]:
    if not event.starts or not event.ends:
        return ()
    return (iso(event, query.granularity),)


def iso(event: StoredEvent, asked: Granularity) -> str:
    """The event's date as exactly as it is known and asked: "2023-01-11", "2023-01" or "2023"."""
    start, end = event.starts or event.day, event.ends or event.day
    if asked is Granularity.YEAR or (start.year, start.month) != (end.year, end.month):
        return f"{start.year}" if start.year == end.year else f"{start.year}/{end.year}"
    if asked is Granularity.MONTH or start != end:
        return f"{start:%Y-%m}"
    return start.isoformat()


def _amounts(query: EventQuery, evidence: Evidence) -> tuple[str, ...]:
    """Figures in the clause, those beside the asked-for thing first."""
    asked = [word for phrase in (*query.answer_words, *query.words) for word in tokens(phrase)]
    for text in (evidence.event.object or "", evidence.clause, evidence.sentence):
        found = [*_AMOUNT.finditer(text), *_NUMBER_WORD.finditer(text)]
        if found:
            ranked = sorted(found, key=lambda item: (-_beside(text, item, asked), item.start()))
            return tuple(dict.fromkeys(_with_noun(text, item) for item in ranked))[:3]
    return ()


def _beside(text: str, found: re.Match[str], asked: list[str]) -> float:
    following = tokens(text[found.start() : found.end() + 40])[:6]
    return max((likeness(word, all_forms(following)) for word in asked), default=0.0)


def _with_noun(text: str, found: re.Match[str]) -> str:
    following = re.match(r"(?:[\s-]+[\w.-]+){0,3}", text[found.end() :])
    return tidy(found[0] + (following[0] if following else ""))
