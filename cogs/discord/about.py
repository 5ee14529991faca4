"""The commands about Sealane itself: /help and /privacy."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.lists import help_message
from bot.chat.message import Message
from cogs.discord.buttons import person_of

if TYPE_CHECKING:
    from cogs.discord.bot import SealaneBot

Typed = discord.Interaction["SealaneBot"]


class About(commands.Cog):
    """What Sealane can do, and what it keeps."""

    privacy = app_commands.Group(name="privacy", description="What Sealane keeps of you")

    def __init__(self, bot: "SealaneBot") -> None:
        self.bot = bot

    @app_commands.command(description="What you can ask, and all commands")
    async def help(self, interaction: Typed) -> None:
        """Tell what can be asked."""
        await self.bot.respond(interaction, self._help)

    @privacy.command(name="show", description="Show what Sealane keeps of you")
    async def privacy_show(self, interaction: Typed) -> None:
        """Tell what is kept."""
        await self.bot.respond(interaction, lambda: self.bot.desk.privacy(person_of(interaction.user)))

    @privacy.command(name="delete", description="Delete all that Sealane keeps of you")
    async def privacy_delete(self, interaction: Typed) -> None:
        """Delete what is kept."""
        await self.bot.respond(interaction, lambda: self.bot.desk.delete(person_of(interaction.user)))

    async def _help(self) -> Message:
        known = [command for command in self.bot.tree.walk_commands() if isinstance(command, app_commands.Command)]
        return help_message([(f"/{command.qualified_name}", command.description) for command in known])
