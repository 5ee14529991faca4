"""Lists of events: what is stored of somebody, a pair, a kind of act or a period, page by page."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.asking.answer import Citation
from bot.asking.evidence.matching import Evidence
from bot.asking.evidence.slots import tidy
from bot.asking.evidence.telling import REMARKS, cite, shorten, when
from bot.asking.lookup import Party, days, whom
from db.finding import Criteria, Involved, find
from db.loading import load
from db.records import StoredEvent
from db.vocabulary import Action

PAGE = 8
"""Events on one page."""
MOST_PAGES = 250
"""Nobody reads further; a filter or a date leads there faster."""
LONGEST_LINE = 220
TOLD = tuple(action for action in Action if action not in (Action.SAY, Action.OTHER))
"""What is listed unless asked for otherwise: acts, not statements and states."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are listed, as the asker wrote it; None leaves it open."""

    who: str | None = None
    other: str | None = None
    """Must take part as well."""
    country: str | None = None
    action: Action | None = None
    since: str | None = None
    until: str | None = None
    oldest_first: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A stored event in a line, with the date as words (empty where none is told) and its first report."""

    event: int
    when: str
    text: str
    citation: Citation
    reports: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; pages count from 0. `parties` are those that the filter names."""

    events: tuple[Told, ...]
    number: int
    has_next: bool
    parties: tuple[Party, ...]
    first: date | None
    last: date | None


async def page_of(session: AsyncSession, wanted: EventFilter, number: int, asked: date) -> Page:
    """Return a page of the matching events. Raise an `AskingError` for a name or date that cannot be read."""
    number = min(max(number, 0), MOST_PAGES - 1)
    parties = [await whom(session, words, asked) for words in (wanted.who, wanted.other, wanted.country) if words]
    first, last = days(wanted.since, wanted.until, asked)
    if not all(party.actors for party in parties):
        return Page((), number, has_next=False, parties=tuple(parties), first=first, last=last)
    criteria = Criteria(
        involved=tuple(Involved(party.actors) for party in parties),
        actions=(wanted.action,) if wanted.action else TOLD,
        first=first,
        last=last,
    )
    ids = await find(session, criteria, newest=not wanted.oldest_first, limit=(number + 1) * PAGE + 1)
    shown = await load(session, ids[number * PAGE : (number + 1) * PAGE])
    more = len(ids) > (number + 1) * PAGE and number + 1 < MOST_PAGES
    return Page(tuple(map(told, shown)), number, more, tuple(parties), first, last)


def told(event: StoredEvent) -> Told:
    """Tell an event in a line, and whether it is told as done."""
    evidence = Evidence(event)
    text = tidy(evidence.clause)
    if len(text.split()) < 4:
        text = tidy(evidence.sentence)
    text = shorten(text, LONGEST_LINE)
    text = text[:1].upper() + text[1:].rstrip(".")
    remark = REMARKS[event.status]
    date_words = when(event) or ("" if event.reports else event.day.isoformat())
    citation = cite(event)[0]
    return Told(event.id, date_words, f"{text} ({remark})" if remark else text, citation, max(len(event.reports), 1))
