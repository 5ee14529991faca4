"""One item's way to an article: robots.txt, the page, its text, and the story it tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.news.addresses import host_of
from bot.news.clock import Clock
from bot.news.errors import BadAnswer, ContentError, PageRefused, TooCostly
from bot.news.feeds.feed import FeedDate
from bot.news.fetching.answer import Answer
from bot.news.fetching.fetcher import PAGE, PAGE_KINDS, Fetcher
from bot.news.fetching.robots import RobotsRules
from bot.news.pages.extraction import extract, extract_fast
from bot.news.pages.language import is_english
from bot.news.pages.page import Page
from bot.news.pages.refusal import Refusal, refused
from bot.news.workers import Workers
from db.models import FeedItem, Source
from db.sources import SourceKind

WHOLE = 600
"""Characters of plain text from which on a feed's own text counts as the article where its page gives none."""
AHEAD = timedelta(hours=1)
"""A date further ahead than clocks differ is a mistake."""
EARLIEST = timedelta(days=3650)
_HOPELESS = (401, 402, 403, 404, 410, 451)
_OVERLOADED = (429, 503)


class Busy(Exception):  # noqa: N818 - named after what happened
    """The server is overloaded; `until` is when to ask again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Hopeless(Exception):  # noqa: N818
    """The page will not be given, however often it is asked for; the message says why."""


@dataclass(frozen=True, slots=True)
class Dated:
    """When an article was published, and whether its source really says so."""

    moment: datetime
    known: bool


class ArticleFinder:
    """Fetches and extracts articles."""

    def __init__(self, fetcher: Fetcher, workers: Workers, robots: RobotsRules, clock: Clock) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._robots = robots
        self._clock = clock

    async def find(self, item: FeedItem) -> Page:
        """Get an item's article from its page, or from its feed where that carries the whole and the page does not.

        Raises Busy, Hopeless and PageRefused, and FetchError or ContentError for what may pass.
        """
        page = await self._find(item)
        if not is_english(page.text):
            raise refused(Refusal.LANGUAGE)
        return page

    async def _find(self, item: FeedItem) -> Page:
        if item.url is None:
            return await self._from_feed(item)
        try:
            return await self.page(item.url)
        except (Hopeless, PageRefused):
            if not item.body:
                raise
            try:
                return await self._from_feed(item)
            except ContentError:
                pass
            raise

    async def page(self, url: str) -> Page:
        """Get the article of one page. Raises as `find` does, whatever its language."""
        await self._robots.check(url)
        answer = await self._fetcher.fetch(url, PAGE, kinds=PAGE_KINDS)
        if not answer.ok:
            raise self._refusal(url, answer)
        try:
            return await self._workers.run(extract, answer.body, answer.url, answer.content_type)
        except TooCostly:
            return await self._workers.run(extract_fast, answer.body, answer.url, answer.content_type)

    def _refusal(self, url: str, answer: Answer) -> Exception:
        if answer.status in _OVERLOADED:
            return Busy(answer.retry_after or self._clock.now() + timedelta(minutes=30))
        words = f"the server answered {answer.status}"
        return Hopeless(f"{url}: {words}.") if answer.status in _HOPELESS else BadAnswer(url, words)

    async def _from_feed(self, item: FeedItem) -> Page:
        markup = f"<html><body><article>{item.body or ''}</article></body></html>".encode()
        page = await self._workers.run(extract_fast, markup, item.url, "text/html; charset=utf-8")
        if len(page.text) < WHOLE:
            raise PageRefused(Refusal.EMPTY, "The feed carries only the article's beginning.")
        return Page(text=page.text, title=item.title, url=item.url)


def dated(page: FeedDate | None, item: datetime | None, first_seen: datetime) -> Dated:
    """When an article was published: as its page says, else as its feed says, else when it was first seen.

    A date in the future or long past is a mistake, and one without a time of day or zone can only be believed to the
    day: such an article is taken as published when it was first seen if that was the same day, or else at that day's
    end, and is marked as not dated.
    """
    candidates = [date for date in (page, FeedDate(item, exact=True) if item else None) if date is not None]
    possible = [date for date in candidates if first_seen - EARLIEST < date.moment <= first_seen + AHEAD]
    exact = next((date for date in possible if date.exact), None)
    if exact is not None:
        return Dated(min(exact.moment, first_seen), known=True)
    if not possible:
        return Dated(first_seen, known=False)
    end = possible[0].moment.replace(hour=23, minute=59, second=59)
    return Dated(min(first_seen, end), known=False)


def publisher_of(page: Page, source: Source | None, url: str | None) -> str:
    """Who published an article: as its page says, else the source's name, else its host. GDELT publishes none."""
    name = source.name if source is not None and source.kind != SourceKind.GDELT else None
    return page.publisher or name or (host_of(url).removeprefix("www.") if url else "")
