"""What a page tells."""

from dataclasses import dataclass

from bot.news.feeds.feed import FeedDate


@dataclass(frozen=True, slots=True)
class Page:
    """An article as its page tells it. `text` has one paragraph a line and no markup."""

    text: str
    title: str | None = None
    published: FeedDate | None = None
    """Not exact where only the day is known or the zone is missing."""
    publisher: str | None = None
    url: str | None = None
    """The address under which the publisher wants it known, on the same host as where it was found."""
    language: str | None = None
    """As declared by the page: a BCP 47 tag such as "en-AU"."""
