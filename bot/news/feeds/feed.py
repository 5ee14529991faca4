"""What a feed says."""

from dataclasses import dataclass
from datetime import datetime

MOST_ITEMS = 1000
"""Of one feed in one poll; a news sitemap holds at most as many (Google's rules for news sitemaps)."""


@dataclass(frozen=True, slots=True)
class FeedDate:
    """A moment as a feed or page gives it. It is not `exact` where the time of day or its zone is missing.

    It keeps the offset that was given, so that its date is the day at the publisher, which "on Monday" refers to.
    """

    moment: datetime
    exact: bool


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry. Texts are plain, without tags; `link` is an absolute http(s) address."""

    guid: str | None
    link: str | None
    title: str | None
    summary: str | None = None
    published: FeedDate | None = None
    updated: FeedDate | None = None
    body: str | None = None
    """HTML of the whole article, where the feed carries it."""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. `kind` is "rss", "atom", "rdf", "json", "sitemap" or "gdelt".

    `minutes` is how often it wishes to be asked. An index of sitemaps has no items but `parts`: the addresses of the
    sitemaps, the newest first.
    """

    kind: str
    title: str | None
    link: str | None
    items: tuple[FeedItem, ...]
    language: str | None = None
    minutes: int | None = None
    parts: tuple[str, ...] = ()
