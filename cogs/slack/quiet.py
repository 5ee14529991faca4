"""The log of Slack's libraries as an operator wants it: a lost connection is one line, not a page of traceback."""

import logging

import aiohttp
from slack_sdk.errors import SlackApiError

_PASSING = (aiohttp.ClientError, SlackApiError, OSError, TimeoutError)
SOCKET_LOG = "cogs.slack.socket"
_LOGGERS = ("cogs.slack.bolt", "cogs.slack.web_api", "cogs.slack.installing", SOCKET_LOG)


def quieten() -> None:
    """Put what passes by itself on one line each. What people write is not logged, whatever the level."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not logger.filters:
            logger.addFilter(_on_one_line)
        logger.setLevel(max(logger.getEffectiveLevel(), logging.INFO))


def _on_one_line(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if isinstance(error, _PASSING):
        record.exc_info = None
    return True
