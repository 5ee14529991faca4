"""What an item is known by, so that it is read once though its id, title or address changes.

An id counts within its feed, but not where the feed gives it to several items; an address counts everywhere, but not
where several items share it (a front page). What has neither is known by its title and day.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

from bot.news.addresses import canonical
from bot.news.feeds.feed import FeedItem


def keys(items: Sequence[FeedItem], feed: str) -> list[tuple[str, ...]]:
    """The keys of each item of a feed; two with one in common are one. `feed` is a name of the feed that stays."""
    guids = Counter(guid for guid, _ in {(item.guid, item.link or item.title) for item in items} if guid)
    links = Counter(link for link, _ in {(_link(item), item.title) for item in items} if link)
    result = []
    for item in items:
        found = []
        link = _link(item)
        if link and links[link] == 1:
            found.append(_key("address", link))
        if item.guid and guids[item.guid] == 1:
            found.append(_key("id", feed, item.guid))
        if not found:
            day = item.published.moment.date().isoformat() if item.published else ""
            found.append(_key("title", feed, link or "", item.title or "", day, (item.summary or "")[:200]))
        result.append(tuple(found))
    return result


def digest(item: FeedItem) -> str:
    """Changes when the source says that the article changed: another title, or another time of update.

    A summary or body is no sign: many feeds put view counts and links to other stories there.
    """
    updated = item.updated or item.published
    return _key("content", item.title or "", updated.moment.isoformat() if updated else "")


def address_key(address: str) -> str:
    """The key of whatever stands at an address."""
    return _key("address", canonical(address))


def _link(item: FeedItem) -> str | None:
    return canonical(item.link) if item.link else None


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def text_key(text: str) -> str:
    """A name for a text: another one means that the text changed."""
    return _key("text", " ".join(text.split()))
