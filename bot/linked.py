"""One page by its address: what somebody points to is fetched as politely as everything else, to be read."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chat.message import Message
from bot.intake import Intake
from bot.news.addresses import web_address
from bot.news.clock import Clock, SystemClock
from bot.news.collecting.articles import ArticleFinder, Busy, Hopeless, dated, publisher_of
from bot.news.errors import NewsError
from bot.news.fetching.opening import open_fetcher
from bot.news.fetching.robots import RobotsRules
from bot.news.workers import Workers
from bot.reading.document import Document, clean
from bot.reading.document.webpage import apart
from bot.reading.worker import ReadingFailed
from bot.settings import Settings
from db.session import Store


class Unreadable(Exception):  # noqa: N818 - named after what happened
    """The page cannot be read; the message says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A page's article. Where it does not say when it was published, it is taken for new and is not `dated`."""

    document: Document
    dated: bool


Fetch = Callable[[str], Coroutine[Any, Any, Linked]]
"""Fetches a page. Raises Unreadable."""


def is_address(text: str) -> bool:
    """Whether a text is a web address."""
    return text.lower().startswith(("http://", "https://"))


@asynccontextmanager
async def open_pages(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Fetch]:
    """Open what fetches pages, with the limits, the manners and the guard of collecting."""
    used = clock or SystemClock()
    async with (
        open_fetcher(used, contact=settings.contact, hosts=settings.fetch_hosts) as fetcher,
        Workers() as workers,
    ):
        finder = ArticleFinder(fetcher, workers, RobotsRules(fetcher, used), used)

        async def fetch(url: str) -> Linked:
            return await _fetched(finder, url, used.now())

        yield fetch


async def _fetched(finder: ArticleFinder, url: str, now: datetime) -> Linked:
    address = web_address(url)
    if address is None:
        raise Unreadable(f"{url} is no web address: give one that begins with https://.")
    try:
        page = await finder.page(address)
    except Busy as error:
        raise Unreadable(f"{url}: the server is overloaded; try again later.") from error
    except (Hopeless, NewsError) as error:
        raise Unreadable(str(error)) from error
    when = dated(page.published, None, now)
    where = page.url or address
    return Linked(
        Document(
            text=clean(apart(page.text)),
            title=page.title,
            publisher=publisher_of(page, None, where),
            published=when.moment,
            url=where,
            name=None,
        ),
        dated=page.published is not None,
    )


MOST_TOLD = 5


@asynccontextmanager
async def open_page_reading(store: Store, settings: Settings) -> AsyncIterator[Callable[[str], Awaitable[Message]]]:
    """Open what reads a page into the store and says what came of it. It loads the language model."""
    async with open_pages(settings) as fetch, Intake(store, workers=1) as intake:

        async def read(url: str) -> Message:
            try:
                linked = await fetch(url)
                events = await intake.read(linked.document)
            except (Unreadable, ReadingFailed) as error:
                return Message(text=f"That could not be read: {error}")
            return _read(linked, events)

        yield read


def _read(linked: Linked, events: Sequence[dict[str, Any]]) -> Message:
    page = linked.document
    told = [event for event in events if event["action"] not in ("OTHER", "SAY")] or list(events)
    remarks = [] if linked.dated else ["The page does not say when it was published: it is taken to be of today."]
    if len(told) > MOST_TOLD:
        remarks.insert(0, f"{len(told) - MOST_TOLD} more: ask about them.")
    number = f"{len(events)} {'event' if len(events) == 1 else 'events'}"
    return Message(
        headline=page.title or page.url,
        text=f"Read: {number}, reported by {page.publisher} on {page.published.day} {page.published:%B %Y}.",
        lines=tuple(dict.fromkeys(f"“{event['quote']}”" for event in told[:MOST_TOLD])),
        remarks=tuple(remarks),
    )
