"""Briefs: digests that somebody asks for, and the picture of what happened with somebody."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.digests.composer import Composer
from bot.digests.digest import Digest, Order
from bot.digests.period import Length, Period
from db import workspace_settings
from db.session import Store

SIZE = 12


class Briefs:
    """Composes digests for a workspace, in its zone and language; `zone` is that of workspaces which chose none."""

    def __init__(
        self, store: Store, composer: Composer, platform: str, zone: str, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._composer = composer
        self._platform = platform
        self._zone = zone
        self._clock = clock

    async def brief(
        self,
        workspace: str,
        length: Length,
        topic: str | None = None,
        *,
        size: int = SIZE,
        palette: str | None = None,
    ) -> Digest:
        """What was learnt in the last hour, day or week. Raise a DigestError for a topic that is not understood.

        `palette` ("dark" or "light") asks for a picture.
        """
        async with self._store.reading() as session:
            chosen = await workspace_settings.get(session, self._platform, workspace)
        zone = ZoneInfo(chosen.zone or self._zone)
        period = Period.ending(self._clock(), length, zone)
        order = Order(period, topic, zone, size=size, language=chosen.language or "en", palette=palette)
        return await self._composer.digest(order)
