"""Who asks for something in a server, and where: what the commands of admins hand over, and what they may suggest."""

import io
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat.limits import Discord
from bot.chat.message import Message
from bot.subscriptions.asked import Requester, Where
from bot.subscriptions.errors import BadField, BadFile
from bot.subscriptions.known import Suggestion
from cogs.discord.buttons import person_of
from cogs.discord.delivery import NOBODY
from cogs.discord.errors import report

if TYPE_CHECKING:
    from cogs.discord.bot import SealaneBot  # noqa: F401 (named in a string below)

Typed = discord.Interaction["SealaneBot"]
Choices = list[app_commands.Choice[str]]
Channel = app_commands.AppCommandChannel | app_commands.AppCommandThread

RIGHT = "Manage Server"
ADMINS_ONLY = discord.Permissions(manage_guild=True)
_NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
}
"""What it takes to post a digest somewhere."""


class Postable(app_commands.Transformer):
    """A channel or thread that messages can be posted in, as Discord resolved it: no cache is needed."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Those that hold messages of text."""
        kinds = discord.ChannelType
        return [kinds.text, kinds.news, kinds.public_thread, kinds.private_thread, kinds.news_thread]

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Channel:
        """The channel as it came."""
        found: Channel = value
        return found


PostTarget = app_commands.Transform[Channel, Postable]


def requester_of(interaction: Typed) -> Requester:
    """Who asks: somebody who may manage the server, or perhaps one of the roles that its admins have named."""
    roles = interaction.user.roles if isinstance(interaction.user, discord.Member) else []
    return Requester(
        person_of(interaction.user),
        frozenset(str(role.id) for role in roles),
        manages=interaction.permissions.manage_guild,
        right=RIGHT,
    )


def where_of(interaction: Typed, *, channel: int | None = None) -> Where:
    """The server in which they ask, and a channel of it. Raises NoPrivateMessage outside of servers."""
    guild = interaction.guild
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage

    def called(number: str) -> str:
        found = guild.get_channel_or_thread(int(number)) if guild and number.isdecimal() else None
        return f"#{found.name}" if found else f"channel {number}"

    def named(admin: str) -> str:
        kind, _, number = admin.partition(":")
        if kind == "role":
            role = guild.get_role(int(number)) if guild and number.isdecimal() else None
            return f"the role {role.name}" if role else f"the role {number}"
        if number == str(interaction.user.id):
            return interaction.user.display_name
        return f"member {number}" if kind == "discord" else admin

    return Where("discord", str(interaction.guild_id), str(channel) if channel else None, called, named)


def require_postable(interaction: Typed, channel: Channel | None) -> int:
    """The channel to post in: the one that was named, else the one in which they ask.

    Raises BadField unless the bot may post there, going by the permissions that Discord sent along.
    """
    permissions = interaction.app_permissions if channel is None else _bots_permissions(interaction, channel)
    number = channel.id if channel else interaction.channel_id
    if number is None:
        raise BadField("channel", "Say in which channel it should post.")
    if permissions is None:
        return number
    in_thread = isinstance(channel, app_commands.AppCommandThread) or (
        channel is None and isinstance(interaction.channel, discord.Thread)
    )
    needed = dict(_NEEDED)
    if in_thread:
        del needed["send_messages"]
        needed["send_messages_in_threads"] = "Send Messages in Threads"
    missing = [label for name, label in needed.items() if not getattr(permissions, name)]
    if missing:
        place = f"#{channel.name}" if channel else "this channel"
        raise BadField("channel", f"I may not post in {place}: let me {', '.join(missing)} there, then try again.")
    return number


def _bots_permissions(interaction: Typed, channel: Channel) -> discord.Permissions | None:
    """What the bot may do in a channel: as Discord says with the command, else by what is known of the channel."""
    # https://docs.discord.com/developers/change-log (2026-07-16): resolved channels carry `app_permissions`.
    resolved = dict(interaction.data or {}).get("resolved")
    sent = resolved.get("channels", {}).get(str(channel.id), {}) if isinstance(resolved, dict) else {}
    if (value := sent.get("app_permissions")) is not None:
        return discord.Permissions(int(value))
    known = channel.resolve()
    if known is None or interaction.guild is None or interaction.guild.me is None:
        return None
    return known.permissions_for(interaction.guild.me)


async def read_attachment(attachment: discord.Attachment, largest: int) -> bytes:
    """The bytes of a file that somebody attached. Raises BadFile."""
    if attachment.size > largest:
        raise BadFile(f"That file is too large: {largest // 1_000_000} MB are allowed.")
    try:
        return await attachment.read()
    except discord.HTTPException:
        raise BadFile("That file could not be fetched from Discord: attach it again.") from None


async def respond_with_file(interaction: Typed, work: Callable[[], Awaitable[str]], name: str, told: str) -> None:
    """Answer with a text as a file."""
    made: list[str] = []

    async def answer() -> Message:
        made.append(await work())
        return Message(text=told)

    await interaction.client.respond(interaction, answer)
    for text in made:
        try:
            file = discord.File(io.BytesIO(text.encode()), name)
            await interaction.followup.send(file=file, ephemeral=True, allowed_mentions=NOBODY)
        except Exception as error:
            await report(interaction, error)


def choices_of(suggestions: Iterable[Suggestion]) -> Choices:
    """Suggestions as Discord takes them: what is too long is left out or cut."""
    fitting = [one for one in suggestions if len(one.value) <= Discord.CHOICE]
    return [
        app_commands.Choice(name=one.label[: Discord.CHOICE], value=one.value) for one in fitting[: Discord.CHOICES]
    ]


def may_see(interaction: Typed) -> bool:
    """Whether somebody may see names of what is set up in the server while they type."""
    if interaction.guild_id is None:
        return False
    return interaction.client.administration.known.is_admin(requester_of(interaction), where_of(interaction))


async def suggest_subscriptions(interaction: Typed, typed: str) -> Choices:
    """Subscriptions of the server, by number or name."""
    if not may_see(interaction):
        return []
    return choices_of(interaction.client.administration.known.subscriptions(where_of(interaction), typed))


async def suggest_zones(interaction: Typed, typed: str) -> Choices:
    """Time zones by city."""
    from bot.subscriptions.zones import zones

    return choices_of(Suggestion(str(place), place.zone) for place in zones().beginning(typed))


def refreshed(interaction: Typed, work: Callable[[], Awaitable[Any]]) -> Callable[[], Awaitable[Any]]:
    """The work, after which what is suggested is looked up anew."""

    async def done() -> Any:
        result = await work()
        await interaction.client.administration.known.refresh(where_of(interaction))
        return result

    return done
