"""Feeds that are spread over several files: an index of sitemaps, and GDELT's file for each quarter of an hour."""

from datetime import datetime

from bot.news.errors import ContentError, FetchError, HostPaused
from bot.news.feeds.feed import MOST_ITEMS, Feed, FeedItem
from bot.news.feeds.gdelt_leads import export_addresses, parse_leads
from bot.news.feeds.parsing import parse
from bot.news.fetching.answer import Answer
from bot.news.fetching.fetcher import EXPORT, FEED, FEED_KINDS, Fetcher
from bot.news.workers import Workers

MOST_PARTS = 5
"""Sitemaps of an index that are read in one poll: the newest, and those for news first."""


async def whole(answer: Answer, fetcher: Fetcher, workers: Workers) -> Feed:
    """The feed of an answer; of an index of sitemaps with the items of its newest sitemaps.

    Raises ContentError where it is no feed or none of its parts is one, HostPaused where a server wants to be left
    alone.
    """
    feed = await workers.run(parse, answer.body, answer.url, answer.content_type)
    if not feed.parts:
        return feed
    items: dict[str | None, FeedItem] = {}
    failure: FetchError | ContentError | None = None
    for address in feed.parts[:MOST_PARTS]:
        try:
            part = await fetcher.fetch(address, FEED, kinds=FEED_KINDS)
            if not part.ok:
                raise FetchError(address, f"the server answered {part.status}")
            read = await workers.run(parse, part.body, part.url, part.content_type)
        except HostPaused:
            raise
        except (FetchError, ContentError) as error:
            failure = error
            continue
        items |= {item.link: item for item in read.items if item.link not in items}
    if not items and failure is not None:
        raise failure
    return Feed(kind=feed.kind, title=None, link=None, items=tuple(items.values())[:MOST_ITEMS])


async def gdelt_leads(answer: Answer, fetcher: Fetcher, workers: Workers, *, since: datetime | None) -> Feed:
    """The leads of the export files that came out since a moment, or of the newest one.

    Raises FetchError and ContentError where the newest cannot be read; an older one that is missing is left out.
    """
    newest, *older = export_addresses(answer.body, since=since)
    export = await fetcher.fetch(newest, EXPORT)
    if not export.ok:
        raise FetchError(newest, f"the server answered {export.status}")
    feed = await workers.run(parse_leads, export.body, newest)
    items = {item.link: item for item in feed.items}
    for address in older:
        missed = await fetcher.fetch(address, EXPORT)
        if missed.ok:
            more = await workers.run(parse_leads, missed.body, address)
            items |= {item.link: item for item in more.items if item.link not in items}
    return Feed(kind=feed.kind, title=feed.title, link=feed.link, items=tuple(items.values())[:MOST_ITEMS])
