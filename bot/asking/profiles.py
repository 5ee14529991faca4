"""Who somebody is: name, description, offices, and the newest events that they take part in."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.listing import TOLD, Told, told
from bot.asking.lookup import Party, whom
from bot.knowledge.actors import Office, gazetteer
from db.finding import Criteria, Involved, find
from db.loading import load

NEWEST = 5


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody with their offices, the latest first, and their newest stored events."""

    party: Party
    offices: tuple[Office, ...]
    events: tuple[Told, ...]


async def profile(session: AsyncSession, words: str, asked: date) -> Profile:
    """Return who the words mean. Raise `UnknownName` or `AmbiguousName`."""
    party = await whom(session, words, asked)
    offices = tuple(reversed(gazetteer().offices_of(party.key))) if party.key else ()
    if not party.actors:
        return Profile(party, offices, ())
    ids = await find(session, Criteria(involved=(Involved(party.actors),), actions=TOLD), limit=NEWEST)
    return Profile(party, offices, tuple(map(told, await load(session, ids))))
