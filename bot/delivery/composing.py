"""What delivery needs of whatever composes digests and watches what is learnt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.chat.message import Message
from db.subscriptions import Subscription


@dataclass(frozen=True, slots=True)
class Told:
    """An event that a message tells: its line, and a digest of what would make it an update when it changed."""

    event: int
    line: str
    state: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A message for a subscription. `quiet`: there was nothing to tell, and the message is the line that says so.

    `picture` is a PNG; what it shows is told in `message.pictures`.
    """

    message: Message
    picture: bytes | None = None
    told: tuple[Told, ...] = ()
    quiet: bool = False


class Composer(Protocol):
    """Makes messages for subscriptions."""

    async def compose(self, subscription: Subscription, start: datetime, end: datetime, now: datetime) -> Composed:
        """What there is to tell of what was learnt in [start, end), UTC; called again, it may tell more of it.

        What the channel was told before, or is about to be, is not told again unless it changed.
        """
        ...


class Matcher(Protocol):
    """Finds which watches have something to tell."""

    async def matching(self, watches: Sequence[Subscription], start: datetime, end: datetime) -> set[int]:
        """The ids of the watches that something learnt in [start, end) may concern; `compose` has the last word."""
        ...
