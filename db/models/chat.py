"""What chat remembers: conversations, replies with buttons, judgements, marks."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Moment


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
