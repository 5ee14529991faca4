"""What Slack's errors mean: what becomes of the message, and what somebody can do about it."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.delivery.transport import DeliveryError, Halt, HaltCode, Refused, Retry, Unknown

INVITE = "Invite Sealane into the channel: type /invite @Sealane there."
REINSTALL = "Install Sealane in the workspace again."


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something that only people can mend, and how."""

    code: HaltCode
    text: str
    mend: str


_GONE, _DENIED = HaltCode.CHANNEL_GONE, HaltCode.NO_PERMISSION
_AWAY, _PERSON = HaltCode.WORKSPACE_GONE, HaltCode.PERSON_UNREACHABLE

# https://docs.slack.dev/reference/methods/chat.postMessage#errors
HINDRANCES = {
    "channel_not_found": Hindrance(_GONE, "The channel is gone, or private and without Sealane.", INVITE),
    "not_in_channel": Hindrance(_DENIED, "Sealane is not in the channel.", INVITE),
    "is_archived": Hindrance(_GONE, "The channel is archived.", "Unarchive it, or choose another channel."),
    "account_inactive": Hindrance(_AWAY, "Sealane was removed from the workspace.", REINSTALL),
    "token_revoked": Hindrance(_AWAY, "Sealane's token was revoked.", REINSTALL),
    "token_expired": Hindrance(_AWAY, "Sealane's token has expired and could not be renewed.", REINSTALL),
    "invalid_auth": Hindrance(_AWAY, "Slack does not know Sealane's token.", REINSTALL),
    "not_authed": Hindrance(_AWAY, "Sealane has no token for the workspace.", REINSTALL),
    "org_login_required": Hindrance(_AWAY, "The workspace is being moved.", "Wait until Slack has moved it."),
    "missing_scope": Hindrance(
        _DENIED,
        "Sealane was not given a right that it needs.",
        "Give the app the scopes of `sealane slack manifest`, and install it again.",
    ),
    "restricted_action": Hindrance(
        _DENIED, "The workspace does not let Sealane write there.", "Ask an admin who may post in the channel."
    ),
    "ekm_access_denied": Hindrance(_DENIED, "The workspace has locked its messages.", "Ask an admin of the workspace."),
    "user_not_found": Hindrance(_PERSON, "There is no such person.", "Choose another person."),
    "cannot_dm_bot": Hindrance(_PERSON, "That is a bot, which cannot be written to.", "Choose a person."),
    "user_disabled": Hindrance(_PERSON, "That account is deactivated.", "Choose another person."),
}
_SIMILAR = {
    "no_permission": "restricted_action",
    "restricted_action_read_only_channel": "restricted_action",
    "restricted_action_thread_only_channel": "restricted_action",
    "restricted_action_non_threadable_channel": "restricted_action",
    "access_denied": "restricted_action",
    "not_allowed_token_type": "missing_scope",
    "users_not_found": "user_not_found",
    "invalid_users": "user_not_found",
    "no_user_match": "user_not_found",
    "messages_tab_disabled": "user_disabled",
    "app_uninstalled": "account_inactive",
}
WORKSPACE_LOST = frozenset({"account_inactive", "token_revoked", "invalid_auth", "not_authed", "token_expired"})
"""Codes after which nothing works in the workspace any more."""
_RATE = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# They may have done the work before they failed, as their descriptions say.
_UNCLEAR = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
_USUAL_WAIT = 30.0


def code_of(error: SlackApiError) -> str:
    """Slack's name for the error; the HTTP status where it gave none."""
    data = _data(error)
    return str(data.get("error") or f"http_{_status(error)}")


def hindrance(code: str) -> Hindrance | None:
    """What stands in the way where Slack answered with this error; None where nobody can mend it."""
    return HINDRANCES.get(_SIMILAR.get(code, code))


def classify(error: Exception) -> DeliveryError:
    """Say what became of a request that failed."""
    match error:
        case DeliveryError():
            return error
        case aiohttp.ClientConnectorError():
            return Retry(f"no connection: {error}")
        case aiohttp.ClientError() | TimeoutError() | asyncio.TimeoutError() | OSError() | json.JSONDecodeError():
            return Unknown(str(error) or type(error).__name__)
        case SlackApiError():
            return _classified(error)
        case _:
            raise error


def _classified(error: SlackApiError) -> DeliveryError:
    code, status = code_of(error), _status(error)
    if status == 429 or code in _RATE:
        return Retry(code, after=timedelta(seconds=retry_after(error)))
    if status >= 500 or code in _UNCLEAR:
        return Unknown(code)
    found = hindrance(code)
    if found:
        needed = _data(error).get("needed")
        return Halt(found.code, f"{code}: {found.text}{f' Needed: {needed}.' if needed else ''} {found.mend}")
    return Refused(code)


def retry_after(error: SlackApiError) -> float:
    """Seconds after which Slack will take requests again."""
    headers = getattr(error.response, "headers", None) or {}
    for name, value in headers.items():
        if name.lower() == "retry-after":
            try:
                return float(value)
            except ValueError:
                break
    return _USUAL_WAIT


def _data(error: SlackApiError) -> Mapping[str, Any]:
    data = getattr(error.response, "data", error.response)
    return data if isinstance(data, Mapping) else {}


def _status(error: SlackApiError) -> int:
    status = getattr(error.response, "status_code", None) or getattr(error.response, "status", None)
    return status if isinstance(status, int) else 0
