"""Questions in messages: Sealane is mentioned, replied to, or written to directly."""

import logging
import re
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot.asking.errors import AskingError
from bot.chat.discord import pack
from bot.chat.faults import log_unexpected
from bot.chat.limits import Discord
from bot.chat.message import Message
from cogs.discord.buttons import person_of, view_of, workspace_of
from cogs.discord.delivery import NOBODY, embeds_of, persistently

if TYPE_CHECKING:
    from cogs.discord.bot import SealaneBot

PATIENCE_SECONDS = 120.0
"""How long a failed reply is tried again: after a few minutes Discord forgets its nonce, and would show it twice."""
EMPTY = Message(
    text="Ask me something: mention me with a question, such as “what did Japan sign this month?”, or use /ask."
)
_MENTION = re.compile(r"<@[!&]?\d+>")
_KINDS = (discord.MessageType.default, discord.MessageType.reply)
_log = logging.getLogger(__name__)


class Mentions(commands.Cog):
    """Answers in public to who asks in public. In a thread or channel it stays one conversation for each person."""

    def __init__(self, bot: "SealaneBot") -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is asked of Sealane, and leave alone what is not."""
        if self.bot.stopping or not self._is_asked(message):
            return
        with self.bot.busy():
            try:
                await self._answer(message)
            except discord.Forbidden as error:
                _log.info("Cannot answer in channel %s: %s", message.channel.id, error)
            except discord.HTTPException as error:
                log_unexpected(error, f"a mention in channel {message.channel.id}")

    def _is_asked(self, message: discord.Message) -> bool:
        if message.author.bot or message.type not in _KINDS or self.bot.user is None:
            return False
        if isinstance(message.channel, discord.DMChannel):
            return bool(message.content)
        return any(user.id == self.bot.user.id for user in message.mentions)

    async def _answer(self, message: discord.Message) -> None:
        question = _MENTION.sub(" ", message.content).strip()
        if not question:
            await self._reply(message, EMPTY)
            return
        try:
            shown = await self.bot.desk.ask(
                question,
                person=person_of(message.author),
                place=str(message.channel.id),
                workspace=workspace_of(message.guild.id if message.guild else None),
            )
        except AskingError as error:
            await self._reply(message, Message(text=str(error)))
            return
        except Exception as error:
            await self._reply(message, Message(text=log_unexpected(error, "a mention")))
            return
        await self._reply(message, shown.message, view_of(shown, public=True))
        await self.bot.desk.keep(shown)

    async def _reply(self, message: discord.Message, reply: Message, view: discord.ui.View | None = None) -> None:
        """Reply with a nonce made of the message's id: repeated after a lost answer, it is still one reply."""
        embeds = _may_embed(message)
        body = pack(reply, embeds=embeds)[0]
        shown: dict[str, Any] = {"embeds": embeds_of(body)} if embeds else {"content": body["content"]}
        if view is not None:
            shown["view"] = view
        await persistently(
            lambda: message.channel.send(
                **shown,
                reference=message.to_reference(fail_if_not_exists=False),
                mention_author=False,
                allowed_mentions=NOBODY,
                nonce=str(message.id)[-Discord.NONCE :],
            ),
            PATIENCE_SECONDS,
        )


def _may_embed(message: discord.Message) -> bool:
    """Whether embeds are seen there; without the permission Discord drops them silently, and nothing would be left."""
    if message.guild is None or message.guild.me is None or isinstance(message.channel, discord.PartialMessageable):
        return True
    return message.channel.permissions_for(message.guild.me).embed_links
