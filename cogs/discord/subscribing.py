"""The commands of /subscription: digests and watches of a server's channels, for its admins."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.message import Message
from bot.digests.dates import LANGUAGES
from bot.subscriptions import checking, known, portable
from bot.subscriptions.asked import Fields
from bot.subscriptions.subscriptions import Subscriptions
from bot.subscriptions.zones import LONGEST as LONGEST_ZONE
from cogs.discord.delivery import Drawn
from cogs.discord.requesting import (
    ADMINS_ONLY,
    Choices,
    PostTarget,
    Typed,
    choices_of,
    read_attachment,
    refreshed,
    requester_of,
    require_postable,
    respond_with_file,
    suggest_subscriptions,
    suggest_zones,
    where_of,
)
from db.subscriptions import CatchUp, Kind, Palette, Quiet

if TYPE_CHECKING:
    from cogs.discord.bot import SealaneBot

Name = app_commands.Range[str, 1, checking.LONGEST_NAME]
Topic = app_commands.Range[str, 1, 300]
When = app_commands.Range[str, 1, 300]
ZoneName = app_commands.Range[str, 1, LONGEST_ZONE]
Lines = app_commands.Range[int, 1, checking.MOST_LINES]
AnHour = app_commands.Range[int, 1, checking.MOST_AN_HOUR]
Chosen = app_commands.Range[str, 1, 100]

_KINDS = {Kind.DIGEST: "a digest, by a schedule", Kind.WATCH: "a watch, as news is read"}
_CATCH_UPS = {
    CatchUp.COMBINE: "one digest of all that was missed",
    CatchUp.LATEST: "only the last digest",
    CatchUp.SKIP: "nothing",
}
_QUIETS = {Quiet.LINE: "one line", Quiet.NOTHING: "nothing"}
_PALETTES = {Palette.DARK: "dark", Palette.LIGHT: "light", Palette.NONE: "no picture"}
_FIELDS = {
    "topic": "what to tell, as a question: anything Japan signs",
    "schedule": "when: weekdays 08:30; Mondays 9am; hourly; 7:00 and 18:00; or cron",
    "zone": "whose clocks the schedule goes by: a city",
    "channel": "where to post",
    "name": "what to call it",
    "size": "lines of a digest at most",
    "language": "of dates",
    "catch_up": "what to send after an outage",
    "quiet": "what to send when there is nothing to tell",
    "palette": "of the picture",
    "most_an_hour": "messages of a watch in an hour at most",
}
_CHOICES = {
    "language": [app_commands.Choice(name=code, value=code) for code in LANGUAGES],
    "catch_up": [app_commands.Choice(name=told, value=value.value) for value, told in _CATCH_UPS.items()],
    "quiet": [app_commands.Choice(name=told, value=value.value) for value, told in _QUIETS.items()],
    "palette": [app_commands.Choice(name=told, value=value.value) for value, told in _PALETTES.items()],
}
_WHICH = "its number or name"


async def suggest_topics(interaction: Typed, typed: str) -> Choices:
    """Topics, with names completed."""
    return choices_of(known.topics(interaction.client.suggestions, typed))


async def suggest_schedules(interaction: Typed, typed: str) -> Choices:
    """What is typed as it is understood, and examples."""
    return choices_of(known.schedules(typed))


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(ADMINS_ONLY)
class Subscribing(commands.GroupCog, group_name="subscription", group_description="Digests and watches of channels"):
    """Digests and watches. Discord shows these to those who may manage the server; it is checked again here."""

    def __init__(self, bot: "SealaneBot") -> None:
        self.bot = bot

    @property
    def _desk(self) -> Subscriptions:
        return self.bot.administration.subscriptions

    @app_commands.command(description="Let a channel have a digest or a watch")
    @app_commands.describe(kind="a digest (by a schedule) or a watch (as news is read)", **_FIELDS)
    @app_commands.choices(
        kind=[app_commands.Choice(name=told, value=value.value) for value, told in _KINDS.items()], **_CHOICES
    )
    @app_commands.autocomplete(topic=suggest_topics, schedule=suggest_schedules, zone=suggest_zones)
    async def add(
        self,
        interaction: Typed,
        topic: Topic | None = None,
        kind: str | None = None,
        schedule: When | None = None,
        zone: ZoneName | None = None,
        channel: PostTarget | None = None,
        name: Name | None = None,
        size: Lines | None = None,
        language: str | None = None,
        catch_up: str | None = None,
        quiet: str | None = None,
        palette: str | None = None,
        most_an_hour: AnHour | None = None,
    ) -> None:
        """Add a subscription."""
        fields = Fields(name, kind, topic, schedule, zone, size, language, catch_up, quiet, palette, most_an_hour)

        async def work() -> Message:
            where = where_of(interaction, channel=require_postable(interaction, channel))
            return await self._desk.add(requester_of(interaction), where, fields)

        await self.bot.respond(interaction, refreshed(interaction, work))

    @app_commands.command(description="Change a subscription: only what you fill in")
    @app_commands.describe(subscription=_WHICH, **_FIELDS)
    @app_commands.choices(**_CHOICES)
    @app_commands.autocomplete(
        subscription=suggest_subscriptions, topic=suggest_topics, schedule=suggest_schedules, zone=suggest_zones
    )
    async def edit(
        self,
        interaction: Typed,
        subscription: Chosen,
        topic: Topic | None = None,
        schedule: When | None = None,
        zone: ZoneName | None = None,
        channel: PostTarget | None = None,
        name: Name | None = None,
        size: Lines | None = None,
        language: str | None = None,
        catch_up: str | None = None,
        quiet: str | None = None,
        palette: str | None = None,
        most_an_hour: AnHour | None = None,
    ) -> None:
        """Edit a subscription."""

        async def work() -> Message:
            target = str(require_postable(interaction, channel)) if channel else None
            fields = Fields(
                name, None, topic, schedule, zone, size, language, catch_up, quiet, palette, most_an_hour, target
            )
            return await self._desk.edit(requester_of(interaction), where_of(interaction), subscription, fields)

        await self.bot.respond(interaction, refreshed(interaction, work))

    @app_commands.command(name="list", description="All subscriptions of this server, or of one channel")
    @app_commands.describe(channel="only those of this channel")
    async def list_(self, interaction: Typed, channel: PostTarget | None = None) -> None:
        """List subscriptions."""
        number = channel.id if channel else None
        await self.bot.respond(
            interaction,
            lambda: self._desk.list(requester_of(interaction), where_of(interaction, channel=number)),
        )

    @app_commands.command(description="All about a subscription, and when it is due next")
    @app_commands.describe(subscription=_WHICH)
    @app_commands.autocomplete(subscription=suggest_subscriptions)
    async def show(self, interaction: Typed, subscription: Chosen) -> None:
        """Show a subscription."""
        await self.bot.respond(
            interaction, lambda: self._desk.show(requester_of(interaction), where_of(interaction), subscription)
        )

    @app_commands.command(description="Let a subscription stand still")
    @app_commands.describe(subscription=_WHICH, until="until when: 30 November, Friday, 3 days; else until resumed")
    @app_commands.autocomplete(subscription=suggest_subscriptions)
    async def pause(self, interaction: Typed, subscription: Chosen, until: Chosen | None = None) -> None:
        """Pause a subscription."""
        await self.bot.respond(
            interaction,
            lambda: self._desk.pause(requester_of(interaction), where_of(interaction), subscription, until),
        )

    @app_commands.command(description="Let a paused subscription go on")
    @app_commands.describe(subscription=_WHICH)
    @app_commands.autocomplete(subscription=suggest_subscriptions)
    async def resume(self, interaction: Typed, subscription: Chosen) -> None:
        """Resume a subscription."""
        await self.bot.respond(
            interaction, lambda: self._desk.resume(requester_of(interaction), where_of(interaction), subscription)
        )

    @app_commands.command(description="Remove a subscription; the log of what it sent stays")
    @app_commands.describe(subscription=_WHICH)
    @app_commands.autocomplete(subscription=suggest_subscriptions)
    async def remove(self, interaction: Typed, subscription: Chosen) -> None:
        """Remove a subscription."""

        async def work() -> Message:
            return await self._desk.remove(requester_of(interaction), where_of(interaction), subscription)

        await self.bot.respond(interaction, refreshed(interaction, work))

    @app_commands.command(description="Show only to you what the next message would hold so far")
    @app_commands.describe(subscription=_WHICH)
    @app_commands.autocomplete(subscription=suggest_subscriptions)
    async def preview(self, interaction: Typed, subscription: Chosen) -> None:
        """Preview a subscription."""

        async def work() -> Drawn:
            made = await self._desk.preview(requester_of(interaction), where_of(interaction), subscription)
            return Drawn(made.message, made.picture)

        await self.bot.respond(interaction, work)

    @app_commands.command(description="Send a test to the channel of a subscription")
    @app_commands.describe(subscription=_WHICH)
    @app_commands.autocomplete(subscription=suggest_subscriptions)
    async def test(self, interaction: Typed, subscription: Chosen) -> None:
        """Send a test."""
        await self.bot.respond(
            interaction, lambda: self._desk.test(requester_of(interaction), where_of(interaction), subscription)
        )

    @app_commands.command(description="What keeps a subscription from telling, and how to mend it")
    @app_commands.describe(subscription=_WHICH)
    @app_commands.autocomplete(subscription=suggest_subscriptions)
    async def doctor(self, interaction: Typed, subscription: Chosen) -> None:
        """Examine a subscription."""
        await self.bot.respond(
            interaction, lambda: self._desk.doctor(requester_of(interaction), where_of(interaction), subscription)
        )

    @app_commands.command(description="What was sent and what was not, and why")
    @app_commands.describe(subscription=_WHICH, limit="how many (default: 10)")
    @app_commands.autocomplete(subscription=suggest_subscriptions)
    async def log(self, interaction: Typed, subscription: Chosen, limit: app_commands.Range[int, 1, 50] = 10) -> None:
        """Tell the log."""
        await self.bot.respond(
            interaction,
            lambda: self._desk.log(requester_of(interaction), where_of(interaction), subscription, limit=limit),
        )

    @app_commands.command(description="Why an event was, or was not, in what a subscription told")
    @app_commands.describe(subscription=_WHICH, event="the number of the event")
    @app_commands.autocomplete(subscription=suggest_subscriptions)
    async def why(self, interaction: Typed, subscription: Chosen, event: app_commands.Range[int, 1, 2**53 - 1]) -> None:
        """Explain what became of an event."""
        await self.bot.respond(
            interaction, lambda: self._desk.why(requester_of(interaction), where_of(interaction), subscription, event)
        )

    @app_commands.command(description="Get subscriptions as a file")
    @app_commands.describe(subscription="its number or name (default: all of this server)")
    @app_commands.autocomplete(subscription=suggest_subscriptions)
    async def export(self, interaction: Typed, subscription: Chosen | None = None) -> None:
        """Export subscriptions."""
        await respond_with_file(
            interaction,
            lambda: self._desk.export(requester_of(interaction), where_of(interaction), subscription),
            "subscriptions.json",
            "The subscriptions are in the file below. /subscription import brings them back, here or elsewhere.",
        )

    @app_commands.command(name="import", description="Add the subscriptions of an exported file")
    @app_commands.describe(file="what /subscription export gave")
    async def import_(self, interaction: Typed, file: discord.Attachment) -> None:
        """Import subscriptions."""

        async def work() -> Message:
            data = await read_attachment(file, portable.LARGEST)
            where = where_of(interaction, channel=interaction.channel_id)
            return await self._desk.import_(requester_of(interaction), where, data)

        await self.bot.respond(interaction, refreshed(interaction, work))
