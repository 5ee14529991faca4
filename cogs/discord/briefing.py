"""The commands that brief: /brief, /watch, and "Read this" on a message."""

import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.message import Message
from bot.digests.briefs import Briefs
from bot.digests.period import Length
from bot.subscriptions.asked import Fields
from bot.subscriptions.permission import require_admin
from cogs.discord.delivery import Drawn
from cogs.discord.requesting import PostTarget, refreshed, requester_of, require_postable, where_of
from cogs.discord.subscribing import Topic, suggest_topics
from db.subscriptions import Kind

if TYPE_CHECKING:
    from cogs.discord.bot import SealaneBot

Typed = discord.Interaction["SealaneBot"]
ReadPage = Callable[[str], Awaitable[Message]]
"""Reads the page at an address into the store, and says what came of it."""
Reading = Callable[[], AbstractAsyncContextManager[ReadPage]]

_LINK = re.compile(r"https?://[^\s<>\"]+")
_PERIODS = [
    app_commands.Choice(name="the last day", value=Length.DAY.value),
    app_commands.Choice(name="the last week", value=Length.WEEK.value),
    app_commands.Choice(name="the last hour", value=Length.HOUR.value),
]


class Briefing(commands.Cog):
    """Briefs on demand, watches, and reading what somebody points to."""

    def __init__(self, bot: "SealaneBot", briefs: Briefs, reading: Reading) -> None:
        self.bot = bot
        self._briefs = briefs
        self._reading = reading
        self._read_this = app_commands.ContextMenu(name="Read this", callback=self.read_this)
        self._read_this.default_permissions = discord.Permissions(manage_guild=True)
        self._read_this.allowed_contexts = app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        )

    async def cog_load(self) -> None:
        """Register the message command, which discord.py does not find in a cog by itself."""
        self.bot.tree.add_command(self._read_this)

    @app_commands.command(description="What was read in the last day or week, by theme")
    @app_commands.describe(
        period="how far back, the last day unless you say otherwise",
        topic="only this, in plain words: events between China and the Philippines",
        share="show the brief to everybody here instead of only to you",
    )
    @app_commands.choices(period=_PERIODS)
    @app_commands.autocomplete(topic=suggest_topics)
    async def brief(
        self, interaction: Typed, period: str | None = None, topic: Topic | None = None, share: bool = False
    ) -> None:
        """Compose a digest."""

        async def compose() -> Drawn:
            digest = await self._briefs.brief(
                str(interaction.guild_id or ""), Length(period or Length.DAY), topic, palette="dark"
            )
            return Drawn(digest.message, digest.picture)

        await self.bot.respond(interaction, compose, ephemeral=not share)

    @app_commands.command(description="Tell this channel news of a topic as it is read")
    @app_commands.describe(
        question="what to watch, in plain words: anything Japan signs",
        channel="where to tell it, here unless you say otherwise",
    )
    @app_commands.autocomplete(question=suggest_topics)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def watch(self, interaction: Typed, question: Topic, channel: PostTarget | None = None) -> None:
        """Subscribe the channel to a watch."""

        async def add() -> Message:
            where = where_of(interaction, channel=require_postable(interaction, channel))
            fields = Fields(kind=Kind.WATCH.value, topic=question)
            return await self.bot.administration.subscriptions.add(requester_of(interaction), where, fields)

        await self.bot.respond(interaction, refreshed(interaction, add))

    async def read_this(self, interaction: Typed, message: discord.Message) -> None:
        """Read the page that a message links to, for an admin."""

        async def read() -> Message:
            async with self.bot.store.reading() as session:
                await require_admin(session, requester_of(interaction), where_of(interaction))
            found = _LINK.search(message.content) or _LINK.search(" ".join(e.url or "" for e in message.embeds))
            if found is None:
                return Message(text="There is no link in this message: use it on a message with the address of a page.")
            async with self._reading() as read_page:
                return await read_page(found[0].rstrip(").,;:!?\u201d'"))

        await self.bot.respond(interaction, read)
