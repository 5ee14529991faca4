"""Where articles come from, and the items found there."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Identifier, Moment


class Source(Base):
    """Where articles come from, and how it has been doing. Its times are the collecting process's."""

    __tablename__ = "sources"
    __table_args__ = (Index("ix_sources_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    address: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    """"feed", "page" or "gdelt"."""
    name: Mapped[str] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(String(3))
    """ISO 3166-1 alpha-3."""
    language: Mapped[str | None] = mapped_column(String(35))
    host: Mapped[str] = mapped_column(Text, index=True)
    state: Mapped[str] = mapped_column(String(16))
    """"active", "paused" by a person, or "gone" where the server said so."""
    added_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    interval: Mapped[int] = mapped_column(Integer)
    """Seconds between polls, as adapted to how often it has news."""
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    lease_owner: Mapped[str | None] = mapped_column(Text)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    polled_at: Mapped[datetime | None] = mapped_column(Moment)
    succeeded_at: Mapped[datetime | None] = mapped_column(Moment)
    news_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it last had an item that was not known."""
    failures: Mapped[int] = mapped_column(Integer, default=0)
    """In a row."""
    failing_since: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(Text)
    """The last one in words; kept after a success, as `failures` tells that it is over."""
    moved_to: Mapped[str | None] = mapped_column(Text)
    """Where permanent redirects have led, `moved_times` polls in a row."""
    moved_times: Mapped[int] = mapped_column(Integer, default=0)
    noticed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the admins were told of its trouble; None once that is over."""


class FeedItem(Base):
    """An article that a source announced, on its way to being read."""

    __tablename__ = "feed_items"
    __table_args__ = (
        Index("ix_feed_items_state_due_at", "state", "due_at"),
        Index("ix_feed_items_source_id_first_seen_at", "source_id", "first_seen_at"),
        Index("ix_feed_items_story_id", "story_id"),
        Index("ix_feed_items_article_id", "article_id"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    url: Mapped[str | None] = mapped_column(Text)
    host: Mapped[str] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    """Of what the source says of it; another one means that the article changed."""
    body: Mapped[str | None] = mapped_column(Text)
    """Its text as the source gives it, where it gives one; dropped once it was read."""
    published: Mapped[datetime | None] = mapped_column(Moment)
    first_seen_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    lease_owner: Mapped[str | None] = mapped_column(Text)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str | None] = mapped_column(Text)
    """Why it was refused or failed, in words."""
    article: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What was extracted, from then until it was read: after a crash the very same is read again."""
    shingles: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The text's fingerprint, for finding copies; dropped when copies are no longer expected."""
    story_id: Mapped[int | None] = mapped_column(ForeignKey("feed_items.id", ondelete="SET NULL"))
    """The first item that told the same story in the same words; its own id where it was the first."""
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="SET NULL"))
    """What was read of it last: when it changes, this is what the new text is compared with."""


class ItemKey(Base):
    """A digest of what an item is known by: its address, or its id within its source."""

    __tablename__ = "item_keys"
    __table_args__ = (Index("ix_item_keys_item_id", "item_id"), {"sqlite_with_rowid": False})

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("feed_items.id", ondelete="CASCADE"))


class Shingle(Base):
    """A sampled shingle of an item's text: two items that share some may be the same story."""

    __tablename__ = "shingles"
    __table_args__ = (Index("ix_shingles_item_id", "item_id"), {"sqlite_with_rowid": False})

    shingle: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("feed_items.id", ondelete="CASCADE"), primary_key=True)
