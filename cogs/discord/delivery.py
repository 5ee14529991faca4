"""Getting a reply to Discord: acknowledged in time, tried again while that can help, never shown twice."""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

import aiohttp
import discord

from bot.chat.discord import pack
from bot.chat.limits import Discord
from bot.chat.message import Message

NOBODY = discord.AllowedMentions.none()
ALREADY_ACKNOWLEDGED = 40060
UNKNOWN_INTERACTION = 10062
UNKNOWN_WEBHOOK = 10015
# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json

ACKNOWLEDGED = "acknowledged"
"""The key in an interaction's extras under which its `Place` is noted."""

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 20.0
_SPARE = 10.0
_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


class Place(StrEnum):
    """Where an acknowledged interaction will be answered."""

    PRIVATE = "private"
    PUBLIC = "public"
    UPDATED = "updated"
    """In the message whose button was pressed."""


class TooLate(Exception):  # noqa: N818
    """Discord no longer knows the interaction, or failed for as long as it waits: there is nobody to answer."""


async def persistently(call: Callable[[], Awaitable[_Result]], seconds: float) -> _Result:
    """Make a request, again and again for so many seconds while the server or the network fails.

    Only for what may be done twice: edits, and messages with a nonce. discord.py itself gives up after five times,
    and at once on 503 and on a lost connection.
    """
    clock = asyncio.get_running_loop().time
    end = clock() + seconds
    pause = _FIRST_PAUSE
    while True:
        try:
            return await call()
        except (discord.DiscordServerError, aiohttp.ClientError, TimeoutError) as error:
            if clock() + pause > end:
                raise
            _log.info("Discord failed (%s), trying again in %.1f s", error, pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


async def acknowledge(interaction: discord.Interaction[Any], *, ephemeral: bool, thinking: bool = True) -> None:
    """Tell Discord that an answer will come. Raise `TooLate` where it no longer waits for one.

    A repeated acknowledgement is refused as such when the answer to the first was lost: then it has arrived.
    """
    try:
        await persistently(
            lambda: interaction.response.defer(ephemeral=ephemeral, thinking=thinking), Discord.ACKNOWLEDGE_SECONDS
        )
    except discord.NotFound as error:
        if error.code == UNKNOWN_INTERACTION:
            raise TooLate from error
        raise
    except (discord.DiscordServerError, aiohttp.ClientError, TimeoutError) as error:
        raise TooLate from error
    except discord.HTTPException as error:
        if error.code != ALREADY_ACKNOWLEDGED:
            raise
    interaction.extras[ACKNOWLEDGED] = Place.UPDATED if not thinking else Place.PRIVATE if ephemeral else Place.PUBLIC


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message with its picture, a PNG; what it shows is told in `message.pictures`."""

    message: Message
    picture: bytes | None


async def answer(
    interaction: discord.Interaction[Any],
    message: Message,
    view: discord.ui.View | None = None,
    picture: bytes | None = None,
) -> None:
    """Put the message in the place that was acknowledged, and what does not fit there in further ones after it."""
    turns: asyncio.Semaphore = interaction.client.answering
    async with turns:
        bodies = pack(message if picture else replace(message, pictures=()))
        first, *others = (embeds_of(body) for body in bodies)
        attached = bodies[0].get("attachments", [])

    async def edit() -> None:
        async with turns:
            # A file is read to its end when it is sent: each attempt needs its own.
            files = [
                discord.File(io.BytesIO(picture or b""), one["filename"], description=one["description"])
                for one in attached
            ]
            await interaction.edit_original_response(
                embeds=first, view=view, attachments=files, allowed_mentions=NOBODY
            )

    ephemeral = interaction.extras.get(ACKNOWLEDGED) == Place.PRIVATE
    patience = Discord.TOKEN_SECONDS - _age(interaction) - _SPARE
    try:
        await persistently(edit, patience)
        for embeds in others:
            await interaction.followup.send(embeds=embeds, ephemeral=ephemeral, allowed_mentions=NOBODY)
    except discord.NotFound as error:
        if error.code in (UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION):
            raise TooLate from error
        raise


async def tell_alone(interaction: discord.Interaction[Any], sentence: str) -> None:
    """Tell only the person who acted, whatever was acknowledged."""
    text = discord.utils.escape_markdown(sentence)
    match interaction.extras.get(ACKNOWLEDGED):
        case None:
            await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)
        case Place.PRIVATE:
            await answer(interaction, Message(text=sentence))
        case Place.PUBLIC:
            # The first message after a public "thinking" takes its place and is public too, so one must go first.
            await interaction.edit_original_response(content="…")
            await interaction.delete_original_response()
            await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)
        case _:
            await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)


def embeds_of(body: dict[str, Any]) -> list[discord.Embed]:
    """The embeds of a packed body as discord.py wants them."""
    return [discord.Embed.from_dict(embed) for embed in body["embeds"]]


def _age(interaction: discord.Interaction[Any]) -> float:
    return max(0.0, (discord.utils.utcnow() - interaction.created_at).total_seconds())
