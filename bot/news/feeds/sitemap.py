"""News sitemaps and their indexes.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap, https://www.sitemaps.org/protocol.html
"""

from lxml import etree  # type: ignore[import-untyped]

from bot.news.addresses import web_address
from bot.news.errors import NotAFeed
from bot.news.feeds.dates import parse_date
from bot.news.feeds.feed import MOST_ITEMS, Feed, FeedDate, FeedItem
from bot.news.feeds.text import plain


def parse(body: bytes, url: str) -> Feed:
    """Read a sitemap, or an index of sitemaps; what is newest comes first. Raises NotAFeed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAFeed("It looks like a sitemap but is broken.") from error
    if root is None:
        raise NotAFeed("It looks like a sitemap but is broken.")
    if _name(root) == "sitemapindex":
        return _index(root, url)
    items = [_item(element, url) for element in root.iterchildren() if _name(element) == "url"]
    items = [item for item in items if item.link]
    items.sort(key=lambda item: _age(item.published or item.updated))
    return Feed(kind="sitemap", title=None, link=None, items=tuple(items[:MOST_ITEMS]))


def _index(root: "etree._Element", url: str) -> Feed:
    """The sitemaps of an index: those for news before the others, which may list all that ever was."""
    found = [_item(element, url) for element in root.iterchildren() if _name(element) == "sitemap"]
    named = [item for item in found if item.link]
    if not named:
        raise NotAFeed("It is an index of sitemaps that names none.")
    named.sort(key=lambda item: ("news" not in str(item.link).casefold(), _age(item.updated)))
    parts = tuple(dict.fromkeys(str(item.link) for item in named))
    return Feed(kind="sitemap", title=None, link=None, items=(), parts=parts[:MOST_ITEMS])


def _age(date: FeedDate | None) -> float:
    """For sorting: what is newer comes first, and what has no date last."""
    return -date.moment.timestamp() if date else 0.0


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
