"""Adding a source: from whatever address a person gave to a feed that works; and what would be collected from it."""

from dataclasses import dataclass
from urllib.parse import urljoin

from bot.news.addresses import web_address
from bot.news.errors import AddressRefused, ContentError, FetchError, NotAFeed
from bot.news.feeds.discovery import USUAL_PLACES, feed_links
from bot.news.feeds.feed import Feed
from bot.news.feeds.whole import whole
from bot.news.fetching.answer import Answer
from bot.news.fetching.fetcher import FEED, FEED_KINDS, PAGE, PAGE_KINDS, Fetcher
from bot.news.fetching.robots import RobotsRules
from bot.news.pages.extraction import extract
from bot.news.pages.page import Page
from bot.news.workers import Workers

_TRIED = 8
"""Addresses that are tried at most: they are all on one host, a second apart."""


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that works, and where."""

    address: str
    feed: Feed


def as_address(text: str) -> str:
    """Make a web address of what a person typed; "harbour.example" is enough. Raises AddressRefused."""
    text = text.strip()
    address = web_address(text if "://" in text else f"https://{text}")
    if address is None or "." not in address:
        raise AddressRefused(text[:200], "it is not a web address such as https://news.example/feed")
    return address


async def find_feed(address: str, fetcher: Fetcher, workers: Workers) -> FoundFeed:
    """Find the feed at an address, or that of the site whose page it is.

    Raises FetchError where the address itself cannot be fetched, and NotAFeed where neither it is a feed nor the page
    names one that works nor one stands where feeds usually do.
    """
    answer = await _get(address, fetcher)
    try:
        return FoundFeed(answer.url, await whole(answer, fetcher, workers))
    except ContentError as error:
        reason = str(error)
    named = await workers.run(feed_links, answer.body, answer.url)
    usual = [urljoin(answer.url, place) for place in USUAL_PLACES]
    for candidate in list(dict.fromkeys([*named, *usual]))[:_TRIED]:
        try:
            other = await _get(candidate, fetcher)
            feed = await whole(other, fetcher, workers)
        except (FetchError, ContentError):
            continue
        return FoundFeed(other.url, feed)
    raise NotAFeed(f"{reason} No feed was found on that site either: give the feed's own address.")


async def _get(address: str, fetcher: Fetcher) -> Answer:
    answer = await fetcher.fetch(address, FEED, kinds=FEED_KINDS)
    if not answer.ok:
        raise FetchError(address, f"the server answered {answer.status}")
    return answer


async def sample_article(feed: Feed, fetcher: Fetcher, workers: Workers, robots: RobotsRules) -> Page:
    """Extract the first article of a feed, to show what would be collected. Raises FetchError, ContentError."""
    link = next((item.link for item in feed.items if item.link), None)
    if link is None:
        raise ContentError("No item of the feed has an address.")
    await robots.check(link)
    answer = await fetcher.fetch(link, PAGE, kinds=PAGE_KINDS)
    if not answer.ok:
        raise FetchError(link, f"the server answered {answer.status}")
    return await workers.run(extract, answer.body, answer.url, answer.content_type)
