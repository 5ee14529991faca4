"""News sitemaps (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap)."""

from lxml import etree  # type: ignore[import-untyped]

from bot.news.addresses import web_address
from bot.news.errors import NotAFeed
from bot.news.feeds.dates import parse_date
from bot.news.feeds.feed import MOST_ITEMS, Feed, FeedItem
from bot.news.feeds.text import plain


def parse(body: bytes, url: str) -> Feed:
    """Read a sitemap; its newest entries come first. Raises NotAFeed, also for an index of sitemaps."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAFeed("It looks like a sitemap but is broken.") from error
    if root is None:
        raise NotAFeed("It looks like a sitemap but is broken.")
    if _name(root) == "sitemapindex":
        parts = [web_address(element.text, url) for element in root.iter("{*}loc")]
        named = ", ".join([part for part in parts if part][:5]) or "none is named"
        raise NotAFeed(f"It is an index of sitemaps, to be added one by one: {named}.")
    items = [_item(element, url) for element in root.iterchildren() if _name(element) == "url"]
    items = [item for item in items if item.link]
    items.sort(key=lambda item: item.published.moment.timestamp() if item.published else 0.0, reverse=True)
    return Feed(kind="sitemap", title=None, link=None, items=tuple(items[:MOST_ITEMS]))


def _name(element: "etree._Element") -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _item(element: "etree._Element", url: str) -> FeedItem:
    values: dict[str, str] = {}
    for child in element.iter():
        if child.text and _name(child) not in values:
            values[_name(child)] = child.text
    link = web_address(values.get("loc"), url)
    return FeedItem(
        guid=link,
        link=link,
        title=plain(values.get("title"), 500),
        published=parse_date(values.get("publication_date")),
        updated=parse_date(values.get("lastmod")),
        language=plain(values.get("language"), 35),
    )
