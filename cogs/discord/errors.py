"""What goes wrong, told once to the person as one sentence, and once to the operator in full, under one id."""

import logging
from typing import Any

import discord
from discord import app_commands

from bot.asking.errors import AskingError
from bot.chat.desk import Gone
from bot.chat.faults import log_unexpected
from bot.digests.errors import DigestError
from bot.subscriptions.errors import SubscriptionError
from cogs.discord.delivery import TooLate, tell_alone

_log = logging.getLogger(__name__)

# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
_NO_ACCESS = (50001, 50013)


async def report(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell the person what to do and the operator what happened. Never raises."""
    if isinstance(error, (app_commands.CommandInvokeError, app_commands.TransformerError)) and error.__cause__:
        error = error.__cause__
    if isinstance(error, TooLate):
        _log.info("Discord waits no longer for interaction %s: %s", interaction.id, error.__cause__)
        return
    sentence = expected(error)
    if sentence is None:
        sentence = log_unexpected(error, _about(interaction))
    try:
        if interaction.type is not discord.InteractionType.autocomplete:
            await tell_alone(interaction, sentence)
    except (discord.HTTPException, TooLate, OSError) as failure:
        _log.warning("Could not tell the person: %s", failure)


def expected(error: BaseException) -> str | None:
    """The sentence for what is nobody's fault but a fact; None for what the operator must see."""
    match error:
        case AskingError() | DigestError() | Gone() | SubscriptionError():
            return str(error)
        case app_commands.NoPrivateMessage():
            return "That works only in a server."
        case app_commands.MissingPermissions():
            return f"You need the permission {', '.join(error.missing_permissions)} for that."
        case app_commands.CommandOnCooldown():
            return f"That was too fast: try again in {error.retry_after:.0f} s."
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return "That command has just changed. Wait a minute, restart Discord and try again."
        case app_commands.TransformerError():
            return f"“{error.value}” cannot be used there."
        case discord.HTTPException() if error.code in _NO_ACCESS:
            return "I may not write there. An admin can let me: View Channel, Send Messages and Embed Links."
    return None


def _about(interaction: discord.Interaction[Any]) -> str:
    """What was done, without what was asked: questions are not logged."""
    command = (
        interaction.command.qualified_name if interaction.command else dict(interaction.data or {}).get("custom_id")
    )
    return f"{interaction.type.name} {command!r} (interaction {interaction.id}, server {interaction.guild_id})"
