"""Telling Discord which commands there are: only when they changed, because it allows few such calls a day."""

import hashlib
import json
import logging
from typing import TYPE_CHECKING

import discord

from db import replies
from db.errors import StoreError

if TYPE_CHECKING:
    from cogs.discord.bot import SealaneBot, Tree

_log = logging.getLogger(__name__)


def fingerprint(tree: "Tree") -> str:
    """A SHA-256 over all that Discord is told of the commands."""
    payload = [command.to_dict(tree) for command in tree.get_commands()]
    ordered = sorted(json.dumps(command, sort_keys=True) for command in payload)
    return hashlib.sha256("\n".join(ordered).encode()).hexdigest()


async def sync_if_changed(bot: "SealaneBot") -> bool:
    """Register the commands unless they are those registered last. Say whether they were; failing is only logged."""
    name, now = f"discord:commands:{bot.application_id}", fingerprint(bot.tree)
    try:
        async with bot.store.reading() as session:
            if await replies.mark(session, name) == now:
                return False
        await bot.tree.sync()
        async with bot.store.writing() as session:
            await replies.set_mark(session, name, now)
    except (discord.HTTPException, discord.DiscordException, StoreError) as error:
        _log.error("The commands could not be registered (%s). Try `sealane discord sync`.", error)
        return False
    _log.info("Registered %d commands", len(bot.tree.get_commands()))
    return True
