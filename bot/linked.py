"""One page by its address: what somebody points to is fetched as politely as everything else, to be read."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.news.addresses import web_address
from bot.news.clock import Clock, SystemClock
from bot.news.collecting.articles import ArticleFinder, Busy, Hopeless, dated, publisher_of
from bot.news.errors import NewsError
from bot.news.fetching.opening import open_fetcher
from bot.news.fetching.robots import RobotsRules
from bot.news.workers import Workers
from bot.reading.document import Document, clean
from bot.reading.document.webpage import apart
from bot.settings import Settings


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
