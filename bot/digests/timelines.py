"""The picture of what happened with somebody, in order."""

from collections.abc import Sequence
from datetime import date

from bot.asking.listing import EventFilter, page_of, told
from bot.digests.pictures.artist import Artist
from bot.digests.pictures.choosing import LEAST_EVENTS, LONGEST_LABEL, MOST_MARKS
from bot.digests.pictures.drawing import Mark, Picture, Timeline
from bot.digests.pictures.groups import GROUP_OF
from db.loading import load
from db.records import StoredEvent
from db.session import Store
from db.vocabulary import Status


class Timelines:
    """Draws the events that a list of them begins with."""

    def __init__(self, store: Store, artist: Artist) -> None:
        self._store = store
        self._artist = artist

    async def draw(self, wanted: EventFilter, asked: date, palette: str) -> Picture | None:
        """The picture of a list's first page; None where there is too little to draw.

        Raise an AskingError for a name or date that cannot be read.
        """
        async with self._store.reading() as session:
            page = await page_of(session, wanted, 0, asked)
            events = await load(session, [shown.event for shown in page.events])
        drawing = timeline_of(" and ".join(name for name in (wanted.who, wanted.other) if name), events)
        return await self._artist.draw(drawing, palette) if drawing else None


def timeline_of(title: str, events: Sequence[StoredEvent]) -> Timeline | None:
    """The timeline of events, as many as there is room for, on the days when they were or else were reported."""
    drawn = [event for event in events if event.action in GROUP_OF]
    chosen = sorted(drawn[:MOST_MARKS], key=lambda event: event.day)
    if len(chosen) < LEAST_EVENTS:
        return None
    marks = tuple(
        Mark(
            event.day,
            GROUP_OF[event.action],
            told(event).text[:LONGEST_LABEL],
            event.status in (Status.HAPPENED, Status.ONGOING),
        )
        for event in chosen
    )
    years = sorted({mark.day.year for mark in marks})
    period = str(years[0]) if len(years) == 1 else f"{years[0]}\u2013{years[-1]}"
    return Timeline(title[:1].upper() + title[1:], period, marks[0].day, marks[-1].day, marks)
