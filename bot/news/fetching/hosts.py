"""Good manners: one request a host at a time, a gap between two, and silence where a server asked for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.news.clock import Clock
from bot.news.errors import HostPaused

GAP = 1.0
"""Seconds between the end of a request and the beginning of the next to the same host."""
LONGEST_GAP = 30.0
"""Seconds; a longer Crawl-delay is not waited for in line but spaces the polls out as far as this."""
_REMEMBERED = 10_000


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    free_at: datetime | None = None
    paused_until: datetime | None = None
    gap: float | None = None


class HostTurns:
    """Whose turn it is at each host. `gap` is in seconds."""

    def __init__(self, clock: Clock, *, gap: float = GAP) -> None:
        self._clock = clock
        self._gap = gap
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, url: str) -> AsyncIterator[None]:
        """Wait for one's turn at a host and hold it. Raises HostPaused where the server asked to be left alone."""
        state = self._hosts.get(host)
        if state is None:
            self._forget()
            state = self._hosts[host] = _Host()
        state.waiting += 1
        try:
            async with state.lock:
                if state.paused_until is not None and state.paused_until > self._clock.now():
                    raise HostPaused(url, state.paused_until)
                if state.free_at is not None:
                    wait = (state.free_at - self._clock.now()).total_seconds()
                    if wait > 0:
                        await self._clock.sleep(wait)
                try:
                    yield
                finally:
                    gap = self._gap if state.gap is None else state.gap
                    state.free_at = self._clock.now() + timedelta(seconds=gap)
        finally:
            state.waiting -= 1

    def pause(self, host: str, until: datetime) -> None:
        """Leave a host alone until a moment, as it asked."""
        state = self._hosts.setdefault(host, _Host())
        state.paused_until = max(until, state.paused_until or until)

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep at least this gap at a host, as its robots.txt asks."""
        self._hosts.setdefault(host, _Host()).gap = min(LONGEST_GAP, max(self._gap, seconds))

    def _forget(self) -> None:
        """Drop the hosts that nobody waits for and that asked for nothing, once there are very many."""
        if len(self._hosts) < _REMEMBERED:
            return
        now = self._clock.now()
        for host, state in list(self._hosts.items()):
            free = state.free_at is None or state.free_at <= now
            paused = state.paused_until is not None and state.paused_until > now
            if not state.waiting and free and not paused:
                del self._hosts[host]
