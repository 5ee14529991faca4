"""Collecting: due sources are polled, what they announce is fetched, and each article is handed on.

Every step is kept in the store before the next begins, so a process may be killed at any moment: what it held is taken
up again when its lease ends. Several processes share the work through these leases.
"""

import asyncio
import logging
import random
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession

from bot.news.addresses import host_of, without_tracking
from bot.news.clock import Clock
from bot.news.collecting import rhythm
from bot.news.collecting.article import CollectedArticle, Deliver
from bot.news.collecting.articles import ArticleFinder, Busy, Hopeless, dated, publisher_of
from bot.news.collecting.polling import Poller
from bot.news.errors import AddressRefused, ContentError, FetchError, Forbidden, HostPaused, PageRefused
from bot.news.fetching.fetcher import Fetcher
from bot.news.fetching.robots import RobotsRules
from bot.news.identity.similarity import Fingerprint, closest, fingerprint
from bot.news.workers import Workers
from db import feed_items, sources
from db.feed_items import ItemState
from db.models import FeedItem, Source
from db.session import Store
from db.sources import SourceKind

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""How long a process may keep what it took before another takes it; each step takes much less."""
COPIES_FOR = timedelta(days=30)
"""How long after an article copies of it are looked for."""
TIDY = timedelta(hours=1)
AT_ONCE = 40
"""Fetches at once: they mostly wait."""
ATTEMPTS = 5
"""Times that an item is tried before it is given up."""
LONGEST_SLEEP = 30.0
"""Seconds; sources may be added by another process at any time."""


@dataclass(slots=True)
class Round:
    """What a round of collecting did. `failures` holds one sentence for each source or item that failed."""

    polled: int = 0
    announced: int = 0
    fetched: int = 0
    """For others to read."""
    read: int = 0
    refused: int = 0
    failures: list[str] | None = None

    def failed(self, words: str) -> None:
        """Count a failure."""
        self.failures = [*(self.failures or ()), words][:1000]

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.polled or self.fetched or self.read or self.refused or self.failures)


class Collector:
    """Collects for as long as it is run. `owner` names this process among those that share the work.

    Without `deliver` it fetches for others to read; with `fetches` off it hands on what others have fetched.
    """

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        workers: Workers,
        deliver: Deliver | None,
        *,
        clock: Clock,
        chance: random.Random,
        owner: str,
        lease: timedelta = LEASE,
        at_once: int = AT_ONCE,
        fetches: bool = True,
    ) -> None:
        self._store = store
        self._deliver = deliver
        self._clock = clock
        self._chance = chance
        self._owner = owner
        self._lease = lease
        self._at_once = at_once
        self._fetches = fetches
        self._tidied: datetime | None = None
        self._poller = Poller(fetcher, workers, clock, chance)
        self._finder = ArticleFinder(fetcher, workers, RobotsRules(fetcher, clock), clock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Give back what is held, so that another process need not wait for the lease to end."""
        async with self._store.writing() as session:
            await sources.release(session, self._owner)

    async def run(self) -> None:
        """Collect until cancelled."""
        while True:
            done = await self.run_once()
            if done.idle:
                await self._clock.sleep(await self._until_due())

    async def run_once(self) -> Round:
        """Poll the sources that are due and go through the items that are due, until none is; then return.

        What finishes makes room for the next at once, so that a slow host holds up nobody else.
        """
        done = Round()
        running: set[asyncio.Task[None]] = set()
        try:
            while True:
                if len(running) <= self._at_once // 2:
                    running |= await self._start(self._at_once - len(running), done)
                if not running:
                    break
                _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        await self._tidy()
        return done

    async def _tidy(self) -> None:
        """Now and then drop what is only needed to find copies."""
        now = self._clock.now()
        if self._tidied is None or now - self._tidied > TIDY:
            self._tidied = now
            async with self._store.writing() as session:
                await feed_items.forget_copies(session, now=now, after=COPIES_FOR)

    async def _start(self, limit: int, done: Round) -> set[asyncio.Task[None]]:
        """Take what is due, as much as there is room for, and begin with it."""
        now = self._clock.now()
        until = now + self._lease
        due: Sequence[Source] = ()
        items: Sequence[FeedItem] = ()
        async with self._store.writing() as session:
            if not self._fetches:
                items = await feed_items.lease_ready(session, self._owner, now=now, until=until, limit=limit)
            else:
                due = await sources.lease_due(session, self._owner, now=now, until=until, limit=limit)
                room = limit - len(due)
                if room:
                    to_read = self._deliver is not None
                    items = await feed_items.lease_due(
                        session, self._owner, now=now, until=until, limit=room, to_read=to_read
                    )
        work = [self._poll(source, done) for source in due] + [self._item(item, done) for item in items]
        return {asyncio.ensure_future(self._guarded(one, done)) for one in work}

    async def _guarded(self, work: Coroutine[Any, Any, None], done: Round) -> None:
        """Do it; what breaks is logged, and tried again when its lease ends."""
        try:
            await work
        except Exception as error:
            log.exception("Collecting broke")
            done.failed(f"Something broke ({type(error).__name__}: {error}).")

    async def _until_due(self) -> float:
        states = [ItemState.WAITING] if self._fetches else []
        if self._deliver is not None:
            states.append(ItemState.READY)
        async with self._store.reading() as session:
            source = await sources.next_due(session) if self._fetches else None
            _, item = await feed_items.waiting(session, states)
        due = min((moment for moment in (source, item) if moment is not None), default=None)
        if due is None:
            return LONGEST_SLEEP
        return min(LONGEST_SLEEP, max(1.0, (due - self._clock.now()).total_seconds()))

    async def _poll(self, source: Source, done: Round) -> None:
        poll = await self._poller.poll(source)
        now = self._clock.now()
        async with self._store.writing() as session:
            recorded = await feed_items.record(session, source.id, poll.items, now=now)
            polled = self._poller.result(source, poll, news=recorded.new + recorded.changed)
            await sources.finish_poll(session, source.id, self._owner, polled, now=now)
            if poll.paused_until is not None:
                await sources.pause_host(session, source.host, poll.paused_until)
            moved = polled.moved_to
            if moved and moved == source.moved_to and source.moved_times + 1 >= rhythm.MOVES:
                await sources.move(session, source.id, moved, host_of(moved))
        done.polled += 1
        done.announced += recorded.new
        if polled.error is not None:
            done.failed(f"{source.name}: {polled.error}")

    async def _item(self, item: FeedItem, done: Round) -> None:
        if item.article is not None:
            article: CollectedArticle | None = CollectedArticle.from_json(item.article)
        else:
            article = await self._find(item, done)
        if article is None:
            return
        if self._deliver is None:
            done.fetched += 1
            return
        try:
            await self._deliver(article)
        except Exception as error:
            log.exception("An article could not be read: %s", article.url)
            await self._again(item, f"Reading it failed ({type(error).__name__}: {error}).", done)
            return
        async with self._store.writing() as session:
            await feed_items.finish(session, item.id, self._owner, ItemState.DONE)
        done.read += 1

    async def _find(self, item: FeedItem, done: Round) -> CollectedArticle | None:
        """Fetch and extract an item's article and keep it; None where it is refused, or is to be tried again."""
        try:
            page = await self._finder.find(item)
        except (Busy, HostPaused) as error:
            await self._later(item, error.until)
        except (PageRefused, Hopeless, Forbidden, AddressRefused) as error:
            async with self._store.writing() as session:
                await feed_items.finish(session, item.id, self._owner, ItemState.REFUSED, str(error))
            done.refused += 1
        except (FetchError, ContentError) as error:
            await self._again(item, str(error), done)
        else:
            async with self._store.reading() as session:
                source = await sources.get(session, item.source_id)
            address = page.url or item.url
            when = dated(page.published, item.published, item.first_seen_at)
            async with self._store.writing() as session:
                story = await self._story(session, item, fingerprint(page.text))
                article = CollectedArticle(
                    text=page.text,
                    title=page.title or item.title,
                    publisher=publisher_of(page, source, item.url),
                    published=when.moment,
                    dated=when.known,
                    url=without_tracking(address) if address else None,
                    language=page.language or (source.language if source else None),
                    source=item.source_id,
                    item=item.id,
                    story=story,
                    changed=item.story_id is not None,
                    standing=source is not None and source.kind == SourceKind.PAGE,
                )
                give_back = self._deliver is None
                if await feed_items.keep_article(session, item.id, self._owner, article.to_json(), give_back=give_back):
                    return article
        return None

    async def _story(self, session: AsyncSession, item: FeedItem, text: Fingerprint) -> int:
        """Which story a text tells: that of the most similar one of late, or a new one."""
        since = self._clock.now() - COPIES_FOR
        rows = await feed_items.candidates(session, text.sample, but=item.id, since=since)
        found = closest(text, ((story, Fingerprint.unpacked(packed)) for story, packed in rows))
        story = item.id if found is None else found
        await feed_items.join_story(session, item.id, story, text.packed(), text.sample)
        return story

    async def _later(self, item: FeedItem, until: datetime) -> None:
        words = f"The server asked to be left alone until {until:%Y-%m-%d %H:%M} UTC."
        async with self._store.writing() as session:
            await feed_items.retry(session, item.id, self._owner, due_at=until, reason=words, tried=False)
            await sources.pause_host(session, item.host, until)

    async def _again(self, item: FeedItem, words: str, done: Round) -> None:
        done.failed(words)
        async with self._store.writing() as session:
            if item.attempts + 1 >= ATTEMPTS:
                await feed_items.finish(session, item.id, self._owner, ItemState.FAILED, words)
                return
            due = rhythm.retry_due(self._clock.now(), item.attempts, rhythm.USUAL, self._chance)
            await feed_items.retry(session, item.id, self._owner, due_at=due, reason=words, tried=True)
