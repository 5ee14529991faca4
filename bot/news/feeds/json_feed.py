"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any

from bot.news.addresses import web_address
from bot.news.errors import NotAFeed
from bot.news.feeds.dates import parse_date
from bot.news.feeds.feed import MOST_ITEMS, Feed, FeedItem
from bot.news.feeds.text import plain


def parse(body: bytes, url: str) -> Feed:
    """Read a JSON Feed. Raises NotAFeed."""
    try:
        value = json.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise NotAFeed("It looks like JSON but is broken.") from error
    items = value.get("items") if isinstance(value, dict) else None
    if not isinstance(items, list):
        raise NotAFeed("It is JSON, but not a JSON Feed: there is no list of items.")
    return Feed(
        kind="json",
        title=plain(value.get("title"), 500),
        link=web_address(_text(value, "home_page_url"), url),
        items=tuple(_item(item, url) for item in items[:MOST_ITEMS] if isinstance(item, dict)),
        language=plain(value.get("language"), 35),
    )


def _text(value: dict[str, Any], key: str) -> str | None:
    """A text, or a number where a text should be: ids often are."""
    found = value.get(key)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    return str(found)


def _item(item: dict[str, Any], url: str) -> FeedItem:
    html = _text(item, "content_html")
    return FeedItem(
        guid=plain(_text(item, "id"), 500),
        link=web_address(_text(item, "url"), url) or web_address(_text(item, "external_url"), url),
        title=plain(item.get("title"), 500),
        summary=plain(item.get("summary"), 5000) or plain(item.get("content_text"), 5000),
        published=parse_date(_text(item, "date_published")),
        updated=parse_date(_text(item, "date_modified")),
        body=html[:300_000] if html else None,
        language=plain(item.get("language"), 35),
    )
