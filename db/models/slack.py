"""What Sealane keeps for Slack: installations, logins under way, and which events were handled."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Moment


class SlackInstallation(Base):
    """An installation in a workspace. Its tokens are encrypted with the operator's key."""

    __tablename__ = "slack_installations"

    enterprise: Mapped[str] = mapped_column(Text, primary_key=True)
    """Empty where there is none: a key cannot be NULL."""
    team: Mapped[str] = mapped_column(Text, primary_key=True)
    """Empty for an installation in a whole enterprise."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The installation, encrypted."""
    installed_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    """When its token ends; None where tokens do not."""


class SlackLogin(Base):
    """The state of an OAuth login under way, used once."""

    __tablename__ = "slack_logins"

    state: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class HandledEvent(Base):
    """A platform's event that was taken on: delivered again, it is dropped."""

    __tablename__ = "handled_events"
    __table_args__ = (Index("ix_handled_events_handled_at", "handled_at"),)

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    handled_at: Mapped[datetime] = mapped_column(Moment)
