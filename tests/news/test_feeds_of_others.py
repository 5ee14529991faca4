"""The feed files of two other parsers with what they expect, where those are at hand."""

import ast
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.news.addresses import web_address
from bot.news.errors import ContentError
from bot.news.feeds.dates import parse_date
from bot.news.feeds.feed import Feed, FeedItem
from bot.news.feeds.parsing import parse
from bot.news.feeds.text import plain

FEEDS = Path(__file__).parents[3] / "shared" / "data" / "feeds"
BASE = "http://127.0.0.1:8097/"
pytestmark = pytest.mark.skipif(not FEEDS.is_dir(), reason="the feed files of other parsers are not here")

EXPECTATION = re.compile(
    r"""entries\[(?P<at>\d)\](?:\.|\[')(?P<field>title|link|id|guid|summary|description|published|updated)"""
    r"""(?P<parsed>_parsed)?(?:_detail'\]\['value|_detail\.value)?(?:'\])? == """
    r"""(?P<value>'''.*?'''|\"\"\".*?\"\"\"|u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|\([^)]*\))"""
)


@pytest.fixture(autouse=True)
def no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file makes the parser fetch anything."""

    def refuse(*_: object) -> None:
        raise AssertionError("a feed file made the parser reach out")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def read(body: bytes, url: str, content_type: str | None) -> Feed | None:
    try:
        return parse(body, url, content_type)
    except ContentError:
        return None


def holds(item: FeedItem, field: str, value: Any, url: str) -> bool:
    match field:
        case "title":
            return item.title == plain(value, 500)
        case "link":
            return item.link == web_address(value, url)
        case "id" | "guid":
            return item.guid == plain(value, 500)
        case "summary" | "description":
            return item.summary == plain(value, 5000)
    wanted = parse_date(value).moment.timetuple() if isinstance(value, str) else value  # type: ignore[union-attr]
    dates = [date.moment.timetuple()[:6] for date in (item.published, item.updated) if date]
    return tuple(wanted[:6]) in dates


def feedparser_expectations() -> Iterator[tuple[str, bool]]:
    for path in sorted((FEEDS / "feedparser").rglob("*.xml")):
        body = path.read_bytes()
        text = next(
            (t for t in (body.decode(c, "ignore") for c in ("utf-8", "utf-16", "utf-32")) if "Expect:" in t), ""
        )
        headers = {n.lower(): v for n, v in re.findall(r"^Header:\s+([^:]+?)\s*:\s*(.+?)\s*$", text, re.MULTILINE)}
        url = headers.get("content-location", BASE + str(path.relative_to(FEEDS / "feedparser")))
        feed = read(body, url, headers.get("content-type"))
        if path.parent.name == "sanitize":
            continue
        for line in re.findall(r"Expect:\s*(.*?)\s*\n", text):
            for found in EXPECTATION.finditer(line):
                value, at = ast.literal_eval(found["value"].lstrip("u")), int(found["at"])
                there = feed is not None and at < len(feed.items)
                yield path.name, there and holds(feed.items[at], found["field"], value, url)  # type: ignore[union-attr]


def test_what_feedparsers_files_expect_of_news_is_met() -> None:
    results = list(feedparser_expectations())
    failed = [name for name, met in results if not met]
    assert len(results) > 100
    assert len(failed) <= 0.02 * len(results), failed


def test_every_pair_of_gofeed_is_met() -> None:
    pairs, failed = 0, []
    for path in sorted((FEEDS / "gofeed").rglob("*")):
        expected = next((e for e in (path.with_suffix(".json"), path.with_name(path.stem + "_expected.json"))
                         if e != path and e.exists()), None)  # fmt: skip
        if not path.is_file() or expected is None or "_expected" in path.name:
            continue
        wanted = json.loads(expected.read_text(encoding="utf-8"))
        items = wanted.get("items") or wanted.get("entries") or []
        feed = read(path.read_bytes(), BASE, None)
        pairs += 1
        if feed is None or len(feed.items) != len(items):
            failed.append(path.name)
            continue
        failed += [
            f"{path.name}: {field}"
            for item, want in zip(feed.items, items, strict=True)
            for field, value in expectations(want)
            if value and not holds(item, field, value, BASE)
        ]
    assert pairs > 500
    assert not failed


def expectations(want: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    guid = want.get("guid")
    links = [link.get("href") for link in want.get("links", ()) if isinstance(link, dict) and link.get("rel") != "self"]
    yield "title", want.get("title")
    yield "id", guid.get("value") if isinstance(guid, dict) else guid or want.get("id")
    yield "link", want.get("link") or want.get("url") or next(iter(links), None)
    yield "summary", want.get("description") or want.get("summary")
    yield "published", want.get("pubDateParsed") or want.get("publishedParsed") or want.get("date_published")
