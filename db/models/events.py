"""Articles, the events they tell, and who took part."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Identifier, Moment, Sorted


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
        Index(
            "ix_events_learnt_at",
            "learnt_at",
            sqlite_where=text("source IS NULL"),
            postgresql_where=text("source IS NULL"),
        ),
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


class EventChange(Base):
    """That a stored event was changed or withdrawn after an article changed, and what it said before."""

    __tablename__ = "event_changes"
    __table_args__ = (Index("ix_event_changes_changed_at", "changed_at"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    event_id: Mapped[int] = mapped_column(Identifier, index=True)
    """As it was told. Not a foreign key: a withdrawn event is gone."""
    kind: Mapped[str] = mapped_column(String(12))
    """"updated" or "withdrawn"."""
    became_id: Mapped[int | None] = mapped_column(Identifier)
    """The event as it is now: another id where its day changed; None where it was withdrawn."""
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The quote, publisher and address it rested on, its status and dates."""
    reason: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Moment)
