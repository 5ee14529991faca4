"""discord.py's log as an operator wants it: a lost connection is one line, not a page of traceback."""

import logging

import aiohttp
import discord

_PASSING = (aiohttp.ClientError, discord.HTTPException, discord.ConnectionClosed, OSError, TimeoutError)
_LOGGERS = ("discord.client", "discord.shard", "discord.gateway", "discord.http", "discord.webhook.async_")


def quieten() -> None:
    """Put what passes by itself on one line each, with its reason, and leave out that voice is missing."""
    discord.VoiceClient.warn_nacl = False
    discord.VoiceClient.warn_dave = False
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not logger.filters:
            logger.addFilter(_on_one_line)


def _on_one_line(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if isinstance(error, _PASSING):
        reason = str(error) or type(error).__name__
        record.msg, record.args, record.exc_info = f"{record.getMessage()} ({reason})", (), None
    return True
