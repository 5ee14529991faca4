import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.news.fetching.fetcher import Fetcher
from bot.news.workers import Workers
from db import feed_items, sources
from db.models import FeedItem
from db.session import Store
from db.sources import NewSource, SourceKind, SourceState
from tests.news.desk import HOUR, Desk
from tests.news.hostile.server import HostileServer, answer, conditional, slow_drip, status
from tests.news.hostile.site import Site, words
from tests.news.stepping import SteppingClock


@pytest.fixture
async def store(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Store]:
    """SQLite alone: what depends on the database is tested on both in test_collecting_together.py."""
    shutil.copy(sqlite_template, tmp_path / "store.db")
    async with await Store.open(str(tmp_path / "store.db")) as opened:
        yield opened


@pytest.fixture
def site(server: HostileServer) -> Site:
    return Site(server)


async def test_an_item_with_another_id_or_address_is_the_same_and_a_changed_title_reads_it_again(
    desk: Desk, site: Site
) -> None:
    site.publish(1)
    await desk.add(site.feed)
    await desk.collect()
    site.publish(1, guid="another-id")
    await desk.collect(after=2 * HOUR)
    assert len(desk.delivered) == 1
    site.publish(1, guid="another-id", title="Story 1, corrected")
    await desk.collect(after=4 * HOUR)
    assert [(article.title, article.changed) for article in desk.delivered] == [
        ("Story 1", False),
        ("Story 1, corrected", True),
    ]
    assert desk.delivered[0].item == desk.delivered[1].item


async def test_ids_that_a_feed_repeats_lose_no_item(desk: Desk, site: Site) -> None:
    for number in range(4):
        site.publish(number, guid="always-the-same")
    await desk.add(site.feed)
    await desk.collect()
    assert len(desk.delivered) == 4


async def test_an_article_that_two_sources_announce_is_delivered_once(desk: Desk, server: HostileServer) -> None:
    one, two = Site(server, "one"), Site(server, "two")
    one.publish(1)
    two.articles = dict(one.articles)
    two.announce()
    await desk.add(one.feed)
    await desk.add(two.feed)
    await desk.collect()
    assert len(desk.delivered) == 1


async def test_validators_are_kept_after_a_good_parse_and_an_unchanged_feed_is_not_parsed(
    desk: Desk, site: Site, server: HostileServer
) -> None:
    body = b"<rss version='2.0'><channel><title>x</title></channel></rss>"
    server.behaviours["/harbour/feed.xml"] = conditional(body, '"v1"', "Mon, 02 Mar 2026 08:00:00 GMT")
    number = await desk.add(site.feed)
    await desk.collect()
    await desk.collect(after=2 * HOUR)
    assert server.requests[-1].headers["if-none-match"] == '"v1"'
    assert (await desk.source(number)).etag == '"v1"'
    server.behaviours["/harbour/feed.xml"] = answer(b"<html>maintenance</html>", {"ETag": '"v2"'})
    await desk.collect(after=3 * HOUR)
    assert (await desk.source(number)).etag == '"v1"'


async def test_a_source_that_fails_is_asked_ever_more_seldom_and_recovers(
    desk: Desk, site: Site, server: HostileServer
) -> None:
    number = await desk.add(site.feed)
    waits = []
    for _ in range(6):
        await desk.collect()
        due = (await desk.source(number)).due_at
        waits.append((due - desk.clock.now()).total_seconds())
        desk.clock.advance(waits[-1] + 1)
    assert waits == sorted(waits)
    assert waits[0] < 600 and waits[-1] > 2 * HOUR  # noqa: PT018
    failing = await desk.source(number)
    assert (failing.failures, failing.error) == (6, "The server answered 404 (Not Found).")
    site.publish(1)
    await desk.collect()
    assert (await desk.source(number)).failures == 0
    assert len(desk.delivered) == 1


@pytest.mark.parametrize("wish", ["7200", "Mon, 02 Mar 2026 11:00:00 GMT"])
@pytest.mark.parametrize("code", [429, 503])
async def test_an_overloaded_server_is_left_alone_for_as_long_as_it_asks_and_never_given_up(
    desk: Desk, site: Site, server: HostileServer, code: int, wish: str
) -> None:
    server.behaviours["/harbour/feed.xml"] = status(code, {"Retry-After": wish})
    number = await desk.add(site.feed)
    await desk.collect()
    source = await desk.source(number)
    assert source.failures == 0
    assert source.due_at >= desk.clock.now() + timedelta(hours=2)
    await desk.collect(after=HOUR)
    assert server.count("/harbour/feed.xml") == 1


async def test_a_source_that_is_gone_is_polled_no_more(desk: Desk, site: Site, server: HostileServer) -> None:
    server.behaviours["/harbour/feed.xml"] = status(410)
    number = await desk.add(site.feed)
    await desk.collect()
    assert (await desk.source(number)).state == SourceState.GONE
    await desk.collect(after=100 * HOUR)
    assert server.count("/harbour/feed.xml") == 1


async def test_an_article_that_robots_txt_forbids_is_refused_with_the_reason(
    desk: Desk, site: Site, server: HostileServer
) -> None:
    server.behaviours["/robots.txt"] = answer(b"User-agent: *\nDisallow: /harbour/1")
    site.publish(1)
    site.publish(2)
    number = await desk.add(site.feed)
    done = await desk.collect()
    assert (done.refused, desk.titles) == (1, ["Story 2"])
    async with desk.store.reading() as session:
        assert (await sources.activity(session, number, since=desk.clock.now() - timedelta(days=1))).refused == 1


async def test_a_reader_that_breaks_loses_no_article(desk: Desk, site: Site, server: HostileServer) -> None:
    site.publish(1)
    await desk.add(site.feed)
    desk.breaks = 2
    assert (await desk.collect()).failures
    site.withdraw(1)  # what was extracted is kept, so the page is not needed again
    await desk.collect(after=2 * HOUR)
    await desk.collect(after=2 * HOUR)
    assert desk.titles == ["Story 1"]


async def test_a_page_that_cannot_be_fetched_is_tried_a_few_times_and_then_given_up(
    desk: Desk, site: Site, server: HostileServer
) -> None:
    site.publish(1)
    server.behaviours["/harbour/1"] = status(500)
    await desk.add(site.feed)
    for _ in range(12):
        await desk.collect(after=5 * HOUR)
    assert server.count("/harbour/1") == 5
    async with desk.store.reading() as session:
        assert (await feed_items.waiting(session))[0] == 0


async def test_old_items_of_a_new_source_are_not_read_and_impossible_dates_are_marked(desk: Desk, site: Site) -> None:
    site.publish(1, when=desk.clock.now() - timedelta(days=30))
    site.publish(2, when=desk.clock.now() + timedelta(days=30))
    site.publish(3)
    await desk.add(site.feed)
    await desk.collect()
    assert desk.titles == ["Story 2", "Story 3"]
    assert sorted(article.url or "" for article in desk.delivered) == [
        site.server.url("/harbour/2"),
        site.server.url("/harbour/3"),
    ]
    assert [article.dated for article in desk.delivered] == [False, False]
    assert all(article.published <= desk.clock.now() for article in desk.delivered)


async def test_a_single_page_is_read_again_when_its_text_changes(desk: Desk, site: Site) -> None:
    site.publish(1)
    await desk.add(site.server.url("/harbour/1"), SourceKind.PAGE)
    await desk.collect()
    await desk.collect(after=2 * HOUR)
    assert len(desk.delivered) == 1
    site.publish(1, paragraphs=[*words(1), "The ships have left again, the harbour master added on Tuesday."])
    await desk.collect(after=3 * HOUR)
    assert [article.changed for article in desk.delivered] == [False, True]


async def test_a_big_backlog_of_one_source_does_not_hold_up_another(desk: Desk, server: HostileServer) -> None:
    big, small = Site(server, "big"), Site(server, "small", host="other.example")
    for number in range(20):
        big.publish(number)
    small.publish(100)
    await desk.add(big.feed)
    new = NewSource(small.feed, SourceKind.FEED, "Small", host="other.example")
    async with desk.store.writing() as session:
        await sources.add(session, new, now=desk.clock.now(), due_at=desk.clock.now())
    await desk.collect()
    assert len(desk.delivered) == 21
    assert "Story 100" in [article.title for article in desk.delivered[:4]]


async def test_a_source_with_news_is_polled_more_often_and_a_silent_one_less(desk: Desk, site: Site) -> None:
    site.publish(1)
    number = await desk.add(site.feed)
    await desk.collect()
    quicker = (await desk.source(number)).interval
    await desk.collect(after=2 * HOUR)
    assert quicker < 3600 <= (await desk.source(number)).interval * 1.2


async def test_it_all_works_with_processes_that_can_be_killed(
    store: Store, fetcher: Fetcher, clock: SteppingClock, site: Site
) -> None:
    site.publish(1, when=clock.now())
    async with Workers(1) as workers:
        desk = Desk(store, fetcher, workers, clock)
        await desk.add(site.feed)
        await desk.collect()
    assert desk.titles == ["Story 1"]


async def test_a_slow_host_holds_up_no_other(desk: Desk, server: HostileServer) -> None:
    server.behaviours["/slow.xml"] = slow_drip
    quick = Site(server, "quick", host="other.example")
    for number in range(6):
        quick.publish(number)
    await desk.add(server.url("/slow.xml"), name="Slow")
    new = NewSource(quick.feed, SourceKind.FEED, "Quick", host="other.example")
    async with desk.store.writing() as session:
        await sources.add(session, new, now=desk.clock.now(), due_at=desk.clock.now())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(5):
            await desk.collect()
    assert len(desk.delivered) == 6


async def test_an_index_of_sitemaps_is_a_source_whose_newest_sitemaps_are_read(
    desk: Desk, site: Site, server: HostileServer
) -> None:
    for number in (1, 2):
        site.publish(number)
    entries = [
        f"<url><loc>{server.url(f'/harbour/{number}')}</loc><lastmod>{date}</lastmod></url>"
        for number, date in ((1, "2026-03-02T08:00:00Z"), (2, "2025-01-01"))
    ]
    server.behaviours |= {
        "/index.xml": answer(
            f"<sitemapindex><sitemap><loc>{server.url('/gone.xml')}</loc></sitemap>"
            f"<sitemap><loc>{server.url('/news.xml')}</loc></sitemap></sitemapindex>".encode()
        ),
        "/news.xml": answer(f"<urlset>{''.join(entries)}<url><loc>{site.feed}</loc></url></urlset>".encode()),
    }
    number = await desk.add(server.url("/index.xml"))
    await desk.collect()
    assert desk.titles == ["Story 1"], "what is old or undated was there long before the source was added"
    assert (await desk.source(number)).error is None
    server.behaviours["/news.xml"] = status(500)
    await desk.collect(after=2 * HOUR)
    assert "500" in ((await desk.source(number)).error or "")


async def test_an_article_in_another_language_is_refused(desk: Desk, site: Site) -> None:
    said = (
        "Presiden mengatakan bahwa perjanjian baru itu akan ditandatangani di Jakarta pekan depan oleh para menteri.",
        "Menteri luar negeri dari sepuluh negara anggota akan bertemu lagi pada bulan Maret untuk membahas laut.",
        "Kapal penjaga pantai sudah kembali ke pelabuhan setelah badai besar melewati pulau itu pada hari Minggu.",
        "Para nelayan meminta pemerintah supaya harga bahan bakar diturunkan sebelum musim angin barat tiba.",
    )
    site.publish(1, paragraphs=list(said))
    number = await desk.add(site.feed)
    assert (await desk.collect()).refused == 1
    async with desk.store.reading() as session:
        (item,) = await session.scalars(select(FeedItem).where(FeedItem.source_id == number))
    assert item.reason == "The article is not in English, the one language that is read."
