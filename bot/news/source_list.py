"""What an operator does with sources: adding, finding, pausing, checking, importing and exporting them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.news.adding import FoundFeed, as_address, find_feed, sample_article
from bot.news.addresses import host_of
from bot.news.clock import Clock
from bot.news.collecting import rhythm
from bot.news.collecting.health import health, sentence
from bot.news.curated import CuratedSource, curated_sources
from bot.news.errors import ContentError, FetchError, NewsError
from bot.news.feeds import opml
from bot.news.feeds.gdelt_leads import INTERVAL, LAST_UPDATE
from bot.news.fetching.answer import Answer
from bot.news.fetching.fetcher import PAGE, PAGE_KINDS, Fetcher
from bot.news.fetching.robots import RobotsRules
from bot.news.pages.extraction import extract
from bot.news.pages.page import Page
from bot.news.workers import Workers
from db import sources
from db.models import Source
from db.session import Store
from db.sources import NewSource, SourceKind, SourceState

_DAY = timedelta(days=1)
RECENT = timedelta(days=7)
"""The span over which items a day are told."""


class NoSuchSource(NewsError):  # noqa: N818 - named after what happened
    """No source is meant by the words given, or more than one."""


@dataclass(frozen=True, slots=True)
class Added:
    """A source that was added, or was there already."""

    source: Source
    is_new: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What would be collected from an address. `page` is its first article, or `problem` says why there is none."""

    found: FoundFeed | None
    page: Page | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A source and what it gave in the last week."""

    source: Source
    activity: sources.Activity
    items_a_day: float
    """How many it announces a day, over the last week or since it was added."""


class SourceList:
    """The sources of a store."""

    def __init__(self, store: Store, fetcher: Fetcher, workers: Workers, clock: Clock) -> None:
        self._store = store
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock

    async def add(self, words: str, *, name: str | None = None, page: bool = False) -> Added:
        """Add a feed by its address, that of its site, or its name on the curated list; a page with `page`; or "GDELT".

        Raises NewsError: FetchError or ContentError where it does not work, so that nothing is added that never will.
        """
        if words.strip().casefold() in ("gdelt", LAST_UPDATE):
            return await self._keep(LAST_UPDATE, SourceKind.GDELT, name or "GDELT", None, interval=INTERVAL)
        curated = curated_named(words)
        address = curated.address if curated else as_address(words)
        if page:
            answer = await self._page(address)
            read = await self._workers.run(extract, answer.body, answer.url, answer.content_type)
            return await self._keep(answer.url, SourceKind.PAGE, name or read.title or host_of(answer.url), curated)
        found = await find_feed(address, self._fetcher, self._workers)
        named = name or (curated.name if curated else None) or found.feed.title or host_of(found.address)
        return await self._keep(found.address, SourceKind.FEED, named, curated, found.feed.language)

    async def _page(self, address: str) -> Answer:
        answer = await self._fetcher.fetch(address, PAGE, kinds=PAGE_KINDS)
        if not answer.ok:
            raise FetchError(address, f"the server answered {answer.status}")
        return answer

    async def _keep(
        self,
        address: str,
        kind: SourceKind,
        name: str,
        curated: CuratedSource | None,
        language: str | None = None,
        interval: int = rhythm.USUAL,
    ) -> Added:
        new = NewSource(
            address=address,
            kind=kind,
            name=name,
            host=host_of(address),
            country=curated.country if curated else None,
            language=curated.language if curated else language,
            interval=interval,
        )
        async with self._store.writing() as session:
            return await self._store_new(session, new)

    async def _store_new(self, session: AsyncSession, new: NewSource) -> Added:
        now = self._clock.now()
        source, is_new = await sources.add(session, new, now=now, due_at=now)
        return Added(source, is_new)

    async def all(self) -> Sequence[Source]:
        """All sources by name."""
        async with self._store.reading() as session:
            return await sources.listed(session)

    async def find(self, words: str) -> Source:
        """The one source that words mean: its number, address or name, or a part of these. Raises NoSuchSource."""
        async with self._store.reading() as session:
            found = await sources.named(session, words)
        if len(found) == 1:
            return found[0]
        if not found:
            raise NoSuchSource(f"There is no source {words!r}; see the list of sources.")
        names = ", ".join(f"{source.name} ({source.id})" for source in found[:5])
        raise NoSuchSource(f"{words!r} could be {len(found)} sources: {names}. Give its number.")

    async def show(self, words: str) -> Shown:
        """A source with what it gave lately. Raises NoSuchSource."""
        source = await self.find(words)
        async with self._store.reading() as session:
            activity = await sources.activity(session, source.id, since=self._clock.now() - RECENT)
        known_for = min(RECENT, max(_DAY, self._clock.now() - source.added_at))
        return Shown(source, activity, activity.announced / (known_for / _DAY))

    async def set_state(self, words: str, state: SourceState) -> Source:
        """Pause or resume a source. Raises NoSuchSource."""
        source = await self.find(words)
        async with self._store.writing() as session:
            await sources.set_state(session, source.id, state, now=self._clock.now())
        return source

    async def remove(self, words: str) -> Source:
        """Remove a source; the articles that were read from it stay. Raises NoSuchSource."""
        source = await self.find(words)
        async with self._store.writing() as session:
            await sources.remove(session, source.id)
        return source

    async def check(self, words: str) -> Checked:
        """Say what would be collected from an address, a curated source or one that was added; nothing is stored.

        Raises FetchError, AddressRefused or NotAFeed where there is nothing to collect from.
        """
        address = await self._address(words)
        found = await find_feed(address, self._fetcher, self._workers)
        try:
            robots = RobotsRules(self._fetcher, self._clock)
            page = await sample_article(found.feed, self._fetcher, self._workers, robots)
        except (FetchError, ContentError) as error:
            return Checked(found, None, str(error))
        return Checked(found, page, None)

    async def _address(self, words: str) -> str:
        async with self._store.reading() as session:
            known = await sources.named(session, words)
        if len(known) == 1:
            return known[0].address
        curated = curated_named(words)
        return curated.address if curated else as_address(words)

    async def import_opml(self, data: bytes) -> list[Added]:
        """Add the feeds of an OPML file without fetching them: each is checked when it is first polled.

        Raises ContentError where the file is none.
        """
        added = []
        async with self._store.writing() as session:
            for outline in opml.read(data):
                new = NewSource(
                    address=outline.address,
                    kind=SourceKind.FEED,
                    name=outline.name,
                    host=host_of(outline.address),
                    country=outline.country if outline.country and len(outline.country) == 3 else None,
                    language=outline.language[:35] if outline.language else None,
                )
                added.append(await self._store_new(session, new))
        return added

    async def export_opml(self) -> str:
        """All feeds as OPML."""
        return opml.write(
            opml.Outline(source.name, source.address, source.language, source.country)
            for source in await self.all()
            if source.kind == SourceKind.FEED
        )


def curated_named(words: str) -> CuratedSource | None:
    """The source of the curated list with this name."""
    folded = words.strip().casefold()
    return next((source for source in curated_sources() if source.name.casefold() == folded), None)


def described(source: Source, now: datetime) -> dict[str, object]:
    """A source as JSON: its state as programs and people read it."""

    def moment(value: datetime | None) -> str | None:
        return value.isoformat() if value else None

    return {
        "id": source.id,
        "name": source.name,
        "address": source.address,
        "kind": source.kind,
        "country": source.country,
        "language": source.language,
        "health": health(source, now).value,
        "told": sentence(source, now),
        "interval_seconds": source.interval,
        "due": moment(source.due_at),
        "last_success": moment(source.succeeded_at),
        "last_news": moment(source.news_at),
        "failures": source.failures,
        "last_error": source.error,
    }
