"""The tables of the store.

Ids are BIGINT. Times are UTC. Event ids sort by day (`day << 24 | sequence`), so newest-first is `id DESC` and a range
of days is a range of ids: both are answered from the primary key. The full-text table `documents` differs between the
databases and is made and used by `db.search` alone.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name from the first migration on, so that each can be altered later on both databases."""


class Moment(TypeDecorator[datetime]):
    """A point in time, always aware and in UTC in Python; SQLite alone would give back naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any zone into UTC. Raise ValueError for a naive time: its meaning is not known."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value.isoformat()}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the time back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Identifier = BigInteger().with_variant(Integer, "sqlite")
"""SQLite's rowid alias must be called INTEGER; it has 64 bits all the same."""

Sorted = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is looked up by prefix: sorted by code point on both databases, whatever the server's locale."""


class Base(DeclarativeBase):
    """The declarative base of all tables."""

    metadata = MetaData(naming_convention=NAMING)


class Article(Base):
    """A text as it was read. `text` is the clean text that all offsets refer to."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 over what makes it the same article: publisher, address and clean text."""
    name: Mapped[str | None] = mapped_column(Text)
    """The file's stem, where it came from a file."""
    title: Mapped[str | None] = mapped_column(Text)
    publisher: Mapped[str | None] = mapped_column(Text)
    published: Mapped[datetime] = mapped_column(Moment, index=True)
    url: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    sample: Mapped[bool] = mapped_column(Boolean, default=False)
    """Came with the program, not from a publisher: said wherever it is cited."""
    read_at: Mapped[datetime] = mapped_column(Moment)


class Actor(Base):
    """Someone who acts: a person, country, government, organisation, armed force or group."""

    __tablename__ = "actors"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    key: Mapped[str] = mapped_column(Text, unique=True)
    """Stable across stores: "country:JPN", "person:fumio-kishida", "icews:Citizen (Nigeria)"."""
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    country: Mapped[str | None] = mapped_column(String(3))
    """ISO 3166-1 alpha-3."""
    sector: Mapped[str | None] = mapped_column(String(16))
    description: Mapped[str | None] = mapped_column(Text)
    """What the articles or the gazetteer call it ("prime minister of Japan")."""
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id", ondelete="CASCADE"), index=True)
    """Set where this one turned out to be another: its key still leads there, and everything else was moved."""


class Alias(Base):
    """A name an actor goes by. `folded` is case-folded, without accents and punctuation; `backward` is that reversed.

    With both, a name with one wrong letter is found by the half before or the half after it, from an index and without
    an extension that only one of the databases has.
    """

    __tablename__ = "aliases"
    __table_args__ = (
        Index("ix_aliases_backward", "backward"),
        Index("ix_aliases_actor_id", "actor_id"),
        {"sqlite_with_rowid": False},
    )

    folded: Mapped[str] = mapped_column(Sorted, primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actors.id", ondelete="CASCADE"), primary_key=True)
    backward: Mapped[str] = mapped_column(Sorted)


class Predicate(Base):
    """What was done: a class of action with the verb for it. Kept apart so that indexes of millions hold a number."""

    __tablename__ = "predicates"
    __table_args__ = (UniqueConstraint("verb", "action"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    action: Mapped[str] = mapped_column(String(16))
    verb: Mapped[str] = mapped_column(Sorted)
    """The lemma, or the relation's name for imported events."""


class Event(Base):
    """One act, statement or state. The same act told by several articles is one event with several reports."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_predicate_id_id", "predicate_id", "id"),
        Index("ix_events_action_id", "action", "id"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    predicate_id: Mapped[int] = mapped_column(ForeignKey("predicates.id"))
    action: Mapped[str] = mapped_column(String(16))
    """The predicate's, repeated so that the newest of a class are read from one index."""
    status: Mapped[str] = mapped_column(String(16))
    object: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    place_name: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(String(3))
    """Of the place."""
    starts: Mapped[date | None] = mapped_column(Date)
    """None where the article gives no date: the id's day is then that of publication."""
    ends: Mapped[date | None] = mapped_column(Date)
    granularity: Mapped[str | None] = mapped_column(String(8))
    date_text: Mapped[str | None] = mapped_column(Text)
    speaker: Mapped[str | None] = mapped_column(Text)
    quoted: Mapped[bool] = mapped_column(Boolean, default=False)
    complements: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    confidence: Mapped[float] = mapped_column(Float, default=1.0)
    source: Mapped[str | None] = mapped_column(String(16))
    """"icews" or "gdelt" for imported events, which have no report."""
    fingerprint: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    """A signed 64-bit hash of an imported row, so that loading it again adds nothing."""
    learnt_at: Mapped[datetime] = mapped_column(Moment)


class Participant(Base):
    """An actor's part in an event, in the order told; `actor_id` is None where the words name nobody in particular."""

    __tablename__ = "participants"
    __table_args__ = (
        Index("ix_participants_actor_id_role_predicate_id_event_id", "actor_id", "role", "predicate_id", "event_id"),
        Index("ix_participants_actor_id_event_id_role", "actor_id", "event_id", "role"),
        {"sqlite_with_rowid": False},
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))
    predicate_id: Mapped[int] = mapped_column(Identifier)
    """The event's, repeated so that "what did X sign" is answered from one index."""
    text: Mapped[str | None] = mapped_column(Text)


class Report(Base):
    """An article telling an event, with the verbatim quote and where it stands in the article's clean text."""

    __tablename__ = "reports"
    __table_args__ = (Index("ix_reports_article_id_start", "article_id", "start"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(Integer, primary_key=True)
    end: Mapped[int] = mapped_column(Integer)
    quote: Mapped[str] = mapped_column(Text)
    clause: Mapped[str | None] = mapped_column(Text)


class Conversation(Base):
    """What was last asked and answered in a channel's thread by a person, so that follow-ups can be understood."""

    __tablename__ = "conversations"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class Reply(Base):
    """A reply with buttons: what they need to work, for as long as they do."""

    __tablename__ = "replies"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Random, so that it can be shown before it is stored, and not be guessed."""
    person: Mapped[str] = mapped_column(Text, index=True)
    """Who asked: "discord:1234"."""
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class Judgement(Base):
    """Whether somebody found a reply helpful. It outlives the reply, so it repeats what was asked and answered."""

    __tablename__ = "judgements"

    reply_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person: Mapped[str] = mapped_column(Text, primary_key=True, index=True)
    helpful: Mapped[bool] = mapped_column(Boolean)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    judged_at: Mapped[datetime] = mapped_column(Moment)


class Mark(Base):
    """Something short that the program must remember across restarts, such as which commands a platform was told."""

    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


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
