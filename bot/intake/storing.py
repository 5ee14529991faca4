"""What was read as the store takes it: actors to be found or added, and events with their ids."""

from collections.abc import Iterable

from bot.knowledge.actors import fold, gazetteer
from bot.knowledge.surnames import surnames
from bot.reading.event import Mention, Place, ReadEvent
from db.records import NewActor, NewEvent, NewParticipant, NewReport
from db.vocabulary import ActorKind, Role

PARTS = ((Role.ACTOR, "actors"), (Role.PARTNER, "partners"), (Role.TARGET, "targets"), (Role.RECIPIENT, "recipients"))


def new_actors(read: Iterable[ReadEvent]) -> list[NewActor]:
    """The actors that events name, each once."""
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


def _mentions(event: ReadEvent) -> Iterable[tuple[Role, Mention]]:
    for role, field in PARTS:
        for mention in getattr(event, field):
            yield role, mention
    if event.speaker:
        yield Role.SPEAKER, event.speaker


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
