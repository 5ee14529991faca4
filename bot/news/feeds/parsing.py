"""Bytes from the web become a `Feed`. Runs in a process that can be killed: see `bot.news.workers`."""

import io
import re
import zlib
from typing import Any
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]

from bot.news.addresses import web_address
from bot.news.errors import NotAFeed
from bot.news.feeds import json_feed, sitemap
from bot.news.feeds.dates import parse_date
from bot.news.feeds.feed import MOST_ITEMS, Feed, FeedItem
from bot.news.feeds.text import plain

TITLE = 500
"""Characters that are kept of a title."""
SUMMARY = 5000
BODY = 300_000
"""Characters of an article that a feed carries whole."""
UNZIPPED = 20_000_000
"""Bytes of a packed file when unpacked; a sitemap of 50,000 addresses has about ten million."""

_BENT = (
    # Markup inside an id, which feedparser takes for an element of its own.
    (re.compile(rb"(<guid\b[^>]*>)\s*<[^<>]+>([^<]*)</[^<>]+>\s*(</guid>)"), rb"\1\2\3"),
    # An attribute that feedparser prefers to the link itself, though it is no web address.
    (re.compile(rb"(<link\b[^<>]*?)\s+uri=(?:\"[^\"<>]*\"|'[^'<>]*')"), rb"\1"),
)
_ENDS = (b"</item>", b"</entry>")
_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|rdf|feed)\b", re.IGNORECASE)
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525_600}


def parse(body: bytes, url: str, content_type: str | None = None) -> Feed:
    """Read a feed fetched from `url`. A wrong declared encoding or broken XML is no failure. Raises NotAFeed."""
    if body.startswith(b"\x1f\x8b"):
        body = _unzipped(body)
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").replace(b"\0", b"")
    if start[:1] in (b"{", b"["):
        return json_feed.parse(body, url)
    if b"<urlset" in start or b"<sitemapindex" in start:
        return sitemap.parse(body, url)
    body = _shortened(body)
    for bent, straight in _BENT:
        body = bent.sub(straight, body)
    return _parse_xml(body, url, content_type)


def _unzipped(body: bytes) -> bytes:
    """A file that is itself packed, as sitemaps often are."""
    try:
        unpacked = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, UNZIPPED + 1)
    except zlib.error as error:
        raise NotAFeed("It is packed, and its packing is damaged.") from error
    if len(unpacked) > UNZIPPED:
        raise NotAFeed(f"It is packed and larger than {UNZIPPED // 1_000_000} MB when unpacked.")
    return unpacked


def _shortened(body: bytes) -> bytes:
    """Cut the items beyond the limit out before the slow parser sees them; what surrounds the items stays."""
    for end in _ENDS:
        if body.count(end) > MOST_ITEMS:
            at = -1
            for _ in range(MOST_ITEMS):
                at = body.find(end, at + 1)
            return body[: at + len(end)] + body[body.rfind(end) + len(end) :]
    return body


def _parse_xml(body: bytes, url: str, content_type: str | None) -> Feed:
    # Without an address of its own feedparser leaves ids and links as they are written.
    headers = {"content-type": content_type} if content_type else {}
    # A stream, never a string: a string that looks like an address or a path would be opened.
    parsed = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not (parsed.get("version") or parsed.entries or _ROOT.search(body[:4096])):
        raise NotAFeed(_what_it_is(body))
    feed = parsed.feed
    return Feed(
        kind=_kind(parsed.get("version") or ""),
        title=plain(_raw(feed, "title"), TITLE),
        link=web_address(_raw(feed, "link"), url),
        items=tuple(_item(entry, url) for entry in parsed.entries[:MOST_ITEMS]),
        language=plain(_raw(feed, "language"), 35),
        minutes=_minutes(feed),
    )


def _what_it_is(body: bytes) -> str:
    start = body[:2048].lstrip().lower()
    if not start:
        return "It is empty."
    if b"<html" in start or start.startswith(b"<!doctype html"):
        return "It is a web page, not a feed."
    return "It is not a feed of a kind that is understood (RSS, Atom, RDF, JSON Feed, news sitemap)."


def _kind(version: str) -> str:
    if version.startswith("atom"):
        return "atom"
    return "rdf" if version in ("rss090", "rss10") else "rss"


def _raw(entry: Any, key: str) -> str | None:
    """A value without feedparser's mapping of one key to another, which warns."""
    value = dict.get(entry, key)
    return value if isinstance(value, str) else None


def _item(entry: Any, url: str) -> FeedItem:
    language = (dict.get(entry, "title_detail") or {}).get("language")
    base = urljoin(url, (dict.get(entry, "title_detail") or {}).get("base") or "")
    guid = _raw(entry, "id")
    if guid and guid.startswith(("/", "./", "../")):
        guid = urljoin(base, guid)
    updated = parse_date(_raw(entry, "updated"))
    return FeedItem(
        guid=plain(guid, TITLE),
        link=_link(entry, base),
        title=plain(_raw(entry, "title"), TITLE),
        summary=plain(_raw(entry, "summary"), SUMMARY),
        # feedparser calls an only date, such as a Dublin Core one, "updated".
        published=parse_date(_raw(entry, "published")) or parse_date(_raw(entry, "created")) or updated,
        updated=updated,
        body=_body(entry),
        language=language if isinstance(language, str) else None,
    )


def _link(entry: Any, base: str) -> str | None:
    """The article's address: of an Atom entry the "alternate" link, of an RSS item its link or a guid that is one."""
    original = web_address(_raw(entry, "feedburner_origlink"), base)
    if original:
        return original
    link = web_address(_raw(entry, "link"), base)
    if link:
        return link
    for candidate in dict.get(entry, "links") or ():
        if candidate.get("rel", "alternate") == "alternate":
            link = web_address(candidate.get("href"), base)
            if link:
                return link
    guid = _raw(entry, "id")
    return web_address(guid) if guid and re.match(r"https?://", guid) else None


def _body(entry: Any) -> str | None:
    bodies = [content.get("value") for content in dict.get(entry, "content") or ()]
    longest = max((body for body in bodies if isinstance(body, str)), key=len, default=None)
    return longest[:BODY] if longest else None


def _minutes(feed: Any) -> int | None:
    """The interval that the feed wishes: <ttl> in minutes, or the syndication module's period and frequency."""
    ttl = (_raw(feed, "ttl") or "").strip()
    if ttl.isdecimal() and len(ttl) < 7:
        return int(ttl) or None
    period = _PERIODS.get((_raw(feed, "sy_updateperiod") or "").strip().casefold())
    frequency = (_raw(feed, "sy_updatefrequency") or "1").strip()
    if period is None or not frequency.isdecimal() or not int(frequency[:6]) > 0:
        return None
    return max(1, period // int(frequency[:6]))
