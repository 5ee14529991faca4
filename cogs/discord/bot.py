"""The bot: its connection, its state, and the one way in which every interaction is answered."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.desk import Desk
from bot.chat.message import Message
from bot.chat.message import Picture as Shown
from bot.chat.suggestions import Suggestions
from bot.digests.briefs import Briefs
from bot.digests.pictures.drawing import Picture
from bot.digests.timelines import Timelines
from bot.subscriptions.administration import Administration
from cogs.discord.about import About
from cogs.discord.administering import Choosing, Sourcing
from cogs.discord.asking import Asking
from cogs.discord.briefing import Briefing, Reading
from cogs.discord.buttons import DYNAMIC_ITEMS, Shares, Work, view_of
from cogs.discord.delivery import NOBODY, Drawn, acknowledge, answer
from cogs.discord.errors import report
from cogs.discord.marks import Mark
from cogs.discord.mentions import Mentions
from cogs.discord.subscribing import Subscribing
from cogs.discord.syncing import sync_if_changed
from db.errors import StoreError
from db.session import Store

REFRESH_SECONDS = 600
KNOWN_SECONDS = 60
TIDY_SECONDS = 3_600
ANSWERS_AT_ONCE = 16
"""Answers on their way to Discord at a time. Acknowledgements are not counted: under load they overtake the answers."""
DRAIN_SECONDS = 8.0
"""How long what is under way may take when the process is asked to end; it must be gone within ten."""

_log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree["SealaneBot"]):
    """The commands, with their one error handler."""

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Tell the person and the operator."""
        await report(interaction, error)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the commands call: the desk answers, names are completed while they are typed, briefs are composed,
    timelines drawn, pages read on demand, and subscriptions, sources and settings administered.
    """

    desk: Desk
    suggestions: Suggestions
    administration: Administration
    briefs: Briefs
    timelines: Timelines
    reading: Reading


class SealaneBot(commands.AutoShardedBot):
    """Sealane's connection to Discord."""

    tree: Tree

    def __init__(self, store: Store, parts: Parts) -> None:
        # Mentions and direct messages carry their text without the privileged intent for message content:
        # https://docs.discord.com/developers/events/gateway#message-content-intent
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=intents,
            allowed_mentions=NOBODY,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self.store = store
        self.parts = parts
        self.desk = parts.desk
        self.suggestions = parts.suggestions
        self.administration = parts.administration
        self.shares = Shares()
        self.passive = False
        """Only to log in, for the operator's commands: nothing is registered or started."""
        self.stopping = False
        self.answering = asyncio.Semaphore(ANSWERS_AT_ONCE)
        self._announced = False
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._loops: list[asyncio.Task[None]] = []

    async def setup_hook(self) -> None:
        """Register commands and buttons. Nothing starts in `on_ready`: Discord sends that again and again."""
        briefing = Briefing(self, self.parts.briefs, self.parts.reading)
        admins = (Subscribing(self), Sourcing(self), Choosing(self))
        for cog in (Asking(self), briefing, About(self), Mentions(self), *admins):
            await self.add_cog(cog)
        if self.passive:
            return
        self.add_dynamic_items(*DYNAMIC_ITEMS, Mark)
        await sync_if_changed(self)
        self._loops = [
            asyncio.create_task(_every(REFRESH_SECONDS, lambda: self.suggestions.refresh(self.store))),
            asyncio.create_task(_every(KNOWN_SECONDS, self.administration.known.refresh)),
            asyncio.create_task(_every(TIDY_SECONDS, self.desk.tidy)),
        ]

    async def on_ready(self) -> None:
        """Say so, the first time on the terminal as well; nothing more."""
        told = f"Connected to Discord as {self.user}, in {len(self.guilds)} servers"
        _log.info(told)
        if not self._announced:
            self._announced = True
            sys.stderr.write(f"{told}. Ctrl+C ends.\n")

    async def on_message(self, message: discord.Message, /) -> None:
        """Nothing: there are no commands in messages, and `Mentions` listens for what is asked in one."""

    async def respond(
        self,
        interaction: discord.Interaction[Any],
        work: Work,
        *,
        ephemeral: bool = True,
        update: bool = False,
        drawing: Callable[[], Awaitable[Picture | None]] | None = None,
    ) -> None:
        """Acknowledge, do the work, show its result and keep it. Every command and button is answered here.

        `update` puts the result in the place of the message whose button was pressed; `drawing` makes a picture to go
        with it. What goes wrong is reported.
        """
        with self.busy():
            try:
                if self.stopping:
                    await interaction.response.send_message(
                        "Sealane is restarting: try again in a minute.", ephemeral=True
                    )
                    return
                await acknowledge(interaction, ephemeral=ephemeral, thinking=not update)
                result = await work()
                if isinstance(result, Message):
                    await answer(interaction, result)
                elif isinstance(result, Drawn):
                    await answer(interaction, result.message, picture=result.picture)
                else:
                    drawn = await drawing() if drawing else None
                    message = result.message
                    if drawn:
                        message = replace(message, pictures=(Shown("timeline.png", drawn.alt),))
                    view = view_of(result, public=not ephemeral)
                    await answer(interaction, message, view, drawn.png if drawn else None)
                    await self.desk.keep(result)
            except Exception as error:
                await report(interaction, error)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Hold back the end of the process while something is under way."""
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def finish(self) -> None:
        """Let what is under way come to its end, then disconnect. New commands are told to try again."""
        self.stopping = True
        for loop in self._loops:
            loop.cancel()
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._idle.wait()
        except TimeoutError:
            _log.warning("%d replies were still under way at the end", self._under_way)
        await self.close()


async def _every(seconds: float, work: Callable[[], Awaitable[Any]]) -> None:
    """Do it now and again; one failure is logged and does not end it."""
    while True:
        try:
            await work()
        except StoreError as error:
            _log.warning("%s", error)
        except Exception:
            _log.exception("A background job failed; it will be tried again")
        await asyncio.sleep(seconds)
