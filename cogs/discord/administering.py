"""The commands of /source and /settings: where news comes from, and what a server has chosen, for its admins."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.message import Message
from bot.digests.dates import LANGUAGES
from bot.subscriptions.settings import MOST_CHANGES, WorkspaceChoices
from bot.subscriptions.sources import LARGEST_FILE, Sources
from bot.subscriptions.zones import LONGEST as LONGEST_ZONE
from cogs.discord.buttons import person_of
from cogs.discord.requesting import (
    ADMINS_ONLY,
    Choices,
    PostTarget,
    Typed,
    choices_of,
    may_see,
    read_attachment,
    refreshed,
    requester_of,
    require_postable,
    respond_with_file,
    suggest_zones,
    where_of,
)

if TYPE_CHECKING:
    from cogs.discord.bot import SealaneBot

Address = app_commands.Range[str, 1, 500]
Chosen = app_commands.Range[str, 1, 100]
_WHICH = "its number, name or address"


async def suggest_sources(interaction: Typed, typed: str) -> Choices:
    """Sources by name."""
    return choices_of(interaction.client.administration.known.sources(typed)) if may_see(interaction) else []


async def suggest_curated(interaction: Typed, typed: str) -> Choices:
    """Sources that ship with the program."""
    return choices_of(interaction.client.administration.known.curated(typed))


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(ADMINS_ONLY)
class Sourcing(commands.GroupCog, group_name="source", group_description="Where news comes from"):
    """Sources of news."""

    def __init__(self, bot: "SealaneBot") -> None:
        self.bot = bot

    @property
    def _desk(self) -> Sources:
        return self.bot.administration.sources

    @app_commands.command(description="Add a feed, or the feed of a site")
    @app_commands.describe(
        source="its address, or the name of one that ships with Sealane",
        name="what to call it (default: as it calls itself)",
        page="a single page that changes, not a feed",
    )
    @app_commands.autocomplete(source=suggest_curated)
    async def add(self, interaction: Typed, source: Address, name: Chosen | None = None, page: bool = False) -> None:
        """Add a source."""

        async def work() -> Message:
            return await self._desk.add(requester_of(interaction), where_of(interaction), source, name=name, page=page)

        await self.bot.respond(interaction, refreshed(interaction, work))

    @app_commands.command(name="list", description="All sources, and how each is doing")
    @app_commands.describe(curated="those that ship with Sealane instead")
    async def list_(self, interaction: Typed, curated: bool = False) -> None:
        """List sources."""
        await self.bot.respond(
            interaction, lambda: self._desk.list(requester_of(interaction), where_of(interaction), curated=curated)
        )

    @app_commands.command(description="All about a source, and how it has been doing")
    @app_commands.describe(source=_WHICH)
    @app_commands.autocomplete(source=suggest_sources)
    async def show(self, interaction: Typed, source: Address) -> None:
        """Show a source."""
        await self.bot.respond(
            interaction, lambda: self._desk.show(requester_of(interaction), where_of(interaction), source)
        )

    @app_commands.command(description="Stop polling a source for the time being")
    @app_commands.describe(source=_WHICH)
    @app_commands.autocomplete(source=suggest_sources)
    async def pause(self, interaction: Typed, source: Address) -> None:
        """Pause a source."""
        await self.bot.respond(
            interaction, lambda: self._desk.pause(requester_of(interaction), where_of(interaction), source)
        )

    @app_commands.command(description="Poll a source again")
    @app_commands.describe(source=_WHICH)
    @app_commands.autocomplete(source=suggest_sources)
    async def resume(self, interaction: Typed, source: Address) -> None:
        """Resume a source."""
        await self.bot.respond(
            interaction, lambda: self._desk.resume(requester_of(interaction), where_of(interaction), source)
        )

    @app_commands.command(description="Remove a source; what was read from it stays")
    @app_commands.describe(source=_WHICH)
    @app_commands.autocomplete(source=suggest_sources)
    async def remove(self, interaction: Typed, source: Address) -> None:
        """Remove a source."""

        async def work() -> Message:
            return await self._desk.remove(requester_of(interaction), where_of(interaction), source)

        await self.bot.respond(interaction, refreshed(interaction, work))

    @app_commands.command(description="Say what would be collected from an address; nothing is stored")
    @app_commands.describe(source="an address, or a source that is there")
    @app_commands.autocomplete(source=suggest_sources)
    async def check(self, interaction: Typed, source: Address) -> None:
        """Check a source."""
        await self.bot.respond(
            interaction, lambda: self._desk.check(requester_of(interaction), where_of(interaction), source)
        )

    @app_commands.command(description="Get all feeds as an OPML file")
    async def export(self, interaction: Typed) -> None:
        """Export the feeds."""
        await respond_with_file(
            interaction,
            lambda: self._desk.export(requester_of(interaction), where_of(interaction)),
            "sources.opml",
            "The feeds are in the file below.",
        )

    @app_commands.command(name="import", description="Add the feeds of an OPML file")
    @app_commands.describe(file="an OPML file, as feed readers export it")
    async def import_(self, interaction: Typed, file: discord.Attachment) -> None:
        """Import feeds."""

        async def work() -> Message:
            data = await read_attachment(file, LARGEST_FILE)
            return await self._desk.import_(requester_of(interaction), where_of(interaction), data)

        await self.bot.respond(interaction, refreshed(interaction, work))


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(ADMINS_ONLY)
class Choosing(commands.GroupCog, group_name="settings", group_description="What this server has chosen"):
    """Settings of a server."""

    admins = app_commands.Group(name="admins", description="Who else may change subscriptions, sources and settings")

    def __init__(self, bot: "SealaneBot") -> None:
        self.bot = bot

    @property
    def _desk(self) -> WorkspaceChoices:
        return self.bot.administration.choices

    @app_commands.command(description="All settings of this server")
    async def show(self, interaction: Typed) -> None:
        """Show the settings."""
        await self.bot.respond(interaction, lambda: self._desk.show(requester_of(interaction), where_of(interaction)))

    @app_commands.command(description="Whose clocks new subscriptions go by")
    @app_commands.describe(zone="a city, or “default”")
    @app_commands.autocomplete(zone=suggest_zones)
    async def timezone(self, interaction: Typed, zone: app_commands.Range[str, 1, LONGEST_ZONE]) -> None:
        """Choose the zone."""
        await self.bot.respond(
            interaction, lambda: self._desk.set_zone(requester_of(interaction), where_of(interaction), zone)
        )

    @app_commands.command(description="In which language dates are written")
    @app_commands.describe(language="the language of dates")
    @app_commands.choices(language=[app_commands.Choice(name=code, value=code) for code in LANGUAGES])
    async def language(self, interaction: Typed, language: str) -> None:
        """Choose the language of dates."""
        await self.bot.respond(
            interaction, lambda: self._desk.set_language(requester_of(interaction), where_of(interaction), language)
        )

    @app_commands.command(name="fallback-channel", description="Where trouble with another channel is told")
    @app_commands.describe(channel="the channel; leave it out to have none")
    async def fallback_channel(self, interaction: Typed, channel: PostTarget | None = None) -> None:
        """Choose the fallback channel."""

        async def work() -> Message:
            number = str(require_postable(interaction, channel)) if channel else None
            return await self._desk.set_fallback_channel(requester_of(interaction), where_of(interaction), number)

        await self.bot.respond(interaction, work)

    @app_commands.command(description="Who changed what, the latest first")
    @app_commands.describe(limit="how many (default: 10)")
    async def changes(self, interaction: Typed, limit: app_commands.Range[int, 1, MOST_CHANGES] = 10) -> None:
        """Tell who changed what."""
        await self.bot.respond(
            interaction,
            lambda: self._desk.changes(requester_of(interaction), where_of(interaction), limit=limit),
        )

    @admins.command(name="add", description="Let a member or a role change subscriptions, sources and settings")
    @app_commands.describe(who="a member or a role")
    async def add_admin(self, interaction: Typed, who: discord.Member | discord.Role) -> None:
        """Add an admin."""

        async def work() -> Message:
            return await self._desk.add_admin(requester_of(interaction), where_of(interaction), admin_of(who))

        await self.bot.respond(interaction, refreshed(interaction, work))

    @admins.command(name="remove", description="Take that back")
    @app_commands.describe(who="a member or a role")
    async def remove_admin(self, interaction: Typed, who: discord.Member | discord.Role) -> None:
        """Remove an admin."""

        async def work() -> Message:
            return await self._desk.remove_admin(requester_of(interaction), where_of(interaction), admin_of(who))

        await self.bot.respond(interaction, refreshed(interaction, work))


def admin_of(who: discord.Member | discord.Role) -> str:
    """How the list of admins holds a member or a role."""
    return f"role:{who.id}" if isinstance(who, discord.Role) else person_of(who)
