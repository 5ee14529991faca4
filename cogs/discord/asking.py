"""The commands that ask: /ask, /events, /timeline, /who, and "Ask about this" on a message."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.listing import EventFilter
from bot.asking.narrowing import Narrowing
from bot.chat.limits import Discord
from bot.chat.lists import ACTIONS
from bot.chat.suggestions import Names
from bot.digests.pictures.drawing import Picture
from cogs.discord.buttons import person_of, workspace_of
from db.vocabulary import Action

if TYPE_CHECKING:
    from cogs.discord.bot import SealaneBot

Typed = discord.Interaction["SealaneBot"]
LONGEST_QUESTION = 500
LONGEST_NAME = 100

Question = app_commands.Range[str, 1, LONGEST_QUESTION]
NameOption = app_commands.Range[str, 1, LONGEST_NAME]
_ACTION_CHOICES = [app_commands.Choice(name=name, value=action.value) for action, name in ACTIONS.items()]


def _choices(names: Names, typed: str) -> list[app_commands.Choice[str]]:
    """Suggestions, at once and from memory. What is sent in the end need not be one: it is looked up again."""
    fitting = [name for name in names.beginning(typed) if len(name) <= Discord.CHOICE]
    return [app_commands.Choice(name=name, value=name) for name in fitting[: Discord.CHOICES]]


async def suggest_people(interaction: Typed, typed: str) -> list[app_commands.Choice[str]]:
    """People whose name begins like that."""
    return _choices(interaction.client.suggestions.people, typed)


async def suggest_countries(interaction: Typed, typed: str) -> list[app_commands.Choice[str]]:
    """Countries whose name begins like that."""
    return _choices(interaction.client.suggestions.countries, typed)


async def suggest_anyone(interaction: Typed, typed: str) -> list[app_commands.Choice[str]]:
    """Countries, people and organisations whose name begins like that."""
    return _choices(interaction.client.suggestions.anyone, typed)


class Asking(commands.Cog):
    """Asking, in every form that is not a button."""

    def __init__(self, bot: "SealaneBot") -> None:
        self.bot = bot
        self._about_this = app_commands.ContextMenu(name="Ask about this", callback=self.ask_about_this)

    async def cog_load(self) -> None:
        """Register the message command, which discord.py does not find in a cog by itself."""
        self.bot.tree.add_command(self._about_this)

    @app_commands.command(description="Ask about events in the Indo-Pacific, in plain English")
    @app_commands.describe(
        question="for example: what did Kishida sign?",
        person="only what this person took part in",
        country="only what this country took part in",
        since="only from this day, month or year on, such as May 2023",
        until="only to this day, month or year",
        share="show the answer to everybody here instead of only to you",
    )
    @app_commands.autocomplete(person=suggest_people, country=suggest_countries)
    async def ask(
        self,
        interaction: Typed,
        question: Question,
        person: NameOption | None = None,
        country: NameOption | None = None,
        since: NameOption | None = None,
        until: NameOption | None = None,
        share: bool = False,
    ) -> None:
        """Answer a question."""
        narrowing = Narrowing(person, country, since, until)
        await self.bot.respond(
            interaction,
            lambda: self.bot.desk.ask(
                question,
                person=person_of(interaction.user),
                place=str(interaction.channel_id),
                narrowing=narrowing,
                workspace=workspace_of(interaction.guild_id),
            ),
            ephemeral=not share,
        )

    @app_commands.command(description="List events, the newest first")
    @app_commands.describe(
        who="a person, country or organisation that takes part",
        other="another that takes part as well",
        country="a country that takes part",
        action="only this kind of act",
        since="only from this day, month or year on, such as May 2023",
        until="only to this day, month or year",
        share="show the list to everybody here instead of only to you",
    )
    @app_commands.rename(other="with")
    @app_commands.choices(action=_ACTION_CHOICES)
    @app_commands.autocomplete(who=suggest_anyone, other=suggest_anyone, country=suggest_countries)
    async def events(
        self,
        interaction: Typed,
        who: NameOption | None = None,
        other: NameOption | None = None,
        country: NameOption | None = None,
        action: str | None = None,
        since: NameOption | None = None,
        until: NameOption | None = None,
        share: bool = False,
    ) -> None:
        """List events."""
        wanted = EventFilter(who, other, country, Action(action) if action else None, since, until)
        await self._list(interaction, wanted, share=share)

    @app_commands.command(description="What happened with somebody, the oldest first")
    @app_commands.describe(
        who="a person, country or organisation",
        other="another that takes part as well",
        since="where to begin, such as 2023",
        share="show the timeline to everybody here instead of only to you",
    )
    @app_commands.rename(other="with")
    @app_commands.autocomplete(who=suggest_anyone, other=suggest_anyone)
    async def timeline(
        self,
        interaction: Typed,
        who: NameOption,
        other: NameOption | None = None,
        since: NameOption | None = None,
        share: bool = False,
    ) -> None:
        """Tell events in their order."""
        wanted = EventFilter(who, other, since=since, oldest_first=True)
        today = discord.utils.utcnow().date()
        await self._list(
            interaction, wanted, share=share, drawing=lambda: self.bot.parts.timelines.draw(wanted, today, "dark")
        )

    @app_commands.command(description="Who somebody is, and what they did last")
    @app_commands.describe(name="a person, country or organisation")
    @app_commands.autocomplete(name=suggest_anyone)
    async def who(self, interaction: Typed, name: NameOption) -> None:
        """Tell who somebody is."""
        await self.bot.respond(interaction, lambda: self.bot.desk.who(name, person=person_of(interaction.user)))

    async def ask_about_this(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Answer the question in a message, or say what is known of what it tells."""
        text = message.content.strip() or next((e.description for e in message.embeds if e.description), None) or ""
        question = text[:LONGEST_QUESTION]
        await self.bot.respond(interaction, lambda: self.bot.desk.ask(question, person=person_of(interaction.user)))

    async def _list(
        self,
        interaction: Typed,
        wanted: EventFilter,
        *,
        share: bool,
        drawing: Callable[[], Awaitable[Picture | None]] | None = None,
    ) -> None:
        await self.bot.respond(
            interaction,
            lambda: self.bot.desk.events(wanted, person=person_of(interaction.user)),
            ephemeral=not share,
            drawing=drawing,
        )
