"""Digests that somebody asks for: /brief today and week, and the latest brief of the Home tab."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.digests.composer import Composer
from bot.digests.digest import Order
from bot.digests.period import Length, Period
from db import workspace_settings
from db.session import Store

SIZE = 12
HOME_SIZE = 8


class Briefs:
    """Composes digests for a workspace, in its zone and language."""

    def __init__(self, store: Store, composer: Composer, zone: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._composer = composer
        self._zone = zone
        self._clock = clock

    async def brief(self, team: str, length: Length, topic: str | None = None, *, size: int = SIZE) -> Message:
        """What was learnt in the last day or week. Raise a DigestError for a topic that is not understood."""
        async with self._store.reading() as session:
            chosen = await workspace_settings.get(session, "slack", team)
        zone = ZoneInfo(chosen.zone or self._zone)
        period = Period.ending(self._clock(), length, zone)
        order = Order(period, topic, zone, size=size, language=chosen.language or "en")
        return (await self._composer.digest(order)).message
