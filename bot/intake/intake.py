"""Intake: a document is read, and the article with its events goes into the store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession

from bot.intake.contract import stored_json
from bot.intake.revision import is_excerpt, is_version, revise, withdraw
from bot.intake.sameness import Copied, same_act
from bot.intake.storing import new_actors, new_event
from bot.news.samples import PUBLISHER, samples
from bot.reading.document import Document
from bot.reading.event import ReadEvent
from bot.reading.worker import ReadingWorker
from db import actors, articles, events, feed_items
from db.records import NewArticle, NewEvent, NewReport
from db.session import Store


@dataclass(frozen=True, slots=True)
class Origin:
    """The item of a source that a document was collected from. `replaces` says that what was read of it before no
    longer stands; otherwise the earlier text remains what it was, as with a page that shows other news each day."""

    item: int
    replaces: bool = True


class Intake:
    """Reads documents with a worker of its own and stores what they tell; an article read again changes nothing."""

    def __init__(
        self, store: Store, *, workers: int = 1, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store = store
        self._clock = clock
        self._worker = ReadingWorker(workers)

    async def __aenter__(self) -> Self:
        await self._worker.__aenter__()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self._worker.__aexit__(*exception)

    async def read(
        self, document: Document, *, sample: bool = False, origin: Origin | None = None
    ) -> list[dict[str, Any]]:
        """Read and store a document; return its events as EVENT objects of the command-line contract."""
        article = NewArticle(
            text=document.text,
            published=document.published,
            title=document.title,
            publisher=document.publisher,
            url=document.url,
            name=document.name,
            sample=sample,
        )
        async with self._store.reading() as session:
            known = await articles.known(session, article)
            if known is None and origin is not None and origin.replaces:
                before = await feed_items.article_of(session, origin.item)
                text = await articles.text_of(session, before) if before is not None else None
                if before is not None and text is not None and is_excerpt(article.text, text):
                    stored = await events.of_article(session, before)
                    return [stored_json(event, before) for event in stored]
        if known is None or origin is not None:
            read = await self._worker.read(document) if known is None else []
            async with self._store.writing() as session:
                known = await self._keep(session, article, read, origin)
        async with self._store.reading() as session:
            stored = await events.of_article(session, known)
        return [stored_json(event, known) for event in stored]

    async def load_samples(self, step: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Read the sample articles; return how many there are. `step` is told how far it is."""
        every = samples()
        for done, sample in enumerate(every, start=1):
            document = Document(
                text=sample.text,
                title=sample.title,
                publisher=PUBLISHER,
                published=datetime.combine(sample.published, datetime.min.time(), UTC),
                url=None,
                name=sample.name,
            )
            await self.read(document, sample=True)
            step(done, len(every))
        return len(every)

    async def _keep(
        self, session: AsyncSession, article: NewArticle, read: Sequence[ReadEvent], origin: Origin | None
    ) -> int:
        now = self._clock()
        identifier, new = await articles.add(session, article, read_at=now)
        before = await feed_items.article_of(session, origin.item) if origin else None
        replaced = None
        if origin and origin.replaces and before is not None and before != identifier:
            replaced = before if await is_version(session, before, article) else None
        if new:
            ids = await actors.ensure(session, new_actors(read))
            told = [new_event(event, ids) for event in read]
            if replaced is not None:
                told = await revise(session, replaced, identifier, article.text, told, now)
            copies = await feed_items.copies_of(session, origin.item) if origin else []
            if before is not None and replaced is None:
                copies.append(before)
            await _add(session, identifier, article, told, await Copied.by(session, copies), now)
        elif origin:
            await articles.retitle(session, identifier, article.title)
        if replaced is not None:
            await withdraw(session, replaced, now)
        if origin:
            await feed_items.read_as(session, origin.item, identifier)
        return identifier


async def _add(
    session: AsyncSession,
    identifier: int,
    article: NewArticle,
    told: Sequence[NewEvent],
    copied: Copied,
    now: datetime,
) -> None:
    """Store the events that are told for the first time, and let the article tell the others again."""
    published = article.published.date()
    fresh: list[NewEvent] = []
    again: list[tuple[int, NewReport]] = []
    for event in told:
        same = copied.take(event, published) or await same_act(session, event)
        if same is None:
            fresh.append(event)
        else:
            again.append((same, event.report))
    await events.add(session, identifier, fresh, published=published, learnt_at=now)
    await events.add_reports(session, identifier, again)
