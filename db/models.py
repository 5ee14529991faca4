"""The tables of the store.

Ids are BIGINT. Times are UTC. Event ids sort by day (`day << 24 | sequence`), so newest-first is `id DESC` and a range
of days is a range of ids: both are answered from the primary key.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, DateTime, Float, ForeignKey, Index, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name from the first migration on, so that each can be altered later on both databases."""


class Base(DeclarativeBase):
    """The declarative base of all tables."""

    metadata = MetaData(naming_convention=NAMING)


class Article(Base):
    """A text as it was read. `text` is the clean text that all offsets refer to."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 over what makes it the same article: publisher, address and clean text."""
    name: Mapped[str | None] = mapped_column(String(255))
    """The file's stem, where it came from a file."""
    title: Mapped[str | None] = mapped_column(Text)
    publisher: Mapped[str | None] = mapped_column(String(255))
    published: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    url: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    sample: Mapped[bool] = mapped_column(Boolean, default=False)
    """Came with the program, not from a publisher: said wherever it is cited."""
    read_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Actor(Base):
    """Someone who acts: a person, country, government, organisation, armed force or group."""

    __tablename__ = "actors"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), unique=True)
    """Stable across stores: "country:JPN", "person:fumio-kishida", "icews:Citizen (Nigeria)"."""
    name: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(16))
    country: Mapped[str | None] = mapped_column(String(3))
    sector: Mapped[str | None] = mapped_column(String(8))
    description: Mapped[str | None] = mapped_column(Text)
    """What the articles or the gazetteer call it ("prime minister of Japan")."""


class Alias(Base):
    """A name an actor goes by. `folded` is case-folded, without accents and punctuation."""

    __tablename__ = "aliases"
    __table_args__ = (Index("ix_aliases_actor_id", "actor_id"), {"sqlite_with_rowid": False})

    folded: Mapped[str] = mapped_column(String(255), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actors.id", ondelete="CASCADE"), primary_key=True)


class Event(Base):
    """One act, statement or state. The same act told by several articles is one event with several reports."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_action_id", "action", "id"), Index("ix_events_verb_id", "verb", "id"))

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    action: Mapped[str] = mapped_column(String(16))
    verb: Mapped[str] = mapped_column(String(120))
    """The lemma, or the relation's name for imported events."""
    status: Mapped[str] = mapped_column(String(16))
    object: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    place_name: Mapped[str | None] = mapped_column(String(255))
    country: Mapped[str | None] = mapped_column(String(3))
    """Of the place."""
    starts: Mapped[date | None] = mapped_column(Date)
    ends: Mapped[date | None] = mapped_column(Date)
    granularity: Mapped[str | None] = mapped_column(String(8))
    date_text: Mapped[str | None] = mapped_column(Text)
    """None where the article gives no date: the id's day is then that of publication."""
    speaker: Mapped[str | None] = mapped_column(Text)
    quoted: Mapped[bool] = mapped_column(Boolean, default=False)
    complements: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    confidence: Mapped[float] = mapped_column(Float, default=1.0)
    source: Mapped[str | None] = mapped_column(String(16))
    """"icews" or "gdelt" for imported events, which have no report."""
    fingerprint: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    """A 64-bit hash of an imported row, so that loading it again adds nothing."""
    learnt_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Participant(Base):
    """An actor's part in an event, in the order told; `actor_id` is None where the words name nobody in particular."""

    __tablename__ = "participants"
    __table_args__ = (
        Index("ix_participants_actor_id_action_event_id_role", "actor_id", "action", "event_id", "role"),
        {"sqlite_with_rowid": False},
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))
    action: Mapped[str] = mapped_column(String(16))
    """The event's, repeated so that "what did X sign" is answered from one index."""
    text: Mapped[str | None] = mapped_column(Text)


class Report(Base):
    """An article telling an event, with the verbatim quote and where it stands in the article's clean text."""

    __tablename__ = "reports"
    __table_args__ = (Index("ix_reports_article_id", "article_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(Integer, primary_key=True)
    end: Mapped[int] = mapped_column(Integer)
    quote: Mapped[str] = mapped_column(Text)
    clause: Mapped[str | None] = mapped_column(Text)


class Conversation(Base):
    """What was last asked and answered in a channel's thread by a person, so that follow-ups can be understood."""

    __tablename__ = "conversations"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
