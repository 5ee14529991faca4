"""Whom words outside a question mean: the filters of a list, the name of a profile, the one chosen of several."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.errors import AskingError
from bot.knowledge import calendar
from bot.knowledge.actors import KnownActor, fold, gazetteer
from db import actors
from db.records import StoredActor
from db.vocabulary import ActorKind

MOST_CHOICES = 25
_STATES = ("country", "government")


@dataclass(frozen=True, slots=True)
class Party:
    """Someone named outside a question. `actors` are ids in the store, none where it knows only the name."""

    name: str
    actors: tuple[int, ...] = ()
    description: str | None = None
    key: str | None = None
    kind: ActorKind | None = None
    country: str | None = None


class UnknownName(AskingError):  # noqa: N818
    """Nobody goes by these words."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"I know nobody called “{words}”. Write the name as the news writes it, or choose one of the list."
        )


class AmbiguousName(AskingError):  # noqa: N818
    """Several go by these words: the caller lets the asker choose one of `choices`, by its key."""

    def __init__(self, words: str, choices: Sequence[Party]) -> None:
        super().__init__(f"“{words}” can mean several. Which one do you mean?")
        self.words = words
        self.choices = tuple(choices)


class UnreadableDate(AskingError):  # noqa: N818
    """These words are no date."""

    def __init__(self, words: str) -> None:
        super().__init__(f"“{words}” is no date that I can read. Write for example 2023-05-01, May 2023 or last week.")


async def whom(session: AsyncSession, words: str, on: date) -> Party:
    """Say whom a name, or an actor's key, means. Raise `UnknownName`, or `AmbiguousName` where it is several people."""
    known, stored = await _candidates(session, words, on)
    parties = _parties(known, stored)
    if not parties:
        raise UnknownName(words)
    people = [party for party in parties if party.kind is ActorKind.PERSON and party.actors]
    if len(people) > 1 and not (known and gazetteer().offices_of(known[0].key, on)):
        raise AmbiguousName(words, people[:MOST_CHOICES])
    first = parties[0]
    if first.key and first.key.partition(":")[0] in _STATES:
        return await _state(session, first)
    return first


def days(since: str | None, until: str | None, asked: date) -> tuple[date | None, date | None]:
    """Read both ends of a period as people write them; a month or year counts whole. Raise `UnreadableDate`."""
    first = _interval(since, asked)[0] if since else None
    last = _interval(until, asked)[1] if until else None
    if first and last and first > last:
        raise AskingError(f"The period ends ({last.isoformat()}) before it begins ({first.isoformat()}).")
    return first, last


def _interval(words: str, asked: date) -> tuple[date, date]:
    read = calendar.resolve(words, asked)
    if read is None:
        raise UnreadableDate(words)
    return read.interval


async def _candidates(
    session: AsyncSession, words: str, on: date
) -> tuple[Sequence[KnownActor], dict[str, StoredActor]]:
    """Whom the gazetteer knows by the words, best first, and whom the store knows, by key."""
    names = gazetteer()
    if ":" in words:
        exact = names.by_key(words)
        ids = await actors.by_keys(session, [words])
        loaded = await actors.load(session, ids.values())
        return ([exact] if exact else []), {actor.key: actor for actor in loaded.values()}
    known = names.surname(words, on) or names.named(words)
    ids = await actors.by_keys(session, [actor.key for actor in known])
    called = await actors.named(session, [fold(words)])
    loaded = await actors.load(session, {*ids.values(), *called.get(fold(words), ())})
    if not known and not loaded:
        known = names.misspelt(words)
        ids = await actors.by_keys(session, [actor.key for actor in known])
        loaded = await actors.load(session, ids.values())
    return known, {actor.key: actor for actor in loaded.values()}


def _parties(known: Sequence[KnownActor], stored: dict[str, StoredActor]) -> list[Party]:
    found = {
        actor.key: Party(
            actor.name,
            (stored[actor.key].id,) if actor.key in stored else (),
            actor.description,
            actor.key,
            actor.kind,
            actor.country,
        )
        for actor in known
    }
    for actor in stored.values():
        party = Party(actor.name, (actor.id,), actor.description, actor.key, actor.kind, actor.country)
        found.setdefault(actor.key, party)
    return list(found.values())


async def _state(session: AsyncSession, party: Party) -> Party:
    """A state is its country and its government: articles name either for the same act."""
    keys = [f"{prefix}:{party.country}" for prefix in _STATES]
    ids = await actors.by_keys(session, keys)
    ordered = tuple(dict.fromkeys((*party.actors, *(ids[key] for key in keys if key in ids))))
    return Party(party.name, ordered, party.description, party.key, party.kind, party.country)
