"""Calling Slack: clients that share their connections, and messages that are posted once or known to be lost."""

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack import Body
from bot.delivery.transport import CannotKnow, DeliveryError, Halt, Retry, Unknown
from cogs.slack.faults import classify, code_of

TIMEOUT = aiohttp.ClientTimeout(total=12, connect=5)
"""Of one request, in seconds."""
EVENT = "sealane_message"
"""The type of the metadata by which a message of ours is recognised."""
_NAMESPACE = uuid.UUID("6a1f9c3e-5b0d-4b3e-9a55-0f6b7f1f3a10")
_SEARCHED = 200
"""Messages looked through for one of ours."""
_SKEW = timedelta(minutes=2)
_log = logging.getLogger("cogs.slack.web_api")


def make_session() -> aiohttp.ClientSession:
    """Connections for all requests to Slack."""
    return aiohttp.ClientSession(timeout=TIMEOUT)


def asking_client(session: aiohttp.ClientSession | None, api: str, token: str | None = None) -> AsyncWebClient:
    """A client for requests that may be repeated: they are, after rate limits, server errors and lost connections."""
    handlers: Sequence[AsyncRetryHandler] = (
        AsyncRateLimitErrorRetryHandler(max_retry_count=2),
        AsyncServerErrorRetryHandler(max_retry_count=2),
        AsyncConnectionErrorRetryHandler(max_retry_count=2),
    )
    return AsyncWebClient(token, base_url=api, session=session, retry_handlers=list(handlers), logger=_log)


def posting_client(like: AsyncWebClient, token: str | None = None) -> AsyncWebClient:
    """A client that repeats nothing, because a repeated message would be shown twice."""
    return AsyncWebClient(
        token or like.token, base_url=like.base_url, session=like.session, retry_handlers=[], logger=like.logger
    )


async def post(client: AsyncWebClient, channel: str, body: Body, key: str, thread: str | None = None) -> str:
    """Post a message, once, and return its `ts`. Raise any DeliveryError but CannotKnow."""
    further: dict[str, Any] = {"client_msg_id": str(uuid.uuid5(_NAMESPACE, key))}
    try:
        answer = await posting_client(client).chat_postMessage(
            channel=channel,
            blocks=body.get("blocks"),
            text=body["text"],
            thread_ts=thread,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": EVENT, "event_payload": {"key": key}},
            **further,
        )
    except Exception as error:
        raise classify(error) from error
    return str(answer["ts"])


async def find(
    client: AsyncWebClient, channel: str, key: str, *, since: datetime, thread: str | None = None
) -> str | None:
    """Look for a message with this key among those since a time; None where there certainly is none.

    Raise CannotKnow, Retry or Halt.
    """
    further: dict[str, Any] = {"include_all_metadata": True}
    oldest = f"{(since - _SKEW).timestamp():.6f}"
    cursor: str | None = None
    seen = 0
    while True:
        try:
            if thread:
                answer = await client.conversations_replies(
                    channel=channel, ts=thread, oldest=oldest, limit=100, cursor=cursor, **further
                )
            else:
                answer = await client.conversations_history(
                    channel=channel, oldest=oldest, limit=100, cursor=cursor, **further
                )
        except Exception as error:
            raise _while_looking(error) from error
        messages = answer.get("messages") or []
        for message in messages:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT and metadata.get("event_payload", {}).get("key") == key:
                return str(message["ts"])
        seen += len(messages)
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return None
        if seen >= _SEARCHED:
            raise CannotKnow(f"it is not among the first {seen} messages since then")


def _while_looking(error: Exception) -> DeliveryError:
    reason = classify(error)
    match reason:
        case Retry():
            return reason
        case Unknown():
            return Retry(reason.reason)
        case Halt() if not (isinstance(error, SlackApiError) and code_of(error) == "missing_scope"):
            return reason
        case _:
            return CannotKnow(reason.reason)
