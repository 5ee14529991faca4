"""Whom and what "he", "they", "it" and "there" stand for: a follow-up is completed with the words they stand for."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.conversation import Turn
from bot.asking.evidence.terms import SYNONYM, all_forms, likeness, tokens
from bot.asking.followup_words import followup
from bot.asking.query import EventQuery, Name, Part, Wanted
from bot.asking.understanding.words import auxiliary, closed
from bot.knowledge.actions import lexicon
from bot.knowledge.actors import gazetteer
from db import actors
from db.loading import load
from db.records import StoredActor, StoredEvent
from db.vocabulary import ActorKind, Role

LONGEST_THING = 6
"""Words of an object that "it" is put in full for; longer ones are left to the articles in focus."""
MOST_EVENTS = 8
STATES = (ActorKind.COUNTRY, ActorKind.GOVERNMENT)
BODIES = (*STATES, ActorKind.ORGANISATION, ActorKind.MILITARY, ActorKind.GROUP)
OTHER_ROLES = (Role.PARTNER, Role.TARGET, Role.RECIPIENT)
FOREMOST = (Part.ACTOR, Part.SPEAKER, Part.EITHER)
"""The parts in which someone is first in an asker's mind."""
_ASKED_ROLES: Mapping[Wanted, tuple[Role, ...]] = {
    Wanted.ACTOR: (Role.ACTOR, Role.SPEAKER),
    Wanted.PARTNER: OTHER_ROLES,
    Wanted.OBJECT: OTHER_ROLES,
}
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""A word, with what an apostrophe joins to it."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone and everything that what is said next can refer to, the likeliest of each sort first."""

    people: tuple[Name, ...] = ()
    bodies: tuple[Name, ...] = ()
    answers: tuple[Name, ...] = ()
    """Those who were the answer."""
    acting: tuple[Name, ...] = ()
    """Bodies that did it."""
    together: tuple[Name, ...] = ()
    """Those who did it together, where several did."""
    both: tuple[Name, ...] = ()
    """Both sides of it."""
    thing: str | None = None
    things: str | None = None
    """What was asked for in the plural: "ballistic missiles"."""
    place: str | None = None
    forms: frozenset[str] = frozenset()
    """Base forms of all words of the events in focus."""
    verbs: tuple[str, ...] = ()
    events: tuple[StoredEvent, ...] = ()
    known: Mapping[int, StoredActor] | None = None

    def names(self) -> Iterator[Name]:
        """All names."""
        yield from (*self.people, *self.bodies)


async def cast_of(session: AsyncSession, before: Turn, said: Sequence[Name] = ()) -> Cast:
    """Who and what a conversation has come to; `said` are the names of what was said now, to be known by kind."""
    events = await load(session, before.events[:MOST_EVENTS])
    query = before.query
    named = [name for name in query.names if not name.excluded]
    ids = [identifier for name in (*named, *said) for identifier in name.actors]
    known = await actors.load(session, [*ids, *before.met])
    answered = list(_answered(query, events[:2]))
    own = sorted(named, key=lambda name: name.part not in FOREMOST)
    first = [name for name in own if name.part in FOREMOST]
    rest = [name for name in own if name.part not in FOREMOST]
    known.update((actor.id, actor) for event in events for actor in _actors(event))
    met = [_name(known[identifier]) for identifier in before.met if identifier in known]
    taking = [_name(actor) for event in events[:2] for actor in _actors(event)]

    def of(wanted: Collection[ActorKind], *groups: Iterable[Name]) -> tuple[Name, ...]:
        found = {
            name.actors[0]: name
            for group in groups
            for name in group
            if name.actors and name.actors[0] in known and known[name.actors[0]].kind in wanted
        }
        return tuple(found.values())

    doers = answered if query.wanted is Wanted.ACTOR else []
    asked_for = query.answer_kind in BODIES or query.wanted in (Wanted.PLACE, Wanted.PARTNER)
    return Cast(
        people=of((ActorKind.PERSON,), first, answered, rest, taking, met),
        bodies=of(BODIES, answered if asked_for else (), first, answered, rest, taking, met),
        answers=tuple(answered),
        acting=of(BODIES, first, doers),
        together=_together(first, doers, [*first, *_others(named)]),
        both=_together([*first, *answered]),
        thing=_thing(query, events),
        things=_things(query),
        place=_place(named, events),
        forms=all_forms(word for event in events for word in _words(event)) | _query_forms(query),
        verbs=tuple(dict.fromkeys(event.verb for event in events)),
        events=tuple(events),
        known=known,
    )


def completed(question: str, cast: Cast, named: Sequence[Name]) -> str:
    """Put names in the place of pronouns; those already named in the question are not meant by them."""
    spans = list(_TOKEN.finditer(question))
    words = [span[0].casefold().replace("’", "'") for span in spans]
    taken = {name.actors[:1] for name in named}
    parts, end = list[str](), 0
    for at, span in enumerate(spans):
        if span[0].isupper() and len(span[0]) > 1 and not question.isupper():
            continue
        meant = _meant(words, at, cast, taken)
        if meant is None:
            continue
        start, stop, text = meant
        parts += [question[end : spans[start].start()], text]
        end = spans[stop - 1].end()
    return "".join([*parts, question[end:]])


def refers(question: str) -> bool:
    """Whether the words hold a pronoun or a "that" that points back."""
    words = [word.casefold() for word in _TOKEN.findall(question)]
    pointing = followup("person") | followup("several") | followup("thing") | followup("standing")
    if any(word in pointing for word in words) or any(f" {phrase} " in f" {' '.join(words)} " for phrase in pointing):
        return True
    return any(word in followup("where") and not _existential(words, at) for at, word in enumerate(words))


def points_at(question: str, cast: Cast) -> bool:
    """Whether "the deal" of a question is one that the events in focus tell of."""
    words = tokens(question)
    return any(
        word in followup("definite") and likeness(words[at + 1], cast.forms) >= SYNONYM
        for at, word in enumerate(words[:-1])
        if words[at + 1] not in closed("unit")
    )


def _meant(
    words: Sequence[str], at: int, cast: Cast, taken: Collection[tuple[int, ...]]
) -> tuple[int, int, str] | None:
    """What the pronoun at a place stands for: the words [start, end) that give way, and those that take their place."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    owns = word in followup("possessive") and (word != "her" or _begins_noun(following))
    mark = "'s" if owns else ""
    if word in followup("person"):
        name = _first(cast.people, taken)
        return (at, at + 1, name.text + mark) if name else None
    if word in followup("thing"):
        return _meant_thing(at, cast, taken, owns=owns, subject=at > 0 and auxiliary(words[at - 1]) is not None)
    if word in followup("where") and not _existential(words, at):
        return (at, at + 1, f"in {cast.place}") if cast.place else None
    pair = f"{word} {following}"
    length = 2 if pair in followup("several") else 1 if word in followup("several") else 0
    if length and (text := _several(cast, taken, two=length == 2 or word == "both")):
        return at, at + length, text + mark
    return None


def _meant_thing(
    at: int, cast: Cast, taken: Collection[tuple[int, ...]], *, owns: bool, subject: bool
) -> tuple[int, int, str] | None:
    body = _first(cast.bodies, taken)
    if owns:
        return (at, at + 1, f"{body.text}'s") if body else None
    if cast.thing:
        return at, at + 1, cast.thing
    return (at, at + 1, body.text) if body and subject else None


def _several(cast: Cast, taken: Collection[tuple[int, ...]], *, two: bool) -> str | None:
    if cast.things:
        return cast.things
    group = [name for name in (cast.together or (cast.both if two else ())) if name.actors[:1] not in taken]
    if len(group) > 1:
        return " and ".join(name.text for name in group)
    body = _first(cast.acting, taken)
    return body.text if body else None


def _first(names: Iterable[Name], taken: Collection[tuple[int, ...]]) -> Name | None:
    return next((name for name in names if name.actors[:1] not in taken), None)


def _begins_noun(word: str) -> bool:
    """Whether the word behind "her" can be what she has: not the end, a preposition or a verb's helper."""
    return bool(word) and not any(
        word in closed(kind) for kind in ("preposition", "adverb", "conjunction", "asking", "do", "be", "have", "modal")
    )


def _existential(words: Sequence[str], at: int) -> bool:
    """Whether "there" only says that something is: "was there an agreement?"."""
    around = (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])
    return any(word in followup("existential") for word in around)


def _answered(query: EventQuery, events: Iterable[StoredEvent]) -> Iterator[Name]:
    """Those who were the answer."""
    for event in events:
        for participant in event.taking(*_ASKED_ROLES.get(query.wanted, ())):
            if participant.actor:
                yield _name(participant.actor)


def _actors(event: StoredEvent) -> Iterator[StoredActor]:
    return (participant.actor for participant in event.participants if participant.actor)


def _name(actor: StoredActor) -> Name:
    return Name(actor.name, Part.EITHER, (actor.id,), actor.name)


def _together(*groups: Sequence[Name]) -> tuple[Name, ...]:
    """The first group of several."""
    several = ({name.actors or name.text: name for name in group} for group in groups)
    return next((tuple(group.values())[:3] for group in several if len(group) > 1), ())


def _others(named: Iterable[Name]) -> list[Name]:
    return [name for name in named if name.part is Part.OTHER]


def _thing(query: EventQuery, events: Sequence[StoredEvent]) -> str | None:
    """What the first event was done to, where it is short and no whole clause; else what was asked for."""
    told = events[0].object if events else None
    if told is None and query.wanted in (Wanted.OBJECT, Wanted.AMOUNT) and query.answer_words:
        return f"the {' '.join(query.answer_words)}"
    if not told or len(told.split()) > LONGEST_THING or told.split()[0].casefold() in ("to", "that"):
        return None
    return told


def _things(query: EventQuery) -> str | None:
    counted = query.wanted in (Wanted.COUNT, Wanted.AMOUNT, Wanted.OBJECT)
    return " ".join(query.answer_words) if counted and query.answer_words else None


def _place(named: Iterable[Name], events: Sequence[StoredEvent]) -> str | None:
    asked = next((name for name in named if name.part is Part.PLACE), None)
    if asked:
        return asked.name or asked.text
    towards = next((name for name in named if name.part is Part.OTHER and gazetteer().place(name.text)), None)
    if towards:
        # "Fly to Washington": the city, though the store links it to the government.
        return towards.text
    for event in events[:1]:
        if event.place_name or event.place:
            return event.place_name or event.place
        for participant in event.taking(Role.PLACE, *OTHER_ROLES):
            if participant.actor and participant.actor.kind in STATES:
                return participant.actor.name
    return None


def _words(event: StoredEvent) -> Iterator[str]:
    yield from tokens(" ".join((event.verb, event.object or "")))
    for noun in lexicon().nouns_of(event.verb):
        yield from tokens(noun)
    for report in event.reports[:1]:
        yield from tokens(report.clause or report.quote)


def _query_forms(query: EventQuery) -> frozenset[str]:
    words = [*query.words, *query.answer_words, *([query.act.words] if query.act else [])]
    return all_forms(word for phrase in words for word in tokens(phrase))
