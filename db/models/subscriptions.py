"""Subscriptions, their deliveries, what each channel was told, and who changed what."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Identifier, Moment


class Subscription(Base):
    """A standing order of a channel: a digest by a schedule, or a watch that tells new events as they are read."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index("ix_subscriptions_platform_workspace_channel", "platform", "workspace", "channel"),
        Index("ix_subscriptions_next_run_at", "next_run_at"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    platform: Mapped[str] = mapped_column(String(16))
    """"discord", "slack" or "console"."""
    workspace: Mapped[str] = mapped_column(Text)
    """The Discord guild or Slack team; empty on the console."""
    channel: Mapped[str] = mapped_column(Text)
    creator: Mapped[str] = mapped_column(Text)
    """Who made it: "discord:1234"."""
    name: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(8))
    """"digest" or "watch"."""
    topic: Mapped[str | None] = mapped_column(Text)
    """The question as it was typed; None is everything."""
    query: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The topic understood, an EventQuery."""
    schedule: Mapped[str | None] = mapped_column(Text)
    """Cron expressions, with ";" between several; None for a watch."""
    zone: Mapped[str] = mapped_column(Text)
    """IANA zone of the wall times in `schedule`."""
    size: Mapped[int] = mapped_column(SmallInteger)
    """Lines of a digest at most."""
    language: Mapped[str] = mapped_column(String(8))
    """Of dates."""
    catch_up: Mapped[str] = mapped_column(String(8))
    """After an outage: "combine", "latest" or "skip"."""
    quiet: Mapped[str] = mapped_column(String(8))
    """When there is nothing to tell: "nothing" or "line"."""
    palette: Mapped[str] = mapped_column(String(8))
    """Of pictures: "dark", "light" or "none" for no picture."""
    most_an_hour: Mapped[int] = mapped_column(SmallInteger)
    """Messages a watch may send in an hour."""
    told_until: Mapped[datetime] = mapped_column(Moment)
    """Everything learnt before was told or decided on: the start of the next period."""
    next_run_at: Mapped[datetime | None] = mapped_column(Moment)
    """The next slot; None while it is paused without an end, and for a watch."""
    next_wall: Mapped[str | None] = mapped_column(String(16))
    """The wall time that `next_run_at` stands for, such as 2026-11-24T08:00: what it is computed from again when the
    zone database changes."""
    paused_until: Mapped[datetime | None] = mapped_column(Moment)
    paused_code: Mapped[str | None] = mapped_column(String(32))
    """Why it stands still: "person", or the code of the fault for which the bot paused it."""
    halts: Mapped[int] = mapped_column(SmallInteger, default=0)
    """Halting faults in a row."""
    first_halt_at: Mapped[datetime | None] = mapped_column(Moment)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    """Rises with each edit."""
    created_at: Mapped[datetime] = mapped_column(Moment)


class Delivery(Base):
    """One message to one channel: planned once, leased, sent with a key that the platform recognises."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("subscription_id", "slot", "kind", "part"),
        Index("ix_deliveries_state_platform_next_attempt_at", "state", "platform", "next_attempt_at"),
        Index("ix_deliveries_state_platform_channel_slot", "state", "platform", "channel", "slot"),
        Index("ix_deliveries_platform_channel_id", "platform", "channel", "id"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    subscription_id: Mapped[int | None] = mapped_column(ForeignKey("subscriptions.id", ondelete="SET NULL"))
    """None once the subscription was removed: the log stays."""
    slot: Mapped[datetime] = mapped_column(Moment)
    """When it was due; for a watch, when its events were learnt."""
    part: Mapped[int] = mapped_column(SmallInteger)
    parts: Mapped[int] = mapped_column(SmallInteger)
    """How many there are; 0 until it is composed."""
    kind: Mapped[str] = mapped_column(String(8))
    """"digest", "watch", "notice" or "test"."""
    period_start: Mapped[datetime | None] = mapped_column(Moment)
    period_end: Mapped[datetime | None] = mapped_column(Moment)
    platform: Mapped[str] = mapped_column(String(16))
    workspace: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(25), unique=True)
    """Sent along, so that the platform or its history tells whether it arrived. Discord allows 25 characters."""
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What is sent, from when it was composed."""
    plain: Mapped[bool] = mapped_column(Boolean, default=False)
    """The platform refused the first body, and this one is its plain text."""
    picture: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Until it is sent."""
    tells: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """Events that it tells, until it is sent: [id, line, state] of each."""
    state: Mapped[str] = mapped_column(String(10))
    """"planned", "composed", "sending", "sent", "skipped", "failed", "unknown" or "cancelled"."""
    late: Mapped[bool] = mapped_column(Boolean, default=False)
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    first_attempt_at: Mapped[datetime | None] = mapped_column(Moment)
    next_attempt_at: Mapped[datetime] = mapped_column(Moment)
    """When it may be taken; while it is leased, when the lease ends."""
    lease_owner: Mapped[str | None] = mapped_column(String(40))
    message_id: Mapped[str | None] = mapped_column(Text)
    """The platform's."""
    error_code: Mapped[str | None] = mapped_column(String(40))
    error: Mapped[str | None] = mapped_column(Text)
    planned_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)


class Told(Base):
    """That a channel was told of an event, and as what: told again only when it changed, as an update."""

    __tablename__ = "told"
    __table_args__ = (Index("ix_told_event_id", "event_id"), {"sqlite_with_rowid": False})

    platform: Mapped[str] = mapped_column(String(16), primary_key=True)
    channel: Mapped[str] = mapped_column(Text, primary_key=True)
    event_id: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    """Not a foreign key: that a withdrawn event was told must still be known, to correct it."""
    as_told: Mapped[str] = mapped_column(Text)
    """The line, for a correction to repeat."""
    state: Mapped[str] = mapped_column(String(32))
    """A digest of what a change of which makes an update: act, status, dates, parties, numbers."""
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id", ondelete="SET NULL"))
    told_at: Mapped[datetime] = mapped_column(Moment)


class AuditEntry(Base):
    """Who changed what: subscriptions, sources, settings."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_platform_workspace_id", "platform", "workspace", "id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    platform: Mapped[str] = mapped_column(String(16))
    workspace: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(40))
    """"subscription.add", "source.pause", "settings.zone"."""
    subject: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class WorkspaceSetting(Base):
    """What the admins of a workspace chose: zone, language, fallback channel, admins."""

    __tablename__ = "workspace_settings"

    platform: Mapped[str] = mapped_column(String(16), primary_key=True)
    workspace: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Throttle(Base):
    """A rate that all processes share, such as a platform's requests a second: the time up to which it is used up."""

    __tablename__ = "throttles"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    used_until: Mapped[int] = mapped_column(BigInteger)
    """Microseconds since 1970."""
