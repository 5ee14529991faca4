"""Sealane's state on Slack, and the one way in which everything there is answered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

import aiohttp

from bot.asking.errors import AskingError
from bot.chat.desk import Desk, Gone, Shown
from bot.chat.faults import log_unexpected
from bot.chat.message import Message
from bot.chat.slack import pack
from bot.delivery.transport import DeliveryError, Halt, HaltCode
from bot.digests.errors import DigestError
from bot.subscriptions.errors import SubscriptionError
from cogs.slack.buttons import buttons_of
from cogs.slack.claims import Claims
from cogs.slack.draining import UnderWay
from cogs.slack.origin import Origin
from cogs.slack.replying import ByAddress, InChannel, Place, TooLate, Uncertain, show_or_plain
from cogs.slack.wording import spoken
from cogs.slack.workspaces import Workspaces
from db.session import Store

ANSWERS_AT_ONCE = 16
"""Answers on their way to Slack at a time."""
KEEP_SECONDS = 1.0
UNCERTAIN = "Slack did not say whether that was shown. Look whether it is there; if not, ask again and share that."
LONGEST_QUESTION = 500

Work = Callable[[], Awaitable[Shown | Message | None]]
"""What is to be answered, worked out after Slack was told that it arrived. None leaves it unanswered."""
_log = logging.getLogger(__name__)


class Declined(Exception):  # noqa: N818
    """It is not done; `str()` tells the person alone why."""


class TooLong(AskingError):  # noqa: N818
    """A question of more characters than anybody needs for one."""

    def __init__(self, count: int) -> None:
        super().__init__(f"A question may have {LONGEST_QUESTION} characters; this has {count}. Shorten it.")


class SealaneSlack:
    """Answers what comes from Slack. `clock` tells the time in UTC."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        session: aiohttp.ClientSession,
        workspaces: Workspaces,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.store = store
        self.desk = desk
        self.session = session
        self.workspaces = workspaces
        self.clock = clock
        self.claims = Claims(store, clock)
        self.under_way = UnderWay()
        self._turns = asyncio.Semaphore(ANSWERS_AT_ONCE)
        self._keeping: dict[int, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._conversations: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def by_address(
        self, origin: Origin, *, public: bool = False, replace: bool = False, from_command: bool = False
    ) -> ByAddress:
        """The place for an answer to a command or a press."""
        return ByAddress(
            self.session,
            origin.address or "",
            public=public,
            replace=replace,
            thread=origin.thread,
            from_command=from_command,
        )

    def in_channel(self, origin: Origin, key: str, *, thread: str | None) -> InChannel:
        """The place for an answer to a message."""
        return InChannel(origin.client, origin.channel or "", key, thread=thread, clock=self.clock)

    async def respond(
        self,
        origin: Origin,
        place: Place,
        work: Work,
        *,
        key: str,
        about: str,
        conversation: str | None = None,
        wanted: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        """Take it on unless it was, do the work, show its result and keep it. What goes wrong is reported.

        `key` is the same for the same event, however often Slack delivers it; `about` names it for the log. In a
        `conversation` one thing said is answered after the other. What is not `wanted` is left alone.
        """
        with self.under_way.one():
            try:
                async with self._turn_in(origin, conversation):
                    if wanted and not await wanted():
                        return
                    if not await self.claims.take(f"slack:{origin.team}:{key}"):
                        _log.info("Delivered again, and dropped: %s", about)
                        return
                    result = await work()
                    if result is not None:
                        await self._show(place, result)
            except Exception as error:
                await self._report(origin, place, error, about)

    async def kept(self, reply: int) -> None:
        """Wait until a reply that was just shown is kept: its buttons can be pressed before."""
        if keeping := self._keeping.get(reply):
            await keeping.wait()

    async def _show(self, place: Place, result: Shown | Message) -> None:
        message, shown = (result, None) if isinstance(result, Message) else (result.message, result)
        bodies = pack(message, pictures=False)
        if shown is None:
            async with self._turns:
                await show_or_plain(place, bodies)
            return
        bodies[0] = {**bodies[0], "blocks": [*bodies[0]["blocks"], *buttons_of(shown, public=place.public)]}
        keeping = self._keeping[shown.id] = asyncio.Event()
        try:
            async with self._turns:
                await show_or_plain(place, bodies)
        except BaseException:
            self._kept(shown.id, keeping)
            raise
        task = asyncio.create_task(self._keep(shown, keeping))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # What is said next in the conversation waits for it, but not for a locked database.
        await asyncio.wait({task}, timeout=KEEP_SECONDS)

    async def _keep(self, shown: Shown, keeping: asyncio.Event) -> None:
        with self.under_way.one():
            try:
                await self.desk.keep(shown)
            finally:
                self._kept(shown.id, keeping)

    def _kept(self, reply: int, keeping: asyncio.Event) -> None:
        keeping.set()
        self._keeping.pop(reply, None)

    def _turn_in(self, origin: Origin, conversation: str | None) -> AbstractAsyncContextManager[Any]:
        if conversation is None:
            return nullcontext()
        return self._conversations.setdefault(f"{origin.person}/{conversation}", asyncio.Lock())

    async def _report(self, origin: Origin, place: Place, error: Exception, about: str) -> None:
        """Tell the person what to do and the operator what happened. Never raises."""
        match error:
            case TooLate():
                _log.info("Slack takes no answer any more to %s", about)
                return
            case Halt():
                await self.halted(origin, error, about)
                return
            case Uncertain():
                sentence = UNCERTAIN
            case SubscriptionError():
                sentence = spoken(str(error))
            case AskingError() | DigestError() | Gone() | Declined():
                sentence = str(error)
            case _:
                sentence = log_unexpected(error, about)
        try:
            await place.tell_alone(sentence)
        except (DeliveryError, TooLate, aiohttp.ClientError, OSError) as failure:
            _log.warning("Could not tell the person: %s", failure)

    async def halted(self, origin: Origin, error: Halt, about: str) -> None:
        """Tell the operator what only people can mend; nothing can be shown to anybody in Slack."""
        _log.warning("No answer to %s in the workspace %s: %s", about, origin.team, error.reason)
        if error.code is HaltCode.WORKSPACE_GONE:
            await self.workspaces.lost(origin.enterprise, origin.team)

    async def finish(self, seconds: float) -> None:
        """Let what is under way come to its end; nothing comes in any more."""
        await self.under_way.drain(seconds)
        await self.claims.settle()


def checked(question: str) -> str:
    """The question. Raise `TooLong`."""
    if len(question) > LONGEST_QUESTION:
        raise TooLong(len(question))
    return question
