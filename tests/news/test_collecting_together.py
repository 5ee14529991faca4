"""Collecting by several processes, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from bot.news.fetching.fetcher import Fetcher
from db import sources
from db.session import Store
from db.sources import NewSource, SourceKind
from tests.news.desk import HOUR, Desk, InProcess
from tests.news.hostile.server import HostileServer, redirect
from tests.news.hostile.site import Site, words
from tests.news.stepping import SteppingClock


@pytest.fixture
def site(server: HostileServer) -> Site:
    return Site(server)


async def test_what_a_feed_announces_is_fetched_and_delivered_once(desk: Desk, site: Site) -> None:
    for number in range(3):
        site.publish(number, when=desk.clock.now() - timedelta(hours=number + 1))
    await desk.add(site.feed)
    done = await desk.collect()
    assert (done.polled, done.announced, done.read) == (1, 3, 3)
    assert desk.titles == ["Story 0", "Story 1", "Story 2"]
    first = next(article for article in desk.delivered if article.title == "Story 1")
    assert first.text.splitlines() == words(1)
    assert (first.publisher, first.dated, first.language) == ("Harbour", True, "en")
    assert first.published == desk.clock.now().replace(hour=7, minute=0, second=0)
    await desk.collect(after=2 * HOUR)
    assert len(desk.delivered) == 3


async def test_copies_of_one_text_are_one_story_and_other_stories_are_not(desk: Desk, site: Site) -> None:
    site.publish(1)
    site.publish(2, paragraphs=[
        "The census bureau counted twelve thousand people on the outer islands, fewer than ten years ago.",
        "Young families move to the capital for schools and work, the director of the bureau explained to reporters.",
        "A new ferry line is to slow the decline, and two clinics will open before the cyclone season is over.",
        "Village councils asked for a share of the fishing licences so that there is money for roads and water tanks.",
    ])  # fmt: skip
    site.publish(3, title="Same words, other headline", paragraphs=[*words(1)[:5], "The second desk added this."])
    await desk.add(site.feed)
    await desk.collect()
    stories = {article.title: article.story for article in desk.delivered}
    assert stories["Story 1"] == stories["Same words, other headline"]
    assert stories["Story 2"] != stories["Story 1"]


async def test_a_process_that_died_loses_nothing_and_another_takes_over_when_its_lease_ends(
    desk: Desk, site: Site
) -> None:
    site.publish(1)
    await desk.add(site.feed)
    now = desk.clock.now()
    async with desk.store.writing() as session:
        taken = await sources.lease_due(session, "died", now=now, until=now + timedelta(minutes=5), limit=10)
    assert len(taken) == 1
    assert (await desk.collect()).polled == 0
    await desk.collect(after=301)
    assert desk.titles == ["Story 1"]


async def test_a_late_process_whose_lease_was_lost_changes_nothing(desk: Desk, site: Site) -> None:
    number = await desk.add(site.feed)
    now = desk.clock.now()
    async with desk.store.writing() as session:
        await sources.lease_due(session, "slow", now=now, until=now + timedelta(minutes=5), limit=10)
        await sources.lease_due(
            session, "quick", now=now + timedelta(minutes=6), until=now + timedelta(minutes=11), limit=10
        )
        late = sources.Polled(now, 60, "too late")
        assert not await sources.finish_poll(session, number, "slow", late, now=now)
    assert (await desk.source(number)).error is None


async def test_a_permanent_redirect_moves_the_address_only_after_it_repeats(
    desk: Desk, site: Site, server: HostileServer
) -> None:
    site.publish(1)
    server.behaviours["/new.xml"] = server.behaviours["/harbour/feed.xml"]
    server.behaviours["/harbour/feed.xml"] = redirect(server.url("/new.xml"), 301)
    number = await desk.add(site.feed)
    for _ in range(2):
        await desk.collect(after=20 * HOUR)
        assert (await desk.source(number)).address == site.feed
    await desk.collect(after=20 * HOUR)
    assert (await desk.source(number)).address == server.url("/new.xml")
    assert len(desk.delivered) == 1


async def test_two_processes_share_the_work_and_deliver_each_article_once(
    store: Store, fetcher: Fetcher, clock: SteppingClock, server: HostileServer
) -> None:
    one, two = (Desk(store, fetcher, InProcess(0), clock, owner) for owner in ("one", "two"))
    for name in range(8):
        site = Site(server, f"site-{name}", host=("news.example", "other.example", "third.example")[name % 3])
        for number in range(3):
            site.publish(name * 10 + number)
        new = NewSource(site.feed, SourceKind.FEED, site.name, host=site.host)
        async with store.writing() as session:
            await sources.add(session, new, now=clock.now(), due_at=clock.now())
    for _ in range(3):
        await asyncio.gather(one.collect(), two.collect())
        clock.advance(400)
    assert len(one.delivered + two.delivered) == 24
    assert len({article.item for article in one.delivered + two.delivered}) == 24
