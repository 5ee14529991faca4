import asyncio
import pickle
import time
from collections.abc import AsyncIterator

import pytest

from bot.news.errors import NotAFeed, PageRefused, TooCostly
from bot.news.feeds.parsing import parse
from bot.news.workers import Bounds, Workers
from bot.news.working import TrustedOnly

URL = "https://harbour.example/feed"


def burn() -> None:
    while True:
        pass


def doze() -> None:
    time.sleep(60)


def hoard() -> int:
    return len([bytearray(1 << 20) for _ in range(2000)])


def refuse() -> None:
    raise PageRefused("consent", "It asks for consent.")


def stumble() -> None:
    raise ZeroDivisionError("oops")


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    async with Workers(1, Bounds(cpu_seconds=1, seconds=3.0, megabytes=300)) as made:
        yield made


async def test_a_worker_parses_and_gives_refusals_back(workers: Workers) -> None:
    feed = await workers.run(parse, b"<rss version='2.0'><channel><title>Bay</title></channel></rss>", URL)
    assert feed.title == "Bay"
    with pytest.raises(NotAFeed, match="web page"):
        await workers.run(parse, b"<html></html>", URL)
    with pytest.raises(PageRefused, match="asks for consent") as refused:
        await workers.run(refuse)
    assert refused.value.reason == "consent"


@pytest.mark.parametrize("task", [burn, doze, hoard])
async def test_a_task_beyond_its_bounds_is_killed_and_the_next_one_works(workers: Workers, task: object) -> None:
    with pytest.raises(TooCostly):
        await asyncio.wait_for(workers.run(task), 60)  # type: ignore[arg-type]
    feed = await workers.run(parse, b"<rss version='2.0'><channel><title>Bay</title></channel></rss>", URL)
    assert feed.title == "Bay"


async def test_a_parsers_own_failure_is_told_plainly(workers: Workers) -> None:
    from bot.news.errors import ContentError

    with pytest.raises(ContentError, match="ZeroDivisionError"):
        await workers.run(stumble)


async def test_a_cancelled_task_leaves_no_process_and_no_stale_answer(workers: Workers) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await workers.run(doze)
    feed = await workers.run(parse, b"<rss version='2.0'><channel><title>Next</title></channel></rss>", URL)
    assert feed.title == "Next"


def test_nothing_but_our_own_data_is_taken_from_a_worker() -> None:
    with pytest.raises(pickle.UnpicklingError):
        TrustedOnly.loads(pickle.dumps(print))
    with pytest.raises(pickle.UnpicklingError):
        TrustedOnly.loads(pickle.dumps(pickle.Unpickler))


async def test_a_feed_of_very_many_items_is_read_within_bounds_of_time_and_memory() -> None:
    item = "<item><title>Ship {0} came in</title><link>https://harbour.example/{0}</link><guid>{0}</guid></item>"
    body = (
        "<rss version='2.0'><channel>" + "".join(item.format(n) for n in range(100_000)) + "</channel></rss>"
    ).encode()
    async with Workers(1, Bounds(cpu_seconds=10, seconds=30.0, megabytes=300)) as workers:
        feed = await workers.run(parse, body, URL)
    assert len(feed.items) == 1000
