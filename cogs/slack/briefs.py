"""Digests that somebody asks for: /brief today and week, and the latest brief of the Home tab."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.chat.message import Message
from bot.digests import briefs
from bot.digests.composer import Composer
from bot.digests.period import Length
from db import workspace_settings
from db.session import Store

HOME_SIZE = 8
LATEST_FOR = timedelta(minutes=5)


class Briefs:
    """Composes digests for a workspace, in its zone and language."""

    def __init__(self, store: Store, composer: Composer, zone: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._briefs = briefs.Briefs(store, composer, "slack", zone, clock)
        self._clock = clock
        self._latest: dict[tuple[str, str, str], tuple[datetime, Message]] = {}

    async def brief(self, team: str, length: Length, topic: str | None = None, *, size: int = briefs.SIZE) -> Message:
        """What was learnt in the last day or week. Raise a DigestError for a topic that is not understood."""
        return (await self._briefs.brief(team, length, topic, size=size)).message

    async def latest(self, team: str) -> Message:
        """A short brief of the last day, at most some minutes old: Home tabs are opened often."""
        async with self._store.reading() as session:
            chosen = await workspace_settings.get(session, "slack", team)
        key = (team, chosen.zone or "", chosen.language or "")
        now = self._clock()
        known = self._latest.get(key)
        if known and now - known[0] < LATEST_FOR:
            return known[1]
        made = await self.brief(team, Length.DAY, size=HOME_SIZE)
        self._latest = {other: kept for other, kept in self._latest.items() if now - kept[0] < LATEST_FOR}
        self._latest[key] = now, made
        return made
