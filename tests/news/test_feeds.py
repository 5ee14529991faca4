import contextlib
import gzip
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.errors import ContentError, NotAFeed
from bot.news.feeds.dates import parse_date
from bot.news.feeds.discovery import feed_links
from bot.news.feeds.feed import MOST_ITEMS
from bot.news.feeds.parsing import parse
from bot.news.feeds.text import plain

URL = "https://harbour.example/feed.xml"


def rss(items: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title>{head}{items}</channel></rss>'.encode()
    )


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("text", "expected", "exact"),
    [
        ("Thu, 12 Feb 2026 14:00:00 JST", moment(2026, 2, 12, 5), True),
        ("Thu, 12 Feb 2026 14:00:00 KST", moment(2026, 2, 12, 5), True),
        ("Thu, 12 Feb 2026 14:00:00 PHT", moment(2026, 2, 12, 6), True),
        ("Thu, 12 Feb 2026 14:00:00 +0530", moment(2026, 2, 12, 8, 30), True),
        ("Thu, 12 Feb 2026 14:00 GMT+8", moment(2026, 2, 12, 6), True),
        ("12 Feb 26 14:00:00 Z", moment(2026, 2, 12, 14), True),
        ("Thurs, 12 February 2026 2:05 PM AEDT", moment(2026, 2, 12, 3, 5), True),
        ("Feb. 12, 2026, 12:30 a.m. SGT", moment(2026, 2, 11, 16, 30), True),
        ("February 12, 2026", moment(2026, 2, 12), False),
        ("Thu Feb 12 14:00:00 UTC 2026", moment(2026, 2, 12, 14), True),
        ("2026-02-12T14:00:00+09:00", moment(2026, 2, 12, 5), True),
        ("2026-02-12T14:00:00.123456Z", moment(2026, 2, 12, 14), True),
        ("2026-02-12 14:00", moment(2026, 2, 12, 14), False),
        ("2026-02-12", moment(2026, 2, 12), False),
        ("2026/02/12 14:00", moment(2026, 2, 12, 14), False),
        ("2026/02/12 14:00 JST", moment(2026, 2, 12, 5), True),
        ("20260212T140000Z", moment(2026, 2, 12, 14), True),
        ("25/02/2026 14:00", moment(2026, 2, 25, 14), False),
        ("02/25/2026", moment(2026, 2, 25), False),
        ("2026年02月12日 14:00", moment(2026, 2, 12, 14), False),
        ("2026년 2월 12일", moment(2026, 2, 12), False),
        ("1770904800", moment(2026, 2, 12, 14), True),
        ("1770904800000", moment(2026, 2, 12, 14), True),
        ("Thu, 12 Feb 2026 24:00:00 GMT", moment(2026, 2, 13), True),
        ("Thu, 12 Feb 2026 14:00:00 CST", moment(2026, 2, 12, 14), False),
    ],
)
def test_a_date_is_read_as_its_publisher_means_it(text: str, expected: datetime, exact: bool) -> None:
    read = parse_date(text)
    assert read is not None
    assert (read.moment, read.exact) == (expected, exact)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "02/03/2026", "32 Feb 2026", "2026-13-01", "12 Foo 2026", "0012-02-12", "99999999999999",
     "١٢٣٤٥٦٧٨٩٠", "Thu, 12 Feb 2026 25:00:00 GMT", "2026-02-12T14:99:00Z", "12"],
)  # fmt: skip
def test_a_date_that_is_not_surely_understood_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=90))
def test_no_text_breaks_the_date_parser(text: str) -> None:
    parse_date(text)


@given(st.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001
def test_every_iso_date_comes_back(when: datetime) -> None:
    when = when.replace(microsecond=0, tzinfo=UTC)
    read = parse_date(when.isoformat())
    assert read is not None
    assert read.moment == when


def test_an_rss_item_gives_title_link_id_summary_and_date() -> None:
    feed = parse(
        rss(
            "<item><title>Patrol &lt;b&gt;ends&lt;/b&gt; &amp;amp; ships return</title><link>/news/1?x=1#top</link>"
            "<guid isPermaLink='false'>n-1</guid><description>The &lt;i&gt;cutters&lt;/i&gt; are home.</description>"
            "<pubDate>Mon, 02 Mar 2026 18:00:00 JST</pubDate></item>",
            "<ttl>30</ttl><language>en-au</language>",
        ),
        URL,
    )
    (item,) = feed.items
    assert (feed.kind, feed.title, feed.minutes, feed.language) == ("rss", "Harbour", 30, "en-au")
    assert (item.title, item.guid) == ("Patrol ends & ships return", "n-1")
    assert item.link == "https://harbour.example/news/1?x=1"
    assert item.summary == "The cutters are home."
    assert item.published is not None
    assert item.published.moment == moment(2026, 3, 2, 9)


def test_an_atom_entry_takes_its_alternate_link_and_falls_back_to_the_date_of_its_update() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><entry><id>tag:1</id>
    <title type="html">Talks &lt;em&gt;open&lt;/em&gt;</title><link rel="self" href="/self"/>
    <link rel="alternate" href="/talks"/><updated>2026-03-02T09:00:00Z</updated></entry></feed>"""
    (item,) = parse(body, URL).items
    assert (item.title, item.link) == ("Talks open", "https://harbour.example/talks")
    assert item.published is not None
    assert item.published.moment == moment(2026, 3, 2, 9)


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_a_json_feed_is_read(version: str) -> None:
    value = {
        "version": version,
        "title": "Strait Watch",
        "items": [
            {"id": 7, "url": "/a", "title": "A <b>ship</b>", "date_published": "2026-03-02T18:00:00+09:00"},
            "not an item",
            {"id": "8", "external_url": "javascript:alert(1)", "content_text": "Words."},
        ],
    }
    feed = parse(json.dumps(value).encode(), URL)
    first, second = feed.items
    assert (feed.kind, first.guid, first.link, first.title) == ("json", "7", "https://harbour.example/a", "A ship")
    assert (second.link, second.summary) == (None, "Words.")


def test_a_news_sitemap_is_read_newest_first() -> None:
    body = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
     xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
     <url><loc>https://harbour.example/old</loc><news:news><news:publication><news:name>Harbour</news:name>
     <news:language>en</news:language></news:publication><news:publication_date>2026-03-01T00:00:00Z</news:publication_date>
     <news:title>Old</news:title></news:news></url>
     <url><loc>https://harbour.example/new</loc><news:news>
     <news:publication_date>2026-03-02T00:00:00Z</news:publication_date><news:title>New</news:title></news:news></url>
     </urlset>"""
    feed = parse(body, URL)
    assert feed.kind == "sitemap"
    assert [(item.title, item.link) for item in feed.items] == [
        ("New", "https://harbour.example/new"),
        ("Old", "https://harbour.example/old"),
    ]


def test_an_index_of_sitemaps_names_its_parts_those_for_news_and_the_newest_first() -> None:
    body = b"""<sitemapindex><sitemap><loc>https://harbour.example/2019.xml</loc><lastmod>2019-12-31</lastmod></sitemap>
    <sitemap><loc>/2026.xml</loc><lastmod>2026-03-01T10:00:00+09:00</lastmod></sitemap>
    <sitemap><loc>javascript:alert(1)</loc></sitemap><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"""
    assert parse(body, "https://harbour.example/index.xml").parts == (
        "https://harbour.example/news.xml",
        "https://harbour.example/2026.xml",
        "https://harbour.example/2019.xml",
    )
    with pytest.raises(NotAFeed, match="names none"):
        parse(b"<sitemapindex></sitemapindex>", URL)


def test_a_packed_sitemap_is_unpacked_within_bounds() -> None:
    body = b"<urlset><url><loc>https://harbour.example/1</loc></url></urlset>"
    assert [item.link for item in parse(gzip.compress(body), URL).items] == ["https://harbour.example/1"]
    for packed in (gzip.compress(bytes(30_000_000)), b"\x1f\x8b nothing"):
        with pytest.raises(NotAFeed, match="packed"):
            parse(packed, URL)


@pytest.mark.parametrize(
    "body", [b"", b"   ", b"<html><body>hi</body></html>", b"{", b'{"a": 1}', b"[1, 2]", b"\x00\xff"]
)
def test_what_is_no_feed_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        parse(body, URL)


def test_a_wrong_declared_encoding_loses_no_text() -> None:
    body = rss("<item><title>Caf\xe9 in Port-Vila</title></item>").decode().encode("cp1252")
    (item,) = parse(body, URL, "application/rss+xml; charset=utf-8").items
    assert item.title == "Caf\xe9 in Port-Vila"


def test_only_web_links_are_kept() -> None:
    for link in ("javascript:alert(1)", "ftp://harbour.example/x", "http://me:secret@harbour.example/"):
        (item,) = parse(rss(f"<item><title>x</title><link>{link}</link></item>"), URL).items
        assert item.link is None


def test_external_entities_and_entity_bombs_give_nothing() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{lines}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<rss version='2.0'><channel><item><title>a&e8;b</title><description>&f;</description></item></channel></rss>"
    ).encode()
    (item,) = parse(body, URL).items
    assert len(item.title or "") < 1000
    assert "root:" not in (item.summary or "")


def test_a_feed_of_very_many_items_is_cut_to_the_first() -> None:
    body = rss("".join(f"<item><title>Story {n}</title><link>/{n}</link></item>" for n in range(MOST_ITEMS * 3)))
    feed = parse(body, URL)
    assert len(feed.items) == MOST_ITEMS
    assert (feed.title, feed.items[0].title) == ("Harbour", "Story 0")


@given(st.binary(max_size=300))
def test_no_bytes_break_the_parser(body: bytes) -> None:
    with contextlib.suppress(ContentError):
        parse(body, URL)


@given(st.text(max_size=400))
def test_plain_text_holds_no_tag_and_keeps_to_its_length(text: str) -> None:
    assert len(plain(text, 50) or "") <= 50


def test_a_site_names_its_feeds_and_that_of_comments_comes_last() -> None:
    page = b"""<html><head><base href="/news/"><link rel="alternate" type="application/rss+xml" href="/comments/feed/">
    <link rel="alternate" type="application/atom+xml" href="atom.xml"><link rel="alternate" hreflang="ja" href="/ja">
    <link rel=stylesheet href=x.css></head>"""
    assert feed_links(page, "https://harbour.example/") == [
        "https://harbour.example/news/atom.xml",
        "https://harbour.example/comments/feed/",
    ]
