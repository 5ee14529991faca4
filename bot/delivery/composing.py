"""What delivery needs of whatever composes digests and watches what is learnt."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.digests.digest import Composed, Told
from db.subscriptions import Subscription

__all__ = ["Composed", "Composer", "Matcher", "Told"]


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
