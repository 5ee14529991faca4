"""Who somebody is in Slack, and what a channel is called: asked of Slack for every action, because both change."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.transport import PERSON, Halt
from bot.subscriptions.asked import Requester, Where
from bot.subscriptions.errors import Unavailable
from cogs.slack.calling import posting_client
from cogs.slack.faults import classify
from cogs.slack.origin import Origin

_PATIENCE = 5.0
_NAMED_FOR = timedelta(minutes=10)
_MOST_NAMES = 5_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as Slack knows it."""

    id: str
    name: str
    creator: str | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody may do. `requester` is for the whole workspace, or only for the `channel` that they made."""

    requester: Requester
    channel: str | None = None
    zone: str | None = None
    """Their own time zone."""


class People:
    """Asks Slack about people and channels. `admins` are ids of people who may do as admins do."""

    def __init__(self, admins: frozenset[str], clock: Callable[[], datetime]) -> None:
        self._admins = admins
        self._clock = clock
        self._names: dict[tuple[str, str], tuple[datetime, Channel]] = {}

    async def standing(self, origin: Origin, channel: str | None) -> Standing:
        """What somebody may do, for a channel where one is named. Raise `Unavailable` where Slack does not say."""
        user = await self._user(origin)
        zone = user.get("tz")
        if user.get("is_admin") or user.get("is_owner") or user.get("is_primary_owner") or origin.user in self._admins:
            return Standing(Requester(origin.person, manages=True), None, zone)
        if channel and (known := await self._channel(origin, channel)) and known.creator == origin.user:
            return Standing(Requester(origin.person, manages=True), channel, zone)
        return Standing(Requester(origin.person), None, zone)

    async def called(self, origin: Origin, channels: Iterable[str]) -> dict[str, Channel]:
        """What Slack calls these channels; those that it does not tell are left out."""
        wanted = [channel for channel in dict.fromkeys(channels) if not channel.startswith(PERSON)]
        found = await asyncio.gather(*(self._channel(origin, channel) for channel in wanted))
        return {one.id: one for one in found if one}

    async def where(self, origin: Origin, channel: str | None, others: Iterable[str] = ()) -> Where:
        """Where somebody acts, with the names of the channels that will be spoken of."""
        known = await self.called(origin, [*([channel] if channel else []), *others])

        def called(one: str) -> str:
            if one.startswith(PERSON):
                return "a direct message"
            return f"#{known[one].name}" if one in known else one

        def named(person: str) -> str:
            return f"@{person.rpartition(':')[2]}"

        return Where("slack", origin.team, channel, called=called, named=named)

    async def _user(self, origin: Origin) -> dict[str, Any]:
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await origin.client.users_info(user=origin.user)
        except Exception as error:
            reason = classify(error)
            _log.warning("Slack does not say who %s is: %s", origin.user, reason.reason)
            raise Unavailable(
                "Slack does not say just now whether you are an admin, so nothing was done. Try again in a minute."
            ) from None
        user: dict[str, Any] = answer["user"]
        return user

    async def _channel(self, origin: Origin, channel: str) -> Channel | None:
        now = self._clock()
        key = (origin.team, channel)
        if (known := self._names.get(key)) and now - known[0] < _NAMED_FOR:
            return known[1]
        try:
            async with asyncio.timeout(_PATIENCE):
                found = (await _quick(origin.client).conversations_info(channel=channel))["channel"]
        except Exception as error:
            reason = classify(error)
            if not isinstance(reason, Halt):
                _log.info("Slack does not say what %s is: %s", channel, reason.reason)
            return None
        name = "a direct message" if found.get("is_im") else found.get("name") or channel
        private = bool(found.get("is_private") or found.get("is_im") or found.get("is_mpim"))
        if len(self._names) >= _MOST_NAMES:
            self._names.clear()
        told = Channel(channel, name, found.get("creator"), private)
        self._names[key] = now, told
        return told


def _quick(client: AsyncWebClient) -> AsyncWebClient:
    """A client that does not wait out rate limits: a name is not worth it."""
    return posting_client(client)
