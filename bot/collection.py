"""Collecting put together: a collector whose articles are read into the store."""

import os
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.intake import Intake, Origin
from bot.news.clock import SystemClock
from bot.news.collecting.article import CollectedArticle, Deliver
from bot.news.collecting.collector import Collector
from bot.news.fetching.opening import open_fetcher
from bot.news.workers import Workers
from bot.reading.document import Document, clean
from bot.reading.document.webpage import apart
from bot.settings import Settings
from db.session import Store


@asynccontextmanager
async def open_collector(
    store: Store, settings: Settings, intake: Intake | None, *, fetches: bool = True
) -> AsyncIterator[Collector]:
    """A collector that hands what it collects to the intake; without one, others are to read it.

    With `fetches` off it only hands on what others have fetched.
    """
    clock = SystemClock()

    owner = f"{socket.gethostname()}:{os.getpid()}:{random.SystemRandom().getrandbits(32):08x}"
    async with (
        open_fetcher(clock, contact=settings.contact, hosts=settings.fetch_hosts) as fetcher,
        Workers() as workers,
        Collector(
            store,
            fetcher,
            workers,
            delivering_to(intake) if intake is not None else None,
            clock=clock,
            chance=random.Random(owner),
            owner=owner,
            fetches=fetches,
        ) as collector,
    ):
        yield collector


def delivering_to(intake: Intake) -> Deliver:
    """What hands a collected article to the intake, with where it came from."""

    async def deliver(article: CollectedArticle) -> None:
        await intake.read(to_document(article), origin=Origin(article.item, replaces=not article.standing))

    return deliver


def to_document(article: CollectedArticle) -> Document:
    """The article as the reader takes it."""
    return Document(
        text=clean(apart(article.text)),
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        url=article.url,
        name=None,
    )
