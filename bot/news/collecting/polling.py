"""One poll of a source: what it announces, and how the poll went."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus

from bot.news.addresses import host_of
from bot.news.clock import Clock
from bot.news.collecting import rhythm
from bot.news.errors import ContentError, FetchError, HostPaused
from bot.news.feeds.feed import Feed
from bot.news.feeds.whole import gdelt_leads, whole
from bot.news.fetching.answer import Answer, Validators
from bot.news.fetching.fetcher import FEED, FEED_KINDS, PAGE, PAGE_KINDS, Fetcher
from bot.news.identity import items as identity
from bot.news.pages.extraction import extract
from bot.news.workers import Workers
from db.feed_items import NewItem
from db.models import Source
from db.sources import Polled, SourceKind

BACKLOG = timedelta(days=7)
"""Items that were published longer ago than this when a source is first polled are known but not read."""
_UNCHANGED = 304
_GONE = 410
_OVERLOADED = (429, 503)
_OVERLOAD_WAIT = timedelta(minutes=30)
"""Where an overloaded server does not say how long."""


@dataclass(frozen=True, slots=True)
class Poll:
    """What came of a poll: an `answer` that could be used, or a failure. `paused_until` is for the whole host."""

    items: tuple[NewItem, ...] = ()
    answer: Answer | None = None
    minutes: int | None = None
    """The interval that the feed itself wishes."""
    failure: Polled | None = None
    paused_until: datetime | None = None


class Poller:
    """Polls sources."""

    def __init__(self, fetcher: Fetcher, workers: Workers, clock: Clock, chance: random.Random) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock
        self._chance = chance

    async def poll(self, source: Source) -> Poll:
        """Poll a source. Failures are part of the result, never raised."""
        page = source.kind == SourceKind.PAGE
        try:
            answer = await self._fetcher.fetch(
                source.address,
                PAGE if page else FEED,
                validators=Validators(source.etag, source.last_modified),
                kinds=PAGE_KINDS if page else FEED_KINDS,
            )
            if answer.ok and page:
                return Poll((await self._page(source, answer),), answer)
            if answer.ok:
                feed = await self._feed(source, answer)
                return Poll(tuple(new_items(feed, source, self._clock.now())), answer, feed.minutes)
            if answer.status == _UNCHANGED:
                return Poll(answer=answer)
        except HostPaused as error:
            return Poll(failure=self._postponed(source, str(error), error.until), paused_until=error.until)
        except (FetchError, ContentError) as error:
            return Poll(failure=self._failed(source, str(error)))
        return self._refused(source, answer)

    async def _feed(self, source: Source, answer: Answer) -> Feed:
        if source.kind == SourceKind.GDELT:
            return await gdelt_leads(answer, self._fetcher, self._workers, since=source.succeeded_at)
        return await whole(answer, self._fetcher, self._workers)

    async def _page(self, source: Source, answer: Answer) -> NewItem:
        """A single page announces itself, anew whenever its text changes."""
        page = await self._workers.run(extract, answer.body, answer.url, answer.content_type)
        return NewItem(
            keys=(identity.address_key(answer.url),),
            digest=identity.text_key(page.text),
            url=answer.url,
            host=host_of(answer.url),
            title=page.title,
            published=None,
        )

    def result(self, source: Source, poll: Poll, *, news: int) -> Polled:
        """What to keep of a poll that found so many new items."""
        if poll.answer is None:
            return poll.failure or self._failed(source, "The poll gave nothing.")
        validators = poll.answer.validators
        interval = rhythm.next_interval(source.interval, news)
        due = rhythm.next_due(
            self._clock.now(), interval, self._chance, minutes=poll.minutes, fresh_until=poll.answer.fresh_until
        )
        return Polled(
            due_at=due,
            interval=interval,
            news=news,
            etag=validators.etag,
            last_modified=validators.last_modified,
            # A server need not repeat them when it says that nothing changed.
            keep_validators=poll.answer.status == _UNCHANGED and validators == Validators(),
            moved_to=poll.answer.moved_to,
        )

    def _refused(self, source: Source, answer: Answer) -> Poll:
        status = answer.status
        now = self._clock.now()
        if status == _GONE:
            failed = self._failed(source, "The server says that it is gone for good (410).")
            return Poll(failure=replace(failed, gone=True))
        if status in _OVERLOADED:
            until = answer.retry_after or now + _OVERLOAD_WAIT
            words = f"The server asked to be left alone until {until:%Y-%m-%d %H:%M} UTC ({status})."
            return Poll(failure=self._postponed(source, words, until), paused_until=until)
        return Poll(failure=self._failed(source, f"The server answered {status} ({_phrase(status)})."))

    def _postponed(self, source: Source, words: str, until: datetime) -> Polled:
        """Asked to wait: no failure of the source, which must never be given up for it."""
        spread = timedelta(seconds=60 * self._chance.random())
        return Polled(until + spread, source.interval, words, counts_as_failure=False, keep_validators=True)

    def _failed(self, source: Source, words: str) -> Polled:
        due = rhythm.retry_due(self._clock.now(), source.failures, source.interval, self._chance)
        return Polled(due, source.interval, words, keep_validators=True)


def new_items(feed: Feed, source: Source, now: datetime) -> list[NewItem]:
    """What a feed announces, as it is recorded. Items without an address need a text of their own."""
    first = source.succeeded_at is None
    found = []
    for item, keys in zip(feed.items, identity.keys(feed.items, str(source.id)), strict=True):
        if item.link is None and not item.body:
            continue
        published = item.published
        when = published or item.updated
        # A sitemap lists what has long been there, and need not say since when.
        undated = feed.kind == "sitemap" and when is None
        found.append(
            NewItem(
                keys=keys,
                digest=identity.digest(item),
                url=item.link,
                host=host_of(item.link) if item.link else source.host,
                title=item.title,
                published=published.moment if published and published.exact else None,
                body=item.body,
                old=first and (undated or (when is not None and when.moment < now - BACKLOG)),
            )
        )
    return found


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "an unknown status"
