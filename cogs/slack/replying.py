"""Getting a reply to Slack: tried again while that can help, never shown twice where that can be found out."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.limits import Slack
from bot.chat.message import Message
from bot.chat.slack import Body, pack, text_only
from bot.delivery.transport import CannotKnow, DeliveryError, Refused, Retry, Unknown
from cogs.slack.calling import find, post
from cogs.slack.faults import classify

PATIENCE_SECONDS = 180.0
"""How long a reply in a channel is tried again."""
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 20.0
_SPARE = 10.0
MORE = "There is more than Slack shows here."
_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


class TooLate(Exception):  # noqa: N818
    """Slack no longer takes an answer to this: there is nobody to answer."""


class Uncertain(Exception):  # noqa: N818
    """Slack did not say whether it was shown, and showing it again could show it twice to everybody."""


class Place(Protocol):
    """Where an answer is shown. Both calls raise `TooLate`, or a DeliveryError where Slack does not take it."""

    @property
    def public(self) -> bool:
        """Whether others see it."""
        ...

    async def show(self, bodies: list[Body]) -> None:
        """Show the answer."""
        ...

    async def tell_alone(self, sentence: str) -> None:
        """Tell something to the person who acted, and where possible to nobody else."""
        ...


class ByAddress:
    """The address that came with a command or a press: it works everywhere, five times, for half an hour.

    `replace` puts the answer in the place of the message whose button was pressed. What a press shows cannot be taken
    back where Slack's answer is lost, what a command shows can: a repetition replaces it.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        address: str,
        *,
        public: bool = False,
        replace: bool = False,
        thread: str | None = None,
        from_command: bool = False,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._session = session
        self._address = address
        self._public = public
        self._replace = replace
        self._thread = thread
        self._from_command = from_command
        self._sleep = sleep

    @property
    def public(self) -> bool:
        """Whether others see it."""
        return self._public

    async def show(self, bodies: list[Body]) -> None:
        """Show the answer. Raise also `Uncertain`."""
        shown = bodies[: Slack.RESPONSES - 1]
        if len(bodies) > len(shown):
            remark = {"type": "context", "elements": [{"type": "plain_text", "text": MORE, "emoji": False}]}
            shown[-1] = {**shown[-1], "blocks": [*shown[-1]["blocks"], remark]}
        for number, body in enumerate(shown):
            await self._send(body, public=self._public, replace=self._replace and not number)

    async def tell_alone(self, sentence: str) -> None:
        """Tell something to the person who acted, and to nobody else."""
        await self._send(pack(Message(text=sentence))[0], public=False, replace=False)

    async def _send(self, body: Body, *, public: bool, replace: bool) -> None:
        payload: dict[str, Any] = {
            **body,
            "response_type": "in_channel" if public else "ephemeral",
            "replace_original": replace,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if self._thread:
            payload["thread_ts"] = self._thread
        waits = _Waits(Slack.RESPONSE_SECONDS - _SPARE, self._sleep)
        while True:
            try:
                await self._post(payload)
                return
            except Retry as error:
                await waits.before_next(error, error.after)
            except Unknown as error:
                if public and not self._from_command:
                    raise Uncertain from error
                # Slack replaces what it showed for a command; where it showed nothing, there is nothing to replace.
                payload["replace_original"] = replace or self._from_command
                await waits.before_next(error)

    async def _post(self, payload: dict[str, Any]) -> None:
        try:
            async with self._session.post(self._address, json=payload) as answer:
                text = await answer.text()
                status, headers = answer.status, answer.headers
        except Exception as error:
            raise classify(error) from error
        if status == 429:
            after = headers.get("Retry-After", "1")
            raise Retry("ratelimited", after=timedelta(seconds=float(after) if after.isdigit() else 1.0))
        if status >= 500:
            raise Unknown(f"http_{status}")
        if "used_url" in text or "expired_url" in text or status in (404, 410):
            raise TooLate(text[:100])
        if status >= 400 or '"ok":false' in text.replace(" ", ""):
            raise Refused(f"http_{status}: {text[:200]}")


class InChannel:
    """A message in a channel or thread, with a key by which it is recognised where Slack's answer was lost."""

    def __init__(
        self,
        client: AsyncWebClient,
        channel: str,
        key: str,
        *,
        thread: str | None = None,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._client = client
        self._channel = channel
        self._key = key
        self._thread = thread
        self._clock = clock
        self._sleep = sleep

    @property
    def public(self) -> bool:
        """Whether others see it."""
        return True

    async def show(self, bodies: list[Body]) -> None:
        """Show the answer."""
        for number, body in enumerate(bodies):
            await self._send(body, f"{self._key}:{number}")

    async def tell_alone(self, sentence: str) -> None:
        """Tell something where it was asked."""
        await self._send(pack(Message(text=sentence))[0], f"{self._key}:told")

    async def _send(self, body: Body, key: str) -> None:
        begun = self._clock()
        waits = _Waits(PATIENCE_SECONDS, self._sleep)
        uncertain = False
        while True:
            try:
                if uncertain and await find(self._client, self._channel, key, since=begun, thread=self._thread):
                    return
                await post(self._client, self._channel, body, key, self._thread)
                return
            except Retry as error:
                await waits.before_next(error, error.after)
            except Unknown as error:
                uncertain = True
                await waits.before_next(error)
            except CannotKnow as error:
                _log.warning("A reply may be lost: whether it arrived cannot be found out (%s)", error.reason)
                return


class _Waits:
    """The pauses between attempts, longer and longer, until the patience ends."""

    def __init__(self, patience: float, sleep: Sleep) -> None:
        self._left = patience
        self._pause = _FIRST_PAUSE
        self._sleep = sleep

    async def before_next(self, error: DeliveryError, after: timedelta | None = None) -> None:
        """Wait; raise the error where the patience is at its end."""
        pause = max(self._pause, after.total_seconds() if after else 0.0)
        if pause > self._left:
            raise error
        _log.info("Slack failed (%s), trying again in %.1f s", error.reason, pause)
        self._left -= pause
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        await self._sleep(pause)


async def show_or_plain(place: Place, bodies: list[Body]) -> None:
    """Show the answer; where Slack refuses its blocks, as text alone, which says the same."""
    try:
        await place.show(bodies)
    except Refused as error:
        _log.error("Slack refused blocks (%s); the answer is shown as plain text", error.reason)
        await place.show([text_only(body) or body for body in bodies])
