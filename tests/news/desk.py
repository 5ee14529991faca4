"""A collector with everything around it, for tests."""

import random
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from bot.news.collecting.article import CollectedArticle
from bot.news.collecting.collector import Collector, Round
from bot.news.fetching.fetcher import Fetcher
from bot.news.workers import Workers
from db import sources
from db.models import Source
from db.session import Store
from db.sources import NewSource, SourceKind
from tests.news.stepping import SteppingClock

P = ParamSpec("P")
T = TypeVar("T")
HOUR = 3600.0


class InProcess(Workers):
    """Reads in this process, which is quicker to start than another; one test uses the real ones."""

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)


class Desk:
    """A collector with everything around it, and what it delivered."""

    def __init__(
        self, store: Store, fetcher: Fetcher, workers: Workers, clock: SteppingClock, owner: str = "desk"
    ) -> None:
        self.store, self.clock = store, clock
        self.delivered: list[CollectedArticle] = []
        self.breaks = 0
        self.collector = Collector(
            store, fetcher, workers, self.deliver, clock=clock, chance=random.Random(1), owner=owner
        )

    async def deliver(self, article: CollectedArticle) -> None:
        if self.breaks:
            self.breaks -= 1
            raise RuntimeError("the reader broke")
        self.delivered.append(article)

    async def add(self, address: str, kind: SourceKind = SourceKind.FEED, name: str = "Harbour") -> int:
        new = NewSource(address, kind, name, host="news.example")
        async with self.store.writing() as session:
            source, _ = await sources.add(session, new, now=self.clock.now(), due_at=self.clock.now())
            return source.id

    async def source(self, number: int) -> Source:
        async with self.store.reading() as session:
            found = await sources.get(session, number)
        assert found is not None
        return found

    async def collect(self, after: float = 0.0) -> Round:
        self.clock.advance(after)
        return await self.collector.run_once()

    @property
    def titles(self) -> list[str | None]:
        return sorted(article.title or "" for article in self.delivered)  # type: ignore[return-value]
