"""Narrowing: what an asker says beside the question, in fields of their own, about who and when."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.lookup import Party, days, whom
from bot.asking.query import EventQuery, Name, Part, Window


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Names and dates as the asker wrote them, None where open. `meant` settles an ambiguous name of the question."""

    person: str | None = None
    country: str | None = None
    since: str | None = None
    until: str | None = None
    meant: str | None = None


async def narrow(session: AsyncSession, query: EventQuery, narrowing: Narrowing, asked: date) -> EventQuery:
    """Hold a query to what was said beside it. Raise an `AskingError` for a name or date that cannot be read."""
    names = list(query.names)
    for words in (narrowing.person, narrowing.country):
        if words:
            party = await whom(session, words, asked)
            if not any(set(party.actors) & set(name.actors) for name in names):
                names.append(Name(words, Part.EITHER, party.actors, party.name))
    if narrowing.meant:
        meant = await whom(session, narrowing.meant, asked)
        names = [_settled(name, meant) for name in names]
    first, last = days(narrowing.since, narrowing.until, asked)
    return replace(query, names=tuple(names), window=within(query.window, first, last))


def within(window: Window | None, first: date | None, last: date | None) -> Window | None:
    """The days of a window from the first to the last; None leaves an end as it was."""
    if first is None and last is None:
        return window
    if window:
        first = max(filter(None, (window.start, first)), default=None)
        last = min(filter(None, (window.end, last)), default=None)
    return Window(first, last, window.text if window else "")


def _settled(name: Name, meant: Party) -> Name:
    if not set(name.actors) & set(meant.actors):
        return name
    return replace(name, actors=meant.actors, name=meant.name, ambiguous=False)
